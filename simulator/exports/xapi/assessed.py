"""What assessors made of an attempt, as statements: marks, second thoughts, rulings on flags, and what was awarded."""

from collections.abc import Iterator
from typing import Any

from simulator.exports.xapi import naming
from simulator.exports.xapi.frame import Frame, extended, score
from simulator.exports.xapi.record import Round, Statement
from simulator.exports.xapi.words import Ext, Verb


def assessments(frame: Frame) -> Iterator[Statement]:
    """Nothing of one round is written over in the next: its awards refer to those they correct."""
    awarded: dict[str, str] = {}
    for round_ in frame.record.rounds:
        yield from _marks(frame, round_)
        yield from _responses(frame, round_)
        yield from _rulings(frame, round_)
        yield from _awards(frame, round_, awarded)
        awarded |= {each.criterion: naming.award_id(round_.script.id, each.criterion) for each in round_.final.criteria}


def _marks(frame: Frame, round_: Round) -> Iterator[Statement]:
    for mark in round_.marks:
        for each in mark.criteria:
            opportunity = {Ext.OPPORTUNITY: each.level is not None, Ext.EVIDENCE: list(each.turns)}
            yield frame.statement(
                naming.mark_id(mark.script, mark.seat, each.criterion),
                mark.assessor,
                Verb.ASSESSED,
                naming.reference(_machine(frame, each.criterion, mark.submitted)),
                mark.submitted,
                result=extended(score(each.level), opportunity),
                context=_context(round_, mark.seat),
            )


def _responses(frame: Frame, round_: Round) -> Iterator[Statement]:
    assessors = {mark.seat: mark.assessor for mark in round_.marks}
    for each in round_.responses:
        if each.seat in assessors:
            yield frame.statement(
                naming.response_id(each.script, each.seat, each.criterion),
                assessors[each.seat],
                Verb.RECONSIDERED,
                naming.reference(naming.mark_id(each.script, each.seat, each.criterion)),
                each.made,
                result=extended(score(each.level), {Ext.OPPORTUNITY: each.level is not None}),
                context=_context(round_, each.seat),
            )


def _rulings(frame: Frame, round_: Round) -> Iterator[Statement]:
    for flag in round_.flags:
        if flag.decision is not None:
            yield frame.statement(
                naming.ruling_id(flag.script, flag.gate, flag.turn),
                flag.decision.assessor,
                Verb.RULED,
                naming.gate(frame.site, flag.gate),
                flag.decision.made,
                result=extended({}, {Ext.UPHELD: flag.decision.upheld}),
                context={**_context(round_), Ext.TURN: flag.turn},
                revision=round_.script.rubric,
            )


def _awards(frame: Frame, round_: Round, before: dict[str, str]) -> Iterator[Statement]:
    for each in round_.final.criteria:
        beyond = before.get(each.criterion) or _machine(frame, each.criterion, round_.final.made)
        yield frame.statement(
            naming.award_id(round_.script.id, each.criterion),
            frame.record.attempt.person,
            Verb.AWARDED,
            naming.criterion(frame.site, each.criterion),
            round_.final.made,
            result=extended(score(each.level), {Ext.OPPORTUNITY: each.level is not None, Ext.HOW: each.how}),
            context=_context(round_),
            beyond=beyond,
            revision=round_.script.rubric,
        )


def _context(round_: Round, seat: int | None = None) -> dict[Ext, Any]:
    seated = {} if seat is None else {Ext.SEAT: seat}
    return {Ext.RUBRIC: round_.script.rubric, Ext.ROUND: round_.script.round, **seated}


def _machine(frame: Frame, criterion: str, at: str) -> str:
    """The statement of the machine's score as it stood then."""
    made = [each.number for each in frame.record.scores if each.made <= at]
    return naming.score_id(frame.record.attempt.id, max(made, default=frame.record.scores[0].number), criterion)
