"""The levels of one competency over a person's attempts as a small picture."""

from simulator.exports.paper import Figure
from simulator.exports.paper.picture import (
    BLACK,
    DARK,
    MIDDLE,
    WHITE,
    Area,
    Dot,
    Label,
    Picture,
    Point,
    Shape,
    Stroke,
    box,
)
from simulator.exports.portfolio.values import Competency, Entry, Shown

WIDTH, HEIGHT = 330.0, 88.0
_LEFT, _RIGHT, _TOP, _BASE = 16.0, 322.0, 8.0, 70.0
_TOP_LEVEL = 4
_NUMBERS = 24

Level = tuple[int, Entry, Shown]
"""The number of an attempt, the attempt, and what it showed."""


def levels_of(competency: Competency, entries: tuple[Entry, ...]) -> list[Level]:
    """Those that came to a level, by the numbers that attempts have in the portfolio."""
    found = ((number, entry, entry.of(competency.id)) for number, entry in enumerate(entries, start=1))
    return [(number, entry, shown) for number, entry, shown in found if shown and shown.level is not None]


def course(competency: Competency, entries: tuple[Entry, ...]) -> tuple[Figure, ...]:
    """Nothing for fewer than two levels: a dot alone has no course."""
    levels = levels_of(competency, entries)
    if len(levels) < 2:
        return ()
    last = len(entries)
    shapes = (*_grid(last), *(_mark(each, last) for each in levels))
    told = "; ".join(f"attempt {n}: {shown.level:g}{_notes(entry, shown)}" for n, entry, shown in levels)
    return (Figure(Picture(WIDTH, HEIGHT, shapes), f"Levels of {competency.title} by attempt: {told}.", beside=True),)


def _notes(entry: Entry, shown: Shown) -> str:
    notes = [*([] if entry.first else ["repeat"]), *(["assessors"] if shown.assessed else [])]
    return f" ({', '.join(notes)})" if notes else ""


def _grid(last: int) -> list[Shape]:
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100) if last / each <= _NUMBERS)
    lines: list[Shape] = [
        Stroke(((_LEFT, _y(level)), (_RIGHT, _y(level))), 0.75 if level == 0 else 0.3, BLACK if level == 0 else MIDDLE)
        for level in range(_TOP_LEVEL + 1)
    ]
    levels: list[Shape] = [Label((_LEFT - 6, _y(n) + 2.6), str(n), "end", 7.5, DARK) for n in range(_TOP_LEVEL + 1)]
    numbers: list[Shape] = [
        Label((_x(n, last), HEIGHT - 6), str(n), "middle", 7.5, DARK) for n in range(step, last + 1, step)
    ]
    return [*lines, *levels, *numbers]


def _mark(level: Level, last: int) -> Shape:
    """A dot, a square for assessors; open where the attempt is a repeat."""
    number, entry, shown = level
    assert shown.level is not None  # noqa: S101 - the others have no mark
    at: Point = (_x(number, last), _y(shown.level))
    fill = BLACK if entry.first else WHITE
    if not shown.assessed:
        return Dot(at, 2.8, fill, 0.9)
    x, y = at
    return Area(box(x - 3, y - 3, x + 3, y + 3), fill, 0.9)


def _x(number: int, last: int) -> float:
    return _LEFT + (number - 0.5) / last * (_RIGHT - _LEFT)


def _y(level: float) -> float:
    return _BASE - level / _TOP_LEVEL * (_BASE - _TOP)
