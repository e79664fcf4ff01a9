"""Checking scenario files: every mistake in them, and what is proved of the sound ones.

Gathers files, has them verified and lays out the result; the judging is in `simulator.verification`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import content
from simulator.authoring.benchmarks import benchmark_files
from simulator.authoring.load import Loaded, load_scenario
from simulator.engine.layers import Limits
from simulator.errors import ContentError
from simulator.model.codec import digest
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.model.rubric import Rubric
from simulator.services.assessing.benchmarks import findings, shipped
from simulator.services.library import Library, id_taken, scenario_files
from simulator.services.local import local_library
from simulator.verification.diagnostics.catalogue import diagnostic
from simulator.verification.diagnostics.render import lines_of, render
from simulator.verification.extremes import Reach
from simulator.verification.surface.shingles import Shingles
from simulator.verification.verify import Verified, verify_all

BENCHMARKS = "benchmarks"
"""The name of a folder of benchmarks; they are told from scenarios by it."""
TEXT_FILES = {".txt", ".md", ".rst", ".html"}
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What checking found. `others` are findings about folders rather than scenarios."""

    files: tuple[Verified, ...]
    others: tuple[Diagnostic, ...] = ()

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return (*self.others, *(found for each in self.files for found in each.diagnostics))

    @property
    def exit_code(self) -> int:
        return int(any(each.severity is Severity.ERROR for each in self.diagnostics))

    def document(self) -> dict[str, Any]:
        """The command line's JSON document (docs/architecture.md)."""
        return {
            "diagnostics": [_flat(each) for each in self.diagnostics],
            "scenarios": [_summary(each) for each in self.files if each.subject],
        }

    def text(self, *, colour: bool) -> str:
        """Every finding with its line of source, and a line on each scenario."""
        proved = [_proved(each) for each in self.files if each.subject]
        return "\n".join([render(self.diagnostics, lines_of, colour=colour), *proved])


def check(
    paths: Sequence[Path],
    *,
    against: Path | None = None,
    limits: Limits | None = None,
    progress: Progress = lambda _: None,
) -> Report:
    """Check files and folders; none means the scenarios that ship, and the benchmarks made for them.

    What lies in a folder named `benchmarks` is read as benchmarks, of the other scenarios that are checked and of those
    that can be played here. `against` is a folder of texts of which no run of eight words may stand in a scenario.
    Raises `ContentError` for a path to nothing.
    """
    library = local_library()
    plays, others = _apart(paths)
    loaded, wrong = read_all(others, library.rubric) if others or not plays else ([], [])
    wrong += _benchmarks(plays, loaded, library) if paths else _benchmarks([shipped()], loaded, library)
    shingles = texts_in(against) if against else None
    found = verify_all(loaded, library.rubric, limits=limits, against=shingles, progress=progress)
    progress("")
    return Report(tuple(found), tuple(wrong))


def _apart(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Paths of benchmarks, and the others."""
    plays = [each for each in paths if (each if each.is_dir() else each.parent).resolve().name == BENCHMARKS]
    return [each for each in plays if each.exists()], [each for each in paths if each not in plays or not each.exists()]


def _benchmarks(paths: Sequence[Path], loaded: Sequence[Loaded], library: Library) -> list[Diagnostic]:
    if not paths:
        return []
    files = [file for each in paths for file in (benchmark_files(each) if each.is_dir() else [each])]
    scenarios = [entry.scenario for entry in library.entries.values()]
    return findings(files, [*scenarios, *(each.scenario for each in loaded if each.scenario)], library.rubric)


def read_all(paths: Sequence[Path], rubric: Rubric) -> tuple[list[Loaded], list[Diagnostic]]:
    """Every scenario file that paths name, each once, and what is wrong besides what stands in the files."""
    if missing := [str(path) for path in paths if not path.exists()]:
        raise ContentError(f"There is no file or folder {', '.join(missing)}. Nothing was read.")
    others: list[Diagnostic] = []
    files = [file for each in paths or [content.folder("scenarios")] for file in _files(each, others)]
    first: dict[Path, Path] = {}
    for file in files:
        first.setdefault(file.resolve(), file)  # two spellings of one file are one file
    loaded = [load_scenario(path, rubric) for path in first.values()]
    return loaded, [*others, *_taken(loaded)]


def _files(path: Path, others: list[Diagnostic]) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = scenario_files(path)
    if not files:
        others.append(diagnostic("Y01", Location(str(path)), wording=1))
    return files


def _taken(loaded: Sequence[Loaded]) -> Iterator[Diagnostic]:
    """An id may stand for one scenario only, or saved attempts would not know which."""
    seen: set[str] = set()
    for each in loaded:
        if each.scenario and each.scenario.id in seen:
            yield id_taken(Path(each.file), each.scenario.id)
        elif each.scenario:
            seen.add(each.scenario.id)


def texts_in(folder: Path) -> Shingles:
    """The texts of a folder. Raises `ContentError` where there are none."""
    if not folder.is_dir():
        raise ContentError(f"There is no folder {folder} to compare with.")
    files = sorted(path for path in folder.rglob("*") if path.suffix in TEXT_FILES and path.is_file())
    if not files:
        raise ContentError(f"The folder {folder} holds no text ({', '.join(sorted(TEXT_FILES))}) to compare with.")
    return Shingles.of({path.name: path.read_text(encoding="utf-8", errors="replace") for path in files})


def _summary(verified: Verified) -> dict[str, Any]:
    assert verified.subject  # noqa: S101 - asked for sound scenarios alone
    scenario, product = verified.subject.scenario, verified.subject.product
    states, edges = product.size
    return {
        "id": scenario.id,
        "digest": digest(scenario),
        "beats": len(scenario.beats),
        "options": sum(len(beat.options) for beat in scenario.beats),
        "endings": len(scenario.endings),
        "states": states,
        "edges": edges,
        "complete": product.complete,
        "stopped": product.stopped,
        "seconds": round(verified.seconds, 4),
        "criteria": {
            target: {"least": _reach(each.least), "most": _reach(each.most), "top": _reach(each.top)}
            for target, each in verified.extremes.items()
        },
    }


def _reach(reach: Reach) -> dict[str, Any]:
    return {"m": round(reach.m, 4), "level": reach.level, "choices": list(reach.path)}


def _proved(verified: Verified) -> str:
    summary = _summary(verified)
    size = "{id}: {beats} beats, {options} options, {states:,} states, {edges:,} edges".format_map(summary)
    proof = "all of it explored" if summary["complete"] else f"NOT all explored: {summary['stopped']}"
    return f"{size}; {proof}; {verified.seconds:.2f} s with every rule"


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
        "witness": list(each.witness),
    }
