"""Good scenarios with one thing broken: each fault is found by the code that names it, at the place where it was made.

A mutant is the data of a shipped scenario, edited and written out as YAML again, so that it is read as an author's file
is. Where a fault is made is chosen from what the sound scenario plays like, and not fixed here.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator import content
from simulator.authoring.load import parse_scenario
from simulator.authoring.source import read_source
from simulator.authoring.yaml_text import to_yaml
from simulator.verification.subject import Subject
from simulator.verification.verify import Verified, verify
from tests import stock
from tests.engine.test_product import SHIPPED

TWO = SHIPPED[:2]
"""Enough where the fault is a plain one."""

Document = dict[str, Any]
Found = dict[str, list[str]]


@cache
def document(name: str) -> Document:
    return read_source(content.folder("scenarios") / f"{name}.yaml").data


def verified(data: Document) -> Verified:
    return verify(parse_scenario(to_yaml(data), stock.rubric()), stock.rubric())


@cache
def sound(name: str) -> Verified:
    return verified(document(name))


def subject(name: str) -> Subject:
    found = sound(name).subject
    assert found
    return found


def messages(found: Verified) -> Found:
    said = defaultdict(list)
    for each in found.diagnostics:
        said[each.code].append(each.message)
    return said


def caught(name: str, mutate: Callable[[Document], str], *codes: str) -> None:
    """The mutant has one of these codes, which the sound scenario does not, and a message names what was broken."""
    data = deepcopy(document(name))
    broken = mutate(data)
    before, after = messages(sound(name)), messages(verified(data))
    assert not [code for code in codes if code in before]
    said = [message for code in codes for message in after.get(code, [])]
    assert said, f"only {sorted(after)}"
    assert any(broken in message for message in said), said


def options(data: Document) -> Iterator[tuple[str, str, Document]]:
    for beat, written in data["beats"].items():
        for id_, option in written["options"].items():
            yield beat, id_, option


def best(name: str) -> dict[str, str]:
    """The best option of each beat that can be reached."""
    return {beat.id: subject(name).best_at(beat).id for beat, _ in subject(name).beats}


def worst(name: str) -> dict[str, str]:
    quality = subject(name).node_quality
    return {beat.id: beat.options[int(np.argmin(quality[beat.id]))].id for beat, _ in subject(name).beats}


def first_quality(option: Document) -> Any:
    return option["quality"] if not isinstance(option["quality"], list) else option["quality"][-1]["is"]


def targets(then: Any) -> list[str]:
    return [then] if isinstance(then, str) else [case["to"] for case in then]


def redirect(option: Document, old: str, new: str) -> None:
    then = option["then"]
    if isinstance(then, str):
        option["then"] = new if then == old else then
        return
    for case in then:
        case["to"] = new if case["to"] == old else case["to"]


# Structure.


def lonely_beat(data: Document) -> str:
    """The beat, other than the first, to which the fewest options lead."""
    links = dict.fromkeys(data["beats"], 0)
    for _, _, option in options(data):
        for target in set(targets(option["then"])) & set(links):
            links[target] += 1
    del links[data["start"]["beat"]]
    return min(links, key=lambda beat: links[beat])


@pytest.mark.parametrize("name", SHIPPED)
def test_a_dropped_link_leaves_a_beat_that_nobody_reaches(name):
    def drop_links(data: Document) -> str:
        beat = lonely_beat(data)
        onward = targets(next(iter(data["beats"][beat]["options"].values()))["then"])[0]
        for _, _, option in options(data):
            redirect(option, beat, onward)
        return f"'{beat}'"

    caught(name, drop_links, "S01")


@pytest.mark.parametrize("name", TWO)
def test_a_link_to_a_beat_that_is_not_there_is_named(name):
    def misspell(data: Document) -> str:
        _, _, option = next(iter(options(data)))
        redirect(option, targets(option["then"])[0], "nowhere-at-all")
        return "'nowhere-at-all'"

    caught(name, misspell, "R01")


def conditioned(data: Document) -> Iterator[tuple[str, Document]]:
    """Every case with conditions: the name of what it belongs to, and itself."""
    for _, id_, option in options(data):
        for key in ("quality", "then"):
            if isinstance(option[key], list):
                yield from ((id_, case) for case in option[key] if "when" in case)
    for id_, ending in data["endings"].items():
        if isinstance(ending["utility"], list):
            yield from ((id_, case) for case in ending["utility"] if "when" in case)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_case_that_can_no_longer_hold_never_counts(name):
    def break_case(data: Document) -> str:
        id_, case = next(conditioned(data))
        case["when"] = {"mode": "exit"}
        return id_

    caught(name, break_case, "S03")


@pytest.mark.parametrize("name", TWO)
def test_a_case_below_one_that_asks_for_the_same_never_counts(name):
    def repeat_case(data: Document) -> str:
        _, id_, option = next(each for each in options(data) if isinstance(each[2]["quality"], list))
        option["quality"].insert(1, deepcopy(option["quality"][0]))
        return id_

    caught(name, repeat_case, "S03")


@pytest.mark.parametrize("name", TWO)
def test_a_beat_from_which_the_client_always_leaves_is_doomed(name):
    def doom(data: Document) -> str:
        beat = subject(name).product.layer_of(subject(name).best_path[-2].state).place
        for option in data["beats"][beat]["options"].values():
            option["then"] = data["exit"]
        return f"'{beat}'"

    caught(name, doom, "S05")


@pytest.mark.parametrize("name", TWO)
def test_an_ending_that_no_option_names_is_never_reached(name):
    def add_ending(data: Document) -> str:
        data["endings"]["written-for-nobody"] = deepcopy(data["endings"][data["exit"]])
        return "'written-for-nobody'"

    caught(name, add_ending, "S02")


@pytest.mark.parametrize("name", TWO)
def test_a_line_for_a_mood_that_cannot_be_is_never_said(name):
    def line_for_who_has_left(data: Document) -> str:
        beat = data["start"]["beat"]
        data["beats"][beat]["client"]["gone"] = "(The screen is dark.)"
        return f"'{beat}'"

    caught(name, line_for_who_has_left, "S04")


# Repair and traps.


@pytest.mark.parametrize("name", SHIPPED)
def test_without_the_moves_that_repair_a_strain_lasts(name):
    def without_repair(data: Document) -> str:
        for _, _, option in options(data):
            if option["event"] in ("OWN", "HEAR", "NAME", "RENEGOTIATE"):
                option["event"] = "NEUTRAL"
        return "settles"

    caught(name, without_repair, "L27")


@pytest.mark.parametrize("name", TWO)
def test_two_best_options_of_which_one_is_a_trap_are_caught(name):
    def key_trap(data: Document) -> str:
        lost = {
            (beat.id, option.id): float(subject(name).regret(layer)[:, column].max())
            for beat, layer in subject(name).beats
            for column, option in enumerate(beat.options)
            if (layer.quality[:, column] <= 1).all()
        }
        beat, option = max(lost, key=lambda place: lost[place])
        data["beats"][beat]["options"][option]["quality"] = 4
        return f"'{option}'"

    caught(name, key_trap, "L28")


# Keys and tags.


@pytest.mark.parametrize("name", TWO)
def test_an_error_without_its_misconception_is_named(name):
    def forget_belief(data: Document) -> str:
        beat, option = next(iter(worst(name).items()))
        del data["beats"][beat]["options"][option]["misconception"]
        return f"'{option}'"

    caught(name, forget_belief, "R08", "L20")


def test_an_option_that_is_keyed_as_best_only_where_nobody_comes_needs_its_misconception():
    def hide_best(data: Document) -> str:
        beat, option = next(iter(worst("late-again").items()))
        written = data["beats"][beat]["options"][option]
        written["quality"] = [{"when": {"mode": "exit"}, "is": 4}, {"is": first_quality(written)}]
        del written["misconception"]
        return f"'{option}'"

    caught("late-again", hide_best, "L20")


@pytest.mark.parametrize("name", TWO)
def test_a_best_option_that_does_not_show_what_its_beat_asks_for_is_named(name):
    def untag(data: Document) -> str:
        beat, option = next(iter(best(name).items()))
        written = data["beats"][beat]["options"][option]
        asked = data["beats"][beat]["focus"]
        written["evidence"] = {key: value for key, value in written["evidence"].items() if key not in asked}
        return f"'{option}'"

    caught(name, untag, "L23")


@pytest.mark.parametrize("name", TWO)
def test_evidence_with_its_signs_swapped_disagrees_with_quality(name):
    def swap(data: Document) -> str:
        beat = next(iter(best(name)))
        for option in data["beats"][beat]["options"].values():
            option["evidence"] = {key: -value for key, value in option.get("evidence", {}).items()}
        return f"'{beat}'"

    caught(name, swap, "L24")


@pytest.mark.parametrize("name", TWO)
def test_qualities_turned_upside_down_disagree_with_evidence(name):
    def turn(data: Document) -> str:
        beat = next(iter(best(name)))
        for option in data["beats"][beat]["options"].values():
            option["quality"] = 4 - first_quality(option)
            option.setdefault("misconception", "the other way round")
        return f"'{beat}'"

    caught(name, turn, "L24")


@pytest.mark.parametrize("name", TWO)
def test_poor_options_that_show_everything_give_evidence_for_nothing(name):
    def praise(data: Document) -> str:
        for beat, _, option in options(data):
            asked = data["beats"][beat]["focus"]
            option["evidence"] = {**option.get("evidence", {}), **dict.fromkeys(asked, 2)}
        return data["targets"][0]

    caught(name, praise, "L33")


@pytest.mark.parametrize("name", TWO)
def test_endings_that_are_all_worth_much_reward_clicking_at_random(name):
    def reward(data: Document) -> str:
        for ending in data["endings"].values():
            ending["utility"] = 1
        for _, _, option in options(data):
            option.pop("gate", None)  # it would cap what an ending is worth
        return "random"

    caught(name, reward, "L31")


# Tells.


def longer(text: str, share: float) -> str:
    """The same with so many more of its own words."""
    words = text.rstrip(".?!”\"')").split()
    return f"{text} {' '.join(words[: math.ceil(share * len(words))])}."


@pytest.mark.parametrize("name", SHIPPED)
def test_best_options_that_are_a_third_longer_give_themselves_away(name):
    def lengthen(data: Document) -> str:
        for beat, option in best(name).items():
            written = data["beats"][beat]["options"][option]
            written["say"] = longer(written["say"], 0.3)
        return "in this scenario"

    caught(name, lengthen, "L02")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_question_that_is_always_best_gives_itself_away(name):
    def ask_only_the_best(data: Document) -> str:
        for beat, id_, option in options(data):
            said = option["say"].replace("?", ".")
            option["say"] = said.rstrip(".") + "?" if best(name).get(beat) == id_ else said
        return "question"

    caught(name, ask_only_the_best, "L03")
