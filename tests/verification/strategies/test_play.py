"""What a strategy earns, against conversations that are really played."""

from math import prod
from statistics import fmean

import numpy as np
import pytest

from simulator.engine.session import Session
from simulator.scoring.values import visits
from simulator.verification.nodes import TRAITS, Table
from simulator.verification.strategies.play import chance, play, varied
from simulator.verification.strategies.policies import REFERENCES, STRATEGIES, policy
from simulator.verification.subject import Subject
from tests import stock
from tests.verification.rules.judging import example, subject_at


def subject_of(name) -> Subject:
    return subject_at(stock.SCENARIOS / f"{name}.yaml")


def played(subject, strategy):
    return play(subject, Table.of((subject,)).nodes, {**STRATEGIES, **REFERENCES}[strategy])


def every_conversation(subject):
    """Every conversation there is: its chance under random play, and its value."""
    waiting = [Session(subject.product.dialogue, "every")]
    while waiting:
        session = waiting.pop()
        if session.ending is not None:
            yield prod(1 / len(step.offered) for step in session.steps), value_of(subject, session)
            continue
        for option in subject.scenario.beat_by_id[session.state.at].options:
            taken = [step.option for step in session.steps] + [option.id]
            waiting.append(Session.resume(subject.product.dialogue, "every", taken))


def value_of(subject, session):
    number, costs = 0, 0.0
    for step in session.steps:
        layer = subject.product.layer_of(number)
        row = number - layer.first
        column = [option.id for option in layer.options].index(step.option)
        costs += subject.values.costs[layer.place][row, column]
        number = int(layer.targets[row, column])
    layer = subject.product.layer_of(number)
    return float(subject.values.ends[layer.place][number - layer.first] - costs)


@pytest.mark.parametrize("name", ["tiny", "right-order"])
def test_the_mean_and_the_variance_of_random_play_are_those_of_all_conversations(name):
    subject = subject_of(name)
    every = list(every_conversation(subject))
    mean = sum(p * value for p, value in every)
    gain = subject.values.best[0] - mean
    assert sum(p for p, _ in every) == pytest.approx(1)
    assert played(subject, "random").value == pytest.approx(mean)
    found = chance(subject, Table.of((subject,)).nodes)
    assert found.variance == pytest.approx(sum(p * (value - mean) ** 2 for p, value in every) / gain**2)


@pytest.mark.parametrize("name", stock.names())
def test_always_the_first_option_is_worth_what_that_conversation_is_worth(name):
    subject = subject_of(name)
    session = Session(subject.product.dialogue, "first")
    while session.ending is None:
        session.choose(session.turn, subject.scenario.beat_by_id[session.state.at].options[0].id)
    found = played(subject, "first")
    assert found.value == pytest.approx(value_of(subject, session))
    assert found.exits == float(session.ending.id == subject.scenario.exit)


@pytest.mark.parametrize("name", stock.names())
def test_random_is_nought_and_the_oracle_is_one(name):
    subject = subject_of(name)
    assert played(subject, "random").chance_corrected == pytest.approx(0, abs=1e-9)
    assert played(subject, "oracle").chance_corrected == pytest.approx(1)


@pytest.mark.parametrize("name", stock.names())
def test_no_strategy_beats_the_oracle_and_every_one_plays_all_chances(name):
    subject = subject_of(name)
    nodes = Table.of((subject,)).nodes
    for strategy in (*STRATEGIES.values(), *REFERENCES.values()):
        assert play(subject, nodes, strategy).chance_corrected <= 1 + 1e-9
        chosen = policy(nodes, strategy)
        assert all(np.allclose(table.sum(axis=1), 1) for table in chosen.values())
        reached = visits(subject.product, chosen)
        ends = [layer for layer in subject.product.layers.values() if not layer.options]
        assert sum(reached[layer.rows].sum() for layer in ends) == pytest.approx(1)


