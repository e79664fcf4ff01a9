"""The worked example of the content specification (3a.7) and the two sums that hold for every conversation.

The figures are the published ones, at the precision at which they were published; the scenario is
`tests/data/late-again-miniature.yaml`. Options are called a to d there, so a path is written as in the specification.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.authoring.rubric import load_rubric
from simulator.engine.dialogue import Dialogue, State
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.alliance import Ingredient, Mode
from simulator.model.rubric import Rubric
from simulator.model.scenario import Option
from simulator.scoring.evidence import evidence
from simulator.scoring.levels import Criterion, criteria
from simulator.scoring.review import Review
from simulator.scoring.solution import Solution, solve
from simulator.services.library import scenario_files

MINIATURE = Path(__file__).parent.parent / "data" / "late-again-miniature.yaml"
SCENARIOS = scenario_files(content.folder("scenarios"))

BEST, RANDOM, WORST = 1.000, 0.070, -0.210


@dataclass(frozen=True)
class Published:
    """One row of the worked example: turn losses and outcome in points, then criterion C03."""

    losses: tuple[int, ...]
    outcome: int
    chance_corrected: float
    items: int
    m: float
    level: int


PUBLISHED = {
    "b b a a a": Published((0, 0, 0, 0, 0), 100, 1.00, 8, 0.88, 4),
    "a c b a a": Published((6, 0, 0, 0, 0), 94, 0.92, 10, 0.64, 2),
    "a d d": Published((6, 58, 31), 5, -0.24, 6, 0.22, 1),
    "d b a a a": Published((5, 48, 0, 10, 0), 38, 0.19, 7, 0.83, 3),
}
EVERY_PATH = [pytest.param(path, row, id=path.replace(" ", "-")) for path, row in PUBLISHED.items()]
PICK_STRINGS = tuple(product("abcd", repeat=5))


@cache
def rubric() -> Rubric:
    return load_rubric(content.folder("rubrics") / "coaching-alliance")


@cache
def solved(file: Path) -> tuple[Product, Solution]:
    """Everything that can be played of a scenario, and what it is worth."""
    reached = Product(Dialogue(scenario_or_error(load_scenario(file, rubric()))))
    return reached, solve(reached, rubric().scoring)


@cache
def played(picks: tuple[str, ...]) -> Session:
    """The miniature played by these picks, for as long as the client stays."""
    session = Session(solved(MINIATURE)[0].dialogue, "worked example")
    for pick in picks:
        if session.ending is None:
            session.choose(session.turn, pick)
    return session


def reviewed(path: str) -> Review:
    return Review(played(tuple(path.split())), solved(MINIATURE)[1], rubric().scoring)


@cache
def repair(picks: tuple[str, ...]) -> Criterion:
    """Criterion C03 of the miniature played by these picks."""
    session = played(picks)
    return criteria(evidence(session.steps, session.dialogue.scenario, rubric()), (), rubric())["rupture-repair"]


def share_at(level: int) -> float:
    return sum(repair(picks).level == level for picks in PICK_STRINGS) / len(PICK_STRINGS)


def cost(dialogue: Dialogue, state: State, option: Option) -> float:
    """What a turn costs by the specification's formula, worked out apart from the product's own."""
    qualities = [dialogue.quality(state, each) for each in dialogue.scenario.beat_by_id[state.at].options]
    return 0.06 * (max(qualities) - dialogue.quality(state, option)) / 4


def worth(session: Session) -> float:
    """The final value of a conversation: the ending's utility less the cost of every turn."""
    dialogue, state, paid = session.dialogue, session.dialogue.start(), 0.0
    for step in session.steps:
        option = dialogue.scenario.beat_by_id[state.at].option(step.option)
        assert option is not None
        paid += cost(dialogue, state, option)
        state = dialogue.step(state, option)
    return dialogue.utility(state, 0.1) - paid


def is_owned(state: State) -> bool:
    return Ingredient.OWNED in state.alliance.ingredients


# The published figures


def test_best_random_and_worst_play_are_worth_what_is_published() -> None:
    start = solved(MINIATURE)[1].start
    assert (round(start.best, 3), round(start.random, 3), round(start.worst, 3)) == (BEST, RANDOM, WORST)


@pytest.mark.parametrize(("path", "row"), EVERY_PATH)
def test_each_turn_loses_the_published_points(path: str, row: Published) -> None:
    assert tuple(round(turn.loss) for turn in reviewed(path).turns) == row.losses


@pytest.mark.parametrize(("path", "row"), EVERY_PATH)
def test_each_path_keeps_the_published_points(path: str, row: Published) -> None:
    assert round(reviewed(path).outcome().kept) == row.outcome


@pytest.mark.parametrize(("path", "row"), EVERY_PATH)
def test_each_path_has_the_published_chance_corrected_value(path: str, row: Published) -> None:
    assert round(reviewed(path).outcome().chance_corrected, 2) == row.chance_corrected


@pytest.mark.parametrize(("path", "row"), EVERY_PATH)
def test_each_path_earns_the_published_level_of_repair(path: str, row: Published) -> None:
    found = repair(tuple(path.split()))
    assert (len(found.items), round(found.m, 2), found.level) == (row.items, row.m, row.level)


