"""What the product claims, against exploring state by state with nothing but the dialogue; and against random play."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue, State
from simulator.engine.layers import Limits
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.scenario import Scenario
from simulator.services.library import scenario_files
from tests import stock
from tests.strategies import scenarios

SHIPPED = [path.stem for path in scenario_files(content.folder("scenarios"))]
PLAYS = 60
"""Of each of 100 random scenarios; with those of the shipped ones they come to 10,000."""
PLAYS_OF_SHIPPED = 1_000

Edges = dict[State, tuple[tuple[str, int, State], ...]]


@cache
def shipped(name: str) -> Scenario:
    return scenario_or_error(load_scenario(content.folder("scenarios") / f"{name}.yaml", stock.rubric()))


@cache
def explored(scenario: Scenario) -> Product:
    return Product(Dialogue(scenario))


def by_breadth(dialogue: Dialogue) -> Edges:
    """Every state that can be played to, from one to the next; each with option, quality and where it leads."""
    waiting, found = [dialogue.start()], {}
    while waiting:
        state = waiting.pop(0)
        if state not in found:
            beat = dialogue.scenario.beat_by_id.get(state.at)
            options = beat.options if beat else ()
            found[state] = tuple((o.id, dialogue.quality(state, o), dialogue.step(state, o)) for o in options)
            waiting.extend(to for *_, to in found[state] if to not in found)
    return found


def as_plain(product: Product) -> Edges:
    return {
        state: tuple((edge.option.id, edge.quality, edge.to) for edge in edges)
        for state, edges in product.edges.items()
    }


def agrees_with_brute_force(scenario: Scenario) -> None:
    product, expected = explored(scenario), by_breadth(Dialogue(scenario))
    assert product.complete
    assert as_plain(product) == expected
    assert product.size == (len(expected), sum(map(len, expected.values())))
    assert len(list(product.states())) == len(expected)


@given(scenarios())
def test_the_product_of_any_scenario_is_what_playing_comes_to_and_nothing_else(scenario):
    agrees_with_brute_force(scenario)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_product_of_a_shipped_scenario_is_what_playing_comes_to_and_nothing_else(name):
    agrees_with_brute_force(shipped(name))


def replays(product: Product, numbers: list[int]) -> None:
    for number in numbers:
        session = Session.resume(product.dialogue, "any", product.witness(number))
        assert session.state == product.state(number)


@given(scenarios())
def test_every_state_has_a_way_that_replays_to_it(scenario):
    product = explored(scenario)
    replays(product, list(range(product.size[0])))


@pytest.mark.parametrize("name", SHIPPED)
def test_states_of_a_shipped_scenario_have_ways_that_replay_to_them(name):
    product = explored(shipped(name))
    replays(product, list(range(0, product.size[0], 11)))
    replays(product, [layer.first for layer in product.layers.values()])


@given(scenarios())
def test_states_and_numbers_are_each_others_names(scenario):
    product = explored(scenario)
    assert [product.number(product.state(n)) for n in range(product.size[0])] == list(range(product.size[0]))
    assert [product.state(n) for n in range(product.size[0])] == list(product.states())


@given(scenarios())
def test_every_edge_leads_forward(scenario):
    for layer in explored(scenario).layers.values():
        assert (layer.targets >= layer.first + layer.size).all()
        assert layer.targets.shape == layer.quality.shape == (layer.size, len(layer.options))


def test_a_state_that_cannot_be_reached_has_no_number_and_leaves_nothing_behind():
    product = Product(Dialogue(stock.scenario("tiny")))
    known = len(product.bonds), len(product.stories)
    start = product.start
    strangers = [
        start._replace(gated=True), start._replace(flags=("never-set",)), start._replace(overdone=True),
        start._replace(alliance=start.alliance._replace(trust=0)), start._replace(at="nowhere"),
    ]  # fmt: skip
    for stranger in strangers:
        with pytest.raises(KeyError):
            product.number(stranger)
    assert (len(product.bonds), len(product.stories)) == known


@given(scenarios(), st.integers(0, 60))
def test_a_limit_stops_after_the_layer_that_passes_it_and_what_was_found_is_true(scenario, limit):
    whole, part = explored(scenario), Product(Dialogue(scenario), Limits(states=limit))
    if part.complete:
        assert part.size == whole.size
        assert part.size[0] <= limit
        return
    before = list(part.layers.values())[:-1]
    assert sum(each.size for each in before) <= limit < part.size[0]
    assert part.stopped == f"there are more than {limit:,} states"
    known = as_plain(whole)
    found = as_plain(part)
    assert all(set(edges) <= set(known[state]) for state, edges in found.items())
    assert part.size == (len(found), sum(map(len, found.values())))
    replays(part, list(range(part.size[0])))


def test_time_can_run_out_too():
    product = Product(Dialogue(shipped("late-again")), Limits(seconds=0))
    assert not product.complete
    assert product.stopped == "it took longer than 0 seconds"
    assert list(product.layers) == ["opening"]


DIGEST = """
import hashlib, sys
from tests.engine.test_product import explored, shipped, SHIPPED
for name in SHIPPED:
    product = explored(shipped(name))
    parts = [part.tobytes() for each in product.layers.values() for part in (each.codes, each.targets, each.quality)]
    states = "".join(state.key() for state in product.states())
    ways = repr([product.witness(n) for n in range(0, product.size[0], 97)])
    print(hashlib.sha256(b"".join(parts) + states.encode() + ways.encode()).hexdigest())
"""


def digests(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, cwd=root, capture_output=True, text=True, check=True
    ).stdout


def test_the_product_is_the_same_in_every_process():
    first = digests("1")
    assert len(first.split()) == len(SHIPPED)
    assert digests("4711") == first


def plays_stay_inside(scenario: Scenario, seed: int, plays: int) -> None:
    product, dialogue, random = explored(scenario), Dialogue(scenario), Random(seed)  # noqa: S311
    for _ in range(plays):
        state = dialogue.start()
        number = product.number(state)
        while (layer := product.layer_of(number)).options:
            column = random.randrange(len(layer.options))
            state = dialogue.step(state, layer.options[column])
            assert product.number(state) == layer.targets[number - layer.first, column]
            number = product.number(state)
        assert dialogue.ending(state)


@given(scenarios(), st.integers(0, 1 << 32))
def test_random_play_of_any_scenario_never_leaves_the_product(scenario, seed):
    plays_stay_inside(scenario, seed, PLAYS)


@pytest.mark.parametrize("name", SHIPPED)
def test_random_play_of_a_shipped_scenario_never_leaves_the_product(name):
    plays_stay_inside(shipped(name), 20_077, PLAYS_OF_SHIPPED)
