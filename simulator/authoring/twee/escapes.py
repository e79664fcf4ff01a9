r"""How the text of a scenario stands in a passage, and back: what Twine would take for markup is a character reference.

References such as `&#91;` are shown as the character by every story format, so an export reads well in Twine. Twee
itself knows escapes in headers alone (a backslash), and Twine writes `\::` for a line of text that begins with `::`.
"""

import re
from html.entities import html5

from simulator.authoring.twee.recognise import is_text
from simulator.model.alliance import Mood

MOOD_LINE = re.compile(rf"When ({'|'.join(Mood)}): ?")
"""How a client's line for one mood begins; a paragraph without it is the line for every other mood."""

_REFERENCE = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_MARKUP = re.compile(r"[\[\]{}<|\t\r\x85\u2028\u2029\ufeff]|&(?=[#a-zA-Z])|\$(?=[A-Za-z_])|\((?=[a-z][a-z-]*:)")
_LINE_START = re.compile(rf"\A(?:[:\\]|W(?={MOOD_LINE.pattern[1:]})|-(?=-+\Z))")


def prose(text: str) -> str:
    """Text of several paragraphs for a passage."""
    paragraphs = text.split("\n\n")
    if any(not each.strip("\n") or each != each.strip("\n") for each in paragraphs):
        return paragraph(text)
    return "\n\n".join("\n".join(_line(line) for line in each.split("\n")) for each in paragraphs)


def paragraph(text: str) -> str:
    """The same in one paragraph: single line breaks stay, others become references."""
    parts = re.split(r"((?<!\n)\n(?!\n))", text)
    return "".join(part if part == "\n" else _kept_breaks(part) for part in parts)


def link_text(text: str) -> str:
    """Text for the left side of a link."""
    return _edges(_markup(text).replace("->", "-&gt;")).replace("\n", _reference("\n"))


def title(text: str) -> str:
    """Text for StoryTitle, which Twine shows as it stands, so as few references as can be."""
    kept = re.sub(r"&(?=[#a-zA-Z])|[\n\r\t\x85\u2028\u2029\ufeff]|^[:\\]", lambda found: _reference(found[0]), text)
    return _edges(kept)


def unescape(text: str) -> str:
    """What was meant: references become characters, unless they are unknown or no text."""
    return _REFERENCE.sub(_character, text)


def _kept_breaks(text: str) -> str:
    return _reference("\n").join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    return _edges(_LINE_START.sub(lambda found: _reference(found[0]), _markup(line))) if line else line


def _markup(text: str) -> str:
    return _MARKUP.sub(lambda found: _reference(found[0]), text)


def _edges(text: str) -> str:
    """Blanks at either end, which an importer would take away, as references."""
    inner = text.strip()
    start = text.index(inner)
    before, after = text[:start], text[start + len(inner) :]
    return "".join(map(_reference, before)) + inner + "".join(map(_reference, after))


def _reference(character: str) -> str:
    named = {"<": "&lt;", "&": "&amp;"}
    return named.get(character) or f"&#{ord(character)};"


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name[0] != "#":
        return html5.get(f"{name};", found[0])
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    character = chr(number) if number <= 0x10FFFF else ""
    return character if character and is_text(character) else found[0]
