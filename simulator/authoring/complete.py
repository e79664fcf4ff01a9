"""What may stand where the author's cursor is: keys of the format, and values that it or the scenario knows.

Works on the text above the cursor by its indentation, because a text that is being written is broken most of the
time. It judges nothing, and offers nothing inside a long text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.authoring.document import ScenarioDocument
from simulator.authoring.shape import legal_keys
from simulator.authoring.source import KeyPath
from simulator.authoring.when import FACTS, allowed_values
from simulator.model.alliance import BreachType, Event, Facet, Mode, Mood, Style
from simulator.model.rubric import Rubric
from simulator.model.scenario import VARIABLES, Form, Result

Completion = dict[str, str]
"""`label`, and where wanted `detail` and `apply`, the text put in."""

_KEY = re.compile(r"""^(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>[\w.-]+|"[^"]*")[ ]*:(?:[ ]+(?P<rest>.*))?$""")
_BEGUN = re.compile(r"^(?P<lead>[ ]*(?:-[ ]+)*)[\w.-]*$")
_LISTED = re.compile(r"^(?P<lead>[ ]*(?:-[ ]+)+)(?P<rest>[{\[].*)$")
_FLAG = re.compile(r"^\s*set:\s*\[([^\]]*)\]|\bflags:\s*\[([^\]]*)\]", re.MULTILINE)

_VALUES: dict[str, tuple[str, ...]] = {
    "form": tuple(Form),
    "facet": tuple(Facet),
    "style": tuple(Style),
    "result": tuple(Result),
    "mode": tuple(each for each in Mode if each is not Mode.EXIT),
    "breach": tuple(BreachType),
    "BREACH": tuple(BreachType),
    "hinge": ("true", "false"),
}
_EVENTS = tuple(each for each in Event if each is not Event.BREACH)


def complete(text: str, line: int, column: int, rubric: Rubric) -> tuple[Completion, ...]:
    """What may stand at a place in a text (both counted from 1), in the format's order; empty where anything may."""
    lines = text.split("\n")[:line]
    if not lines or column < 1:
        return ()
    before = lines[-1][: column - 1]
    place = _place(lines[:-1], before)
    if place is None:
        return ()
    offers = _Offers(text, rubric)
    return tuple(offers.keys(place.path, place.there) if place.is_key else offers.values(place.path))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cursor is: after the keys of `path`, about to write a key beside `there`, or a value."""

    path: KeyPath
    is_key: bool
    there: tuple[str, ...] = ()


def _place(above: Sequence[str], before: str) -> _Place | None:
    if begun := _BEGUN.match(before):
        return _line_begun(above, begun["lead"])
    if listed := _LISTED.match(before):
        path = _path(above, len(listed["lead"]), dashed=True)
        return None if path is None else _flow(path, listed["rest"])
    if (key := _KEY.match(before)) is None:
        return None
    path = _path(above, len(key["lead"]), dashed="-" in key["lead"])
    return None if path is None else _flow((*path, key["key"].strip('"')), key["rest"] or "")


def _line_begun(above: Sequence[str], lead: str) -> _Place | None:
    """At the first word of a line: a key, or an item of a list of plain values."""
    path = _path(above, len(lead), dashed="-" in lead)
    if path is None:
        return None
    listed = "-" in lead and not legal_keys(ScenarioDocument, path)
    return _Place(path, is_key=not listed, there=_beside(above, len(lead)))


def _path(above: Sequence[str], indent: int, *, dashed: bool) -> KeyPath | None:
    """The keys that hold what is written at an indentation; None inside a text of many lines."""
    path: list[str | int] = []
    if dashed:
        path.append(0)
        indent -= 1
    for line in reversed(above):
        found = _KEY.match(line)
        if found is None or line.lstrip().startswith("#") or len(found["lead"]) >= indent:
            continue
        if (found["rest"] or "").startswith(("|", ">")):
            return None
        path.append(found["key"].strip('"'))
        indent = len(found["lead"])
        if "-" in found["lead"]:
            path.append(0)
            indent = found["lead"].index("-") + 1
        if indent == 0:
            break
    return tuple(reversed(path))


def _beside(above: Sequence[str], indent: int) -> tuple[str, ...]:
    """The keys that the same mapping has already."""
    found: list[str] = []
    for line in reversed(above):
        key = _KEY.match(line)
        if key and len(key["lead"]) == indent:
            found.append(key["key"])
        if line.strip() and (len(line) - len(line.lstrip(" ")) < indent):
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open bracket: which, path and word before it, and the keys written in it so far."""

    sign: str
    outside: KeyPath
    word: str
    keys: list[str]


def _flow(path: KeyPath, rest: str) -> _Place | None:
    """The place inside `{…}` and `[…]` on one line; None inside quotes."""
    frames: list[_Frame] = []
    word, quoted = "", False
    for sign in rest:
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "{[":
            frames.append(_Frame(sign, path, word, []))
            path, word = _inside(path, word, sign), ""
        elif sign in "}]" and frames:
            frame = frames.pop()
            path, word = frame.outside, frame.word
        elif sign == "," and frames:
            frames[-1].keys.append(word.partition(":")[0].strip())
            word = ""
        else:
            word += sign
    return None if quoted else _in_brackets(path, word, frames)


