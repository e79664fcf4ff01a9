"""Assignments: made, changed and withdrawn, and their feedback released.

What is made keeps the scenarios as they are now: a later revision changes nothing for those who have it assigned. The
id of a new one is drawn when its form is opened, so a form sent twice makes one.
"""

from dataclasses import dataclass, replace
from typing import Any

from simulator.errors import Overtaken
from simulator.model.assignment import Assignment, Mode
from simulator.model.codec import digest, encode
from simulator.model.person import Cohort, Role
from simulator.services.assigning.acting import MEANWHILE, Acting, Refused, sound
from simulator.services.assigning.form import Checked, Form, Known, Mistake, check
from simulator.services.assigning.marks import FINAL, marks, to_release
from simulator.services.assigning.seen import audience, hidden_cohorts, named_people
from simulator.services.ports import Work
from simulator.store.assignments import Release


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form. `assignment` is its id where it was kept, else None and `mistakes` say why."""

    assignment: str | None
    mistakes: tuple[Mistake, ...] = ()


class Assignments:
    """The use case for one trainer. Raises `Forbidden`, `Refused`, `Overtaken`, `ContentError` and `StoreError`."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def make(self, new_id: str, form: Form, copied: str | None = None) -> Outcome:
        """Keep a new assignment under an id drawn before; where that has been kept already, that one stands."""
        acting = self._acting
        acting.read_library()
        with acting.work() as work:
            mine = work.cohorts.of_trainer(acting.person)
            if work.assignments.get(new_id) is not None:
                return Outcome(acting.assignment(work, new_id, mine).id)
            checked = check(form, self._known(work, mine, form, None))
            if checked.mistakes:
                return Outcome(None, tuple(checked.mistakes))
            if copied is not None:
                copied = acting.assignment(work, copied, mine).id
            made = Assignment(
                id=new_id, zone=form.zone, person=acting.person, made=acting.now(), copied=copied, **_said(checked)
            )
            self._keep_versions(work, made)
            try:
                work.assignments.add(made)
            except Overtaken:  # the same form, sent twice at once
                return Outcome(new_id)
            acting.audit(work, "made an assignment", new_id)
            work.commit()
        return Outcome(new_id)

    def change(self, assignment_id: str, seen: str, form: Form) -> Outcome:
        """Keep a changed form. Raises `Overtaken` where the assignment is not what it was when the form was opened."""
        acting = self._acting
        acting.read_library()
        with acting.work() as work:
            mine = work.cohorts.of_trainer(acting.person)
            before = acting.assignment(work, assignment_id, mine, hold=True)
            if version(before) != seen:
                raise Overtaken(MEANWHILE)
            checked = check(form, self._known(work, mine, form, before))
            if checked.mistakes:
                return Outcome(None, tuple(checked.mistakes))
            after = replace(before, zone=form.zone, **_said(checked))
            if after != before:
                self._keep_versions(work, after)
                work.assignments.update(after)
                acting.audit(work, "changed an assignment", before.id)
                work.commit()
        return Outcome(before.id)

    def _known(self, work: Work, mine: list[Cohort], form: Form, before: Assignment | None) -> Known:
        acting = self._acting
        makes = before is None or before.person == acting.person
        visible = named_people(before, mine, acting.person) if before else []
        named = work.people.some(map(sound, form.people)) if makes else []
        return Known(
            now=acting.now(),
            scenarios={id_: entry.digest for id_, entry in acting.library.entries.items()},
            criteria=frozenset(acting.library.rubric.competency_by_id),
            cohorts=frozenset(c.id for c in mine if not c.archived or (before and c.id in before.cohorts)),
            people=frozenset((*(each.id for each in named if each.has(Role.TRAINEE)), *visible)),
            before=before,
            begun=before is not None and work.assignments.begun(before.id),
            released=before is not None and any(e.attempt is None for e in work.assignments.releases([before.id])),
            kept_cohorts=hidden_cohorts(before, mine) if before else (),
            kept_people=() if makes or not before else before.people,
        )

    def _keep_versions(self, work: Work, assignment: Assignment) -> None:
        for exercise in assignment.exercises:
            entry = self._acting.library.entries.get(exercise.scenario)
            if entry and entry.digest == exercise.digest:
                work.keep_version(entry.digest, exercise.scenario, encode(entry.scenario).decode())

    # Withdrawing and releasing.

    def withdraw(self, assignment_id: str) -> None:
        """Nobody can begin it any more; what was done in it stays."""
        self._set(assignment_id, "withdrew an assignment", withdrawn=True)

    def bring_back(self, assignment_id: str) -> None:
        """As if it had never been withdrawn."""
        self._set(assignment_id, "brought an assignment back", withdrawn=False)

    def _set(self, assignment_id: str, act: str, *, withdrawn: bool) -> None:
        acting = self._acting
        with acting.work() as work:
            mine = work.cohorts.of_trainer(acting.person)
            before = acting.assignment(work, assignment_id, mine, hold=True)
            if (before.withdrawn is not None) != withdrawn:
                work.assignments.update(replace(before, withdrawn=acting.now() if withdrawn else None))
                acting.audit(work, act, before.id)
                work.commit()

    def release(self, assignment_id: str, attempt: str | None = None) -> int:
        """Let the feedback on one finished attempt, or on all there are and will be, be seen; once is enough.

        Where assessors mark, only what is final can be seen, and "all" is what is final now. How many releases were
        added.
        """
        acting = self._acting
        with acting.work() as work:
            mine = work.cohorts.of_trainer(acting.person)
            found = acting.assignment(work, assignment_id, mine, hold=True)
            if not waits(found):
                raise Refused("Feedback does not wait here: everybody sees it as soon as they have finished.")
            if attempt is not None:
                _require_finished(work, found, sound(attempt), audience(found, mine, acting.person))
            releases = work.assignments.releases([found.id])
            if found.assessed:
                wanted: list[str | None] = [*self._final(work, found, releases, attempt, mine)]
            else:
                given = {each.attempt for each in releases}
                wanted = [] if given & {None, attempt} else [attempt]
            for each in wanted:
                work.assignments.release(Release(found.id, each, acting.person, acting.now()))
                acting.audit(work, "released feedback", each or found.id, found.id)
            work.commit()
        return len(wanted)

    def _final(
        self, work: Work, found: Assignment, releases: list[Release], attempt: str | None, mine: list[Cohort]
    ) -> list[str]:
        """What can be released of one that assessors mark, as far as this trainer sees it."""
        standing = marks(work, found)
        ready = to_release(standing, releases)
        if attempt is not None:
            if standing.state(attempt) != FINAL:
                raise Refused("Assessors are not done with this one. It can be released once its mark is final.")
            return [attempt] if attempt in ready else []
        seen = set(audience(found, mine, self._acting.person))
        theirs = {each.attempt for each in work.assignments.standings(found.id) if each.person in seen}
        return [each for each in ready if each in theirs]


def version(assignment: Assignment) -> str:
    """What an assignment says, in short: another one whenever anything in it is another."""
    return digest(assignment)


def waits(assignment: Assignment) -> bool:
    """Whether its feedback waits for a release."""
    return assignment.held or assignment.mode is Mode.EXAM


def _require_finished(work: Work, assignment: Assignment, attempt: str, seen: list[str]) -> None:
    standings = work.assignments.standings(assignment.id)
    found = next((each for each in standings if each.attempt == attempt and each.person in seen), None)
    if found is None or found.finished is None:
        raise Refused("Only what has been finished within this assignment can be released.")


_SAID = (
    "title",
    "note",
    "mode",
    "exercises",
    "opens",
    "due",
    "attempts",
    "held",
    "assessed",
    "targets",
    "cohorts",
    "people",
)


def _said(checked: Checked) -> dict[str, Any]:
    return {name: getattr(checked, name) for name in _SAID}
