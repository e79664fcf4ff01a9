"""A piece of the desk that is read and pressed: HTML from Python whose buttons, lists and fields are answered here.

What can be pressed carries `data-do="act:argument"`. A message is passed on only if just that stands in the HTML as it
is now; what an argument means is for the view-model to look up. Words to be said aloud go into a live region of its
own, which stays while the HTML is replaced.
"""

import re
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path

from traitlets import Dict, Unicode

from simulator.ui.components.oneway import OneWay

LONGEST = 200
"""Characters a field may give; ids and names of drafts are far shorter."""

_DO = re.compile(r'\bdata-do="([^"]*)"')


class Board(OneWay):
    """Calls `acts[act](argument)`; for a list or a field the argument is what was given there.

    `focus` moves the focus to the element of that `data-do` or id, once for each call.
    """

    _esm = Path(__file__).with_suffix(".js")

    html = Unicode("").tag(sync=True)
    said = Unicode("").tag(sync=True)
    focused = Dict().tag(sync=True)
    """Where the focus goes, and how often it has been moved."""

    def __init__(self, acts: Mapping[str, Callable[[str], object]], html: str = "") -> None:
        super().__init__(html=html)
        self._acts = acts
        self.on_msg(self._received)

    def focus(self, on: str) -> None:
        self.focused = {"on": on, "times": self.focused.get("times", 0) + 1}

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"do": str(do), **rest} if not rest and do in self._offered():
                act, _, argument = do.partition(":")
                self._answer(act, argument)
            case {"do": str(do), "value": str(value), **rest} if not rest and do in self._offered():
                if len(value) <= LONGEST:
                    self._answer(do, value)

    def _answer(self, act: str, argument: str) -> None:
        if act in self._acts:
            self._acts[act](argument)

    def _offered(self) -> set[str]:
        return {unescape(each) for each in _DO.findall(self.html)}
