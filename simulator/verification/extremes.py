"""The lowest and the highest level of each criterion over all paths: exact, and without walking every path.

Along the classes of `offers`, of all paths with the same weight and number of items only those are kept that no other
beats in every part: whatever follows, it can never overtake.
"""

from dataclasses import dataclass
from operator import ge, le
from typing import NamedTuple

from simulator.verification.offers import UNITS, Offers, Quotient, Sums, Won
from simulator.verification.subject import Subject


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


class Came(NamedTuple):
    """The step before: class, sums and winnings there, and the option taken."""

    number: int
    sums: Sums
    won: Won
    column: int


Front = dict[Won, Came]
Fronts = tuple[Front, Front]
"""Winnings that nothing else with the same sums stays below, and those that nothing else exceeds."""
LOW, HIGH = 0, 1


class End(NamedTuple):
    """Where a path worth keeping ends, and what it came to."""

    m: float
    level: int | None
    number: int
    sums: Sums
    won: Won

    @property
    def rank(self) -> tuple[int, float]:
        """Having a level counts as more than having none."""
        return (-1 if self.level is None else self.level, self.m)


class TooManyWays(Exception):
    """The paths differ in so many ways that the extremes are not worked out."""


class Criterion:
    """One criterion over all paths of one scenario. Raises `TooManyWays` beyond `most` steps."""

    def __init__(self, offers: Offers, most: int) -> None:
        self.steps, self.most = 0, most
        self.offers, self.quotient, self.scoring = offers, offers.quotient, offers.scoring
        self.kept: list[dict[Sums, Fronts]] = [{} for _ in self.quotient.places]
        sums, won = offers.nothing()
        first = Came(-1, sums, (), -1)
        self.kept[self.quotient.start][sums] = ({won: first}, {won: first})
        for number in range(self.quotient.start, -1, -1):
            self._leave(number)

    def _leave(self, number: int) -> None:
        """Take what is kept at a class one turn further."""
        for sums, fronts in self.kept[number].items():
            for column, target in enumerate(self.quotient.targets[number]):
                offer = self.offers.of(number, column, sums)
                onward = self.kept[target].setdefault(offer.sums, ({}, {}))
                self.steps += len(fronts[LOW]) + len(fronts[HIGH])
                if self.steps > self.most:
                    raise TooManyWays
                for side in (LOW, HIGH):
                    for won in fronts[side]:
                        _keep(onward[side], offer.added_to(won), Came(number, sums, won, column), side)

    def extremes(self) -> Extremes | None:
        """None where no path has any evidence on the criterion."""
        lows, highs = self._ends(LOW), self._ends(HIGH)
        if not lows or not highs:
            return None
        return Extremes(
            least=self._reach(LOW, min(lows, key=lambda end: end.m)),
            most=self._reach(HIGH, max(highs, key=lambda end: end.m)),
            top=self._reach(HIGH, max(highs, key=lambda end: end.rank)),
        )

    def _ends(self, side: int) -> list[End]:
        return [
            self._end(number, sums, won)
            for number, targets in enumerate(self.quotient.targets)
            if not targets
            for sums, fronts in self.kept[number].items()
            if sums.items
            for won in fronts[side]
        ]

    def _end(self, number: int, sums: Sums, won: Won) -> End:
        k, weight = self.scoring.shrinkage, sums.weight
        b = won[1] / weight / UNITS if weight else self.scoring.absent
        m = (won[0] / UNITS + k * b) / (weight + k)
        return End(m, self._level(m, sums), number, sums, won)

    def _level(self, m: float, sums: Sums) -> int | None:
        scoring = self.scoring
        if sums.items < scoring.minimum_items:
            return None
        level = sum(m >= cut - 1e-9 for cut in scoring.cuts)
        broad = sums.items >= scoring.exemplary_items and sums.beats >= scoring.exemplary_beats
        return min(level if broad else min(level, 3), sums.cap)

    def _reach(self, side: int, end: End) -> Reach:
        path: list[str] = []
        _, _, number, sums, won = end
        while (came := self.kept[number][sums][side][won]).number >= 0:
            number, sums, won = came.number, came.sums, came.won
            beat = self.offers.subject.scenario.beat_by_id[self.quotient.places[number]]
            path.append(beat.options[came.column].id)
        return Reach(end.m, end.level, tuple(reversed(path)))


def _keep(front: Front, won: Won, came: Came, side: int) -> None:
    """Keep what no other is at least as good as in every part, and drop what this one is as good as."""
    is_as_good = ge if side == HIGH else le
    for other in front:
        if all(map(is_as_good, other, won)):
            return
    for other in [each for each in front if all(map(is_as_good, won, each))]:
        del front[other]
    front[won] = came


@dataclass(frozen=True)
class Found:
    """The extremes of every target that any path has evidence on, and the targets given up on."""

    reached: dict[str, Extremes]
    given_up: tuple[str, ...]


def extremes(subject: Subject) -> Found:
    """What any path shows on each target of a scenario that was explored to its end."""
    quotient = Quotient.of(subject)
    reached: dict[str, Extremes] = {}
    given_up: list[str] = []
    for target in subject.scenario.targets:
        try:
            found = Criterion(Offers(subject, quotient, target), subject.product.limits.ways).extremes()
        except TooManyWays:
            given_up.append(target)
        else:
            if found:
                reached[target] = found
    return Found(reached, tuple(given_up))
