"""How long every coefficient of agreement takes on 1,000 attempts × 12 criteria × 3 assessors, the bootstrap included.

The floor is what scikit-learn takes in the same run for the quadratic kappas of each pair and criterion alone: no
interval, nothing for more than two assessors.
"""

from itertools import combinations

import numpy as np
from sklearn.metrics import cohen_kappa_score

from benchmarks.table import heading, repeat, row
from simulator.scoring.agreement import (
    adjacent,
    could_be_marked,
    exact,
    gwet,
    icc,
    krippendorff_alpha,
    mean_difference,
    weighted_kappa,
)
from simulator.scoring.visits import Numbers

ATTEMPTS, CRITERIA, ASSESSORS = 1000, 12, 3
LEVELS = range(5)
NO_OPPORTUNITY = 0.05


def agreement(times: int = 9) -> None:
    marks = _marks()
    scripts = np.tile(np.arange(ATTEMPTS), CRITERIA)
    whole = marks.reshape(ASSESSORS, -1)
    heading(f"Agreement: {ATTEMPTS:,} attempts × {CRITERIA} criteria × {ASSESSORS} assessors")
    floor = repeat(lambda: _scikit(marks), times)
    row("floor: 36 kappas by scikit-learn, no interval", floor)
    everything = repeat(lambda: _everything(marks, whole, scripts), times)
    row("everything, 1,000 samples drawn for each alpha", everything, target="< 1 s", floor=floor)
    row("    the 36 kappas with their intervals", repeat(lambda: _kappas(marks), times), floor=floor)
    row("    alpha of each criterion, 1,000 samples", repeat(lambda: _alphas(marks), times), floor=floor)
    row("    alpha over all criteria, scripts drawn", repeat(lambda: _alpha(whole, scripts), times), floor=floor)


def _marks(seed: int = 5) -> Numbers:
    """Assessors × criteria × attempts, one of them harsher than the others, a few marks "no opportunity"."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 5, (CRITERIA, ATTEMPTS))
    noise = random.choice([-1, 0, 0, 0, 1], (ASSESSORS, CRITERIA, ATTEMPTS))
    marks = np.clip(truth + noise - (np.arange(ASSESSORS) == 2)[:, None, None], 0, 4).astype(np.float64)
    marks[random.random(marks.shape) < NO_OPPORTUNITY] = np.nan
    return marks


def _everything(marks: Numbers, whole: Numbers, scripts: Numbers) -> None:
    _alphas(marks)
    _alpha(whole, scripts)
    _kappas(marks)
    for each in (*marks.swapaxes(0, 1), whole):
        clusters = scripts if each is whole else None
        for weights in ("unweighted", "linear", "quadratic"):
            gwet(each, LEVELS, weights, clusters=clusters)
        exact(each, LEVELS, clusters=clusters)
        adjacent(each, LEVELS, clusters=clusters)
        could_be_marked(~np.isnan(each), clusters=clusters)
    for one, other in combinations(range(ASSESSORS), 2):
        pair = whole[[one, other]]
        for weights in ("linear", "quadratic"):
            weighted_kappa(*pair, LEVELS, weights, clusters=scripts)
        mean_difference(pair[0] - pair[1], clusters=scripts)
        means = np.nanmean(marks[[one, other]], axis=1)
        for kind in ("A,1", "C,1", "A,k"):
            icc(means, kind)


def _alphas(marks: Numbers) -> None:
    for each in marks.swapaxes(0, 1):
        krippendorff_alpha(each, LEVELS, seed=1)


def _alpha(whole: Numbers, scripts: Numbers) -> None:
    krippendorff_alpha(whole, LEVELS, seed=1, clusters=scripts)


def _kappas(marks: Numbers) -> None:
    for each in marks.swapaxes(0, 1):
        for one, other in combinations(each, 2):
            weighted_kappa(one, other, LEVELS)


def _scikit(marks: Numbers) -> None:
    for each in marks.swapaxes(0, 1):
        for one, other in combinations(each, 2):
            both = ~np.isnan(one + other)
            cohen_kappa_score(one[both].astype(int), other[both].astype(int), labels=list(LEVELS), weights="quadratic")
