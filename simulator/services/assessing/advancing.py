"""A script on its way: put before assessors, asked for further marks, taken from whoever is gone, and made final.

Each step follows from what is kept, so whoever comes next takes it: after a mark or an answer, when a queue is read or
a script is opened.
"""

from collections.abc import Iterable
from dataclasses import replace

from simulator.model.assessment import Final, Flag, Moderation, Purpose, Script, Seat
from simulator.model.assignment import Assignment
from simulator.model.attempt import Attempt
from simulator.model.score import Score
from simulator.scoring.moderation import Assessed, needed, settle
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.dossiers import Dossier, active, dossier, machine
from simulator.services.assessing.refusing import Refused
from simulator.services.assigning.acting import sound
from simulator.services.ports import Work

GONE_WHY = "no longer assesses"
AT_ONCE = 200
"""Attempts that are put before assessors in one unit of work."""


# Putting attempts before assessors.


def gather(acting: Acting) -> int:
    """Make a script of every finished attempt that is to be marked and has none; how many were made."""
    made = 0
    while waiting := _waiting(acting):
        acting.marking.mark_all(waiting)  # what cannot be scored is for people alone
        with acting.work() as work:
            work.alone("gather scripts")
            found = work.scripts.missing(AT_ONCE)
            attempts = work.attempts_named([each for each, _ in found])
            assignments = {each.id: each for each in work.assignments.some({each for _, each in found})}
            for attempt_id, assignment_id in found:
                _first_round(work, acting, attempts[attempt_id], assignments[assignment_id])
            work.commit()
        made += len(found)
    return made


def _waiting(acting: Acting) -> set[str]:
    """Assignments with such attempts."""
    with acting.reading() as work:
        return {assignment for _, assignment in work.scripts.missing(AT_ONCE)}


def _first_round(work: Work, acting: Acting, attempt: Attempt, assignment: Assignment) -> None:
    known = acting.library.rubric.competency_by_id
    wanted = assignment.targets or _targets(work, acting, attempt)
    criteria = tuple(each for each in wanted if each in known) or tuple(known)
    put(work, acting, attempt, Script(acting.new_id(), Purpose.LIVE, "", acting.now(), criteria, attempt.id))


def _targets(work: Work, acting: Acting, attempt: Attempt) -> tuple[str, ...]:
    """The criteria that the version played is about; none where it cannot be read any more."""
    try:
        return acting.scenario(work, attempt.digest).targets
    except Refused:
        return ()


def put(work: Work, acting: Acting, attempt: Attempt, script: Script) -> None:
    """Put an attempt before assessors under today's rubric, with the machine's flags and the seats that it needs."""
    script = replace(script, rubric=acting.keep_rubric(work))
    score, gates = work.scores.last([attempt.id]).get(attempt.id), acting.library.rubric.gates
    flags = tuple(Flag(script.id, *each, acting.now()) for each in _crossed(work, acting, attempt, score))
    work.scripts.add(script)
    for flag in flags:
        work.marks.raise_flag(flag)
    assessed = Assessed(
        script=script,
        machine=machine(score, acting.rubric(work, score.rubric)) if score else None,
        caps={each.id: (each.criterion, each.cap) for each in gates},
        flags=flags,
        seats=0,
    )
    _ask(work, acting, assessed, 0, settings(work)[1])
    acting.audit(work, "put an attempt before assessors", script.id, f"round {script.round}")


def _crossed(work: Work, acting: Acting, attempt: Attempt, score: Score | None) -> Iterable[tuple[str, int]]:
    """Gates that the chosen options name, at their turns; none where the version cannot be read any more."""
    if score is None:
        return
    try:
        beats, gates = acting.scenario(work, attempt.digest).beat_by_id, acting.library.rubric.gate_by_id
    except Refused:  # one text that is gone keeps nobody from marking the others
        return
    for turn in score.turns:
        option = beats[turn.beat].option(turn.option) if turn.beat in beats else None
        if option and option.gate in gates:
            yield option.gate, turn.turn


# Going on.


def advance(work: Work, acting: Acting, script_id: str) -> None:
    """Ask for the marks that a script needs by now, and make it final once nothing is waited for.

    Whoever calls it holds the script.
    """
    found, (_, rules) = dossier(work, acting, script_id), settings(work)
    if found.script.purpose is not Purpose.LIVE or found.final:
        return
    asked = _ask(work, acting, found.assessed, len(found.seats), rules)
    if criteria := settle(asked, rules):
        work.scripts.settle(Final(script_id, acting.now(), rules, criteria))
        acting.audit(work, "made a mark final", script_id)


def _ask(work: Work, acting: Acting, assessed: Assessed, seats: int, rules: Moderation) -> Assessed:
    """Ask for marks that are needed by now and nobody was asked for; the script has had so many seats before."""
    whys = needed(assessed, rules)
    for place, why in list(enumerate(whys, start=1))[assessed.seats :]:
        seats += 1
        work.scripts.add_seat(Seat(assessed.script.id, seats, place, why, acting.now()))
    return replace(assessed, seats=max(assessed.seats, len(whys)))


def free(work: Work, acting: Acting, found: Dossier, seats: Iterable[Seat], why: str) -> None:
    """End seats of a script; others follow for whoever takes them. A benchmark's is nobody else's to take.

    Raises `Overtaken` where one has ended, or has been marked meanwhile.
    """
    number = len(found.seats)
    for seat in seats:
        work.scripts.end_seat(found.id, seat.number, acting.now(), why)
        if found.script.purpose is Purpose.LIVE:
            number += 1
            work.scripts.add_seat(Seat(found.id, number, seat.seat, seat.why, acting.now()))


def free_the_gone(work: Work, acting: Acting, found: Dossier) -> Dossier:
    """Free the seats of those who no longer assess; what they wrote stays as a draft. The script as it is then."""
    lost = found.lost(active(work))
    if not lost:
        return found
    free(work, acting, found, lost, GONE_WHY)
    acting.audit(work, "freed seats", found.id, GONE_WHY)
    return dossier(work, acting, found.id)


def unsettled(found: Dossier, rules: Moderation) -> bool:
    """Whether a script could go on by itself now: after somebody has gone, or the rules have changed."""
    if found.script.purpose is not Purpose.LIVE or found.final or not found.assessed.marks:
        return False
    return found.lacks(rules) > 0 or bool(settle(found.assessed, rules))


def tend(acting: Acting, script_ids: Iterable[str]) -> None:
    """See to scripts of which somebody has gone, or that could go on by themselves; one unit of work for each."""
    for script_id in sorted(map(sound, script_ids)):
        with acting.work() as work:
            found = dossier(work, acting, script_id, hold=True)
            free_the_gone(work, acting, found)
            advance(work, acting, script_id)
            work.commit()
