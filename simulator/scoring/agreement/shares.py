"""Plain agreement, as a share: the same level, or at most one apart."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import (
    TOO_FEW,
    Coefficient,
    counted,
    in_clusters,
    normal,
    some,
    unit_agreement,
)
from simulator.scoring.visits import SAME


def exact(
    ratings: ArrayLike, levels: Sequence[float], *, clusters: ArrayLike | None = None, confidence: float = 0.95
) -> Coefficient:
    """How often do two assessors of a unit give it the same level? 0-1; see `adjacent` for the rest."""
    return _within(0, ratings, levels, clusters, confidence)


def adjacent(
    ratings: ArrayLike, levels: Sequence[float], *, clusters: ArrayLike | None = None, confidence: float = 0.95
) -> Coefficient:
    """How often are two assessors of a unit at most one level apart? 0-1; nothing is taken off for chance.

    The mean, over units that two or more have marked, of the share of their pairs that agree. `ratings`: assessors by
    units, nan for none. The interval is E. B. Wilson's (Journal of the American Statistical Association 22 (1927),
    209-212); for more than two assessors, or units that belong together (`clusters`, a name for each), with the number
    of units that would vary as much had each been drawn alone (E. L. Korn and B. I. Graubard, Survey Methodology 24
    (1998), 193-201), but never more than there are comparisons. It says something also where all agree.
    """
    return _within(1, ratings, levels, clusters, confidence)


def _within(
    steps: int, ratings: ArrayLike, levels: Sequence[float], clusters: ArrayLike | None, confidence: float
) -> Coefficient:
    counts = counted(ratings, levels)
    paired = counts.sum(axis=1) > 1
    counts, n = counts[paired], int(paired.sum())
    if n == 0:
        return Coefficient(None, says=TOO_FEW)
    place = np.arange(len(levels))
    agreed = unit_agreement(counts, (np.abs(place[:, None] - place) <= steps).astype(np.float64))
    share = float(agreed.mean())
    sums = in_clusters(agreed - share, some(clusters, paired))
    variance = float((sums**2).sum()) / n**2
    alone = share * (1 - share) / variance if variance > SAME**2 else len(sums)
    alone = min(alone, float(counts.sum() - n))
    return Coefficient(share, *_wilson(share, alone, normal(confidence)), n=n)


def _wilson(share: float, n: float, z: float) -> tuple[float, float]:
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(middle - half, 0.0), min(middle + half, 1.0)
