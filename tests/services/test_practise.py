"""Practising: what is offered, kept and refused, and what survives tabs, restarts and authors at work."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from functools import partial
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import (
    ConversationOver,
    NotOffered,
    PlayError,
    ReasonAwaited,
    UnknownAttempt,
    UnknownScenario,
    WrongTurn,
)
from simulator.services.practise import MAX_REASON
from tests import stock
from tests.services.playing import place_of, play, say, text

HOUR = "borrowed-hour"
TO_THE_END = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")


def entry(practise, scenario=HOUR):
    return next(each for each in practise.catalogue() if each.scenario == scenario)


def change(scenarios, before, after, name=HOUR):
    path = scenarios / f"{name}.yaml"
    old = path.read_text(encoding="utf-8")
    assert before in old
    path.write_text(old.replace(before, after), encoding="utf-8")


def revise(scenarios):
    change(scenarios, "Shall we start?", "Shall we begin?")


# The catalogue and the brief


def test_the_catalogue_lists_every_sound_scenario_in_the_order_of_the_files(practise):
    assert [each.scenario for each in practise.catalogue()] == [HOUR, "right-order", "tiny", "two-turns"]


def test_an_entry_of_the_catalogue_says_what_the_file_says(practise):
    shown = entry(practise)
    assert (shown.title, shown.topic, shown.difficulty, shown.minutes) == ("The borrowed hour", "trust-breach", 2, 10)
    assert shown.summary == "You cut a session short last week. She says it was nothing."
    assert (shown.open_attempt, shown.open_turn, shown.finished) == (None, 0, ())


def test_an_entry_shows_the_open_attempt_and_its_turn(practise):
    shown = play(practise, HOUR, "own-it", "stay-with-it")
    assert (entry(practise).open_attempt, entry(practise).open_turn) == (shown.attempt, 3)
    assert entry(practise, "tiny").open_attempt is None


def test_an_entry_lists_finished_attempts_the_latest_first(practise):
    first = play(practise, HOUR, *TO_THE_END)
    second = play(practise, HOUR, "explain", "own-late", "own-again", "lecture")
    done = entry(practise).finished
    assert [(each.attempt, each.result, each.turns) for each in done] == [
        (second.attempt, "fail", 4),
        (first.attempt, "strong", 5),
    ]
    assert done[0].finished > done[1].finished
    assert entry(practise).open_attempt is None


def test_the_brief_names_competencies_by_their_titles(practise):
    brief = practise.brief(HOUR)
    assert brief.targets == ("Noticing strain and repairing trust", "Trustworthiness and reliability")
    assert (brief.client, brief.about, brief.setting) == ("Nadia", "Keeps things smooth.", "Session 4, by video.")
    assert brief.care_note == "Somebody is let down in this one."
    assert "You had promised Nadia the whole hour." in brief.brief
    assert practise.brief("tiny").care_note is None


def test_the_brief_knows_the_open_attempt(practise):
    assert practise.brief(HOUR).open_attempt is None
    shown = practise.begin(HOUR)
    assert practise.brief(HOUR).open_attempt == shown.attempt


@pytest.mark.parametrize("act", ["brief", "begin"])
def test_an_unknown_scenario_suggests_the_nearest(practise, act):
    with pytest.raises(UnknownScenario, match=r"There is no scenario 'borrowed-our'\. Did you mean 'borrowed-hour'\?"):
        getattr(practise, act)("borrowed-our")


def test_where_no_scenario_is_near_all_are_named(practise):
    with pytest.raises(UnknownScenario, match=r"Known scenarios: borrowed-hour, right-order, tiny, two-turns\."):
        practise.brief("zzz")


# Beginning and going on


def test_a_conversation_begins_with_what_the_client_says(practise):
    shown = practise.begin(HOUR)
    assert (shown.scenario, shown.client, shown.turn, shown.reason_for, shown.ended) == (HOUR, "Nadia", 1, None, None)
    assert [(line.who, line.name) for line in shown.lines] == [("client", "Nadia")]
    assert [(part.kind, part.text) for part in shown.lines[0].parts] == [
        ("cue", "Quick smile."),
        ("speech", "It was fine, really. Shall we start?"),
    ]
    assert len(shown.options) == 5
    assert not shown.revised


def test_beginning_twice_goes_on_with_the_open_attempt(practise):
    assert practise.begin(HOUR) == practise.begin(HOUR)


def test_beginning_in_two_tabs_at_once_opens_one_attempt(practice):
    tabs = [practice() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda tab: tab.begin(HOUR), tabs))
    assert len({shown.attempt for shown in begun}) == 1


def test_after_the_end_a_new_attempt_begins(practise):
    done = play(practise, "tiny", "ask")
    again = practise.begin("tiny")
    assert again.attempt != done.attempt
    assert (again.turn, again.ended) == (1, None)


def test_each_person_has_attempts_of_their_own(practice):
    ada, ben = practice("ada"), practice("ben")
    hers, his = ada.begin(HOUR), ben.begin(HOUR)
    assert hers.attempt != his.attempt
    assert [entry(each).open_attempt for each in (ada, ben)] == [hers.attempt, his.attempt]


def test_somebody_elses_attempt_is_as_unknown_as_none(practice):
    ada, ben = practice("ada"), practice("ben")
    attempt = play(ada, HOUR, "own-it").attempt
    acts = (ben.open, ben.session, lambda of: ben.choose(of, 2, 0), lambda of: ben.give_reason(of, 1, "mine"))
    for act in acts:
        for unknown in (attempt, "nobody's", "", "\ud800"):
            with pytest.raises(UnknownAttempt) as refused:
                act(unknown)
            str(refused.value).encode()
    assert ada.open(attempt).turn == 2


def test_opening_after_a_restart_goes_on_at_the_same_turn_with_the_same_order(practice):
    before = play(practice(), HOUR, "own-it", "stay-with-it")
    assert practice().open(before.attempt) == before


# A choice


def test_a_choice_is_shown_with_what_it_led_to(practise):
    attempt = play(practise, HOUR, "own-it").attempt
    shown = practise.choose(attempt, 2, place_of(practise, attempt, "stay-with-it"))
    assert [line.who for line in shown.lines] == ["client", "coach", "client", "coach", "client"]
    assert text(shown.lines[3].parts) == "What was it like, sitting there with the screen gone dark?"
    assert text(shown.lines[4].parts) == "Slowly. I'd like to be able to count on the hour."
    assert (shown.turn, len(shown.options)) == (3, 3)


def test_the_same_choice_twice_is_one_choice(practise):
    attempt = play(practise, HOUR, "own-it").attempt
    place = place_of(practise, attempt, "stay-with-it")
    assert practise.choose(attempt, 2, place) == practise.choose(attempt, 2, place)
    assert practise.open(attempt).turn == 3


def test_of_two_tabs_the_second_choice_is_refused_and_the_first_stands(practice):
    one, two = practice(), practice()
    attempt = play(one, HOUR, "own-it").attempt
    shown = two.open(attempt)
    one.choose(attempt, 2, 0)
    with pytest.raises(WrongTurn, match="That choice was for turn 2; the conversation is at turn 3"):
        two.choose(attempt, shown.turn, 1)
    assert two.open(attempt) == one.open(attempt)


def test_of_choices_at_the_same_moment_exactly_one_is_kept(practice):
    attempt = play(practice(), HOUR, "own-it").attempt

    def choose(position):
        tab = practice()
        try:
            return tab.choose(attempt, 2, position)
        except WrongTurn:
            return None

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(choose, [0, 1, 2, 0, 1, 2]))
    shown = [each for each in answers if each]
    assert len(shown) == 2, "the two tabs that chose alike both see it taken"
    assert shown[0] == shown[1] == practice().open(attempt)


def test_a_choice_that_lost_the_race_is_judged_by_what_stands(practice, monkeypatch):
    """The other tab's choice comes in between looking and keeping."""
    slow, quick = practice(), practice()
    attempt = play(slow, HOUR, "own-it").attempt
    keep = slow._keep

    def keep_late(*arguments):
        monkeypatch.undo()
        quick.choose(attempt, 2, 1)
        keep(*arguments)

    monkeypatch.setattr(slow, "_keep", keep_late)
    with pytest.raises(WrongTurn):
        slow.choose(attempt, 2, 0)
    assert slow.open(attempt) == quick.open(attempt)
    assert slow.open(attempt).turn == 3


