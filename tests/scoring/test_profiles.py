"""Profiles over scenarios and differences between groups: by hand, by another way, and whatever the figures."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.scoring.profiles import ENOUGH, Profile, Shown, difference, profiles, t


def shown(*rows: tuple[int, int, int, float, int]) -> Shown:
    """From rows of person, scenario, criterion, m, items."""
    columns = list(zip(*rows, strict=True)) or [()] * 5
    person, scenario, criterion, m, items = (np.array(each) for each in columns)
    whole = np.int64
    return Shown(person.astype(whole), scenario.astype(whole), criterion.astype(whole), m * 1.0, items.astype(whole))


def test_the_scenario_is_the_unit_however_often_it_was_played():
    # Scenario 0 twice: (.2 + .4) / 2 = .3; scenario 1 once: .7. Mean .5; error √((.2² + .2²) / 2) = .2
    found = profiles(shown((0, 0, 0, 0.2, 3), (0, 0, 0, 0.4, 3), (0, 1, 0, 0.7, 5)), 1, 1).of(0, 0)
    assert found == Profile(pytest.approx(0.5), pytest.approx(0.2), scenarios=2, attempts=3, items=11)


def test_the_error_is_that_of_leaving_out_each_scenario_in_turn():
    values = np.array([0.1, 0.5, 0.6, 0.9])
    left = np.array([np.delete(values, i).mean() for i in range(4)])
    jackknife = math.sqrt(3 / 4 * ((left - left.mean()) ** 2).sum())
    found = profiles(shown(*((0, i, 0, value, 2) for i, value in enumerate(values))), 1, 1).of(0, 0)
    assert found.error == pytest.approx(jackknife)


def test_one_scenario_has_no_error_and_no_evidence_is_nothing():
    found = profiles(shown((1, 4, 0, 0.5, 2)), 2, 2)
    assert found.of(1, 0) == Profile(0.5, None, 1, 1, 2)
    assert found.of(0, 0) is None
    assert found.of(1, 1) is None
    assert profiles(shown(), 2, 2).of(0, 0) is None


rows = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 2), st.floats(0, 1), st.integers(1, 9)), max_size=40
)


@given(rows=rows, random=st.randoms())
@settings(max_examples=100, deadline=None)
def test_profiles_are_plain_means_of_means_in_any_order(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    found = profiles(shown(*shuffled), 5, 3)
    for person in range(5):
        for criterion in range(3):
            theirs = [row for row in rows if (row[0], row[2]) == (person, criterion)]
            profile = found.of(person, criterion)
            if not theirs:
                assert profile is None
                continue
            by_scenario = [np.mean([r[3] for r in theirs if r[1] == s]) for s in {r[1] for r in theirs}]
            assert profile.mean == pytest.approx(np.mean(by_scenario))
            assert profile.items == sum(row[4] for row in theirs)
            assert (profile.error is None) == (len(by_scenario) == 1)


@pytest.mark.parametrize(("freedom", "expected"), [(1, 12.7062), (10, 2.2281), (38, 2.0244), (1000, 1.9623)])
def test_students_quantile_is_as_in_the_tables(freedom: int, expected: float):
    assert t(0.95, freedom) == pytest.approx(expected, abs=1e-4)


def test_welchs_interval_by_hand():
    # Means .6 and .5; variances of 20 values half at ±.1: .01 · 20/19; √(2 · .01/19) = .0324443; t(38) = 2.024394
    first, second = np.tile([0.5, 0.7], 10), np.tile([0.4, 0.6], 10)
    found = difference(first, second)
    assert (found.first, found.second, found.people) == (pytest.approx(0.6), pytest.approx(0.5), (20, 20))
    assert found.value == pytest.approx(0.1)
    assert (found.low, found.high) == (pytest.approx(0.1 - 0.0656801, abs=1e-6), pytest.approx(0.1656801, abs=1e-6))
    assert found.stands_out


def test_an_interval_over_nothing_does_not_stand_out():
    assert not difference(np.tile([0.0, 1.0], 20), np.tile([0.1, 1.0], 20)).stands_out


def test_it_agrees_with_drawing_from_the_people_again_and_again():
    random = np.random.default_rng(7)
    first, second = random.beta(4, 3, 120), random.beta(3, 4, 80)
    drawn = [random.choice(first, 120).mean() - random.choice(second, 80).mean() for _ in range(4000)]
    found = difference(first, second)
    assert np.quantile(drawn, [0.025, 0.975]).tolist() == pytest.approx([found.low, found.high], abs=0.01)


def test_few_people_are_not_compared_and_neither_are_people_who_are_all_the_same():
    few = difference(np.linspace(0, 1, ENOUGH - 1), np.linspace(0, 1, 50))
    assert (few.value, few.low, few.stands_out) == (None, None, False)
    assert few.why == "Too few people: 19 and 50, at least 20 each."
    assert difference(np.array([]), np.array([])).first is None
    assert difference(np.full(30, 0.5), np.full(30, 0.7)).why == "Nobody differs from the others in either group."


@given(
    first=st.lists(st.floats(0, 1), min_size=ENOUGH, max_size=40),
    second=st.lists(st.floats(0, 1), min_size=ENOUGH, max_size=40),
    by=st.floats(-0.5, 0.5),
)
@settings(max_examples=50, deadline=None)
def test_swapping_groups_turns_it_round_and_a_constant_only_moves_it(first, second, by):
    a, b = np.array(first), np.array(second)
    found, turned, moved = difference(a, b), difference(b, a), difference(a + by, b + by)
    if found.value is None:
        return
    assert turned.low == pytest.approx(-found.high, abs=1e-9)
    assert moved.value == pytest.approx(found.value, abs=1e-9)
    assert difference(a, b, 0.99).low <= found.low <= found.value <= found.high
