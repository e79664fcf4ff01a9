"""The dialogue machine: what happens on a choice, and in which order (design, section 4)."""

import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given

from simulator.engine.alliance import react
from simulator.engine.dialogue import Dialogue, State, holds, pick
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.alliance import Alliance, BreachType, Event, Facet, Ingredient, Mode, Mood
from simulator.model.scenario import VARIABLES, Case, Condition, Impact
from tests import stock, strategies


@pytest.fixture
def dialogue():
    return Dialogue(stock.scenario("right-order"))


def _option(dialogue, beat, option):
    return dialogue.scenario.beat_by_id[beat].option(option)


def _changed(dialogue, **changes):
    """The same scenario with another first beat or start."""
    return Dialogue(replace(dialogue.scenario, **changes))


def test_flags_set_by_an_option_decide_where_it_leads(dialogue):
    assert dialogue.step(dialogue.start(), _option(dialogue, "first", "flag-then-route")).at == "second"


def test_variables_changed_by_an_option_decide_where_it_leads_and_keep_to_their_range(dialogue):
    after = dialogue.apply(dialogue.start(), _option(dialogue, "first", "variable-then-route"))
    assert [dialogue.facts(after)(name) for name in ("openness", "prep")] == [3, 2]
    assert dialogue.step(dialogue.start(), _option(dialogue, "first", "variable-then-route")).at == "second"


def test_variables_do_not_fall_below_their_range(dialogue):
    after = dialogue.apply(dialogue.start(), _option(dialogue, "first", "harm"))
    assert dialogue.facts(after)("openness") == 0


def test_the_event_of_an_option_is_done_before_its_route_is_decided(dialogue):
    option = _option(dialogue, "first", "event-then-route")
    assert dialogue.apply(dialogue.start(), option).alliance.strikes == 1
    assert dialogue.step(dialogue.start(), option).at == "second"


def test_what_happens_on_entering_a_beat_comes_after_the_route_was_decided(dialogue):
    option = _option(dialogue, "first", "event-then-route")
    entered = dialogue.step(dialogue.start(), option)
    assert (entered.alliance.mode, entered.alliance.breach) == (Mode.BREACHED, BreachType.INTEGRITY)
    assert dialogue.apply(dialogue.start(), option).alliance.mode is Mode.CONFRONTING


def test_what_happens_on_entering_the_first_beat_comes_before_the_first_line(dialogue):
    first, *others = dialogue.scenario.beats
    arriving = _changed(dialogue, beats=(replace(first, on_enter=Impact(Event.NAME)), *others))
    assert arriving.mood(arriving.start()) is Mood.TESTING
    assert arriving.line(arriving.start()) == "Hm."


def test_a_client_who_leaves_goes_to_the_exit_whatever_the_author_wrote(dialogue):
    state = dialogue.start()._replace(alliance=Alliance(Mode.CONFRONTING, 0, facet=Facet.TASK))
    harmed = dialogue.step(state, _option(dialogue, "first", "harm"))
    assert harmed.alliance.mode is Mode.EXIT
    assert harmed.at == dialogue.scenario.exit
    assert dialogue.mood(harmed) is Mood.GONE


def test_a_client_who_leaves_on_entering_a_beat_is_never_shown_there(dialogue):
    state = State("second", Alliance(Mode.BREACHED, 0, facet=Facet.BOND, breach=BreachType.INTEGRITY), (1, 2))
    entered = dialogue.step(state, _option(dialogue, "second", "own"))
    assert entered.alliance.mode is Mode.EXIT
    assert entered.at == dialogue.scenario.exit


def test_a_client_can_be_gone_before_the_first_line(dialogue):
    first, *others = dialogue.scenario.beats
    start = replace(dialogue.scenario.start, trust=0)
    gone = _changed(dialogue, beats=(replace(first, on_enter=Impact(Event.DEFEND)), *others), start=start)
    session = Session(gone, "seed")
    assert session.ending is not None
    assert session.ending.id == "walks-out"
    assert Product(gone).size == (1, 0)


