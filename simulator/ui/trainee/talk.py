"""A conversation as the widget shows it: the service's values as plain JSON, and the words around them."""

from collections.abc import Iterable
from typing import Any

from simulator.services.practise import Conversation, Said
from simulator.services.words import Part, parts
from simulator.ui.trainee.words import LABELS, MOODS

REVISED = "This scenario has been revised since you began. You are playing the version you began with."
TAKEN = "That turn had been taken already, perhaps in another tab. This is where the conversation stands now."
HELD = (
    "The database does not answer just now. What you did is held here and kept as soon as it is back; nothing is lost."
)
BACK = "The database is back, and what you did has been kept."
WAITS = "What this conversation showed stays closed until your trainer releases it."
HINTS = ("", "A hint: what to notice", "A hint: what this moment asks for", "A hint: set two lines aside")


def traits(shown: Conversation, notice: str = "", *, paused: bool = False, mood: str = "") -> dict[str, Any]:
    """The traits of `components.conversation.Conversation`. Options go out without anything that names them.

    `mood` is how the client seems, where it has been asked for.
    """
    lines = [_line(said) for said in shown.lines]
    if shown.ended:
        lines.append({"who": "note", "name": "", "parts": _parts(parts(shown.ended.text))})
    known = shown.mood or mood
    return {
        "lines": lines,
        "options": [{"parts": _parts(option)} for option in shown.options],
        "turn": shown.turn,
        "about": shown.about,
        "reason": _reason(shown) if shown.reason_for is not None else None,
        "notice": notice,
        "paused": paused,
        "finished": _finished(shown) if shown.ended else None,
        "mood": MOODS.get(known, known),
        "mood_offer": shown.mood_on_request and not known,
        "hints": [{"level": level, "text": text} for level, text in enumerate(shown.hints, start=1)],
        "hint_offer": HINTS[shown.next_hint],
        "dimmed": list(shown.aside),
        "take_back": _take_back(shown),
    }


def _finished(shown: Conversation) -> dict[str, Any]:
    if shown.feedback:
        return {"label": "See the debrief"}
    return {"label": "Back to your assignments", "note": WAITS}


def _take_back(shown: Conversation) -> str:
    if not shown.can_take_back:
        return ""
    return "Take that back" if shown.mode.value == "explore" else "Take that back (once)"


def _reason(shown: Conversation) -> dict[str, Any]:
    return {"prompt": f"Before {shown.client} answers: why this, and why now?", "skippable": True}


def _line(said: Said) -> dict[str, Any]:
    line = {"who": said.who, "name": said.name, "parts": _parts(said.parts)}
    if said.who == "feedback":
        return {**line, "name": "", "label": LABELS.get(said.name, said.name)}
    return line


def _parts(pieces: Iterable[Part]) -> list[dict[str, str]]:
    return [{"kind": part.kind, "text": part.text} for part in pieces]
