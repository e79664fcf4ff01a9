"""A drawing in pixels: boxes that do not overlap, lines that pass between them, labels on the lines. Knows no SVG."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from simulator.exports.drawing import Drawing, Edge, Kind, Node
from simulator.exports.layers import Layers, in_layers
from simulator.exports.lettering import wrap
from simulator.exports.routes import Track, routed
from simulator.exports.shapes import Box, Caption, Line, Stub

MARGIN = 24
LABEL, NOTE, BADGE = 14, 12, 11
LEADING = 1.3
PADDING = 10
GAP = 34
ROW_GAP = 50
NARROWEST, WIDEST = 136, 184
"""The width of a column without the gap beside it."""

COLUMNS: dict[Kind, float] = {"beat": 1, "ending": 1, "mode": 1.5}
"""How many columns a box takes."""

Spot = str | Edge
"""What takes a place in the rows: a node's id, or an edge that has a label."""


@dataclass(frozen=True, slots=True)
class Geometry:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    captions: tuple[Caption, ...]
    stubs: tuple[Stub, ...]
    width: float
    height: float
    gaps: tuple[float, ...] = ()
    """The middle of the space below each row but the last."""


def lay_out(drawing: Drawing, width: float) -> Geometry:
    """The drawing about `width` px wide where its boxes can be that narrow; wider where they cannot, never cut."""
    return _Layout(drawing, width).geometry()


class _Layout:
    """One drawing on its way to pixels."""

    def __init__(self, drawing: Drawing, width: float) -> None:
        self.drawing = drawing
        self.drawn = [edge for edge in drawing.edges if edge.tone != "leave"]
        self.order: dict[Spot, int] = {node.id: i for i, node in enumerate(drawing.nodes)}
        self.layers = self._layers()
        self.box_width = self._box_width(width)
        self.column = self.box_width + GAP
        self.boxes = {node.id: self._measured(node) for node in drawing.nodes}
        self.captions = {edge: self._caption(edge) for edge in self.drawn if edge.label}
        self.tops, self.heights = self._rows()
        self.boxes = {node: self._placed(box) for node, box in self.boxes.items()}

    def geometry(self) -> Geometry:
        return Geometry(
            boxes=tuple(self.boxes.values()),
            lines=self._lines(),
            captions=tuple(self._placed_caption(each) for each in self.captions.values()),
            stubs=tuple(self._stubs()),
            width=self._x(self.layers.columns) + MARGIN,
            height=self.tops[-1] + self.heights[-1] + MARGIN if self.tops else 2 * MARGIN,
            gaps=tuple(top - ROW_GAP / 2 for top in self.tops[1:]),
        )

    def _layers(self) -> Layers[Spot]:
        """Rows of nodes and of labels: a label takes a place between the two nodes of its edge."""
        ranked: list[tuple[float, int, Spot]] = [(i, 0, spot) for spot, i in self.order.items()]
        links: list[tuple[Spot, Spot]] = []
        for n, edge in enumerate(self.drawn):
            upper, lower = self._ends(edge)
            if edge.label:
                ranked.append((self.order[upper] + 0.5, n, edge))
                links += [(upper, edge), (edge, lower)]
            else:
                links.append((upper, lower))
        wide: dict[Spot, float] = {node.id: COLUMNS[node.kind] for node in self.drawing.nodes}
        return in_layers([spot for *_, spot in sorted(ranked, key=lambda each: each[:2])], links, wide)

    def _ends(self, edge: Edge) -> tuple[str, str]:
        """The earlier node of the edge and the later one."""
        turned = self.order[edge.source] > self.order[edge.target]
        return (edge.target, edge.source) if turned else (edge.source, edge.target)

    def _box_width(self, width: float) -> float:
        fitting = (width - 2 * MARGIN) / self.layers.columns - GAP
        return float(min(WIDEST, max(NARROWEST, fitting)))

    def _measured(self, node: Node) -> Box:
        width = COLUMNS[node.kind] * self.column - GAP
        room = width - 2 * PADDING
        label, note = wrap(node.label, LABEL, room), wrap(node.note, NOTE, room)
        return Box(node, 0, 0, width, _box_height(node, label, note), label, note)

    def _caption(self, edge: Edge) -> Caption:
        room = self.box_width + GAP / 2
        text = wrap(edge.label, NOTE, room)
        return Caption(edge, 0, 0, room, len(text) * NOTE * LEADING + PADDING, text)

    def _rows(self) -> tuple[list[float], list[float]]:
        """The upper edge and the height of each row, as high as the highest thing in it."""
        last = max((row for _, row in self.layers.places.values()), default=-1)
        heights = [0.0] * (last + 1)
        for spot, (_, row) in self.layers.places.items():
            height = self.boxes[spot].height if isinstance(spot, str) else self.captions[spot].height
            heights[row] = max(heights[row], height)
        tops = [MARGIN + sum(heights[:row]) + ROW_GAP * row for row in range(last + 1)]
        return tops, heights

    def _x(self, column: float) -> float:
        """The middle of a column."""
        return MARGIN - GAP / 2 + column * self.column

    def _placed(self, box: Box) -> Box:
        column, row = self.layers.places[box.node.id]
        height = self.heights[row]
        x = self._x(column) - box.width / 2
        return replace(box, x=x, y=self.tops[row], height=height, slack=height - box.height)

    def _placed_caption(self, caption: Caption) -> Caption:
        column, row = self.layers.places[caption.edge]
        return replace(caption, x=self._x(column), y=self.tops[row] + (self.heights[row] - caption.height) / 2)

    def _lines(self) -> tuple[Line, ...]:
        tracks = {edge: Track(*self._ends(edge), self._between(edge)) for edge in self.drawn}
        return routed(tracks, self.boxes, self.tops, self.heights)

    def _between(self, edge: Edge) -> tuple[tuple[float, int], ...]:
        """What the edge passes on its way: the middle of each column and the row; its own label among them."""
        upper, lower = self._ends(edge)
        if edge.label:
            here = (self.layers.places[edge],)
            way = self.layers.ways[upper, edge] + here + self.layers.ways[edge, lower]
        else:
            way = self.layers.ways[upper, lower]
        return tuple((self._x(column), row) for column, row in way)

    def _stubs(self) -> Iterator[Stub]:
        """Where the client may leave: a short line out of the box, so that twenty of them do not hide the rest."""
        for edge in self.drawing.edges:
            if edge.tone == "leave":
                box = self.boxes[edge.source]
                yield Stub(edge, box.x + box.width, box.y + box.height / 2)


def _box_height(node: Node, label: tuple[str, ...], note: tuple[str, ...]) -> float:
    badges = BADGE * LEADING + 4 if node.badges else 0
    return 2 * PADDING + badges + LEADING * (LABEL * len(label) + NOTE * len(note))
