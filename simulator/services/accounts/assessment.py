"""What is kept about somebody's marks: those they were given, once released, and those they gave. For `record` alone.

Assessors read nothing here of whose the attempts were, trainees nothing of who marked theirs.
"""

import json
from collections.abc import Iterable
from typing import Any

from simulator.model.assessment import Appeal, CriterionMark, Final, Mark, Script
from simulator.model.attempt import Attempt
from simulator.model.codec import plain
from simulator.services.assessing.marked import is_released
from simulator.services.ports import Work
from simulator.store.assignments import Release
from simulator.store.personal import Personal, Row

Documents = dict[str, Any]


def results(work: Work, attempt: Attempt, releases: Iterable[Release]) -> list[Documents]:
    """What assessors found in an attempt, round by round; nothing of a round whose result has not been released."""
    rounds = work.scripts.of_attempt(attempt.id) if attempt.assignment else []
    finals = work.scripts.finals([each.id for each in rounds]) if rounds else {}
    releases = list(releases)
    seen = [each for each in rounds if each.id in finals and is_released(attempt.id, finals[each.id], releases)]
    appeals = work.scripts.appeals([each.id for each in seen]) if seen else {}
    return [_round(work, each, finals[each.id], appeals.get(each.id)) for each in seen]


def _round(work: Work, script: Script, final: Final, appeal: Appeal | None) -> Documents:
    ids = [script.id]
    marks, flags = work.marks.of(ids)[script.id], work.marks.flags(ids)[script.id]
    reasons = [(each.criterion, each.reason) for each in work.marks.responses(ids)[script.id] if each.reason]
    agreed = [each for each in work.marks.consensus(ids)[script.id] if each.agreed]
    return {
        "round": script.round,
        "rubric": script.rubric,
        "settled": final.made,
        "criteria": plain(final.criteria),
        "comments": [comment for mark in marks for comment in _comments(mark)],
        "notes": [{"turn": turn, "note": note} for mark in marks for turn, note in mark.notes.items()],
        "reasons": [
            *({"criterion": criterion, "reason": reason} for criterion, reason in reasons),
            *({"criterion": None, "reason": each.reason} for each in agreed),
        ],
        "gates": [
            {"gate": each.gate, "turn": each.turn, "comment": each.comment, "reason": each.decision.reason}
            for each in flags
            if each.decision and each.decision.upheld
        ],
        "appeal": _appeal(appeal) if appeal else None,
    }


def _comments(mark: Mark) -> Iterable[Documents]:
    whole = CriterionMark("", None, (), mark.comment)
    for each in (*mark.criteria, whole):
        if each.comment:
            yield {"criterion": each.criterion or None, "turns": list(each.turns), "comment": each.comment}


def _appeal(appeal: Appeal) -> Documents:
    names = ("made", "reason", "decided", "answer")
    return {**{name: getattr(appeal, name) for name in names}, "reopened": appeal.reopened is not None}


def assessing(work: Work, person: str) -> Documents:
    """Everything somebody did as an assessor, by script. Why a mark was asked for is not in it: that is blind."""
    kept, seats = Personal(work.connection), work.scripts.seats_of(person)
    ids = list(dict.fromkeys(each.script for each in seats))
    marks = [mark for theirs in work.marks.of(ids).values() for mark in theirs if mark.assessor == person]
    own = {(each.script, each.seat) for each in marks}
    responses = [each for said in work.marks.responses(ids).values() for each in said]
    names = ("script", "seat", "made", "opened", "seen", "ended", "ended_why")
    return {
        "seats": [{name: getattr(each, name) for name in names} for each in seats],
        "marks": [{**plain(each), "assessor": "you"} for each in marks],
        "responses": [plain(each) for each in responses if (each.script, each.seat) in own],
        "drafts": _decoded(kept.drafts(person), "document"),
        "flags": kept.flags(person),
        "decisions": [{**row, "upheld": bool(row["upheld"])} for row in kept.decisions(person)],
        "proposals": _decoded(kept.proposals(person), "levels"),
        "agreed": kept.agreed(person),
        "appeals_answered": kept.answers(person),
        "settings": _decoded(kept.settings(person), "document"),
    }


def statements(work: Work, person: str) -> list[Documents]:
    return _decoded(Personal(work.connection).statements(person), "document")


def _decoded(rows: Iterable[Row], name: str) -> list[Row]:
    return [{**row, name: json.loads(row[name])} for row in rows]
