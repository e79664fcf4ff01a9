"""Scoring: what is said of keys, tags and outcomes that are not fair, and where the bounds lie."""

import pytest

from simulator.authoring.load import parse_scenario
from simulator.model.alliance import Mode
from simulator.verification.diagnostics.examples import changed, make, parse_example
from simulator.verification.rules import scoring
from simulator.verification.rules.scoring import (
    agreement_of_keys,
    best_is_attainable,
    best_is_not_dominated,
    best_play_shows_everything,
    best_shows_the_focus,
    gates_leave_a_way,
    hinges,
    no_trap_for_sound_moves,
    opportunities,
    options_differ,
    poor_moves_cost,
    quality_spread,
    random_play_is_poor,
    unexplained_options,
    unsourced_focus,
)
from simulator.verification.rules.strain import (
    cue_before_consequence,
    early_errors_are_survivable,
    repair_stays_possible,
)
from simulator.verification.verify import verify
from tests import stock
from tests.verification.rules.asking import asked, codes, places, played, put, subject, without_sources, worded

WONDER, NOTICE, SOOTHE = (f"beats.opening.options.{each}" for each in ("wonder", "notice", "soothe"))
MIRROR, PROBE, PRICE = (f"beats.middle.options.{each}" for each in ("mirror", "probe", "price"))
NAME_IT, SUM_UP, HURRY = (f"beats.closing.options.{each}" for each in ("name-it", "sum-up", "hurry"))
OTHER = "rs-genuine-interest"
PUSHED = put(f"{SOOTHE}.event", "PUSH")
TRUSTED_LITTLE = {"when": {"trust": 1}, "is": 3}


def option(quality, valence):
    return {
        "say": "Say more about that.", "event": "NEUTRAL", "quality": quality, "form": "statement",
        "evidence": {"ld-searching-question": valence}, "why": "So.", "misconception": "No.", "then": "middle",
    }  # fmt: skip


@pytest.mark.parametrize("rule", scoring.RULES, ids=lambda rule: rule.__name__)
def test_no_rule_says_anything_of_a_sound_scenario(rule):
    assert asked(rule, base="strained") == []


# L17, L20: keys.


def test_the_best_must_be_worth_four_in_every_state_and_the_witness_comes_to_one_where_it_is_not():
    edits = [put(f"{MIRROR}.quality", [TRUSTED_LITTLE, {"is": 4}])]
    (found,) = asked(quality_spread, *edits)
    assert "only 3 of 4" in found.values["fault"]
    state = played(found, *edits).state
    assert (state.at, state.alliance.trust) == ("middle", 1)


def test_what_only_an_unreachable_state_would_spoil_is_no_fault():
    assert asked(quality_spread, put(f"{WONDER}.quality", [TRUSTED_LITTLE | {"when": {"trust": 3}}, {"is": 4}])) == []


@pytest.mark.parametrize(("nearly", "found"), [(1, ["L17"]), (2, []), (3, [])])
def test_two_and_three_are_nearly_right_and_one_is_not(nearly, found):
    assert codes(quality_spread, put(f"{NOTICE}.quality", nearly)) == found


def test_two_options_of_one_quality_leave_too_little_to_tell_apart():
    (found,) = asked(quality_spread, put(f"{SOOTHE}.quality", 2))
    assert found.values["fault"] == "the qualities are mostly 4, 2, 2: three distinct ones are right"


def test_an_option_that_is_right_here_and_wrong_there_is_not_nearly_right_on_average():
    by_trust = [{"when": {"trust": 1}, "is": 4}, {"is": 0}]
    edits = [put(f"{PROBE}.quality", by_trust), put(f"{PRICE}.quality", 1)]
    edits += [put(f"{SOOTHE}.event", "CONNECT")]  # trust is 2 at the middle for two of three, and 1 for the third
    (found,) = asked(quality_spread, *edits)
    assert found.values["fault"] == "the qualities are mostly 4, 0, 1: one that is nearly right (2 or 3) is missing"
    assert played(found, *edits).state.alliance.trust == 2


def test_what_is_missing_in_few_visits_only_is_no_fault():
    rarely = [{"when": {"trust": 1}, "is": 0}, {"is": 2}]
    assert asked(quality_spread, put(f"{PROBE}.quality", rarely), put(f"{SOOTHE}.event", "CONNECT")) == []


