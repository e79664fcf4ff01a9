"""Cohen's kappa of two assessors, with and without weights, and the table that it rests on."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import (
    ALIKE,
    CERTAIN,
    MISSING,
    TOO_FEW,
    Coefficient,
    Weights,
    around,
    coded,
    disagreement,
    in_clusters,
    normal,
    some,
)
from simulator.scoring.visits import Whole

ONE_SIDED = "One of the two gave one level only: kappa is 0 then, whatever the other did."


def weighted_kappa(
    first: ArrayLike,
    second: ArrayLike,
    levels: Sequence[float],
    weights: Weights = "quadratic",
    *,
    clusters: ArrayLike | None = None,
    confidence: float = 0.95,
) -> Coefficient:
    """How far do two assessors of the same units agree beyond what their own habits would bring about by chance?

        κ = 1 - Σ v p / Σ v e

    where p is the share of units in each cell of their table, e the product of its margins, and v the disagreement of
    the cell: 1 off the diagonal, or the distance of the levels, or its square. J. Cohen, Educational and Psychological
    Measurement 20 (1960), 37-46; with weights: Psychological Bulletin 70 (1968), 213-220.

    `first` and `second`: levels by unit, of one length, nan for none; units with both are used. `levels`: all that
    there are, whether given or not, since the weights hang on them. -1 to 1. What is small or large differs from one
    weighting to another, so no words are attached to figures.

    The interval is κ ± z · error, with the large-sample error of J. L. Fleiss, J. Cohen and B. S. Everitt,
    Psychological Bulletin 72 (1969), 323-327, which needs no hypothesis (not the one for κ = 0). Units that belong
    together (the criteria of one script) are no independent ones: with `clusters`, a name for each unit, their
    deviations are added up within each, as in Z. Yang and M. Zhou, Computational Statistics & Data Analysis 82 (2015),
    1-18. Undefined where both gave one and the same level throughout.
    """
    one, other = coded(first, levels), coded(second, levels)
    both = (one != MISSING) & (other != MISSING)
    a, b, n = one[both], other[both], int(both.sum())
    if n == 0:
        return Coefficient(None, says=TOO_FEW)
    size = len(levels)
    p = _table(a, b, size) / n
    v = disagreement(levels, weights)
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    by_chance = float(rows @ v @ columns)
    if by_chance == 0:
        return Coefficient(None, says=ALIKE, n=n)
    kappa = 1 - float((v * p).sum()) / by_chance
    w = 1 - v
    influence = w - ((w @ columns)[:, None] + rows @ w) * (1 - kappa)
    off = influence[a, b] - (kappa - (1 - by_chance) * (1 - kappa))
    variance = float((in_clusters(off, some(clusters, both)) ** 2).sum()) / (n * by_chance) ** 2
    why = CERTAIN if kappa == 1 else ONE_SIDED
    found = around(kappa, variance, normal(confidence), n, why)
    return found if found.low is None else replace(found, low=max(found.low, -1.0))


def confusion(first: ArrayLike, second: ArrayLike, levels: Sequence[float]) -> Whole:
    """How often what `first` gave (rows, in the order of `levels`) met what `second` gave (columns).

    Units where one of them is nan are in no cell.
    """
    one, other = coded(first, levels), coded(second, levels)
    both = (one != MISSING) & (other != MISSING)
    return _table(one[both], other[both], len(levels))


def _table(rows: Whole, columns: Whole, size: int) -> Whole:
    return np.bincount(rows * size + columns, minlength=size * size).reshape(size, size)
