"""Whose attempts somebody may have on paper: their own, and those of assignments they run; never what is not released.

Each answer comes from `services.access`, in words for whoever asks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.model.assessment import Mark, Script
from simulator.model.assignment import Assignment, Mode
from simulator.model.attempt import Attempt
from simulator.model.person import Person
from simulator.services.access import GONE, YES, Act, Answer, Forbidden, may, may_play, may_run, may_see_feedback
from simulator.services.modes import RULES
from simulator.services.ports import Work
from simulator.services.practise.assigned import released
from simulator.services.practise.mine import mine_of
from simulator.services.practise.practise import RESERVED
from simulator.store.assignments import Release

NOT_FINISHED = "This attempt is not finished; there is a report once it is."
NOT_RELEASED = "The feedback on this attempt has not been released yet, so there is no report of it."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: somebody of the directory, or None for whoever runs commands on the machine itself. `reserved` are the
    scenarios of exams that are not over for whoever asks.
    """

    person: Person | None
    reserved: frozenset[str] = frozenset()


def asking(work: Work, person_id: str | None, now: str) -> Asking:
    """Raises `Forbidden` for somebody who is not let in."""
    if person_id is None:
        return Asking(None)
    mine = mine_of(work, person_id)
    return Asking(work.people.get(person_id), frozenset(mine.reserved(now)))


@dataclass(frozen=True, slots=True)
class Given:
    """The assignments that attempts were made for, by id, with their releases, and which of them whoever asks runs."""

    assignments: dict[str, Assignment]
    releases: tuple[Release, ...]
    run: frozenset[str]

    def of(self, attempt: Attempt) -> Assignment | None:
        return self.assignments.get(attempt.assignment or "")

    def released(self, attempt: Attempt) -> str:
        """When the feedback on an attempt was released, empty where it has not been or need not be."""
        theirs = (e for e in self.releases if e.assignment == attempt.assignment and e.attempt in (None, attempt.id))
        return max((each.released for each in theirs), default="")


NOTHING = Given({}, (), frozenset())


def given(work: Work, who: Asking, attempts: Iterable[Attempt]) -> Given:
    ids = sorted({each.assignment for each in attempts if each.assignment})
    found = {each.id: each for each in work.assignments.some(ids)} if ids else {}
    cohorts = work.cohorts.of_trainer(who.person.id) if who.person and found else []
    run = (id_ for id_, each in found.items() if who.person and may_run(who.person, each, cohorts).allowed)
    releases = work.assignments.releases(ids) if ids else []
    return Given(found, tuple(releases), frozenset(run))


def may_have(who: Asking, attempt: Attempt, theirs: Given) -> Answer:
    """Whether they may have the report of an attempt. What is somebody else's is as if there were none."""
    answer = _whose(who, attempt, theirs)
    if not answer.allowed:
        return answer
    if attempt.ending is None or attempt.finished is None:
        return Answer(False, NOT_FINISHED)
    own = who.person is not None and who.person.id == attempt.person
    if own and attempt.mode is not Mode.EXAM and attempt.scenario in who.reserved:
        return Answer(False, RESERVED)
    seen = may_see_feedback(theirs.of(attempt), attempt, released=released(attempt, theirs.releases))
    return seen if seen.allowed or own else Answer(False, NOT_RELEASED)


def _whose(who: Asking, attempt: Attempt, theirs: Given) -> Answer:
    if who.person is None or attempt.assignment in theirs.run:
        return YES
    return may_play(who.person, attempt)


def may_have_any(who: Asking, person_id: str, attempts: Sequence[Attempt], theirs: Given) -> Answer:
    """Whether they may have a portfolio of somebody at all: of themselves, or of whom they give assignments to."""
    if who.person is None or who.person.id == person_id:
        return YES
    answer = may(who.person, Act.ASSIGN)
    if not answer.allowed:
        return Answer(False, GONE)
    return YES if any(each.assignment in theirs.run for each in attempts) else Answer(False, GONE)


def counts(who: Asking, attempt: Attempt, theirs: Given) -> bool:
    """Whether an attempt is one that a portfolio could cover: finished, scored, and not somebody else's to them."""
    return bool(attempt.finished) and RULES[attempt.mode].scored and _whose(who, attempt, theirs).allowed


def marked_by(work: Work, person_id: str | None, script_id: str) -> tuple[Script, Mark]:
    """A script of an attempt with the mark that somebody has submitted on it. Raises `Forbidden`, in the same words
    for what they have not marked as for what there is not.
    """
    may(work.people.get(person_id) if person_id else None, Act.ASSESS).require()
    script = work.scripts.get(script_id)
    mark = next((each for each in work.marks.of([script_id]).get(script_id, ()) if each.assessor == person_id), None)
    if script is None or mark is None:
        raise Forbidden(GONE)
    if script.attempt is None:
        raise Forbidden("This was a benchmark; there are reports of trainees’ attempts only.")
    return script, mark
