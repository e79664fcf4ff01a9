"""From evidence to criterion levels: a mean shrunk towards random play, cuts, an interval and a word of confidence.

Shrinking means that little evidence can neither crown nor condemn. The interval is a rule of thumb, because the turns
of one conversation are not independent.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.model.rubric import Rubric, Scoring
from simulator.scoring.beta import quantile
from simulator.scoring.evidence import Item

_ROUNDING = 1e-9  # a mean that is a cut but for floating point reaches it


@dataclass(frozen=True, slots=True)
class Criterion:
    """What was shown on one criterion. `level` 0-4, None with too little evidence; `gates` crossed cap it."""

    id: str
    level: int | None
    m: float
    items: tuple[Item, ...]
    baseline: float
    interval: tuple[float, float]
    confidence: str
    gates: tuple[str, ...] = ()


def criteria(items: Iterable[Item], gates: Iterable[str], rubric: Rubric) -> dict[str, Criterion]:
    """Every criterion with evidence or a crossed gate, in the rubric's order. `gates` are ids of crossed gates."""
    evidence: dict[str, list[Item]] = {competency.id: [] for competency in rubric.competencies}
    crossed: dict[str, list[str]] = {competency.id: [] for competency in rubric.competencies}
    for item in items:
        evidence[item.criterion].append(item)
    for gate in dict.fromkeys(gates):
        crossed[rubric.gate_by_id[gate].criterion].append(gate)
    return {
        id_: _criterion(id_, tuple(evidence[id_]), tuple(crossed[id_]), rubric)
        for id_ in evidence
        if evidence[id_] or crossed[id_]
    }


def _criterion(id_: str, items: tuple[Item, ...], gates: tuple[str, ...], rubric: Rubric) -> Criterion:
    scoring = rubric.scoring
    total = sum(item.weight for item in items)
    b = sum(item.weight * item.baseline for item in items) / total if items else scoring.absent
    won = sum(item.weight * item.x for item in items)
    m = (won + scoring.shrinkage * b) / (total + scoring.shrinkage)
    low, high = interval(b, won, total, scoring.interval)
    level = level_of(m, items, scoring)
    if level is not None:
        level = min([level, *(rubric.gate_by_id[gate].cap for gate in gates)])
    return Criterion(id_, level, m, items, b, (low, high), confidence(len(items), high - low, scoring), gates)


def level_of(m: float, items: tuple[Item, ...], scoring: Scoring) -> int | None:
    """The level a mean reaches, None where there is too little evidence; the top one asks for more of it."""
    if len(items) < scoring.minimum_items:
        return None
    level = sum(m >= cut - _ROUNDING for cut in scoring.cuts)
    broad = len(items) >= scoring.exemplary_items and len({item.beat for item in items}) >= scoring.exemplary_beats
    return level if broad else min(level, 3)


def interval(b: float, won: float, total: float, share: float) -> tuple[float, float]:
    """The central `share` of Beta(b + won, 1 - b + total - won): evidence as fractional successes."""
    tail = (1 - share) / 2
    successes, failures = b + won, (1 - b) + (total - won)
    return quantile(tail, successes, failures), quantile(1 - tail, successes, failures)


def confidence(items: int, width: float, scoring: Scoring) -> str:
    """none, slight, some or good: how much a level can be leaned on."""
    word = "none"
    for each, least in scoring.confidence:
        if items >= least and not (each == scoring.confidence[-1][0] and width > scoring.good_width):
            word = each
    return word


def total(found: dict[str, Criterion], rubric: Rubric) -> float | None:
    """0-100 over the scored criteria; None while they cover too little of the rubric. Nothing is filled in."""
    levels = [each.level for each in found.values() if each.level is not None]
    if len(levels) < rubric.scoring.coverage * len(rubric.competencies):
        return None
    return 25 * sum(levels) / len(levels)
