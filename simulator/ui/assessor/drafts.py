"""A script and a draft as the marking screen shows them, and what comes back from it as a draft again.

Only what an assessor may see before submitting is in a `Marking` value, so nothing here has to be left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from simulator.model.assessment import CriterionMark, Draft
from simulator.services.assessing.showing import Anchor, CriterionCard, Line, Marking
from simulator.services.words import Part
from simulator.ui.components.marking import NO_OPPORTUNITY

Json = Mapping[str, Any]


def script(marking: Marking) -> dict[str, Any]:
    head = marking.head
    return {
        "id": head.script,
        "code": head.code,
        "title": head.title,
        "client": head.client,
        "brief": head.brief,
        "setting": head.setting,
        "seat": marking.seat,
        "calibrating": marking.calibrating,
        "lines": [_line(each) for each in head.lines],
        "criteria": [_criterion(each) for each in head.criteria],
        "gates": [{"id": each.id, "rule": each.rule, "why": each.why} for each in head.gates],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "turn": line.turn,
        "client": _parts(line.client),
        "said": _parts(line.said),
        "hinge": line.hinge,
        "reason": line.reason,
    }


def _parts(parts: Iterable[Part]) -> list[dict[str, str]]:
    return [{"kind": part.kind, "text": part.text} for part in parts]


def _criterion(card: CriterionCard) -> dict[str, Any]:
    indicators = [
        {"id": each.id, "title": each.title, "behaviour": each.behaviour, "anchors": _anchors(each.anchors)}
        for each in card.indicators
    ]
    return {
        "id": card.id,
        "code": card.code,
        "title": card.title,
        "definition": card.definition,
        "anchors": _anchors(card.anchors),
        "indicators": indicators,
    }


def _anchors(anchors: Iterable[Anchor]) -> list[dict[str, Any]]:
    return [{"level": each.level, "name": each.name, "words": each.words} for each in anchors]


def plain(draft: Draft) -> dict[str, Any]:
    """A draft as the component takes it."""
    decided = {
        each.criterion: _mark(each, NO_OPPORTUNITY if each.level is None else each.level) for each in draft.criteria
    }
    undecided = {each.criterion: _mark(each, None) for each in draft.undecided}
    return {
        "criteria": {**undecided, **decided},
        "notes": {str(turn): note for turn, note in sorted(draft.notes.items())},
        "comment": draft.comment,
        "flags": [{"gate": gate, "turn": turn, "seen": seen} for gate, turn, seen in draft.flags],
    }


def _mark(mark: CriterionMark, level: int | str | None) -> dict[str, Any]:
    return {"level": level, "turns": list(mark.turns), "comment": mark.comment}


def read(given: Json) -> Draft:
    """The draft of what the component has passed on, which is well-formed; what is empty is left out."""
    criteria = {name: each for name, each in given["criteria"].items() if _says_something(each)}
    decided = {name: each for name, each in criteria.items() if each["level"] is not None}
    return Draft(
        criteria=_marks(decided),
        notes={int(turn): note for turn, note in given["notes"].items() if note.strip()},
        comment=given["comment"],
        flags=tuple((each["gate"], each["turn"], each["seen"]) for each in given["flags"]),
        undecided=_marks({name: each for name, each in criteria.items() if name not in decided}),
    )


def _says_something(mark: Json) -> bool:
    return mark["level"] is not None or bool(mark["turns"]) or bool(mark["comment"].strip())


def _marks(marks: Mapping[str, Json]) -> tuple[CriterionMark, ...]:
    return tuple(
        CriterionMark(
            name,
            None if each["level"] in (None, NO_OPPORTUNITY) else each["level"],
            tuple(sorted(each["turns"])),
            each["comment"],
        )
        for name, each in marks.items()
    )
