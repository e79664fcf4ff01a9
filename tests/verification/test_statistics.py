"""The statistics against the long way round: every permutation written out."""

from itertools import permutations, product

import numpy as np
import pytest

from simulator.verification.statistics import (
    associations,
    correlation,
    difference_of_means,
    holm,
    standing,
    uneven_positions,
)

QUALITY = np.array([[4.0, 2, 0, 0], [4, 3, 1, 0], [0, 4, 2, 0]])
TRAIT = np.array([[3.0, 1, 1, 0], [2, 2, 0, 0], [0, 5, 0, 0]])
REAL = np.array([[1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 0]], np.bool_)


def by_hand(rows):
    return [correlation(TRAIT[i, : len(row)], row) for i, row in enumerate(rows)]


def rows():
    return [QUALITY[i][REAL[i]] for i in range(3)]


def test_t_is_the_mean_correlation_within_nodes():
    found = associations({"trait": TRAIT}, QUALITY, REAL)["trait"]
    assert found.t == pytest.approx(np.mean(by_hand(rows())))
    assert found.each == pytest.approx(by_hand(rows()))


def test_z_and_p_are_those_of_all_permutations_within_nodes():
    every = [np.sum(by_hand(each)) for each in product(*(permutations(row) for row in rows()))]
    found = associations({"trait": TRAIT}, QUALITY, REAL)["trait"]
    total = np.sum(by_hand(rows()))
    assert found.z == pytest.approx(total / np.std(every))
    assert found.p == pytest.approx(np.mean(np.abs(every) >= abs(total) - 1e-9), abs=0.02)


def test_nodes_in_which_a_trait_does_not_vary_are_left_out():
    flat = TRAIT.copy()
    flat[1] = 1
    found = associations({"flat": flat, "none": np.zeros_like(TRAIT)}, QUALITY, REAL)
    assert found["flat"].nodes == 2
    assert found["flat"].t == pytest.approx(np.mean([by_hand(rows())[0], by_hand(rows())[2]]))
    assert (found["none"].t, found["none"].z, found["none"].p) == (0, 0, 1)


def test_a_share_is_compared_with_best_options_anywhere():
    weights = np.array([[0.3, 0.1, 0, 0], [0.1, 0.1, 0.1, 0], [0, 0, 0.3, 0]])
    best = np.array([0, 3, 2])
    every = [sum(weights[i, each] for i, each in enumerate(way)) for way in product(range(3), range(4), range(3))]
    found = standing(weights, best, REAL)
    assert found.value == pytest.approx(0.6)
    assert found.expected == pytest.approx(np.mean(every))
    assert found.z == pytest.approx((0.6 - np.mean(every)) / np.std(every))


def test_holm_corrects_step_by_step():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_positions_that_are_even_are_likely_and_one_position_is_not():
    real = np.ones((12, 4), np.bool_)
    assert uneven_positions(np.arange(12) % 4, real) == (0.0, 1.0)
    chi_square, p = uneven_positions(np.zeros(12, np.int64), real)
    assert (chi_square, p) == (36.0, pytest.approx(1 / 2001))


def test_a_difference_of_means_is_compared_with_every_choice():
    values, chosen = np.array([0.9, 0.8, 0.7, 0.1, 0.2, 0.3]), np.arange(6) < 3
    assert difference_of_means(values, chosen) == pytest.approx((0.6, 2 / 20))


def test_of_too_many_choices_some_are_drawn():
    values, chosen = np.linspace(0, 1, 40), np.arange(40) % 2 == 0
    gap, p = difference_of_means(values, chosen)
    assert gap == pytest.approx(-1 / 39)
    assert 0.5 < p <= 1
