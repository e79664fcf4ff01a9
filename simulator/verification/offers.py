"""What the paths of a scenario offer to show on one criterion, with everything that makes no difference left out.

States from which the same beats can follow in the same way are one (`Quotient`), because what is shown depends on beats
and options only. What the best and the worst paths make of it is found in `extremes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from simulator.model.scenario import Beat, Option
from simulator.scoring.evidence import baseline, shown
from simulator.verification.subject import Subject

UNITS = 60 * 10**11
"""Evidence and baselines are added up in whole units: then sums are equal in whatever order their parts came.

So fine that rounding does not show.
"""

_FULL = (-(10**6), 0.0)
"""Count and shared weight of an indicator that can no longer be shown more often than is counted in full."""


@dataclass(frozen=True)
class Quotient:
    """Classes of states with the same future, endings first: their place, and where each option leads."""

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

    @property
    def start(self) -> int:
        return len(self.places) - 1


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


class Item(NamedTuple):
    """Evidence that an option gives: 0-1 and its baseline, both in units, and the weight in full."""

    indicator: str
    x: int
    weight: float
    base: int


class Offer(NamedTuple):
    """What one option does to `Sums`, and to whatever was won on the way there.

    `adds`: what is added to which part. `folds`: indicators whose late items are then added to the rest, as slot,
    shared weight and the number of items among which it is shared.
    """

    sums: Sums
    adds: tuple[tuple[int, int], ...]
    folds: tuple[tuple[int, float, int], ...]

    def added_to(self, won: Won) -> Won:
        if not self.adds and not self.folds:
            return won
        parts = list(won)
        for part, more in self.adds:
            parts[part] += more
        for slot, shared, among in self.folds:
            for part in (0, 1):
                late = 2 * slot + 2 + part
                parts[part] += round(shared * parts[late] / among)
                parts[late] = 0
        return tuple(parts)


class Offers:
    """Everything that is offered on one criterion."""

    def __init__(self, subject: Subject, quotient: Quotient, criterion: str) -> None:
        self.subject, self.quotient, self.criterion = subject, quotient, criterion
        self.scoring = subject.rubric.scoring
        self._items: dict[tuple[str, int], tuple[Item, ...]] = {}

    def items(self, place: str, column: int) -> tuple[Item, ...]:
        """What an option shows on the criterion."""
        if (place, column) not in self._items:
            beat = self.subject.scenario.beat_by_id[place]
            self._items[(place, column)] = tuple(self._shown(beat, beat.options[column]))
        return self._items[(place, column)]

    def _shown(self, beat: Beat, option: Option) -> Iterator[Item]:
        weight = self.scoring.hinge_weight if beat.hinge else 1.0
        for indicator in dict.fromkeys((*beat.focus, *(tag.indicator for tag in option.evidence))):
            if self.subject.rubric.indicator_by_id[indicator].competency == self.criterion:
                x, b = shown(option, indicator, self.scoring), baseline(beat, indicator, self.scoring)
                yield Item(indicator, round(x * UNITS), weight, round(b * UNITS))

    @cached_property
    def _most_ahead(self) -> list[dict[str, int]]:
        """For every class how often each indicator may still be shown at most."""
        most: list[dict[str, int]] = []
        for place, targets in zip(self.quotient.places, self.quotient.targets, strict=True):
            here: dict[str, int] = {}
            for column, target in enumerate(targets):
                ahead = dict(most[target])
                for item in self.items(place, column):
                    ahead[item.indicator] = ahead.get(item.indicator, 0) + 1
                here = {each: max(here.get(each, 0), ahead.get(each, 0)) for each in {**here, **ahead}}
            most.append(here)
        return most

    @cached_property
    def repeating(self) -> tuple[str, ...]:
        """Indicators of the criterion that some path may show more often than is counted in full."""
        found = self._most_ahead[self.quotient.start]
        return tuple(sorted(each for each, count in found.items() if count > self.scoring.repeats))

    @cached_property
    def _ahead(self) -> list[tuple[int, ...]]:
        return [tuple(here.get(each, 0) for each in self.repeating) for here in self._most_ahead]

    def nothing(self) -> tuple[Sums, Won]:
        """What has been offered and won at the start."""
        return Sums(late=((0, 0.0),) * len(self.repeating)), (0, 0) * (1 + len(self.repeating))

    def of(self, number: int, column: int, before: Sums) -> Offer:
        """What an option in a class makes of what was offered until then."""
        place, target = self.quotient.places[number], self.quotient.targets[number][column]
        items = self.items(place, column)
        sums = before._replace(
            items=min(before.items + len(items), max(self.scoring.exemplary_items, self.scoring.minimum_items)),
            beats=min(before.beats + bool(items), self.scoring.exemplary_beats),
            cap=self._cap(place, column, before.cap),
        )
        sums, adds = self._with(sums, items)
        return self._settled(target, sums, adds)

    def _with(self, sums: Sums, items: tuple[Item, ...]) -> tuple[Sums, tuple[tuple[int, int], ...]]:
        """From the last full repeat of an indicator on, its items are late: they share the weight of that one."""
        weight, late, adds = sums.weight, list(sums.late), []
        for indicator, x, w, base in items:
            slot = self.repeating.index(indicator) if indicator in self.repeating else -1
            count, shared = late[slot] if slot >= 0 else _FULL
            if count + 1 >= self.scoring.repeats:
                late[slot] = (count + 1, shared or w)
                adds += [(2 * slot + 2, x), (2 * slot + 3, base)]
                continue
            if slot >= 0 and late[slot] != _FULL:
                late[slot] = (count + 1, shared)
            weight += w
            adds += [(0, round(w * x)), (1, round(w * base))]
        return sums._replace(weight=weight, late=tuple(late)), tuple(adds)

    def _settled(self, target: int, sums: Sums, adds: tuple[tuple[int, int], ...]) -> Offer:
        """Indicators that can repeat no more from a class on are added to the rest: fewer sums to tell apart."""
        weight, late, folds = sums.weight, list(sums.late), []
        for slot, ((count, shared), ahead) in enumerate(zip(sums.late, self._ahead[target], strict=True)):
            if late[slot] != _FULL and (not ahead or count + ahead <= self.scoring.repeats):
                late[slot] = _FULL
                if count >= self.scoring.repeats:
                    weight += shared
                    folds.append((slot, shared, count - self.scoring.repeats + 1))
        return Offer(sums._replace(weight=weight, late=tuple(late)), adds, tuple(folds))

    def _cap(self, place: str, column: int, cap: int) -> int:
        rubric = self.subject.rubric
        gate = rubric.gate_by_id.get(self.subject.scenario.beat_by_id[place].options[column].gate or "")
        return min(cap, gate.cap) if gate and gate.criterion == self.criterion else cap