@pytest.mark.parametrize("turn", [0, -1, 1, 3, 99, 1 << 70, True, 2.0, "2", None, [2]], ids=repr)
def test_a_choice_for_another_turn_is_refused(practise, turn):
    attempt = play(practise, HOUR, "own-it").attempt
    wrong = {0, 1, 2, 3, 4} - {place_of_taken(practise, attempt)}
    with pytest.raises(WrongTurn):
        practise.choose(attempt, turn, min(wrong))
    assert practise.open(attempt).turn == 2


def place_of_taken(practise, attempt):
    step = practise.session(attempt)[1].steps[0]
    return step.offered.index(step.option)


@pytest.mark.parametrize("position", [-1, 3, 99, 1 << 70, True, False, 0.0, "0", None, [0]], ids=repr)
def test_a_position_that_was_not_shown_is_refused(practise, position):
    attempt = play(practise, HOUR, "own-it").attempt
    with pytest.raises(NotOffered, match=r"is not offered at 'turn 2'\. Offered: 0, 1, 2\."):
        practise.choose(attempt, 2, position)
    assert practise.open(attempt).turn == 2


@pytest.mark.parametrize("position", [False, True, -1, 99])
def test_repeating_a_turn_takes_the_position_as_it_was_shown(practise, position):
    attempt = play(practise, HOUR, "own-it").attempt
    with pytest.raises(WrongTurn):
        practise.choose(attempt, 1, position)


