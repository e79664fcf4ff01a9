"""What the signs of a drawing mean, below it: only those that occur in it."""

from collections.abc import Iterator

from simulator.exports.drawing import Drawing
from simulator.exports.lettering import measure
from simulator.exports.markup import number, said, tag
from simulator.exports.strokes import diamond, door, tip

_SIZE, _HEIGHT, _SAMPLE, _GAP = 12, 26, 34, 28


def keys(drawing: Drawing, width: float) -> tuple[str, float]:
    """The legend as markup within `width` px from 0, 0, and its height."""
    placed, x, row = [], 0.0, 0
    for tone, sample, words in _entries(drawing):
        room = _SAMPLE + measure(words, _SIZE)
        if x and x + room > width:
            x, row = 0.0, row + 1
        label = said("text", words, class_="cs-key", x=_SAMPLE, y=17)
        where = f"translate({number(x)} {number(row * _HEIGHT)})"
        placed.append(tag("g", tag("g", sample, class_=f"cs-edge cs-{tone}"), label, transform=where))
        x += room + _GAP
    return "".join(placed), (row + 1) * _HEIGHT + _HEIGHT / 2 if placed else 0.0


def _entries(drawing: Drawing) -> Iterator[tuple[str, str, str]]:
    tones = {edge.tone for edge in drawing.edges}
    if any(edge.weight for edge in drawing.edges):
        yield "plain", _stroke(5), "the wider, the more of best play goes this way"
    if "depends" in tones:
        yield "depends", _stroke(1.5) + diamond((4, 5), upward=False), "depends on the state"
    if "leave" in tones:
        yield "leave", door(2, 12), f"the client may leave here, to {_exit(drawing)}"
    if "unreached" in tones or any(node.tone == "unreached" for node in drawing.nodes):
        yield "unreached", _stroke(1.5), "never reached"


def _stroke(wide: float) -> str:
    line = tag("path", class_="cs-line", d="M4 12H20", stroke_width=wide)
    return line + tag("g", tip((0, 0), 1.5, upward=False), transform="translate(27 12) rotate(-90)")


def _exit(drawing: Drawing) -> str:
    return next(edge.target for edge in drawing.edges if edge.tone == "leave")
