"""What the machine found, as statements: one for each criterion, and again for each further scoring."""

from collections.abc import Iterator
from typing import Any

from simulator.exports.xapi import naming
from simulator.exports.xapi.frame import Frame, extended, score
from simulator.exports.xapi.record import Statement
from simulator.exports.xapi.words import Ext, Verb
from simulator.model.codec import decode
from simulator.model.score import Score


def scores(frame: Frame) -> Iterator[Statement]:
    """A criterion that assessors mark has one even where the machine found nothing to go by."""
    marked = {each for round_ in frame.record.rounds for each in round_.script.criteria}
    before: set[str] = set()
    for found in frame.record.scores:
        document = decode(found.document, dict[str, Any]).get("criteria", {})
        names = [each.criterion for each in found.criteria]
        for criterion in [*names, *sorted(marked - set(names))]:
            yield _scored(frame, found, criterion, document.get(criterion, {}), again=criterion in before)
            before.add(criterion)


def _scored(frame: Frame, found: Score, criterion: str, document: dict[str, Any], *, again: bool) -> Statement:
    attempt = frame.record.attempt
    level, evidence = _evidence(found, criterion, document)
    return frame.statement(
        naming.score_id(attempt.id, found.number, criterion),
        attempt.person,
        Verb.SCORED,
        naming.criterion(frame.site, criterion),
        found.made,
        result=extended(score(level), evidence),
        context={Ext.RUBRIC: found.rubric, Ext.SCORING: found.number},
        beyond=naming.score_id(attempt.id, found.number - 1, criterion) if again else None,
        revision=found.rubric,
    )


def _evidence(found: Score, criterion: str, document: dict[str, Any]) -> tuple[int | None, dict[Ext, Any]]:
    row = next((each for each in found.criteria if each.criterion == criterion), None)
    if row is None:
        return None, {Ext.OPPORTUNITIES: 0}
    evidence: dict[Ext, Any] = {Ext.OPPORTUNITIES: row.items, Ext.MEAN: round(row.m, 4)}
    told = {Ext.INTERVAL: "interval", Ext.CONFIDENCE: "confidence", Ext.GATES: "gates", Ext.EVIDENCE: "turns"}
    return row.level, {**evidence, **{key: document[name] for key, name in told.items() if name in document}}
