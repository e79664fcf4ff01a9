"""How well those who assess agree: all marks are read once, in a fixed number of queries, and then looked at.

Whoever may assess may see it, with the names of assessors and none of trainees. Only marks whose script is done with
are in it, so that nobody who still has to mark learns from it what others gave; and no marks of whoever looks as a
trainee.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from simulator.model.assessment import Purpose, Why
from simulator.model.benchmark import Benchmark
from simulator.scoring.visits import Numbers, Whole
from simulator.services.access import Act, may
from simulator.services.assessing.acting import Bench
from simulator.services.assessing.agreement.dashboard import (
    NO_OPPORTUNITY,
    Dashboard,
    Marks,
    Mask,
    Named,
    Texts,
    Watched,
)
from simulator.services.assessing.head import code
from simulator.services.library import Library
from simulator.services.ports import Attempts, Work
from simulator.store.cohort_columns import Coded
from simulator.store.mark_reads import MachineRead, MarkReads, MarksRead, ScriptsRead

__all__ = ["Dashboard", "Statistics"]

SEATS = 3


class Statistics:
    """The use case for one assessor, by their id."""

    def __init__(self, library: Library, store: Attempts, benchmarks: Bench, person: str) -> None:
        self._library, self._store, self._benchmarks, self._person = library, store, benchmarks, person

    def load(self) -> Dashboard:
        """All there is. Raises `Forbidden` for those who may not assess, or `StoreError`."""
        with self._store.reading() as work:
            self._require(work)
        known = {each.id: each for each in self._benchmarks.all()}
        with self._store.reading() as work:
            self._require(work)
            reads = MarkReads(work.connection, self._person)
            return self._made(reads.scripts(), reads.marks(), reads.machine(), reads, known)

    def _require(self, work: Work) -> None:
        may(work.people.get(self._person), Act.ASSESS).require()

    def _made(
        self,
        scripts: ScriptsRead,
        marks: MarksRead,
        machine: MachineRead,
        reads: MarkReads,
        known: Mapping[str, Benchmark],
    ) -> Dashboard:
        criteria = self._criteria(marks.criterion.names)
        names = reads.assessors()
        assessors = sorted((Named(id_, names.get(id_, "")) for id_ in marks.assessor.names), key=_by_title)
        table = _Table(scripts, marks, machine, criteria, assessors)
        titles = {id_: entry.scenario.title for id_, entry in self._library.entries.items()}
        live = np.array([each == Purpose.LIVE.value for each in scripts.purpose], np.bool_)
        return Dashboard(
            criteria=criteria,
            assessors=tuple(assessors),
            levels=self._library.rubric.levels,
            marks=table.live(live, titles),
            watched=table.watched(~live, known),
            unsettled=reads.unsettled(),
        )

    def _criteria(self, marked: Iterable[str]) -> tuple[Named, ...]:
        """Those that were marked, in the order of the rubric; of an older one by their ids, after these."""
        there = set(marked)
        now = [Named(each.id, each.title) for each in self._library.rubric.competencies if each.id in there]
        old = sorted(there - {each.id for each in now})
        return (*now, *(Named(each, each.replace("-", " ").capitalize()) for each in old))


class _Table:
    """Columns made into arrays: seats × scripts × criteria."""

    def __init__(
        self,
        scripts: ScriptsRead,
        marks: MarksRead,
        machine: MachineRead,
        criteria: Iterable[Named],
        assessors: Iterable[Named],
    ) -> None:
        self._scripts = scripts
        self._columns = {each.id: place for place, each in enumerate(criteria)}
        size = len(scripts.id), len(self._columns)
        script, seat = np.array(marks.script, np.int64), np.array(marks.seat, np.int64) - 1
        self._given = np.full((SEATS, *size), np.nan)
        self._given[seat, script, _places(marks.criterion, self._columns)] = _levels(marks.level)
        self._who = np.full((SEATS, size[0]), -1, np.int64)
        rows = {each.id: place for place, each in enumerate(assessors)}
        self._who[seat, script] = _places(marks.assessor, rows)
        times = np.array(marks.submitted.names or [""])[np.array(marks.submitted.codes, np.int64)]
        self._last: Texts = np.zeros(size[0], times.dtype)
        order = np.argsort(times, kind="stable")
        self._last[script[order]] = times[order]
        self._machine = self._by_machine(machine, size)

    def _by_machine(self, read: MachineRead, size: tuple[int, int]) -> Numbers:
        """A script with a score has a level for every criterion, or too little evidence for one."""
        found = np.full(size, np.nan)
        script, column = np.array(read.script, np.int64), _places(read.criterion, self._columns)
        found[script] = NO_OPPORTUNITY
        here = column >= 0
        found[script[here], column[here]] = _levels(read.level)[here]
        return found

    def live(self, here: Mask, titles: Mapping[str, str]) -> Marks:
        """Of the scripts in a mask."""
        places: list[int] = np.flatnonzero(here).tolist()
        scripts = self._scripts
        return Marks(
            given=self._given[:, places],
            who=self._who[:, places],
            machine=self._machine[places],
            script=tuple(scripts.id[place] for place in places),
            code=tuple(code(scripts.id[place]) for place in places),
            scenario=tuple(titles.get(name := scripts.scenario[place] or "", name) for place in places),
            day=self._last[places].astype("<U10"),
            drawn=np.array([scripts.second[place] == Why.RANDOM.value for place in places], np.bool_),
        )

    def watched(self, here: Mask, known: Mapping[str, Benchmark]) -> Watched:
        """Benchmarks are marked by one each, on the first seat; those that are not here any more are left out."""
        names = self._scripts.benchmark
        places: list[int] = [place for place in np.flatnonzero(here).tolist() if names[place] in known]
        order = sorted(places, key=lambda place: str(self._last[place]))
        agreed = np.full((len(order), len(self._columns)), np.nan)
        for row, place in enumerate(order):
            for criterion, level in known[names[place] or ""].levels.items():
                if criterion in self._columns:
                    agreed[row, self._columns[criterion]] = NO_OPPORTUNITY if level.level is None else level.level
        return Watched(self._given[0][order], agreed, self._who[0][order], self._last[order].astype("<U10"))


def _by_title(named: Named) -> tuple[str, str]:
    return named.title.casefold(), named.id


def _levels(column: Iterable[int]) -> Numbers:
    """-1 stands for no opportunity in the store as well."""
    return np.array(column, np.float64)


def _places(column: Coded, place: Mapping[str, int]) -> Whole:
    """A column of names as places, -1 for those that have none."""
    by_code = np.array([place.get(name, -1) for name in column.names], np.int64)
    return by_code[np.array(column.codes, np.int64)]
