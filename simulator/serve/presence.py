"""Who is signed in, remembered for some seconds: a page asks for many things at once, the store is asked once."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from simulator.errors import StoreAway
from simulator.services.accounts.visitor import Visitor

FRESH_SECONDS = 5.0
REMEMBERED = 10_000


class Presence:
    """`look_up` asks the store for sign-ins; those it does not give are over."""

    def __init__(self, look_up: Callable[[set[str]], Awaitable[dict[str, Visitor]]]) -> None:
        self._look_up = look_up
        self._seen: OrderedDict[str, tuple[float, Visitor]] = OrderedDict()

    async def visitor(self, sign_in: str, *, now: bool) -> Visitor | None:
        """Who is in by a sign-in; with `now`, as the store says at this moment.

        A store that is away shuts nobody out of what they have open: then what was seen last counts until it expires.
        Raises `StoreError`.
        """
        at, seen = self._seen.get(sign_in, (0.0, None))
        if seen and not now and time.monotonic() - at < FRESH_SECONDS and _lasts(seen):
            return seen
        try:
            found = await self._look_up({sign_in})
        except StoreAway:
            if seen is None or now or not _lasts(seen):
                raise
            return seen
        self.renew({sign_in}, found)
        return found.get(sign_in)

    def remember(self, visitor: Visitor) -> None:
        self._seen[visitor.sign_in] = (time.monotonic(), visitor)
        self._seen.move_to_end(visitor.sign_in)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def forget(self, sign_in: str) -> None:
        self._seen.pop(sign_in, None)

    def forget_others(self, visitor: Visitor) -> None:
        """All other sign-ins of the same person."""
        same = [sign_in for sign_in, (_, seen) in self._seen.items() if seen.person.id == visitor.person.id]
        for sign_in in same:
            if sign_in != visitor.sign_in:
                self.forget(sign_in)

    def renew(self, asked: set[str], found: dict[str, Visitor]) -> None:
        """What the store has said of those that were asked for."""
        for sign_in in asked - found.keys():
            self.forget(sign_in)
        for visitor in found.values():
            self.remember(visitor)


def _lasts(visitor: Visitor) -> bool:
    return visitor.expires > datetime.now(UTC).isoformat(timespec="seconds")
