"""The words in which values are shown to trainees. They describe and never judge."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from simulator.ui.html import Markup, el, join

RESULTS = {
    "strong": "A strong ending",
    "good": "A good ending",
    "mixed": "A mixed ending",
    "weak": "A weak ending",
    "fail": "It came apart",
}

LABELS = {
    "best": "Best",
    "sound": "Sound",
    "missed chance": "Missed chance",
    "misstep": "Misstep",
    "setback": "Setback",
}
COSTLY = ("missed chance", "misstep", "setback")

BADGES = {
    "only-move": ("Only move", "Every other line would have cost 12 points or more."),
    "several-good-roads": ("Several good roads", "Two or more lines were within 2 points of each other."),
    "repair": ("Repair", "In a strained moment this added something that repair needs."),
    "recovered": ("Recovered", "After this turn you lost less than 5 points altogether."),
    "early": ("Early", "The right kind of move, one or two turns before its moment."),
}

MOODS = {
    "closed": "Closed",
    "guarded": "Guarded",
    "open": "Open",
    "candid": "Candid",
    "polite": "Polite, at a distance",
    "pushing-back": "Pushing back",
    "hurt": "Hurt",
    "testing": "Testing you",
}

MODES = {"explore": "Explore", "practice": "Practice", "exam": "Exam"}

DIFFICULTY = {1: "Gentle", 2: "Demanding", 3: "Hard"}


class Phrase(Protocol):
    """A piece of a line: `kind` is speech or cue."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def topic(slug: str) -> str:
    """A topic's slug as a phrase."""
    return slug.replace("-", " ").capitalize()


def day(moment: str) -> str:
    """An ISO time as a date: 3 March 2026."""
    when = datetime.fromisoformat(moment)
    return f"{when.day} {when:%B %Y}"


def plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def points(value: float) -> str:
    """Points of 0-100, rounded; what is less than half a point is said to be so."""
    return "less than 1" if 0 < value < 0.5 else str(round(value))


def phrases(parts: Iterable[Phrase]) -> Markup:
    """A line with its cues in italics, for prose outside the transcript."""
    pieces = [el("i" if part.kind == "cue" else "span", part.text, class_=f"cs-{part.kind}") for part in parts]
    return join(*(each for piece in pieces for each in (" ", piece)))


def plain(parts: Iterable[Phrase]) -> str:
    """A line as plain text, for names and alternatives."""
    return " ".join(part.text for part in parts)
