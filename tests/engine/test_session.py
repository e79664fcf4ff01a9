"""Sessions: what is shown and offered, what a choice does, and that a replay is the conversation again."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import ConversationOver, NotOffered, WrongTurn
from simulator.model.alliance import Event, Mode, Mood
from simulator.model.attempt import Step
from simulator.model.codec import decode, encode
from tests import stock, strategies


def test_a_session_shows_the_first_beat():
    session = stock.session("borrowed-hour")
    assert (session.turn, session.beat.id, session.mood) == (1, "opening", Mood.POLITE)
    assert session.line == "(Quick smile.) It was fine, really. Shall we start?"
    assert session.ending is None


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("seed", ["carry-on", "sorry-sorry", "own-it", "explain", "ask-first"]),
        ("another", ["ask-first", "carry-on", "explain", "own-it", "sorry-sorry"]),
        ("", ["explain", "ask-first", "sorry-sorry", "carry-on", "own-it"]),
        ("ñ—😀", ["explain", "own-it", "sorry-sorry", "carry-on", "ask-first"]),
    ],
)
def test_options_are_offered_in_an_order_that_the_seed_decides_on_every_machine(seed, order):
    assert [option.id for option in stock.session("borrowed-hour", seed=seed).offered] == order


def test_every_option_is_offered_once_and_asking_again_gives_the_same_order():
    session = stock.session("borrowed-hour", "own-it", "own-late", "own-again")
    assert session.beat.id == "second-try"
    assert sorted(session.offered, key=session.beat.options.index) == list(session.beat.options)
    assert session.offered == session.offered


def test_no_place_in_the_order_is_better_than_another():
    """Over many seeds the best option comes first about as often as last."""
    places = Counter(_place_of("own-it", seed) for seed in range(2000))
    assert sorted(places) == [0, 1, 2, 3, 4]
    assert all(330 < count < 470 for count in places.values())


def _place_of(option, seed):
    return [each.id for each in stock.session("borrowed-hour", seed=str(seed)).offered].index(option)


def test_a_step_says_what_was_shown_chosen_and_done():
    session = stock.session("borrowed-hour")
    step = session.choose(1, "own-it")
    assert (step.turn, step.beat, step.option, step.event, step.then) == (1, "opening", "own-it", Event.OWN, "effect")
    assert (step.mood, step.client) == (Mood.POLITE, "(Quick smile.) It was fine, really. Shall we start?")
    assert step.offered == ("carry-on", "sorry-sorry", "own-it", "explain", "ask-first")
    assert (step.before.ingredients, step.before.flags) == ((), ("knows-her",))
    assert (step.after.ingredients, step.after.flags) == (("named", "owned"), ("knows-her", "told-plainly"))
    assert step.before.variables == step.after.variables == {"agency": 1, "candour": 0}


def test_after_is_the_state_before_the_next_beat_is_entered():
    session = stock.session("right-order")
    step = session.choose(1, "event-then-route")
    assert step.after.mode is Mode.CONFRONTING
    assert session.state.alliance.mode is Mode.BREACHED
    assert session.choose(2, "own").before.mode is Mode.BREACHED


def test_the_same_choice_for_a_turn_taken_is_one_choice():
    session = stock.session("borrowed-hour", "own-it")
    first, state = session.steps[0], session.state
    assert session.choose(1, "own-it") is first
    assert (session.steps, session.state) == ((first,), state)


def test_the_same_choice_may_come_again_even_after_the_end():
    session = stock.session("tiny", "ask")
    assert session.choose(1, "ask") is session.steps[0]


@pytest.mark.parametrize("turn", [1, 3, 0, -1, 99])
def test_another_choice_for_another_turn_is_refused(turn):
    session = stock.session("borrowed-hour", "own-it")
    with pytest.raises(WrongTurn) as refusal:
        session.choose(turn, "stay-with-it")
    assert (refusal.value.turn, refusal.value.current) == (turn, 2)
    assert len(session.steps) == 1


@pytest.mark.parametrize("option", ["stay-with-it", "OWN-IT", "", "opening.own-it"])
def test_an_option_that_this_beat_does_not_have_is_refused(option):
    session = stock.session("borrowed-hour")
    with pytest.raises(NotOffered) as refusal:
        session.choose(1, option)
    assert (refusal.value.beat, refusal.value.option_id) == ("opening", option)
    assert sorted(refusal.value.offered) == sorted(option.id for option in session.beat.options)
    assert session.steps == ()


def test_nothing_can_be_said_after_the_end():
    session = stock.session("tiny", "ask")
    assert session.ending.id == "met"
    for ask in (lambda: session.choose(2, "ask"), lambda: session.line, lambda: session.offered, lambda: session.beat):
        with pytest.raises(ConversationOver, match="met"):
            ask()


@pytest.mark.parametrize(("options", "error"), [(["push", "ask"], ConversationOver), (["shrug"], NotOffered)])
def test_choices_that_do_not_fit_cannot_be_resumed(options, error):
    with pytest.raises(error):
        stock.session("tiny", *options)


def test_steps_already_handed_out_never_change():
    session = stock.session("borrowed-hour", "own-it")
    steps = session.steps
    session.choose(2, "stay-with-it")
    assert len(steps) == 1
    assert session.steps[:1] == steps


def _play(dialogue, seed, way):
    session = Session(dialogue, seed)
    for pick in way:
        if session.ending is None:
            session.choose(session.turn, session.offered[pick % len(session.offered)].id)
    return session


@given(strategies.scenarios(), strategies.ways, st.text(max_size=5))
def test_a_replay_is_the_same_conversation(scenario, way, seed):
    played = _play(Dialogue(scenario), seed, way)
    again = Session.resume(Dialogue(scenario), seed, [step.option for step in played.steps])
    assert (again.steps, again.state, again.turn) == (played.steps, played.state, played.turn)


@given(strategies.scenarios(), strategies.ways)
def test_a_conversation_can_be_broken_off_and_resumed_at_any_turn(scenario, way):
    whole = _play(Dialogue(scenario), "seed", way)
    for turn in range(len(whole.steps) + 1):
        resumed = Session.resume(Dialogue(scenario), "seed", [step.option for step in whole.steps[:turn]])
        for step in whole.steps[turn:]:
            assert resumed.offered == tuple(resumed.beat.option(option) for option in step.offered)
            resumed.choose(resumed.turn, step.option)
        assert resumed.steps == whole.steps


@given(strategies.scenarios(), strategies.ways)
def test_a_kept_version_of_a_scenario_plays_the_same(scenario, way):
    kept = decode(encode(scenario), type(scenario))
    steps = _play(Dialogue(scenario), "seed", way).steps
    assert _play(Dialogue(kept), "seed", way).steps == steps
    assert decode(encode(steps), tuple[Step, ...]) == steps


@given(strategies.scenarios(), strategies.ways)
def test_every_step_begins_where_the_one_before_it_led(scenario, way):
    session = _play(Dialogue(scenario), "seed", way)
    for number, (before, after) in enumerate(zip(session.steps, session.steps[1:], strict=False), start=1):
        assert (before.turn, before.then) == (number, after.beat)
        assert before.after.variables == after.before.variables
        assert set(before.after.flags) <= set(after.before.flags)
    assert sorted(step.turn for step in session.steps) == list(range(1, session.turn))
    assert all(step.option in step.offered for step in session.steps)
