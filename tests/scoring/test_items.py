"""Item analysis: values worked by hand, what must hold whatever the answers, and another way of working it out."""

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.scoring.items import ENOUGH, Item, analyse
from simulator.scoring.visits import Visits, bands, discrimination, rest_scores

FREE = frozenset[int]()


def visits(*rows: tuple[int, int, int, float]) -> Visits:
    """From rows of person, item, option, score."""
    columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
    person, item, option = (np.array(each, np.int64) for each in columns[:3])
    return Visits(person, item, option, np.array(columns[3], np.float64))


def analysed(given_: Visits, options: int = 4) -> tuple[Item, ...]:
    items = int(given_.item.max()) + 1 if len(given_.item) else 0
    return analyse(given_, [options] * items, [FREE] * items)


def table(scores: list[list[float]]) -> Visits:
    """Everybody (rows) visits everything (columns); the option says nothing."""
    return visits(*((p, i, 0, score) for p, row in enumerate(scores) for i, score in enumerate(row)))


FOUR = [[1, 1, 1], [1, 0.5, 1], [0, 0.5, 0], [0, 0, 0]]


def test_difficulty_is_the_mean_score_of_the_visits():
    assert [each.difficulty for each in analysed(table(FOUR))] == [0.5, 0.5, 0.5]


def test_discrimination_of_four_people_by_hand():
    # Rest of the first item: deviations of the other two from their means .5, averaged: .5, .25, -.25, -.5.
    # r = (.5·.5 + .5·.25 + .5·.25 + .5·.5) / √(1 · .625) = .75 / √.625
    assert rest_scores(table(FOUR))[::3].tolist() == [0.5, 0.25, -0.25, -0.5]
    assert analysed(table(FOUR))[0].discrimination.value == pytest.approx(0.75 / math.sqrt(0.625), abs=1e-12)


def test_the_interval_is_fishers():
    # z = artanh(.5) = .549306; half = 1.959964 / √(28 - 3) = .391993; tanh(.157313) = .156028, tanh(.941299) = .735818
    x, y = np.tile([1.0, 0, 1, 0], 7), np.tile([1.0, 1, 0, 0], 7)
    found = discrimination(np.arange(28), x, (x + y * math.sqrt(3)) / 2)
    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high) == (pytest.approx(0.156028, abs=1e-6), pytest.approx(0.735818, abs=1e-6))


def test_the_rest_compares_only_with_those_who_came_to_the_same_place():
    # Item 2 is hard and only the two stronger come to it; a plain mean would put person 0 (1, 0) below person 2 (.5).
    rest = rest_scores(visits((0, 0, 0, 1), (0, 2, 0, 0.2), (1, 0, 0, 1), (1, 2, 0, 0.2), (2, 0, 0, 0.4), (2, 1, 0, 1)))
    at_item_2 = rest[[1, 3]]
    assert at_item_2.tolist() == [pytest.approx(0.2), pytest.approx(0.2)]  # 1 - the mean .8 of item 0
    assert rest[5] == pytest.approx(-0.4)


def test_who_has_visited_nothing_else_has_no_rest():
    assert np.isnan(rest_scores(visits((0, 0, 0, 1), (0, 0, 0, 0), (1, 0, 0, 1)))).all()


def test_who_comes_twice_counts_once_with_the_mean():
    twice = discrimination(np.array([0, 0, 1, 2]), np.array([1.0, 0, 1, 0]), np.array([0.2, 0.2, 0.9, -0.5]))
    once = discrimination(np.arange(3), np.array([0.5, 1, 0]), np.array([0.2, 0.9, -0.5]))
    assert (twice.people, twice.value) == (3, pytest.approx(once.value))


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        ([[1.0, 0.0], [1.0, 1.0], [1.0, 0.5]], "Everybody scored the same here."),
        ([[1.0, 0.5], [0.0, 0.5], [0.5, 0.5]], "Everybody scored the same on all the rest."),
        ([[1.0, 0.0], [0.0, 1.0]], "Too few of those who came here have visited anything else."),
        ([[1.0], [0.0], [0.5], [0.2]], "Too few of those who came here have visited anything else."),
    ],
)
def test_what_is_undefined_says_why(scores: list[list[float]], why: str):
    found = analysed(table(scores))[0].discrimination
    assert (found.value, found.low, found.high, found.why) == (None, None, None, why)


