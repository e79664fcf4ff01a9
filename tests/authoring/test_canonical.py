"""The canonical form: the same for the same content however it is laid out, another for any other, and back again."""

import os
import subprocess
import sys
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.model.attempt import Attempt, Choice
from simulator.model.codec import decode, digest, encode, plain
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.scoring.solution import Solution, solve
from tests import stock, strategies

TINY = "db579ec5665bf944c08bfc449abbf7d7583fa67effdb1ea921040aff5807e57b"


def test_the_digest_of_a_scenario_is_the_same_for_ever():
    """Attempts name their version by it: if this changes, every kept attempt loses its scenario."""
    assert digest(stock.scenario("tiny")) == TINY


@pytest.mark.parametrize("hashing", ["0", "1"])
def test_the_digest_is_the_same_in_every_process(hashing):
    code = "from tests import stock; from simulator.model.codec import digest; print(digest(stock.scenario('tiny')))"
    environment = {**os.environ, "PYTHONHASHSEED": hashing}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == TINY


@given(strategies.documents())
def test_how_the_text_is_laid_out_changes_nothing(document):
    flow = strategies.as_flow(document)
    expected = encode(strategies.load(flow))
    assert encode(strategies.load(strategies.as_block(document))) == expected
    assert encode(strategies.load("# a remark\n" + flow)) == expected
    assert encode(strategies.load(flow.replace("\n", "\r\n"))) == expected
    assert encode(strategies.load("\ufeff" + flow)) == expected


def test_the_order_of_keys_changes_nothing_where_it_says_nothing():
    text = stock.text("tiny")
    head, tail = text.split("beats:\n")
    keys = [line for line in head.splitlines() if not line.startswith("#")]
    backwards = "\n".join(reversed(keys)) + "\nbeats:\n" + tail
    assert digest(strategies.load(backwards)) == digest(stock.scenario("tiny"))


def test_the_order_of_client_variables_and_of_flags_at_the_start_changes_nothing():
    text = stock.text("borrowed-hour").replace("flags: [knows-her]", "flags: [knows-her, early]")
    other = text.replace("{candour: 0, agency: 1}", "{agency: 1, candour: 0}").replace(
        "[knows-her, early]", "[early, knows-her]"
    )
    assert other != text
    assert digest(strategies.load(other)) == digest(strategies.load(text))


def test_shorter_and_longer_ways_to_write_the_same_are_the_same():
    text = stock.text("tiny")
    longer = (
        text.replace("quality: 4", "quality: [{is: 4}]")
        .replace("then: missed", "then:\n          - to: missed")
        .replace("utility: 1,", "utility: [{is: 1.0}],")
        .replace("style: defers", "style: defers, patience: 2, trust_ceiling: 3")
        .replace("trust: 1}", "trust: 1, mode: settled, flags: []}")
        .replace("facet: bond", "facet: bond\n    hinge: false\n    hints: []")
    )
    assert longer != text
    assert digest(strategies.load(longer)) == digest(stock.scenario("tiny"))


def test_the_order_of_options_is_content():
    text = stock.text("tiny")
    moved = (
        text.replace("      ask:", "      zzz:")
        .replace("      tell:", "      ask:")
        .replace("      zzz:", "      tell:")
    )
    assert digest(strategies.load(moved)) != digest(stock.scenario("tiny"))


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        ("title: Tiny", "title: Tiny!"),
        ("minutes: 1", "minutes: 2"),
        ("trust: 1", "trust: 2"),
        ("quality: 4", "quality: 3"),
        ("utility: 0.25", "utility: 0.26"),
        ("facet: bond", "facet: task"),
        ("facet: bond", "facet: bond\n    hinge: true"),
        ("then: missed", "then: met"),
        ("event: PUSH", "event: DEFEND"),
        ("rs-genuine-interest: 2}", "rs-genuine-interest: 1}"),
        ("A little pressure helps.", "A little pressure helps"),
        ("exit: gone", "exit: missed"),
        ("quality: 4", "quality: [{when: {trust: 1}, is: 4}, {is: 4}]"),
    ],
)
def test_other_content_has_another_digest(written, changed):
    text = stock.text("tiny")
    assert written in text
    assert digest(strategies.load(text.replace(written, changed, 1))) != digest(stock.scenario("tiny"))


def test_every_part_of_a_scenario_counts():
    scenario = stock.scenario("borrowed-hour")
    for field in fields(scenario):
        assert digest(replace(scenario, **{field.name: None})) != digest(scenario), field.name


@given(strategies.scenarios())
def test_a_scenario_comes_back_as_it_was(scenario):
    assert decode(encode(scenario), Scenario) == scenario
    assert decode(encode(scenario).decode(), Scenario) == scenario
    assert encode(decode(encode(scenario), Scenario)) == encode(scenario)


@given(strategies.scenarios())
def test_every_type_comes_back_and_not_only_what_compares_equal(scenario):
    """`True` equals 1 and 1 equals 1.0 to Python; a kept version must not mix them up."""
    assert repr(decode(encode(scenario), Scenario)) == repr(scenario)


def test_a_rubric_and_a_solution_come_back_as_they_were():
    rubric = stock.rubric()
    assert decode(encode(rubric), Rubric) == rubric
    solution = solve(Product(Dialogue(stock.scenario("borrowed-hour"))), rubric.scoring)
    assert decode(encode(solution), Solution) == solution


@given(st.text(max_size=20), st.none() | st.text(max_size=20))
def test_an_attempt_comes_back_as_it_was(text, reason):
    attempt = Attempt("a", text, "s", "d", text, "2026-01-01T00:00:00+00:00", (Choice(1, text, reason),))
    assert decode(encode(attempt), Attempt) == attempt


@pytest.mark.parametrize("data", ["", "{", "[]", "{}", '{"id": 1}', "null", b"\xff", b"\x00"])
def test_what_is_no_such_value_is_a_value_error(data):
    with pytest.raises(ValueError, match=r"."):
        decode(data, Scenario)


def test_a_plain_value_is_made_of_what_json_knows():
    step = stock.session("borrowed-hour", "own-it").steps[0]
    document = plain(step)
    assert document["after"]["ingredients"] == ["named", "owned"]
    assert document["event"] == "OWN"
    assert type(document["event"]) is str
