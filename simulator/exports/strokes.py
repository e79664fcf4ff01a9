"""The small signs on lines: tips, the diamond where a way depends on the state, the door by which a client leaves."""

from simulator.exports.markup import number, tag
from simulator.exports.shapes import Point

_THIN, _THICK = 1.5, 6.5


def thickness(weight: float) -> float:
    """The width in px of a line for a weight of 0-1."""
    return _THIN + (_THICK - _THIN) * min(1.0, max(0.0, weight))


def tip(end: Point, wide: float, *, upward: bool) -> str:
    """An arrow's tip that ends here."""
    (x, y), half = end, 4 + wide / 2
    back = (2 * half) * (1 if upward else -1)
    return tag("path", class_="cs-tip", d=_polygon((x, y), (x - half, y + back), (x + half, y + back)))


def diamond(start: Point, *, upward: bool) -> str:
    """Where a line begins that an option takes only sometimes."""
    (x, y), down = start, -1 if upward else 1
    return tag(
        "path",
        class_="cs-diamond",
        d=_polygon((x, y), (x - 5, y + 7 * down), (x, y + 14 * down), (x + 5, y + 7 * down)),
    )


def door(x: float, y: float) -> str:
    """A dotted line to the right that ends in a ring."""
    line = tag("path", class_="cs-line", d=f"M{number(x)} {number(y)}h13", stroke_width=_THIN)
    return line + tag("circle", class_="cs-door", cx=number(x + 17.5), cy=number(y), r=4.5)


def _polygon(*points: Point) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z"
