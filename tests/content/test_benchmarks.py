"""The benchmarks that ship: whole plays of the scenarios as they are now, that can be marked and span the levels.

Whether a level is right no test can say; it is agreed by people, with a reason (docs/authoring.md).
"""

import re
from collections import Counter
from functools import cache
from itertools import combinations, pairwise

import pytest

from simulator import content
from simulator.authoring.benchmarks import benchmark_files, read_benchmarks
from simulator.engine.session import Session
from simulator.model.benchmark import Agreed, Benchmark
from simulator.scoring.evidence import evidence
from simulator.scoring.levels import criteria
from simulator.services.assessing.benchmarks import Benchmarks, findings, shipped
from simulator.services.library import Library
from simulator.store.cache import Cache
from tests import stock

FILES = benchmark_files(shipped())
BENCHMARKS = read_benchmarks(shipped())[0]
every_benchmark = pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda each: each.id)


@cache
def at_hand() -> Benchmarks:
    return Benchmarks(shipped(), Library(content.folder("scenarios"), stock.RUBRIC, Cache(None)))


@cache
def played(benchmark_id: str) -> Session:
    return at_hand().session(at_hand().get(benchmark_id))


def gates(benchmark: Benchmark) -> tuple[str, ...]:
    session = played(benchmark.id)
    chosen = (session.dialogue.scenario.beat_by_id[step.beat].option(step.option) for step in session.steps)
    return tuple(dict.fromkeys(option.gate for option in chosen if option and option.gate))


def machine(benchmark: Benchmark, criterion: str) -> int | None:
    session = played(benchmark.id)
    items = evidence(session.steps, session.dialogue.scenario, stock.rubric())
    found = criteria(items, gates(benchmark), stock.rubric()).get(criterion)
    return found.level if found else None


def agreed() -> list[tuple[Benchmark, str, Agreed]]:
    return [(each, criterion, level) for each in BENCHMARKS for criterion, level in each.levels.items()]


def named_in(text: str) -> set[int]:
    """The turns that a reason names: `turn 3`, `turns 5 to 7`, `(2, 4)`."""
    found: set[int] = set()
    for part in re.findall(r"[Tt]urns? \d+(?:(?:, | and | to )\d+)*|\(\d+(?:(?:, | and )\d+)*[,)]", text):
        numbers = [int(each) for each in re.findall(r"\d+", part)]
        found |= set(range(numbers[0], numbers[-1] + 1)) if " to " in part else set(numbers)
    return found


def test_there_are_enough_of_them_over_several_scenarios() -> None:
    assert len(BENCHMARKS) == len(FILES) >= 6
    assert len(Counter(each.scenario for each in BENCHMARKS)) >= 4
    assert min(Counter(each.scenario for each in BENCHMARKS).values()) >= 2


def test_each_can_be_marked_on_the_scenarios_as_they_are_now() -> None:
    """`make benchmarks` says which need a new look, and what the new digest is."""
    scenarios = [entry.scenario for entry in at_hand().library.entries.values()]
    assert [str(each) for each in findings(FILES, scenarios, stock.rubric())] == []
    assert at_hand().all() == BENCHMARKS


@every_benchmark
def test_it_is_a_whole_play_with_reasons_at_its_hinges_and_levels_for_its_targets(benchmark: Benchmark) -> None:
    session = played(benchmark.id)
    scenario = session.dialogue.scenario
    assert session.ending is not None
    hinges = [step.turn for step in session.steps if scenario.beat_by_id[step.beat].hinge]
    assert sorted(benchmark.reasons) == hinges
    assert hinges
    assert set(benchmark.levels) == set(scenario.targets)


@every_benchmark
def test_its_file_is_named_after_it_and_neither_name_gives_a_level_away(benchmark: Benchmark) -> None:
    assert benchmark.id in [path.stem for path in FILES]
    assert re.fullmatch(rf"{benchmark.scenario}-[a-z]", benchmark.id)


def test_every_level_was_agreed_three_times() -> None:
    levels = Counter(each.level for _, _, each in agreed())
    assert all(levels[level] >= 3 for level in range(5)), levels


@every_benchmark
def test_a_level_is_within_one_of_what_each_reader_gave(benchmark: Benchmark) -> None:
    assert len(benchmark.readers) >= 2
    assert len({each.who for each in benchmark.readers}) == len(benchmark.readers)
    for criterion, level in benchmark.levels.items():
        for reader in benchmark.readers:
            given = reader.levels[criterion]
            assert (given is None) == (level.level is None)
            assert given is None or level.level is None or abs(given - level.level) <= 1


@every_benchmark
def test_the_reason_of_a_level_is_two_to_four_sentences_that_name_their_turns(benchmark: Benchmark) -> None:
    for criterion, level in benchmark.levels.items():
        assert 2 <= len(re.findall(r"[.?!][”)]?(?=\s+[A-Z“]|$)", level.reason)) <= 4, (criterion, level.reason)
        assert len(level.reason.split()) >= 45, criterion
        assert named_in(level.reason)
        assert named_in(level.reason) <= set(range(1, len(benchmark.options) + 1))
        assert level.level is None or named_in(level.reason) <= set(level.turns), criterion


def test_where_the_machine_differs_it_is_by_one_level_seldom_and_said_why() -> None:
    """A level that rests on very little may be one where the machine has too little evidence; the reverse may not."""
    differing = [(each, name, level) for each, name, level in agreed() if machine(each, name) != level.level]
    unmarked = [level for each, name, level in differing if machine(each, name) is None]
    assert len(differing) - len(unmarked) <= len(agreed()) // 4
    assert len(unmarked) <= 1
    for benchmark, criterion, level in differing:
        given = machine(benchmark, criterion)
        assert "machine" in level.reason, (benchmark.id, criterion)
        assert level.level is not None
        if given is None:
            assert len(level.turns) <= 2, (benchmark.id, criterion)
        else:
            assert abs(given - level.level) == 1, (benchmark.id, criterion)


def test_gates_are_crossed_in_some_and_agreed_where_they_are() -> None:
    assert {each.id: each.gates for each in BENCHMARKS} == {each.id: gates(each) for each in BENCHMARKS}
    assert sum(1 for each in BENCHMARKS if each.gates) >= 2
    for benchmark in BENCHMARKS:
        for gate in (stock.rubric().gate_by_id[each] for each in benchmark.gates):
            level = benchmark.levels[gate.criterion].level if gate.criterion in benchmark.levels else None
            assert level is None or level <= gate.cap


def test_what_was_written_is_long_enough_to_mark_and_no_two_are_alike() -> None:
    written = [text for each in BENCHMARKS for text in each.reasons.values()]
    assert all(25 <= len(text.split()) <= 90 for text in written)
    vocabularies = [set(re.findall(r"[a-z']+", text.lower())) for text in written]
    for one, other in combinations(vocabularies, 2):
        assert len(one & other) / len(one | other) < 0.35


@every_benchmark
def test_its_prose_is_finished_and_british(benchmark: Benchmark) -> None:
    texts = [benchmark.about, *benchmark.reasons.values(), *(each.reason for each in benchmark.levels.values())]
    american = ("behavior", "organiz", "realiz", "apologiz", "recogniz", "favor", "honor", "center")
    for text in texts:
        assert not [word for word in (*american, "todo", "tbd", "lorem", "…") if word in text.lower()], text
        assert text[0].isupper()
        assert text.endswith(".")


def test_no_two_plays_are_the_same_way() -> None:
    ways = sorted(each.options for each in BENCHMARKS)
    assert not [a for a, b in pairwise(ways) if a == b]
