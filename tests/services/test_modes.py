"""What each mode of play shows and keeps: hints, one step back, remarks, and what none of it may tell."""

import pytest

from simulator.errors import ConversationOver, PlayError, WrongTurn
from simulator.model.assignment import Mode
from simulator.services.access import Forbidden
from simulator.services.debrief import debrief
from simulator.services.modes import RULES, ladder
from tests import stock
from tests.services.playing import play, say, text

HOUR = "borrowed-hour"
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")


def score(store, attempt):
    with store.work() as work:
        return work.scores.of(attempt)


def furthest(practise, attempt, turn):
    shown = practise.open(attempt)
    while shown.next_hint:
        shown = practise.take_hint(attempt, turn)
    return shown


def test_every_mode_has_its_rules():
    assert set(RULES) == set(Mode)


def test_the_ladder_notices_aims_and_then_sets_two_aside(practise):
    shown = practise.begin(HOUR)
    steps = [shown.next_hint]
    while shown.next_hint:
        shown = practise.take_hint(shown.attempt, 1)
        steps.append(shown.next_hint)
    beat = stock.scenario(HOUR).beat_by_id[stock.scenario(HOUR).start.beat]
    assert steps == [*ladder(beat), 0]
    assert shown.hints[:-1] == beat.hints
    assert len(shown.aside) == 2
    _, session = practise.session(shown.attempt)
    left = [option.id for i, option in enumerate(session.offered) if i not in shown.aside]
    assert "own-it" in left


def test_a_hint_stays_with_its_turn_and_survives_another_machine(practice):
    shown = practice().begin(HOUR)
    practice().take_hint(shown.attempt, 1)
    assert len(practice().open(shown.attempt).hints) == 1
    assert say(practice(), shown.attempt, "own-it").hints == ()


@pytest.mark.parametrize("turn", [0, 2, True, "1", None])
def test_a_hint_for_another_turn_is_none(practise, turn):
    shown = practise.begin(HOUR)
    with pytest.raises(WrongTurn):
        practise.take_hint(shown.attempt, turn)
    assert practise.hints(shown.attempt) == ()


def test_the_last_step_leaves_at_least_two_options(practise):
    for each in stock.names():
        if each == "two-turns":
            continue
        shown = practise.begin(each)
        shown = furthest(practise, shown.attempt, 1)
        assert len(shown.options) - len(shown.aside) >= 2


def test_what_was_shown_after_a_hint_counts_less_and_what_was_kept_does_not_change(practise, store):
    alone = play(practise, HOUR, *BEST)
    shown = practise.begin(HOUR)
    furthest(practise, shown.attempt, 1)
    hinted = play(practise, HOUR, *BEST)
    (before,), (after,) = score(store, alone.attempt), score(store, hinted.attempt)
    assert after.kept == before.kept
    means = {each.criterion: each.m for each in before.criteria}
    lower = [each.criterion for each in after.criteria if each.m < means[each.criterion]]
    assert "rupture-repair" in lower
    debriefed = {each.id: each.m for each in debrief(practise, hinted.attempt).criteria}
    assert all(debriefed[each.criterion] == pytest.approx(each.m) for each in after.criteria)


def test_in_practice_one_line_may_be_taken_back_and_what_was_said_stays_kept(practise):
    first = play(practise, HOUR, "explain")
    back = practise.take_back(first.attempt, 2)
    assert (back.attempt != first.attempt, back.turn, len(back.lines), back.can_take_back) == (True, 1, 1, False)
    attempt, _ = practise.session(first.attempt)
    assert ([each.option for each in attempt.choices], attempt.continued) == (["explain"], back.attempt)
    with pytest.raises(PlayError, match="nothing more to take back"):
        practise.take_back(say(practise, back.attempt, "own-it").attempt, 2)


def test_options_stand_in_the_same_order_after_a_step_back(practise):
    shown = practise.begin(HOUR)
    assert practise.take_back(say(practise, shown.attempt, "own-it").attempt, 2).options == shown.options