def test_an_option_that_is_best_in_some_reachable_state_needs_no_misconception():
    edits = [put(f"{PROBE}.quality", [{"when": {"trust": 1}, "is": 4}, {"is": 2}]), {"at": f"{PROBE}.misconception"}]
    edits[1]["remove"] = True
    assert asked(unexplained_options, *edits) == []
    edits[0] = put(f"{PROBE}.quality", [{"when": {"trust": 3}, "is": 4}, {"is": 2}])
    assert places(unexplained_options, *edits) == ["beats.middle.options.probe"]


# L22, L23, C07, C08, L24: evidence.


def test_every_focus_without_a_source_is_found_at_its_place():
    bare = changed(stock.rubric(), {"ld-reflect-meaning": {"sources": []}})
    focus = put("beats.middle.focus", [OTHER, "ld-reflect-meaning"])
    assert places(unsourced_focus, focus, rubric=bare) == ["beats.middle.focus.1"]


def test_the_best_option_must_show_all_that_its_beat_calls_for():
    edits = [
        put(
            "beats.opening.focus",
            [
                "ld-searching-question",
                OTHER,
            ][:2],
        )
    ]
    (found,) = asked(best_shows_the_focus, *edits)
    assert (found.values["option"], found.values["lacking"]) == ("wonder", OTHER)
    assert asked(best_shows_the_focus, *edits, put(f"{WONDER}.evidence.{OTHER}", 1)) == []


def test_an_option_that_is_best_in_one_state_only_must_show_the_focus_too():
    edits = [put(f"{PROBE}.quality", [{"when": {"trust": 1}, "is": 4}, {"is": 2}])]
    (found,) = asked(best_shows_the_focus, *edits)
    assert found.values["option"] == "probe"
    assert played(found, *edits).state.alliance.trust == 1


@pytest.mark.parametrize(("valence", "found"), [(2, []), (1, []), (0, ["C07"]), (-1, ["C07"])])
def test_best_play_may_show_something_well_but_not_badly(valence, found):
    assert codes(best_play_shows_everything, put(f"{WONDER}.evidence.ld-attend-fully", valence)) == found


def test_best_play_that_shows_nothing_on_a_target_reaches_no_level():
    (found,) = asked(best_play_shows_everything, put("targets", ["listening-dialogue", "rapport-safety"]))
    assert (found.code, found.path) == ("C08", ("targets", 1))
    assert worded(found) == "best play shows too little on 'rapport-safety' for any level"
    assert played(found).ending.id == "met"


def test_one_beat_may_agree_less_as_long_as_none_disagrees_and_the_mean_is_high():
    near = [put(f"{NOTICE}.evidence.ld-searching-question", -2), put(f"{SOOTHE}.evidence.ld-searching-question", 0)]
    assert asked(agreement_of_keys, *near) == []
    more = [put(f"{PROBE}.evidence.ld-reflect-meaning", -2), put(f"{PRICE}.evidence.ld-reflect-meaning", 0)]
    (found,) = asked(agreement_of_keys, *near, *more)
    assert (found.path, found.values["rho"]) == (("beats",), "+0.67")
    assert found.values["apart"] == "'opening', 'middle' and 'closing'"


def test_a_single_beat_whose_tags_say_the_opposite_is_found():
    turned = [put(f"{WONDER}.evidence.ld-searching-question", -2), put(f"{SOOTHE}.evidence.ld-searching-question", 2)]
    (found, _) = asked(agreement_of_keys, *turned)
    assert found.path == ("beats", "opening", "options")
    assert found.values["apart"] == "'wonder' and 'soothe'"


# L25, C03, L33: opportunities.


def test_a_target_must_be_called_for_twice_on_every_way_to_an_ending():
    early_end = put(f"{SOOTHE}.then", "partly")
    assert codes(opportunities, early_end) == ["L25"]
    assert (
        asked(opportunities, early_end, put("beats.opening.focus", ["ld-searching-question", "ld-sort-threads"])) == []
    )


def test_the_witness_of_too_few_chances_is_the_way_that_has_them():
    early_end = put(f"{SOOTHE}.then", "partly")
    (found,) = asked(opportunities, early_end)
    assert worded(found) == "some way to an ending asks for 'listening-dialogue' only 1 time; 2 times are needed"
    assert (found.witness, played(found, early_end).ending.id) == (("soothe",), "partly")


