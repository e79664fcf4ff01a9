"""What is known of the text as it is now, and of the last one that could be drawn. The work itself is done beside."""

import logging
from collections.abc import Callable

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.services.author.workbench import Examined
from simulator.ui.author.background import Run

FAULT = "The text could not be checked; the draft is kept. Change something to try again."


class Checking(HasTraits):
    """`examined` is the latest result, None before the first; `standing` the latest with a scenario in it.

    `busy`: a newer text is being examined. `fault`: why the latest could not be, otherwise empty.
    """

    examined = Any(None)
    standing = Any(None)
    busy = Bool(False)
    fault = Unicode("")

    def __init__(self, examine: Callable[[str], Examined], run: Run) -> None:
        super().__init__()
        self._examine, self._run = examine, run
        self._text: str | None = None

    @property
    def stale(self) -> bool:
        """What is drawn belongs to an earlier text."""
        return self.standing is not None and self.standing is not self.examined

    def ask(self, text: str) -> None:
        """Examine a text; of several only the last one's result is shown."""
        if text == self._text:
            return
        self._text, self.busy = text, True
        self._run(lambda: self._examined(text), lambda result: self._tell(text, result))

    def forget(self) -> None:
        """Another draft: nothing is known any more."""
        with self.hold_trait_notifications():
            self._text, self.examined, self.standing, self.busy, self.fault = None, None, None, False, ""

    def _examined(self, text: str) -> Examined | None:
        """In the background; it may not raise there, so a fault of ours is logged and shown as one."""
        try:
            return self._examine(text)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            return None

    def _tell(self, text: str, result: Examined | None) -> None:
        if text != self._text:
            return
        with self.hold_trait_notifications():
            self.busy = False
            if result is None:
                self.fault, self._text = FAULT, None
                return
            self.fault, self.examined = "", result
            if result.subject:
                self.standing = result
