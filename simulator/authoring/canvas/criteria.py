"""Rows to criteria: each with its ratings from the lowest to the highest, and every mistake in it at its column."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite

from simulator.authoring.canvas.cells import Cell, Row
from simulator.authoring.canvas.columns import Columns
from simulator.authoring.canvas.findings import HOPELESS, Places, shortened

MAX_CRITERIA = 1000
LEVELS = 5
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}([.,][0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Rating:
    name: str
    anchor: str
    points: float


@dataclass(frozen=True, slots=True)
class Criterion:
    title: str
    definition: str
    ratings: tuple[Rating, ...]


@dataclass(slots=True)
class Rubric:
    """`rows` are where its criteria stand, by their names; `sound` is over once there is an error in one of them."""

    title: str
    criteria: list[Criterion] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    sound: bool = True


def criteria_of(rows: Iterator[Row], columns: Columns, places: Places) -> list[Rubric]:
    """The rubrics in which there is no error, in the order of the file."""
    rubrics: dict[str, Rubric] = {}
    number = 0
    for number, row in enumerate(rows, start=1):
        if number > MAX_CRITERIA:
            places.report("K05", row.offset, row=row.number, most=f"{MAX_CRITERIA:,}", what="criteria")
            return []
        reader = _Reader(row, columns, places)
        title = reader.text("rubric name")
        if title:
            reader.into(rubrics.setdefault(title.casefold(), Rubric(title)))
        else:
            reader.missing("rubric name", "Rubric Name")
    if not number and not any(each.code in HOPELESS for each in places.diagnostics):
        places.report("K11", 0)
    return [each for each in rubrics.values() if each.sound]


class _Reader:
    """One row."""

    def __init__(self, row: Row, columns: Columns, places: Places) -> None:
        self.row, self.columns, self.places = row, columns, places
        self.sound = not row.broken

    def into(self, rubric: Rubric) -> None:
        """The criterion joins its rubric; with an error in it the rubric is none."""
        before = rubric.criteria[0] if rubric.criteria else None
        criterion = self._criterion(rubric, before)
        if criterion and self.sound:
            rubric.criteria.append(criterion)
        else:
            rubric.sound = False

    def text(self, name: str) -> str:
        return self._cell(self.columns.named[name]).text if name in self.columns.named else ""

    def missing(self, name: str, shown: str) -> None:
        self._error("K13", self._cell(self.columns.named[name]), column=shown)

    def _criterion(self, rubric: Rubric, first: Criterion | None) -> Criterion | None:
        if len(self.row.cells) > self.columns.count:
            self._error("K12", self._cell(0), count=len(self.row.cells), columns=self.columns.count)
            return None
        title = self.text("criteria name")
        if not title:
            self.missing("criteria name", "Criteria Name")
            return None
        if (row := rubric.rows.setdefault(title.casefold(), self.row.number)) != self.row.number:
            self._error("K15", self._cell(self.columns.named["criteria name"]), name=shortened(title), first=row)
        self._range()
        ratings = self._ratings(shortened(title))
        if first and self.sound and not self._same_levels(first, ratings):
            self._warn("K22", self._cell(0), name=shortened(title))
        return Criterion(title, self.text("criteria description"), ratings)

    def _range(self) -> None:
        given = self.text("criteria enable range")
        if given.casefold() not in ("", "false", "0", "no"):
            place = self.columns.named["criteria enable range"]
            self._warn("K23", self._cell(place), text=shortened(given))

    def _ratings(self, name: str) -> tuple[Rating, ...]:
        read = [self._rating(place) for place in self.columns.ratings]
        found = [each for each in read if each]
        if not found and self.sound:
            self._error("K14", self._cell(0), name=name)
        if self.sound:
            self._look_at(found, name)
        # Equal ones keep the order from high to low in which they stood.
        return tuple(sorted((rating for rating, _ in reversed(found)), key=lambda each: each.points))

    def _look_at(self, found: list[tuple[Rating, Cell]], name: str) -> None:
        """What may be meant otherwise, in ratings that are sound each for itself."""
        points = [rating.points for rating, _ in found]
        for place, (rating, cell) in enumerate(found):
            if rating.points in points[:place]:
                self._warn("K19", cell, column=self._named(cell), name=name, text=f"{rating.points:g}")
        if points != sorted(points, reverse=True):
            self._warn("K18", self._cell(self.columns.ratings[0][0]), name=name)
        if len(found) != LEVELS:
            self._warn("K21", self._cell(0), name=name, count=len(found))

    def _rating(self, place: tuple[int, int, int]) -> tuple[Rating, Cell] | None:
        """A rating, and the cell of its points; None where there is none, or a mistake in it."""
        name, anchor, points = (self._cell(each) for each in place)
        if not (name.text or anchor.text or points.text):
            return None
        if not name.text:
            self._error("K13", name, column=self._named(name, place[0]))
            return None
        number = self._points(points, self._named(points, place[2]))
        if number is None:
            return None
        if not anchor.text:
            self._warn("K20", anchor, column=self._named(anchor, place[1]))
        return Rating(name.text, anchor.text or name.text, number), points

    def _points(self, cell: Cell, column: str) -> float | None:
        if not cell.text:
            self._error("K13", cell, column=column)
            return None
        number = float(cell.text.replace(",", ".")) if _NUMBER.fullmatch(cell.text) else None
        if number is None or not isfinite(number):
            self._error("K16", cell, column=column, text=shortened(cell.text))
            return None
        if "," in cell.text:
            self._warn("K17", cell, column=column, text=cell.text, number=f"{number:g}")
        return number

    def _named(self, cell: Cell, place: int | None = None) -> str:
        """A column by what it holds and which rating it belongs to."""
        at = self.row.cells.index(cell) if place is None else place
        number = next(i for i, three in enumerate(self.columns.ratings, start=1) if at in three)
        part = ("Rating Name", "Rating Description", "Rating Points")[self.columns.ratings[number - 1].index(at)]
        return f"{part} {number}"

    def _same_levels(self, first: Criterion, ratings: tuple[Rating, ...]) -> bool:
        """Where there are as many; another number of them has been said already."""
        names = [each.name.casefold() for each in first.ratings]
        return len(names) != len(ratings) or names == [each.name.casefold() for each in ratings]

    def _cell(self, place: int) -> Cell:
        """Some programs leave out empty cells at the end of a row."""
        cells = self.row.cells
        return cells[place] if place < len(cells) else Cell("", cells[-1].offset)

    def _error(self, code: str, cell: Cell, **values: object) -> None:
        self.sound = False
        self.places.report(code, cell.offset, row=self.row.number, **values)

    def _warn(self, code: str, cell: Cell, **values: object) -> None:
        self.places.report(code, cell.offset, row=self.row.number, **values)
