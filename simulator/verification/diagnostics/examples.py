"""Examples of the catalogue: a short way of writing content that has one fault, and the files it stands for.

An example is a small sound scenario with a few edits, or several of it, or a file's raw text or bytes. What is wrong
with it is not known here; running it is the business of whoever calls `make`.

    {}                                        the base as it stands
    {base: name, edit: [{at: …, put: …}]}     another base from `bases/`, and edits of it (see `edits`)
    {scenarios: 3, each: [[…], […]]}          copies with their own ids, and the edits of each copy
    {benchmark: [{at: …, put: …}]}            the base with a benchmark that is a play of it, and edits of that
    {text: "a: no"}, {bytes: "61 e9"}         a file as it is; bytes as hexadecimal digits
    {text: "a: b ", times: 1000}              the same over and over
    {twee: ":: Start"}                        a story in Twee
    {bytes: "80 02", file: old.tws}           a file as it is, by its own name
    {file: missing}                           a file that is not there
    {against: {name: text}}                   texts to compare with
    {rubric: {indicator-id: {sources: []}}}   a rubric that differs
    {limits: {states: 50}}                    how far exploration may go
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from simulator.authoring.source import read_source
from simulator.authoring.yaml_text import to_yaml
from simulator.errors import ContentError
from simulator.model.rubric import Competency, Rubric
from simulator.verification.diagnostics.edits import Edit, apply, parse_edits

BASES = Path(__file__).parent / "bases"
_MISSING = "missing"
_RAW = {"text": "example.yaml", "bytes": "example.yaml", "twee": "example.twee"}
_PLAY = "benchmarks/small-play.yaml"
_KINDS = {
    "edit": list,
    "each": list,
    "benchmark": list,
    "scenarios": int,
    "times": int,
    "against": dict,
    "rubric": dict,
    "limits": dict,
}
_KEYS = {"base", "file", *_KINDS, *_RAW}

Changes = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Example:
    """An example as it is written, taken apart; `raw` is the text of a file that is no edited base."""

    base: str = "small"
    edit: tuple[Edit, ...] = ()
    scenarios: int = 1
    each: tuple[tuple[Edit, ...], ...] = ()
    benchmark: tuple[Edit, ...] | None = None
    raw: str | None = None
    kind: str = ""
    times: int = 1
    file: str = ""
    against: dict[str, str] = field(default_factory=dict)
    rubric: Changes = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """The files of an example by name, the names of those that are not there, and what else it asks for."""

    files: dict[str, bytes]
    missing: tuple[str, ...] = ()
    against: dict[str, str] = field(default_factory=dict)
    rubric: Changes = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)


def parse_example(data: Any) -> Example:
    """The example that plain data describes. Raises `ValueError` saying what is wrong with it."""
    if not isinstance(data, dict) or not set(data) <= _KEYS:
        raise ValueError(f"has an example with other keys than {', '.join(sorted(_KEYS))}")
    if wrong := [key for key, value in data.items() if type(value) is not _KINDS.get(key, str)]:
        raise ValueError(f"has an example in which {wrong[0]} is no {_KINDS.get(wrong[0], str).__name__}")
    kind = next((key for key in _RAW if key in data), "")
    if kind and set(data) & {"base", "edit", "scenarios", "each", "benchmark"}:
        raise ValueError(f"has an example that is both {kind} and an edited base")
    if not kind and data.get("file", _MISSING) != _MISSING:
        raise ValueError("has an example that names a file without saying what stands in it")
    each = tuple(parse_edits(edits) for edits in data.get("each", []))
    if len(each) > data.get("scenarios", len(each)):
        raise ValueError(f"has an example with edits for {len(each)} scenarios, but fewer scenarios")
    return Example(
        base=data.get("base", "small"),
        edit=parse_edits(data.get("edit", [])),
        scenarios=data.get("scenarios", len(each) or 1),
        each=each,
        benchmark=parse_edits(data["benchmark"]) if "benchmark" in data else None,
        raw=data.get(kind),
        kind=kind,
        times=data.get("times", 1),
        file=data.get("file", _RAW.get(kind, "")),
        **{key: data.get(key, {}) for key in ("against", "rubric", "limits")},
    )


def make(example: Example) -> Made:
    """The files an example stands for. Raises `ContentError` where its base is missing or an edit fits nothing."""
    missing = (f"{example.base}.yaml",) if example.file == _MISSING else ()
    return Made(_files(example), missing, example.against, example.rubric, example.limits)


def _files(example: Example) -> dict[str, bytes]:
    if example.file == _MISSING:
        return {}
    if example.raw is not None:
        raw = bytes.fromhex(example.raw) if example.kind == "bytes" else example.raw.encode()
        return {example.file: raw * example.times}
    try:
        files = dict(_copy(example, number) for number in range(example.scenarios))
        return files if example.benchmark is None else {**files, _PLAY: _play(example.benchmark)}
    except ValueError as error:
        raise ContentError(f"an example edits {example.base}.yaml where it cannot: {error}") from error


def changed(rubric: Rubric, changes: Mapping[str, Mapping[str, Any]]) -> Rubric:
    """A rubric with other values in the indicators that `changes` names; lists become tuples."""
    return replace(rubric, competencies=tuple(_competency(each, changes) for each in rubric.competencies))


def _copy(example: Example, number: int) -> tuple[str, bytes]:
    """The file of copy `number`, counted from 0: the edits of all, then its own."""
    data, suffix = deepcopy(_base(example.base)), f"-{number + 1}" if number else ""
    data["id"] += suffix
    apply(data, example.edit)
    apply(data, example.each[number] if number < len(example.each) else ())
    return f"{example.base}{suffix}.yaml", to_yaml(data).encode()


def _play(edits: tuple[Edit, ...]) -> bytes:
    """The benchmark beside the base, edited."""
    data = deepcopy(_base(_PLAY.removesuffix(".yaml")))
    apply(data, edits)
    return to_yaml(data).encode()


@cache
def _base(name: str) -> dict[str, Any]:
    source = read_source(BASES / f"{name}.yaml")
    if source.diagnostics or not isinstance(source.data, dict):
        raise ContentError(f"the base '{name}' of an example cannot be read", tuple(source.diagnostics))
    return source.data


def _competency(competency: Competency, changes: Mapping[str, Mapping[str, Any]]) -> Competency:
    indicators = (replace(each, **_as_tuples(changes.get(each.id, {}))) for each in competency.indicators)
    return replace(competency, indicators=tuple(indicators))


def _as_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
