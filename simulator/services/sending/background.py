"""What is done over and over beside a running server, in a thread of its own that no error ends."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between the end of one time and the beginning of the next."""
FIRST = 5.0
"""Seconds until the first time: whoever started the server wants to see its page first."""


class Background:
    """`job` says how it went, and is called by one thread; what it says is logged when it is something new. It begins
    after `first` seconds and then again `every` so many.
    """

    def __init__(self, job: Callable[[], str], *, every: float | None = None, first: float | None = None) -> None:
        self._job = job
        self._every, self._first = EVERY if every is None else every, FIRST if first is None else first
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="coachsim-sending", daemon=True)
        self._said = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait: float = 1.0) -> None:
        """Nothing is begun any more; what is under way is waited for so many seconds, and may then end with the
        program.
        """
        self._over.set()
        self._thread.join(wait)

    def _run(self) -> None:
        rest = self._first
        while not self._over.wait(rest):
            rest = self._every
            try:
                self._say(self._job())
            except Exception as error:
                self._say(f"Statements could not be sent: {error}")

    def _say(self, says: str) -> None:
        if says and says != self._said:
            log.warning("%s", says)
        elif not says and self._said:
            log.warning("Statements are sent again.")
        self._said = says