def test_the_witness_of_unlike_paths_is_the_one_that_asks_for_least():
    edits = [put(f"{SOOTHE}.then", "partly"), *(put(f"beats.{beat}.hinge", True) for beat in ("middle", "closing"))]
    [found] = [each for each in asked(opportunities, *edits) if each.code == "C03"]
    assert found.witness == ("soothe",)


def test_a_way_on_which_the_client_leaves_need_not_call_for_anything():
    assert asked(opportunities, put(f"{SOOTHE}.then", "missed")) == []


@pytest.mark.parametrize(("hinged", "found"), [(["closing"], []), (["middle", "closing"], ["C03"])])
def test_one_path_may_weigh_four_times_another_and_no_more(hinged, found):
    edits = [put(f"{SOOTHE}.then", "partly"), *(put(f"beats.{beat}.hinge", True) for beat in hinged)]
    assert [each for each in codes(opportunities, *edits) if each == "C03"] == found


@pytest.mark.parametrize(("last", "found"), [(0, []), (1, ["L33"])])
def test_what_random_play_shows_may_be_just_below_half(last, found):
    edits = [put(f"beats.{beat}.focus", [OTHER]) for beat in ("middle", "closing")]
    edits += [put(f"{NOTICE}.evidence.ld-searching-question", 1), put("beats.opening.options.more", option(1, -1))]
    edits += [put(f"{SOOTHE}.evidence.ld-searching-question", -2 + last)]  # 1, 0.7, 0.1 and 0 are 0.45 on average
    assert [each for each in codes(opportunities, *edits) if each == "L33"] == found


def easy_opening(*edits):
    """What random play shows is 0.6 at the opening and a third at each of the others."""
    shown = {NOTICE: 1, SOOTHE: -1}
    tags = [put(f"{each}.evidence.ld-searching-question", valence) for each, valence in shown.items()]
    tags += [put(f"{PROBE}.evidence.ld-reflect-meaning", -2), put(f"{SUM_UP}.evidence.ld-harvest-learning", -2)]
    return [each.values["b"] for each in asked(opportunities, *tags, *edits) if each.code == "L33"]


def test_what_random_play_shows_at_a_hinge_counts_twice_as_it_does_in_the_score():
    assert easy_opening() == []
    assert easy_opening(put("beats.opening.hinge", True)) == ["0.47"]


def test_what_random_play_would_show_at_a_beat_nobody_reaches_does_not_count():
    assert easy_opening(put("beats.opening.options.*.then", "closing")) == ["0.47"]


# L27, C10: what can still be mended.


def test_a_strain_of_the_bond_that_nobody_can_settle_is_found_where_it_can_be_seen():
    (found,) = asked(repair_stays_possible, PUSHED)
    state = played(found, PUSHED).state
    assert (state.at, state.alliance.mode, state.alliance.trust) == ("middle", Mode.WITHDRAWING, 0)
    assert found.values["state"] == "withdrawing, trust 0"


def test_a_strain_that_the_last_beat_can_settle_can_be_repaired():
    task = [PUSHED, put("beats.opening.facet", "task")]
    assert codes(repair_stays_possible, *task) == ["L27"]
    assert asked(repair_stays_possible, *task, put(f"{NAME_IT}.event", "RENEGOTIATE")) == []


def test_a_bond_needs_its_ingredients_one_after_the_other():
    edits = [PUSHED, put(f"{MIRROR}.event", "NAME"), put(f"{NAME_IT}.event", "RENEGOTIATE")]
    assert codes(repair_stays_possible, *edits) == ["L27"]
    beat = {"focus": ["ld-attend-fully"], "facet": "bond", "client": {"otherwise": "(She looks up.) You heard me."}}
    heard = beat | {"options": {each: option(quality, quality - 2) for each, quality in (("a", 4), ("b", 2), ("c", 0))}}
    more = [
        put("beats.heard", heard),
        put("beats.heard.options.*.then", "closing"),
        put("beats.heard.options.a.event", "HEAR"),
        put("beats.middle.options.*.then", "heard"),
    ]
    found = asked(repair_stays_possible, *edits, *more)
    assert [each.path[1] for each in found] == ["heard"]  # who did not name it at the middle comes too late


