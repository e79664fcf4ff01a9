"""The queue of one assessor: every script there is for them, and how it stands with each; in a fixed number of queries.

Reading it sees to whatever can go on by itself. A script one has not marked shows nothing of what others found in it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.model.assessment import Moderation, Purpose, Script, Seat, Why
from simulator.model.attempt import Attempt
from simulator.model.benchmark import Benchmark
from simulator.model.person import Person
from simulator.scoring.moderation import disputed, may_decide, owed, to_agree
from simulator.services.access import may_lead
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.advancing import gather, tend, unsettled
from simulator.services.assessing.calibrating import Calibration, title_of
from simulator.services.assessing.dossiers import Dossier, active, dossiers
from simulator.services.assessing.eligible import Eligible, eligible
from simulator.services.assessing.head import code, other
from simulator.services.assessing.showing import CalibrationState, Queue, QueueEntry

MINE, SETTLE, FLAGGED, DISPUTED, FREE, WAITING, FINAL = STATES = (
    "mine", "settle", "flagged", "disputed", "free", "waiting", "final",
)  # fmt: skip

_WHY = {
    Why.RANDOM: "drawn to be marked twice",
    Why.BORDERLINE: "near a cut",
    Why.GATE: "an ethical gate",
    Why.GAP: "the first mark lies far from the machine’s",
    Why.DISPUTE: "the first two marks differ",
}


def queue(acting: Acting) -> Queue:
    """Everything there is for whoever asks. Raises `Forbidden`."""
    known = {each.id: each for each in acting.benchmarks.all()}
    read = _read(acting, known)
    if read.waiting or read.to_tend:
        if read.waiting:
            gather(acting)
        tend(acting, read.to_tend)
        read = _read(acting, known)
    entries = (*_live(acting, read), *_final(acting, read))
    hiding = any(each.state == FREE for each in entries)
    entries = (*entries, *_benchmarks(acting, read, known, hiding=hiding))
    counts = Counter(each.state for each in entries)
    return Queue(
        entries=entries,
        counts={"all": len(entries), **{each: counts[each] for each in STATES}},
        calibration=read.calibration,
        may_lead=may_lead(read.me).allowed,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read: `open` and `seeded` ones with all there is, `final` ones with their attempts. `mine` are scripts
    that whoever asks has a seat on. `waiting`: attempts are to be made scripts of; those in `to_tend` can go on.
    """

    me: Person | None
    rules: Moderation
    calibration: CalibrationState
    eligible: Eligible
    open: Sequence[Dossier]
    seeded: Sequence[Dossier]
    final: Sequence[tuple[Script, Attempt]]
    mine: frozenset[str]
    titles: Mapping[str, str]
    waiting: bool
    to_tend: Sequence[str]

    @property
    def leads(self) -> bool:
        return may_lead(self.me).allowed


def _read(acting: Acting, known: Mapping[str, Benchmark]) -> _Read:
    with acting.reading() as work:
        rules, assessors, scripts = settings(work)[1], active(work), work.scripts.all(Purpose.LIVE)
        mine = frozenset(each.script for each in work.scripts.seats_of(acting.person) if each.ended is None)
        seeded = [each for each in work.scripts.some(mine).values() if each.purpose is Purpose.SEEDED]
        going = {each.id for each in work.scripts.open()}
        found = dossiers(work, acting, [*(each for each in scripts if each.id in going), *seeded])
        attempts = work.attempts_named([each.attempt for each in scripts if each.id not in going and each.attempt])
        final = [(each, attempts[each.attempt or ""]) for each in scripts if each.attempt in attempts]
        shown = [*attempts.values(), *(each.attempt for each in found.values() if each.attempt)]
        open_ = [each for each in found.values() if each.attempt]
        return _Read(
            me=acting.me(work),
            rules=rules,
            calibration=Calibration(work, known.values(), rules).state(acting.person),
            eligible=eligible(work, [each.script for each in open_]),
            open=open_,
            seeded=[each for each in found.values() if each.attempt is None],
            final=[(script, attempt) for script, attempt in final if script.id not in going],
            mine=mine,
            titles=acting.titles(work, {each.digest for each in shown}),
            waiting=bool(work.scripts.missing(1)),
            to_tend=[each.id for each in open_ if each.lost(assessors) or unsettled(each, rules)],
        )


