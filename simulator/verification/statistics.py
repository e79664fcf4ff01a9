"""The few statistics that the rules rest on. Nothing here knows a scenario."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def ranks(values: Sequence[float] | Numbers) -> Numbers:
    """Ranks from 0; equal values share the mean of theirs. Values are compared to 1e-9."""
    rounded = np.round(np.asarray(values, np.float64), 9)
    _, which, counts = np.unique(rounded, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts + 1) / 2)[which])


def correlation(a: Sequence[float] | Numbers, b: Sequence[float] | Numbers) -> float:
    """Pearson's correlation; 0 where one of the two does not vary."""
    x, y = (np.asarray(each, np.float64) - np.mean(each) for each in (a, b))
    size = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / size if size > 1e-12 else 0.0


def rank_correlation(a: Sequence[float] | Numbers, b: Sequence[float] | Numbers) -> float:
    """Spearman's correlation."""
    return correlation(ranks(a), ranks(b))