def test_what_was_taken_back_opens_where_it_went_on_and_cannot_be_gone_on_with(practise):
    first = play(practise, HOUR, "explain")
    back = practise.take_back(first.attempt, 2)
    assert practise.open(first.attempt).attempt == back.attempt
    assert practise.begin(HOUR).attempt == back.attempt
    with pytest.raises(WrongTurn):
        practise.choose(first.attempt, 2, 0)
    with pytest.raises(WrongTurn):
        practise.take_back(first.attempt, 2)
    entry = next(each for each in practise.catalogue() if each.scenario == HOUR)
    assert (entry.open_attempt, entry.finished) == (back.attempt, ())


def test_before_the_first_choice_and_after_the_end_there_is_nothing_to_take_back(practise):
    shown = practise.begin(HOUR)
    with pytest.raises(PlayError, match="nothing more to take back"):
        practise.take_back(shown.attempt, 1)
    done = play(practise, HOUR, *BEST)
    with pytest.raises(ConversationOver):
        practise.take_back(done.attempt, 6)


def test_one_may_ask_how_the_client_seems_in_practice(practise):
    shown = practise.begin(HOUR)
    assert (shown.mood, shown.mood_on_request) == ("", True)
    assert practise.mood(shown.attempt, 1) == "polite"
    with pytest.raises(WrongTurn):
        practise.mood(shown.attempt, 2)


def test_exploring_shows_everything_and_keeps_no_score(practise, store):
    shown = practise.begin(HOUR, mode=Mode.EXPLORE)
    assert shown.mood == "polite"
    shown = say(practise, shown.attempt, "explain")
    remark = shown.lines[2]
    assert (remark.who, remark.name in ("misstep", "setback")) == ("feedback", True)
    assert "It makes her the one who has to understand." in text(remark.parts)
    assert "I left early last week" in text(remark.parts)
    for _ in range(3):
        shown = practise.take_back(shown.attempt, 2)
        shown = say(practise, shown.attempt, "explain")
    shown = practise.take_back(shown.attempt, 2)
    for option in BEST:
        shown = say(practise, shown.attempt, option)
    assert shown.ended.result == "strong"
    assert score(store, shown.attempt) == []
    assert debrief(practise, shown.attempt).kept == pytest.approx(100)


def test_a_practice_and_an_exploration_of_one_scenario_are_two_attempts(practise):
    assert practise.begin(HOUR).attempt != practise.begin(HOUR, mode=Mode.EXPLORE).attempt
    assert practise.begin(HOUR).mode is Mode.PRACTICE


def test_nobody_gives_themselves_an_exam(practise):
    with pytest.raises(Forbidden, match="given by a trainer"):
        practise.begin(HOUR, mode=Mode.EXAM)


def test_a_finished_attempt_is_scored_once_on_its_own_rubric_and_version(practise, store):
    shown = play(practise, HOUR, *BEST)
    (kept,) = score(store, shown.attempt)
    assert (kept.number, kept.result, kept.kept) == (1, "strong", pytest.approx(100))
    assert [each.turn for each in kept.turns] == [1, 2, 3, 4, 5]
    assert [each.quality for each in kept.turns] == [1.0] * 5
    assert all(each.seconds is not None and each.seconds >= 0 for each in kept.turns)
    practise.choose(shown.attempt, 5, place_of_last(practise, shown.attempt))
    assert len(score(store, shown.attempt)) == 1
    with store.work() as work:
        assert work.rubric(kept.rubric) is not None


def place_of_last(practise, attempt):
    _, session = practise.session(attempt)
    step = session.steps[-1]
    return step.offered.index(step.option)


def test_an_attempt_that_was_left_unscored_is_scored_later(practise, store, monkeypatch):
    from simulator.services.marking import Marking

    monkeypatch.setattr(practise, "_mark", lambda attempt: None)
    shown = play(practise, HOUR, *BEST)
    assert score(store, shown.attempt) == []
    marking = Marking(practise.library, store, practise.now)
    seen = []
    assert marking.mark_all(progress=lambda *how: seen.append(how)) == ()
    assert (len(score(store, shown.attempt)), seen) == (1, [(0, 1)])
    assert marking.mark(shown.attempt) is None
