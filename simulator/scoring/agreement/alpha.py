"""Krippendorff's alpha: any number of assessors, any gaps; its interval by drawing units again and again."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import (
    ALIKE,
    CERTAIN,
    ONE_ALONE,
    TOO_FEW,
    Coefficient,
    counted,
    in_clusters,
    some,
)
from simulator.scoring.visits import SAME, Numbers

Metric = Literal["nominal", "ordinal", "interval"]

RESAMPLES = 1000
LOST = 0.05
"""What share of the samples drawn may be without any variation before there is no interval."""
HARDLY_VARIED = "The marks hardly vary, so an interval cannot be had by drawing from them."


def krippendorff_alpha(
    ratings: ArrayLike,
    levels: Sequence[float],
    metric: Metric = "ordinal",
    *,
    seed: int,
    resamples: int = RESAMPLES,
    clusters: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """How far can marks be relied on, whoever of several assessors gave them and whoever marked what?

        α = 1 - observed / expected disagreement, over all pairs of marks of one unit and of all marks

    K. Krippendorff, Content Analysis, 4th ed. (2019), chapter 12. Within a unit of m marks each pair weighs 1/(m - 1),
    so that each mark counts once; what only one has marked is left out. Differences are squared: `nominal` 1 for any
    two levels, `interval` that of the levels, `ordinal` that of the levels' mean ranks among all marks.

    `ratings`: assessors by units, nan for none. `levels`: those there are. At most 1; below 0 they agree less than by
    chance. Rule of thumb: from .80 on to be relied on, .667 to .80 for tentative conclusions alone.

    The interval holds the middle `confidence` of `resamples` alphas, each of as many units drawn with replacement as
    there are; what belongs together by `clusters` (a name for each unit: its script) is drawn together. The same `seed`
    gives the same interval, in whatever order assessors and units come. Undefined where all marks are the same.
    """
    counts = counted(ratings, levels)
    paired = counts.sum(axis=1) > 1
    n = int(paired.sum())
    if n == 0:
        return Coefficient(None, says=TOO_FEW)
    known = np.asarray(levels, np.float64)
    each = in_clusters(_coincidences(counts[paired]), some(clusters, paired))
    (alpha,) = _alphas(each.sum(axis=0, keepdims=True), known, metric)
    if np.isnan(alpha):
        return Coefficient(None, says=ALIKE, n=n)
    low, high, says = _interval(each, known, metric, seed, resamples, confidence)
    return Coefficient(float(alpha), low, high, says, n)


def _coincidences(counts: Numbers) -> Numbers:
    """For each unit (rows) the pairs of each two different levels, each weighing 1/(m - 1), and the marks by level."""
    one, other = np.triu_indices(counts.shape[1], 1)
    pairs = counts[:, one] * counts[:, other] / (counts.sum(axis=1, keepdims=True) - 1)
    return np.hstack([pairs, counts])


def _alphas(sums: Numbers, levels: Numbers, metric: Metric) -> Numbers:
    """Alpha of each row of summed coincidences; nan without variation."""
    one, other = np.triu_indices(len(levels), 1)
    pairs, marks = sums[:, : len(one)], sums[:, len(one) :]
    total = marks.sum(axis=1)
    if metric == "nominal":
        distance = np.ones((1, len(one)))
    else:
        ranks = np.cumsum(marks, axis=1) - marks / 2 if metric == "ordinal" else levels[None]
        distance = (ranks[:, one] - ranks[:, other]) ** 2
    observed = (pairs * distance).sum(axis=1) * (total - 1)
    expected = (marks[:, one] * marks[:, other] * distance).sum(axis=1)
    alphas = np.full(len(sums), np.nan)
    varied = expected > 0
    alphas[varied] = 1 - observed[varied] / expected[varied]
    return alphas


def _interval(
    each: Numbers, levels: Numbers, metric: Metric, seed: int, resamples: int, confidence: float
) -> tuple[float | None, float | None, str]:
    """Units alike are drawn as one kind: which of them it was makes no difference, and there are far fewer kinds."""
    if resamples < 1:
        return None, None, "No interval was asked for."
    if len(each) < 2:
        return None, None, ONE_ALONE
    kinds, times = np.unique(np.round(each, 12), axis=0, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(each), times / len(each), resamples)
    alphas = _alphas(drawn @ kinds, levels, metric)
    found = alphas[~np.isnan(alphas)]
    if (found > 1 - SAME).all():
        return None, None, CERTAIN
    if len(found) < (1 - LOST) * resamples:
        return None, None, HARDLY_VARIED
    low, high = np.quantile(found, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high), ""
