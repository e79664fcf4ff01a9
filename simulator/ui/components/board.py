"""A piece of a page that is read, pressed and filled in: HTML from Python whose buttons, lists, fields and forms are
answered here.

What can be used carries `data-do="act:argument"`. A message is passed on only if just that stands in the HTML as it
is now (see `offered`); what an argument means is for the view-model to look up. Words to be said aloud go into a live
region of its own, which stays while the HTML is replaced.

    button   `acts[act](argument)` when it is pressed
    select   `acts[data-do](value)` when another value is chosen
    input    outside a form, `acts[data-do](text)` while it is typed in: a filter
    form     `forms[act](argument, fields)` when it is sent, with the fields that have a name; a form whose one field
             has no name gives its text to `acts[data-do](text)`

What is typed or chosen in a form outlives every new HTML in which a form of that `data-do` stands, unless that form
carries another `data-version` than before: then it starts anew. The same holds for a filter.
Names of fields are unique in a form, but for the boxes and radios of a group.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from traitlets import Dict, Int, Unicode, observe

from simulator.ui.components.offered import Fields, Offered
from simulator.ui.components.oneway import OneWay

Act = Callable[[str], object]
FormAct = Callable[[str, Fields], object]


class Board(OneWay):
    """Shows `html` and answers it with `acts` and `forms`.

    `focus` moves the focus to the element of that `data-do` or id, once for each call.
    """

    _esm = Path(__file__).with_suffix(".js")

    html = Unicode("").tag(sync=True)
    said = Unicode("").tag(sync=True)
    focused = Dict().tag(sync=True)
    """Where the focus goes, and how often it has been moved."""
    answered = Int(0).tag(sync=True)
    """How many forms have been dealt with; a browser sends none twice before that."""

    def __init__(
        self, acts: Mapping[str, Act] | None = None, html: str = "", *, forms: Mapping[str, FormAct] | None = None
    ) -> None:
        super().__init__(html=html)
        self._acts, self._forms = acts or {}, forms or {}
        self._offered = Offered(html)
        self.on_msg(self._received)

    def focus(self, on: str) -> None:
        self.focused = {"on": on, "times": self.focused.get("times", 0) + 1}

    @observe("html")
    def _reads(self, change: dict[str, Any]) -> None:
        self._offered = Offered(change["new"])

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        match message:
            case {"do": str(do), **rest} if not rest and self._offered.pressed(do):
                act, _, argument = do.partition(":")
                self._answer(act, argument)
            case {"do": str(do), "value": value, **rest} if not rest:
                if (text := self._offered.given(do, value)) is not None:
                    self._answer(do, text)
            case {"do": str(do), "fields": fields, **rest} if not rest:
                self._fill(do, fields)

    def _answer(self, act: str, argument: str) -> None:
        if act in self._acts:
            self._acts[act](argument)

    def _fill(self, do: str, given: object) -> None:
        """Whatever becomes of the form, it can be sent again."""
        act, _, argument = do.partition(":")
        try:
            fields = self._offered.filled(do, given)
            if fields is not None and act in self._forms:
                self._forms[act](argument, fields)
        finally:
            self.answered += 1