def test_after_the_end_nothing_can_be_said(practise):
    shown = play(practise, "tiny", "ask")
    with pytest.raises(ConversationOver, match="has ended"):
        practise.choose(shown.attempt, 2, 0)


def test_the_end_is_shown_with_its_words(practise):
    shown = play(practise, HOUR, *TO_THE_END)
    assert shown.ended is not None
    assert (shown.ended.result, shown.ended.text) == ("strong", "She books the next four sessions.")
    assert shown.ended.reflection == "What told her that it would hold?"
    assert (shown.options, shown.about) == ((), 5)
    assert shown.lines[-1].who == "coach"


def test_what_was_said_stays_as_it_was_while_the_conversation_grows(practise):
    shown = practise.begin(HOUR)
    for option in TO_THE_END:
        longer = say(practise, shown.attempt, option)
        assert longer.lines[: len(shown.lines)] == shown.lines
        shown = longer


def test_the_length_it_will_have_is_half_way_between_the_shortest_and_the_longest(practise):
    shown = practise.begin(HOUR)
    lengths = [shown.about]
    for option in TO_THE_END:
        shown = say(practise, shown.attempt, option)
        lengths.append(shown.about)
    assert lengths == [5, 5, 5, 5, 5, 5]


# The reason at a hinge


@pytest.fixture
def hinge(practise):
    """An attempt that has just answered the first turn, a hinge."""
    shown = practise.begin(HOUR)
    return practise.choose(shown.attempt, 1, place_of(practise, shown.attempt, "own-it"))


def reasons(practise, attempt):
    return [choice.reason for choice in practise.session(attempt)[0].choices]


def test_at_a_hinge_the_reason_is_asked_for_before_the_reaction_is_shown(hinge):
    assert (hinge.reason_for, hinge.turn, hinge.options, hinge.ended) == (1, 1, (), None)
    assert [line.who for line in hinge.lines] == ["client", "coach"]


def test_no_reason_is_asked_for_elsewhere(practise):
    attempt = play(practise, HOUR, "own-it").attempt
    assert practise.choose(attempt, 2, 0).reason_for is None


def test_a_written_reason_is_kept_and_the_reaction_shown(practise, hinge):
    shown = practise.give_reason(hinge.attempt, 1, "  She says it is fine, and it is not. ")
    assert (shown.reason_for, shown.turn) == (None, 2)
    assert shown.lines[-1].who == "client"
    assert reasons(practise, hinge.attempt) == ["She says it is fine, and it is not."]


