"""A script on an assessor's desk: opened, marked in a draft that is kept as they type, and submitted once for ever.

Blind until then: what is handed out holds nothing that could give away whose it is or what others make of it.
"""

from dataclasses import replace

from simulator.errors import Overtaken
from simulator.model.assessment import Draft, Flag, Mark, Purpose, Seat
from simulator.services.access import GONE, Forbidden
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.advancing import advance, free_the_gone, tend, unsettled
from simulator.services.assessing.allocating import not_yours
from simulator.services.assessing.comparing import comparison, look_around, may_compare
from simulator.services.assessing.dossiers import Dossier, active, dossier
from simulator.services.assessing.drafts import Checking, mark_of
from simulator.services.assessing.eligible import eligible
from simulator.services.assessing.head import head, other, played, read_scenario
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import Comparison, Marking
from simulator.services.ports import Work

SUBMITTED = "You have submitted your mark on this one already; it stays as it is."


def open_script(acting: Acting, script_id: str) -> Marking | Comparison:
    """What there is of a script for whoever asks: to be marked blind, or compared once they have marked it.

    A final one is compared by every assessor who is not barred from it. Raises `Forbidden` and `Refused`.
    """
    with acting.reading() as work:
        found = dossier(work, acting, script_id)
        stands_still = not found.lost(active(work)) and not unsettled(found, settings(work)[1])
        compares = stands_still and may_compare(work, acting, found)
        around = look_around(work, acting, found) if compares else None
        seat = _seat(work, acting, found) if stands_still and not compares else None
        read_scenario(work, acting, found)
    if around:
        return comparison(acting, around)
    if seat:
        return _marking(acting, found, seat)
    tend(acting, [found.id])
    return open_script(acting, found.id)


def _marking(acting: Acting, found: Dossier, seat: Seat) -> Marking:
    with acting.work() as work:
        work.scripts.look(found.id, seat.number, acting.now())
        kept = work.marks.draft(found.id, acting.person)
        work.commit()
    draft, version, saved = kept or (Draft(), 0, None)
    conversation = played(acting, found)
    _keep_checking(acting, found, conversation.turns)
    return Marking(
        head=replace(head(found.script, conversation, found.rubric, acting.rubric_today), ending=""),
        seat=min(seat.seat, 2),
        draft=draft,
        version=version,
        saved=saved,
        other=other(found, acting.person, acting.now()),
        calibrating=found.script.purpose is Purpose.CALIBRATION,
    )


def _seat(work: Work, acting: Acting, found: Dossier) -> Seat:
    """The seat on which whoever asks has still to mark. Raises `Forbidden` or `Refused` with the reason."""
    seat = found.seat_of(acting.person)
    if seat:
        return seat
    if found.script.purpose is not Purpose.LIVE and not any(each.assessor == acting.person for each in found.seats):
        raise Forbidden(GONE)
    if found.mark_of(acting.person):
        raise Overtaken(SUBMITTED)
    if found.script.purpose is Purpose.LIVE:
        eligible(work, [found.script]).answer(acting.me(work), found).require()
    raise Refused(not_yours(found, acting.person))


def _checking(acting: Acting, script_id: str) -> Checking:
    """What drafts of a script are held against; it never changes. Raises `Forbidden`, `Refused`."""
    if script_id not in acting.texts.checking:
        with acting.reading() as work:
            found = dossier(work, acting, script_id)
            read_scenario(work, acting, found)
        _keep_checking(acting, found, played(acting, found).turns)
    return acting.texts.checking[script_id]


def _keep_checking(acting: Acting, found: Dossier, turns: int) -> None:
    acting.texts.checking[found.id] = Checking(found.script.criteria, turns, found.rubric)


def save(acting: Acting, script_id: str, draft: Draft, based_on: int) -> int:
    """Keep a draft over the version that `based_on` names (0 for none yet); the version it is now.

    Raises `Refused` with every mistake in it, `Overtaken` where another tab has kept another version since, or the mark
    has been submitted.
    """
    clean = _checking(acting, script_id).clean(draft)
    with acting.work() as work:
        found = dossier(work, acting, script_id, hold=True)
        seat = _seat(work, acting, found)
        version = work.marks.save_draft(found.id, acting.person, clean, _version(based_on), acting.now())
        work.scripts.look(found.id, seat.number, acting.now())
        work.commit()
    return version


def submit(acting: Acting, script_id: str, draft: Draft, based_on: int) -> None:
    """Make a mark of a draft. It stays for ever; what it asks for follows at once.

    Raises `Refused` with all that is missing or wrong, `Overtaken` as `save`.
    """
    checking = _checking(acting, script_id)
    clean = checking.clean(draft)
    if lacking := checking.lacking(clean):
        raise Refused(*lacking)
    mark, now = mark_of(clean), acting.now()
    with acting.work() as work:
        found = free_the_gone(work, acting, dossier(work, acting, script_id, hold=True))
        seat = _seat(work, acting, found)
        work.marks.save_draft(found.id, acting.person, clean, _version(based_on), now)
        work.marks.submit(
            Mark(found.id, seat.seat, acting.person, seat.opened or now, now, mark.criteria, mark.notes, mark.comment)
        )
        for gate, turn, seen in mark.flags:
            work.marks.raise_flag(Flag(found.id, gate, turn, now, acting.person, seen.strip()))
        acting.audit(work, "submitted a mark", found.id, f"seat {seat.seat}")
        advance(work, acting, found.id)
        work.commit()


def _version(based_on: object) -> int:
    if not isinstance(based_on, int) or isinstance(based_on, bool) or based_on < 0:
        raise Refused("That is no version of a draft.")
    return based_on
