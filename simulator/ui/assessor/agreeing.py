"""How well assessors agree, worked out beside the page once its tab is opened. No widget; what is shown of it is in
`agreement`, which is imported only then.
"""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.errors import CoachsimError
from simulator.ui.author.background import Run

if TYPE_CHECKING:
    from simulator.services.assessing.statistics import Dashboard

FAULT = "The figures could not be worked out. Try again; if that does not help, tell whoever runs this site."


class Agreeing(HasTraits):
    """`dashboard` is what was worked out last, None before; `shown` is what of it is looked at, None as it begins.

    `busy` while it is being worked out; `fault` says why it could not be.
    """

    dashboard = Any(None)
    shown = Any(None)
    busy = Bool(False)
    fault = Unicode("")

    def __init__(self, load: "Callable[[], Dashboard]", run: Run) -> None:
        super().__init__()
        self._load, self._run = load, run

    def show(self) -> None:
        """Work it out as things stand now; what was worked out before is shown meanwhile."""
        if not self.busy:
            with self.hold_trait_notifications():
                self.busy, self.fault = True, ""
            self._run(self._loaded, self._tell)

    def press(self, act: str, argument: str) -> None:
        """Look at something else of it."""
        from simulator.ui.assessor import agreement

        if act in agreement.ACTS:
            self.shown = (self.shown or agreement.Shown()).pressed(act, argument)

    def _loaded(self) -> "Dashboard | str":
        """Beside the page: it may not raise there, so what goes wrong is told in words."""
        try:
            return self._load()
        except CoachsimError as error:
            return str(error)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            return FAULT

    def _tell(self, result: "Dashboard | str") -> None:
        with self.hold_trait_notifications():
            self.busy = False
            if isinstance(result, str):
                self.fault = result
            else:
                self.dashboard = result
