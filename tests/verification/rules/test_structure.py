"""Structure: what is said of a scenario that cannot be played as it is written, and where the bounds lie."""

import pytest

from simulator.model.alliance import Mode
from simulator.verification.rules import structure
from simulator.verification.rules.structure import (
    cases_that_never_count,
    doomed_beats,
    endings_beyond_sound_moves,
    exit_never_used,
    length,
    lines_never_said,
    too_many_states,
    unreached_places,
)
from tests.verification.rules.asking import asked, codes, places, played, put, subject, worded

STRAINED_START = put("start", {"beat": "opening", "trust": 0, "mode": "withdrawing", "facet": "bond"})
PUSHED = put("beats.opening.options.soothe.event", "PUSH")
NEW_EXIT = [
    put("exit", "gone"),
    put("endings.gone", {"result": "fail", "utility": 0, "text": "She goes in.", "reflection": "What made her go?"}),
]


def lines(*texts):
    return put("beats.middle.client", dict(texts))


def chain(decisions, *edits):
    """Edits that put other beats between the opening and the closing, as many as it takes."""
    names = [f"turn-{i}" for i in range(decisions - 2)]
    onward = dict(zip(names, [*names[1:], "closing"], strict=True))
    return [
        *(put(f"beats.{name}", beat(onward[name])) for name in names),
        put("beats.opening.options.*.then", names[0]),
        {"at": "beats.middle", "remove": True},
        *edits,
    ]


def beat(then):
    def option(option_id, quality):
        return {
            "say": f"Words {option_id}.", "event": "NEUTRAL", "quality": quality, "form": "statement",
            "evidence": {"ld-reflect-meaning": quality - 2}, "why": "So.", "misconception": "No.", "then": then,
        }  # fmt: skip

    options = {option_id: option(option_id, quality) for option_id, quality in (("a", 4), ("b", 2), ("c", 0))}
    return {"focus": ["ld-reflect-meaning"], "facet": "bond", "client": {"otherwise": "Go on."}, "options": options}


@pytest.mark.parametrize("rule", structure.RULES, ids=lambda rule: rule.__name__)
def test_no_rule_says_anything_of_a_sound_scenario(rule):
    assert asked(rule, base="strained") == []


def test_a_beat_behind_a_condition_that_never_holds_is_unreachable():
    gated = [{"when": {"trust": 0}, "to": "middle"}, {"to": "closing"}]
    (found,) = asked(unreached_places, put("beats.opening.options.*.then", gated))
    assert (found.code, found.path, found.values["options"]) == ("S01", ("beats", "middle"), 3)


def test_a_beat_that_only_some_ways_come_to_is_reachable():
    split = [{"when": {"trust": 2}, "to": "middle"}, {"to": "closing"}]
    assert asked(unreached_places, put("beats.opening.options.*.then", split)) == []


def test_a_beat_whose_on_enter_sends_everybody_away_is_unreachable_for_that_reason():
    pushed = [put("beats.opening.options.*.event", "PUSH"), put("beats.middle.on_enter", "PUSH")]
    (found, closing) = (each for each in asked(unreached_places, *pushed) if each.code == "S01")
    assert worded(found) == "options lead to 'middle', but its `on_enter` sends every client away"
    assert worded(closing).startswith("no way of playing comes to 'closing'")


def test_an_ending_nobody_comes_to_is_unreachable_unless_it_is_the_exit():
    assert places(unreached_places, put("beats.closing.options.sum-up.then", "met")) == ["endings.partly"]
    assert asked(unreached_places, *NEW_EXIT) == []


def test_a_quality_for_a_state_that_cannot_come_up_never_counts():
    quality = [{"when": {"trust": 3}, "is": 4}, {"is": 3}]
    found = places(cases_that_never_count, put("beats.opening.options.wonder.quality", quality))
    assert found == ["beats.opening.options.wonder.quality.0"]


def test_a_last_case_for_which_nothing_is_left_never_counts():
    utility = [{"when": {"trust": "2.."}, "is": 1}, {"is": 0.5}]
    (found,) = asked(cases_that_never_count, put("endings.met.utility", utility))
    assert (found.path, found.values["case"], found.values["where"]) == (("endings", "met", "utility", 1), 2, "met")


def test_cases_of_then_are_judged_after_the_event_they_follow():
    after = [{"when": {"trust": 2}, "to": "middle"}, {"to": "closing"}]  # trust is 1 before CONNECT, and 2 after it
    assert places(cases_that_never_count, put("beats.opening.options.wonder.then", after)) == [
        "beats.opening.options.wonder.then.1"
    ]


def test_cases_of_a_beat_that_is_never_reached_are_left_to_the_rule_about_beats():
    quality = [{"when": {"trust": 0}, "is": 4}, {"is": 3}]
    skipped = put("beats.opening.options.*.then", "closing")
    assert asked(cases_that_never_count, skipped, put("beats.middle.options.mirror.quality", quality)) == []


def test_a_plain_then_is_not_held_against_an_option_after_which_the_client_always_leaves():
    assert asked(cases_that_never_count, STRAINED_START, PUSHED) == []