def taken(subject, strategy, beat):
    nodes = Table.of((subject,)).nodes
    chances = policy(nodes, STRATEGIES[strategy])[beat][0].round(3).tolist()
    return dict(zip((option.id for option in subject.scenario.beat_by_id[beat].options), chances, strict=True))


@pytest.mark.parametrize(
    ("strategy", "chosen"),
    [
        ("first", {"near": 1}),
        ("middle", {"aside": 1}),
        ("last", {"far": 1}),
        ("most-question-marks", {"aside": 1}),
        ("never-a-question", {"near": 0.5, "far": 0.5}),
        ("most-pleasant", {"aside": 1}),
        ("most-apologetic", {"near": 0.333, "aside": 0.333, "far": 0.333}),
        ("parrot", {"near": 0.5, "far": 0.5}),
    ],
)
def test_each_strategy_takes_what_its_name_says_and_equals_share(strategy, chosen):
    [ten] = example("ten")
    assert {each: p for each, p in taken(ten, strategy, "frost").items() if p} == chosen


def test_the_parrot_repeats_the_line_it_has_just_heard_in_each_state():
    lines = [{"when": {"trust": "2.."}, "is": "Half the boxes, or a garden?"}, {"is": "The question is a brave one."}]
    [ten] = example("ten", {"at": "beats.name.client.otherwise", "put": lines})
    layer = ten.product.layers["name"]
    chances = policy(Table.of((ten,)).nodes, STRATEGIES["parrot"])["name"]
    for row, chosen in enumerate(chances):
        trust = ten.product.state(layer.first + row).alliance.trust
        assert layer.options[int(np.argmax(chosen))].id == ("far" if trust >= 2 else "near")


def test_the_overlap_of_a_beat_is_a_mean_over_its_lines_by_how_often_they_are_heard():
    lines = [{"when": {"trust": "2.."}, "is": "Half the boxes, or a garden?"}, {"is": "The question is a brave one."}]
    [ten] = example("ten", {"at": "beats.name.client.otherwise", "put": lines})
    [node] = [each for each in Table.of((ten,)).nodes if each.beat.id == "name"]
    heard = [node.visited[node.lines[1] == i] for i in range(2)]
    by_hand = sum(part.sum() * overlaps for part, overlaps in zip(heard, node.overlaps, strict=True))
    assert node.traits[:, TRAITS.index("overlap")] == pytest.approx(by_hand)
    assert sum(part.sum() for part in heard) == pytest.approx(1)


def test_node_quality_is_one_for_the_expert_and_a_mean_for_random():
    [ten] = example("ten")
    assert played(ten, "expert").node_quality == 1
    assert played(ten, "random").node_quality == pytest.approx(0.5)
    assert played(ten, "first").node_quality == pytest.approx(fmean([1, 0, 0.5, 1, 0, 0.5, 1, 0, 0.5, 1]))


def test_the_quality_chosen_at_a_beat_is_a_mean_over_its_states():
    lines = [{"when": {"trust": "3.."}, "is": "Half the boxes, or a garden?"}, {"is": "The question is a brave one."}]
    put = {"at": "beats.name.client.otherwise", "put": lines}
    flat = [{"at": f"beats.{beat}.options.*.quality", "put": 2} for beat in (
        "frost", "sister", "five", "heron", "silly", "monday", "knees", "two", "dusk",
    )]  # fmt: skip
    [ten] = example("ten", put, *flat)
    [node] = varied(Table.of((ten,)).nodes)
    hears_the_second = node.visited[node.lines[1] == node.lines[0].index("The question is a brave one.")].sum()
    assert 0.1 < hears_the_second < 0.9
    assert played(ten, "parrot").node_quality == pytest.approx(hears_the_second)


def test_a_beat_without_differences_is_left_out_of_node_quality():
    [ten] = example("ten", {"at": "beats.dusk.options.*.quality", "put": 2})
    nodes = Table.of((ten,)).nodes
    assert [each.beat.id for each in nodes if each not in varied(nodes)] == ["dusk"]
