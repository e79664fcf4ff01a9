"""What HTML of ours offers to be pressed, chosen and filled in: how `Board` judges what a browser says was done.

It reads the HTML as it was made by `ui.html`, in which no text and no attribute holds a bare `<` or `>`. Only the
piece a message is about is parsed, so a long table costs little. What is disabled is not offered; fields that are
hidden or only to be read are never given. It does not know what any of it means.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from html.parser import HTMLParser

LONGEST = 200
"""Characters a field may give that says nothing of its length; board.js knows this number too."""
HIGHEST = 200_000
"""Characters a field may give whatever it says of its length."""

_PRESSED_OR_GIVEN = re.compile(r'<(button|select|input|form)\b[^>]*\bdata-do="([^"]*)"[^>]*>')
_TAGS = re.compile(r"</?(?:fieldset|button|input|textarea|select|optgroup|option)\b[^>]*>[^<]*")
_UNSOUND = re.compile("[\0\ud800-\udfff]")
_LINE, _LINES = re.compile(r"[^\r\n]*"), re.compile(r".*", re.DOTALL)
_SHAPES = {
    "date": re.compile(r"(\d{4,6}-\d\d-\d\d)?", re.ASCII),
    "time": re.compile(r"(\d\d:\d\d(:\d\d(\.\d+)?)?)?", re.ASCII),
    "datetime-local": re.compile(r"(\d{4,6}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?)?", re.ASCII),
    "number": re.compile(r"(-?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?)?", re.ASCII),
}
_NO_FIELDS = frozenset({"hidden", "submit", "button", "reset", "image", "file"})


@dataclass(frozen=True, slots=True)
class Fields:
    """What was filled in. Every name is one of the form's, every choice one of those it offered."""

    given: Mapping[str, tuple[str, ...]]

    def text(self, name: str) -> str:
        """The one value of a field as it was typed; empty where nothing was, or where no radio was chosen."""
        values = self.given.get(name, ())
        return values[0] if values else ""

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values of a group of checkboxes or of a list of several."""
        return self.given.get(name, ())


@dataclass(frozen=True, slots=True)
class Field:
    """What a field takes: one of `choices`, or where there are none, text of that length and shape."""

    choices: frozenset[str] | None = None
    longest: int = LONGEST
    shape: re.Pattern[str] = _LINE
    several: bool = False
    needed: bool = True
    """Whether a browser always sends it."""

    def read(self, given: object) -> tuple[str, ...] | None:
        """The values given, None if this field cannot have given that."""
        values = given if self.several else [given]
        if not isinstance(values, list) or not all(self._takes(each) for each in values):
            return None
        return tuple(values) if len(set(values)) == len(values) else None

    def _takes(self, value: object) -> bool:
        if not isinstance(value, str) or len(value) > self.longest:
            return False
        if self.choices is not None:
            return value in self.choices
        return bool(self.shape.fullmatch(value)) and not _UNSOUND.search(value)


class Offered:
    """What one HTML text offers; nothing is read before it is asked for."""

    def __init__(self, html: str) -> None:
        self._html = html

    def pressed(self, do: str) -> bool:
        """Whether this button can be pressed."""
        return any(each.enabled for each in self._controls("button", do))

    def given(self, do: str, value: object) -> str | None:
        """What a list, a field outside a form or the one nameless field of a form gives; None if it cannot."""
        found = [*self._controls("select", do), *self._controls("input", do)]
        if not found and self._can_be_sent(do):
            found = [each for each in self._controls("form", do) if each.tag != "button"]
            found = [] if any(each.name for each in found) else found[:1]
        read = next((_field(each).read(value) for each in found if each.is_field), None)
        return read[0] if read else None

    def filled(self, do: str, given: object) -> Fields | None:
        """What the form of that name gives; None if just these fields and values cannot come from it."""
        if not isinstance(given, dict) or not self._can_be_sent(do):
            return None
        fields = _fields(self._controls("form", do))
        missing = any(field.needed and name not in given for name, field in fields.items())
        if not fields or missing or given.keys() - fields.keys():
            return None
        read = {name: values for name, each in given.items() if (values := fields[name].read(each)) is not None}
        return Fields(read) if len(read) == len(given) else None

    def _can_be_sent(self, do: str) -> bool:
        """A form whose buttons are all disabled cannot; one without a button is sent with the Enter key."""
        buttons = [each for each in self._controls("form", do) if each.sends]
        return any(each.enabled for each in buttons) or not buttons

    def _controls(self, tag: str, do: str) -> "list[_Control]":
        """The controls of the first form of that name; of another tag, all that bear the name."""
        starts = self._starts.get((tag, do), [])
        pieces = (self._piece(tag, start) for start in (starts[:1] if tag == "form" else starts))
        return [control for piece in pieces for control in _Reading.of(piece)]

    def _piece(self, tag: str, start: int) -> str:
        if tag in ("form", "select"):
            return self._html[start : self._html.find(f"</{tag}>", start)]
        return self._html[start : self._html.find(">", start) + 1]

    @cached_property
    def _starts(self) -> dict[tuple[str, str], list[int]]:
        starts: dict[tuple[str, str], list[int]] = {}
        for found in _PRESSED_OR_GIVEN.finditer(self._html):
            starts.setdefault((found[1], unescape(found[2])), []).append(found.start())
        return starts


@dataclass(slots=True)
class _Control:
    """A button or a field, as it stands there."""

    tag: str
    attributes: dict[str, str | None]
    enabled: bool
    options: "list[_Option]"

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or ("submit" if self.tag == "button" else "text")).lower()

    @property
    def sends(self) -> bool:
        return self.tag in ("button", "input") and self.kind == "submit"

    @property
    def is_field(self) -> bool:
        return self.enabled and self.tag != "button" and self.kind not in _NO_FIELDS


@dataclass(slots=True)
class _Option:
    enabled: bool
    value: str | None
    words: str = ""


class _Reading(HTMLParser):
    """Collects the controls of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.controls: list[_Control] = []
        self._off: list[bool] = []  # of the fieldsets and groups around
        self._option: _Option | None = None

    @classmethod
    def of(cls, piece: str) -> list[_Control]:
        reading = cls()
        reading.feed("".join(_TAGS.findall(piece)))
        reading.close()
        return reading.controls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        off = "disabled" in attributes
        if tag in ("fieldset", "optgroup"):
            self._off.append(off)
        elif tag == "option" and self.controls:
            self._option = _Option(not off and not any(self._off), attributes.get("value"))
            self.controls[-1].options.append(self._option)
        elif tag != "option":
            off = off or any(self._off) or "readonly" in attributes or attributes.get("aria-disabled") == "true"
            self.controls.append(_Control(tag, attributes, not off, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("fieldset", "optgroup"):
            self._off.pop()
        if tag in ("option", "select"):
            self._option = None

    def handle_data(self, data: str) -> None:
        if self._option:
            self._option.words += data


def _fields(controls: Iterable[_Control]) -> dict[str, Field]:
    """By name; the boxes of a group, and the radios of one, are one field."""
    fields: dict[str, Field] = {}
    for control in controls:
        if control.name and control.is_field:
            field, known = _field(control), fields.get(control.name)
            if known and known.choices is not None and field.choices is not None:
                field = replace(field, choices=known.choices | field.choices)
            fields[control.name] = field
    return fields


def _field(control: _Control) -> Field:
    if control.tag == "select":
        several = "multiple" in control.attributes
        return Field(frozenset(_choices(control, several=several)), HIGHEST, several=several, needed=not several)
    if control.kind in ("checkbox", "radio"):
        choice = control.attributes.get("value")
        several = control.kind == "checkbox"
        return Field(frozenset({"on" if choice is None else choice}), HIGHEST, several=several, needed=False)
    longest = control.attributes.get("maxlength") or ""
    limit = min(int(longest), HIGHEST) if longest.isdecimal() else LONGEST
    return Field(longest=limit, shape=_LINES if control.tag == "textarea" else _SHAPES.get(control.kind, _LINE))


def _choices(control: _Control, *, several: bool) -> Iterator[str]:
    """The values of the options; nothing, where an option that cannot be chosen may stand selected."""
    for option in control.options:
        if option.enabled:
            yield " ".join(option.words.split()) if option.value is None else option.value
    if not several and not all(option.enabled for option in control.options):
        yield ""
