"""A scenario's conditions and lines in words, for people who read pictures and paper. Not for the page: see `ui`."""

import re
from collections.abc import Iterable

from simulator.model.scenario import Beat, Condition, Fact

_DIRECTION = re.compile(r"\([^()]*\)")


def condition(one: Condition) -> str:
    """`mode is settled or breached`; a flag or another yes-or-no fact is named, or negated."""
    name = one.fact.removeprefix("flag.")
    only = one.values[0] if len(one.values) == 1 else None
    if isinstance(only, bool):
        return name if only else f"not {name}"
    return f"{name} is {' or '.join(map(_fact, one.values))}"


def when(conditions: Iterable[Condition]) -> str:
    """`when …`, or nothing for a case that holds otherwise."""
    words = " and ".join(map(condition, conditions))
    return f"when {words}" if words else ""


def cases(values: Iterable[tuple[str, Iterable[Condition]]]) -> tuple[str, ...]:
    """A value with its condition, one line each; the last of several says `otherwise`."""
    lines = [(value, when(conditions)) for value, conditions in values]
    if len(lines) == 1:
        return (lines[0][0],)
    return tuple(f"{value} {words or 'otherwise'}" for value, words in lines)


def opening_words(beat: Beat, most: int = 46) -> str:
    """How the client begins here in most moods, without stage directions unless there is nothing else."""
    line = next(line for line in beat.lines if line.mood is None)
    said = line.text[-1].value
    return shorten(_DIRECTION.sub(" ", said).strip() or said, most)


def shorten(text: str, most: int) -> str:
    """The first whole words of the text, with an ellipsis where something is left out."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    return words[: most - 1].rsplit(" ", 1)[0].rstrip(" .,;:–—-") + "…"


def _fact(value: Fact) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
