"""What every coefficient returns, and how ratings are read: as numbers of levels, with nothing filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.scoring.visits import SAME, Numbers, Whole

Weights = Literal["unweighted", "linear", "quadratic"]

MISSING = -1
"""The number of a level that was not given."""

TOO_FEW = "Nothing was marked by two assessors."
ALIKE = "All marks are at one level, so agreement cannot be told from chance."
CERTAIN = "No two marks differ, so there is nothing to make an interval of."
ONE_ALONE = "It rests on one script alone, so there is nothing to make an interval of."


@dataclass(frozen=True, slots=True)
class Coefficient:
    """`value` is at most 1 (a difference may be more), None where it is undefined. `low` and `high` hold it with the
    confidence asked for; both None where that cannot be said. `says` tells why something is None, in words fit to show,
    and is empty where nothing is. It rests on `n` units that at least two have marked.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    says: str = ""
    n: int = 0


def coded(ratings: ArrayLike, levels: Sequence[float]) -> Whole:
    """Ratings of any shape as places among `levels` (ascending), `MISSING` for nan. Raises `ValueError` for others."""
    given, known = np.asarray(ratings, np.float64), np.asarray(levels, np.float64)
    if len(known) < 2 or not (np.diff(known) > 0).all():
        raise ValueError(f"Levels must be at least two and ascend: {list(levels)}")
    there = ~np.isnan(given)
    place = np.minimum(np.searchsorted(known, given), len(known) - 1)
    strange = there & (known[place] != given)
    if strange.any():
        raise ValueError(f"{given[strange].flat[0]:g} is none of the levels {', '.join(f'{each:g}' for each in known)}")
    return np.where(there, place, MISSING)


def counted(ratings: ArrayLike, levels: Sequence[float]) -> Whole:
    """For each unit (rows) how many assessors gave each level (columns)."""
    codes = coded(np.atleast_2d(np.asarray(ratings, np.float64)), levels)
    units, size = codes.shape[1], len(levels)
    cell = np.arange(units) * (size + 1) + codes + 1
    return np.bincount(cell.ravel(), minlength=units * (size + 1)).reshape(units, size + 1)[:, 1:]


def disagreement(levels: Sequence[float], weights: Weights) -> Numbers:
    """0 for the same level, 1 for the two furthest apart; between them as the levels' distance, its square, or 1."""
    known = np.asarray(levels, np.float64)
    distance: Numbers = np.abs(known[:, None] - known) / (known[-1] - known[0])
    if weights == "unweighted":
        return (distance > 0).astype(np.float64)
    return distance if weights == "linear" else np.square(distance)


def unit_agreement(counts: Whole, weights: Numbers) -> Numbers:
    """For each unit (rows: how many gave each level) the mean weight of two of its marks; 0 with fewer than two."""
    marks = counts.sum(axis=1)
    pairs = np.maximum(marks * (marks - 1), 1)
    return np.asarray((counts * (counts @ weights - 1)).sum(axis=1) / pairs * (marks > 1))


def in_clusters(values: Numbers, clusters: ArrayLike | None) -> Numbers:
    """Sums over the units (first axis) of each cluster; the values as they are where each unit stands for itself."""
    if clusters is None:
        return values
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.zeros((len(names), *values.shape[1:]))
    np.add.at(sums, place, values)
    return sums


def some(clusters: ArrayLike | None, which: NDArray[np.bool_]) -> ArrayLike | None:
    """The clusters of some units."""
    return None if clusters is None else np.asarray(clusters)[which]


def normal(confidence: float) -> float:
    """Between -z and z lies this share of the normal distribution."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def around(value: float, variance: float, quantile: float, n: int, unless: str = CERTAIN) -> Coefficient:
    """The value with value ± quantile · √variance, at most 1; no interval, and `unless`, where there is no variance."""
    if variance < SAME**2:
        return Coefficient(value, says=unless, n=n)
    half = quantile * sqrt(variance)
    return Coefficient(value, value - half, min(value + half, 1.0), n=n)
