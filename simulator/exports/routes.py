"""How lines run between boxes: out of a box below, in above, spread over its width in the order that crosses least."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.exports.drawing import Edge
from simulator.exports.shapes import Box, Line

_SPREAD = 0.7
"""The part of a box's width over which its lines are spread."""

_FARTHEST = 40.0
"""The greatest distance in px between two neighbouring lines at a box."""


@dataclass(frozen=True, slots=True)
class Track:
    """The upper and the lower node of an edge, and between them the (x, row) places that it passes."""

    upper: str
    lower: str
    between: tuple[tuple[float, int], ...]


def routed(
    tracks: Mapping[Edge, Track], boxes: Mapping[str, Box], tops: Sequence[float], heights: Sequence[float]
) -> tuple[Line, ...]:
    """A line for each edge; `tops` and `heights` are those of the rows."""
    leaving = {edge: (track.upper, _toward(track.between, boxes[track.lower])) for edge, track in tracks.items()}
    arriving = {edge: (track.lower, _toward(track.between[::-1], boxes[track.upper])) for edge, track in tracks.items()}
    starts, ends = _ports(leaving, boxes), _ports(arriving, boxes)
    lines = []
    for edge, track in tracks.items():
        upper, lower = boxes[track.upper], boxes[track.lower]
        passing = [(x, y) for x, row in track.between for y in (tops[row], tops[row] + heights[row])]
        points = ((starts[edge], upper.y + upper.height), *passing, (ends[edge], lower.y))
        lines.append(Line(edge, points, upward=track.upper != edge.source))
    return tuple(lines)


def _toward(between: tuple[tuple[float, int], ...], box: Box) -> float:
    """The x that a line makes for first."""
    return between[0][0] if between else box.x + box.width / 2


def _ports(ends: Mapping[Edge, tuple[str, float]], boxes: Mapping[str, Box]) -> dict[Edge, float]:
    """Where on its box each line ends, from left to right as the lines come."""
    at: dict[str, list[tuple[float, Edge]]] = defaultdict(list)
    for edge, (box, x) in ends.items():
        at[box].append((x, edge))
    ports = {}
    for box, lines in at.items():
        middle, step = boxes[box].x + boxes[box].width / 2, min(_FARTHEST, boxes[box].width * _SPREAD / len(lines))
        for place, (_, edge) in enumerate(sorted(lines, key=lambda line: line[0])):
            ports[edge] = middle + (place - (len(lines) - 1) / 2) * step
    return ports
