"""All marks as they were loaded, and what a filter leaves of them. Nothing here asks the database again.

What is worked out from them is in the modules beside this one; how, and after whom, in `scoring.agreement`.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.visits import Numbers, Whole

Mask = NDArray[np.bool_]
Texts = NDArray[np.str_]

NO_OPPORTUNITY = -1.0
"""Stands where somebody saw no opportunity, or the machine too little evidence; nan where there is no mark at all."""

KEPT = 6
"""Of so many filters what they left is remembered."""


class Sample(StrEnum):
    """Which marks count. Third marks are asked for where the first two differ, and most second ones for a reason, so
    only what was drawn by lot speaks for all scripts.
    """

    FIRST_TWO = "first-two"
    ALL = "all"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look at; None is everything. `criterion` and `assessor` are ids, `since` and `until` dates (ISO, UTC,
    both included) on which the last mark of a script was submitted.
    """

    criterion: str | None = None
    assessor: str | None = None
    since: str | None = None
    until: str | None = None
    sample: Sample = Sample.FIRST_TWO


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion or an assessor."""

    id: str
    title: str


@dataclass(frozen=True, eq=False)
class Marks:
    """Blind marks of live scripts whose marking is over: arrays over scripts (n) and criteria (c), three seats.

    `given` (3, n, c) are levels, `who` (3, n) the place of the assessor, -1 for nobody; `machine` (n, c) its levels.
    `script` is its id; `code`, `scenario` and `day` (of the last mark) say which it is; `drawn` whether it is marked
    twice by lot.
    """

    given: Numbers
    who: Whole
    machine: Numbers
    script: tuple[str, ...]
    code: tuple[str, ...]
    scenario: tuple[str, ...]
    day: Texts
    drawn: Mask


@dataclass(frozen=True, eq=False)
class Watched:
    """Benchmarks that were marked, in order: levels given and agreed (m, c), who gave them, and the day."""

    given: Numbers
    agreed: Numbers
    who: Whole
    day: Texts


@dataclass(frozen=True, eq=False)
class Dashboard:
    """Everything there is to be said of agreement, once it has been loaded.

    `levels` are the names of the levels from 0. `unsettled` scripts with two marks are left out, since their marking is
    not over.
    """

    criteria: tuple[Named, ...]
    assessors: tuple[Named, ...]
    levels: tuple[str, ...]
    marks: Marks
    watched: Watched
    unsettled: int = 0
    _known: dict[Filter, "Selection"] = field(default_factory=dict, repr=False)

    def select(self, wanted: Filter = EVERYTHING) -> "Selection":
        """What a filter leaves. The last few are remembered, with whatever was worked out from them."""
        found = self._known.pop(wanted, None) or Selection(self, wanted)
        self._known[wanted] = found
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        return found


@dataclass(frozen=True, eq=False)
class Selection:
    """What a filter leaves of a dashboard. `known` keeps what was worked out from it, by name."""

    dashboard: Dashboard
    filter: Filter
    known: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def seats(self) -> int:
        return 3 if self.filter.sample is Sample.ALL else 2

    @cached_property
    def scripts(self) -> Mask:
        """Scripts that were marked twice by the marks that count, once by the assessor if one is asked for."""
        marks = self.dashboard.marks
        here = within(marks.day, self.filter) & (marks.who[1] >= 0)
        if self.assessor is not None:
            here &= (marks.who[: self.seats] == self.assessor).any(axis=0)
        return np.asarray(here & marks.drawn if self.filter.sample is Sample.DRAWN else here)

    @cached_property
    def marked_first(self) -> Mask:
        """All scripts of the period, marked twice or not; those that an assessor marked first, if one is asked for."""
        marks = self.dashboard.marks
        here = within(marks.day, self.filter) & (marks.who[0] >= 0)
        return np.asarray(here & (marks.who[0] == self.assessor) if self.assessor is not None else here)

    @cached_property
    def beside_machine(self) -> Numbers:
        """Levels of the machine and of first marks: two × scripts × criteria, nan where one of them is missing."""
        marks, here = self.dashboard.marks, self.marked_first
        both = np.stack([marks.machine[here], marks.given[0][here]])[:, :, self.criteria]
        return np.where(np.isnan(both).any(axis=0), np.nan, both)

    @cached_property
    def criteria(self) -> Whole:
        """Places of the criteria."""
        ids = [each.id for each in self.dashboard.criteria]
        wanted = self.filter.criterion
        return np.array([place for place, id_ in enumerate(ids) if wanted in (None, id_)], np.int64)

    @property
    def assessor(self) -> int | None:
        """The place of the assessor that is asked for, -1 for one that is not there."""
        wanted, ids = self.filter.assessor, [each.id for each in self.dashboard.assessors]
        return None if wanted is None else ids.index(wanted) if wanted in ids else -1

    @cached_property
    def given(self) -> Numbers:
        """Levels of the scripts and criteria that are left: seats × scripts × criteria."""
        return self.dashboard.marks.given[: self.seats][:, self.scripts][:, :, self.criteria]

    @cached_property
    def who(self) -> Whole:
        return self.dashboard.marks.who[: self.seats][:, self.scripts]


def within(days: Texts, wanted: Filter) -> Mask:
    return np.asarray((days >= (wanted.since or "")) & (days <= (wanted.until or "9999")))


def levels_of(given: Numbers) -> Numbers:
    """Levels alone: nan for what was not marked and for no opportunity."""
    return np.where(given == NO_OPPORTUNITY, np.nan, given)


def seen_in(given: Numbers) -> Numbers:
    """1 for a level, 0 for no opportunity, nan for what was not marked."""
    return np.where(np.isnan(given), np.nan, (given != NO_OPPORTUNITY).astype(np.float64))
