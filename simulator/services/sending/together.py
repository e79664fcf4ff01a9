"""Making and sending put together for one program: the server, or a command."""

import random
from collections.abc import Callable

from simulator.model.rubric import Rubric
from simulator.services.ports import Attempts, Clock
from simulator.services.sending.making import Enqueued, Making
from simulator.services.sending.sending import Sending, Sent
from simulator.services.sending.settings import Lrs


class Learning:
    """Statements of one store and where they go."""

    def __init__(self, store: Attempts, lrs: Lrs, rubric: Callable[[], Rubric], now: Clock) -> None:
        from simulator.services.sending.wire import post  # with what HTTP takes, for whoever sends

        self._making = Making(store, lrs.naming, rubric, now)
        self._sending = Sending(store, lrs, now, random.SystemRandom().random, post)

    def run(self, *, everything: bool = False) -> tuple[Enqueued, Sent]:
        """Put into the queue what is new, then send what is due. Raises `StoreError`."""
        return self._making.enqueue(), self._sending.send(everything=everything)

    def once(self) -> str:
        """As `run`; what there is to be said about it, empty where all went well."""
        made, sent = self.run()
        said = [f"Statements wait to be sent: {sent.stopped}."] if sent.stopped else []
        if sent.refused:
            said.append(f"{len(sent.refused)} statements were refused; coachsim xapi status says why.")
        if made.unreadable:
            said.append(f"No statements could be made of attempts {', '.join(made.unreadable[:5])}.")
        return " ".join(said)
