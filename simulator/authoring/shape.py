"""Judging the shape of a document: pydantic's findings in words an author can act on, each at its place."""

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
    few = f"Known: {', '.join(known)}." if len(known) <= 40 else ""
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
    path = tuple(part for part in path if part != "[key]")
    name = path[-1] if path else "the file"
    sort = finding["type"]
    place = source.at(path, key=is_key or sort == "extra_forbidden")
    if sort == "extra_forbidden":
        source.report("F03", place, f"unknown key '{name}'", nearest(name, legal_keys(kind, path[:-1])))
    else:
        message, hint = _wording(sort, finding, str(name))
        source.report("F04", place, message, hint)


def _wording(sort: str, finding: Any, name: str) -> tuple[str, str]:
    given, bounds = finding["input"], finding.get("ctx", {})
    shown = f"'{given}'" if isinstance(given, str | int | float | bool) else _kind_of(given)
    if sort in ("enum", "literal_error"):
        return f"{shown} is not allowed for '{name}'", f"Allowed: {bounds['expected']}."
    if sort in ("too_short", "too_long"):
        least, most = bounds.get("min_length"), bounds.get("max_length")
        wanted = f"at least {least}" if least is not None else f"at most {most}"
        return f"'{name}' has {bounds.get('actual_length')} entries", f"It needs {wanted}."
    if sort == "string_pattern_mismatch":
        return f"{shown} is not a well-formed value for '{name}'", _PATTERN_HINTS.get(
            bounds["pattern"], "See the guide."
        )
    if sort == "value_error":
        return f"{shown} is not allowed for '{name}'", str(bounds["error"])[:1].upper() + str(bounds["error"])[1:] + "."
    return f"{shown} does not fit '{name}'", finding["msg"].replace("Input should be", "It must be") + "."


_PATTERN_HINTS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "Use small letters, digits and single hyphens: late-again.",
    r"^[0-9]{3} \S.*$": 'Write the document number and its section: "000 §2.3".',
}


def _kind_of(value: object) -> str:
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
