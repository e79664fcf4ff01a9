"""The words in which figures and names are printed in reports and portfolios."""

from collections.abc import Sequence
from datetime import UTC, datetime

from simulator.exports.paper import Facts, Span, Words
from simulator.exports.report.values import Level

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
MODES = {"explore": "Explore", "practice": "Practice", "exam": "Exam"}
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
SURENESS = {
    "none": "no evidence",
    "slight": "slight evidence",
    "some": "some evidence",
    "good": "good evidence",
}
HOW = {
    "first": "One assessor’s mark counts: the only one that was needed, or the first where two lay close together.",
    "agreed": "Every assessor who marked it came to the same.",
    "mean": "The mean of two marks.",
    "closest": "Two marks lay apart; a third assessor decided, and this is the one closest to it.",
    "third": "Two marks lay apart; a third assessor decided.",
    "consensus": "Two marks lay apart; the two assessors talked it over and agreed.",
    "capped": "Limited, because a rule was crossed.",
    "own": "Your mark, made before you saw any other. It is not final yet.",
}

LEVEL_ITEMS = 4
"""From how many pieces of evidence a level may be read as one (content specification, section 3a.3)."""
DECISION_ITEMS, DECISION_SCENARIOS = 6, 2
"""And from how many, in how many scenarios, something may hang on it (the same section)."""

CHOOSING = (
    "Choosing a line is not saying it. The lines were offered, and one of them was chosen each time. This shows what "
    "was recognised as right for the moment; it does not show that it would have been found and said face to face."
)


def day(moment: str) -> str:
    """An ISO time as a date: 3 March 2026."""
    when = _utc(moment)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def clock(moment: str) -> str:
    """With the time of day: 3 March 2026, 14:05 UTC."""
    return f"{day(moment)}, {_utc(moment):%H:%M} UTC"


def plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def points(value: float) -> str:
    """Points of 0-100, rounded; what is less than half a point is said to be so."""
    return "less than 1" if 0 < value < 0.5 else str(round(value))


def signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def span_of(begun: str, finished: str) -> str:
    """From when to when, the day once where it is the same."""
    if day(begun) == day(finished):
        return f"{day(begun)}, {_utc(begun):%H:%M} to {_utc(finished):%H:%M} UTC"
    return f"{clock(begun)} to {clock(finished)}"


def level(shown: Level, none: str) -> str:
    """`3 of 4: proficient`; `none` where there is none."""
    return none if shown.value is None else f"{shown.value:g} of 4: {shown.name}"


def turn(number: int) -> Words:
    """`Turn 3`, which leads to its place in the transcript."""
    return (Span(f"Turn {number}", to=f"turn-{number}"),)


def turns(them: Sequence[int]) -> Words:
    """`turn 3`, `turns 3, 5 and 8`, each leading to its place in the transcript; nothing for none."""
    if not them:
        return ()
    first = Span("turn " if len(them) == 1 else "turns ")
    links = [Span(str(each), to=f"turn-{each}") for each in them]
    between = [Span(", ")] * (len(links) - 2) + [Span(" and ")] * (len(links) > 1)
    found = [links[0]]
    for gap, link in zip(between, links[1:], strict=True):
        found += [gap, link]
    return (first, *found)


def quoted(words: Words) -> Words:
    return (Span("“"), *words, Span("”"))


def joined(*parts: str | Words) -> Words:
    """Text and words one after the other."""
    return tuple(span for each in parts for span in ((Span(each),) if isinstance(each, str) else each))


def facts(*rows: tuple[str | Words, str | Words], look: str = "plain") -> Facts:
    """Without those that say nothing."""
    return Facts(tuple((joined(name), joined(words)) for name, words in rows if words), look)


def short(digest: str) -> str:
    return digest[:12]


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
