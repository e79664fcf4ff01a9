"""How often somebody may try a password: counted in memory, by who asks and whom they claim to be.

A try counts before its outcome is known, so many at once gain nothing. What is forgotten when memory is full is what
was tried longest ago.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from math import ceil

from simulator.errors import ServeError

WINDOW_SECONDS = 15 * 60.0
FIRST_WAIT_SECONDS = 60.0
LONGEST_WAIT_SECONDS = 15 * 60.0
REMEMBERED = 10_000


class TooMany(ServeError):
    """Too many tries at a password; the message says when the next may be."""

    def __init__(self, seconds: float) -> None:
        minutes = ceil(seconds / 60)
        super().__init__(f"Too many tries. Try again in {minutes} minute{'' if minutes == 1 else 's'}.")
        self.seconds = seconds


@dataclass
class Tally:
    """Tries by one key. From the `free`-th within the window on, each costs twice the wait of the one before."""

    free: int
    tried: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def wait(self, key: str, now: float) -> float:
        """Seconds until another try; 0 for none."""
        tries = self._recent(key, now)
        over = len(tries) - self.free
        if over < 0:
            return 0.0
        wait = min(FIRST_WAIT_SECONDS * 2.0**over, LONGEST_WAIT_SECONDS)
        return max(0.0, tries[-1] + wait - now)

    def add(self, key: str, now: float) -> None:
        self.tried[key] = [*self._recent(key, now), now]
        self.tried.move_to_end(key)
        if len(self.tried) > REMEMBERED:
            self.tried.popitem(last=False)

    def take_back(self, key: str) -> None:
        if self.tried.get(key):
            self.tried[key].pop()

    def forget(self, key: str) -> None:
        self.tried.pop(key, None)

    def _recent(self, key: str, now: float) -> list[float]:
        return [each for each in self.tried.get(key, []) if each > now - WINDOW_SECONDS]


class Throttle:
    """By account from one address, by address, and by account from wherever."""

    def __init__(self) -> None:
        self._pairs = Tally(free=5)
        self._addresses = Tally(free=60)  # a class may come from one
        self._accounts = Tally(free=20)

    def count(self, account: str, address: str, now: float) -> None:
        """One more try, wrong until it is said to have fitted. Raises `TooMany`; then it does not count."""
        keys = self._keys(account, address)
        wait = max(tally.wait(key, now) for tally, key in keys)
        if wait:
            raise TooMany(wait)
        for tally, key in keys:
            tally.add(key, now)

    def fitted(self, account: str, address: str) -> None:
        """The try was no wrong one: it does not count, and what this account tried from there is forgotten."""
        self.take_back(account, address)
        pairs, pair = self._keys(account, address)[0]
        pairs.forget(pair)

    def take_back(self, account: str, address: str) -> None:
        """The try came to nothing, for a reason that lies with us."""
        for tally, key in self._keys(account, address):
            tally.take_back(key)

    def _keys(self, account: str, address: str) -> list[tuple[Tally, str]]:
        network = network_of(address)
        pair = f"{network} {account}"
        return [(self._pairs, pair), (self._addresses, network), (self._accounts, account)]


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 network that one household or device has in IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else parsed.exploded[:19]
