"""Charts of a conversation, each with a short name for its picture and the same figures as a table.

Drawn in the browser by uPlot 1.6.32 (see vendor/). Compared with others as published in November 2026, minified and
gzipped: uPlot 22 kB, Chartist 12 kB, Observable Plot 69 kB (and 92 kB for the D3 it needs), Chart.js 71 kB. Chartist is
smaller, but bands and marks would mean editing its SVG after every drawing; the other two do far more than two
small charts need. uPlot has hooks to draw beneath and above its lines, no dependencies, and one careful keeper
(last release May 2025: settled rather than busy).
Cost: 1 ms of import in the kernel, as the library is a file that is read when a browser first asks for it; on the
wire 53 kB once per page with a chart, and 11 kB per chart (script 9 kB, the rest figures).
"""

from pathlib import Path
from typing import Any

from traitlets import Dict, Unicode

from simulator.ui.components.oneway import OneWay

_HERE = Path(__file__)
_VENDOR = _HERE.parent / "vendor"


class Chart(OneWay):
    """One chart. Shapes by kind (plain JSON; turn 0 is the state before the first choice):

    attainable  {"points": [0-100 per turn from 0], "turning": [turn, …]}: turning points are numbered in this order
    alliance    {"trust": [0-3 per turn from 0], "strained": [[from, to], …],
                 "marks": [{"turn", "kind": "breach" | "repair", "label"}]}

    `alt` is {"label": what the picture says, "caption", "columns": [str], "rows": [[str]]}.
    """

    _esm = _HERE.with_suffix(".js")
    _css = _HERE.with_suffix(".css")

    kind = Unicode().tag(sync=True)
    data = Dict().tag(sync=True)
    alt = Dict().tag(sync=True)

    def __init__(self, kind: str, data: dict[str, Any], alt: dict[str, Any]) -> None:
        super().__init__(kind=kind, data=data, alt=alt)
        self.on_msg(self._received)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        if message == {"do": "library"}:
            script, style = _VENDOR / "uPlot.iife.min.js", _VENDOR / "uPlot.min.css"
            self.send({"script": script.read_text("utf-8"), "style": style.read_text("utf-8")})