def test_random_play_would_have_earned_half_on_the_best_path() -> None:
    assert round(repair(tuple("bbaaa")).baseline, 2) == 0.51


def test_the_interval_of_the_best_path_is_the_printed_one_as_far_as_it_can_be() -> None:
    """Printed as 0.7 and 0.98. The 0.73 is our own figure: with a mean of .88 the specified distribution has its lower
    end at .70 only where the upper end is .99 or more.
    """
    low, high = repair(tuple("bbaaa")).interval
    assert (round(low, 1), round(high, 2)) == (0.7, 0.98)
    assert round(low, 2) == 0.73


def test_eighteen_in_a_hundred_pick_strings_reach_level_three_and_one_in_five_hundred_level_four() -> None:
    assert round(share_at(3), 2) == 0.18
    assert round(share_at(3) + share_at(4), 2) == 0.18
    assert round(share_at(4), 3) == 0.002


# What happened on the four paths


def test_the_best_path_repairs_the_breach_and_proves_it() -> None:
    last = played(tuple("bbaaa")).steps[-1].after
    assert (last.mode, last.trust, last.watch) == (Mode.SETTLED, 3, False)


def test_a_lapse_caught_one_turn_later_is_repaired_all_the_same() -> None:
    assert played(tuple("acbaa")).steps[-1].after == played(tuple("bbaaa")).steps[-1].after


def test_the_client_leaves_a_coach_who_ignores_her_twice_and_then_imposes_a_policy() -> None:
    session = played(tuple("addaa"))
    assert (len(session.steps), session.steps[-1].after.mode) == (3, Mode.EXIT)


def test_sound_moves_in_the_wrong_order_leave_the_breach_open() -> None:
    last = played(tuple("dbaaa")).steps[-1].after
    assert (last.mode, last.ingredients) == (Mode.BREACHED, (Ingredient.NAMED,))


# The fault that the worked example is there to show


def test_after_the_second_beat_nothing_supplies_a_missing_owned() -> None:
    reached, _ = solved(MINIATURE)
    unowned = {each for each in reached.edges if each.at == "way-back" and not is_owned(each)}
    assert unowned
    while onward := {edge.to for state in unowned for edge in reached.edges[state]} - unowned:
        unowned |= onward
    assert not any(is_owned(state) or state.alliance.mode is Mode.SETTLED for state in unowned)


def test_asking_for_the_effect_before_owning_is_keyed_as_the_best_move_and_costs_half_of_everything() -> None:
    session = played(tuple("db"))
    dialogue, option = session.dialogue, session.dialogue.scenario.beat_by_id["cost"].option("b")
    after_the_apology = dialogue.step(dialogue.start(), dialogue.scenario.beat_by_id["opening"].options[3])
    assert option is not None
    assert dialogue.quality(after_the_apology, option) == 4
    assert reviewed("d b").turns[1].label == "setback"


# The two sums, on every pick string of the miniature


def test_the_losses_of_every_pick_string_add_up_to_what_is_missing_at_the_end() -> None:
    start = solved(MINIATURE)[1].start
    for picks in PICK_STRINGS:
        lost = sum(turn.loss for turn in reviewed(" ".join(picks)).turns)
        missing = 100 * (start.best - worth(played(picks))) / (start.best - start.worst)
        assert lost == pytest.approx(missing, abs=1e-9), picks


def test_all_pick_strings_together_average_a_chance_corrected_zero() -> None:
    values = [reviewed(" ".join(picks)).outcome().chance_corrected for picks in PICK_STRINGS]
    assert len(values) == 1024
    assert sum(values) / len(values) == pytest.approx(0, abs=1e-9)


# The same two sums, on every scenario


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_the_losses_of_any_path_add_up_to_what_is_missing_at_its_end(file: Path) -> None:
    reached, solution = solved(file)
    start, draw = solution.start, Random(file.name)  # noqa: S311 - only paths are drawn
    for _ in range(40):
        session = Session(reached.dialogue, "any path")
        while session.ending is None:
            session.choose(session.turn, draw.choice(session.offered).id)
        review = Review(session, solution, rubric().scoring)
        missing = 100 * (start.best - worth(session)) / (start.best - start.worst)
        assert sum(turn.loss for turn in review.turns) == pytest.approx(missing, abs=1e-9)
        assert review.outcome().kept == pytest.approx(100 - missing, abs=1e-9)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_random_play_averages_a_chance_corrected_zero(file: Path) -> None:
    """Followed forwards, by how likely each state is, where the product works backwards."""
    reached, solution = solved(file)
    dialogue, start = reached.dialogue, solution.start
    likely: dict[State, float] = defaultdict(float, {reached.start: 1.0})
    average = 0.0
    for state, edges in reached.edges.items():
        for edge in edges:
            share = likely[state] / len(edges)
            likely[edge.to] += share
            average -= share * cost(dialogue, state, edge.option)
        if not edges:
            average += likely[state] * dialogue.utility(state, 0.1)
    assert (average - start.random) / (start.best - start.random) == pytest.approx(0, abs=1e-9)