@pytest.mark.parametrize("skipped", [None, "", "  \n"])
def test_a_reason_can_be_skipped(practise, hinge, skipped):
    assert practise.give_reason(hinge.attempt, 1, skipped).turn == 2
    assert reasons(practise, hinge.attempt) == [""]


def test_a_reason_once_given_stands(practise, hinge):
    practise.give_reason(hinge.attempt, 1, "First.")
    shown = practise.give_reason(hinge.attempt, 1, "Second.")
    assert shown == practise.open(hinge.attempt)
    assert reasons(practise, hinge.attempt) == ["First."]


def test_a_long_reason_is_kept_as_far_as_the_page_lets_one_type(practise, hinge):
    practise.give_reason(hinge.attempt, 1, "ü" * (MAX_REASON + 1))
    assert reasons(practise, hinge.attempt) == ["ü" * MAX_REASON]


@pytest.mark.parametrize("odd", ["half a character \ud83d", "nothing \0 at all", "<b>&'\"; drop table", "漢字 😀"])
def test_any_text_can_be_a_reason(practise, hinge, odd):
    practise.give_reason(hinge.attempt, 1, odd)
    assert reasons(practise, hinge.attempt) == [odd.replace("\ud83d", "?").replace("\0", "")]


@pytest.mark.parametrize("turn", [0, 2, 99, None, "1"])
def test_a_reason_for_another_turn_is_not_kept(practise, hinge, turn):
    assert practise.give_reason(hinge.attempt, turn, "Because.") == hinge
    assert reasons(practise, hinge.attempt) == [None]


def test_a_reason_nobody_asked_for_is_not_kept(practise):
    attempt = play(practise, HOUR, "own-it", "stay-with-it").attempt
    practise.give_reason(attempt, 2, "Because.")
    assert reasons(practise, attempt) == ["", None]


def test_the_next_turn_waits_for_the_reason(practise, hinge):
    with pytest.raises(ReasonAwaited, match="Turn 1 still waits for your reason"):
        practise.choose(hinge.attempt, 2, 0)


def test_a_restart_comes_back_to_the_question(practice, hinge):
    assert practice().open(hinge.attempt) == hinge
    assert practice().begin(HOUR) == hinge


def test_the_same_choice_again_leaves_the_question_open(practise, hinge):
    place = practise.session(hinge.attempt)[1].steps[0].offered.index("own-it")
    assert practise.choose(hinge.attempt, 1, place) == hinge


def test_at_a_hinge_that_ends_the_conversation_the_ending_waits_too(practise):
    shown = play(practise, HOUR, "own-it", "own-late", "own-again")
    shown = practise.choose(shown.attempt, 4, place_of(practise, shown.attempt, "lecture"))
    assert (shown.reason_for, shown.ended, shown.options) == (4, None, ())
    with pytest.raises(ReasonAwaited):
        practise.choose(shown.attempt, 5, 0)
    assert practise.give_reason(shown.attempt, 4, None).ended is not None


# What the page may know