# Scripts that are being marked.


def _live(acting: Acting, read: _Read) -> Iterator[QueueEntry]:
    for found in read.open:
        attempt = found.attempt
        if attempt and not read.eligible.barred(acting.person, attempt.person):
            state = _state(acting.person, read, found)
            seat = found.seat_of(acting.person) or (found.free if state == FREE else None)
            yield QueueEntry(
                script=found.id,
                code=code(found.id),
                scenario=read.titles.get(attempt.digest, attempt.scenario),
                state=state,
                seat=None if seat is None else min(seat.seat, 2),
                why=_why(found, seat, blind=found.mark_of(acting.person) is None),
                other=other(found, acting.person, acting.now()) if state in (MINE, FREE) else "",
                made=found.script.made,
                turns=len(attempt.choices),
                begun=seat is not None and seat.opened is not None,
                third=state == DISPUTED and found.mark_of(acting.person) is None and found.assessed.seats < 3,
            )


def _state(person: str, read: _Read, found: Dossier) -> str:
    if found.seat_of(person):
        return MINE
    assessed, mark = found.assessed, found.mark_of(person)
    agreeing = bool(to_agree(assessed, read.rules))
    if mark is None:
        if found.free and read.eligible.answer(read.me, found).allowed:
            return FREE
        return DISPUTED if read.leads and agreeing else WAITING
    last = assessed.consensus[-1] if agreeing and assessed.consensus else None
    asked = last is not None and last.agreed_by is None and last.assessor != person
    if asked or owed(assessed, mark) or any(may_decide(assessed, each, person) for each in assessed.flags):
        return SETTLE
    if agreeing or disputed(assessed, read.rules):
        return DISPUTED
    return FLAGGED if any(each.decision is None for each in assessed.flags) else WAITING


def _why(found: Dossier, seat: Seat | None, *, blind: bool) -> str:
    """Why it needs its marks, as far as that gives nothing away to whoever has not marked it."""
    said = ["marked again after an appeal"] if found.script.round > 1 else []
    if not blind:
        said += dict.fromkeys(_WHY[each.why] for each in found.lasting if each.why in _WHY)
    elif seat is not None and seat.seat > 1:
        said.append("marked twice")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


# What is final, and benchmarks among live scripts.


def _final(acting: Acting, read: _Read) -> Iterator[QueueEntry]:
    """While an attempt is marked anew, its earlier rounds are for those who marked them."""
    again = {each.script.attempt for each in read.open}
    for script, attempt in read.final:
        hidden = script.attempt in again and script.id not in read.mine
        if not hidden and not read.eligible.barred(acting.person, attempt.person):
            title = read.titles.get(attempt.digest, attempt.scenario)
            yield _plain(script, title, FINAL, len(attempt.choices))


def _benchmarks(acting: Acting, read: _Read, known: Mapping[str, Benchmark], *, hiding: bool) -> Iterator[QueueEntry]:
    """As any other script. Until one is looked at it stands among the free ones, where there are any."""
    for found in read.seeded:
        if benchmark := known.get(found.script.benchmark or ""):
            seat = found.seat_of(acting.person)
            state = FINAL if seat is None else FREE if hiding and seat.opened is None else MINE
            yield _plain(found.script, title_of(acting, benchmark), state, len(benchmark.options), seat)


def _plain(script: Script, title: str, state: str, turns: int, seat: Seat | None = None) -> QueueEntry:
    number, begun = (seat.seat, seat.opened is not None) if seat else (None, False)
    return QueueEntry(script.id, code(script.id), title, state, number, "", "", script.made, turns, begun)
