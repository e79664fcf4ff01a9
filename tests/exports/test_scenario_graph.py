"""A scenario as a drawing: what its nodes and edges say."""

from simulator.exports.scenario_graph import drawing_of
from tests import stock
from tests.exports import pictures


def nodes(drawing):
    return {node.id: node for node in drawing.nodes}


def edges(drawing):
    return {(edge.source, edge.target): edge for edge in drawing.edges}


def test_the_start_the_hinges_and_the_exit_are_marked():
    scenario = pictures.shipped()["late-again"]
    drawn = nodes(drawing_of(scenario, marks={"brisk": "2 findings"}))
    assert drawn["opening"].badges == ("start", "hinge")
    assert drawn["brisk"].badges == ("2 findings",)
    assert drawn["she-leaves"].badges == ("exit",)
    assert {each.id for each in drawn.values() if "hinge" in each.badges} == {b.id for b in scenario.beats if b.hinge}


def test_a_beat_says_how_the_client_begins_and_an_ending_how_good_it_is():
    drawn = nodes(drawing_of(pictures.shipped()["late-again"]))
    assert drawn["opening"].note == "No, no, it's fine, no problem at all. I only…"
    assert (drawn["repaired"].note, drawn["repaired"].tone) == ("strong ending", "strong")


def test_an_edge_lists_the_options_that_take_it_and_when():
    drawn = edges(drawing_of(stock.scenario("right-order")))
    edge = drawn["first", "second"]
    assert edge.tone == "depends"
    assert "marked" in edge.title
    assert "flag-then-route when marked" in edge.title
    assert "\nharm\n" in edge.title
    assert "flag-then-route otherwise" in drawn["first", "lost"].title


def test_an_edge_that_every_option_of_it_always_takes_depends_on_nothing():
    assert {edge.tone for edge in drawing_of(stock.scenario("tiny")).edges} == {"plain"}


def test_what_is_never_reached_is_grey_and_says_so():
    drawing = drawing_of(stock.scenario("borrowed-hour"), unreached={"fade", "second-try"})
    drawn = nodes(drawing)
    assert {each.id for each in drawn.values() if each.tone == "unreached"} == {"fade", "second-try"}
    assert drawn["fade"].badges == ("never reached",)
    assert {edge.source for edge in drawing.edges if edge.tone == "unreached"} == {"second-try"}


def test_the_client_leaves_only_where_the_caller_says_so():
    scenario = stock.scenario("borrowed-hour")
    assert not [edge for edge in drawing_of(scenario).edges if edge.target == scenario.exit]
    share = {("opening", scenario.exit): 0.25, ("effect", scenario.exit): 0.0}
    leaving = [edge for edge in drawing_of(scenario, leaves=["amends"], share=share).edges if edge.tone == "leave"]
    assert [(edge.source, edge.weight) for edge in leaving] == [("opening", 0.25), ("amends", 0.0)]


def test_the_share_of_best_play_is_the_weight_of_an_edge():
    drawn = edges(drawing_of(stock.scenario("borrowed-hour"), share={("opening", "effect"): 1.0}))
    assert [drawn["opening", "effect"].weight, drawn["effect", "amends"].weight] == [1.0, 0.0]
