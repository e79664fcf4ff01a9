"""The few statistics that the rules rest on. Nothing here knows a scenario.

A node is one set of options to choose from; whatever is asked of many nodes comes as arrays of nodes × options, padded
on the right where a node has fewer options than others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Marks = NDArray[np.bool_]

PERMUTATIONS = 2_000
SEED = 20_077
"""Fixed, so that the same content always gets the same findings."""


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


@dataclass(frozen=True)
class Association:
    """How a trait goes with quality within nodes.

    `t`: mean correlation within the nodes in which both vary, of which there are `nodes`. `z`: the same in standard
    errors; a single node without a tell has a variance of 1 / (options - 1). `p`: two-sided, by permutation within
    nodes. `each`: what each node adds to the sum.
    """

    t: float
    z: float
    p: float
    nodes: int
    each: Numbers


@dataclass(frozen=True)
class Standing:
    """How often the best option is the one that stands out, against where it would stand by chance.

    `value` is the sum of the weights of the best options, `expected` its mean if any option of a node were as likely to
    be the best, `z` the difference in standard deviations of that, `each` what each node adds to the difference.
    """

    value: float
    expected: float
    z: float
    each: Numbers


def associations(traits: Mapping[str, Numbers], quality: Numbers, real: Marks) -> dict[str, Association]:
    """The association of each trait with quality. Arrays are nodes × options; `real` marks where there is an option."""
    if not traits:
        return {}
    goal = _unit(quality, real)
    units = np.stack([_unit(each, real) for each in traits.values()], axis=-1)
    each = np.einsum("nk,nkf->nf", goal, units)
    varies = (np.abs(units).sum(axis=1) > 0) & (np.abs(goal).sum(axis=1) > 0)[:, None]
    spread = np.sqrt((varies / np.maximum(real.sum(axis=1) - 1, 1)[:, None]).sum(axis=0))
    extreme = _as_extreme(goal, units, real, np.abs(each.sum(axis=0)))
    nodes = varies.sum(axis=0)
    return {
        name: Association(
            t=float(each[:, i].sum() / max(nodes[i], 1)),
            z=float(each[:, i].sum() / spread[i]) if nodes[i] else 0.0,
            p=float((1 + extreme[i]) / (1 + PERMUTATIONS)),
            nodes=int(nodes[i]),
            each=each[:, i],
        )
        for i, name in enumerate(traits)
    }


def standing(weights: Numbers, best: Ids, real: Marks) -> Standing:
    """`weights` (nodes × options) say how much each option would count if it were the best one of its node."""
    sizes = real.sum(axis=1)
    mean = weights.sum(axis=1) / sizes
    variance = ((weights**2).sum(axis=1) / sizes - mean**2).sum()
    each = weights[np.arange(len(best)), best] - mean
    z = float(each.sum() / np.sqrt(variance)) if variance > 1e-12 else 0.0
    return Standing(float(each.sum() + mean.sum()), float(mean.sum()), z, each)


def holm(ps: Sequence[float]) -> list[float]:
    """The p values corrected for how many were asked for, by Holm's step-down method."""
    order = np.argsort(ps, kind="stable")
    steps = np.asarray(ps, np.float64)[order] * np.arange(len(ps), 0, -1)
    adjusted = np.empty(len(ps))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return [float(each) for each in adjusted]


def uneven_positions(best: Ids, real: Marks) -> tuple[float, float]:
    """Chi-square of where the best options stand, and its p by simulation of best options that stand anywhere."""
    sizes = real.sum(axis=1)
    expected = (real / sizes[:, None]).sum(axis=0)
    drawn = (np.random.default_rng(SEED).random((PERMUTATIONS, len(best))) * sizes).astype(np.int64)
    counted = (drawn[..., None] == np.arange(real.shape[1])).sum(axis=1)
    simulated = _chi_square(counted, expected)
    found = float(_chi_square(np.bincount(best, minlength=real.shape[1])[None], expected)[0])
    return found, float((1 + (simulated >= found - 1e-9).sum()) / (1 + PERMUTATIONS))


def difference_of_means(values: Numbers, chosen: Marks) -> tuple[float, float]:
    """Mean of the chosen less mean of the others, and its two-sided p: over all ways to choose as many, or 2,000."""
    many, times = int(chosen.sum()), comb(len(values), int(chosen.sum()))
    if times <= PERMUTATIONS:
        picks = np.array(list(combinations(range(len(values)), many)))
    else:
        keys = np.random.default_rng(SEED).random((PERMUTATIONS, len(values)))
        picks = np.argsort(keys, axis=1)[:, :many]
    sums = values[picks].sum(axis=1)
    differences = sums / many - (values.sum() - sums) / (len(values) - many)
    found = float(values[chosen].mean() - values[~chosen].mean())
    return found, float((np.abs(differences) >= abs(found) - 1e-9).mean())


def _unit(values: Numbers, real: Marks) -> Numbers:
    """Each row centred and of length 1; a row that does not vary is 0."""
    mean = np.where(real, values, 0.0).sum(axis=1, keepdims=True) / real.sum(axis=1, keepdims=True)
    centred = np.where(real, values - mean, 0.0)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.where(length > 1e-9, centred / np.maximum(length, 1e-9), 0.0)


def _as_extreme(goal: Numbers, units: Numbers, real: Marks, found: Numbers) -> Ids:
    """How many permutations of quality within nodes give each trait a sum as far from 0."""
    rng, sums = np.random.default_rng(SEED), np.zeros((PERMUTATIONS, units.shape[2]))
    for size in np.unique(real.sum(axis=1)).tolist():
        rows = np.flatnonzero(real.sum(axis=1) == size)  # options stand first in a row, so `:size` are the real ones
        orders = np.array(list(permutations(range(size))))
        ways = goal[rows[:, None, None], orders[None]]
        drawn = ways[np.arange(len(rows)), rng.integers(len(orders), size=(PERMUTATIONS, len(rows)))]
        sums += drawn.reshape(PERMUTATIONS, -1) @ units[rows, :size].reshape(len(rows) * size, -1)
    return np.asarray((np.abs(sums) >= found - 1e-9).sum(axis=0))


def _chi_square(counted: Ids, expected: Numbers) -> Numbers:
    some = expected > 0
    return np.asarray(((counted[:, some] - expected[some]) ** 2 / expected[some]).sum(axis=1))
