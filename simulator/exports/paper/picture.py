"""A small picture as a list of strokes, for both printers: black, white and greys, no text that could be markup.

Lengths are points (1/72 inch), from the top left corner.
"""

from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]

BLACK, DARK, MIDDLE, LIGHT, WHITE = 0.0, 0.35, 0.6, 0.86, 1.0
"""Greys, by how light they are."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through `points`. `grey` 0 (black) to 1 (white)."""

    points: tuple[Point, ...]
    thick: float = 0.75
    grey: float = BLACK
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """A polygon, filled with `fill` and edged in black where `edge` is thicker than 0."""

    points: tuple[Point, ...]
    fill: float = BLACK
    edge: float = 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark around `at`."""

    at: Point
    radius: float = 2.0
    fill: float = BLACK
    edge: float = 0.75


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point, on its baseline: `anchor` start, middle or end. `size` in points."""

    at: Point
    text: str
    anchor: str = "start"
    size: float = 8.0
    grey: float = BLACK
    strong: bool = False


Shape: TypeAlias = Stroke | Area | Dot | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """Drawn in order, later shapes over earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """The corners of a rectangle."""
    return (left, top), (right, top), (right, bottom), (left, bottom)
