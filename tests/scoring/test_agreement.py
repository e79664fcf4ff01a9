"""Agreement: the golden values of the specification, what is undefined, and what must hold whatever the marks."""

import warnings
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scoring.agreement import (
    Coefficient,
    adjacent,
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
LEVELS = range(5)
GOLDEN = [
    [3, 2, 4, 1, 3, 2, 0, 4, 3, 2, 3, 1],
    [3, 2, 3, 1, 4, 2, 1, 4, 3, 1, 3, 2],
    [3, 3, 4, 1, 3, NAN, 0, 4, NAN, 2, 3, 1],
]

alpha = partial(krippendorff_alpha, seed=7, resamples=100)


@pytest.fixture(autouse=True)
def loud():
    """Whatever numpy would warn of fails."""
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


# The golden values of specification 2.5.


@pytest.mark.parametrize(("metric", "value"), [("ordinal", 0.882310), ("interval", 0.873482), ("nominal", 0.546911)])
def test_alpha_is_as_in_the_specification(metric, value):
    assert alpha(GOLDEN, LEVELS, metric).value == pytest.approx(value, abs=5e-7)


@pytest.mark.parametrize(
    ("weights", "value"), [("quadratic", 0.929481), ("linear", 0.809018), ("unweighted", 0.589549)]
)
def test_ac2_and_ac1_are_as_in_the_specification(weights, value):
    assert gwet(GOLDEN, LEVELS, weights).value == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("weights", "value"), [("quadratic", 0.831461), ("linear", 0.662921), ("unweighted", 0.449541)]
)
def test_kappa_is_as_in_the_specification(weights, value):
    assert weighted_kappa(*GOLDEN[:2], LEVELS, weights).value == pytest.approx(value, abs=5e-7)


def test_the_interval_of_kappa_is_as_in_the_specification():
    found = weighted_kappa(*GOLDEN[:2], LEVELS)
    assert (found.low, found.high, found.n) == (pytest.approx(0.7233, abs=5e-5), pytest.approx(0.9396, abs=5e-5), 12)


@pytest.mark.parametrize(("kind", "value"), [("A,1", 0.8784), ("C,1", 0.8686), ("A,k", 0.9559)])
def test_icc_is_as_in_the_specification(kind, value):
    found = icc(GOLDEN, kind)
    assert (found.value, found.n) == (pytest.approx(value, abs=5e-5), 10)


def test_the_interval_of_shrout_and_fleiss_is_found_again():
    # Psychological Bulletin 86 (1979), 420-428: six targets, four judges; ICC(2,1) .29, ICC(3,1) .71, ICC(2,k) .62.
    # Intervals as McGraw and Wong's formulas give them, and as psych and irr for R print them.
    judged = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
    rounded = {
        kind: tuple(round(each, 2) for each in (found.value, found.low, found.high))
        for kind in ("A,1", "C,1", "A,k")
        for found in [icc(judged, kind)]
    }
    assert rounded == {"A,1": (0.29, 0.02, 0.76), "C,1": (0.71, 0.34, 0.95), "A,k": (0.62, 0.07, 0.93)}


def test_where_marks_pile_up_kappa_and_alpha_break_down_and_ac2_does_not():
    # Twenty scripts, eighteen alike: 90 % agree.
    first, second = [3] * 18 + [2, 3], [3] * 18 + [3, 2]
    assert exact([first, second], LEVELS).value == 0.9
    assert weighted_kappa(first, second, LEVELS).value == pytest.approx(-1 / 19)
    assert alpha([first, second], LEVELS).value < 0
    assert gwet([first, second], LEVELS).value > 0.98


# By hand.


def test_kappa_of_ten_by_hand():
    # Both yes 4, both no 3, apart 3: po = .7, margins .5 and .6, pe = .5·.6 + .5·.4 = .5, kappa = .2 / .5.
    first, second = [1] * 5 + [0] * 5, [1] * 4 + [0] + [1] * 2 + [0] * 3
    assert weighted_kappa(first, second, (0, 1), "unweighted").value == pytest.approx(0.4)


def test_exact_and_adjacent_count_the_pairs_of_each_script_alike():
    ratings = [[0, 3, 2], [0, 4, NAN], [1, 1, 2]]
    assert exact(ratings, LEVELS).value == pytest.approx((1 / 3 + 0 + 1) / 3)
    assert adjacent(ratings, LEVELS).value == pytest.approx((1 + 1 / 3 + 1) / 3)


