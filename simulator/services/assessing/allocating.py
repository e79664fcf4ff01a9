"""Who marks what: a script is taken, handed out, or given back.

One at a time allocates, whoever it is, so two never get one seat and everybody's share is counted right.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from simulator.errors import Overtaken
from simulator.model.assessment import Exclusion, Moderation, Purpose, Seat
from simulator.model.benchmark import Benchmark
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.advancing import free, gather
from simulator.services.assessing.calibrating import Calibration, seed
from simulator.services.assessing.dossiers import Dossier, dossier, dossiers
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.refusing import Refused, words
from simulator.services.ports import Work

KNOWS = "knows this person"


@contextmanager
def allocating(acting: Acting, *, lead: bool = False) -> Iterator[tuple[Work, Moderation, Sequence[Benchmark]]]:
    """A unit of work in which nobody else allocates anything."""
    known = acting.benchmarks.all()
    with acting.leading() if lead else acting.work() as work:
        work.alone("allocate scripts")
        yield work, settings(work)[1], known


def take(acting: Acting, script_id: str) -> None:
    """Take the free seat of a script; taking what one has already is nothing.

    Raises `Forbidden` or `Refused` with the reason, `Overtaken` where somebody else was quicker.
    """
    with allocating(acting) as (work, rules, known):
        found = dossier(work, acting, script_id, hold=True)
        mine = found.seat_of(acting.person)
        if mine is None:
            _may_take(work, acting, found, Calibration(work, known, rules))
            if found.free is None:
                raise Overtaken("Somebody else has just taken this script; take another one.")
            _give(work, acting, found, found.free, rules, known)
        elif mine.opened is None and found.script.purpose is Purpose.SEEDED:
            work.scripts.look(found.id, mine.number, acting.now())
        work.commit()


def _may_take(work: Work, acting: Acting, found: Dossier, calibration: Calibration) -> None:
    if found.script.purpose is not Purpose.LIVE:
        raise Forbidden(GONE)
    eligible(work, [found.script]).answer(acting.me(work), found).require()
    _require_calibrated(acting, calibration)
    if found.final:
        raise Refused("This one is final; there is nothing left to mark.")


def _require_calibrated(acting: Acting, calibration: Calibration) -> None:
    state = calibration.state(acting.person)
    if not state.ready:
        raise Refused(state.says)


def _give(
    work: Work, acting: Acting, found: Dossier, seat: Seat, rules: Moderation, known: Sequence[Benchmark]
) -> None:
    """To whoever asks; and a benchmark after it, where one is due."""
    mine = work.scripts.seats_of(acting.person)
    scripts = work.scripts.some({each.script for each in mine})
    before = sum(scripts[each.script].purpose is Purpose.LIVE for each in mine)
    work.scripts.take(found.id, seat.number, acting.person, acting.now())
    acting.audit(work, "took a script", found.id, f"seat {seat.seat}")
    seed(work, acting, acting.person, before + 1, rules, known)


def next_one(acting: Acting) -> str | None:
    """Take the script that has waited longest; None where there is none for whoever asks. Its id.

    What somebody gave back is not handed to them again. Raises `Refused` before calibration.
    """
    gather(acting)
    with allocating(acting) as (work, rules, known):
        me = acting.me(work)
        if (waiting := _seeded(work, acting.person)) is not None:
            work.scripts.look(waiting.script, waiting.number, acting.now())
            work.commit()
            return waiting.script
        _require_calibrated(acting, Calibration(work, known, rules))
        free_ones = free_scripts(work, acting)
        may = eligible(work, [each.script for each in free_ones])
        for found in free_ones:
            new = not found.stepped_back(acting.person) and found.seat_of(acting.person) is None
            if found.free and new and may.answer(me, found).allowed:
                _give(work, acting, found, found.free, rules, known)
                work.commit()
                return found.id
    return None


def _seeded(work: Work, person: str) -> Seat | None:
    """A benchmark that is due and has not been looked at."""
    mine = [each for each in work.scripts.seats_of(person) if each.ended is None and each.opened is None]
    scripts = work.scripts.some([each.script for each in mine])
    return next((each for each in mine if scripts[each.script].purpose is Purpose.SEEDED), None)


def free_scripts(work: Work, acting: Acting) -> list[Dossier]:
    """Live scripts with a seat that nobody has taken, the longest waiting first."""
    return [each for each in dossiers(work, acting, work.scripts.open()).values() if each.free]


def step_back(acting: Acting, script_id: str, reason: str, knows: bool) -> None:
    """Give a script back before it is marked; with `knows` whoever it is of is never marked by them again.

    Raises `Refused` where it is not theirs to mark.
    """
    reason = words(reason, "The reason", needed=knows is not True)
    with allocating(acting) as (work, _, _):
        found = dossier(work, acting, script_id, hold=True)
        seat = found.seat_of(acting.person)
        if seat is None:
            raise Refused(not_yours(found, acting.person))
        free(work, acting, found, [seat], reason or KNOWS)
        acting.audit(work, "stepped back", found.id, KNOWS if knows is True else "")
        if knows is True and found.trainee is not None:
            exclude(work, acting, acting.person, found.trainee, reason or KNOWS)
        work.commit()


def exclude(work: Work, acting: Acting, assessor: str, trainee: str, reason: str) -> None:
    """Somebody never marks anything of somebody; what they have of theirs and have not marked is given back.

    Within `allocating`, since it may hold many scripts.
    """
    if any((each.assessor, each.person) == (assessor, trainee) for each in work.scripts.exclusions()):
        return
    work.scripts.exclude(Exclusion(assessor, trainee, reason, acting.person, acting.now()))
    acting.audit(work, "excluded an assessor", assessor, trainee)
    theirs = {each.script for each in work.scripts.seats_of(assessor) if each.ended is None}
    for script_id in sorted(theirs):
        found = dossier(work, acting, script_id, hold=True)
        seat = found.seat_of(assessor)
        if seat and found.trainee == trainee:
            free(work, acting, found, [seat], "excluded")


def not_yours(found: Dossier, person: str) -> str:
    """Why somebody cannot mark a script, without a word of whose it is."""
    if found.mark_of(person):
        return "You have submitted your mark on this one; it stays as it is."
    if found.stepped_back(person):
        return "This one is not yours to mark any more; what you wrote is kept as a draft."
    return "This one is not yours to mark. Take it first."
