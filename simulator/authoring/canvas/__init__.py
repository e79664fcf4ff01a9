"""Rubrics as Canvas imports them (CSV) to a draft in our own form; the way out is `simulator.exports.canvas`.

A row is a criterion, and its ratings stand in triples of columns, numbered or not. Each mistake is reported at its row
and column. A rubric with an error is left out, and the others are drafted all the same. What a draft still needs to be
a rubric of ours (indicators, sources, the parameters of scoring) is not in such a file.
"""

from dataclasses import dataclass

from simulator.authoring.canvas.cells import rows_of
from simulator.authoring.canvas.columns import columns_of
from simulator.authoring.canvas.criteria import criteria_of
from simulator.authoring.canvas.draft import draft
from simulator.authoring.canvas.findings import HOPELESS, Places
from simulator.authoring.canvas.recognise import text_of
from simulator.model.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Imported:
    """The YAML text of a draft, or None where no rubric is sound; and everything to be said, in order."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]


def read_canvas(raw: bytes, file: str) -> Imported:
    """Read a CSV as if it stood in `file`; never raises for what the bytes hold."""
    found = text_of(raw, file)
    if isinstance(found, Diagnostic):
        return Imported(None, (found,))
    text, said = found
    places = Places(file, text)
    places.diagnostics += said
    drafted = _draft(text, places)
    ordered = sorted(dict.fromkeys(places.diagnostics), key=lambda each: (each.location, each.code))
    return Imported(drafted, tuple(ordered))


def _draft(text: str, places: Places) -> str | None:
    rows = rows_of(text, places)
    head = next(rows, None)
    if head is None and not places.diagnostics:
        places.report("K01", 0)  # nothing but separators
    columns = columns_of(head, places) if head else None
    if columns is None:
        return None
    rubrics = criteria_of(rows, columns, places)
    if not rubrics or any(each.code in HOPELESS for each in places.diagnostics):
        return None
    return draft(rubrics, places.file)