def test_equal_values_share_their_places():
    # Ten people, the 27 % hold 2.7: the weakest whole, and of the three equal next ones 1.7 / 3 each.
    (weights,) = bands(np.array([5.0, 1, 2, 2, 2, 6, 7, 8, 9, 10]), (0.0, 0.27, 0.73, 1.0))
    assert weights[0].tolist() == pytest.approx([0, 1, 1.7 / 3, 1.7 / 3, 1.7 / 3, 0, 0, 0, 0, 0])
    assert weights[2].sum() == pytest.approx(2.7)


def forty(weak_choose: int, strong_choose: int) -> Visits:
    """Forty people: the weaker half fails item 1 and chooses one option at item 0, the stronger the other."""
    rows = []
    for person in range(40):
        strong = person >= 20
        rows.append((person, 0, strong_choose if strong else weak_choose, 1.0 if strong else 0.0))
        rows.append((person, 1, 0, (person + 1) / 40))
    return visits(*rows)


def test_a_distractor_works_where_the_weaker_choose_it():
    item = analysed(forty(weak_choose=1, strong_choose=0), options=3)[0]
    key, drawn, unused = item.options
    assert (key.key, key.works, key.share, key.best) == (True, None, 0.5, 1.0)
    assert (drawn.key, drawn.works, drawn.lower, drawn.upper) == (False, True, 1.0, 0.0)
    assert (unused.chosen, unused.best, unused.works) == (0, None, False)
    assert drawn.trace == (1.0, 1.0, 0.5, 0.0, 0.0)


def test_a_distractor_that_draws_the_stronger_as_often_does_not_work():
    rows = [(p, 0, p % 2, float(p % 2 == 0)) for p in range(40)] + [(p, 1, 0, (p // 2) / 19) for p in range(40)]
    item = analysed(visits(*rows), options=2)[0]
    assert (item.options[1].lower, item.options[1].upper, item.options[1].works) == (0.5, 0.5, False)
    assert "does not draw the weaker" in item.flags[-1].words


def test_a_distractor_that_draws_one_in_forty_does_not_work():
    rows = [(p, 0, int(p == 0), float(p > 0)) for p in range(40)] + [(p, 1, 0, p / 39) for p in range(40)]
    item = analysed(visits(*rows), options=2)[0]
    assert item.options[1].lower > item.options[1].upper
    assert (item.options[1].works, item.flags[-1].option) == (False, 1)
    assert "hardly anybody" in item.flags[-1].words


def test_an_option_nobody_chose_is_no_idle_distractor_where_its_author_meant_it_to_be_best():
    found = analyse(forty(1, 2), [3, 1], [frozenset({0}), FREE])[0]
    assert found.options[0].key
    assert found.options[0].works is None


def test_an_option_that_is_best_for_some_is_judged_where_it_was_not():
    rows = [(p, 0, 0, 1.0 if p % 2 else 0.0) for p in range(40)] + [(p, 1, 0, p / 39) for p in range(40)]
    option = analysed(visits(*rows), options=1)[0].options[0]
    assert (option.key, option.best, option.quality) == (False, 0.5, 0.5)
    assert option.lower == pytest.approx(0.5, abs=0.05)


def test_groups_are_not_told_where_all_did_the_same_elsewhere():
    rows = [(p, 0, p % 2, float(p % 2)) for p in range(40)] + [(p, 1, 0, 1.0) for p in range(40)]
    option = analysed(visits(*rows))[0].options[0]
    assert (option.works, option.lower, option.upper, option.trace) == (None, None, None, ())


def spread(people: int, mean: float, slope: float) -> Visits:
    """Item 0 goes with item 1 as steeply as `slope` says, about a mean."""
    middle = (people - 1) / 2
    rows = [(p, 0, 0, mean + slope * (p - middle) / people) for p in range(people)]
    return visits(*rows, *((p, 1, 0, p / people) for p in range(people)))


@pytest.mark.parametrize(
    ("mean", "slope", "kinds"),
    [(0.5, 0.5, {"good"}), (0.9, 0.1, {"easy", "good"}), (0.3, 0.1, {"hard", "good"}), (0.5, -0.5, {"key"})],
)
def test_flags_say_what_to_look_at(mean: float, slope: float, kinds: set[str]):
    flags = analysed(spread(40, mean, slope), options=1)[0].flags
    assert {each.kind for each in flags} - {"idle"} == kinds


@pytest.mark.parametrize(("r", "kind"), [(0.296, "good"), (0.25, "revise"), (0.196, "revise"), (0.1, "weak")])
def test_a_word_agrees_with_the_two_places_that_are_shown(r: float, kind: str):
    x, y = np.tile([1.0, 0, 1, 0], 10), np.tile([1.0, 1, 0, 0], 10)
    mixed = 0.5 + (r * (x - 0.5) + math.sqrt(1 - r * r) * (y - 0.5)) / 2
    rows = [(p, 0, 0, float(x[p])) for p in range(40)] + [(p, 1, 0, float(mixed[p])) for p in range(40)]
    flags = analysed(visits(*rows), options=1)[0].flags
    assert kind in {each.kind for each in flags}


def test_nothing_is_flagged_below_thirty_visits():
    assert analysed(spread(ENOUGH - 1, 0.9, -0.1))[0].flags == ()
    assert analysed(spread(ENOUGH, 0.9, -0.1))[0].flags != ()


def test_nobody_at_all_is_no_item():
    assert analysed(visits()) == ()


# What must hold whatever the answers.

people, items = st.integers(0, 12), st.integers(0, 4)
rows = st.lists(st.tuples(people, items, st.integers(0, 3), st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])), max_size=60)


def close(found: tuple[Item, ...], other: tuple[Item, ...]) -> bool:
    """The same to rounding."""

    def flat(value: object) -> list[object]:
        return [x for each in value for x in flat(each)] if isinstance(value, tuple) else [value]

    pairs = zip(flat(tuple(map(astuple, found))), flat(tuple(map(astuple, other))), strict=True)
    return all(a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) < 1e-6) for a, b in pairs)