def test_the_interval_of_a_share_is_wilsons_also_where_all_agree():
    found = exact([[1] * 8 + [2] * 2, [1] * 8 + [3] * 2], LEVELS)
    assert (found.low, found.high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    perfect = exact([[1, 2, 3], [1, 2, 3]], LEVELS)
    assert (perfect.value, perfect.high) == (1, 1)
    assert perfect.low == pytest.approx(0.4385, abs=1e-4)


def test_the_interval_of_a_share_counts_no_more_than_there_are_comparisons():
    # 34 marks of 12 scripts are 22 comparisons; Wilson's interval of 2/3 of 22.
    found = exact(GOLDEN, LEVELS)
    assert (found.value, found.n) == (pytest.approx(2 / 3), 12)
    assert (found.low, found.high) == (pytest.approx(0.4585, abs=1e-4), pytest.approx(0.8253, abs=1e-4))


def test_a_difference_is_positive_where_the_first_is_higher():
    found = mean_difference([1, 0, 1, NAN, 2])
    assert (found.value, found.n) == (1, 4)
    assert (found.low, found.high) == (pytest.approx(1 - 1.299, abs=1e-3), pytest.approx(1 + 1.299, abs=1e-3))


def test_a_confusion_has_the_first_in_its_rows_and_leaves_out_what_one_has_not_marked():
    assert confusion([0, 0, 1, NAN], [1, 1, 0, 1], (0, 1)).tolist() == [[0, 2], [1, 0]]


def test_whether_there_was_anything_to_mark_is_a_question_of_its_own():
    found = could_be_marked([[1, 1, 1, 1, 0, 0, NAN], [1, 1, 1, 0, 0, 1, 1]])
    assert (found.exact.value, found.exact.n) == (pytest.approx(4 / 6), 6)
    assert found.kappa.value == pytest.approx(0.25)  # po 4/6; both margins 4/6; pe 5/9
    assert found.ac1.value == pytest.approx(38 / 87)  # marked at all: 5/7 of seven; pe = 2 · 5/7 · 2/7
    assert could_be_marked([[1, 0], [1, 0], [1, 1]]).kappa == Coefficient(
        None, says="Kappa is of two assessors; see AC1."
    )


# What is undefined says why; it is never nan.

UNDEFINED: dict[str, Callable[[], Coefficient]] = {
    "Nothing was marked by two assessors.": lambda: alpha([[1, 2, 3]], LEVELS),
    "All marks are at one level, so agreement cannot be told from chance.": lambda: alpha([[2, 2], [2, 2]], LEVELS),
    "It takes two scripts that two have marked.": lambda: icc([[1, 2, 3]], "A,1"),
    "Nobody's marks tell one script from another, so there is nothing to compare.": lambda: icc(
        [[1, 1, 1], [3, 3, 3]], "C,1"
    ),
    "There is nothing that both have marked.": lambda: mean_difference([NAN, NAN]),
}


@pytest.mark.parametrize("words", UNDEFINED)
def test_what_is_undefined_says_why(words):
    found = UNDEFINED[words]()
    assert (found.value, found.low, found.high, found.says) == (None, None, None, words)


@pytest.mark.parametrize("ratings", [[[], []], [[NAN, NAN], [NAN, NAN]], [[1, NAN], [NAN, 2]]])
def test_where_nothing_was_marked_twice_all_say_so(ratings):
    found = [each(np.array(ratings, float), LEVELS) for each in RATER_FREE.values()]
    seen = could_be_marked(np.where(np.isnan(ratings), NAN, 1))
    for each in (*found, seen.exact, seen.kappa, seen.ac1):
        assert (each.value, each.n) == (None, 0)
        assert each.says


def test_one_level_throughout_is_undefined_but_for_plain_agreement_and_ac2():
    ratings = [[3, 3, 3], [3, 3, 3]]
    assert weighted_kappa(*ratings, LEVELS).value is alpha(ratings, LEVELS).value is icc(ratings, "A,1").value is None
    assert exact(ratings, LEVELS).value == gwet(ratings, LEVELS).value == 1


def test_an_assessor_who_gives_one_level_only_makes_kappa_nought_and_says_so():
    found = weighted_kappa([2, 2, 2], [1, 2, 3], LEVELS)
    assert (found.value, found.low) == (0, None)
    assert "gave one level only" in found.says


@pytest.mark.parametrize(
    "found",
    [
        alpha([[1, 2, 3], [1, 2, 3]], LEVELS),
        gwet([[1, 2, 3], [1, 2, 3]], LEVELS),
        weighted_kappa([1, 2, 3], [1, 2, 3], LEVELS),
        icc([[1, 2, 3], [1, 2, 3]], "A,1"),
        icc([[1, 2, 3], [2, 3, 4]], "C,1"),
    ],
)
def test_perfect_agreement_is_one_and_claims_no_interval(found):
    assert (found.value, found.low, found.high) == (1, None, None)
    assert found.says == "No two marks differ, so there is nothing to make an interval of."


def test_a_mean_that_says_less_than_nothing_is_undefined():
    assert icc([[0, 1], [1, 0]], "A,k").value is None
    assert icc([[1, 2, 1, 2], [2, 1, 2, 1]], "A,1").value < 0


@pytest.mark.parametrize("coefficient", [alpha, gwet, exact])
def test_one_script_alone_gives_a_value_at_most(coefficient):
    found = coefficient([[1], [3]], LEVELS)
    assert found.n == 1
    assert found.value is not None


def test_an_interval_that_hangs_on_a_single_odd_mark_is_not_claimed():
    found = alpha([[3] * 8 + [2], [3] * 9], LEVELS)
    assert (found.low, found.says) == (
        None,
        "The marks hardly vary, so an interval cannot be had by drawing from them.",
    )


@pytest.mark.parametrize("levels", [(0,), (0, 2, 1), (1, 1)])
def test_levels_ascend(levels):
    with pytest.raises(ValueError, match="ascend"):
        alpha(GOLDEN, levels)


@pytest.mark.parametrize("strange", [5, -1, 2.5, float("inf")])
def test_what_is_no_level_is_refused(strange):
    with pytest.raises(ValueError, match="none of the levels 0, 1, 2, 3, 4"):
        gwet([[1, strange], [1, 2]], LEVELS)


# What must hold whatever the marks.

marks = st.sampled_from([NAN, 0.0, 1.0, 2.0, 3.0, 4.0])


@st.composite
def tables(draw, most=4):
    size = draw(st.integers(1, 12))
    return np.array([draw(st.lists(marks, min_size=size, max_size=size)) for _ in range(draw(st.integers(2, most)))])


RATER_FREE = {
    "alpha": alpha,
    "alpha in clusters": lambda ratings, levels: alpha(ratings, levels, clusters=np.arange(ratings.shape[1]) // 2),
    "nominal": lambda ratings, levels: alpha(ratings, levels, "nominal"),
    "ac1": lambda ratings, levels: gwet(ratings, levels, "unweighted"),
    "ac2": gwet,
    "exact": exact,
    "adjacent": adjacent,
    "A,1": lambda ratings, _: icc(ratings, "A,1"),
    "C,1": lambda ratings, _: icc(ratings, "C,1"),
    "A,k": lambda ratings, _: icc(ratings, "A,k"),
    "kappa": lambda ratings, levels: weighted_kappa(ratings[0], ratings[1], levels),
}


def same(found: Coefficient, other: Coefficient) -> bool:
    pairs = ((found.value, other.value), (found.low, other.low), (found.high, other.high))
    return (found.n, found.says) == (other.n, other.says) and all(
        a == b or (a is not None and b is not None and abs(a - b) < 1e-9) for a, b in pairs
    )


@pytest.mark.parametrize("name", RATER_FREE)
@given(ratings=tables(), random=st.randoms())
@settings(max_examples=25, deadline=None)
def test_who_is_who_and_the_order_of_scripts_make_no_difference(name, ratings, random):
    coefficient = RATER_FREE[name]
    rows, columns = list(range(len(ratings))), list(range(ratings.shape[1]))
    if name != "kappa":
        random.shuffle(rows)
    if "clusters" not in name:
        random.shuffle(columns)
    assert same(coefficient(ratings, LEVELS), coefficient(ratings[rows][:, columns], LEVELS))


@pytest.mark.parametrize("name", RATER_FREE)
@given(ratings=tables())
@settings(max_examples=30, deadline=None)
def test_no_value_is_above_one_or_nan_and_its_interval_holds_it(name, ratings):
    found = RATER_FREE[name](ratings, LEVELS)
    assert bool(found.says) == (found.value is None or found.low is None)
    assert (found.low is None) == (found.high is None)
    if found.value is not None:
        assert found.value <= 1
    if found.low is not None:
        assert found.low <= found.high <= 1 + 1e-12
        if "alpha" not in name and name != "nominal":  # what is drawn may all lie to one side
            assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@pytest.mark.parametrize("name", RATER_FREE)
@given(row=st.lists(marks, min_size=3, max_size=12), raters=st.integers(2, 4))
@settings(max_examples=15, deadline=None)
def test_perfect_agreement_with_variation_is_one(name, row, raters):
    found = RATER_FREE[name](np.array([row] * raters), LEVELS)
    if len({each for each in row if each == each}) > 1:
        assert found.value == pytest.approx(1, abs=1e-12)


@given(ratings=tables())
@settings(max_examples=30, deadline=None)
def test_reversing_the_scale_changes_no_ordinal_alpha_and_no_weighted_kappa(ratings):
    assert same(alpha(ratings, LEVELS, resamples=0), alpha(4 - ratings, LEVELS, resamples=0))
    first, second = ratings[:2]
    assert same(weighted_kappa(first, second, LEVELS), weighted_kappa(4 - first, 4 - second, LEVELS))


@given(ratings=tables(), stretch=st.sampled_from([(0, 1, 5, 6, 40), (-3, 0, 1, 2, 3)]))
@settings(max_examples=25, deadline=None)
def test_ordinal_alpha_knows_the_order_of_levels_and_not_their_distance(ratings, stretch):
    stretched = np.array([NAN if each != each else stretch[int(each)] for each in ratings.ravel()])
    assert same(alpha(ratings, LEVELS), alpha(stretched.reshape(ratings.shape), stretch))


@given(ratings=tables(most=2))
@settings(max_examples=25, deadline=None)
def test_what_is_marked_twice_over_within_scripts_says_no_more_than_once(ratings):
    """The same marks on two criteria of each script: the same figures and the same intervals, if scripts are drawn."""
    doubled, clusters = np.hstack([ratings, ratings]), np.tile(np.arange(ratings.shape[1]), 2)
    for coefficient in (gwet, partial(gwet, weights="unweighted"), lambda r, levels, **more: kappa(r, levels, **more)):
        once, twice = coefficient(ratings, LEVELS), coefficient(doubled, LEVELS, clusters=clusters)
        assert (once.low, once.high) == (pytest.approx(twice.low), pytest.approx(twice.high))
    once, twice = (mean_difference(r[0] - r[1], clusters=c) for r, c in ((ratings, None), (doubled, clusters)))
    assert (once.low, once.high) == (pytest.approx(twice.low), pytest.approx(twice.high))


def kappa(ratings, levels, **more):
    return weighted_kappa(ratings[0], ratings[1], levels, **more)


# The interval that is drawn.


def noisy(seed: int, units: int, raters: int = 3):
    random = np.random.default_rng(seed)
    truth = random.integers(0, 5, units)
    return np.clip(truth + random.integers(-1, 2, (raters, units)), 0, 4)


def test_the_same_seed_gives_the_same_interval_and_another_nearly_the_same():
    ratings = noisy(1, 300)
    one, again, other = (krippendorff_alpha(ratings, LEVELS, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert one.low == pytest.approx(other.low, abs=0.02)


def test_scripts_that_are_drawn_whole_give_a_wider_interval_where_their_marks_go_together():
    ratings = np.repeat(noisy(2, 60, 2), 6, axis=1)
    alone, whole = (alpha(ratings, LEVELS, clusters=c) for c in (None, np.arange(360) // 6))
    assert alone.value == whole.value
    assert whole.high - whole.low > 1.8 * (alone.high - alone.low)


@pytest.mark.parametrize("coefficient", [alpha, gwet, kappa, lambda r, _: icc(r, "A,1")])
def test_the_interval_holds_what_all_scripts_would_give_about_as_often_as_it_says(coefficient):
    """120 samples of 80 scripts; 95 in 100 is asked for, and 88 to 100 are let pass."""
    everything = noisy(3, 100_000, 2)
    true = coefficient(everything, LEVELS).value
    held = 0
    for place in range(120):
        found = coefficient(everything[:, 80 * place : 80 * (place + 1)], LEVELS)
        held += found.low <= true <= found.high
    assert held >= 0.88 * 120
