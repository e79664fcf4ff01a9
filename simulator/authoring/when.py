"""The conditions of a case: which facts there are, which values each can have, and what an author may write.

There is no expression language; a condition is a fact and the values that satisfy it.
"""

from typing import Any

from simulator.model.alliance import BreachType, Facet, Ingredient, Mode, Mood
from simulator.model.scenario import VARIABLES, Fact

NONE = "none"
"""The value of `breach` and `facet` when there is none."""

FACTS: dict[str, tuple[Fact, ...]] = {
    "mode": tuple(mode.value for mode in Mode),
    "mood": tuple(mood.value for mood in Mood),
    "trust": (0, 1, 2, 3),
    **{ingredient.value: (True, False) for ingredient in Ingredient},
    "watch": (True, False),
    "breach": (*(breach.value for breach in BreachType), NONE),
    "facet": (*(facet.value for facet in Facet), NONE),
}


def allowed_values(fact: str) -> tuple[Fact, ...]:
    """All values of a known fact, a client variable or a flag."""
    if fact.startswith("flag."):
        return (True, False)
    if fact in VARIABLES:
        low, high = VARIABLES[fact]
        return tuple(range(low, high + 1))
    return FACTS[fact]


def parse_values(written: Any, allowed: tuple[Fact, ...]) -> tuple[Fact, ...] | None:
    """The values meant by one value, a list, or a range such as `"2.."`; None where any of it is impossible."""
    if isinstance(written, list):
        parts = [parse_values(each, allowed) for each in written]
        if not parts or any(part is None for part in parts):
            return None
        return tuple(dict.fromkeys(value for part in parts if part for value in part))
    if isinstance(written, str) and ".." in written:
        return _range(written, allowed)
    same = [value for value in allowed if value == written and isinstance(value, bool) == isinstance(written, bool)]
    return (same[0],) if same else None


def _range(written: str, allowed: tuple[Fact, ...]) -> tuple[Fact, ...] | None:
    numbers = [value for value in allowed if isinstance(value, int) and not isinstance(value, bool)]
    low, _, high = written.partition("..")
    if not numbers or not (low or high) or not all(part == "" or _is_short_number(part) for part in (low, high)):
        return None
    first, last = int(low or numbers[0]), int(high or numbers[-1])
    return tuple(number for number in numbers if first <= number <= last) or None


def _is_short_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10
