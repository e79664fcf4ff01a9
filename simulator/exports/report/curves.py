"""The course of a conversation as one picture: what was attainable, and how far the client trusted, over the turns."""

from itertools import groupby

from simulator.exports.paper import Figure
from simulator.exports.paper.picture import DARK, LIGHT, MIDDLE, Area, Dot, Label, Picture, Point, Shape, Stroke, box
from simulator.exports.report.values import Review, TracePoint
from simulator.exports.report.words import points

TRUST = ("none", "provisional", "working", "deep")
MARKS = {"breach": "Breach", "strain": "Strain", "repair": "Repair", "left": "Left"}

WIDTH, HEIGHT = 470.0, 188.0
_LEFT, _RIGHT = 56.0, 460.0
_ABOVE, _BELOW = (18.0, 92.0), (126.0, 174.0)
"""The two charts, from top to bottom."""
_NUMBERS = 24
"""How many turns are numbered at most."""

_CAPTION = (
    "Above: what was still attainable after each turn, of the 100 at the start; dots are turning points. "
    "Below: how far the client trusted; shaded where the alliance was strained or breached."
)


def course(review: Review) -> Figure:
    """Point 0 is the start, point t what turn t had led to."""
    last = max(len(review.curve) - 1, 1)
    attainable = tuple((_x(t, last), _y(_ABOVE, value / 100)) for t, value in enumerate(review.curve))
    shapes: tuple[Shape, ...] = (
        *_strained(review.trace, last),
        *_frame(_ABOVE, "Attainable", ("0", "50", "100")),
        *_frame(_BELOW, "Trust", TRUST),
        Stroke(attainable, 1.4),
        *(Dot(attainable[each.turn], 2.8) for each in review.turning_points),
        Stroke(_steps(review.trace, last), 1.4),
        *_marks(review.trace, last),
        *_turns(last),
    )
    return Figure(Picture(WIDTH, HEIGHT, shapes), told(review), _CAPTION)


def told(review: Review) -> str:
    """What the picture shows, in words."""
    curve, trace = review.curve, review.trace
    losses = [each for each in review.turning_points if each.kind == "loss"]
    lost = "".join(f", {points(each.loss)} lost at turn {each.turn}" for each in losses)
    marked = "".join(f", {MARKS[p.mark].lower()} {_when(t)}" for t, p in enumerate(trace) if p.mark in MARKS)
    return (
        f"Attainable, from {points(curve[0])} at the start to {points(curve[-1])} of 100 after turn {len(curve) - 1}"
        f"{lost}. Trust, from {TRUST[trace[0].trust]} to {TRUST[trace[-1].trust]}{marked}."
    )


def _when(turn: int) -> str:
    return f"after turn {turn}" if turn else "at the start"


def _frame(where: tuple[float, float], name: str, steps: tuple[str, ...]) -> list[Shape]:
    """A line for each step, the lowest first, and what it stands for."""
    top, _ = where
    heights = [_y(where, step / (len(steps) - 1)) for step in range(len(steps))]
    lines: list[Shape] = [
        Stroke(((_LEFT, y), (_RIGHT, y)), 0.75 if y == heights[0] else 0.35, 0 if y == heights[0] else MIDDLE)
        for y in heights
    ]
    labels: list[Shape] = [
        Label((_LEFT - 6, y + 2.6), words, "end", 7.5, DARK) for y, words in zip(heights, steps, strict=True)
    ]
    return [*lines, *labels, Label((0, top - 8), name, strong=True)]


def _strained(trace: tuple[TracePoint, ...], last: int) -> list[Shape]:
    """One area for each stretch, until the point at which it is over."""
    shapes: list[Shape] = []
    for strained, points_ in groupby(enumerate(trace[:-1]), key=lambda each: each[1].strained):
        turns = [t for t, _ in points_]
        if strained:
            shapes.append(Area(box(_x(turns[0], last), _BELOW[0], _x(turns[-1] + 1, last), _BELOW[1]), LIGHT))
    return shapes


def _steps(trace: tuple[TracePoint, ...], last: int) -> tuple[Point, ...]:
    """Trust stays until a turn has changed it."""
    corners: list[Point] = []
    for t, point in enumerate(trace):
        if corners:
            corners.append((_x(t, last), corners[-1][1]))
        corners.append((_x(t, last), _y(_BELOW, point.trust / (len(TRUST) - 1))))
    return tuple(corners)


def _marks(trace: tuple[TracePoint, ...], last: int) -> list[Shape]:
    """A tick above the chart where something changed, named where there is room beside the one before."""
    shapes: list[Shape] = []
    free = 0.0
    for t, point in enumerate(trace):
        if not (name := MARKS.get(point.mark, "")):
            continue
        x, top = _x(t, last), _BELOW[0]
        shapes.append(Stroke(((x, top - 4), (x, top)), 1))
        if x - 16 >= free:
            anchor = "start" if t == 0 else "end" if t == last else "middle"
            shapes.append(Label((x, top - 6.5), name, anchor, 7.5))
            free = x + 16
    return [*shapes]


def _turns(last: int) -> list[Shape]:
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, last) if last / each <= _NUMBERS)
    numbers = range(step, last + 1, step)
    named: list[Shape] = [Label((_x(t, last), _BELOW[1] + 11), str(t), "middle", 7.5, DARK) for t in numbers]
    return [*named, Label((_LEFT - 6, _BELOW[1] + 11), "after turn", "end", 7.5, DARK)]


def _x(turn: int, last: int) -> float:
    return _LEFT + turn / last * (_RIGHT - _LEFT)


def _y(where: tuple[float, float], share: float) -> float:
    top, bottom = where
    return bottom - share * (bottom - top)