def test_quality_is_judged_on_the_state_in_which_the_beat_is_shown(dialogue):
    own = _option(dialogue, "second", "own")
    shown = State("second", Alliance(Mode.BREACHED, 1, facet=Facet.BOND, breach=BreachType.INTEGRITY), (1, 2))
    assert Ingredient.OWNED in dialogue.apply(shown, own).alliance.ingredients
    assert dialogue.quality(shown, own) == 4
    owned = dialogue.apply(shown, own).alliance
    assert dialogue.quality(shown._replace(alliance=owned), own) == 0


def test_utility_is_judged_on_the_final_state():
    dialogue = Dialogue(stock.scenario("borrowed-hour"))
    watched = Alliance(Mode.SETTLED, 2, breach=BreachType.RELIABILITY, watch=True)
    assert dialogue.utility(State("repaired", watched, (1, 1)), 0.1) == 0.8
    assert dialogue.utility(State("repaired", Alliance(Mode.SETTLED, 3), (1, 1)), 0.1) == 1.0
    assert dialogue.utility(State("repaired", Alliance(Mode.SETTLED, 1), (1, 1)), 0.1) == 0.6


def test_a_crossed_gate_caps_what_the_ending_is_worth_and_never_raises_it(dialogue):
    crossed = dialogue.apply(State("second", Alliance(), (1, 2)), _option(dialogue, "second", "gate"))
    assert crossed.gated
    assert dialogue.utility(crossed._replace(at="found"), 0.1) == 0.1
    assert dialogue.utility(crossed._replace(at="walks-out"), 0.1) == 0
    assert dialogue.utility(crossed._replace(at="found", gated=False), 0.1) == 0.9


def test_a_gate_once_crossed_stays_crossed(dialogue):
    crossed = State("third", Alliance(), (1, 2), gated=True)
    assert dialogue.step(crossed, _option(dialogue, "third", "wait")).gated


def test_right_after_overdo_means_the_option_just_chosen_carried_it():
    dialogue = Dialogue(stock.scenario("borrowed-hour"))
    withdrawn = State("opening", Alliance(Mode.WITHDRAWING, 1, facet=Facet.BOND), (1, 0))
    overdone = dialogue.step(withdrawn, _option(dialogue, "opening", "sorry-sorry"))
    assert dialogue.mood(overdone) is Mood.POLITE
    assert dialogue.mood(dialogue.step(withdrawn, _option(dialogue, "opening", "carry-on"))) is Mood.CLOSED
    onward = dialogue.step(overdone, _option(dialogue, "effect", "fix-it"))
    assert dialogue.mood(onward) is not Mood.POLITE


def test_an_overdo_that_comes_with_a_beat_is_not_one_the_coach_just_chose(dialogue):
    first, *others = dialogue.scenario.beats
    start = replace(dialogue.scenario.start, mode=Mode.WITHDRAWING)
    arriving = _changed(dialogue, beats=(replace(first, on_enter=Impact(Event.OVERDO)), *others), start=start)
    assert arriving.start().alliance.strikes == 1
    assert arriving.mood(arriving.start()) is Mood.CLOSED


def test_a_route_can_ask_for_the_mood_right_after_overdo(dialogue):
    withdrawn = dialogue.start()._replace(alliance=Alliance(Mode.WITHDRAWING, 1, facet=Facet.TASK))
    assert dialogue.step(withdrawn, _option(dialogue, "first", "overdo")).at == "lost"
    assert dialogue.step(dialogue.start(), _option(dialogue, "first", "overdo")).at == "second"


def test_the_line_fits_the_mood_and_then_the_first_case_that_holds(dialogue):
    assert dialogue.line(dialogue.start()) == "I doubt it."
    assert dialogue.line(dialogue.start()._replace(variables=(0, 2))) == "No."
    assert dialogue.line(dialogue.start()._replace(alliance=Alliance())) == "Hm."


def test_flags_are_kept_in_one_order_however_they_were_set(dialogue):
    state = dialogue.step(dialogue.start(), _option(dialogue, "first", "flag-then-route"))
    assert state.flags == ("ancient", "marked", "zeal")


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("mode", "confronting"), ("mood", "pushing-back"), ("trust", 1), ("named", False), ("owned", False),
        ("heard", False), ("safeguarded", False), ("watch", False), ("breach", "none"), ("facet", "task"),
        ("prep", 2), ("openness", 1), ("flag.zeal", True), ("flag.marked", False),
    ],
)  # fmt: skip
def test_every_fact_can_be_asked_for(dialogue, fact, value):
    asked = dialogue.facts(dialogue.start())(fact)
    assert (type(asked), asked) == (type(value), value)


