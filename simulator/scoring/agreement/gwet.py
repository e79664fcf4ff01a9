"""Gwet's AC1 and AC2: agreement where marks pile up on one level, where kappa and alpha break down."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import (
    ONE_ALONE,
    TOO_FEW,
    Coefficient,
    Weights,
    around,
    counted,
    disagreement,
    in_clusters,
    some,
    unit_agreement,
)
from simulator.scoring.profiles import t


def gwet(
    ratings: ArrayLike,
    levels: Sequence[float],
    weights: Weights = "quadratic",
    *,
    clusters: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """How far do assessors agree where nearly all marks are at one level? AC1 is `unweighted`, AC2 the others.

        γ = (pa - pe) / (1 - pe),   pe = Σ w / (q (q - 1)) · Σ π (1 - π)

    pa is the mean weighted agreement of the marks of a unit, over units with two or more; π the share of each of the q
    levels, each unit with any mark counting the same. K. L. Gwet, British Journal of Mathematical and Statistical
    Psychology 61 (2008), 29-48; Handbook of Inter-Rater Reliability, 4th ed. (2014), chapters 4 and 5 (gaps: 2.5).
    It is generous where marks are skewed and there is no agreement, so it is never to be read alone.

    `ratings`: assessors by units, nan for none; `levels`: all that there are. At most 1; defined also where all marks
    are at one level. The interval is γ ± t · error with the Handbook's linearised variance over units, or `clusters` of
    them (a name for each unit), with one degree of freedom less than there are of these. One thing differs: pa is a
    ratio here, over the units that happen to have two marks; the Handbook counts as variation which of them have, which
    is far too wide where most have one.
    """
    counts = counted(ratings, levels)
    marked = counts.sum(axis=1) > 0
    counts = counts[marked]
    marks = counts.sum(axis=1)
    paired = marks > 1
    n, units = int(paired.sum()), len(counts)
    if n == 0:
        return Coefficient(None, says=TOO_FEW)
    w = 1 - disagreement(levels, weights)
    scale = w.sum() / (len(levels) * (len(levels) - 1))
    shares = counts / marks[:, None]
    prevalence = shares.mean(axis=0)
    by_chance = float(scale * (prevalence * (1 - prevalence)).sum())
    agreed = unit_agreement(counts, w)
    value = 1 - (1 - float(agreed[paired].mean())) / (1 - by_chance)
    own = np.where(paired, units / n * ((agreed - by_chance) / (1 - by_chance) - value), 0.0)
    chance = scale * (shares @ (1 - prevalence))
    off = own - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance)
    sums = in_clusters(off, some(clusters, marked))
    if len(sums) < 2:
        return Coefficient(value, says=ONE_ALONE, n=n)
    variance = len(sums) / (len(sums) - 1) * float((sums**2).sum()) / units**2
    return around(value, variance, t(confidence, len(sums) - 1), n)
