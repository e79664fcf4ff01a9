"""Agreement beside scikit-learn, statsmodels and scipy, and beside its definitions in plain Python, to 1e-9.

These libraries are for development; nothing that is shipped knows them.
"""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import cohen_kappa_score, confusion_matrix
from statsmodels.formula.api import ols
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

from simulator.scoring.agreement import (
    confusion,
    could_be_marked,
    exact,
    gwet,
    icc,
    krippendorff_alpha,
    mean_difference,
    weighted_kappa,
)

NAN = float("nan")
LEVELS = list(range(5))
CLOSE = {"rel": 1e-9, "abs": 1e-9}


def ratings(seed: int, raters: int, units: int, missing: float = 0.0, levels: int = 5) -> np.ndarray:
    """Marks that go together more or less, the later assessors harsher, some of them missing."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, levels, units)
    noise = random.integers(-1, 2, (raters, units)) - (np.arange(raters) > 1)[:, None]
    given = np.clip(truth + noise, 0, levels - 1).astype(float)
    given[random.random(given.shape) < missing] = NAN
    return given


SETS = {
    "two": ratings(1, 2, 40),
    "two with gaps": ratings(2, 2, 60, 0.3),
    "two on few levels": ratings(3, 2, 30, levels=2),
    "two, a large set": ratings(4, 2, 2000),
    "three": ratings(5, 3, 50),
    "three with gaps": ratings(6, 3, 80, 0.4),
    "many": ratings(7, 12, 40),
    "many with gaps": ratings(8, 12, 60, 0.7),
    "small": ratings(9, 2, 6),
    "against each other": np.array([[0.0, 1, 3, 4, 2, 1], [4.0, 3, 1, 0, 2, 2]]),
    "nearly one level": np.array([[3.0] * 20, [3.0] * 18 + [2, 4]]),
}
PAIRS = {name: each[:2] for name, each in SETS.items()}


# Beside other programs.


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_kappa_is_scikit_learns_and_its_error_that_of_statsmodels(name, weights):
    first, second = PAIRS[name]
    both = ~np.isnan(first + second)
    a, b = first[both].astype(int), second[both].astype(int)
    found = weighted_kappa(first, second, LEVELS, weights)
    sk = cohen_kappa_score(a, b, labels=LEVELS, weights=None if weights == "unweighted" else weights)
    assert found.value == pytest.approx(sk, **CLOSE)
    table = confusion(first, second, LEVELS)
    assert (table == confusion_matrix(a, b, labels=LEVELS)).all()
    with np.errstate(invalid="ignore"):  # theirs is the root of -0 where one assessor gave one level only
        theirs = cohens_kappa(table, wt=None if weights == "unweighted" else weights)
    assert found.value == pytest.approx(theirs.kappa, **CLOSE)
    if found.low is not None:
        assert found.low == pytest.approx(max(theirs.kappa_low, -1), **CLOSE)
        assert found.high == pytest.approx(min(theirs.kappa_upp, 1), **CLOSE)
    else:
        assert theirs.var_kappa == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("name", ["two", "three", "many", "small", "nearly one level"])
def test_nominal_alpha_is_fleisss_kappa_but_for_the_size_of_the_sample(name):
    given = SETS[name].astype(int)
    fleiss = fleiss_kappa(aggregate_raters(given.T, len(LEVELS))[0])
    found = krippendorff_alpha(given, LEVELS, "nominal", seed=1, resamples=0)
    assert found.value == pytest.approx(fleiss + (1 - fleiss) / given.size, **CLOSE)


@pytest.mark.parametrize("name", ["two", "three", "many", "small", "nearly one level"])
def test_randolphs_kappa_and_gwets_share_their_observed_agreement(name):
    given = SETS[name]
    randolph = fleiss_kappa(aggregate_raters(given.T.astype(int), len(LEVELS))[0], method="randolph")
    assert exact(given, LEVELS).value == pytest.approx(randolph * (1 - 1 / 5) + 1 / 5, **CLOSE)


@pytest.mark.parametrize("name", ["two", "two, a large set", "small", "two on few levels"])
def test_the_interval_of_a_share_is_that_of_statsmodels(name):
    first, second = SETS[name]
    found = exact(SETS[name], LEVELS)
    low, high = proportion_confint((first == second).sum(), len(first), method="wilson")
    assert (found.low, found.high) == (pytest.approx(low, **CLOSE), pytest.approx(high, **CLOSE))


@pytest.mark.parametrize("name", ["two", "two with gaps", "three with gaps", "many", "small", "against each other"])
def test_a_mean_difference_has_the_interval_of_a_regression_on_nothing(name):
    difference = SETS[name][0] - SETS[name][1]
    there = ~np.isnan(difference)
    y = difference[there]
    clusters = np.arange(len(difference)) // 3
    plain = stats.t.interval(0.95, len(y) - 1, y.mean(), stats.sem(y))
    groups = clusters[there]
    model = sm.OLS(y, np.ones(len(y))).fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    half = stats.t.ppf(0.975, len(np.unique(groups)) - 1) * model.bse[0]
    for found, (low, high) in (
        (mean_difference(difference), plain),
        (mean_difference(difference, clusters=clusters), (y.mean() - half, y.mean() + half)),
    ):
        assert (found.low, found.high) == (pytest.approx(low, **CLOSE), pytest.approx(high, **CLOSE))


def mean_squares(given: np.ndarray) -> tuple[float, float, float]:
    """Of scripts, assessors and the rest, by a linear model of statsmodels."""
    k, n = given.shape
    rows = {"y": given.ravel(), "who": np.repeat(np.arange(k), n), "what": np.tile(np.arange(n), k)}
    table = sm.stats.anova_lm(ols("y ~ C(what) + C(who)", pd.DataFrame(rows)).fit())
    return tuple(table["mean_sq"])


@pytest.mark.parametrize("name", ["two", "two with gaps", "three with gaps", "many", "small", "against each other"])
def test_icc_is_made_of_the_mean_squares_of_statsmodels_and_the_f_of_scipy(name):
    given = SETS[name]
    complete = given[:, ~np.isnan(given).any(axis=0)]
    k, n = complete.shape
    r, c, e = mean_squares(complete)
    expected = {
        "A,1": (r - e) / (r + (k - 1) * e + k / n * (c - e)),
        "C,1": (r - e) / (r + (k - 1) * e),
        "A,k": (r - e) / (r + (c - e) / n),
    }
    for kind, value in expected.items():
        found = icc(given, kind)
        if value > 1:
            assert (name, kind, found.value) == ("against each other", "A,k", None)
            continue
        assert (found.value, found.n) == (pytest.approx(value, **CLOSE), n)
        limits = {"A,1": absolute, "C,1": consistent, "A,k": absolute_of_mean}[kind](k, n, r, c, e, value)
        assert (found.low, found.high) == (pytest.approx(limits[0], **CLOSE), pytest.approx(limits[1], **CLOSE))


def freedom(k, n, c, e, a, b):
    return (a * c + b * e) ** 2 / ((a * c) ** 2 / (k - 1) + (b * e) ** 2 / ((n - 1) * (k - 1)))


def absolute(k, n, r, c, e, rho):
    """McGraw and Wong, table 7, as printed."""
    v = freedom(k, n, c, e, k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho)))
    above, below = stats.f.ppf(0.975, n - 1, v), stats.f.ppf(0.975, v, n - 1)
    other = k * c + (k * n - k - n) * e
    return n * (r - above * e) / (above * other + n * r), n * (below * r - e) / (other + n * below * r)


def absolute_of_mean(k, n, r, c, e, rho):
    """The same table; what it calls c and d are of the mean's own correlation."""
    v = freedom(k, n, c, e, rho / (n * (1 - rho)), 1 + rho * (n - 1) / (n * (1 - rho)))
    above, below = stats.f.ppf(0.975, n - 1, v), stats.f.ppf(0.975, v, n - 1)
    return n * (r - above * e) / (above * (c - e) + n * r), n * (below * r - e) / (c - e + n * below * r)