def texts_of(value):
    """Every value inside a value."""
    if is_dataclass(value):
        for each in fields(value):
            yield from texts_of(getattr(value, each.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    else:
        yield value


def test_nothing_in_a_conversation_names_an_option_a_beat_a_mood_or_a_quality(practise):
    scenario = stock.scenario(HOUR)
    secret = {option.id for beat in scenario.beats for option in beat.options} | {*scenario.beat_by_id}
    secret |= {*scenario.ending_by_id, "testing", "polite", "breached", "OWN", "BREACH", "reliability"}
    secret |= {words for beat in scenario.beats for o in beat.options for words in (o.why, o.misconception) if words}
    shown = practise.begin(HOUR)
    seen = [shown]
    for option in TO_THE_END:
        seen.append(practise.choose(shown.attempt, shown.turn, place_of(practise, shown.attempt, option)))
        shown = seen[-1]
        if shown.reason_for:
            shown = practise.give_reason(shown.attempt, shown.reason_for, None)
            seen.append(shown)
    assert seen[-1].ended is not None
    leaked = {value for each in seen for value in texts_of(each) if value in secret}
    assert leaked == set()
    assert not any(isinstance(value, float) for each in seen for value in texts_of(each))


def test_a_conversation_holds_what_it_should_and_nothing_more(practise):
    names = {each.name for each in fields(practise.begin(HOUR))}
    assert names == {
        "attempt", "scenario", "title", "client", "setting", "lines", "options", "turn", "about", "reason_for",
        "ended", "revised", "mode", "assignment", "mood", "mood_on_request", "hints", "next_hint", "aside",
        "can_take_back", "feedback",
    }  # fmt: skip


# Authors at work


def test_an_attempt_keeps_the_version_it_began_with(practice, scenarios):
    before = play(practice(), HOUR, "own-it")
    revise(scenarios)
    after = practice().open(before.attempt)
    assert after.revised
    assert after.lines == before.lines
    assert after.options == before.options


def test_a_revised_scenario_does_not_change_an_attempt_that_goes_on(practice, scenarios):
    attempt = play(practice(), HOUR, "own-it").attempt
    revise(scenarios)
    practise = practice()
    shown = play(practise, HOUR, *TO_THE_END[1:])
    assert (shown.attempt, shown.ended.result, shown.revised) == (attempt, "strong", True)
    fresh = practise.begin(HOUR)
    assert (fresh.attempt != attempt, fresh.revised) == (True, False)
    assert text(fresh.lines[0].parts) == "Quick smile. It was fine, really. Shall we begin?"


def test_a_revision_that_is_taken_back_is_none(practice, scenarios):
    attempt = practice().begin(HOUR).attempt
    revise(scenarios)
    change(scenarios, "Shall we begin?", "Shall we start?")
    assert not practice().open(attempt).revised


def test_another_layout_of_the_same_content_is_no_revision(practice, scenarios):
    attempt = practice().begin(HOUR).attempt
    change(scenarios, "minutes: 10\n", "minutes:   10   # or so\n\n")
    assert not practice().open(attempt).revised


def test_an_attempt_goes_on_when_its_scenario_is_gone(practice, scenarios):
    before = play(practice(), HOUR, "own-it")
    (scenarios / f"{HOUR}.yaml").unlink()
    practise = practice()
    assert practise.open(before.attempt) == before
    assert say(practise, before.attempt, "stay-with-it").turn == 3
    with pytest.raises(UnknownScenario):
        practise.begin(HOUR)
    assert HOUR not in [each.scenario for each in practise.catalogue()]


def test_an_attempt_goes_on_when_its_scenario_is_broken(practice, scenarios):
    before = play(practice(), HOUR, "own-it")
    (scenarios / f"{HOUR}.yaml").write_text("format: [", encoding="utf-8")
    assert practice().open(before.attempt) == before


def test_an_ending_that_a_newer_version_lost_is_still_in_the_list(practice, scenarios):
    play(practice(), "tiny", "push")
    change(scenarios, "missed", "let-go", "tiny")
    done = entry(practice(), "tiny").finished
    assert [(each.result, each.turns) for each in done] == [("", 1)]


# Any messages at all

people = count(1)
sent = st.one_of(st.integers(-2, 7), st.integers(), st.booleans(), st.none(), st.text(max_size=2), st.floats())
messages = st.lists(
    st.one_of(
        st.tuples(st.just("choose"), sent, sent),
        st.tuples(st.just("give_reason"), sent, st.one_of(st.none(), st.text())),
        st.tuples(st.just("play"), st.integers(0, 9)),
    ),
    max_size=15,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None, derandomize=True)
@given(messages=messages)
def test_whatever_is_sent_the_conversation_only_grows_and_each_refusal_has_words(practice, messages):
    person = f"person {next(people)}"
    practise = practice(person)
    shown = practise.begin(HOUR)
    attempt, turn = shown.attempt, shown.turn
    refusals = []
    for name, *arguments in messages:
        act = {
            "choose": partial(practise.choose, attempt),
            "give_reason": partial(practise.give_reason, attempt),
            "play": lambda position: practise.choose(attempt, practise.open(attempt).turn, position % 3),
        }[name]
        try:
            shown = act(*arguments)
        except PlayError as error:
            refusals.append(str(error))
        after = practise.open(attempt)
        assert after.lines[: len(shown.lines)] == shown.lines
        assert after.turn >= turn
        shown, turn = after, after.turn
    assert practice(person).open(attempt) == shown
    assert all(refusals)
