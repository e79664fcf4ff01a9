"""A file for the person at the page: Python offers it and the browser saves it under its name.

It shows nothing and hears nothing. The widget has to stand in the page before something is offered: what is offered
travels once, as a message, and is kept nowhere. What the file holds is the caller's business.
"""

import re
from pathlib import Path
from unicodedata import category

from simulator.ui.components.oneway import OneWay

LONGEST = 80
"""Characters of a name; file systems take 255 bytes."""
NAMELESS = "download"

_FORBIDDEN = frozenset('<>:"/\\|?*')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class Download(OneWay):
    """`offer` saves a file in the browser, once for each call."""

    _esm = Path(__file__).with_suffix(".js")

    def offer(self, name: str, media_type: str, content: bytes | str) -> None:
        """Text is saved as UTF-8 just as it is; a table that Excel is to open begins with U+FEFF."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        self.send({"save": file_name(name), "type": media_type}, buffers=[data])


def file_name(wanted: str) -> str:
    """A name that every system takes and that is what it looks like: one line, no folder, its ending kept."""
    plain = re.sub(r"[ _]*_[ _]*", "_", "".join(each if _harmless(each) else "_" for each in wanted)).strip(" ._")
    stem, dot, ending = plain.rpartition(".")
    if dot and len(ending) <= 10:
        plain = f"{stem[: LONGEST - len(ending) - 1].rstrip(' ._') or NAMELESS}.{ending}"
    plain = plain[:LONGEST].rstrip(" .")
    return f"_{plain}" if _DEVICES.fullmatch(plain) else plain or NAMELESS


def _harmless(character: str) -> bool:
    """No sign of a path, no line break, nothing unseen that turns the direction of what follows."""
    return character == " " or (character not in _FORBIDDEN and category(character)[0] not in "CZ")
