"""Benchmarks marked for calibration and among live scripts: how far from what was agreed, and whether that changes."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from simulator.scoring.agreement import Coefficient, mean_difference
from simulator.scoring.profiles import t
from simulator.scoring.visits import SAME, Numbers
from simulator.services.assessing.agreement.concluding import many, number
from simulator.services.assessing.agreement.dashboard import NO_OPPORTUNITY, Named, Selection, levels_of, within

ENOUGH = 6
"""From how many benchmarks on it is asked whether something changes."""
STEP = 10
"""A change is told over so many benchmarks."""


@dataclass(frozen=True, slots=True)
class Point:
    """One benchmark: `difference` of its levels from the agreed ones, above 0 for lenient, None where none can be
    compared; shares 0-1 of `criteria` marked alike (levels and opportunities) and at most one level apart.
    """

    day: str
    difference: float | None
    exact: float
    within_one: float
    criteria: int


@dataclass(frozen=True, slots=True)
class Drift:
    """Of one assessor, benchmark by benchmark as they marked them. `change` is over `STEP` benchmarks."""

    assessor: Named
    points: tuple[Point, ...]
    difference: Coefficient
    change: Coefficient
    says: str


def drift(selection: Selection) -> tuple[Drift, ...]:
    """Everybody who has marked a benchmark, by name."""
    known: tuple[Drift, ...] | None = selection.known.get("drift")
    if known is None:
        watched = selection.dashboard.watched
        who = np.unique(watched.who[within(watched.day, selection.filter)])
        found = [_drift(selection, int(place)) for place in who if selection.assessor in (None, int(place))]
        known = selection.known["drift"] = tuple(sorted(found, key=lambda each: each.assessor.title))
    return known


def _drift(selection: Selection, place: int) -> Drift:
    watched = selection.dashboard.watched
    here = (watched.who == place) & within(watched.day, selection.filter)
    given, agreed = (each[here][:, selection.criteria] for each in (watched.given, watched.agreed))
    points = tuple(map(_point, watched.day[here].tolist(), given, agreed))
    apart = levels_of(given) - levels_of(agreed)
    difference = mean_difference(apart.ravel(), clusters=np.repeat(np.arange(len(apart)), apart.shape[1]))
    change = _change(np.array([each.difference for each in points if each.difference is not None]))
    name = selection.dashboard.assessors[place]
    return Drift(name, points, difference, change, _says(name.title, len(points), difference, change))


def _point(day: str, given: Numbers, agreed: Numbers) -> Point:
    both = ~np.isnan(given) & ~np.isnan(agreed)
    given, agreed = given[both], agreed[both]
    opportunity = (given == NO_OPPORTUNITY) == (agreed == NO_OPPORTUNITY)
    apart = levels_of(given) - levels_of(agreed)
    there = apart[~np.isnan(apart)]
    size = max(len(given), 1)
    return Point(
        day=day,
        difference=float(there.mean()) if len(there) else None,
        exact=float((given == agreed).sum() / size),
        within_one=float((opportunity & (np.abs(given - agreed) <= 1)).sum() / size),
        criteria=len(given),
    )


def _change(values: Numbers) -> Coefficient:
    """The slope of a straight line through the differences in order, over `STEP` benchmarks, with its t interval."""
    n = len(values)
    if n < ENOUGH:
        return Coefficient(None, says=f"{many(n, 'benchmark')}: too few to see a change.", n=n)
    x = np.arange(n) - (n - 1) / 2
    slope = float(x @ values / (x @ x))
    rest = values - values.mean() - slope * x
    error = sqrt(float(rest @ rest) / (n - 2) / float(x @ x))
    if error < SAME:
        return Coefficient(STEP * slope, says="The line passes through every point, so there is no interval.", n=n)
    half = t(0.95, n - 2) * error
    return Coefficient(STEP * slope, STEP * (slope - half), STEP * (slope + half), n=n)


def _says(name: str, benchmarks: int, difference: Coefficient, change: Coefficient) -> str:
    if difference.value is None:
        return "None of these levels can be compared with an agreed one."
    if benchmarks < ENOUGH:
        return f"{many(benchmarks, 'benchmark')}: too few to conclude anything from."
    if change.value is not None and change.low is not None and change.high is not None and change.low * change.high > 0:
        way = "more lenient" if change.value > 0 else "harsher"
        return f"{name} has become {way}, by {number(abs(change.value))} of a level over {STEP} benchmarks."
    if difference.low is not None and difference.high is not None and difference.low * difference.high > 0:
        way = "higher" if difference.value > 0 else "lower"
        return f"{name} marks {number(abs(difference.value))} of a level {way} than agreed; no change stands out."
    return "No drift stands out."
