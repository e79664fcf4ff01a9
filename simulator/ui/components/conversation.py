"""The conversation on the page: transcript, options, written reason, pause, in one widget.

It shows what it is told and passes on what is asked of it; which option is which, what turn it is and what follows
is the view-model's business. Options carry no identifiers, only their place in the displayed order.

Shapes of the traits (all plain JSON):
    lines     [{"who": "client" | "coach" | "note" | "feedback", "name": str, "parts": [Part]}]; what is said to a
              line of the coach (feedback) stands below it, with "label" as its first words where there is one
    options   [{"parts": [Part]}], Part = {"kind": "speech" | "cue", "text": str}
    reason    None, or {"prompt": str, "skippable": bool}: a written reason is asked for before anything else
    finished  None, or {"label": str}: the button that ends the conversation; with {"note": str} what is to be known
              before it is pressed, as when the results come later
What a mode of play may add, nothing of it unless it is set:
    mood        how the client seems, shown with the newest line; with `mood_offer` one can ask for it
    hints       [{"level": int, "text": str}] given so far in this turn; `hint_offer` names the next one
    dimmed      the positions of options that a hint has set aside; they can still be chosen
    take_back   the words of the button that takes the last choice back
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from traitlets import Bool, Dict, Int, List, Unicode

from simulator.ui.components.oneway import OneWay

REASON_LIMIT = 2000
"""Characters a written reason may have."""

_HERE = Path(__file__)


def _nothing(_turn: int) -> None:
    """What is not offered is not asked for."""


class Conversation(OneWay):
    """Calls `on_choose(turn, position)`, `on_reason(turn, text or None)`, `on_pause()`, `on_resume()`, `on_finish()`.

    Where they are offered, also `on_hint(turn)`, `on_mood(turn)` and `on_take_back(turn)`.
    Positions count from 0 in the order of `options` and are within them; turns are whatever the browser said.
    """

    _esm = _HERE.with_suffix(".js")
    _css = _HERE.with_suffix(".css")

    lines: List[dict[str, Any]] = List().tag(sync=True)
    options: List[dict[str, Any]] = List().tag(sync=True)
    turn = Int(1).tag(sync=True)
    about = Int(1).tag(sync=True)
    reason = Dict(default_value=None, allow_none=True).tag(sync=True)
    notice = Unicode("").tag(sync=True)
    paused = Bool(False).tag(sync=True)
    finished = Dict(default_value=None, allow_none=True).tag(sync=True)
    coach = Unicode("You").tag(sync=True)
    mood = Unicode("").tag(sync=True)
    mood_offer = Bool(False).tag(sync=True)
    hints: List[dict[str, Any]] = List().tag(sync=True)
    hint_offer = Unicode("").tag(sync=True)
    dimmed: List[int] = List(Int()).tag(sync=True)
    take_back = Unicode("").tag(sync=True)
    answered = Int(0).tag(sync=True)
    """How many messages have been dealt with, well-formed or not; the browser waits for it."""

    def __init__(
        self,
        *,
        on_choose: Callable[[int, int], object],
        on_reason: Callable[[int, str | None], object],
        on_pause: Callable[[], object],
        on_resume: Callable[[], object],
        on_finish: Callable[[], object],
        on_hint: Callable[[int], object] = _nothing,
        on_mood: Callable[[int], object] = _nothing,
        on_take_back: Callable[[int], object] = _nothing,
        **shown: Any,
    ) -> None:
        super().__init__(**shown)
        self._on_choose, self._on_reason = on_choose, on_reason
        self._plain = {"pause": on_pause, "resume": on_resume, "finish": on_finish}
        self._asked = {"hint": on_hint, "mood": on_mood, "take_back": on_take_back}
        self.on_msg(self._received)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        """Whatever a message changes goes back as one update, together with the news that it was dealt with."""
        with self.hold_sync():
            try:
                self._pass_on(message)
            finally:
                self.answered += 1

    def _pass_on(self, message: object) -> None:
        """Calls what a well-formed message asks for; anything else is not for us."""
        match message:
            case {"do": "choose", "turn": int(turn), "position": int(position), **rest} if not rest:
                if _counts(turn, position) and 0 <= position < len(self.options):
                    self._on_choose(turn, position)
            case {"do": "reason", "turn": int(turn), "text": str() | None as text, **rest} if not rest:
                if _counts(turn) and len(text or "") <= REASON_LIMIT:
                    self._on_reason(turn, text)
            case {"do": str(what), "turn": int(turn), **rest} if not rest and self._offers(what):
                if _counts(turn):
                    self._asked[what](turn)
            case {"do": str(what), **rest} if not rest and what in self._plain:
                self._plain[what]()

    def _offers(self, what: str) -> bool:
        offers = {"hint": self.hint_offer, "mood": self.mood_offer, "take_back": self.take_back}
        return bool(offers.get(what))


def _counts(*numbers: int) -> bool:
    """True for numbers that are numbers: in Python, true and false are numbers too."""
    return not any(isinstance(number, bool) for number in numbers)
