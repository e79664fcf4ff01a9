"""An analysis as it was loaded, and what a filter leaves of it. Nothing here asks the database again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from simulator.model.assignment import Mode
from simulator.scoring.visits import Whole
from simulator.services.analysis.moments import Moment
from simulator.services.analysis.records import AttemptRows, CriterionRows, Mask, TurnRows
from simulator.services.analysis.subjects import EVERYTHING, Filter, Group, Named, Scale, Somebody, Task

KEPT = 6
"""Of so many filters what they left is remembered."""


@dataclass(frozen=True)
class Analysis:
    """Everything one trainer may see, once it has been loaded. `unmarked` attempts could not be marked."""

    people: tuple[Somebody, ...]
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    scenarios: tuple[Named, ...]
    criteria: tuple[Named, ...]
    moments: tuple[Moment, ...]
    scale: Scale
    attempts: AttemptRows
    shown: CriterionRows
    turns: TurnRows
    unmarked: int = 0
    _known: dict[Filter, "Selection"] = field(default_factory=dict, repr=False, compare=False)

    def select(self, wanted: Filter = EVERYTHING) -> "Selection":
        """What a filter leaves. The last few are remembered, with whatever was worked out from them."""
        found = self._known.pop(wanted, None) or Selection(self, wanted)
        self._known[wanted] = found
        while len(self._known) > KEPT:
            self._known.pop(next(iter(self._known)))
        return found

    def group(self, cohort: str | None) -> Group | None:
        return next((each for each in self.groups if each.id == cohort), None)

    def before(self, cohort: str | None) -> Group | None:
        """The cohort made last before another one."""
        group = self.group(cohort)
        earlier = [each for each in self.groups if group and (each.made, each.id) < (group.made, group.id)]
        return max(earlier, key=lambda each: (each.made, each.id), default=None)


@dataclass(frozen=True, slots=True)
class Counts:
    """What there is: people, those of them who have begun, and attempts. `unscored` are finished and have no score;
    `replays` were left out.
    """

    people: int
    begun: int
    attempts: int
    finished: int
    scored: int
    unscored: int
    replays: int
    taken_back: int
    reasons: int


@dataclass(frozen=True)
class Selection:
    """What a filter leaves of an analysis, as masks over its rows. Explored conversations are in none: they keep no
    scores, and are not first attempts of anything.
    """

    analysis: Analysis
    filter: Filter

    @cached_property
    def people(self) -> Whole:
        """Places of the people, by name; those who have not begun are among them."""
        here = np.ones(len(self.analysis.people), np.bool_)
        group = self.analysis.group(self.filter.cohort)
        if self.filter.cohort is not None:
            here &= _among(group.members if group else (), len(here))
        if self.filter.assignment is not None:
            here &= _among(self._assigned(self.filter.assignment), len(here))
        return np.flatnonzero(here)

    def _assigned(self, assignment: str) -> list[int]:
        tasks = [each for each in self.analysis.tasks if each.id == assignment]
        cohorts = {cohort for each in tasks for cohort in each.cohorts}
        members = [place for each in self.analysis.groups if each.id in cohorts for place in each.members]
        return [*members, *(place for each in tasks for place in each.people)]

    @cached_property
    def attempts(self) -> Mask:
        """The attempts that count."""
        return self._apart[0]

    @cached_property
    def _apart(self) -> tuple[Mask, int]:
        """Those that count, and how many replays were left out."""
        rows, wanted = self.analysis.attempts, self.filter
        here = _among(self.people, len(self.analysis.people))[rows.person] & (rows.mode != Mode.EXPLORE.value)
        here &= self._tasks[rows.assignment]
        if wanted.mode is not None:
            here &= rows.mode == wanted.mode.value
        first = here & self._first(here)
        counted = self._in_reach(first if wanted.first else here)
        return counted, int(self._in_reach(here & ~first).sum()) if wanted.first else 0

    def _in_reach(self, here: Mask) -> Mask:
        rows, wanted = self.analysis.attempts, self.filter
        if wanted.scenario is not None:
            here = here & (rows.scenario == _place(self.analysis.scenarios, wanted.scenario))
        if wanted.since:
            here = here & (rows.day >= wanted.since)
        if wanted.until:
            here = here & (rows.day <= wanted.until)
        return here

    @property
    def _tasks(self) -> Mask:
        """Which assignments count: the one chosen; for a cohort those for it, and those given to people by name."""
        wanted = self.filter
        return np.array(
            [
                wanted.assignment in (None, each.id)
                and (wanted.cohort is None or wanted.cohort in each.cohorts or not each.cohorts)
                for each in self.analysis.tasks
            ],
            np.bool_,
        )

    def _first(self, here: Mask) -> Mask:
        """Everybody's earliest attempt at each scenario; rows are in the order in which they were begun."""
        rows, places = self.analysis.attempts, np.flatnonzero(here)
        key = rows.person[places] * max(len(self.analysis.scenarios), 1) + rows.scenario[places]
        _, first = np.unique(key, return_index=True)
        found = np.zeros(len(here), np.bool_)
        found[places[first]] = True
        return found

    @cached_property
    def counts(self) -> Counts:
        rows, here = self.analysis.attempts, self.attempts
        return Counts(
            people=len(self.people),
            begun=len(np.unique(rows.person[here])),
            attempts=int(here.sum()),
            finished=int((here & rows.finished).sum()),
            scored=int((here & rows.scored).sum()),
            unscored=int((here & rows.finished & ~rows.scored).sum()),
            replays=self._apart[1],
            taken_back=int((here & rows.taken_back).sum()),
            reasons=int(rows.reasons[here].sum()),
        )

    @cached_property
    def shown(self) -> CriterionRows:
        """What these attempts showed on criteria."""
        rows = self.analysis.shown
        return rows.at(self.attempts[rows.attempt])

    @cached_property
    def turns(self) -> TurnRows:
        """The turns of these attempts."""
        rows = self.analysis.turns
        return rows.at(self.attempts[rows.attempt])

    def of(self, **changes: object) -> "Selection":
        """The same with another filter."""
        return self.analysis.select(replace(self.filter, **changes))  # type: ignore[arg-type]


def _among(places: Sequence[int] | Whole, size: int) -> Mask:
    found = np.zeros(size, np.bool_)
    found[np.array(places, np.int64)] = True
    return found


def _place(named: Sequence[Named], id_: str) -> int:
    """-1 for one that is not there."""
    return next((place for place, each in enumerate(named) if each.id == id_), -1)
