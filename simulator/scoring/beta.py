"""Quantiles of the Beta distribution, so that an interval does not cost the page a scientific library.

The incomplete beta function by its continued fraction (DLMF 8.17.22, modified Lentz), inverted by bisection, which
cannot miss on a monotone function.
"""

from functools import lru_cache
from math import exp, lgamma, log, log1p


@lru_cache(maxsize=4096)
def quantile(p: float, a: float, b: float) -> float:
    """The x in 0-1 with P(X <= x) = p for X ~ Beta(a, b) to about 1e-12; a zero `a` or `b` puts all mass on one end."""
    if a <= 0 or b <= 0:
        return 0.0 if a <= 0 else 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if cumulative(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def cumulative(x: float, a: float, b: float) -> float:
    """P(X <= x) for X ~ Beta(a, b), a, b > 0."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny, value = 1e-300, 1.0
    c, d = 1.0, 1 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    value = d
    for m in range(1, 300):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + step * d, tiny)
            c = _away_from_zero(1 + step / c, tiny)
            value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value


def _away_from_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
