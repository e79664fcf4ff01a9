"""From a sound document to the value: shorter ways of writing are spelt out, ranges become values."""

import pytest

from simulator.authoring.when import FACTS, allowed_values, parse_values
from simulator.model.alliance import BreachType, Event, Facet, Mode
from simulator.model.scenario import VARIABLES, Case, Change, Condition, Evidence, Impact, Line
from tests import stock, strategies


def _option(name, beat, option):
    return stock.scenario(name).beat_by_id[beat].option(option)


def test_a_plain_value_is_one_case_without_conditions():
    option = _option("borrowed-hour", "opening", "own-it")
    assert (option.quality, option.then) == ((Case(4),), (Case("effect"),))


def test_cases_keep_their_order_and_their_conditions():
    assert _option("borrowed-hour", "amends", "agree-together").then == (
        Case("next-week", (Condition("mode", ("settled",)),)),
        Case("second-try", (Condition("mood", ("testing",)), Condition("trust", (1, 2, 3)))),
        Case("fade"),
    )


def test_an_event_is_plain_or_a_breach_with_its_type():
    assert _option("borrowed-hour", "opening", "own-it").impact == Impact(Event.OWN)
    assert _option("borrowed-hour", "next-week", "leave-early-again").impact == Impact(
        Event.BREACH, BreachType.RELIABILITY
    )
    beats = stock.scenario("right-order").beat_by_id
    assert (beats["second"].on_enter, beats["third"].on_enter) == (
        Impact(Event.BREACH, BreachType.INTEGRITY),
        Impact(Event.DEFEND),
    )


def test_an_option_carries_all_that_was_written():
    option = _option("right-order", "first", "variable-then-route")
    assert option.changes == (Change("openness", 3), Change("prep", 2))
    told = _option("borrowed-hour", "opening", "own-it")
    assert told.evidence == (Evidence("rr-acknowledge-breach", 2), Evidence("rr-own-part", 2))
    assert told.sets == ("told-plainly",)
    assert _option("borrowed-hour", "next-week", "tell-her-boss").gate == "no-secret-disclosure"


def test_otherwise_is_the_line_without_a_mood():
    lines = stock.scenario("right-order").beat_by_id["first"].lines
    assert [line.mood for line in lines] == ["pushing-back", None]
    assert lines[1] == Line(None, (Case("Hm."),))


def test_what_is_not_written_has_its_usual_value():
    scenario = stock.scenario("tiny")
    assert (scenario.client.patience, scenario.client.trust_ceiling) == (2, 3)
    assert (scenario.start.mode, scenario.start.breach, scenario.start.facet) == (Mode.SETTLED, None, None)
    assert (scenario.care_note, scenario.variables, scenario.beats[0].hinge) == (None, (), False)


def test_a_breach_is_about_the_bond():
    assert stock.scenario("borrowed-hour").start.facet is Facet.BOND


def test_text_is_kept_without_the_blanks_around_it():
    assert stock.scenario("borrowed-hour").brief.startswith("Last week you ended")
    assert stock.scenario("borrowed-hour").brief.endswith("the whole hour.")
    assert strategies.load(stock.text("tiny").replace("title: Tiny", 'title: "  Tiny "')).title == "Tiny"


@pytest.mark.parametrize(
    ("fact", "written", "values"),
    [
        ("trust", 2, (2,)), ("trust", "2..", (2, 3)), ("trust", "..1", (0, 1)), ("trust", "1..2", (1, 2)),
        ("trust", "0..9", (0, 1, 2, 3)), ("trust", [3, 0], (3, 0)), ("trust", [3, "..1", 0], (3, 0, 1)),
        ("trust", "4..", None), ("trust", "2..1", None), ("trust", "..", None), ("trust", "a..b", None),
        ("trust", True, None), ("trust", "2", None), ("trust", [], None), ("trust", [1, 9], None),
        ("trust", None, None),
        ("trust", "-1..2", None), ("trust", "1...2", None), ("trust", {"a": 1}, None),
        ("mode", "settled", ("settled",)), ("mode", ["settled", "exit"], ("settled", "exit")), ("mode", "1..", None),
        ("mood", "pushing-back", ("pushing-back",)), ("breach", "none", ("none",)), ("facet", "bond", ("bond",)),
        ("owned", True, (True,)), ("owned", 1, None), ("owned", [True, False], (True, False)), ("owned", "true", None),
        ("flag.anything", False, (False,)), ("flag.anything", 0, None),
        ("prep", "1..", (1, 2)), ("agency", "1..", (1, 2, 3)),
    ],
)  # fmt: skip
def test_a_condition_names_values(fact, written, values):
    parsed = parse_values(written, allowed_values(fact))
    assert parsed == values
    assert [type(each) for each in parsed or ()] == [type(each) for each in values or ()]


def test_every_fact_has_values_and_no_variable_is_named_like_a_fact():
    assert all(FACTS.values())
    assert not set(FACTS) & set(VARIABLES)
    for name, (low, high) in VARIABLES.items():
        assert allowed_values(name) == tuple(range(low, high + 1))
