"""Exploring and verifying: shipped scenarios, one being edited, and synthetic ones that grow until they are huge.

Speed is in edges per second, beside two floors of the same run: walking from state to state with the dialogue alone,
and sorting as many numbers as there are edges.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks import synthetic
from benchmarks.table import heading, repeat, row
from simulator import content
from simulator.authoring.load import load_scenario, parse_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.library import scenario_files
from simulator.services.local import local_library
from simulator.verification.verify import verify

BEATS_EDITED = 12
GROWTH = (100, 200, 400, 1_000)
HUGE = GROWTH[-1]
OWN_PROCESS = """
import json
from time import perf_counter
from benchmarks.memory import peak
from benchmarks import synthetic
from simulator.authoring.load import Loaded
from simulator.authoring.source import parse_source
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.services.local import local_library
from simulator.verification.verify import verify

rubric, scenario = local_library().rubric, synthetic.scenario({beats})
loaded = Loaded("synthetic.yaml", scenario, (), parse_source(b"{{}}", "synthetic.yaml"))
began = perf_counter()
size = {work}
seconds = perf_counter() - began
print(json.dumps({{"seconds": seconds, "peak": peak(), "states": size[0], "edges": size[1]}}))
"""
EXPLORE = "Product(Dialogue(scenario)).size"
VERIFY = "verify(loaded, rubric).subject.product.size"


def verifier(times: int = 7) -> None:
    rubric = local_library().rubric
    exploring(rubric, times)
    editing(rubric, times)
    growth()
    largest()


def exploring(rubric: Rubric, times: int) -> None:
    heading("Exploring every state (target: at least 500,000 edges a second once warm)")
    for path in scenario_files(content.folder("scenarios")):
        loaded = load_scenario(path, rubric)
        _explored(scenario_or_error(loaded), times)
        row("    explored and all rules asked", repeat(lambda loaded=loaded: verify(loaded, rubric), times))
    _explored(synthetic.scenario(100), times)


def _explored(scenario: Scenario, times: int) -> None:
    """Cold: a dialogue that nothing has been asked of yet; warm: what it was asked once is remembered."""
    dialogue = Dialogue(scenario)
    edges = Product(dialogue).size[1]
    walk, sort = [_seconds(lambda: _walk(Dialogue(scenario)))], repeat(lambda: _sort(edges), times)
    cold, warm = repeat(lambda: Product(Dialogue(scenario)), times), repeat(lambda: Product(dialogue), times)
    print(f"{scenario.id}: {len(scenario.beats)} beats, {edges:,} edges")
    for name, seconds in (
        ("floor: from state to state by the dialogue", walk),
        ("floor: as many numbers sorted", sort),
        ("cold", cold),
        ("warm", warm),
    ):
        row(f"    {name}", seconds, target=_speed(edges, seconds), floor=walk)


def _walk(dialogue: Dialogue) -> int:
    waiting, met = [dialogue.start()], set()
    while waiting:
        state = waiting.pop()
        if state not in met:
            met.add(state)
            beat = dialogue.scenario.beat_by_id.get(state.at)
            waiting += [dialogue.step(state, option) for option in beat.options] if beat else []
    return len(met)


def _sort(edges: int) -> int:
    return len(np.unique(np.random.default_rng(1).integers(0, 1 << 60, edges)))


def _title(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def _speed(edges: int, seconds: list[float]) -> str:
    return f"{edges / median(seconds):>12,.0f} edges/s"


def _seconds(action: Callable[[], object]) -> float:
    gc.collect()
    return repeat(action, 1)[0]


def editing(rubric: Rubric, times: int) -> None:
    heading("From a changed text to every finding (target: under 300 ms)")
    text = synthetic.text(synthetic.scenario(BEATS_EDITED))
    verify(parse_scenario(text, rubric), rubric)
    read, both = [], []
    for number in range(times):
        edited = text.replace("title: Synthetic", f"title: Synthetic {number}")
        began = perf_counter()
        loaded = parse_scenario(edited, rubric)
        read.append(perf_counter() - began)
        verify(loaded, rubric)
        both.append(perf_counter() - began)
    row(f"{BEATS_EDITED} beats: floor, the text read", read, floor=read)
    row(f"{BEATS_EDITED} beats: read and verified", both, target="< 300 ms", floor=read)


def growth() -> None:
    _title("Time for each state as scenarios grow (target: at most that of the smallest, so linear or better)")
    smallest = 0.0
    for beats in GROWTH:
        dialogue = Dialogue(synthetic.scenario(beats))
        states, edges = Product(dialogue).size
        each = _seconds(lambda dialogue=dialogue: Product(dialogue)) / states
        floor = _seconds(lambda edges=edges: _sort(edges)) / states
        smallest = smallest or each
        print(
            f"{f'{beats:,} beats, {states:,} states':<46} {1e6 * each:9.2f} µs a state {each / smallest:6.2f} x the "
            f"smallest {each / floor:6.2f} x the floor"
        )


def largest() -> None:
    _title(f"{HUGE:,} beats, {4 * HUGE:,} options, in a process of its own (target: under 10 s and 500 MB)")
    for name, work, beats in (
        ("floor: the same with one beat", EXPLORE, 1),
        ("every state explored", EXPLORE, HUGE),
        ("every state explored, all rules asked", VERIFY, HUGE),
    ):
        script = OWN_PROCESS.format(beats=beats, work=work)
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        found = json.loads(run.stdout)
        print(
            f"{name:<46} {found['seconds']:9.2f} s {found['peak'] / 1e6:9.0f} MB at most; {found['states']:,} states, "
            f"{found['edges']:,} edges"
        )
