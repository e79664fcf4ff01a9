"""The plain graph of a scenario: what may follow what, and how many turns are ahead."""

from hypothesis import given

from simulator.engine.dialogue import Dialogue
from simulator.engine.graph import forward_order, routes, turns_ahead
from simulator.engine.product import Product
from tests import stock, strategies


def test_routes_are_what_the_author_wrote_each_once():
    assert routes(stock.scenario("borrowed-hour")) == {
        "opening": ("effect",),
        "effect": ("amends",),
        "amends": ("next-week", "second-try", "fade"),
        "second-try": ("next-week", "fade"),
        "next-week": ("goodbye",),
        "goodbye": ("repaired", "uneasy"),
    }


def test_beats_come_before_what_they_lead_to_and_endings_last():
    order = forward_order(stock.scenario("borrowed-hour"))
    beats = ["opening", "effect", "amends", "second-try", "next-week", "goodbye"]
    assert order == [*beats, "repaired", "uneasy", "fade", "she-leaves"]


def test_the_turns_ahead_are_the_fewest_and_the_most_until_an_ending_other_than_the_exit():
    assert turns_ahead(stock.scenario("borrowed-hour")) == {
        "opening": (3, 6), "effect": (2, 5), "amends": (1, 4), "second-try": (1, 3), "next-week": (2, 2),
        "goodbye": (1, 1), "repaired": (0, 0), "uneasy": (0, 0), "fade": (0, 0),
    }  # fmt: skip


def test_a_beat_from_which_only_the_exit_can_be_reached_has_no_turns_ahead():
    text = stock.text("tiny").replace("then: met", "then: gone").replace("then: missed", "then: gone")
    assert turns_ahead(strategies.load(text)) == {"met": (0, 0), "missed": (0, 0)}


@given(strategies.scenarios())
def test_every_route_leads_to_something_later(scenario):
    order = forward_order(scenario)
    assert sorted(order) == sorted([*scenario.beat_by_id, *scenario.ending_by_id])
    for beat, targets in routes(scenario).items():
        assert all(order.index(beat) < order.index(target) for target in targets)


@given(strategies.scenarios())
def test_no_conversation_is_longer_than_the_turns_ahead(scenario):
    dialogue = Dialogue(scenario)
    product = Product(dialogue)
    longest = {}
    for state, edges in reversed(product.edges.items()):
        if not edges:
            longest[state] = None if state.at == scenario.exit else 0
            continue
        onward = [longest[edge.to] for edge in edges if longest[edge.to] is not None]
        longest[state] = 1 + max(onward) if onward else None
        assert not onward or longest[state] <= dialogue.ahead[state.at][1]
