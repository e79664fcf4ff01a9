"""A picture whose parts can be picked: an SVG with nodes `<g data-id="…">`, zoomed and scrolled.

It shows the SVG it is given and says which node was asked for; what a node stands for is the view-model's business.
The browser lets through shapes, text and a style of the picture's own, nothing that runs or fetches; the picture
lives in a shadow root, so its style reaches nothing else and its ids meet no others.
"""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from traitlets import Unicode

from simulator.ui.components.oneway import OneWay

_HERE = Path(__file__)
_NODE = re.compile(r"""\bdata-id=(?:"([^"]*)"|'([^']*)')""")


class Diagram(OneWay):
    """Calls `picked(id)` with the id of a node of the picture as it is now. `selected` is a node's id, or empty.

    A node's name is its `<title>`. A new `svg` leaves zoom, scroll position, selection and focus where they were.
    """

    _esm = _HERE.with_suffix(".js")
    _css = _HERE.with_suffix(".css")

    svg = Unicode("").tag(sync=True)
    selected = Unicode("").tag(sync=True)
    label = Unicode("Diagram").tag(sync=True)

    def __init__(self, *, label: str, picked: Callable[[str], object], svg: str = "", selected: str = "") -> None:
        super().__init__(label=label, svg=svg, selected=selected)
        self._picked = picked
        self.on_msg(self._received)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"do": "pick", "id": str(node), **rest} if not rest and node in self._nodes():
                self._picked(node)

    def _nodes(self) -> set[str]:
        return {unescape(double or single) for double, single in _NODE.findall(self.svg)}