def _inside(path: KeyPath, word: str, sign: str) -> KeyPath:
    key = word.partition(":")[0].strip()
    named = (*path, key) if key else path
    return (*named, 0) if sign == "[" else named


def _in_brackets(path: KeyPath, word: str, frames: list[_Frame]) -> _Place | None:
    if not frames or frames[-1].sign == "[":
        return _Place(path, is_key=False) if re.fullmatch(r"[ ]*[\w.-]*", word) else None
    key, colon, _ = word.partition(":")
    if colon:
        return _Place((*path, key.strip()), is_key=False)
    return _Place(path, is_key=True, there=tuple(frames[-1].keys))


class _Offers:
    """What a scenario's text and the rubric have to offer."""

    def __init__(self, text: str, rubric: Rubric) -> None:
        self.rubric = rubric
        self.beats, self.endings = _ids(text, "beats"), _ids(text, "endings")
        flags = ",".join(one or other for one, other in _FLAG.findall(text))
        self.flags = tuple(dict.fromkeys(each.strip() for each in flags.split(",") if each.strip()))

    def keys(self, path: KeyPath, there: Iterable[str]) -> list[Completion]:
        named = [(key, "") for key in legal_keys(ScenarioDocument, path)] or self._own_keys(path)
        if path[-1:] in (("event",), ("on_enter",)):
            named = [("BREACH", "an event with its type")]
        return [_option(key, detail, f"{key}: ") for key, detail in named if key not in there]

    def _own_keys(self, path: KeyPath) -> list[tuple[str, str]]:
        """Keys that no format lists: moods, indicators, client variables, facts."""
        last = path[-1] if path else ""
        if last == "evidence":
            return self._indicators()
        if last == "variables" or (last == "client" and "options" in path):
            return [(name, f"{low} to {high}") for name, (low, high) in VARIABLES.items()]
        if last == "client":
            return [
                *((mood.value, "mood") for mood in Mood if mood is not Mood.GONE),
                ("otherwise", "every other mood"),
            ]
        if last == "when":
            flags = (f"flag.{flag}" for flag in self.flags)
            return [(name, "fact") for name in (*FACTS, *VARIABLES, *flags)]
        return []

    def values(self, path: KeyPath) -> list[Completion]:
        names = [part for part in path if isinstance(part, str)]
        last = names[-1] if names else ""
        if "when" in names:
            known = last in FACTS or last in VARIABLES or last.startswith("flag.")
            return [_option(str(each).lower(), "") for each in allowed_values(last)] if known else []
        if last in ("event", "on_enter"):
            breaches = (_option(f"{{BREACH: {each.value}}}", "breach") for each in BreachType)
            return [*(_option(each.value, "event") for each in _EVENTS), *breaches]
        if last in _VALUES:
            return [_option(str(each), last) for each in _VALUES[last]]
        return [_option(name, detail, apply) for name, detail, apply in self._known(last)]

    def _known(self, last: str) -> list[tuple[str, str, str]]:
        """Ids by the key that asks for them."""
        if last in ("then", "to"):
            return [*((each, "beat", "") for each in self.beats), *((each, "ending", "") for each in self.endings)]
        if last == "beat":
            return [(each, "beat", "") for each in self.beats]
        if last == "exit":
            return [(each, "ending", "") for each in self.endings]
        if last == "focus":
            return [(name, detail, "") for name, detail in self._indicators()]
        if last == "targets":
            return [(each.id, each.title, "") for each in self.rubric.competencies]
        if last == "gate":
            return [(each.id, each.rule, "") for each in self.rubric.gates]
        if last == "sources":
            found = self.rubric.section_by_reference.values()
            return [(each.reference, each.topic, f'"{each.reference}"') for each in found]
        return [(self.rubric.id, "", "")] if last == "rubric" else []

    def _indicators(self) -> list[tuple[str, str]]:
        return [(each.id, each.title) for each in self.rubric.indicator_by_id.values()]


def _option(label: str, detail: str, apply: str = "") -> Completion:
    given = {"label": label, "detail": detail, "apply": apply}
    return {name: value for name, value in given.items() if value}


def _ids(text: str, part: str) -> tuple[str, ...]:
    """The ids below `beats:` or `endings:`, as far as the text can be read."""
    found = re.search(rf"^{part}:[^\n]*\n((?:[ #][^\n]*\n|\n)*)", text + "\n", re.MULTILINE)
    if found is None:
        return ()
    keys = [key for line in found[1].split("\n") if (key := _KEY.match(line)) and "-" not in key["lead"]]
    least = min((len(key["lead"]) for key in keys), default=0)
    return tuple(dict.fromkeys(key["key"] for key in keys if len(key["lead"]) == least))
