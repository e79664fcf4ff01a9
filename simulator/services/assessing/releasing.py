"""Results on their way to trainees: what is final and not released, and releasing it, one by one or many at once.

Assessors see every assignment that is marked, trainers those that are theirs. To an assessor nothing here tells whose a
script is that is still being marked, nor anything of their own attempts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from simulator.model.assessment import Appeal, Final, Script
from simulator.model.assignment import Assignment
from simulator.model.attempt import Attempt
from simulator.model.person import Cohort, Person
from simulator.services.access import GONE, Act, Forbidden, may, may_run
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.marked import appeal_state, is_released, marked
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import AssignmentResults, Marked, ResultRow
from simulator.services.assigning.acting import sound
from simulator.services.assigning.seen import audience
from simulator.services.ports import Work
from simulator.store.assignments import Release

MARKING, FINAL, RELEASED = "marking", "final", "released"


@dataclass(frozen=True, slots=True)
class _Viewer:
    """Whoever asks: `assesses`, or a trainer with the cohorts they look after."""

    person: Person
    assesses: bool
    cohorts: Sequence[Cohort]
    excluded: frozenset[str]

    def may(self, assignment: Assignment | None) -> bool:
        if assignment is None or not assignment.assessed:
            return False
        return self.assesses or may_run(self.person, assignment, self.cohorts).allowed

    def sees(self, assignment: Assignment, trainee: str) -> bool:
        """Whether anything of a trainee in it is for them."""
        if self.assesses:
            return trainee != self.person.id and trainee not in self.excluded
        return trainee in audience(assignment, self.cohorts, self.person.id)


@contextmanager
def _viewing(acting: Acting, *, changing: bool = False) -> Iterator[tuple[Work, _Viewer]]:
    """A unit of work of somebody who assesses or has assignments of their own. Raises `Forbidden`."""
    with acting.store.work() if changing else acting.store.reading() as work:
        person = acting.me(work)
        answer = may(person, Act.ASSESS)
        if not answer.allowed and not may(person, Act.ASSIGN).allowed:
            answer.require()
        assert person is not None  # noqa: S101 - nobody may nothing
        cohorts = work.cohorts.of_trainer(person.id)
        excluded = frozenset(each.person for each in work.scripts.exclusions() if each.assessor == person.id)
        yield work, _Viewer(person, answer.allowed, cohorts, excluded)


@dataclass(frozen=True, slots=True)
class _Latest:
    """The latest round of every attempt that is marked, and around it, of some assignments. `order` is the place of a
    criterion in the rubric as it is now.
    """

    scripts: Sequence[Script]
    attempts: Mapping[str, Attempt]
    finals: Mapping[str, Final]
    releases: Sequence[Release]
    appeals: Mapping[str, Appeal]
    order: Mapping[str, int]

    def released(self, script: Script) -> str | None:
        """When the result was released last, None while it has not been since it is final."""
        final = self.finals.get(script.id)
        if final is None or not is_released(script.attempt or "", final, self.releases):
            return None
        return max(each.released for each in self.releases if each.attempt == script.attempt)

    def state(self, script: Script) -> str:
        if script.id not in self.finals:
            return MARKING
        return RELEASED if self.released(script) else FINAL

    def levels(self, script: Script) -> dict[str, float | None]:
        """What counts, in the order of the rubric; empty while it is not final."""
        final, last = self.finals.get(script.id), len(self.order)
        counting = sorted(final.criteria, key=lambda each: self.order.get(each.criterion, last)) if final else []
        return {each.criterion: each.level for each in counting}

    def appeal(self, script: Script) -> str:
        """What became of an appeal against this round, or of the one that led to it."""
        return appeal_state(self.appeals.get(script.id) or self.appeals.get(script.cites or ""))


def _latest(work: Work, acting: Acting, assignments: Iterable[Assignment]) -> _Latest:
    ids = [each.id for each in assignments]
    scripts = work.scripts.of_assignments(ids)
    rounds = {each.attempt: each for each in sorted(scripts, key=lambda each: each.round)}
    latest = sorted(rounds.values(), key=lambda each: (each.made, each.id))
    return _Latest(
        scripts=latest,
        attempts=work.attempts_named([each.attempt for each in latest if each.attempt]),
        finals=work.scripts.finals([each.id for each in latest]),
        releases=work.assignments.releases(ids),
        appeals=work.scripts.appeals([each.id for each in scripts]),
        order={each.id: place for place, each in enumerate(acting.library.rubric.competencies)},
    )


def results(acting: Acting) -> tuple[AssignmentResults, ...]:
    """What there is of every assignment that is marked and is theirs to see, the latest first."""
    with _viewing(acting) as (work, viewer):
        every = work.assignments.all() if viewer.assesses else work.assignments.of_trainer(viewer.person.id)
        theirs = [each for each in every if viewer.may(each)]
        latest = _latest(work, acting, theirs)
        people = {each.id: each.name for each in work.people.some({each.person for each in latest.attempts.values()})}
        titles = acting.titles(work, {each.digest for each in latest.attempts.values()})
    return tuple(_results(each, viewer, latest, people, titles) for each in theirs)


def _results(
    assignment: Assignment, viewer: _Viewer, latest: _Latest, people: Mapping[str, str], titles: Mapping[str, str]
) -> AssignmentResults:
    rows = []
    for script in latest.scripts:
        attempt = latest.attempts[script.attempt or ""]
        if attempt.assignment == assignment.id and viewer.sees(assignment, attempt.person):
            title = titles.get(attempt.digest, attempt.scenario)
            rows.append(_row(script, attempt, latest, people.get(attempt.person, ""), title, viewer))
    counts = Counter(each.state for each in rows)
    rows.sort(key=lambda each: (each.person.casefold(), each.scenario, each.attempt))
    return AssignmentResults(
        assignment.id, assignment.title, tuple(rows), counts[FINAL], counts[MARKING], counts[RELEASED]
    )


def _row(script: Script, attempt: Attempt, latest: _Latest, person: str, title: str, viewer: _Viewer) -> ResultRow:
    """While it is marked an assessor is not told whose it is, nor which script it is."""
    state = latest.state(script)
    if viewer.assesses and state == MARKING:
        return ResultRow("", "", "", title, script.round, state, "", None, {}, "")
    return ResultRow(
        script=script.id,
        attempt=attempt.id,
        person=person,
        scenario=title,
        round=script.round,
        state=state,
        finished=attempt.finished or "",
        released=latest.released(script),
        levels=latest.levels(script),
        appeal=latest.appeal(script),
    )


def release(acting: Acting, assignment_id: str, script_ids: Iterable[str]) -> int:
    """Let trainees see results; how many had not been released before. What is released already stays so.

    Raises `Forbidden` for what is not theirs to release, `Refused` where one is not final; then nothing is released.
    """
    wanted = dict.fromkeys(sound(each) for each in script_ids)
    with _viewing(acting, changing=True) as (work, viewer):
        assignment = work.assignments.hold(sound(assignment_id))
        if assignment is None or not viewer.may(assignment):
            raise Forbidden(GONE)
        latest = _latest(work, acting, [assignment])
        scripts = {each.id: each for each in latest.scripts}
        released = 0
        for script_id in wanted:
            script = scripts.get(script_id)
            attempt = latest.attempts.get(script.attempt or "") if script else None
            if script is None or attempt is None or not viewer.sees(assignment, attempt.person):
                raise Forbidden(GONE)
            if script_id not in latest.finals:
                raise Refused("Assessors are not done with all of these. Only what is final can be released.")
            if latest.released(script) is None:
                work.assignments.release(Release(assignment.id, attempt.id, acting.person, acting.now()))
                acting.audit(work, "released a result", script_id, assignment.id)
                released += 1
        work.commit()
    return released


def preview(acting: Acting, script_id: str) -> Marked:
    """What the trainee will read of a final result. Raises `Forbidden`, `Refused` where it is not final."""
    with _viewing(acting) as (work, viewer):
        script = work.scripts.get(sound(script_id))
        attempt = work.attempts_named([script.attempt]).get(script.attempt) if script and script.attempt else None
        assignment = work.assignments.get(attempt.assignment) if attempt and attempt.assignment else None
        seen = attempt and assignment and viewer.may(assignment) and viewer.sees(assignment, attempt.person)
        if attempt is None or not seen:
            raise Forbidden(GONE)
        found = marked(work, attempt, preview=True)
        if found is None or found.again or found.script != script_id:
            raise Refused("It is not final yet; there is nothing to be released.")
        return found