def test_cases_of_then_never_count_after_an_option_that_makes_the_client_leave():
    then = put("beats.opening.options.soothe.then", [{"when": {"trust": 0}, "to": "middle"}, {"to": "closing"}])
    assert len(asked(cases_that_never_count, STRAINED_START, PUSHED, then)) == 2


def test_a_line_for_a_mood_that_cannot_come_up_is_never_said():
    found = places(lines_never_said, lines(("closed", "No."), ("guarded", "Well."), ("otherwise", "Yes.")))
    assert found == ["beats.middle.client.closed"]


def test_an_otherwise_that_every_mood_makes_unnecessary_may_stay():
    assert asked(lines_never_said, lines(("guarded", "Well."), ("open", "Yes."), ("otherwise", "Go on."))) == []


def test_one_case_of_a_line_can_be_the_one_that_is_never_said():
    cases = [{"when": {"trust": 0}, "is": "No."}, {"when": {"trust": 2}, "is": "Yes."}, {"is": "Well."}]
    assert places(lines_never_said, lines(("otherwise", cases))) == ["beats.middle.client.otherwise.0"]


def test_a_beat_is_doomed_when_nothing_but_the_exit_can_follow_and_the_witness_comes_to_it():
    doomed = [put(f"beats.opening.options.{each}.then", "closing") for each in ("wonder", "notice")]
    doomed += [put("beats.middle.options.*.then", "missed")]
    (found,) = asked(doomed_beats, *doomed)
    assert played(found, *doomed).state.at == found.values["beat"] == "middle"


def test_a_beat_with_one_way_out_is_not_doomed():
    assert asked(doomed_beats, put("beats.closing.options.sum-up.then", "missed")) == []


def test_a_client_who_can_be_strained_and_never_leaves_is_shown_strained():
    edits = [*NEW_EXIT, PUSHED, put("client.patience", 3)]
    (found,) = asked(exit_never_used, *edits)
    assert played(found, *edits).state.alliance.mode is Mode.WITHDRAWING


def test_an_exit_may_go_unused_where_nothing_strains_the_client():
    assert asked(exit_never_used, *NEW_EXIT) == []


def test_an_exit_that_strain_can_lead_to_is_used():
    assert asked(exit_never_used, *NEW_EXIT, PUSHED) == []


@pytest.mark.parametrize(("result", "found"), [("strong", ["S07"]), ("good", []), ("mixed", [])])
def test_a_strong_ending_forgives_no_slip_and_a_good_one_forgives_one(result, found):
    assert codes(endings_beyond_sound_moves, put("endings.partly.result", result)) == found


def test_a_good_ending_does_not_forgive_three_slips_and_the_witness_comes_to_it():
    split = [{"when": {"trust": 1}, "to": "partly"}, {"to": "met"}]
    edits = [put("endings.partly.result", "good"), put("beats.closing.options.sum-up.then", split)]
    (found,) = asked(endings_beyond_sound_moves, *edits)
    assert worded(found) == (
        "every way to the good ending 'partly' takes 3 poor moves or more; at most one is forgiven"
    )
    assert played(found, *edits).ending.id == "partly"


def test_the_witness_makes_no_more_slips_than_it_must():
    edits = [
        put("beats.opening.options.*.event", "NEUTRAL"),
        put("beats.opening.options.wonder.quality", 0),
        put("beats.opening.options.wonder.misconception", "asking is always right"),
        put("beats.opening.options.soothe.quality", 4),
        put("endings.partly.result", "strong"),
    ]
    (found,) = asked(endings_beyond_sound_moves, *edits)
    assert (found.values["slips"], found.witness) == (1, ("soothe", "mirror", "sum-up"))


def test_as_many_states_as_can_be_kept_in_view_are_not_too_many(monkeypatch):
    states, _ = subject().product.size
    monkeypatch.setattr(structure, "MOST_STATES", states)
    assert asked(too_many_states) == []
    monkeypatch.setattr(structure, "MOST_STATES", states - 1)
    assert codes(too_many_states) == ["S09"]


@pytest.mark.parametrize(("decisions", "found"), [(7, ["L26"]), (8, []), (14, []), (15, ["L26"])])
def test_eight_to_fourteen_decisions_are_right(decisions, found):
    assert codes(length, *chain(decisions)) == found


def test_the_shortest_and_the_longest_way_must_both_be_right():
    short_cut = put("beats.opening.options.notice.then", "closing")
    (found,) = asked(length, *chain(10, short_cut))
    assert (found.values["fewest"], found.values["most"]) == ("2 decisions", 10)
    assert found.witness == ("notice", "name-it")


def test_the_witness_of_a_way_that_is_too_long_is_the_longest():
    edits = chain(15, put("beats.opening.options.notice.then", "turn-5"))
    (found,) = asked(length, *edits)
    assert (found.values["fewest"], len(played(found, *edits).steps)) == ("10 decisions", 15)


def test_ways_on_which_the_client_leaves_are_not_counted():
    assert asked(length, *chain(10, put("beats.opening.options.notice.then", "missed"))) == []


def test_where_every_way_leads_to_the_exit_length_is_no_question():
    assert asked(length, put("beats.closing.options.*.then", "missed")) == []