def consistent(k, n, r, c, e, rho):
    v = (n - 1) * (k - 1)
    low, high = r / e / stats.f.ppf(0.975, n - 1, v), r / e * stats.f.ppf(0.975, v, n - 1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


# Beside the definitions, in plain Python.


def slow_alpha(given: np.ndarray, metric: str) -> float:
    """Every pair of marks of a unit, and every pair of marks at all, one by one."""
    units = [[x for x in column if x == x] for column in given.T.tolist()]
    units = [unit for unit in units if len(unit) > 1]
    values = [x for unit in units for x in unit]
    times = {level: values.count(level) for level in LEVELS}

    def far(c: float, k: float) -> float:
        if metric == "nominal":
            return float(c != k)
        if metric == "interval":
            return (c - k) ** 2
        low, high = sorted((c, k))
        return (sum(times[g] for g in LEVELS if low <= g <= high) - (times[c] + times[k]) / 2) ** 2

    n = len(values)
    observed = sum(sum(far(*pair) for pair in permutations(unit, 2)) / (len(unit) - 1) for unit in units) / n
    expected = sum(times[c] * times[k] * far(c, k) for c in LEVELS for k in LEVELS) / (n * (n - 1))
    return 1 - observed / expected


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("metric", ["ordinal", "interval", "nominal"])
def test_alpha_is_as_its_definition_says(name, metric):
    found = krippendorff_alpha(SETS[name], LEVELS, metric, seed=1, resamples=0)
    assert found.value == pytest.approx(slow_alpha(SETS[name], metric), **CLOSE)


@pytest.mark.parametrize("name", ["two with gaps", "three with gaps"])
def test_the_interval_of_alpha_is_that_of_drawing_scripts_one_by_one(name):
    """Another stream of chance, so the ends agree as far as chance lets them."""
    given, random = SETS[name], np.random.default_rng(11)
    drawn = (given[:, random.integers(0, given.shape[1], given.shape[1])] for _ in range(3000))
    alphas = [krippendorff_alpha(each, LEVELS, seed=1, resamples=0).value for each in drawn]
    low, high = np.quantile([each for each in alphas if each is not None], [0.025, 0.975])
    found = krippendorff_alpha(given, LEVELS, seed=1, resamples=3000)
    assert (found.low, found.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.03))


