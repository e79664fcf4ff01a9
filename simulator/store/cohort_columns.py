"""The columns that `cohort_reads` fills: plain sequences and arrays of one length, ready to become arrays of numpy."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """Columns: everybody there is, whether they have begun or not, by name."""

    id: Sequence[str]
    account: Sequence[str]
    name: Sequence[str]


@dataclass(frozen=True, slots=True)
class AttemptsRead:
    """Columns: one entry for each attempt, the earliest first. What goes on after a take-back is one attempt with what
    it came from: `id` and `number` are those it was begun with, `last` is where it went on, and the rest is of that.

    `turns` have been taken, the last one at `moved` (None before the first); `reasons` of them are written.
    """

    id: Sequence[str]
    last: Sequence[str]
    person: Sequence[str]
    assignment: Sequence[str]
    scenario: Sequence[str]
    digest: Sequence[str]
    mode: Sequence[str]
    number: Sequence[int | None]
    begun: Sequence[str]
    finished: Sequence[str | None]
    ending: Sequence[str | None]
    taken_back: Sequence[bool]
    turns: Sequence[int]
    moved: Sequence[str | None]
    reasons: Sequence[int]


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of names as numbers: `names[code]` is what stood there."""

    codes: "array[int]"
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class ScoresRead:
    """Columns: the latest score of each attempt that has one. `attempt` is its place in `AttemptsRead`."""

    attempt: "array[int]"
    kept: "array[float]"
    chance_corrected: "array[float]"


@dataclass(frozen=True, slots=True)
class CriteriaRead:
    """Columns: the criteria of those scores. `level` is -1 with too little evidence."""

    attempt: "array[int]"
    criterion: Coded
    level: "array[int]"
    m: "array[float]"
    items: "array[int]"


@dataclass(frozen=True, slots=True)
class TurnsRead:
    """Columns: the turns of those scores. `seconds` is -1 where the clock went back."""

    attempt: "array[int]"
    beat: Coded
    option: Coded
    quality: "array[float]"
    loss: "array[float]"
    seconds: "array[int]"


class Column(Protocol):
    def extend(self, values: Sequence[Any], /) -> object: ...


class Places:
    """A column of attempts, as their places."""

    def __init__(self, place: dict[str, int]) -> None:
        self._place = place
        self.codes = array("q")

    def extend(self, values: Sequence[str], /) -> None:
        self.codes.extend(map(self._place.__getitem__, values))


class Names:
    """A column of few names that come again and again."""

    def __init__(self) -> None:
        self._codes, self._known = array("q"), dict[str, int]()

    def extend(self, values: Sequence[str], /) -> None:
        known = self._known
        for each in sorted(set(values) - known.keys()):
            known[each] = len(known)
        self._codes.extend(map(known.__getitem__, values))

    def coded(self) -> Coded:
        return Coded(self._codes, tuple(self._known))
