"""The lowest and the highest level of each criterion over all paths: exact, and without walking every path.

States from which the same beats can follow in the same way are one (`Quotient`): what is shown depends on beats and
options only. Along the paths of that much smaller graph only sums are kept, and of those with the same weight and number
of items only the ones that no other beats in every part: whatever follows, it can never overtake.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulator.model.rubric import Rubric
from simulator.model.scenario import Beat, Option
from simulator.scoring.evidence import baseline, shown
from simulator.verification.subject import Subject

_UNITS = 60 * 10**11
"""Evidence and baselines are added up in whole units: then sums are equal in whatever order their parts came.

So fine that rounding does not show, and coarse enough for sums to be exact as floating point too.
"""


@dataclass(frozen=True)
class Reach:
    """What some path shows on one criterion: mean 0-1, level 0-4 or None with too little evidence, and the path."""

    m: float
    level: int | None
    path: tuple[str, ...]


@dataclass(frozen=True)
class Extremes:
    """The least and the most that any path to any ending shows on a criterion, by their mean.

    `top` is the path of the highest level. That need not be the one of the highest mean, which may rest on too little
    evidence or cross a gate.
    """

    least: Reach
    most: Reach
    top: Reach


class Sums(NamedTuple):
    """What a path has offered so far. `late`: of indicators that may repeat, their count and shared weight."""

    weight: float = 0.0
    items: int = 0
    beats: int = 0
    cap: int = 4
    late: tuple[tuple[int, float], ...] = ()


Won = tuple[int, ...]
"""What a path has won so far, and its baseline: in full weight, then of each indicator that may repeat by its late
items. With the same `Sums`, more of any part is a higher mean."""


class Came(NamedTuple):
    """The step before: class, sums and winnings there, and the option taken."""

    number: int
    sums: Sums
    won: Won
    column: int


Kept = dict[Sums, dict[Won, Came]]


class End(NamedTuple):
    """Where a path worth keeping ends, and what it came to."""

    m: float
    level: int | None
    number: int
    sums: Sums
    won: Won


@dataclass(frozen=True)
class Quotient:
    """Classes of states with the same future, in forward order: their place, and where each option leads."""

    places: tuple[str, ...]
    targets: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, subject: Subject) -> "Quotient":
        product = subject.product
        kind = np.zeros(product.size[0], np.int64)
        places: list[str] = []
        targets: list[tuple[int, ...]] = []
        for layer in reversed(product.layers.values()):
            rows, which = np.unique(kind[layer.targets], axis=0, return_inverse=True)
            kind[layer.rows] = len(places) + which.ravel()
            places += [layer.place] * len(rows)
            targets += [tuple(row) for row in rows.tolist()]
        return cls(tuple(places), tuple(targets))


class Criterion:
    """One criterion over all paths of one scenario."""

    def __init__(self, subject: Subject, quotient: Quotient, criterion: str) -> None:
        self.subject, self.quotient, self.criterion = subject, quotient, criterion
        self.rubric: Rubric = subject.rubric
        self.scoring = self.rubric.scoring
        self._moves: dict[tuple[str, int], tuple[tuple[str, int, float, int], ...]] = {}

    @cached_property
    def repeating(self) -> tuple[str, ...]:
        """Indicators of the criterion that some path may show more often than is counted in full."""
        found: dict[str, int] = {}
        most: list[dict[str, int]] = []
        for place, targets in zip(self.quotient.places, self.quotient.targets, strict=True):
            here: dict[str, int] = {}
            for column, target in enumerate(targets):
                ahead = dict(most[target])
                for indicator, *_ in self._items(place, column):
                    ahead[indicator] = ahead.get(indicator, 0) + 1
                for indicator, count in ahead.items():
                    here[indicator] = max(here.get(indicator, 0), count)
            most.append(here)
            found = here
        return tuple(sorted(each for each, count in found.items() if count > self.scoring.repeats))

    def _items(self, place: str, column: int) -> tuple[tuple[str, int, float, int], ...]:
        """What an option shows on the criterion: indicator, evidence, weight, baseline (in units)."""
        if (place, column) not in self._moves:
            beat = self.subject.scenario.beat_by_id[place]
            self._moves[(place, column)] = tuple(self._shown(beat, beat.options[column]))
        return self._moves[(place, column)]

    def _shown(self, beat: Beat, option: Option) -> Iterator[tuple[str, int, float, int]]:
        weight = self.scoring.hinge_weight if beat.hinge else 1.0
        for indicator in dict.fromkeys((*beat.focus, *(tag.indicator for tag in option.evidence))):
            if self.rubric.indicator_by_id[indicator].competency == self.criterion:
                x, b = shown(option, indicator, self.scoring), baseline(beat, indicator, self.scoring)
                yield indicator, round(x * _UNITS), weight, round(b * _UNITS)

    def extremes(self) -> Extremes | None:
        """None where no path has any evidence on the criterion."""
        low, lowest = self._search(-1)
        high, highest = self._search(1)
        if not lowest or not highest:
            return None
        return Extremes(
            least=self._reach(low, min(lowest, key=lambda end: end.m)),
            most=self._reach(high, max(highest, key=lambda end: end.m)),
            top=self._reach(high, max(highest, key=lambda end: (-1 if end.level is None else end.level, end.m))),
        )

    def _search(self, sign: int) -> tuple[list[Kept], list[End]]:
        """Forward over the classes, for the highest where `sign` is 1 and for the lowest where it is -1."""
        start = len(self.quotient.places) - 1
        kept: list[Kept] = [{} for _ in self.quotient.places]
        nothing = Sums(late=((0, 0.0),) * len(self.repeating))
        kept[start] = {nothing: {(0, 0) * (1 + len(self.repeating)): Came(-1, nothing, (), -1)}}
        ends: list[End] = []
        for number in range(start, -1, -1):
            for sums, fronts in kept[number].items():
                for won in fronts:
                    if self.quotient.targets[number]:
                        self._go_on(kept, Came(number, sums, won, -1), sign)
                    elif sums.items:
                        m = self._mean(sums, won)
                        ends.append(End(m, self._level(m, sums), number, sums, won))
        return kept, ends

    def _go_on(self, kept: list[Kept], here: Came, sign: int) -> None:
        place = self.quotient.places[here.number]
        for column, target in enumerate(self.quotient.targets[here.number]):
            sums, won = self._add(place, column, here.sums, here.won)
            _keep(kept[target].setdefault(sums, {}), won, here._replace(column=column), sign)

    def _add(self, place: str, column: int, sums: Sums, won: Won) -> tuple[Sums, Won]:
        items = self._items(place, column)
        cap = self._cap(place, column, sums.cap)
        if not items:
            return (sums if cap == sums.cap else sums._replace(cap=cap)), won
        weight, late, gains = sums.weight, list(sums.late), list(won)
        for indicator, x, w, b in items:
            slot = self.repeating.index(indicator) if indicator in self.repeating else -1
            count, shared = late[slot] if slot >= 0 else (0, 0.0)
            if slot >= 0 and count + 1 >= self.scoring.repeats:  # these share the weight of the last full repeat
                late[slot] = (count + 1, shared or w)
                at, x_, b_ = 2 * slot + 2, x, b
            else:
                if slot >= 0:
                    late[slot] = (count + 1, shared)
                weight, at, x_, b_ = weight + w, 0, round(w * x), round(w * b)
            gains[at] += x_
            gains[at + 1] += b_
        counted = min(sums.items + len(items), max(self.scoring.exemplary_items, self.scoring.minimum_items))
        beats = min(sums.beats + 1, self.scoring.exemplary_beats)
        return Sums(weight, counted, beats, cap, tuple(late)), tuple(gains)

    def _cap(self, place: str, column: int, cap: int) -> int:
        gate = self.rubric.gate_by_id.get(self.subject.scenario.beat_by_id[place].options[column].gate or "")
        return min(cap, gate.cap) if gate and gate.criterion == self.criterion else cap

    def _mean(self, sums: Sums, won: Won) -> float:
        weight, total, base = sums.weight, float(won[0]), float(won[1])
        for (count, shared), xs, bs in zip(sums.late, won[2::2], won[3::2], strict=True):
            if count >= self.scoring.repeats:
                among = count - self.scoring.repeats + 1
                weight, total, base = weight + shared, total + shared * xs / among, base + shared * bs / among
        k = self.scoring.shrinkage
        b = base / weight / _UNITS if weight else self.scoring.absent
        return (total / _UNITS + k * b) / (weight + k)

    def _level(self, m: float, sums: Sums) -> int | None:
        scoring = self.scoring
        if sums.items < scoring.minimum_items:
            return None
        level = sum(m >= cut - 1e-9 for cut in scoring.cuts)
        broad = sums.items >= scoring.exemplary_items and sums.beats >= scoring.exemplary_beats
        return min(level if broad else min(level, 3), sums.cap)

    def _reach(self, kept: list[Kept], end: End) -> Reach:
        path: list[str] = []
        _, _, number, sums, won = end
        while (came := kept[number][sums][won]).number >= 0:
            number, sums, won = came.number, came.sums, came.won
            path.append(self.subject.scenario.beat_by_id[self.quotient.places[number]].options[came.column].id)
        return Reach(end.m, end.level, tuple(reversed(path)))


def _keep(fronts: dict[Won, Came], won: Won, came: Came, sign: int) -> None:
    """Keep what no other is at least as good as in every part, and drop what this one is as good as."""
    for other in fronts:
        if all(sign * a >= sign * b for a, b in zip(other, won, strict=True)):
            return
    for other in [each for each in fronts if all(sign * a <= sign * b for a, b in zip(each, won, strict=True))]:
        del fronts[other]
    fronts[won] = came


def extremes(subject: Subject) -> dict[str, Extremes]:
    """The extremes of every target of a scenario that any path has evidence on."""
    quotient = Quotient.of(subject)
    found = {target: Criterion(subject, quotient, target).extremes() for target in subject.scenario.targets}
    return {target: each for target, each in found.items() if each}
