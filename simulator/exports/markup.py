"""Elements as text, for SVG and HTML: what is not an element is escaped, so authored text cannot become one."""

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: object) -> str:
    """Text for content or a quoted attribute; characters that XML cannot hold at all are shown as one sign."""
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def tag(name: str, *children: str, **attributes: object) -> str:
    """An element around markup. `class_` and `data_id` become `class` and `data-id`; None leaves an attribute out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def said(name: str, words: object, **attributes: object) -> str:
    """An element around words."""
    return tag(name, text(words), **attributes)


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")
