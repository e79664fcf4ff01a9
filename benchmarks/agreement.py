"""How long every coefficient of agreement takes on 1,000 attempts × 12 criteria × 3 assessors, the bootstrap included.

The floor is what scikit-learn takes in the same run for the quadratic kappas of each pair and criterion alone: no
interval, nothing for more than two assessors. Then each tab of the assessor's view on the same marks, nothing known of
them before.
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
from simulator.services.assessing.agreement.dashboard import Dashboard, Filter, Marks, Named, Sample, Watched
from simulator.ui.assessor import agreement as view
from simulator.ui.assessor.agreement_shown import TABS, Shown

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
    for tab, name in TABS.items():
        seconds = repeat(lambda tab=tab: _seen(_dashboard(marks), tab), times)
        row(f"the view: {name.lower()}", seconds, target="< 1 s")


def _seen(dashboard: Dashboard, tab: str) -> None:
    view.html(dashboard, Shown(filter=Filter(sample=Sample.ALL), tab=tab))


def _dashboard(marks: Numbers) -> Dashboard:
    """The same three on every script, in a year."""
    given = np.where(np.isnan(marks), -1.0, marks).swapaxes(1, 2)
    names = tuple(map(str, range(ATTEMPTS)))
    days = np.array([f"2026-{1 + 12 * place // ATTEMPTS:02}-01" for place in range(ATTEMPTS)])
    who = np.repeat(np.arange(ASSESSORS)[:, None], ATTEMPTS, axis=1)
    nothing = np.empty((0, CRITERIA))
    return Dashboard(
        criteria=tuple(Named(f"c{place}", f"Criterion {place}") for place in range(CRITERIA)),
        assessors=tuple(Named(f"a{place}", f"Assessor {place}") for place in range(ASSESSORS)),
        levels=("harmful", "not yet", "emerging", "proficient", "exemplary"),
        marks=Marks(given, who, given[0], names, names, names, days, np.ones(ATTEMPTS, np.bool_)),
        watched=Watched(nothing, nothing, np.empty(0, np.int64), days[:0]),
    )


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