def test_the_first_case_that_holds_counts():
    cases = (Case("a", (Condition("trust", (3,)),)), Case("b", (Condition("trust", (1, 2)),)), Case("c"))
    assert [pick(cases, {"trust": trust}.__getitem__) for trust in range(4)] == ["c", "b", "b", "a"]


def test_all_entries_of_a_condition_must_hold():
    when = (Condition("trust", (1,)), Condition("watch", (True,)))
    facts: list[Mapping[str, object]] = [{"trust": 1, "watch": True}, {"trust": 1, "watch": False}]
    assert [holds(when, each.__getitem__) for each in facts] == [True, False]
    assert holds((), {}.__getitem__)


def test_beats_and_options_may_carry_any_name():
    text = stock.text("tiny").replace("only", "state").replace("ask:", "trigger:").replace("tell:", "is-model:")
    dialogue = Dialogue(strategies.load(text))
    option = dialogue.scenario.beat_by_id["state"].option("trigger")
    assert dialogue.step(dialogue.start(), option).at == "met"


def test_one_dialogue_can_be_asked_from_many_threads():
    """Two tabs may ask at once; whoever asks must be told where their own choice leads."""
    dialogue = Dialogue(stock.scenario("borrowed-hour"))
    edges = [(state, edge) for state, edges in Product(dialogue).edges.items() for edge in edges]
    assert dialogue.machine

    def ask(way):
        return [edge for state, edge in edges[way:] + edges[:way] if dialogue.step(state, edge.option) != edge.to]

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(20):
                dialogue._routes.clear()
                assert [*pool.map(ask, range(0, 40, 10))] == [[], [], [], []]
    finally:
        sys.setswitchinterval(usual)


@given(strategies.scenarios())
def test_every_edge_of_every_scenario_leads_forward_to_a_place_that_exists(scenario):
    product = Product(Dialogue(scenario))
    order = {state: i for i, state in enumerate(product.edges)}
    for state, edges in product.edges.items():
        assert bool(edges) == (state.at in scenario.beat_by_id)
        assert (state.alliance.mode is Mode.EXIT) <= (state.at == scenario.exit)
        for edge in edges:
            assert order[edge.to] > order[state]
            after = product.dialogue.apply(state, edge.option)
            left = after.alliance.mode is Mode.EXIT
            written = scenario.exit if left else pick(edge.option.then, product.dialogue.facts(after))
            assert edge.to.at in (written, scenario.exit)
            assert edge.to.at == written or edge.to.alliance.mode is Mode.EXIT


@given(strategies.scenarios())
def test_every_state_of_every_scenario_keeps_to_its_ranges_and_can_be_shown(scenario):
    dialogue = Dialogue(scenario)
    product = Product(dialogue)
    assert len({state.key() for state in product.edges}) == len(product.edges)
    for state, edges in product.edges.items():
        ranges = [VARIABLES[name] for name, _ in scenario.variables]
        assert all(low <= value <= high for value, (low, high) in zip(state.variables, ranges, strict=True))
        assert 0 <= state.alliance.trust <= scenario.persona.trust_ceiling
        assert state.flags == tuple(sorted(set(state.flags)))
        if edges:
            assert dialogue.line(state).strip()
            assert all(0 <= edge.quality <= 4 for edge in edges)
        else:
            assert 0 <= dialogue.utility(state, 0.1) <= (0.1 if state.gated else 1)


@given(strategies.scenarios())
def test_the_alliance_of_every_step_is_what_the_alliance_machine_says(scenario):
    dialogue = Dialogue(scenario)
    for state, edges in Product(dialogue).edges.items():
        for edge in edges:
            facet, impact = scenario.beat_by_id[state.at].facet, edge.option.impact
            after = dialogue.apply(state, edge.option)
            assert after.alliance == react(scenario.persona, state.alliance, impact.event, facet, impact.breach)
            assert after.at == state.at
