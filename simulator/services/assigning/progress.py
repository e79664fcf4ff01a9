"""How far everybody has come with one assignment: a row for each person and scenario, who is late first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.model.assignment import Assignment, Exercise
from simulator.model.person import Person
from simulator.services.assigning.acting import Acting
from simulator.services.assigning.assignments import version, waits
from simulator.services.assigning.marks import Marks, marks, to_release
from simulator.services.assigning.overview import is_past, state
from simulator.services.assigning.seen import audience
from simulator.store.assignments import Release
from simulator.store.standings import Standing

NEW, GOING, DONE = "new", "going", "done"


@dataclass(frozen=True, slots=True)
class Row:
    """`state` is new (not begun), going (at `turn`) or done (first at `finished`, UTC).

    `late`: past due and not done, or done after it was due. `used` attempts have been begun. `attempt` is the latest
    finished one; `released`: the feedback on it may be seen. `marking` is how far assessors have come with it
    (`marks.MARKING`, `FINAL`, `AGAIN`), empty where none mark it.
    """

    person: str
    name: str
    account: str
    scenario: str
    title: str
    state: str
    turn: int
    finished: str | None
    late: bool
    used: int
    attempt: str | None
    released: bool
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """`rows` has who is late first, then by name. `done`, `going` and `new` count rows.

    `waits`: feedback waits for a release; `released`: all of it has been released, for good. `ready` counts final
    marks not released yet. `since` says of scenarios, by id,
    whether they have been revised or withdrawn meanwhile. `emails` are by person.
    """

    assignment: Assignment
    state: str
    titles: tuple[tuple[str, str], ...]
    since: dict[str, str]
    cohorts: tuple[str, ...]
    rows: tuple[Row, ...]
    emails: dict[str, str]
    waits: bool
    released: bool
    version: str
    ready: int = 0

    @property
    def people(self) -> int:
        return len(self.emails)

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.late for row in self.rows)


def progress(acting: Acting, assignment_id: str) -> Progress:
    """Raises `Forbidden`."""
    acting.read_library()
    with acting.reading() as work:
        mine = work.cohorts.of_trainer(acting.person)
        found = acting.assignment(work, assignment_id, mine)
        people = [p for p in work.people.some(audience(found, mine, acting.person)) if p.disabled is None]
        standings = work.assignments.standings(found.id)
        releases = work.assignments.releases([found.id])
        marked = marks(work, found)
        titles = acting.titles(work, found.exercises)
    now = acting.now()
    ready = frozenset(to_release(marked, releases))
    rows = _Rows(found, standings, releases, titles, marked, ready, past=is_past(found, now))
    shown = tuple(rows.all(people))
    return Progress(
        assignment=found,
        state=state(found, now),
        titles=tuple((each.scenario, titles[each]) for each in found.exercises),
        since={each.scenario: acting.since(each) for each in found.exercises},
        cohorts=tuple(each.name for each in mine if each.id in found.cohorts),
        rows=shown,
        emails={each.id: each.email or "" for each in people},
        waits=waits(found),
        released=rows.all_released,
        version=version(found),
        ready=sum(each.attempt in ready for each in shown),
    )


class _Rows:
    def __init__(
        self,
        assignment: Assignment,
        standings: Iterable[Standing],
        releases: Iterable[Release],
        titles: dict[Exercise, str],
        marked: Marks,
        ready: frozenset[str],
        *,
        past: bool,
    ) -> None:
        self._assignment, self._titles, self._past = assignment, titles, past
        self._marked, self._ready = marked, ready
        given = {each.attempt for each in releases}
        self.all_released, self._released = None in given, given
        self._standings: dict[tuple[str, str], list[Standing]] = {}
        for each in standings:
            self._standings.setdefault((each.person, each.scenario), []).append(each)

    def all(self, people: Iterable[Person]) -> list[Row]:
        rows = list(self._each(people))
        places = {each.scenario: place for place, each in enumerate(self._assignment.exercises)}
        return sorted(rows, key=lambda r: (not r.late, r.name.casefold(), r.account, places[r.scenario]))

    def _each(self, people: Iterable[Person]) -> Iterator[Row]:
        for person in people:
            for exercise in self._assignment.exercises:
                yield self._row(person, exercise, self._standings.get((person.id, exercise.scenario), []))

    def _row(self, person: Person, exercise: Exercise, theirs: list[Standing]) -> Row:
        done = [each for each in theirs if each.finished]
        going = [each for each in theirs if each.finished is None and each.continued is None]
        first = min((each.finished for each in done if each.finished), default=None)
        latest = max(done, key=lambda each: each.finished or "", default=None)
        due = self._assignment.due
        late = self._past if first is None else due is not None and first > due
        return Row(
            person=person.id,
            name=person.name,
            account=person.account,
            scenario=exercise.scenario,
            title=self._titles[exercise],
            state=DONE if done else GOING if theirs else NEW,
            turn=going[-1].turns + 1 if going else 0,
            finished=first,
            late=late,
            used=sum(each.number is not None for each in theirs),
            attempt=latest.attempt if latest else None,
            released=latest is not None and self._seen(latest.attempt),
            marking=self._marked.state(latest.attempt) if latest and self._assignment.assessed else "",
        )

    def _seen(self, attempt: str) -> bool:
        return self.all_released or (attempt in self._released and attempt not in self._ready)
