"""HTML by functions: everything that is not an element is escaped, so authored and typed text cannot become one.

Chosen over a template engine because the first view needs it: no import beyond the standard library's `html`
(a template engine costs 15-30 ms of every page's start).
"""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlencode

VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Markup(str):
    """Text that is HTML already. Only `el` and `join` make it."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]
"""Text, an element, nothing, or a sequence of these."""


def join(*children: Child) -> Markup:
    """The children one after the other: `Markup` as it is, other text escaped, None left out."""
    return Markup("".join(_pieces(children)))


def el(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """An element. `class_` and `aria_label` become `class` and `aria-label`; None and False leave an attribute out."""
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{join(*children)}</{name}>")


def link(words: Child, *, button: bool = False, quiet: bool = False, **place: str) -> Markup:
    """A link to another place in the product; `place` are the query parameters (none is the start page)."""
    looks = ("cs-button " + ("cs-quiet" if quiet else "cs-primary")) if button else None
    return el("a", words, href="?" + urlencode(place), class_=looks)


def paragraphs(text: str, class_: str | None = None) -> Markup:
    """Authored text with blank lines between its paragraphs."""
    return join(*(el("p", " ".join(each.split()), class_=class_) for each in text.split("\n\n") if each.strip()))


def _pieces(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Markup):
            yield child
        elif isinstance(child, str | int):
            yield escape(str(child))
        elif child is not None:
            yield from _pieces(child)


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
