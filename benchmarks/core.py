"""Imports, loading and solving, and one choice with its persistence, without a browser."""

import gc
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import psutil

from benchmarks.table import heading, repeat, row
from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.scoring.solution import solve
from simulator.services.library import scenario_files
from simulator.services.local import local_library, local_practise

IMPORTS = {
    "floor: ipywidgets": "import ipywidgets",
    "the page's first view": "import ipywidgets; from simulator.services.local import local_practise; "
    "from simulator.ui import page",
}
MEASURE = """
import os, sys, time
began = time.perf_counter()
{imports}
seconds = time.perf_counter() - began
import psutil
print(seconds, psutil.Process().memory_info().rss, int("jupyterlab" in sys.modules), int("pydantic" in sys.modules))
"""


def imports(times: int = 7) -> None:
    heading("Importing what the page needs (new interpreter each time)")
    figures: dict[str, list[list[float]]] = {name: [] for name in IMPORTS}
    for _ in range(times):
        for name, statement in IMPORTS.items():
            script = MEASURE.format(imports=statement)
            printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
            figures[name].append([float(each) for each in printed.split()])
    floor = [each[0] for each in figures["floor: ipywidgets"]]
    for name, runs in figures.items():
        row(name, [each[0] for each in runs], floor=floor)
        print(f"{'':<46} {min(each[1] for each in runs) / 2**20:9.1f} MiB resident")
        if any(each[2] for each in runs):
            print("!! jupyterlab was imported")


def scenarios(times: int = 5) -> None:
    heading("Loading and solving each scenario (target: under 500 ms, a second start solves nothing)")
    with tempfile.TemporaryDirectory() as folder:
        library = local_library(Path(folder))
        for path in scenario_files(content.folder("scenarios")):
            scenario = scenario_or_error(load_scenario(path, library.rubric))
            row(f"{scenario.id}: load", repeat(lambda path=path: load_scenario(path, library.rubric), times))
            row(f"{scenario.id}: solve", repeat(lambda s=scenario: _solve(s, library.rubric.scoring), times))
            states, edges = Product(Dialogue(scenario)).size
            library.solution(scenario)
            row(f"{scenario.id}: solution from cache", repeat(lambda s=scenario: library.solution(s), times))
            print(f"{'':<46} {states} states, {edges} edges")
        before = _resident()
        kept = [Product(Dialogue(entry.scenario)) for entry in library.entries.values()]
        print(
            f"{'memory of all products at once':<46} {(_resident() - before) / 2**20:9.1f} MiB, {len(kept)} scenarios"
        )


def _solve(scenario: object, scoring: object) -> None:
    solve(Product(Dialogue(scenario)), scoring)  # type: ignore[arg-type]


def _resident() -> int:
    gc.collect()
    return psutil.Process().memory_info().rss


def choices(times: int = 20) -> None:
    heading("One choice, kept on disk (target: median under 5 ms)")
    with tempfile.TemporaryDirectory() as folder:
        floor = _sqlite_floor(Path(folder) / "floor.sqlite", 200)
        practise = local_practise(Path(folder))
        seconds: list[float] = []
        for scenario in list(practise.library.entries) * times:
            shown = practise.begin(scenario)
            while shown.ended is None:
                if shown.reason_for is not None:
                    shown = practise.give_reason(shown.attempt, shown.reason_for, None)
                    continue
                began = perf_counter()
                shown = practise.choose(shown.attempt, shown.turn, shown.turn % len(shown.options))
                seconds.append(perf_counter() - began)
        row("floor: one row inserted and committed", floor)
        row("choose, with persistence", seconds, floor=floor)


def _sqlite_floor(path: Path, times: int) -> list[float]:
    """The same durability with nothing around it."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE t (a TEXT, b INTEGER, c TEXT, PRIMARY KEY (a, b))")
    numbers = iter(range(times))

    def insert() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t VALUES ('attempt', ?, 'option')", (next(numbers),))
        connection.execute("COMMIT")

    seconds = repeat(insert, times)
    connection.close()
    return seconds
