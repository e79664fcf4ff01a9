"""The least and the most of each criterion, against walking every path there is and scoring it as an attempt is."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given

from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.rubric import Rubric
from simulator.model.scenario import Case, Condition, Evidence, Scenario
from simulator.scoring.evidence import evidence
from simulator.scoring.levels import criteria
from simulator.verification.extremes import Reach, extremes
from simulator.verification.subject import Subject
from tests import stock
from tests.strategies import scenarios

EXACT = 1e-9


def subject_of(scenario: Scenario, rubric: Rubric | None = None) -> Subject:
    return Subject(scenario, rubric or stock.rubric(), Product(Dialogue(scenario)))


def scored(dialogue: Dialogue, rubric: Rubric, path: tuple[str, ...]) -> dict[str, tuple[float, int | None]]:
    """Mean and level of every criterion with evidence, as the debrief has them after playing a path to its end."""
    session = Session.resume(dialogue, "any", path)
    assert session.ending
    scenario = dialogue.scenario
    crossed = [scenario.beat_by_id[step.beat].option(step.option).gate for step in session.steps]
    found = criteria(evidence(session.steps, scenario, rubric), [gate for gate in crossed if gate], rubric)
    return {id_: (each.m, each.level) for id_, each in found.items() if each.items}


def paths(dialogue: Dialogue) -> Iterator[tuple[str, ...]]:
    """Every way from the start to an ending."""
    waiting = [(dialogue.start(), ())]
    while waiting:
        state, path = waiting.pop()
        if dialogue.ending(state):
            yield path
            continue
        options = dialogue.scenario.beat_by_id[state.at].options
        waiting += [(dialogue.step(state, option), (*path, option.id)) for option in options]


def by_walking(dialogue: Dialogue, rubric: Rubric) -> dict[str, list[tuple[float, int | None]]]:
    found = defaultdict(list)
    for path in paths(dialogue):
        for id_, score in scored(dialogue, rubric, path).items():
            found[id_].append(score)
    return found


def order(level: int | None) -> int:
    return -1 if level is None else level


def agrees_with_walking(subject: Subject) -> None:
    dialogue, rubric = subject.product.dialogue, subject.rubric
    walked, found = by_walking(dialogue, rubric), extremes(subject).reached
    assert set(found) == set(walked) & set(subject.scenario.targets)

    def attains(target: str, reach: Reach) -> None:
        m, level = scored(dialogue, rubric, reach.path)[target]
        assert (reach.m, reach.level) == (pytest.approx(m, abs=EXACT), level)

    for target, each in found.items():
        means = [m for m, _ in walked[target]]
        assert each.least.m == pytest.approx(min(means), abs=EXACT)
        assert each.most.m == pytest.approx(max(means), abs=EXACT)
        assert each.top.level == max((level for _, level in walked[target]), key=order)
        for reach in (each.least, each.most, each.top):
            attains(target, reach)


def all_targets(scenario: Scenario) -> Scenario:
    return replace(scenario, targets=tuple(each.id for each in stock.rubric().competencies))


@given(scenarios())
def test_no_path_of_any_scenario_shows_less_or_more_than_the_extremes(scenario):
    agrees_with_walking(subject_of(all_targets(scenario)))


@pytest.mark.parametrize("name", stock.names())
def test_no_path_of_a_scenario_in_stock_shows_less_or_more_than_the_extremes(name):
    agrees_with_walking(subject_of(all_targets(stock.scenario(name))))


def repeating(length: int, *, hinge: int = 2, gate: bool = True) -> Scenario:
    """A straight way of so many beats that all ask for the same, with a hinge and, at the second beat, a gate."""
    tiny = stock.scenario("tiny")
    (only,) = tiny.beats
    valences = ((2, -1, 0), (1, -2, 2), (2, 2, -1))
    beats = []
    for number in range(length):
        onward = f"b{number + 1}" if number + 1 < length else "met"
        skip = f"b{min(number + 2, length - 1)}" if number + 1 < length else "missed"
        options = tuple(
            replace(
                option,
                evidence=(
                    Evidence("rs-genuine-interest", valences[number % 3][column]),
                    Evidence("rs-treat-as-equal-adult", valences[(number + 1) % 3][column]),
                ),
                gate="no-deception" if gate and number == 1 and column == 0 else None,
                then=(Case(skip, (Condition("trust", (1,)),)), Case(onward)) if column == 2 else (Case(onward),),
            )
            for column, option in enumerate(only.options)
        )
        beats.append(replace(only, id=f"b{number}", options=options, hinge=number == hinge))
    return replace(
        tiny,
        start=replace(tiny.start, beat="b0"),
        beats=tuple(beats),
        targets=("rapport-safety", "ethics-boundaries"),
    )


@pytest.mark.parametrize("length", [2, 3, 4, 5, 7])
@pytest.mark.parametrize("hinge", [0, 2, 3, 9])
def test_later_repeats_share_one_weight_whatever_is_a_hinge(length, hinge):
    agrees_with_walking(subject_of(all_targets(repeating(length, hinge=hinge))))


def short_cut() -> Scenario:
    """One brilliant answer ends it at once; a good one leads to a second chance to show the same."""
    tiny = stock.scenario("tiny")
    (first,) = tiny.beats
    ask, tell, push = first.options
    good = replace(tell, evidence=(Evidence("rs-genuine-interest", 1),), then=(Case("second"),))
    return replace(tiny, beats=(replace(first, options=(ask, good, push)), replace(first, id="second")))


def test_the_highest_level_may_be_elsewhere_than_the_highest_mean():
    subject = subject_of(short_cut())
    agrees_with_walking(subject)
    found = extremes(subject).reached["rapport-safety"]
    assert (found.most.path, found.most.level) == (("ask",), None)
    assert (found.top.path, found.top.level) == (("tell", "ask"), 3)


def with_gates_on(criterion: str) -> Rubric:
    rubric = stock.rubric()
    return replace(rubric, gates=tuple(replace(gate, criterion=criterion, cap=1) for gate in rubric.gates))


def test_a_gate_caps_the_level_of_its_own_criterion_and_the_way_round_it_is_found():
    subject = subject_of(repeating(5), with_gates_on("rapport-safety"))
    agrees_with_walking(subject)
    assert extremes(subject).reached["rapport-safety"].top.level > 1


def test_other_numbers_in_the_rubric_are_followed_exactly():
    rubric = stock.rubric()
    for weight, repeats, third in ((1.5, 2, 0.71), (2.0, 4, 1 / 3), (1 / 3, 1, 0.7)):
        scoring = replace(
            rubric.scoring,
            hinge_weight=weight,
            repeats=repeats,
            evidence=tuple((v, third if v == 1 else x) for v, x in rubric.scoring.evidence),
        )
        agrees_with_walking(subject_of(repeating(5), replace(rubric, scoring=scoring)))
