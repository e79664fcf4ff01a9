"""Debriefs of many attempts as a portfolio: what each showed, and what that comes to by competency."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.exports.portfolio import Competency, Entry, Pooled, Portfolio, Reason, Shown
from simulator.exports.report import TurningPoint, Whose
from simulator.model.codec import digest
from simulator.model.rubric import Rubric
from simulator.scoring.profiles import Shown as Evidence
from simulator.scoring.profiles import profiles
from simulator.services.debrief import Debrief
from simulator.services.keeping import product_version
from simulator.services.reporting.attempt import Kept, basis, turning_points, words

_EPOCH = "1970-01-01T00:00:00+00:00"
"""What dates a portfolio without any attempt."""


@dataclass(frozen=True, slots=True)
class Read:
    """An attempt with its debrief. `first`: nothing of the same scenario was finished before it."""

    kept: Kept
    debrief: Debrief
    first: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """What a portfolio covers, in words, and how many finished attempts are not in it: `waiting` to be released,
    `older` than those that are, `unreadable` now.
    """

    words: str
    waiting: int
    older: int
    unreadable: int


def portfolio_of(attempts: Sequence[Read], rubric: Rubric, whose: Whose, covers: Covered) -> Portfolio:
    """`attempts` the earliest first; `rubric` is the one that the debriefs were made with."""
    moments = [moment for each in attempts for moment in _moments(each)]
    marked = [each.debrief.marked.rubric for each in attempts if each.debrief.marked]
    rubrics = {digest(each): basis(each) for each in marked}
    rubrics.pop(digest(rubric), None)
    return Portfolio(
        whose=whose,
        language=attempts[-1].kept.session.dialogue.scenario.language if attempts else "en",
        covers=covers.words,
        moment=max(moments, default=_EPOCH),
        rubric=basis(rubric),
        rubrics=tuple(rubrics.values()),
        engine=product_version(),
        waiting=covers.waiting,
        older=covers.older,
        unreadable=covers.unreadable,
        entries=tuple(map(_entry, attempts)),
        competencies=_competencies(attempts, rubric),
    )


def _moments(read: Read) -> list[str]:
    marked = read.debrief.marked
    kept = [read.kept.attempt.finished or "", read.kept.released, marked.settled if marked else ""]
    return [each for each in kept if each]


def _entry(read: Read) -> Entry:
    kept, debrief, attempt = read.kept, read.debrief, read.kept.attempt
    return Entry(
        attempt=attempt.id,
        scenario=attempt.scenario,
        digest=attempt.digest,
        title=debrief.title,
        mode=attempt.mode.value,
        assignment=kept.title,
        finished=attempt.finished or "",
        first=read.first,
        helped=bool(kept.hints) or attempt.parent is not None,
        turns=len(debrief.turns),
        result=debrief.result,
        kept=debrief.kept,
        shown=_shown(debrief),
        moment=_moment(debrief),
        reasons=tuple(Reason(each.turn, words(each.said), each.reason) for each in debrief.turns if each.reason),
    )


def _shown(debrief: Debrief) -> tuple[Shown, ...]:
    """What assessors found counts where they marked it."""
    items = {each.id: each.items for each in debrief.criteria}
    marked = debrief.marked.criteria if debrief.marked else ()
    human = [Shown(each.criterion, each.level, True, items.get(each.criterion, 0)) for each in marked]
    known = {each.competency for each in human}
    return (*human, *(Shown(e.id, e.level, False, e.items) for e in debrief.criteria if e.id not in known))


def _moment(debrief: Debrief) -> TurningPoint | None:
    """The turn with the largest loss, else a step of repair, else what held the conversation."""
    order = {"loss": 0, "repair": 1, "only-move": 2}
    found = sorted(turning_points(debrief), key=lambda each: (order[each.kind], -each.loss, each.turn))
    return found[0] if found else None


def _competencies(attempts: Sequence[Read], rubric: Rubric) -> tuple[Competency, ...]:
    first = _pooled([each for each in attempts if each.first], rubric)
    repeats = _pooled([each for each in attempts if not each.first], rubric)
    marked = {each.competency for read in attempts for each in _shown(read.debrief)}
    return tuple(
        Competency(each.id, each.code, each.title, first.get(each.id, Pooled()), repeats.get(each.id, Pooled()))
        for each in rubric.competencies
        if each.id in marked
    )


def _pooled(attempts: Sequence[Read], rubric: Rubric) -> dict[str, Pooled]:
    """Over scenarios, each counting the same (`scoring.profiles`), by competency."""
    places = {each.id: number for number, each in enumerate(rubric.competencies)}
    scenarios = {name: n for n, name in enumerate(dict.fromkeys(each.kept.attempt.scenario for each in attempts))}
    found = [
        (scenarios[each.kept.attempt.scenario], places[criterion.id], criterion.m, criterion.items)
        for each in attempts
        for criterion in each.debrief.criteria
        if criterion.items
    ]
    if not found:
        return {}
    scenario, criterion, m, items = zip(*found, strict=True)
    evidence = Evidence(
        np.zeros(len(found), np.int64), np.array(scenario), np.array(criterion), np.array(m, float), np.array(items)
    )
    pooled = profiles(evidence, 1, len(places))
    known = {id_: pooled.of(0, place) for id_, place in places.items()}
    return {
        id_: Pooled(each.attempts, each.scenarios, each.items, each.mean, each.error)
        for id_, each in known.items()
        if each
    }
