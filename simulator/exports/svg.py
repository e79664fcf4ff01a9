"""A drawing as one SVG document that stands alone or inside our page, whose colours it then takes over.

It follows the reader's light or dark theme. Nothing in it depends on an id, so several can be on one page.
"""

from functools import cache
from itertools import pairwise
from math import ceil
from pathlib import Path

from simulator.exports.drawing import Drawing, Edge
from simulator.exports.geometry import BADGE, LABEL, LEADING, MARGIN, NOTE, PADDING, Geometry, lay_out
from simulator.exports.legend import keys
from simulator.exports.lettering import measure
from simulator.exports.markup import number, said, tag
from simulator.exports.shapes import Box, Caption, Line, Point, Stub
from simulator.exports.strokes import diamond, door, thickness, tip

_RADIUS = {"beat": 8, "ending": 22, "mode": 14}


def svg(drawing: Drawing, *, width: float = 1440, interactive: bool = False) -> str:
    """The drawing as SVG, fitted to `width` px where it can be read at that width and otherwise wider.

    `interactive` makes each node a button for keyboard, pointer and screen reader; its `data-id` says which. What a
    button does is the page's business.
    """
    shape = lay_out(drawing, width)
    return _sheet(drawing, shape, (0, shape.height), interactive=interactive)


def sheets(drawing: Drawing, *, width: float, tall: float) -> tuple[str, ...]:
    """The drawing from top to bottom on as many sheets as it needs, cut between two rows.

    `tall` is the greatest height of a sheet for a width of 1. Each node is on one sheet; a line may cross several.
    """
    shape = lay_out(drawing, width)
    count = ceil(shape.height / (tall * shape.width))
    cuts, most = [0.0], min(tall * shape.width, 1.1 * shape.height / count)
    for gap, after in pairwise([*shape.gaps, shape.height]):
        if after - cuts[-1] > most and gap > cuts[-1]:
            cuts.append(gap)
    return tuple(_sheet(drawing, shape, window) for window in pairwise([*cuts, shape.height]))


def _sheet(drawing: Drawing, shape: Geometry, window: tuple[float, float], *, interactive: bool = False) -> str:
    """What lies between two heights; the legend is below the last row."""
    top, bottom = window
    legend, below = keys(drawing, shape.width - 2 * MARGIN) if bottom == shape.height else ("", 0.0)
    wide, high = number(shape.width), number(bottom - top + below)
    lines = [line for line in shape.lines if line.points[0][1] < bottom and line.points[-1][1] > top]
    return tag(
        "svg",
        said("title", drawing.title),
        said("desc", drawing.description),
        tag("style", _style()),
        tag("rect", class_="cs-paper", y=number(top), width=wide, height=high),
        *map(_line, sorted(lines, key=lambda line: line.edge.weight)),
        *(_stub(stub) for stub in shape.stubs if top < stub.y < bottom),
        *(_caption(caption) for caption in shape.captions if top < caption.y < bottom),
        *(_node(box, interactive=interactive) for box in shape.boxes if top < box.y < bottom),
        tag("g", legend, class_="cs-keys", transform=f"translate({MARGIN} {number(bottom)})"),
        xmlns="http://www.w3.org/2000/svg",
        class_="cs-drawing",
        role="group" if interactive else "img",
        viewBox=f"0 {number(top)} {wide} {high}",
        width=wide,
        height=high,
    )


def _node(box: Box, *, interactive: bool) -> str:
    node = box.node
    button = {"tabindex": 0, "role": "button", "aria_label": node.title} if interactive else {}
    middle, top = box.x + box.width / 2, box.y + PADDING + box.slack / 2
    frame = tag(
        "rect", class_="cs-frame", x=number(box.x), y=number(box.y), width=number(box.width), height=number(box.height),
        rx=_RADIUS[node.kind],
    )  # fmt: skip
    words = []
    if node.badges:
        words.append(_words("cs-badge", " · ".join(node.badges), middle, top + BADGE))
        top += BADGE * LEADING + 4
    for kind, size, lines in (("cs-label", LABEL, box.label), ("cs-note", NOTE, box.note)):
        listed = kind == "cs-note" and "\n" in node.note
        for line in lines:
            words.append(
                _words("cs-note cs-list" if listed else kind, line, box.x + PADDING if listed else middle, top + size)
            )
            top += size * LEADING
    return tag(
        "g", said("title", node.title), frame, *words, class_=f"node cs-node cs-{node.kind} cs-{node.tone}",
        data_id=node.id, **button,
    )  # fmt: skip


def _words(kind: str, words: str, x: float, y: float) -> str:
    return said("text", words, class_=kind, x=number(x), y=number(y))


def _line(line: Line) -> str:
    edge, points = line.edge, line.points
    start, end = (points[-1], points[0]) if line.upward else (points[0], points[-1])
    wide = thickness(edge.weight)
    signs = [tip(end, wide, upward=line.upward)]
    if edge.tone == "depends":
        signs.append(diamond(start, upward=line.upward))
    return _edge(edge, tag("path", class_="cs-line", d=_curve(points), stroke_width=number(wide)), *signs)


def _stub(stub: Stub) -> str:
    return _edge(stub.edge, door(stub.x, stub.y))


def _edge(edge: Edge, *drawn: str) -> str:
    return tag(
        "g", said("title", edge.title), *drawn, class_=f"cs-edge cs-{edge.tone}",
        data_source=edge.source, data_target=edge.target,
    )  # fmt: skip


def _curve(points: tuple[Point, ...]) -> str:
    """Down through the points: a curve in the gap between two rows, straight beside the boxes of a row."""
    (x, y), path = points[0], []
    path.append(f"M{number(x)} {number(y)}")
    for place, ((x, y), (to_x, to_y)) in enumerate(pairwise(points)):
        half = (y + to_y) / 2
        bent = f"C{number(x)} {number(half)} {number(to_x)} {number(half)} {number(to_x)} {number(to_y)}"
        path.append(bent if place % 2 == 0 else f"V{number(to_y)}")
    return "".join(path)


def _caption(caption: Caption) -> str:
    widest = max(measure(line, NOTE) for line in caption.text) + PADDING
    back = tag(
        "rect", class_="cs-behind", x=number(caption.x - widest / 2), y=number(caption.y), width=number(widest),
        height=number(caption.height), rx=4,
    )  # fmt: skip
    first = caption.y + PADDING / 2 + NOTE
    lines = [
        _words("cs-note", line, caption.x, first + place * NOTE * LEADING) for place, line in enumerate(caption.text)
    ]
    return tag("g", back, *lines, class_="cs-caption")


@cache
def _style() -> str:
    """Ours, and free of anything XML would read as markup."""
    return Path(__file__).with_name("drawing.css").read_text(encoding="utf-8")
