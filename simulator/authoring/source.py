"""Safe YAML: text to plain data, with the place of every key and value, and nothing clever in between.

Refuses what YAML does behind an author's back: duplicate keys, `yes/no/on/off` as booleans, `12:30` as a number,
numbers with leading zeros, aliases and anchors, tags, more than one document; and what no scenario needs: over
1 MiB, over 40 levels, anything but UTF-8. All such mistakes of a file are reported at once; only broken syntax ends
the reading, because nothing after it can be trusted. The one door to PyYAML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from simulator.model.diagnostic import Diagnostic, Location, Severity

MAX_BYTES = 1 << 20
MAX_DEPTH = 40
HOPELESS_DEPTH = 1000
"""Beyond this nothing more is read: the time a YAML scanner takes grows with the square of the nesting."""

KeyPath = tuple[str | int, ...]
Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?")
_LOOSE_BOOLEAN = {"yes", "no", "on", "off"}
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Source:
    """A file's data and where each part stands. `values` and `keys` map a path of keys and indexes to a place."""

    file: str
    text: str = ""
    data: Data = None
    values: dict[KeyPath, Location] = field(default_factory=dict)
    keys: dict[KeyPath, Location] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def at(self, path: KeyPath, *, key: bool = False) -> Location:
        """The place of the longest known part of `path`; of its key rather than its value if asked."""
        for end in range(len(path), -1, -1):
            place = (self.keys.get(path[:end]) if key else None) or self.values.get(path[:end])
            if place:
                return place
        return Location(self.file)

    def value(self, path: KeyPath) -> Data:
        """What stands at a known path."""
        found: Any = self.data
        for part in path:
            found = found[part]
        return cast("Data", found)

    def report(self, code: str, place: Location, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, Severity.ERROR, place, message, hint))


