"""The worth of every state, against plain recursion over the dialogue."""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.dialogue import Dialogue, State
from simulator.engine.layers import Layer
from simulator.engine.product import Product
from simulator.model.rubric import Scoring
from simulator.model.scenario import Option, Scenario
from simulator.scoring.solution import solve
from simulator.scoring.values import Values, at_random, visits
from tests import stock
from tests.strategies import scenarios

EXACT = 1e-12


def scoring() -> Scoring:
    return stock.rubric().scoring


def values_of(scenario: Scenario) -> Values:
    return Values(Product(Dialogue(scenario)), scoring())


def cost(dialogue: Dialogue, state: State, option: Option) -> float:
    best = max(dialogue.quality(state, each) for each in dialogue.scenario.beat_by_id[state.at].options)
    return scoring().turn_weight * (best - dialogue.quality(state, option)) / 4


def by_recursion(dialogue: Dialogue, choose: Callable[[State, list[float]], float]) -> Callable[[State], float]:
    """The worth of a state when `choose` makes one value of those of its options."""

    @cache
    def worth(state: State) -> float:
        if dialogue.ending(state):
            return dialogue.utility(state, scoring().gate_utility)
        options = dialogue.scenario.beat_by_id[state.at].options
        return choose(state, [worth(dialogue.step(state, o)) - cost(dialogue, state, o) for o in options])

    return worth


def agree(values: Values, found: np.ndarray, choose: Callable[[State, list[float]], float]) -> None:
    worth = by_recursion(values.product.dialogue, choose)
    expected = [worth(state) for state in values.product.states()]
    assert np.allclose(found, expected, rtol=0, atol=EXACT)


@given(scenarios())
def test_best_play_is_worth_the_best_option_of_every_state(scenario):
    values = values_of(scenario)
    agree(values, values.best, lambda _, q: max(q))


@given(scenarios())
def test_worst_play_is_worth_the_worst_option_of_every_state(scenario):
    values = values_of(scenario)
    agree(values, values.worst, lambda _, q: min(q))


@given(scenarios())
def test_random_play_is_worth_the_mean_of_the_options_of_every_state(scenario):
    values = values_of(scenario)
    agree(values, values.random, lambda _, q: sum(q) / len(q))
    assert np.allclose(values.of(at_random(values.product)), values.random, rtol=0, atol=EXACT)


def chances(state: State, options: int) -> list[float]:
    """Chances that differ from state to state, the same each time."""
    weights = [1 + (sum(map(ord, state.key())) * (i + 3)) % 7 for i in range(options)]
    return [each / sum(weights) for each in weights]


def chances_in(product: Product, layer: Layer) -> np.ndarray:
    return np.array([chances(product.state(layer.first + row), len(layer.options)) for row in range(layer.size)])


@given(scenarios())
def test_any_policy_is_worth_the_mean_by_its_own_chances(scenario):
    values = values_of(scenario)
    product = values.product
    policy = {layer.place: chances_in(product, layer) for layer in product.layers.values() if layer.options}

    def weighted(state: State, q: list[float]) -> float:
        return sum(chance * value for chance, value in zip(chances(state, len(q)), q, strict=True))

    agree(values, values.of(policy), weighted)
    ends = [visits(product, policy)[layer.rows].sum() for layer in product.layers.values() if not layer.options]
    assert sum(ends) == pytest.approx(1, abs=EXACT)


@given(scenarios())
def test_an_option_is_worth_what_best_play_makes_of_it_less_its_cost(scenario):
    values = values_of(scenario)
    product, dialogue = values.product, values.product.dialogue
    best = by_recursion(dialogue, lambda _, q: max(q))
    for layer in product.layers.values():
        found = values.of_options(layer) if layer.options else np.zeros((layer.size, 0))
        for row in range(layer.size):
            state = product.state(layer.first + row)
            expected = [best(dialogue.step(state, o)) - cost(dialogue, state, o) for o in layer.options]
            assert np.allclose(found[row], expected, rtol=0, atol=EXACT)


@given(scenarios(), st.lists(st.integers(0, 59), min_size=4, max_size=4))
def test_what_turns_lose_adds_up_to_what_is_missing_at_the_end(scenario, way):
    values = values_of(scenario)
    product, number, lost, paid = values.product, 0, 0.0, 0.0
    for turn in range(len(product.layers)):
        layer = product.layer_of(number)
        if not layer.options:
            break
        column = way[turn % len(way)] % len(layer.options)
        row = number - layer.first
        regret = values.regret(layer)
        assert (regret >= 0).all()
        assert (regret.min(axis=1) == 0).all()
        lost += regret[row, column]
        paid += values.costs[layer.place][row, column]
        number = int(layer.targets[row, column])
    assert values.best[0] - lost == pytest.approx(values.best[number] - paid, abs=EXACT)


@given(scenarios())
def test_random_play_comes_to_states_as_often_as_its_ways_say(scenario):
    product = Product(Dialogue(scenario))
    chance: dict[State, float] = {product.start: 1.0}
    dialogue = product.dialogue
    for state in product.states():  # every edge leads forward, so a state's own chance is whole when it is asked
        if not dialogue.ending(state):
            options = dialogue.scenario.beat_by_id[state.at].options
            for option in options:
                to = dialogue.step(state, option)
                chance[to] = chance.get(to, 0.0) + chance[state] / len(options)
    found = visits(product, at_random(product))
    assert np.allclose(found, [chance[state] for state in product.states()], rtol=0, atol=EXACT)
    assert sum(found[each.rows].sum() for each in product.layers.values() if not each.options) == pytest.approx(1)


@given(scenarios())
def test_the_solution_says_of_each_state_what_the_values_say(scenario):
    values = values_of(scenario)
    solution = solve(values.product, scoring())
    for number, state in enumerate(values.product.states()):
        worth = solution.of(state)
        assert (worth.best, worth.worst, worth.random) == (
            values.best[number],
            values.worst[number],
            values.random[number],
        )
    assert solution.start == solution.of(values.product.start)
    assert (solution.states, solution.edges) == values.product.size


def test_a_gate_caps_an_ending_whatever_else_was_done():
    values = values_of(stock.scenario("borrowed-hour"))
    gated = [n for n, state in enumerate(values.product.states()) if state.gated]
    assert gated
    assert all(values.best[n] <= scoring().gate_utility for n in gated)
