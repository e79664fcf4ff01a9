"""Where in the product the page is: the browser's address and title, the way back, and notices to the whole page.

The address holds only what is needed to come back to the view (`names`); anything else in it is dropped, a sign-in
token above all. What a view shows is decided elsewhere; this passes on where somebody wants to go.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from traitlets import Bool, Dict, Int, List, Unicode

from simulator.ui.components.oneway import OneWay

LONGEST = 200
"""Characters a value in the address may have; ours are far shorter."""


class Place(OneWay):
    """Calls `go(place)` when a link of the page or the back button asks for another place.

    `place` holds only known names, with values of any text: it may name nothing that exists.
    """

    _esm = Path(__file__).with_suffix(".js")

    names = List(Unicode()).tag(sync=True)
    place = Dict(value_trait=Unicode(), key_trait=Unicode()).tag(sync=True)
    title = Unicode("").tag(sync=True)
    focus = Unicode("").tag(sync=True)
    notice = Unicode("").tag(sync=True)
    replace = Bool(False).tag(sync=True)
    moves = Int(0).tag(sync=True)

    def __init__(self, *, names: tuple[str, ...], go: Callable[[dict[str, str]], object]) -> None:
        super().__init__(names=list(names))
        self._go, self._back = go, False
        self.on_msg(self._received)

    def move(self, place: Mapping[str, str], title: str, focus: str = "") -> None:
        """Shows another place: a new entry of the history, unless the browser itself went back to it.

        `focus` is the id of the element that takes the focus when it appears; empty leaves the focus alone.
        """
        self.show(place=dict(place), title=title, focus=focus, replace=self._back, moves=self.moves + 1)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"do": "go" | "back" as how, "place": dict(place)}:
                self._back = how == "back"
                try:
                    self._go({name: value for name, value in place.items() if self._known(name, value)})
                finally:
                    self._back = False

    def _known(self, name: object, value: object) -> bool:
        return name in self.names and isinstance(value, str) and len(value) <= LONGEST
