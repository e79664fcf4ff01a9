"""Who may do what, and why not: the one place where that is decided. Every use case asks here, each time.

The answer rests on what the store says of a person now, so a role that was taken away is gone at once; a page that was
open before makes no difference. What a page shows is no protection, so nothing here trusts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from simulator.errors import CoachsimError
from simulator.model.assignment import Assignment, Mode
from simulator.model.attempt import Attempt
from simulator.model.person import Cohort, Person, Role


class Forbidden(CoachsimError):
    """Somebody asked for what they may not do; the message is the reason."""


class Act(StrEnum):
    """What a role lets somebody do, whatever it is done to."""

    PRACTISE = "practise conversations"
    ASSIGN = "make cohorts and assignments"
    WRITE = "write scenarios"
    ASSESS = "assess attempts"
    MANAGE = "manage people"


ROLES: dict[Act, frozenset[Role]] = {
    Act.PRACTISE: frozenset(Role),
    Act.ASSIGN: frozenset({Role.TRAINER}),
    Act.WRITE: frozenset({Role.TRAINER}),
    Act.ASSESS: frozenset({Role.ASSESSOR}),
    Act.MANAGE: frozenset({Role.ADMINISTRATOR}),
}
"""Anybody who may come in may practise; for everything else one needs the role."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something is allowed; `reason` says why not, in words fit to show (empty where it is allowed)."""

    allowed: bool
    reason: str = ""

    def require(self) -> None:
        """Raises `Forbidden` where it is not allowed."""
        if not self.allowed:
            raise Forbidden(self.reason)


YES = Answer(True)
GONE = "There is nothing here for you under that address."
"""The same words for what does not exist and for what is somebody else's: an id tells nothing."""


def may(person: Person | None, act: Act) -> Answer:
    """Whether a role of theirs lets somebody do this at all."""
    if person is None:
        return Answer(False, "Nobody of that name is known here any more. Sign in again.")
    if person.disabled is not None:
        return Answer(False, "This account has been closed. Ask whoever runs this site.")
    if person.has(*ROLES[act]):
        return YES
    needed = " or ".join(sorted(role.value for role in ROLES[act]))
    return Answer(False, f"To {act.value} one needs the role of {needed}. Ask whoever runs this site.")


def may_look_after(person: Person | None, cohort: Cohort | None) -> Answer:
    """Whether they may see and change a cohort: one of its trainers."""
    answer = may(person, Act.ASSIGN)
    if not answer.allowed or person is None:
        return answer
    return YES if cohort and person.id in cohort.trainers else Answer(False, GONE)


def may_run(person: Person | None, assignment: Assignment | None, cohorts: Iterable[Cohort]) -> Answer:
    """Whether they may see and change an assignment: who made it, and the trainers of the cohorts it is for."""
    answer = may(person, Act.ASSIGN)
    if not answer.allowed or person is None or assignment is None:
        return answer if not answer.allowed else Answer(False, GONE)
    theirs = any(person.id in cohort.trainers for cohort in cohorts if cohort.id in assignment.cohorts)
    return YES if theirs or assignment.person == person.id else Answer(False, GONE)


def may_play(person: Person | None, attempt: Attempt) -> Answer:
    """Whether they may open an attempt and go on with it: nobody but whose it is."""
    answer = may(person, Act.PRACTISE)
    if not answer.allowed or person is None:
        return answer
    return YES if attempt.person == person.id else Answer(False, GONE)


def may_see_feedback(assignment: Assignment | None, attempt: Attempt, *, released: bool) -> Answer:
    """Whether what an attempt showed and cost may be seen by whose it is. In an exam, and where the trainer said so,
    only once it has been released.
    """
    waits = attempt.mode is Mode.EXAM or (assignment is not None and assignment.held)
    if waits and not released:
        return Answer(False, "The feedback on this attempt waits until your trainer releases it.")
    return YES


def may_lead(person: Person | None) -> Answer:
    """Whether they may say how marking is done, share it out and decide on appeals: an assessor and administrator."""
    answer = may(person, Act.ASSESS)
    if not answer.allowed or person is None or person.has(Role.ADMINISTRATOR):
        return answer
    return Answer(
        False,
        "How marking is done is for assessors who are also administrators here. Ask one of them.",
    )


@dataclass(frozen=True, slots=True)
class Script:
    """What speaks for or against somebody marking a script. `trainee` is whose attempt it is, None for a benchmark.

    `excluded`: they never mark anything of that person; `marked`: they have marked it already; `before`: they marked
    this attempt in a former round, or read as a lead why it is looked at again; `few`: without those too few are left.
    """

    trainee: str | None
    excluded: bool = False
    marked: bool = False
    before: bool = False
    few: bool = False


def may_assess(person: Person | None, script: Script) -> Answer:
    """Whether they may mark a script: not their own attempt, nobody's they are excluded from, and nothing twice."""
    answer = may(person, Act.ASSESS)
    if not answer.allowed or person is None:
        return answer
    if script.trainee == person.id:
        return Answer(False, "This is an attempt of your own, which others mark.")
    if script.excluded:
        return Answer(False, "You are excluded from marking this one.")
    if script.marked:
        return Answer(False, "You have marked this one already; another mark comes from somebody else.")
    if script.before and not script.few:
        return Answer(False, "You know this one from a former round; now others mark it.")
    return YES