def read_source(path: Path) -> Source:
    """Read a file. Never raises for what the file holds; an unreadable file is a diagnostic too."""
    source = Source(str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        source.report("Y01", Location(source.file), f"the file cannot be read ({error.strerror})", "Check the path.")
        return source
    return parse_source(raw, str(path))


def parse_source(raw: bytes, file: str) -> Source:
    """Read bytes as if they stood in `file`."""
    source = Source(file)
    start = Location(file)
    if len(raw) > MAX_BYTES:
        source.report("Y02", start, "the file is larger than 1 MiB", "Split it, or take out what is not text.")
        return source
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _end_of(file, error.object[: error.start].decode())
        source.report("Y03", place, "the file is not UTF-8 text", "Save it as UTF-8 in your editor.")
        return source
    source.text = text
    if strange := _NOT_TEXT.search(text):
        message = f"the character U+{ord(strange[0]):04X} is not text"
        source.report("Y15", _end_of(file, text[: strange.start()]), message, "Take it out; it may be invisible.")
        return source
    try:
        _Builder(source, yaml.parse(text, Loader=_LOADER)).build()
    except yaml.MarkedYAMLError as error:
        problem = " ".join(part for part in (error.problem, error.context) if part) or "broken YAML"
        source.report("Y04", _place(file, error.problem_mark), f"broken YAML: {problem}", _SYNTAX_HINT)
    except yaml.YAMLError as error:
        source.report("Y04", start, f"broken YAML: {error}", _SYNTAX_HINT)
    except _Hopeless:
        pass  # reported when it first became too deep
    return source


_SYNTAX_HINT = "Look here and at the line above: an unclosed quote, a lost colon, a tab, or wrong indentation."


class _Hopeless(Exception):
    """Nested so deeply that reading on would only cost time."""


def _end_of(file: str, text: str) -> Location:
    """The place just after `text`, with which the file begins."""
    return Location(file, text.count("\n") + 1, len(text) - text.rfind("\n"))


def _place(file: str, mark: Any) -> Location:
    return Location(file, mark.line + 1, mark.column + 1) if mark else Location(file)


class _Builder:
    """Turns parser events into data while noting places; each method handles one kind of node."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.source = source
        self.events = events
        self.too_deep = False

    def build(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.report("Y05", event, "a second document starts here", "Keep one document in a file.")
                    return
                self.source.data = self.node(next(self.events), ())

    def report(self, code: str, event: yaml.Event, message: str, hint: str) -> None:
        self.source.report(code, _place(self.source.file, event.start_mark), message, hint)

    def node(self, event: yaml.Event, path: KeyPath) -> Data:
        self.source.values[path] = _place(self.source.file, event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self.refuse_alias(event)
            return None
        self.refuse_marks(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the parser knows no other node
        return self.scalar(event)

    def refuse_alias(self, event: yaml.AliasEvent) -> None:
        hint = "Write the text out where it is needed."
        self.report("Y06", event, f"aliases are not allowed (*{event.anchor})", hint)

    def refuse_marks(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        if anchor:
            self.report("Y07", event, f"anchors are not allowed (&{anchor})", "Take the & name away.")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self.report("Y08", event, f"tags are not allowed ({tag})", "Take the ! tag away; quote text instead.")

    def is_too_deep(self, path: KeyPath) -> bool:
        return len(path) >= MAX_DEPTH

    def skip(self) -> None:
        """Leave a node that is nested too deeply, without recursion."""
        depth = 1
        while depth:
            event = next(self.events)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > HOPELESS_DEPTH:
                    raise _Hopeless
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1

    def refuse_depth(self, path: KeyPath) -> None:
        if not self.too_deep:
            self.too_deep = True
            place = self.source.values[path]
            self.source.report("Y09", place, f"nested more than {MAX_DEPTH} levels deep", "Flatten it.")
        self.skip()

    def mapping(self, path: KeyPath) -> Data:
        result: dict[str, Data] = {}
        if self.is_too_deep(path):
            self.refuse_depth(path)
            return result
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            inner = (*path, key)
            if key in result:
                first = self.source.keys[inner]
                self.report("Y10", event, f"the key '{key}' stands here twice", f"The first is at line {first.line}.")
                value_event = next(self.events)
                self.discard(value_event)
                continue
            self.source.keys[inner] = _place(self.source.file, event.start_mark)
            result[key] = self.node(next(self.events), inner)
        return result

    def discard(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self.skip()

    def key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.AliasEvent):
            self.refuse_alias(event)
            return f"*{event.anchor}"
        if not isinstance(event, yaml.ScalarEvent):
            self.report("Y11", event, "a key must be plain text", "Use a word as the key.")
            self.discard(event)
            return f"?{event.start_mark.line if event.start_mark else 0}"
        self.refuse_marks(event)
        self.refuse_strange(event)
        if event.implicit[0]:
            self.refuse_traps(event)
        return str(event.value)

    def sequence(self, path: KeyPath) -> Data:
        result: list[Data] = []
        if self.is_too_deep(path):
            self.refuse_depth(path)
            return result
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            result.append(self.node(event, (*path, len(result))))
        return result

    def scalar(self, event: yaml.ScalarEvent) -> Data:
        text = str(event.value)
        if not event.implicit[0]:
            self.refuse_strange(event)
            return text
        if self.refuse_traps(event):
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text) and len(text) < 18:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text

    def refuse_strange(self, event: yaml.ScalarEvent) -> None:
        """What may not stand in the file may not be smuggled in by an escape either."""
        if strange := _NOT_TEXT.search(str(event.value)):
            message = f"the character U+{ord(strange[0]):04X} is not text"
            self.report("Y15", event, message, "Take its escape out.")

    def refuse_traps(self, event: yaml.ScalarEvent) -> bool:
        text = str(event.value)
        if text.lower() in _LOOSE_BOOLEAN:
            message = f"'{text}' is a boolean to some YAML readers and text to others"
            self.report("Y12", event, message, f'Write true or false, or "{text}" in quotes if it is text.')
        elif _SEXAGESIMAL.fullmatch(text):
            message = f"'{text}' is a number in base sixty to some YAML readers"
            self.report("Y13", event, message, f'Write "{text}" in quotes.')
        elif _LEADING_ZERO.fullmatch(text):
            message = f"'{text}' starts with a zero, so readers disagree which number it is"
            self.report("Y14", event, message, f'Write "{text}" in quotes, or the number without the zero.')
        else:
            return False
        return True
