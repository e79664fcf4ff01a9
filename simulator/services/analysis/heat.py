"""People × competencies: what each has shown, with how much it rests on. Gaps stay gaps.

A level is only given from `LEAST` items on; from `FIRM` items over two scenarios on it may be leaned on (content
specification, section 3a.3). Where a rule of the rubric was crossed in an attempt, that limits the whole.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.scoring.profiles import Profile, Profiles, Shown, profiles
from simulator.scoring.visits import Numbers, Whole
from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.records import CriterionRows
from simulator.services.analysis.subjects import Scale

LEAST = 4
FIRM, FIRM_SCENARIOS = 6, 2
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """One person on one competency. `level` is None with too little evidence; `firm` says whether it may be leaned on;
    `crossed` counts the attempts in which a crossed rule limited the level.
    """

    profile: Profile
    level: int | None
    firm: bool
    crossed: int


@dataclass(frozen=True, slots=True)
class Column:
    """A competency over all people: `people` have shown enough of it, and `mean` 0-1 is theirs (None for nobody)."""

    id: str
    title: str
    people: int
    mean: float | None


@dataclass(frozen=True)
class HeatMap:
    """Rows are the people of a selection, columns the competencies there is any evidence on, in the rubric's order."""

    selection: Selection
    profiles: Profiles
    level: Whole
    crossed: Whole

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(self._column(number) for number in self._numbers)

    @cached_property
    def _numbers(self) -> list[int]:
        people = self.selection.people
        return [int(each) for each in np.flatnonzero(self.profiles.scenarios[people].sum(axis=0))]

    def _column(self, number: int) -> Column:
        people = self.selection.people
        enough = people[self.level[people, number] >= 0]
        named = self.selection.analysis.criteria[number]
        mean = float(self.profiles.mean[enough, number].mean()) if len(enough) else None
        return Column(named.id, named.title, len(enough), mean)

    @cached_property
    def attempts(self) -> Whole:
        """Scored attempts of each person of the analysis."""
        rows, size = self.selection.analysis.attempts, len(self.selection.analysis.people)
        return np.bincount(rows.person[self.selection.attempts & rows.scored], minlength=size)

    def cells(self, person: int) -> tuple[Cell | None, ...]:
        """A row, by the place of the person; None where there is no evidence at all."""
        return tuple(self._cell(person, number) for number in self._numbers)

    def _cell(self, person: int, number: int) -> Cell | None:
        profile = self.profiles.of(person, number)
        if profile is None:
            return None
        level = int(self.level[person, number])
        firm = profile.items >= FIRM and profile.scenarios >= FIRM_SCENARIOS
        return Cell(profile, level if level >= 0 else None, firm, int(self.crossed[person, number]))

    def order(self, by: str = "name", *, falling: bool = False) -> Whole:
        """The people in order of `name`, `attempts` or the id of a competency; who has nothing there comes last."""
        people = self.selection.people
        if by == "name":
            return people[::-1] if falling else people
        if by == "attempts":
            values, there = self.attempts[people].astype(np.float64), np.ones(len(people), np.bool_)
        else:
            number = next((i for i, each in enumerate(self.selection.analysis.criteria) if each.id == by), None)
            if number is None:
                return people
            values, there = self.profiles.mean[people, number], self.level[people, number] >= 0
        return people[np.lexsort((-values if falling else values, ~there))]


def heat_map(selection: Selection) -> HeatMap:
    """Worked out for everybody at once."""
    analysis, shown = selection.analysis, selection.shown
    people, criteria = len(analysis.people), len(analysis.criteria)
    attempts = analysis.attempts
    who, where = attempts.person[shown.attempt], attempts.scenario[shown.attempt]
    found = profiles(Shown(who, where, shown.criterion, shown.m, shown.items), people, criteria)
    cell = who * criteria + shown.criterion
    cap, crossed = _crossed(shown, cell, people * criteria, analysis.scale)
    highest = np.full(people * criteria, -1)
    np.maximum.at(highest, cell, shown.level)
    shape = people, criteria
    broad = (found.items >= analysis.scale.top_items) & (found.scenarios >= FIRM_SCENARIOS)
    reached = level_of(found.mean, analysis.scale)
    level = np.where(broad | (highest.reshape(shape) == 4), reached, np.minimum(reached, 3))
    level = np.where(found.items >= LEAST, np.minimum(level, cap.reshape(shape)), -1)
    return HeatMap(selection, found, level, crossed.reshape(shape))


def level_of(means: Numbers, scale: Scale) -> Whole:
    """The level that a mean reaches, whatever else the top one asks for."""
    return np.asarray(np.searchsorted(np.array(scale.cuts) - _ROUNDING, means, side="right"))


def _crossed(shown: CriterionRows, cell: Whole, size: int, scale: Scale) -> tuple[Whole, Whole]:
    """For each cell the lowest level a crossed rule allowed, and in how many attempts one told: where the level that
    was given is lower than what the mean reaches, nothing else can have lowered it.
    """
    limited = (shown.level >= 0) & (shown.level < np.minimum(level_of(shown.m, scale), 3))
    cap = np.full(size, 4)
    np.minimum.at(cap, cell[limited], shown.level[limited])
    return cap, np.bincount(cell[limited], minlength=size)
