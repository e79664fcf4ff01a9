"""What waits in the queue goes to the LRS in batches; what does not arrive is tried again, ever later.

One statement that is refused holds up no other: a batch that is refused is halved until it stands alone. What the LRS
says it has already has arrived.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.services.ports import Attempts, Clock
from simulator.services.sending.settings import Lrs
from simulator.services.sending.wire import Answer, Outcome
from simulator.store.statements import Statement

MOST = 100
"""Statements in a batch; fewer after one that took too long."""
FIRST, LONGEST = 60.0, 6 * 3600.0
"""Seconds until something is tried again: doubled each time, up to the longest."""
REFUSED_FIRST, REFUSED_LONGEST = 24 * 3600.0, 30 * 24 * 3600.0
ASKED_LONGEST = 24 * 3600.0
SEVERAL = 5
"""Refused, and not one accepted: it is not the statements."""
EVER = "9999-12-31T23:59:59+00:00"

Post = Callable[[Lrs, list[str]], Answer]


@dataclass(slots=True)
class Sent:
    """How a run went. `arrived` were taken, `there` had been there already, `refused` are the ids of those that are not
    accepted; `stopped` says in words why it ended before the queue was empty, and is empty where it did not.
    """

    arrived: int = 0
    there: int = 0
    refused: list[str] = field(default_factory=list)
    stopped: str = ""


class _Stopped(Exception):
    """Going on makes no sense now."""


class Sending:
    """`chance` gives a number from 0 to 1, so that many who were turned away do not come back all at once."""

    def __init__(self, store: Attempts, lrs: Lrs, now: Clock, chance: Callable[[], float], post: Post) -> None:
        self._store, self._lrs, self._now, self._chance, self._post = store, lrs, now, chance, post
        self._size, self._failures, self._resting, self._why = MOST, 0, "", ""

    def send(self, *, everything: bool = False) -> Sent:
        """Send what is due, or everything that waits, tried or not. Does nothing while the LRS is left alone, which it
        is after it could not be reached; the reason is the same then. Raises `StoreError`.
        """
        sent = Sent()
        if not everything and self._now() < self._resting:
            return Sent(stopped=self._why)
        try:
            while some := self._due(sent.refused, everything=everything):
                self._deliver(some, sent)
        except _Stopped as stopped:
            sent.stopped = self._why = str(stopped)
        return sent

    def _due(self, refused: Collection[str], *, everything: bool) -> list[Statement]:
        """What was refused in this run may stand before what was not tried yet."""
        with self._store.reading() as work:
            found = work.statements.due(EVER if everything else self._now(), self._size + len(refused))
        return [each for each in found if each.id not in refused][: self._size]

    def _deliver(self, some: Sequence[Statement], sent: Sent) -> None:
        answer = self._post(self._lrs, [each.document for each in some])
        match answer.outcome:
            case Outcome.ARRIVED:
                self._arrived(some)
                sent.arrived += len(some)
            case Outcome.LATER | Outcome.CLOSED:
                self._leave_alone(some, answer)
            case _ if len(some) > 1:
                middle = len(some) // 2
                self._deliver(some[:middle], sent)
                self._deliver(some[middle:], sent)
            case Outcome.THERE:
                self._arrived(some)
                sent.there += 1
            case _:
                self._refused(some[0], answer, sent)

    def _arrived(self, some: Sequence[Statement]) -> None:
        with self._store.work() as work:
            work.statements.sent([each.id for each in some], self._now())
            work.commit()
        self._failures, self._resting, self._size = 0, "", min(MOST, self._size * 2)

    def _refused(self, statement: Statement, answer: Answer, sent: Sent) -> None:
        due = self._later(self._doubled(REFUSED_FIRST, REFUSED_LONGEST, statement.tries))
        self._failed([statement], f"refused: {answer.says}", due)
        sent.refused.append(statement.id)
        if len(sent.refused) >= SEVERAL and not sent.arrived + sent.there:
            self._resting = self._later(self._doubled(FIRST, LONGEST, self._failures))
            self._failures += 1
            raise _Stopped(f"the LRS has refused {len(sent.refused)} statements and accepted none ({answer.says})")

    def _leave_alone(self, some: Sequence[Statement], answer: Answer) -> None:
        """The rest of the queue waits too, since it would fare no better."""
        tries = max(self._failures, *(each.tries for each in some))
        wait = self._doubled(FIRST, LONGEST, tries)
        self._resting = self._later(max(wait, min(answer.after or 0.0, ASKED_LONGEST)))
        self._failures, self._size = self._failures + 1, max(1, self._size // 2)
        self._failed(some, answer.says, self._resting)
        raise _Stopped(answer.says)

    def _failed(self, some: Sequence[Statement], says: str, due: str) -> None:
        with self._store.work() as work:
            work.statements.failed([each.id for each in some], says, due)
            work.commit()

    def _doubled(self, first: float, longest: float, times: int) -> float:
        """A tenth more or less."""
        return min(longest, first * 2.0 ** min(times, 32)) * (0.9 + 0.2 * self._chance())

    def _later(self, seconds: float) -> str:
        at = datetime.fromisoformat(self._now()) + timedelta(seconds=seconds)
        return at.isoformat(timespec="seconds")
