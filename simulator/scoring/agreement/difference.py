"""How far apart, and which way: the mean of differences with an interval, units that belong together as one."""

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import ONE_ALONE, Coefficient, in_clusters, some
from simulator.scoring.profiles import t
from simulator.scoring.visits import SAME


def mean_difference(
    differences: ArrayLike, *, clusters: ArrayLike | None = None, confidence: float = 0.95
) -> Coefficient:
    """By how many levels does one mark higher (above 0) or lower than another, on the whole?

    `differences`: for each unit one mark less the other, nan for none. The interval is x̄ ± t · error; with `clusters`
    (a name for each unit) the error is that of a ratio of sums over clusters, c/(c - 1) · Σ (Σ (x - x̄))² / n² (W. G.
    Cochran, Sampling Techniques, 3rd ed. (1977), 9A), and there are c - 1 degrees of freedom.
    """
    given = np.asarray(differences, np.float64)
    there = ~np.isnan(given)
    found = given[there]
    n = len(found)
    if n == 0:
        return Coefficient(None, says="There is nothing that both have marked.")
    mean = float(found.mean())
    sums = in_clusters(found - mean, some(clusters, there))
    if len(sums) < 2:
        return Coefficient(mean, says=ONE_ALONE, n=n)
    variance = len(sums) / (len(sums) - 1) * float((sums**2).sum()) / n**2
    if variance < SAME**2:
        return Coefficient(
            mean, says="Every script differs by the same, so there is nothing to make an interval of.", n=n
        )
    half = t(confidence, len(sums) - 1) * float(np.sqrt(variance))
    return Coefficient(mean, mean - half, mean + half, n=n)