@given(rows=rows, random=st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_order_of_the_rows_makes_no_difference(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert close(analysed(visits(*rows)), analysed(visits(*shuffled)))


@given(rows=rows, random=st.randoms())
@settings(max_examples=100, deadline=None)
def test_who_is_who_makes_no_difference(rows, random):
    names = list(range(13))
    random.shuffle(names)
    assert close(analysed(visits(*rows)), analysed(visits(*((names[p], i, o, s) for p, i, o, s in rows))))


@given(rows=rows)
@settings(max_examples=200, deadline=None)
def test_every_figure_is_within_its_bounds_and_none_is_nan(rows):
    for item in analysed(visits(*rows)):
        assert 0 <= item.difficulty <= 1
        r = item.discrimination
        assert (r.value is None) == bool(r.why)
        if r.value is not None:
            assert -1 <= r.low <= r.value + 1e-9 <= r.high + 2e-9 <= 1 + 2e-9
        assert sum(each.share for each in item.options) == pytest.approx(1)
        assert sum(each.chosen for each in item.options) == item.visits
        for each in item.options:
            assert all(0 <= value <= 1 + 1e-9 for value in (each.lower or 0, each.upper or 0, *each.trace))
        if item.options[0].trace:
            assert np.sum([each.trace for each in item.options], axis=0) == pytest.approx([1] * 5)


@given(rows=rows, by=st.floats(-0.5, 0.5), item=items)
@settings(max_examples=100, deadline=None)
def test_an_item_being_easier_for_all_changes_nobodys_rest(rows, by, item):
    easier = [(p, i, o, s + by if i == item else s) for p, i, o, s in rows]
    before, after = rest_scores(visits(*rows)), rest_scores(visits(*easier))
    np.testing.assert_allclose(before, after, atol=1e-9)


@given(values=st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_bands_hold_their_share_and_everybody_is_in_them_once(values):
    (weights,) = bands(np.array(values, float), (0.0, 0.27, 0.73, 1.0))
    assert weights.sum(axis=1) == pytest.approx([0.27 * len(values), 0.46 * len(values), 0.27 * len(values)])
    assert weights.sum(axis=0) == pytest.approx([1] * len(values))


@given(seed=st.integers(0, 10_000), n=st.integers(5, 60), k=st.integers(2, 8))
@settings(max_examples=60, deadline=None)
def test_where_everybody_visits_everything_it_is_the_item_total_correlation(seed, n, k):
    random = np.random.default_rng(seed)
    scores = random.integers(0, 5, (n, k)) / 4
    others = scores[:, 1:].sum(axis=1)
    assume(np.ptp(scores[:, 0]) and np.ptp(others))
    expected = np.corrcoef(scores[:, 0], others)[0, 1]
    assert analysed(table(scores.tolist()))[0].discrimination.value == pytest.approx(expected, abs=1e-9)


@given(rows=rows, only=st.sets(items))
@settings(max_examples=50, deadline=None)
def test_some_items_alone_are_as_they_are_among_all(rows, only):
    given_ = visits(*rows)
    count = int(given_.item.max()) + 1 if len(given_.item) else 0
    some = analyse(given_, [4] * count, [FREE] * count, only)
    assert some == tuple(each for each in analysed(given_) if each.item in only)
