"""The cohort view: what a trainer's people showed in the assignments that are theirs, loaded once and then looked at.

Seen are the members of the cohorts they look after and the people assigned by name in assignments they may run, and of
these only attempts within those assignments: what somebody practises of their own accord is nobody else's. What is
finished and unmarked is marked first. Nothing is changed otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.model.assignment import Assignment
from simulator.model.person import Cohort
from simulator.services.access import Act, may, may_look_after, may_run
from simulator.services.analysis.analysis import Analysis
from simulator.services.analysis.moments import Moments
from simulator.services.analysis.records import attempt_rows, criterion_rows, turn_rows
from simulator.services.analysis.subjects import Group, Named, Scale, Somebody, Task
from simulator.services.library import Library
from simulator.services.marking import Marking
from simulator.services.ports import Attempts, Clock, Work
from simulator.store.cohort_columns import AttemptsRead, PeopleRead
from simulator.store.cohort_reads import CohortReads, Whom

Progress = Callable[[str, int, int], object]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What the trainer may see."""

    cohorts: tuple[Cohort, ...]
    assignments: tuple[Assignment, ...]

    @property
    def whom(self) -> Whom:
        return Whom(tuple(each.id for each in self.assignments), tuple(each.id for each in self.cohorts))


class CohortView:
    """The use case for one trainer, by their id."""

    def __init__(self, library: Library, store: Attempts, person: str, now: Clock) -> None:
        self._library, self._store, self._person = library, store, person
        self._marking = Marking(library, store, now)

    def load(self, progress: Progress = lambda *_: None) -> Analysis:
        """Everything they may see. Raises `Forbidden`, or `StoreError`."""
        with self._store.reading() as work:
            theirs = self._theirs(work)
        unmarked = self._mark(theirs, progress)
        with self._store.reading() as work:
            theirs = self._theirs(work)  # again, as it is now
            return self._read(CohortReads(work.connection, theirs.whom), theirs, len(unmarked), progress)

    def _theirs(self, work: Work) -> _Theirs:
        """Asks of every cohort and assignment whether it is theirs, even where the store was asked for those alone."""
        person = work.people.get(self._person)
        may(person, Act.ASSIGN).require()
        cohorts = work.cohorts.of_trainer(self._person)
        ours = tuple(each for each in cohorts if may_look_after(person, each).allowed)
        found = work.assignments.of_trainer(self._person)
        return _Theirs(ours, tuple(each for each in found if may_run(person, each, ours).allowed))

    def _mark(self, theirs: _Theirs, progress: Progress) -> tuple[str, ...]:
        def told(done: int, of: int) -> None:
            progress("Marking what has been finished since", done, of)

        return self._marking.mark_all(theirs.whom.assignments, told)

    def _read(self, reads: CohortReads, theirs: _Theirs, unmarked: int, progress: Progress) -> Analysis:
        progress("Reading attempts", 0, 1)
        people, attempts = reads.people(), reads.attempts()
        scores, shown = reads.scores(), reads.criteria()
        expected = max(sum(attempts.turns), 1)
        turns = reads.turns(lambda done: progress("Reading turns", min(done, expected), expected))
        progress("Working it out", 0, 1)
        texts = Moments(reads.versions(attempts.digest))
        scenarios = _scenarios(attempts, texts)
        rubric = self._library.rubric
        taken, moments = turn_rows(turns, attempts, texts)
        return Analysis(
            people=tuple(map(Somebody, people.id, people.account, people.name)),
            groups=_groups(theirs.cohorts, people),
            tasks=_tasks(theirs.assignments, people),
            scenarios=scenarios,
            criteria=tuple(Named(each.id, each.title) for each in rubric.competencies),
            moments=moments,
            scale=Scale(
                rubric.levels, rubric.scoring.cuts, rubric.scoring.exemplary_items, dict(rubric.scoring.labels)["sound"]
            ),
            attempts=attempt_rows(
                attempts, scores, people.id, theirs.whom.assignments, [each.id for each in scenarios]
            ),
            shown=criterion_rows(shown, [each.id for each in rubric.competencies]),
            turns=taken,
            unmarked=unmarked,
        )


def _scenarios(attempts: AttemptsRead, texts: Moments) -> tuple[Named, ...]:
    """Those that were attempted, by title; the title of the version begun last."""
    titles: dict[str, str] = {}
    for scenario, digest in zip(attempts.scenario, attempts.digest, strict=True):
        titles[scenario] = texts.title(digest) or titles.get(scenario, scenario)
    return tuple(sorted((Named(id_, title) for id_, title in titles.items()), key=lambda each: (each.title, each.id)))


def _groups(cohorts: Sequence[Cohort], people: PeopleRead) -> tuple[Group, ...]:
    place = {id_: number for number, id_ in enumerate(people.id)}
    return tuple(Group(each.id, each.name, each.made, _places(each.members, place)) for each in cohorts)


def _tasks(assignments: Sequence[Assignment], people: PeopleRead) -> tuple[Task, ...]:
    place = {id_: number for number, id_ in enumerate(people.id)}
    return tuple(
        Task(each.id, each.title, each.mode, each.cohorts, _places(each.people, place)) for each in assignments
    )


def _places(ids: Sequence[str], place: dict[str, int]) -> tuple[int, ...]:
    return tuple(place[each] for each in ids if each in place)
