"""The debrief: what it says of known conversations, and what holds for every one."""

from random import Random

import pytest

from simulator.errors import UnknownAttempt
from simulator.services.debrief import debrief
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.sql import open_store
from tests import stock
from tests.services.conftest import TWO_TURNS, known
from tests.services.playing import place_of, play, say, text

HOUR = "borrowed-hour"
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")
WORST = ("explain", "own-late", "own-again", "lecture")


def after(practise, *options, scenario=HOUR):
    return debrief(practise, play(practise, scenario, *options).attempt)


# Known conversations


def test_an_unfinished_attempt_has_no_debrief(practise):
    attempt = play(practise, HOUR, "own-it").attempt
    with pytest.raises(ValueError, match="is not finished"):
        debrief(practise, attempt)


def test_somebody_elses_attempt_has_no_debrief(practice):
    attempt = play(practice("ada"), "tiny", "ask").attempt
    with pytest.raises(UnknownAttempt):
        debrief(practice("ben"), attempt)


def test_after_the_best_conversation_there_is_nothing_stronger_to_show(practise):
    shown = after(practise, *BEST)
    assert (shown.result, shown.kept, shown.chance_corrected) == ("strong", pytest.approx(100), pytest.approx(1))
    assert shown.curve == pytest.approx((100.0,) * 6)
    assert [turn.label for turn in shown.turns] == ["best"] * 5
    assert [turn.stronger for turn in shown.turns] == [()] * 5
    assert not [point for point in shown.turning_points if point.kind == "loss"]


def test_where_a_stronger_line_was_on_offer_it_is_shown_with_its_reason_and_what_follows(practise):
    turn = after(practise, *WORST).turns[0]
    assert turn.label in ("misstep", "setback")
    assert text(turn.said).startswith("It was my mother's hospital")
    assert (turn.what, turn.misconception) == (
        "It makes her the one who has to understand.",
        "A good reason undoes the effect.",
    )
    assert text(turn.stronger) == "I left early last week, and I had promised you the hour. That is mine."
    assert turn.stronger_why == "It says what happened and whose it is."
    assert [text(each.client) for each in turn.follow_up] == [
        "Puts the pen down. Thank you. I did notice.",
        "Slowly. I'd like to be able to count on the hour.",
    ]
    assert text(turn.follow_up[0].coach) == "What was it like, sitting there with the screen gone dark?"


def test_other_sound_lines_are_named_whichever_of_them_was_chosen(practise):
    """Whoever takes one of two equal lines is shown the other, and the other way round."""
    path = practise.library.folder / "tiny.yaml"
    equal = stock.text("tiny").replace("quality: 2", "quality: 4")
    path.write_text(equal, encoding="utf-8")
    ask, tell = (after(practise, option, scenario="tiny").turns[0] for option in ("ask", "tell"))
    assert (ask.stronger, tell.stronger) == ((), ())
    assert [text(each) for each in ask.also_fine] == ["Let me tell you how I work."]
    assert [text(each) for each in tell.also_fine] == ["What would make this a good hour?"]


def test_the_moment_is_put_in_the_words_of_the_rubric(practise):
    turn = after(practise, *BEST).turns[0]
    assert turn.moment == ("say plainly what went wrong", "own your part before explaining")
    assert turn.indicators == ("rr-acknowledge-breach", "rr-own-part")
    assert turn.hinge


def test_a_written_reason_comes_back_with_its_turn(practise):
    shown = practise.begin("two-turns")
    practise.choose(shown.attempt, 1, place_of(practise, shown.attempt, "ask"))
    practise.give_reason(shown.attempt, 1, "She looked up.")
    say(practise, shown.attempt, "own")
    assert [turn.reason for turn in debrief(practise, shown.attempt).turns] == ["She looked up.", ""]


def test_the_trace_marks_breach_and_repair(practise):
    trace = after(practise, *BEST).trace
    assert [(point.turn, point.mode, point.mark) for point in trace] == [
        (1, "breached", "breach"),
        (2, "breached", None),
        (3, "breached", None),
        (4, "settled", "repair"),
        (5, "settled", None),
        (6, "settled", None),
    ]
    assert [point.strained for point in trace] == [True, True, True, False, False, False]


def test_the_trace_marks_another_breach_and_leaving(practise):
    second = after(practise, "own-it", "stay-with-it", "agree-together", "tell-her-boss", "remember")
    assert [point.mark for point in second.trace] == ["breach", None, None, "repair", "breach", None]
    left = after(practise, *WORST)
    assert (left.trace[-1].mode, left.trace[-1].mark) == ("exit", "left")


