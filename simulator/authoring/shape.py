"""Judging the shape of a document: pydantic's findings in words an author can act on, each at its place."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulator.authoring.source import KeyPath, Source

D = TypeVar("D", bound=BaseModel)


def shape(source: Source, kind: type[D]) -> D | None:
    """The document in `source` as a `kind`, or None with every mistake of shape reported in the source."""
    if source.data is None and source.diagnostics:
        return None
    if not isinstance(source.data, dict):
        source.report("F01", source.at(()), "the file must hold keys and values", "Start with `format: 1`.")
        return None
    try:
        return kind.model_validate(source.data)
    except ValidationError as error:
        findings = error.errors(include_url=False)
        _report_missing(source, kind, [tuple(each["loc"]) for each in findings if each["type"] == "missing"])
        for finding in findings:
            if finding["type"] != "missing":
                _report(source, kind, finding)
        return None


def nearest(word: object, known: tuple[str, ...] | list[str]) -> str:
    """A hint: the nearest known word, and all of them while they are few."""
    close = get_close_matches(str(word), known, n=1, cutoff=0.6)
    few = f"Known: {', '.join(known)}." if 0 < len(known) <= 40 else ""
    return " ".join(part for part in (f"Did you mean '{close[0]}'?" if close else "", few) if part) or "Check the id."


def _report_missing(source: Source, kind: type[BaseModel], paths: list[KeyPath]) -> None:
    """One finding for all the keys that one mapping lacks."""
    for parent in dict.fromkeys(path[:-1] for path in paths):
        lacking = [str(path[-1]) for path in paths if path[:-1] == parent]
        words = f"the key '{lacking[0]}' is" if len(lacking) == 1 else f"the keys {', '.join(lacking)} are"
        known = ", ".join(legal_keys(kind, parent))
        source.report("F02", source.at(parent, key=True), f"{words} missing", f"Keys here: {known}.")


def _report(source: Source, kind: type[BaseModel], finding: Any) -> None:
    path: KeyPath = tuple(finding["loc"])
    is_key = bool(path) and path[-1] == "[key]"
    path = _as_written(source, tuple(part for part in path if part != "[key]"))
    sort = finding["type"]
    place = source.at(path, key=is_key or sort == "extra_forbidden")
    if sort == "extra_forbidden":
        source.report("F03", place, f"unknown key '{path[-1]}'", nearest(path[-1], legal_keys(kind, path[:-1])))
    else:
        holder = path[:-1] if is_key else path
        name = next((part for part in reversed(holder) if isinstance(part, str)), "the file")
        message, hint = _wording(sort, finding, str(name))
        message = f"{quoted(path[-1])} cannot be a key of '{name}'" if is_key else message
        source.report("F04", place, message, hint)


def _as_written(source: Source, path: KeyPath) -> KeyPath:
    """The part of a path that stands in the file, without what a shorter way of writing leaves out."""
    return next(path[:end] for end in range(len(path), -1, -1) if path[:end] in source.values)


def _wording(sort: str, finding: Any, name: str) -> tuple[str, str]:
    """What is wrong with what stands at the key `name`, and how to mend it."""
    bounds, shown = finding.get("ctx", {}), quoted(finding["input"])
    if sort in ("enum", "literal_error"):
        return f"{shown} is not allowed for '{name}'", f"Allowed: {bounds['expected']}."
    if sort in ("too_short", "too_long"):
        least, most = bounds.get("min_length"), bounds.get("max_length")
        wanted = f"at least {least}" if least is not None else f"at most {most}"
        return f"'{name}' has {bounds.get('actual_length')} entries", f"It needs {wanted}."
    if sort == "string_pattern_mismatch":
        hint = _PATTERN_HINTS.get(bounds["pattern"], "See the guide.")
        return f"{shown} is not a well-formed value for '{name}'", hint
    if sort == "value_error":
        return f"{shown} is not allowed for '{name}'", str(bounds["error"])[:1].upper() + str(bounds["error"])[1:] + "."
    message = re.sub("^(Input|String) should", "It must", finding["msg"]) + "."
    return f"{shown} does not fit '{name}'", _KIND_HINTS.get(sort, message)


_KIND_HINTS = {
    "bool_type": "It must be true or false.",
    "dict_type": "It must hold keys and values.",
    "int_from_float": "It must be a whole number.",
    "int_type": "It must be a whole number.",
    "list_type": "It must be a list.",
    "model_type": "It must hold keys and values.",
    "string_type": "It must be text; put it in quotes if it looks like something else.",
}

_PATTERN_HINTS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "Use small letters, digits and single hyphens: late-again.",
    r"^[0-9]{3} \S.*$": 'Write the document number and its section: "000 §2.3".',
    r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": "Write a language code: en, or en-GB.",
    r"^[0-9a-f]{64}$": "It is the 64 characters that `coachsim play SCENARIO --json` prints as its digest.",
    r"^[1-9][0-9]{0,2}$": "Write the number of a turn, from 1.",
}


def quoted(value: object) -> str:
    """A value as the author wrote it, cut short where it is long."""
    if isinstance(value, bool):
        return f"'{value}'".lower()
    if isinstance(value, str | int | float):
        return f"'{value}'" if len(str(value)) <= 60 else f"'{str(value)[:60]}…'"
    if value == []:
        return "an empty list"
    names = {dict: "a mapping", list: "a list", type(None): "nothing"}
    return names.get(type(value), "this")


def legal_keys(kind: Any, path: KeyPath) -> list[str]:
    """The keys that may stand at `path` in a document of `kind`."""
    current: list[Any] = [kind]
    for part in path:
        current = [inner for each in current for inner in _step(each, part)]
    return [key for each in current for key in _keys(each)]


def _models(kind: Any) -> Iterator[Any]:
    """The alternatives of an annotation, without its wrappers."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _models(get_args(kind)[0])
    elif origin in (Union, UnionType):
        for each in get_args(kind):
            yield from _models(each)
    else:
        yield kind


def _step(kind: Any, part: str | int) -> Iterator[Any]:
    for each in _models(kind):
        origin = get_origin(each)
        if isinstance(each, type) and issubclass(each, BaseModel):
            yield from (f.annotation for name, f in each.model_fields.items() if (f.alias or name) == part)
        elif origin in (dict, list):
            yield get_args(each)[-1]


def _keys(kind: Any) -> list[str]:
    return [
        field.alias or name
        for each in _models(kind)
        if isinstance(each, type) and issubclass(each, BaseModel)
        for name, field in each.model_fields.items()
    ]
