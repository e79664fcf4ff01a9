"""Profiles of many people over many scenarios, and how far two groups of them differ. Nothing is ever filled in.

The unit is the scenario: what somebody showed on a criterion is averaged within each scenario and then over scenarios,
each counting the same, because people differ from case to case more than within one. (Random-effects weights come to
the same where that is so.) Source: content specification, section 3a.3, "Trainee profile over scenarios".
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from simulator.scoring.beta import quantile
from simulator.scoring.visits import SAME, Numbers, Whole

ENOUGH = 20
"""From how many people on either side groups are compared."""


@dataclass(frozen=True)
class Shown:
    """What attempts showed on criteria, as columns of one length: numbers from 0, `m` 0-1 of `items` pieces."""

    person: Whole
    scenario: Whole
    criterion: Whole
    m: Numbers
    items: Whole


@dataclass(frozen=True, slots=True)
class Profile:
    """`mean` 0-1 over `scenarios`; `error` is its jackknife standard error, None for a single scenario.

    `items` of evidence in so many `attempts`, of which there may be several at a scenario.
    """

    mean: float
    error: float | None
    scenarios: int
    attempts: int
    items: int


@dataclass(frozen=True)
class Profiles:
    """A profile for each person (rows) and criterion (columns). Where there is no evidence all counts are 0."""

    mean: Numbers
    error: Numbers
    scenarios: Whole
    attempts: Whole
    items: Whole

    def of(self, person: int, criterion: int) -> Profile | None:
        """None where there is no evidence."""
        place = person, criterion
        scenarios = int(self.scenarios[place])
        if not scenarios:
            return None
        error = float(self.error[place]) if scenarios > 1 else None
        return Profile(float(self.mean[place]), error, scenarios, int(self.attempts[place]), int(self.items[place]))


def profiles(shown: Shown, people: int, criteria: int) -> Profiles:
    """For each person and criterion: mean = x̄ of the k scenarios' means, error = √(Σ (x - x̄)² / (k (k - 1)))."""
    scenarios = int(shown.scenario.max()) + 1 if len(shown.scenario) else 1
    cell = shown.person * criteria + shown.criterion
    key, place = np.unique(cell * scenarios + shown.scenario, return_inverse=True)
    each = np.bincount(place, shown.m, len(key)) / np.bincount(place, minlength=len(key))
    where, size = key // scenarios, people * criteria
    k = np.bincount(where, minlength=size)
    mean = np.bincount(where, each, size) / np.maximum(k, 1)
    squares = np.bincount(where, (each - mean[where]) ** 2, size)
    return Profiles(
        mean=mean.reshape(people, criteria),
        error=np.sqrt(squares / np.maximum(k * (k - 1), 1)).reshape(people, criteria),
        scenarios=k.reshape(people, criteria),
        attempts=np.bincount(cell, minlength=size).reshape(people, criteria),
        items=np.bincount(cell, shown.items, size).astype(np.int64).reshape(people, criteria),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """Two groups of people compared: means 0-1, how many people each rests on, and the first less the second.

    `low` and `high` hold it with the confidence asked for. All three are None where `why` says that they cannot be had.
    """

    first: float | None
    second: float | None
    people: tuple[int, int]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def stands_out(self) -> bool:
        """Whether the interval leaves out that there is none."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def difference(first: Numbers, second: Numbers, confidence: float = 0.95) -> Difference:
    """Means of people compared by Welch's interval: no equal spread is assumed (B. L. Welch, Biometrika 34, 1947).

    d ± t · √(s₁²/n₁ + s₂²/n₂), with the degrees of freedom of Welch and Satterthwaite.
    """
    counts = len(first), len(second)
    one, other = (float(each.mean()) if len(each) else None for each in (first, second))
    if min(counts) < ENOUGH:
        return Difference(
            one, other, counts, why=f"Too few people: {counts[0]} and {counts[1]}, at least {ENOUGH} each."
        )
    v, w = (float(each.var(ddof=1)) / len(each) for each in (first, second))
    if v + w < SAME**2:
        return Difference(one, other, counts, why="Nobody differs from the others in either group.")
    freedom = (v + w) ** 2 / (v**2 / (counts[0] - 1) + w**2 / (counts[1] - 1))
    value, half = float(first.mean() - second.mean()), t(confidence, freedom) * sqrt(v + w)
    return Difference(one, other, counts, value, value - half, value + half)


def t(confidence: float, freedom: float) -> float:
    """Between -t and t lies this share of Student's distribution: ν / (ν + t²) is Beta(ν/2, 1/2)."""
    x = quantile(1 - confidence, freedom / 2, 0.5)
    return sqrt(freedom * (1 - x) / x)