def test_a_crossed_gate_is_named_at_its_turn_and_at_its_criterion(practise):
    shown = after(practise, "own-it", "stay-with-it", "agree-together", "tell-her-boss", "remember")
    rule = stock.rubric().gate_by_id["no-secret-disclosure"].rule
    assert [turn.gate for turn in shown.turns] == [None, None, None, rule, None]
    assert {each.id: each.cap for each in shown.criteria if each.cap} == {"ethics-boundaries": rule}


def test_what_was_not_reached_says_why(practise):
    missed = after(practise, *WORST).not_reached
    assert {each.because for each in missed} == {"the conversation ended at turn 4"}
    assert "rr-follow-through" in [each.indicator for each in missed]
    assert after(practise, *BEST).not_reached == ()


def test_the_targets_come_first_among_the_criteria(practise):
    shown = after(practise, "own-it", "stay-with-it", "agree-together", "tell-her-boss", "remember")
    assert [each.id for each in shown.criteria] == ["rupture-repair", "trust-reliability", "ethics-boundaries"]
    assert [each.target for each in shown.criteria] == [True, True, False]


def test_with_one_item_there_is_no_level(practise):
    (criterion,) = after(practise, "ask", scenario="tiny").criteria
    assert (criterion.items, criterion.level, criterion.level_name, criterion.anchor) == (
        1,
        None,
        "too little evidence",
        "",
    )


def test_another_scenario_is_suggested_and_one_not_yet_played_first(practise):
    assert after(practise, "ask", scenario="tiny").suggestion.scenario == "right-order"
    play(practise, "right-order", "harm", "again")
    assert after(practise, "ask", scenario="tiny").suggestion.scenario == "two-turns"


def test_a_weak_criterion_suggests_a_scenario_that_works_on_it(practise):
    suggestion = after(practise, *WORST).suggestion
    assert suggestion.scenario == "two-turns"
    assert suggestion.because == "It gives another go at what had most room here: noticing strain and repairing trust."


def test_where_there_is_no_other_scenario_none_is_suggested(practise):
    for path in practise.library.folder.glob("*.yaml"):
        if path.stem != "tiny":
            path.unlink()
    assert after(practise, "ask", scenario="tiny").suggestion is None


def test_the_debrief_is_of_the_version_that_was_played(practice, scenarios):
    attempt = play(practice(), "tiny", "push").attempt
    before = debrief(practice(), attempt)
    path = scenarios / "tiny.yaml"
    path.write_text(stock.text("tiny").replace("title: Tiny", "title: Small"), encoding="utf-8")
    assert debrief(practice(), attempt).title == "Tiny"
    path.unlink()
    assert debrief(practice(), attempt) == before


# Every conversation


@pytest.fixture(scope="module")
def debriefs(tmp_path_factory):
    """Debriefs of many random conversations on every small scenario and every one that ships."""
    folder = tmp_path_factory.mktemp("random-plays")
    (folder / "scenarios").mkdir()
    shipped = stock.DATA.parent.parent / "scenarios"
    for file in (*stock.SCENARIOS.glob("*.yaml"), TWO_TURNS, *shipped.glob("*.yaml")):
        (folder / "scenarios" / file.name).symlink_to(file)
    draw = Random(7)  # noqa: S311 - only conversations are drawn
    store = open_store(folder)
    known(store, "ada")
    library = Library(folder / "scenarios", stock.RUBRIC, Cache(folder / "cache"))
    practise = Practise(library, store, "ada", lambda: "2026-03-01T12:00:00+00:00", lambda: f"{draw.getrandbits(64)}")
    done = []
    for scenario in library.entries:
        for _ in range(8):
            shown = practise.begin(scenario)
            while shown.ended is None:
                if shown.reason_for:
                    shown = practise.give_reason(shown.attempt, shown.reason_for, draw.choice([None, "Because."]))
                else:
                    shown = practise.choose(shown.attempt, shown.turn, draw.randrange(len(shown.options)))
            done.append((practise.session(shown.attempt)[1], debrief(practise, shown.attempt)))
    yield done
    store.close()


