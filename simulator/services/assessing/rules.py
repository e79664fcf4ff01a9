"""The rules of moderation as they stand, who assesses and how much, and who marks whom not."""

from collections import Counter
from collections.abc import Iterator
from math import isfinite

from simulator.errors import Overtaken
from simulator.model.assessment import Moderation, Purpose
from simulator.model.person import Person, Role
from simulator.services.access import may_lead
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.allocating import allocating, exclude
from simulator.services.assessing.calibrating import Calibration
from simulator.services.assessing.refusing import Refused, words
from simulator.services.assessing.showing import AssessorRow, ExclusionRow, Rules
from simulator.services.assigning.acting import sound
from simulator.services.ports import Work

MOST = 1000


def rules(acting: Acting) -> Rules:
    """For whoever assesses; of exclusions those who do not lead see their own."""
    known = acting.benchmarks.all()
    with acting.reading() as work:
        me, stands, (number, moderation) = acting.me(work), work.scripts.moderation(), settings(work)
        calibration = Calibration(work, known, moderation)
        assessors = tuple(_assessors(work, calibration))
        editable = may_lead(me).allowed
        excluded = [each for each in work.scripts.exclusions() if editable or each.assessor == acting.person]
        wanted = {*(each.assessor for each in excluded), *(each.person for each in excluded)}
        people = {each.id: each for each in work.people.some({*wanted, *([stands[3]] if stands else [])})}
    return Rules(
        moderation=moderation,
        number=number,
        made=stands[2] if stands else None,
        by=_name(people, stands[3]) if stands else "",
        assessors=assessors,
        exclusions=tuple(
            ExclusionRow(
                each.assessor,
                _name(people, each.assessor),
                each.person,
                _name(people, each.person),
                each.reason,
                each.made,
            )
            for each in excluded
        ),
        editable=editable,
    )


def _name(people: dict[str, Person], person: str) -> str:
    found = people.get(person)
    return found.name if found else ""


def _assessors(work: Work, calibration: Calibration) -> Iterator[AssessorRow]:
    """Everybody who assesses now, with what they have on their desk and what they have marked live."""
    scripts = [each.id for each in work.scripts.all(Purpose.LIVE)]
    marks, seats = work.marks.of(scripts), work.scripts.seats(scripts)
    submitted: dict[str, list[str]] = {}
    held: Counter[str] = Counter()
    for each in scripts:
        done = {mark.seat for mark in marks[each]}
        for mark in marks[each]:
            submitted.setdefault(mark.assessor, []).append(mark.submitted)
        held.update(s.assessor for s in seats[each] if s.assessor and s.ended is None and s.seat not in done)
    for person in work.people.active(Role.ASSESSOR):
        theirs = submitted.get(person.id, [])
        ready = calibration.ready(person.id)
        yield AssessorRow(
            person.id, person.name, person.account, ready, held[person.id], len(theirs), max(theirs, default=None)
        )


def set_rules(acting: Acting, moderation: Moderation, based_on: int) -> None:
    """Rules that hold from now on; what is final stays as it was settled.

    Raises `Refused` with every mistake, `Overtaken` where they are not what `based_on` numbers any more.
    """
    if wrong := list(mistakes(moderation)):
        raise Refused(*wrong)
    with acting.leading() as work:
        number, before = settings(work)
        if based_on != number:
            raise Overtaken("The rules have been changed meanwhile; look at them again.")
        if moderation != before:
            work.scripts.set_moderation(number + 1, moderation, acting.person, acting.now())
            acting.audit(work, "changed the rules of marking", str(number + 1))
            work.commit()


_SHARES = {
    "double": "The share marked twice",
    "border": "The distance to a cut",
    "calibrated": "The share of levels within one",
}
_NUMBERS = {
    "gap": ("The gap that asks for a further mark", 1, 4),
    "calibration": ("The number of benchmarks before live marking", 0, MOST),
    "seeded": ("The number of benchmarks in between", 0, MOST),
    "per": ("The number of scripts among which they come", 1, MOST),
}
_WORDS = {
    "within": ("Where marks are near, what counts", ("first", "mean")),
    "beyond": ("Where marks are far apart, what happens", ("third", "consensus")),
}


def mistakes(moderation: object) -> Iterator[str]:
    """What cannot be about some rules, a sentence each; a page may send anything."""
    if not isinstance(moderation, Moderation):
        yield "Those are no rules of marking."
        return
    for name, what in _SHARES.items():
        value = getattr(moderation, name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or not 0 <= value <= 1:
            yield f"{what} is a number from 0 to 1."
    for name, (what, least, most) in _NUMBERS.items():
        value = getattr(moderation, name)
        if type(value) is not int or not least <= value <= most:
            yield f"{what} is a whole number from {least} to {most:,}."
    for name, (what, choices) in _WORDS.items():
        if getattr(moderation, name) not in choices:
            yield f"{what} is one of: {', '.join(choices)}."
    seeded, per = moderation.seeded, moderation.per
    if type(seeded) is int and type(per) is int and seeded > per:
        yield "There cannot be more benchmarks in between than scripts among which they come."


def exclude_by_account(acting: Acting, assessor_account: str, person_account: str, reason: str) -> None:
    """Somebody never marks anything of somebody; excluding the same two again is nothing. Raises `Refused`."""
    kept = words(reason, "The reason", needed=False)
    with allocating(acting, lead=True) as (work, _, _):
        assessor, person = _of_account(work, assessor_account), _of_account(work, person_account)
        if not assessor.has(Role.ASSESSOR):
            raise Refused(f"{assessor.account} does not assess here.")
        if assessor.id == person.id:
            raise Refused("Nobody marks an attempt of their own anyway.")
        exclude(work, acting, assessor.id, person.id, kept)
        work.commit()


def _of_account(work: Work, account: str) -> Person:
    found = work.people.by_account(sound(account).strip())
    if found is None:
        raise Refused(f"There is no account '{sound(account).strip()}' here.")
    return found


def unexclude(acting: Acting, assessor: str, person: str) -> None:
    """Let somebody be given what somebody did from now on; nothing where they were not excluded."""
    with acting.leading() as work:
        pair = (sound(assessor), sound(person))
        if any((each.assessor, each.person) == pair for each in work.scripts.exclusions()):
            work.scripts.unexclude(*pair)
            acting.audit(work, "lifted an exclusion", pair[0], pair[1])
            work.commit()
