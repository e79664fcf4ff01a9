"""The catalogue: one entry per diagnostic code, read from the YAML files beside this module.

A rule says a code, a place and values; the words are here. The catalogue does not judge anything and knows no rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from simulator.authoring.source import read_source
from simulator.errors import ContentError
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.verification.diagnostics.examples import Example, parse_example

FOLDER = Path(__file__).parent
_TEXTS = {"severity", "title", "hint", "explanation"}
_KEYS = _TEXTS | {"message", "example", "twin"}


@dataclass(frozen=True, slots=True)
class Entry:
    """What one code means.

    `message` holds every wording of it, templates with `{names}`. `example` is the smallest content that gives the
    finding, `twin` the same content without it. `family` is the name of the file in which the entry stands.
    """

    code: str
    severity: Severity
    title: str
    message: tuple[str, ...]
    hint: str
    explanation: str
    example: Example
    twin: Example
    family: str


@cache
def catalogue() -> dict[str, Entry]:
    """Every entry by its code; not to be changed. Raises `ContentError` for an entry that cannot be used."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> dict[str, Entry]:
    """The entries in a folder's YAML files, in the order of codes."""
    entries: dict[str, Entry] = {}
    for path in sorted(folder.glob("*.yaml")):
        for entry in _entries(path):
            if entry.code in entries:
                raise ContentError(f"{path}: {entry.code} stands in {entries[entry.code].family}.yaml already")
            entries[entry.code] = entry
    return dict(sorted(entries.items()))


def diagnostic(
    code: str, location: Location, /, *, witness: tuple[str, ...] = (), wording: int = 0, **values: object
) -> Diagnostic:
    """The finding `code` at a place, its message and hint filled with `values`; `wording` counts its messages from 0.

    Raises `LookupError` for a code without an entry and `TypeError` for a name without a value: mistakes in a rule.
    """
    entry = catalogue().get(code)
    if entry is None:
        raise LookupError(f"the catalogue of diagnostics has no entry {code}")
    message, hint = (_filled(code, template, values) for template in (entry.message[wording], entry.hint))
    return Diagnostic(code, entry.severity, location, message, hint, witness)


def names_in(template: str) -> list[str]:
    """The names that a template asks for. Raises `ValueError` for one that is no template."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def _filled(code: str, template: str, values: Mapping[str, object]) -> str:
    try:
        return template.format_map(values)
    except KeyError as error:
        raise TypeError(f"{code} needs a value for {error}: {template}") from error


def _entries(path: Path) -> list[Entry]:
    source = read_source(path)
    if source.diagnostics:
        raise ContentError(f"{path} cannot be read:\n{source.diagnostics[0]}", tuple(source.diagnostics))
    if not isinstance(source.data, dict):
        raise ContentError(f"{path} must hold entries by their code")
    found = []
    for code, data in source.data.items():
        try:
            found.append(_entry(code, data, path.stem))
        except ValueError as error:
            raise ContentError(f"{source.at((code,), key=True)}: the entry {code} {error}") from error
    return found


def _entry(code: str, data: Any, family: str) -> Entry:
    if not isinstance(data, dict) or set(data) != _KEYS:
        raise ValueError(f"must hold {', '.join(sorted(_KEYS))} and nothing else")
    wordings = data["message"] if isinstance(data["message"], list) else [data["message"]]
    if not wordings or not all(isinstance(each, str) and each for each in [*wordings, *(data[key] for key in _TEXTS)]):
        raise ValueError(f"must hold text under message, {', '.join(sorted(_TEXTS))}")
    for template in (*wordings, data["hint"]):
        if not all(name.isidentifier() for name in names_in(template)):
            raise ValueError(f"has a template with a name that is none: {template}")
    return Entry(
        code=code,
        severity=Severity(data["severity"]),
        title=data["title"],
        message=tuple(wordings),
        hint=data["hint"],
        explanation=data["explanation"].strip(),
        example=parse_example(data["example"]),
        twin=parse_example(data["twin"]),
        family=family,
    )
