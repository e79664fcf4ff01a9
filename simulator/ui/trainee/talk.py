"""A conversation as the widget shows it: the service's values as plain JSON, and the words around them."""

from collections.abc import Iterable
from typing import Any

from simulator.services.practise import Conversation, Said
from simulator.services.words import Part, parts

REVISED = "This scenario has been revised since you began. You are playing the version you began with."
TAKEN = "That turn had been taken already, perhaps in another tab. This is where the conversation stands now."


def traits(shown: Conversation, notice: str = "", *, paused: bool = False) -> dict[str, Any]:
    """The traits of `components.conversation.Conversation`. Options go out without anything that names them."""
    lines = [_line(said) for said in shown.lines]
    if shown.ended:
        lines.append({"who": "note", "name": "", "parts": _parts(parts(shown.ended.text))})
    return {
        "lines": lines,
        "options": [{"parts": _parts(option)} for option in shown.options],
        "turn": shown.turn,
        "about": shown.about,
        "reason": _reason(shown) if shown.reason_for is not None else None,
        "notice": notice,
        "paused": paused,
        "finished": {"label": "See the debrief"} if shown.ended else None,
    }


def _reason(shown: Conversation) -> dict[str, Any]:
    return {"prompt": f"Before {shown.client} answers: why this, and why now?", "skippable": True}


def _line(said: Said) -> dict[str, Any]:
    return {"who": said.who, "name": said.name, "parts": _parts(said.parts)}


def _parts(pieces: Iterable[Part]) -> list[dict[str, str]]:
    return [{"kind": part.kind, "text": part.text} for part in pieces]
