"""The parts of a laid-out drawing, in pixels: boxes, lines, captions and stubs. Values only; `geometry` makes them."""

from dataclasses import dataclass

from simulator.exports.drawing import Edge, Node

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A node with its text in lines; x and y are those of the upper left corner."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    note: tuple[str, ...]
    slack: float = 0
    """How much higher the box is than its text needs, because of its neighbours in the row."""


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: straight down between two points of one row, a curve from one row to the next.

    `points` run from the upper end to the lower, in pairs: where a row is entered and left. `upward` says that the
    edge leads the other way.
    """

    edge: Edge
    points: tuple[Point, ...]
    upward: bool = False


@dataclass(frozen=True, slots=True)
class Caption:
    """The label of an edge, centred on x; y is the upper edge."""

    edge: Edge
    x: float
    y: float
    width: float
    height: float
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stub:
    """An edge of which only the beginning is drawn, from this point to the right."""

    edge: Edge
    x: float
    y: float