def test_a_breach_before_the_last_beat_must_be_reparable_too():
    broken = put(f"{SOOTHE}.event", {"BREACH": "reliability"})
    (found,) = asked(repair_stays_possible, broken)
    assert found.values["state"] == "breached, trust 0"


def test_a_strain_over_which_the_client_leaves_whatever_is_chosen_can_no_longer_be_repaired_either():
    harsh = [PUSHED, put("beats.middle.options.*.event", "PUSH")]
    (found,) = asked(repair_stays_possible, *harsh)
    state = played(found, *harsh).state
    assert (state.at, found.values["state"]) == ("middle", "withdrawing, trust 0")
    there = subject(*harsh)
    following = {there.product.dialogue.step(state, each).at for each in there.scenario.beat_by_id["middle"].options}
    assert following == {"missed"}


def test_a_turn_is_the_last_where_the_author_ends_the_conversation_for_the_state_at_hand():
    then = [{"when": {"trust": 0}, "to": "partly"}, {"to": "closing"}]
    assert asked(repair_stays_possible, PUSHED, put("beats.middle.options.*.then", then)) == []
    assert asked(repair_stays_possible, PUSHED, put("beats.middle.options.*.then", "partly")) == []


def test_a_strain_at_the_last_beat_comes_too_late_to_be_asked_about():
    assert asked(repair_stays_possible, put(f"{PRICE}.event", "PUSH")) == []


@pytest.mark.parametrize(("utility", "found"), [(0.6, []), (0.59, ["C10"])])
def test_sixty_points_must_remain_after_one_early_mistake(utility, found):
    edits = [put(f"{SOOTHE}.then", "partly"), put("endings.partly.utility", utility)]
    assert codes(early_errors_are_survivable, *edits) == found


def test_the_second_half_may_decide_everything():
    assert asked(early_errors_are_survivable) == []  # the last choice leads to 1, to 0.5 or to nothing


def test_who_crosses_a_gate_may_lose_everything_early():
    edits = [put(f"{SOOTHE}.then", "missed"), put(f"{SOOTHE}.gate", "no-secret-disclosure")]
    assert asked(early_errors_are_survivable, *edits) == []
    (found,) = asked(early_errors_are_survivable, edits[0])
    assert played(found, edits[0]).ending.id == "missed"


# L28, C02, C04, C05, C09: what follows from a choice.


@pytest.mark.parametrize(("utility", "found"), [(0.897, []), (0.896, ["L28"])])
def test_a_sound_move_may_lose_ten_points_and_no_more(utility, found):
    edits = [put(f"{SUM_UP}.quality", 3), put("endings.partly.utility", utility)]
    assert codes(no_trap_for_sound_moves, *edits) == found


def test_a_move_below_sound_may_lose_more():
    assert asked(no_trap_for_sound_moves) == []


def test_a_trap_in_one_state_is_enough_and_the_witness_walks_into_it():
    then = [{"when": {"trust": 3}, "to": "missed"}, {"to": "closing"}]
    edits = [put(f"{MIRROR}.then", then)]
    (found,) = asked(no_trap_for_sound_moves, *edits)
    assert found.witness == ("wonder", "mirror")
    assert played(found, *edits).ending.id == "missed"


def test_the_best_option_is_dominated_only_if_another_keeps_more_wherever_it_is_best():
    swapped = [put(f"{NAME_IT}.then", "partly"), put(f"{SUM_UP}.then", "met")]
    (found,) = asked(best_is_not_dominated, *swapped)
    assert (found.values["option"], found.values["other"]) == ("name-it", "sum-up")
    sometimes = put(f"{NAME_IT}.then", [{"when": {"trust": 2}, "to": "partly"}, {"to": "met"}])
    assert asked(best_is_not_dominated, sometimes, swapped[1]) == []


def test_a_poor_move_that_loses_nothing_in_one_state_is_found_there():
    then = [{"when": {"trust": 1}, "to": "met"}, {"to": "missed"}]
    edits = [put(f"{HURRY}.then", then), put(f"{NAME_IT}.then", "partly")]
    (found,) = asked(poor_moves_cost, *edits)
    assert found.values["option"] == "hurry"
    assert played(found, *edits).ending.id == "met"


