"""Figures with their intervals, and differences one after the other, as pictures that read without colour.

Places across are shares of the width, so letters keep their size from 360 pixels on. What a picture says stands in its
description and in the table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from simulator.scoring.agreement import Coefficient
from simulator.ui.assessor.agreement_parts import number, signed, spoken
from simulator.ui.html import Markup, el

ROW, HEAD, FOOT = 46, 22, 26
"""Pixels of height: a row, what stands above the rows, and the axis below."""
EDGE = 2.0
"""Per cent left free on either side."""
HEIGHT = 128
"""Of a track of differences."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a plot: a figure as a filled circle with its interval, and beside it another one as an open diamond."""

    title: str
    figure: Coefficient
    beside: Coefficient | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """What is drawn from `low` to `high`, with ticks, and dashed lines across that matter. `sign`: figures have one."""

    low: float
    high: float
    ticks: tuple[float, ...]
    lines: tuple[float, ...]
    sign: bool = False

    def at(self, value: float) -> str:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return f"{EDGE + (100 - 2 * EDGE) * share:.2f}%"

    def words(self, value: float) -> str:
        return signed(value) if self.sign else number(value)


ALPHA = (0.667, 0.8)
"""From where alpha allows tentative conclusions, and from where it can be relied on."""


def of_agreement(rows: Sequence[Row], lines: tuple[float, ...] = ()) -> Axis:
    """From 0 to 1, or from below where something lies there."""
    ends = [each for row in rows for figure in (row.figure, row.beside) if figure for each in _ends(figure)]
    low = min((limit for limit in (0.0, -0.5, -1.0) if limit <= min(ends, default=0.0)), default=-1.0, key=abs)
    ticks = tuple(tick / 4 for tick in range(round(4 * low), 5, 1 if low == 0 else 2))
    return Axis(low, 1.0, ticks, lines)


def of_difference(rows: Sequence[Row]) -> Axis:
    """The same on both sides of nought, at least a level wide."""
    ends = [abs(each) for row in rows for each in _ends(row.figure)]
    widest = next((limit for limit in (1.0, 2.0) if max(ends, default=0.0) <= limit), 4.0)
    return Axis(-widest, widest, (-widest, -widest / 2, 0.0, widest / 2, widest), (0.0,), sign=True)


def _ends(found: Coefficient) -> list[float]:
    return [each for each in (found.value, found.low, found.high) if each is not None]


def plot(title: str, rows: Sequence[Row], axis: Axis) -> Markup:
    """All rows below one another; their figures printed at the end of each."""
    height = HEAD + ROW * len(rows) + FOOT
    inside = [*_lines(axis, height), *(_row(row, HEAD + ROW * place, axis) for place, row in enumerate(rows))]
    told = "; ".join(_told(row) for row in rows)
    return _picture(title, f"{told}. The table below says the same.", height, inside, "cs-plot")


def _told(row: Row) -> str:
    beside = f", beside it {spoken(row.beside)}" if row.beside else ""
    return f"{row.title}: {spoken(row.figure)}{beside}"


def _picture(title: str, told: str, height: int, inside: Sequence[Markup], class_: str) -> Markup:
    parts = (el("title", title), el("desc", told), *inside)
    return el("svg", *parts, width="100%", height=height, role="img", aria_label=f"{title}. {told}", class_=class_)


def _lines(axis: Axis, height: int) -> list[Markup]:
    foot = height - FOOT
    ticks = [
        _written(f"{tick:g}".replace("-", "−"), axis.at(tick), foot + 18, _anchor(tick, axis)) for tick in axis.ticks
    ]
    lines = [_line(axis.at(each), HEAD - 4, axis.at(each), foot, "cs-limit") for each in axis.lines]
    sides = ("end", "start")  # away from each other, for they stand close
    names = [_written(number(each), axis.at(each), 12, side) for each, side in zip(axis.lines, sides, strict=False)]
    shown = () if axis.sign else names
    return [_line(f"{EDGE}%", foot, f"{100 - EDGE}%", foot, "cs-axis"), *lines, *shown, *ticks]


def _written(words: str, x: str, y: int, anchor: str, class_: str = "cs-tick") -> Markup:
    return el("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def _anchor(tick: float, axis: Axis) -> str:
    return "start" if tick == axis.low else "end" if tick == axis.high else "middle"


def _row(row: Row, top: int, axis: Axis) -> Markup:
    found, y = row.figure, top + 32
    told = "undefined" if found.value is None else axis.words(found.value)
    parts = [
        _written(row.title, f"{EDGE}%", top + 16, "start", "cs-name"),
        _written(told, f"{100 - EDGE}%", top + 16, "end", "cs-value"),
    ]
    if found.value is None:
        return el("g", parts)
    if found.low is not None and found.high is not None:
        low, high = axis.at(found.low), axis.at(found.high)
        parts += [
            _line(low, y, high, y, "cs-range"),
            _line(low, y - 5, low, y + 5, "cs-range"),
            _line(high, y - 5, high, y + 5, "cs-range"),
        ]
    if row.beside and row.beside.value is not None:
        diamond = el("path", d="M0-6 6 0 0 6-6 0Z", class_="cs-beside")
        parts.append(el("svg", diamond, x=axis.at(row.beside.value), y=y, overflow="visible"))
    parts.append(el("circle", cx=axis.at(found.value), cy=y, r=5, class_="cs-point"))
    return el("g", parts)


def track(title: str, values: Sequence[float | None], limit: float) -> Markup:
    """Differences one after the other about nought, from -`limit` to `limit` levels; gaps where there is none."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    axis = Axis(0, max(len(values) - 1, 1), (), ())
    middle, reach = HEIGHT / 2, HEIGHT / 2 - 16

    def y(value: float) -> str:
        return f"{middle - reach * min(max(value / limit, -1), 1):.1f}"

    steps = [
        _line(axis.at(a), y(one), axis.at(b), y(other), "cs-step")
        for (a, one), (b, other) in pairwise(known)
        if b == a + 1
    ]
    points = [el("circle", cx=axis.at(place), cy=y(value), r=4, class_="cs-point") for place, value in known]
    zero = _line("0%", y(0), "100%", y(0), "cs-limit")
    names = [
        el("text", f"{limit:g} higher", x=f"{EDGE}%", y=11, class_="cs-tick"),
        el("text", f"{limit:g} lower", x=f"{EDGE}%", y=HEIGHT - 3, class_="cs-tick"),
    ]
    told = ", ".join(signed(value) for _, value in known) or "none"
    return _picture(
        title, f"Levels from the agreed ones, in order: {told}.", HEIGHT, [zero, *names, *steps, *points], "cs-track"
    )


def _line(x1: str, y1: float | str, x2: str, y2: float | str, class_: str) -> Markup:
    return el("line", x1=x1, y1=str(y1), x2=x2, y2=str(y2), class_=class_)
