"""Where the evidence on a criterion lies between the levels: a small picture, with the same in words."""

from itertools import pairwise

from simulator.exports.paper import Figure
from simulator.exports.paper.picture import DARK, LIGHT, Area, Dot, Label, Picture, Shape, Stroke, box
from simulator.exports.report.values import Machine, Numbers

WIDTH, HEIGHT = 330.0, 30.0
_LEFT, _RIGHT, _TOP, _BASE = 4.0, 326.0, 4.0, 17.0


def scale(machine: Machine, numbers: Numbers) -> Figure:
    """The range as a bar over the bands of the levels, the mean as a dot."""
    low, high = machine.interval
    middle = (_TOP + _BASE) / 2
    shapes: list[Shape] = [
        Area(box(_at(low), middle - 4, _at(high), middle + 4), fill=LIGHT, edge=0.6),
        Stroke(((_LEFT, _BASE), (_RIGHT, _BASE))),
        *_bands(numbers),
        Dot((_at(machine.m), middle), radius=2.6),
    ]
    cuts = ", ".join(str(round(100 * each)) for each in numbers.cuts)
    words = f"Share of the evidence {percent(machine.m)} of 100, range {percent(low)} to {percent(high)}"
    return Figure(Picture(WIDTH, HEIGHT, tuple(shapes)), f"{words}; levels 1 to 4 begin at {cuts}.", beside=True)


def _bands(numbers: Numbers) -> list[Shape]:
    """Ticks where levels begin, and their numbers between."""
    bounds = (0.0, *numbers.cuts, 1.0)
    ticks: list[Shape] = [Stroke(((_at(each), _TOP - 3), (_at(each), _BASE + 3)), 0.5) for each in bounds]
    middles = [(low + high) / 2 for low, high in pairwise(bounds)]
    return ticks + [Label((_at(m), HEIGHT - 2), str(n), "middle", 8, DARK) for n, m in enumerate(middles)]


def _at(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def percent(share: float) -> str:
    return str(round(100 * share))