def test_a_poor_move_that_costs_its_turn_costs_enough():
    assert asked(poor_moves_cost, put(f"{HURRY}.then", "met")) == []


@pytest.mark.parametrize(
    "difference",
    [
        put(f"{NOTICE}.quality", 1),
        put(f"{NOTICE}.evidence.ld-searching-question", -1),
        put(f"{NOTICE}.gate", "no-secret-disclosure"),
        put(f"{NOTICE}.event", "MISS"),
        put(f"{NOTICE}.then", "closing"),
    ],
    ids=lambda edit: edit["at"].rsplit(".", 1)[-1],
)
def test_options_are_the_same_choice_until_something_sets_them_apart(difference):
    same = [put(f"{NOTICE}.quality", 0), put(f"{NOTICE}.evidence.ld-searching-question", -2)]
    assert places(options_differ, *same) == ["beats.opening.options.soothe"]
    assert asked(options_differ, *same, difference) == []


def test_two_gates_are_two_choices():
    same = [put(f"{NOTICE}.quality", 0), put(f"{NOTICE}.evidence.ld-searching-question", -2)]
    gates = [put(f"{NOTICE}.gate", "no-secret-disclosure"), put(f"{SOOTHE}.gate", "no-false-secrecy")]
    assert asked(options_differ, *same, *gates) == []


def test_full_marks_behind_a_gate_cannot_be_earned():
    (found,) = asked(best_is_attainable, put(f"{NAME_IT}.gate", "no-secret-disclosure"))
    assert found.values["best"] == "0.47"  # what the nearly right option leads to, less the turn it costs


def test_full_marks_in_a_state_nobody_comes_to_cannot_be_earned():
    cases = [{"when": {"trust": 0}, "is": 1}, {"is": 0.9}]
    assert codes(best_is_attainable, put("endings.met.utility", cases)) == ["C09"]


# L29, L30, L31, C06.


def spoken(**lines):
    return put("beats.middle.client", lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ({"otherwise": "Dad built that bench."}, ["L29"]),
        ({"otherwise": "(She looks away.) Dad built that bench."}, []),
        ({"otherwise": "Dad built that bench.", "closed": "It is a bench."}, []),
        ({"otherwise": "Dad built that bench.", "guarded": "It is a bench."}, ["L29"]),
        ({"otherwise": [{"when": {"trust": 0}, "is": "(She looks away.) A bench."}, {"is": "Dad built it."}]}, []),
    ],
)
def test_a_strain_shows_in_a_line_for_its_mood_or_in_a_stage_direction(lines, found):
    assert codes(cue_before_consequence, PUSHED, spoken(**lines)) == found


def test_the_witness_comes_to_the_client_who_hides_it():
    edits = [PUSHED, spoken(otherwise="Dad built that bench.")]
    (found,) = asked(cue_before_consequence, *edits)
    session = played(found, *edits)
    assert (session.state.at, session.mood.value) == ("middle", found.values["mood"])
    assert session.state.alliance.mode is Mode.WITHDRAWING


def test_a_settled_client_needs_no_stage_direction():
    assert asked(cue_before_consequence, spoken(otherwise="Dad built that bench.")) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ({"otherwise": "I have to open up."}, ["L29"]),
        ({"otherwise": "(She gets up.) I have to open up."}, []),
        (
            {
                "guarded": "I have to open up.",
                "open": "I have to go.",
                "candid": "Look, I must go.",
                "otherwise": "Well.",
            },
            [],
        ),
        ({"open": "I have to open up.", "otherwise": "Well."}, ["L29"]),
    ],
)
def test_nobody_is_gone_who_gave_no_sign_before(lines, found):
    assert codes(cue_before_consequence, put("beats.closing.client", lines)) == found


def test_the_witness_of_a_client_who_is_gone_makes_them_go():
    silent = put("beats.closing.client", {"otherwise": "I have to open up."})
    (found,) = asked(cue_before_consequence, silent)
    assert worded(found).endswith("shows no sign of anything, and is gone after 'hurry'")
    assert played(found, silent).ending.id == "missed"


