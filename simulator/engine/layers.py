"""What an explored scenario is made of: layers of states as arrays, and the numbering by which machines are asked once.

Knows nothing of how a conversation moves; `product` fills the layers.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.model.scenario import Option

Ids = NDArray[np.int64]
Numbers = NDArray[np.int32]
"""States by their number."""
HALF = 32
"""A state within its place is one number: its bond's id above these bits, its story's below."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where exploring stops; what was found until then is then not everything.

    `ways`: how many steps may be taken over all paths for one criterion, for whoever asks about paths (four hundred
    thousand take about two seconds; the scenarios that ship need a fifth of it or less).
    """

    states: int = 5_000_000
    seconds: float = 120.0
    ways: int = 400_000


@dataclass(frozen=True, slots=True)
class Layer:
    """Every reachable state of one beat or ending. Rows are states, columns the beat's options.

    `first`: the number of the first row among all states. `codes`: rows as sorted numbers. `targets` holds numbers of
    states (-1 where exploring stopped before), `quality` 0-4; both are rows × options, without columns for an ending.
    """

    place: str
    first: int
    codes: Ids
    options: tuple[Option, ...]
    targets: Numbers
    quality: NDArray[np.int8]

    @property
    def size(self) -> int:
        return len(self.codes)

    @property
    def rows(self) -> slice:
        """Its states among all states."""
        return slice(self.first, self.first + self.size)

    @property
    def bonds(self) -> Ids:
        return self.codes >> HALF

    @property
    def stories(self) -> Ids:
        return self.codes & ((1 << HALF) - 1)


class Numbering:
    """Distinct values and their numbers, in the order in which they were met."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._ids: dict[Hashable, int] = {}

    def __call__(self, value: Hashable) -> int:
        number = self._ids.setdefault(value, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number

    def find(self, value: Hashable) -> int:
        """The number of a value. Raises `KeyError` for one that was never met."""
        return self._ids[value]


class Remembered:
    """A function from numbers to numbers, applied to arrays and asked once for each number."""

    def __init__(self, ask: Callable[[int], int]) -> None:
        self._ask = ask
        self._known: Ids = np.full(64, -1, np.int64)

    def __call__(self, ids: Ids) -> Ids:
        highest = int(ids.max(initial=0))
        if highest >= len(self._known):
            more = np.full(highest + 1, -1, np.int64)
            self._known = np.concatenate([self._known, more])
        found = self._known[ids]
        new = np.unique(ids[found < 0])
        for each in new.tolist():
            self._known[each] = self._ask(each)
        return self._known[ids] if len(new) else found


@dataclass(frozen=True, slots=True)
class Arrival:
    """States that one option of one layer leads to at a place."""

    codes: Ids
    layer: Layer
    column: int
    rows: Ids

    def numbers(self) -> Numbers:
        """The number of the state each row comes from, -1 for the start."""
        if self.column < 0:
            return np.full(len(self.codes), -1, np.int32)
        return (self.layer.first + self.rows).astype(np.int32)

    def columns(self) -> NDArray[np.int8]:
        return np.full(len(self.codes), self.column, np.int8)
