"""What assessors found in an attempt, as its trainee reads it: what counts, its evidence, and what the marks say of it.

A mark speaks where its assessor abides by it and its level counts; what was overruled is kept and not shown. Nobody is
named.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from simulator.model.assessment import Appeal, Final, FinalCriterion, Flag, Mark, Script
from simulator.model.attempt import Attempt
from simulator.model.codec import decode
from simulator.model.rubric import Rubric
from simulator.scoring.moderation import Assessed, abides, own
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.ports import Work
from simulator.store.assignments import Release


def marked(work: Work, attempt: Attempt, *, preview: bool = False) -> Marked | None:
    """The latest round that has been released, with `preview` the latest that is final; None where there is none.

    What comes of an appeal takes the place of the round before once it is released itself.
    """
    rounds = work.scripts.of_attempt(attempt.id)
    finals = work.scripts.finals([each.id for each in rounds]) if rounds else {}
    releases = work.assignments.releases([attempt.assignment]) if finals and attempt.assignment else []
    seen = [s for s in rounds if s.id in finals and (preview or is_released(attempt.id, finals[s.id], releases))]
    if not seen:
        return None
    return _marked(work, attempt, seen[-1], finals[seen[-1].id], again=rounds[-1].id != seen[-1].id)


def is_released(attempt: str, final: Final, releases: Iterable[Release]) -> bool:
    """Whether an attempt's result has been released since it became final."""
    return any(each.attempt == attempt and each.released >= final.made for each in releases)


def appeal_state(appeal: Appeal | None) -> str:
    """`open`, `reopened` or `declined`; empty where nobody has appealed."""
    if appeal is None:
        return ""
    if appeal.decided is None:
        return "open"
    return "reopened" if appeal.reopened else "declined"


def _marked(work: Work, attempt: Attempt, script: Script, final: Final, *, again: bool) -> Marked:
    kept = work.rubric(script.rubric)
    assert kept is not None  # noqa: S101 - it is kept with the script
    rubric = decode(kept, Rubric)
    found = _Round(work, attempt, script, rubric)
    appeal = work.scripts.appeals([script.id]).get(script.id)
    criteria = tuple(found.criterion(each) for each in in_order(final.criteria, script))
    speaking = [each for each in found.marks if any(found.speaks(each, final_) for final_ in final.criteria)]
    return Marked(
        script=script.id,
        round=script.round,
        settled=final.made,
        rubric=rubric,
        criteria=criteria,
        notes=_notes(speaking),
        comments=tuple(each.comment for each in speaking if each.comment),
        gates=tuple((each.gate, each.turn, each.decision.reason) for each in found.upheld if each.decision),
        again=again,
        appeal=appeal_state(appeal),
        answer=appeal.answer if appeal else "",
    )


def in_order(criteria: Iterable[FinalCriterion], script: Script) -> list[FinalCriterion]:
    """As they were to be marked; what a gate has added comes last."""
    place = {each: number for number, each in enumerate(script.criteria)}
    return sorted(criteria, key=lambda each: (place.get(each.criterion, len(place)), each.criterion))


class _Round:
    """The marks of a round, and which of them count."""

    def __init__(self, work: Work, attempt: Attempt, script: Script, rubric: Rubric) -> None:
        ids = [script.id]
        self.marks: Sequence[Mark] = work.marks.of(ids)[script.id]
        flags: Sequence[Flag] = work.marks.flags(ids)[script.id]
        responses = tuple(work.marks.responses(ids)[script.id])
        self.assessed = Assessed(script, None, marks=tuple(self.marks), responses=responses)
        self.upheld = [each for each in flags if each.decision and each.decision.upheld]
        self._gates = rubric.gate_by_id
        scores = work.scores.of(attempt.id)
        self._machine = evidence_turns(scores[-1].document) if scores else {}

    def criterion(self, final: FinalCriterion) -> MarkedCriterion:
        counting = [each for each in self.marks if self._counts(each, final)]
        turns = {turn for each in counting for turn in self._turns(each, final.criterion)}
        if final.how == "capped":
            turns |= {each.turn for each in self.upheld if self._gates[each.gate].criterion == final.criterion}
        said = (each.of(final.criterion) for each in counting if self.speaks(each, final))
        comments = tuple(each.comment for each in said if each and each.comment)
        return MarkedCriterion(final.criterion, final.level, final.how, tuple(sorted(turns)), comments)

    def speaks(self, mark: Mark, final: FinalCriterion) -> bool:
        """Whether a mark counts by what it says itself, and not by the machine's level that was taken instead."""
        return self._counts(mark, final) and abides(self.assessed, mark, final.criterion) == own(mark, final.criterion)

    def _counts(self, mark: Mark, final: FinalCriterion) -> bool:
        if mark.of(final.criterion) is None:
            return False
        if final.how in ("capped", "consensus"):
            return True
        if final.how == "mean":
            return mark.seat < 3
        return abides(self.assessed, mark, final.criterion) == final.level

    def _turns(self, mark: Mark, criterion: str) -> tuple[int, ...]:
        found = mark.of(criterion)
        if found and abides(self.assessed, mark, criterion) == found.level:
            return found.turns
        return self._machine.get(criterion, ())


def evidence_turns(document: str) -> dict[str, tuple[int, ...]]:
    """The turns of a score's evidence by criterion; empty where its document does not say."""
    try:
        criteria = json.loads(document).get("criteria", {})
        return {id_: tuple(each.get("turns", ())) for id_, each in criteria.items()}
    except (ValueError, AttributeError):
        return {}


def _notes(marks: Iterable[Mark]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for turn, note in _each_note(marks):
        found[turn] = (*found.get(turn, ()), note)
    return dict(sorted(found.items()))


def _each_note(marks: Iterable[Mark]) -> Iterator[tuple[int, str]]:
    for mark in marks:
        yield from mark.notes.items()
