"""The results of a cohort, loaded beside the page and then looked at. No widget; what is shown is in `analysis`."""

import logging
import time
from collections.abc import Callable

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.errors import CoachsimError
from simulator.services.analysis.analysis import Analysis
from simulator.services.cohort import Progress
from simulator.ui.author.background import Run
from simulator.ui.trainer.analysis_shown import ACTS, Shown

FAULT = "The results could not be worked out. Try again; if that does not help, tell whoever runs this site."
BETWEEN_SECONDS = 0.1
"""How far the work is, is told no more often than this."""

Soon = Callable[[Callable[[], object]], object]
"""Calls something on the page's own thread, soon."""


class Results(HasTraits):
    """`analysis` is what was loaded last, None before. While `busy`, `progress` tells what is being done, how much of
    it is done, and of how much. `shown` is what of it is looked at. `fault` says why it could not be loaded.
    """

    analysis = Any(None)
    shown = Any(Shown())
    busy = Bool(False)
    progress = Any(("Loading", 0, 1))
    fault = Unicode("")

    def __init__(self, load: Callable[[Progress], Analysis], run: Run, soon: Soon) -> None:
        super().__init__()
        self._load, self._run, self._soon = load, run, soon
        self._cohort, self._told = "", 0.0

    def show(self, cohort: str, tab: str) -> None:
        """A tab of a cohort's results; for another cohort, and the first time, all is loaded anew."""
        shown = self.shown.pressed("tab", tab) if tab != self.shown.tab else self.shown
        new = cohort != self._cohort or self.analysis is None
        self._cohort = cohort
        self.shown = shown.pressed("cohort", cohort) if new else shown
        if new:
            self.load()

    def press(self, act: str, argument: str) -> None:
        if act in ACTS:
            self.shown = self.shown.pressed(act, argument)

    def load(self) -> None:
        """Load everything as it is now; what was loaded before is shown meanwhile."""
        if not self.busy:
            with self.hold_trait_notifications():
                self.busy, self.fault, self.progress = True, "", ("Loading", 0, 1)
            self._run(self._loaded, self._tell)

    def _loaded(self) -> Analysis | str:
        """Beside the page: it may not raise there, so what goes wrong is told in words."""
        try:
            return self._load(self._going)
        except CoachsimError as error:
            return str(error)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            return FAULT

    def _going(self, words: str, done: int, of: int) -> None:
        """Also beside the page."""
        now = time.monotonic()
        if now - self._told >= BETWEEN_SECONDS or done == 0:
            self._told = now
            self._soon(lambda: self._show(words, done, of))

    def _show(self, words: str, done: int, of: int) -> None:
        if self.busy:
            self.progress = (words, done, of)

    def _tell(self, result: Analysis | str) -> None:
        with self.hold_trait_notifications():
            self.busy = False
            if isinstance(result, str):
                self.fault = result
            else:
                self.analysis = result
