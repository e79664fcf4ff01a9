"""All assignments of one trainer with how far people have come, in a number of queries that does not grow with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.person import Cohort
from simulator.services.assigning.acting import REVISED, WITHDRAWN, Acting
from simulator.services.assigning.assignments import waits
from simulator.services.assigning.marks import marks, to_release
from simulator.services.assigning.seen import audience
from simulator.store.assignments import Release
from simulator.store.standings import Tally

PLANNED, OPEN, OVER, WITHDRAWN_ONE = "planned", "open", "over", "withdrawn"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of `people` so many have started (begun something), finished (everything), and are late with something."""

    people: int
    started: int
    finished: int
    late: int


@dataclass(frozen=True, slots=True)
class AssignmentEntry:
    """`state` is planned, open, over or withdrawn. `cohorts` are names, `named` how many were assigned by name.

    `scenarios` are titles; `revised` and `withdrawn` those of them that have changed or gone since they were assigned.
    `waiting`: its feedback waits for a release, and somebody has finished (or is marked, where assessors mark it).
    """

    id: str
    title: str
    mode: Mode
    state: str
    opens: str
    due: str | None
    zone: str
    cohorts: tuple[str, ...]
    cohort_ids: tuple[str, ...]
    named: int
    scenarios: tuple[str, ...]
    counts: Counts
    revised: tuple[str, ...]
    withdrawn: tuple[str, ...]
    waiting: bool


def overview(acting: Acting) -> tuple[AssignmentEntry, ...]:
    """Those that this trainer may see, the latest first."""
    acting.read_library()
    with acting.reading() as work:
        mine = work.cohorts.of_trainer(acting.person)
        found = work.assignments.of_trainer(acting.person)
        ids = [each.id for each in found]
        tallies = work.assignments.tallies(ids)
        releases = work.assignments.releases(ids)
        titles = acting.titles(work, (exercise for each in found for exercise in each.exercises))
        final = set(work.assignments.of_attempts(to_release(marks(work, *found), releases)).values())
        shut = work.people.shut_out()
    reading = _Reading(acting, mine, tallies, releases, final, titles, shut)
    return tuple(map(reading.entry, found))


class _Reading:
    """What was read, and the entries made of it."""

    def __init__(
        self,
        acting: Acting,
        mine: list[Cohort],
        tallies: Iterable[Tally],
        releases: Iterable[Release],
        final: set[str],
        titles: dict[Exercise, str],
        shut: set[str],
    ) -> None:
        self._acting, self._mine, self._titles, self._shut = acting, mine, titles, shut
        self._now, self._final = acting.now(), final
        self._released = {each.assignment for each in releases if each.attempt is None}
        self._tallies: dict[str, dict[str, Tally]] = {}
        for each in tallies:
            self._tallies.setdefault(each.assignment, {})[each.person] = each

    def entry(self, assignment: Assignment) -> AssignmentEntry:
        counts = self._counts(assignment)
        cohorts = [each for each in self._mine if each.id in assignment.cohorts]
        return AssignmentEntry(
            id=assignment.id,
            title=assignment.title,
            mode=assignment.mode,
            state=state(assignment, self._now),
            opens=assignment.opens,
            due=assignment.due,
            zone=assignment.zone,
            cohorts=tuple(each.name for each in cohorts),
            cohort_ids=tuple(each.id for each in cohorts),
            named=len(assignment.people),
            scenarios=tuple(self._titles[each] for each in assignment.exercises),
            counts=counts,
            revised=self._since(assignment, REVISED),
            withdrawn=self._since(assignment, WITHDRAWN),
            waiting=self._waiting(assignment, counts),
        )

    def _waiting(self, assignment: Assignment, counts: Counts) -> bool:
        if assignment.assessed:
            return assignment.id in self._final
        return waits(assignment) and counts.finished > 0 and assignment.id not in self._released

    def _counts(self, assignment: Assignment) -> Counts:
        people = [p for p in audience(assignment, self._mine, self._acting.person) if p not in self._shut]
        tallies = self._tallies.get(assignment.id, {})
        theirs = [tallies[each] for each in people if each in tallies]
        all_of_it = len(assignment.exercises)
        done = sum(each.finished >= all_of_it for each in theirs)
        if is_past(assignment, self._now):
            late = len(people) - sum(each.finished >= all_of_it and not each.late for each in theirs)
        else:
            late = 0
        return Counts(len(people), len(theirs), done, late)

    def _since(self, assignment: Assignment, what: str) -> tuple[str, ...]:
        return tuple(self._titles[each] for each in assignment.exercises if self._acting.since(each) == what)


def state(assignment: Assignment, now: str) -> str:
    """planned, open, over or withdrawn."""
    if assignment.withdrawn:
        return WITHDRAWN_ONE
    if now < assignment.opens:
        return PLANNED
    return OVER if is_past(assignment, now) else OPEN


def is_past(assignment: Assignment, now: str) -> bool:
    return assignment.due is not None and now > assignment.due