def test_the_curve_starts_at_a_hundred_and_falls_by_what_each_turn_lost(debriefs):
    for session, shown in debriefs:
        assert shown.curve[0] == 100
        assert len(shown.curve) == len(shown.turns) + 1 == len(session.steps) + 1
        for turn, before, now in zip(shown.turns, shown.curve, shown.curve[1:], strict=False):
            assert turn.loss >= -1e-9
            assert before - turn.loss == pytest.approx(now, abs=1e-6)
            assert turn.attainable == now


def test_the_losses_add_up_to_what_was_not_kept(debriefs):
    for _, shown in debriefs:
        assert sum(turn.loss for turn in shown.turns) == pytest.approx(100 - shown.kept, abs=1e-6)
        assert -1e-9 <= shown.kept <= 100 + 1e-9


def test_every_criterion_leads_to_turns_that_were_played(debriefs):
    for session, shown in debriefs:
        played = {step.turn for step in session.steps}
        for each in shown.criteria:
            assert set(each.turns) <= played
            assert len(each.turns) <= each.items
            assert bool(each.turns) == (each.items > 0)
            assert each.items or each.cap
            assert 0 <= each.interval[0] <= each.interval[1] <= 1


def test_a_level_is_given_with_its_anchor_or_not_at_all(debriefs):
    levels, competencies = stock.rubric().levels, stock.rubric().competency_by_id
    for _, shown in debriefs:
        for each in shown.criteria:
            if each.level is None:
                assert (each.anchor, each.level_name) == ("", "too little evidence")
            else:
                assert each.anchor == competencies[each.id].anchors[each.level]
                assert each.level_name == levels[each.level]


def test_there_are_at_most_three_turning_points_in_the_order_of_turns_and_the_largest_loss_is_one(debriefs):
    for _, shown in debriefs:
        turns = [point.turn for point in shown.turning_points]
        assert len(turns) <= 3
        assert turns == sorted(set(turns))
        largest = max(shown.turns, key=lambda turn: turn.loss)
        if largest.loss >= 1:
            assert largest.loss in [point.loss for point in shown.turning_points]
        assert {point.kind for point in shown.turning_points} <= {"loss", "repair", "only-move"}


def test_a_stronger_line_is_shown_exactly_where_something_was_lost(debriefs):
    for _, shown in debriefs:
        for turn in shown.turns:
            assert bool(turn.stronger) == bool(turn.stronger_why) == (turn.loss >= 1e-9)
            assert turn.stronger != turn.said
            assert turn.said not in turn.also_fine
            assert turn.stronger not in turn.also_fine
            assert len(turn.follow_up) <= 2


def test_no_text_of_a_debrief_is_empty(debriefs):
    for _, shown in debriefs:
        texts = [shown.title, shown.client, shown.ending, shown.reflection, shown.rubric_name, shown.digest]
        texts += [words for turn in shown.turns for words in (turn.what, turn.label, *turn.moment)]
        texts += [text(line) for turn in shown.turns for line in (turn.client, turn.said, *turn.also_fine)]
        texts += [text(each.client) for turn in shown.turns for each in turn.follow_up]
        texts += [point.what for point in shown.turning_points]
        texts += [words for each in shown.rubric for words in (each.title, each.competency, each.behaviour)]
        texts += [words for each in shown.not_reached for words in (each.title, each.because)]
        assert all(each.strip() for each in texts)
        assert shown.suggestion is not None
        assert shown.suggestion.scenario != shown.scenario


def test_every_indicator_of_a_turn_is_in_the_rubric_panel_with_its_sources(debriefs):
    for _, shown in debriefs:
        panel = {each.id: each for each in shown.rubric}
        assert {i for turn in shown.turns for i in turn.indicators} == set(panel)
        for each in panel.values():
            assert len(each.anchors) == 5
            assert each.sources
            assert all(link.topic and link.document for link in each.sources)


def test_the_trace_has_a_point_for_each_turn_and_one_for_the_end(debriefs):
    for session, shown in debriefs:
        assert [point.turn for point in shown.trace] == [*range(1, len(session.steps) + 2)]
        for point, step in zip(shown.trace, session.steps, strict=False):
            assert (point.mode, point.trust) == (step.before.mode, step.before.trust)


def test_what_was_not_reached_was_not_met_and_belongs_to_a_target(debriefs):
    competency = {each.id: each.competency for each in stock.rubric().indicator_by_id.values()}
    for session, shown in debriefs:
        for each in shown.not_reached:
            assert each.indicator not in {i for turn in shown.turns for i in turn.indicators}
            assert competency[each.indicator] in session.dialogue.scenario.targets