def slow_gwet(given: np.ndarray, weights: str, times: np.ndarray | None = None) -> float:
    """Gwet's Handbook, formulas for gaps and weights; a unit may count more or less often than once."""
    q = len(LEVELS)
    near = {
        "unweighted": lambda a, b: float(a == b),
        "linear": lambda a, b: 1 - abs(a - b) / (q - 1),
        "quadratic": lambda a, b: 1 - (a - b) ** 2 / (q - 1) ** 2,
    }[weights]
    w = [[near(a, b) for b in LEVELS] for a in LEVELS]
    agreed = pairs = units = 0.0
    prevalence = [0.0] * q
    for place, column in enumerate(given.T.tolist()):
        unit = [int(x) for x in column if x == x]
        much = 1.0 if times is None else float(times[place])
        if unit:
            units += much
            for x in unit:
                prevalence[x] += much / len(unit)
        if len(unit) > 1:
            found = [w[a][b] for a, b in combinations(unit, 2)]
            agreed, pairs = agreed + much * sum(found) / len(found), pairs + much
    pi = [each / units for each in prevalence]
    by_chance = sum(map(sum, w)) / (q * (q - 1)) * sum(each * (1 - each) for each in pi)
    return (agreed / pairs - by_chance) / (1 - by_chance)


def spread(value_of, units: int, clusters: np.ndarray) -> float:
    """The variance by the infinitesimal jackknife: what a little more of each cluster would do to the value."""
    step, sums = 1e-6, []
    for name in np.unique(clusters):
        more, less = np.ones(units), np.ones(units)
        more[clusters == name] += step
        less[clusters == name] -= step
        sums.append((value_of(more) - value_of(less)) / (2 * step))
    return float((np.array(sums) ** 2).sum())


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_ac_is_as_its_definition_says(name, weights):
    assert gwet(SETS[name], LEVELS, weights).value == pytest.approx(slow_gwet(SETS[name], weights), **CLOSE)


@pytest.mark.parametrize("name", ["two", "two with gaps", "three with gaps", "many with gaps"])
@pytest.mark.parametrize("together", [1, 3])
def test_the_interval_of_ac_is_what_a_little_more_of_each_script_says(name, together):
    given = SETS[name]
    given = given[:, ~np.isnan(given).all(axis=0)]
    clusters = np.arange(given.shape[1]) // together
    number = len(np.unique(clusters))
    variance = spread(lambda times: slow_gwet(given, "quadratic", times), given.shape[1], clusters)
    half = stats.t.ppf(0.975, number - 1) * np.sqrt(variance * number / (number - 1))
    found = gwet(given, LEVELS, clusters=clusters)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("name", ["two", "two with gaps", "small"])
def test_the_interval_of_kappa_in_clusters_is_what_a_little_more_of_each_script_says(name):
    first, second = PAIRS[name][:, ~np.isnan(PAIRS[name]).any(axis=0)].astype(int)
    clusters = np.arange(len(first)) // 2

    def value(times: np.ndarray) -> float:
        p = np.zeros((5, 5))
        np.add.at(p, (first, second), times / times.sum())
        v = (np.subtract.outer(range(5), range(5)) / 4) ** 2
        return float(1 - (v * p).sum() / (p.sum(axis=1) @ v @ p.sum(axis=0)))

    half = stats.norm.ppf(0.975) * np.sqrt(spread(value, len(first), clusters))
    found = weighted_kappa(first, second, LEVELS, clusters=clusters)
    assert found.value - found.low == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize("name", ["two with gaps", "three with gaps", "many with gaps"])
def test_whether_there_was_anything_to_mark_is_judged_as_two_levels_are(name):
    given = SETS[name]
    random = np.random.default_rng(3)
    seen = np.where(random.random(given.shape) < 0.2, NAN, (~np.isnan(given)).astype(float))
    found = could_be_marked(seen)
    assert found.ac1 == gwet(seen, (0, 1), "unweighted")
    if len(seen) == 2:
        both = ~np.isnan(seen).any(axis=0)
        assert found.kappa.value == pytest.approx(cohen_kappa_score(*seen[:, both].astype(int)), **CLOSE)