def test_nobody_is_gone_on_arriving_who_gave_no_sign_before():
    edits = [
        PUSHED,
        put("beats.middle.on_enter", "PUSH"),
        put("beats.opening.client", {"otherwise": "He wants to sell."}),
    ]
    (found,) = asked(cue_before_consequence, *edits)
    assert (found.path, found.values["option"]) == (("beats", "opening", "client"), "soothe")
    session = played(found, *edits)
    assert (session.ending.id, len(session.steps)) == ("missed", 1)


def test_one_option_that_crosses_no_gate_is_a_way_past_it():
    gated = [put(f"{each}.gate", "no-secret-disclosure") for each in (NOTICE, SOOTHE)]
    assert asked(gates_leave_a_way, *gated) == []
    assert places(gates_leave_a_way, *gated, put(f"{WONDER}.gate", "no-secret-disclosure")) == ["beats.opening.options"]


def test_a_gate_rests_on_a_source():
    gated = put(f"{SOOTHE}.gate", "no-secret-disclosure")
    found = places(gates_leave_a_way, gated, rubric=without_sources("no-secret-disclosure"))
    assert found == ["beats.opening.options.soothe.gate"]


@pytest.mark.parametrize(("utility", "found"), [(0.12, []), (0.13, ["L31"])])
def test_clicking_at_random_may_be_worth_point_four_five_and_no_more(utility, found):
    assert codes(random_play_is_poor, put("endings.missed.utility", utility)) == found


@pytest.mark.parametrize(("count", "found"), [(0, ["C06"]), (2, ["C06"]), (3, [])])
def test_best_play_meets_three_hinges(count, found):
    edits = [put(f"beats.{beat}.hinge", True) for beat in ("opening", "middle", "closing")[:count]]
    assert codes(hinges, *edits) == found


def test_a_fourth_hinge_is_one_too_many():
    assert codes(hinges, put("beats.bus.hinge", True), base="strained") == ["C06"]


def test_a_hinge_beside_best_play_does_not_count():
    around = [put(f"beats.{beat}.hinge", True) for beat in ("opening", "middle", "closing")]
    (found,) = asked(hinges, *around, put(f"{WONDER}.then", "closing"))
    assert worded(found) == "best play meets 2 hinges; 3 are right"


# C01: levels over all paths.


def unreachable_levels(*edits):
    (raw,) = make(parse_example({"edit": list(edits)})).files.values()
    found = verify(parse_scenario(raw.decode(), stock.rubric()), stock.rubric()).diagnostics
    return [each for each in found if each.code == "C01"]


def middling(most):
    """The best option of every beat shows this much and no more."""
    tags = zip((WONDER, MIRROR, NAME_IT), ("searching-question", "reflect-meaning", "harvest-learning"), strict=True)
    return [put(f"{option_path}.evidence.ld-{name}", most) for option_path, name in tags]


def test_level_three_exactly_is_enough():
    full = subject().rubric.scoring
    assert full.cuts[2] == 0.65
    edits = middling(1)  # (3 × 0.7 + 1/3) / 4 is below 0.65, and one full tag lifts it above
    assert [each.message for each in unreachable_levels(*edits)] == [
        "no way of playing reaches level 3 on 'listening-dialogue'; the most is level 2"
    ]
    assert unreachable_levels(*edits[:2]) == []


def test_a_target_that_nothing_shows_is_found_even_if_it_is_the_only_one():
    (found,) = unreachable_levels(put("targets", ["rapport-safety"]))
    assert "no level" in found.message


def test_a_level_that_only_the_best_evidence_misses_because_of_a_gate_can_be_reached():
    tags = zip((WONDER, MIRROR, NAME_IT), ("eb-seek-consent", "eb-respect-autonomy", "eb-hold-boundary"), strict=True)
    edits = [put("targets", ["ethics-boundaries"]), put(f"{NOTICE}.evidence", {"eb-seek-consent": 1})]
    edits += [put(f"{option_path}.evidence", {indicator: 2}) for option_path, indicator in tags]
    assert unreachable_levels(*edits, put(f"{WONDER}.gate", "no-secret-disclosure")) == []
    both = [put(f"{each}.gate", "no-secret-disclosure") for each in (WONDER, NOTICE, SOOTHE)]
    assert len(unreachable_levels(*edits, *both)) == 1


def test_the_way_to_the_highest_level_is_given():
    (found,) = unreachable_levels(*middling(1))
    assert found.witness == ("wonder", "mirror", "name-it")
