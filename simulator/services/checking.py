"""Checking scenario files: every mistake in them, and for sound ones how large they are.

Judges format and references; whether a scenario is fair and complete to play is the verifier's business.
"""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from simulator import content
from simulator.authoring.load import load_scenario
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.errors import ContentError
from simulator.model.codec import digest
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.model.scenario import Scenario
from simulator.services.library import id_taken, scenario_files
from simulator.services.local import local_library


@dataclass(frozen=True, slots=True)
class Checked:
    """One sound scenario. `complete`: every reachable state was visited, so what is said of it is proved."""

    id: str
    digest: str
    beats: int
    options: int
    endings: int
    states: int
    edges: int
    complete: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    diagnostics: tuple[Diagnostic, ...]
    scenarios: tuple[Checked, ...]

    @property
    def exit_code(self) -> int:
        return int(any(each.severity is Severity.ERROR for each in self.diagnostics))

    def document(self) -> dict[str, Any]:
        """The command line's JSON document (docs/architecture.md)."""
        return {
            "diagnostics": [_flat(each) for each in self.diagnostics],
            "scenarios": [{name: getattr(each, name) for name in Checked.__slots__} for each in self.scenarios],
        }

    def text(self) -> str:
        lines = [str(each) for each in self.diagnostics]
        lines += [
            f"{s.id}: {s.beats} beats, {s.options} options, {s.states} states, {s.edges} edges" for s in self.scenarios
        ]
        count = len(self.diagnostics)
        return "\n".join([*lines, f"{len(self.scenarios)} sound, {count} mistake{'' if count == 1 else 's'}"])


def check(paths: list[Path]) -> Report:
    """Check files and folders; none means the scenarios that ship. Raises `ContentError` for a path to nothing."""
    if missing := [str(path) for path in paths if not path.exists()]:
        raise ContentError(f"There is no file or folder {', '.join(missing)}. Nothing was checked.")
    rubric = local_library().rubric
    diagnostics: list[Diagnostic] = []
    scenarios: list[Checked] = []
    files = [file for each in paths or [content.folder("scenarios")] for file in _files(each, diagnostics)]
    for path in dict.fromkeys(files):
        began = perf_counter()
        loaded = load_scenario(path, rubric)
        diagnostics += loaded.diagnostics
        if loaded.scenario and any(each.id == loaded.scenario.id for each in scenarios):
            diagnostics.append(id_taken(path, loaded.scenario.id))
        if loaded.scenario:
            scenarios.append(_checked(loaded.scenario, began))
    return Report(tuple(diagnostics), tuple(scenarios))


def _files(path: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = scenario_files(path)
    if not files:
        hint = "Scenario files end in .yaml."
        diagnostics.append(
            Diagnostic("Y01", Severity.ERROR, Location(str(path)), "no scenario file in this folder", hint)
        )
    return files


def _checked(scenario: Scenario, began: float) -> Checked:
    states, edges = Product(Dialogue(scenario)).size
    options = sum(len(beat.options) for beat in scenario.beats)
    seconds = round(perf_counter() - began, 4)
    sizes = (len(scenario.beats), options, len(scenario.endings), states, edges)
    return Checked(scenario.id, digest(scenario), *sizes, complete=True, seconds=seconds)


def _flat(each: Diagnostic) -> dict[str, Any]:
    place = each.location
    return {
        "code": each.code,
        "severity": each.severity.value,
        "message": each.message,
        "hint": each.hint,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }
