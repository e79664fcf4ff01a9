"""The first row: which column holds what. Ratings stand in triples of columns, numbered or not."""

import re
from dataclasses import dataclass

from simulator.authoring.canvas.cells import Row
from simulator.authoring.canvas.findings import Places, shortened

NEEDED = ("rubric name", "criteria name")
NAMES = {
    each.casefold(): each for each in ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
}
PARTS = {each.casefold(): each for each in ("Rating Name", "Rating Description", "Rating Points")}
_NUMBERED = re.compile(r"(?P<name>rating (?:name|description|points))(?: ?[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each named column stands, by its name in small letters; the three of each rating, in order; and how many
    columns there are.
    """

    named: dict[str, int]
    ratings: tuple[tuple[int, int, int], ...]
    count: int


def columns_of(head: Row, places: Places) -> Columns | None:
    """None where rows could not be read with it."""
    if head.broken:
        return None
    named: dict[str, int] = {}
    parts: dict[str, list[int]] = {name: [] for name in PARTS}
    sound = True
    for place, cell in enumerate(head.cells):
        name = " ".join(cell.text.split()).casefold()
        numbered = _NUMBERED.fullmatch(name)
        if numbered:
            parts[numbered["name"]].append(place)
        elif name in NAMES and name in named:
            places.report("K09", cell.offset, row=head.number, name=NAMES[name])
            sound = False
        elif name in NAMES:
            named[name] = place
        elif name:
            places.report("K08", cell.offset, row=head.number, name=shortened(cell.text))
    for name in NEEDED:
        if name not in named:
            places.report("K07", head.offset, row=head.number, name=NAMES[name])
            sound = False
    return Columns(named, ratings, len(head.cells)) if (ratings := _ratings(parts, head, places)) and sound else None


def _ratings(parts: dict[str, list[int]], head: Row, places: Places) -> tuple[tuple[int, int, int], ...]:
    """The first name goes with the first description and the first points, as Canvas has it."""
    names, descriptions, points = parts.values()
    if not names:
        places.report("K07", head.offset, row=head.number, name=PARTS["rating name"])
        return ()
    if len({len(each) for each in parts.values()}) > 1:
        counted = ", ".join(f"{len(at)} of {PARTS[name]}" for name, at in parts.items())
        places.report("K10", head.cells[names[0]].offset, row=head.number, what=counted)
        return ()
    return tuple(zip(names, descriptions, points, strict=True))
