"""Intraclass correlations: how much of the differences between marks is due to the scripts themselves."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import CERTAIN, Coefficient
from simulator.scoring.beta import quantile
from simulator.scoring.visits import SAME, Numbers

Kind = Literal["A,1", "C,1", "A,k"]

TOO_FEW = "It takes two scripts that two have marked."
NOT_APART = "Nobody's marks tell one script from another, so there is nothing to compare."
NO_LIMITS = "The scripts hardly differ, so an interval cannot be had."


def icc(ratings: ArrayLike, kind: Kind, *, confidence: float = 0.95) -> Coefficient:
    """How much of the spread of marks is due to the scripts rather than to who marked them?

    `A,1`: of one assessor's mark, where level differences between assessors count (absolute agreement). `C,1`: the same
    where they do not (consistency); if it is the larger, somebody is systematically harsh. `A,k`: of the mean of all k
    assessors, for keys, panels and totals that are averaged.

    With the mean squares of scripts (R), assessors (C) and the rest (E) of n scripts and k assessors, two-way random:

        A,1 = (R - E) / (R + (k - 1) E + k (C - E) / n)
        C,1 = (R - E) / (R + (k - 1) E)
        A,k = (R - E) / (R + (C - E) / n)

    K. O. McGraw and S. P. Wong, Psychological Methods 1 (1996), 30-46, tables 4 and 7, with their intervals by F.
    Judged by the interval: below .5 poor, .5 to .75 moderate, .75 to .9 good, above .9 excellent (T. K. Koo and M. Y.
    Li, Journal of Chiropractic Medicine 15 (2016), 155-163). At most 1.

    `ratings`: the same assessors (rows) by scripts, numbers of any scale; scripts with a nan are left out. Undefined
    with fewer than two of either, and where nothing tells the scripts apart.
    """
    given = np.atleast_2d(np.asarray(ratings, np.float64))
    complete = given[:, ~np.isnan(given).any(axis=0)]
    k, n = complete.shape
    if k < 2 or n < 2:
        return Coefficient(None, says=TOO_FEW, n=n if k > 1 else 0)
    found = _Squares.of(complete)
    value = found.value(kind)
    if value is None:
        return Coefficient(None, says=NOT_APART, n=n)
    if found.rest == 0 and (kind == "C,1" or found.assessors == 0):
        return Coefficient(value, says=CERTAIN, n=n)
    limits = found.consistency(confidence) if kind == "C,1" else found.agreement(confidence, mean=kind == "A,k")
    return Coefficient(value, n=n, says=NO_LIMITS) if limits is None else Coefficient(value, *limits, n=n)


@dataclass(frozen=True, slots=True)
class _Squares:
    """The mean squares of a table of k assessors by n scripts without gaps; exactly 0 where they are so but for
    rounding.
    """

    k: int
    n: int
    scripts: float
    assessors: float
    rest: float

    @classmethod
    def of(cls, ratings: Numbers) -> "_Squares":
        k, n = ratings.shape
        centred = ratings - ratings.mean()
        scripts, assessors = centred.mean(axis=0), centred.mean(axis=1)
        sums = (
            k * (scripts**2).sum() / (n - 1),
            n * (assessors**2).sum() / (k - 1),
            ((centred - scripts - assessors[:, None]) ** 2).sum() / ((n - 1) * (k - 1)),
        )
        least = SAME**2 * max(float((ratings**2).max()), SAME)
        return cls(k, n, *(0.0 if each < least else float(each) for each in sums))

    def value(self, kind: Kind) -> float | None:
        over = {
            "A,1": self.scripts + (self.k - 1) * self.rest + self.k * (self.assessors - self.rest) / self.n,
            "C,1": self.scripts + (self.k - 1) * self.rest,
            "A,k": self.scripts + (self.assessors - self.rest) / self.n,
        }[kind]
        whole = self.scripts + self.assessors + self.rest
        if over <= SAME * whole or self.scripts + self.rest == 0:
            return None
        return min((self.scripts - self.rest) / over, 1.0)

    def consistency(self, confidence: float) -> tuple[float, float] | None:
        freedom = self.n - 1, (self.n - 1) * (self.k - 1)
        above, below = _f(confidence, *freedom), _f(confidence, *freedom[::-1])
        if above is None or below is None:
            return None
        ratio = self.scripts / self.rest
        low, high = ratio / above, ratio * below
        return (low - 1) / (low + self.k - 1), (high - 1) / (high + self.k - 1)

    def agreement(self, confidence: float, *, mean: bool) -> tuple[float, float] | None:
        """Of one mark, or by Spearman and Brown's formula of the mean of all, which gives McGraw and Wong's as well."""
        k, n, one = self.k, self.n, self.value("A,1")
        if one is None or one >= 1 or self.scripts == 0:
            return None
        a = k * one / (n * (1 - one))
        b = 1 + k * one * (n - 1) / (n * (1 - one))
        parts = (a * self.assessors) ** 2 / (k - 1) + (b * self.rest) ** 2 / ((n - 1) * (k - 1))
        freedom = (a * self.assessors + b * self.rest) ** 2 / parts
        above, below = _f(confidence, n - 1, freedom), _f(confidence, freedom, n - 1)
        if above is None or below is None:
            return None
        other = k * self.assessors + (k * n - k - n) * self.rest
        low = n * (self.scripts - above * self.rest) / (above * other + n * self.scripts)
        high = n * (below * self.scripts - self.rest) / (other + n * below * self.scripts)
        return _of_mean(low, high, k) if mean else (low, high)


def _of_mean(low: float, high: float, k: int) -> tuple[float, float] | None:
    if 1 + (k - 1) * low <= SAME:
        return None
    return k * low / (1 + (k - 1) * low), k * high / (1 + (k - 1) * high)


def _f(confidence: float, above: float, below: float) -> float | None:
    """The upper quantile of F for a two-sided interval, None beyond all bounds: b / (F a + b) is Beta(b/2, a/2)."""
    y = quantile((1 - confidence) / 2, below / 2, above / 2)
    return below * (1 - y) / (above * y) if y > SAME**2 else None
