"""A benchmark as a sheet to be read and marked on paper, and which benchmarks need a new look: `make benchmarks`.

The sheet holds what an assessor sees and nothing else: no title, no tag, no level, neither the machine's nor an agreed
one. Nothing is ever written to a file here; levels are agreed by people.
"""

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.authoring.benchmarks import benchmark_files, load_benchmarks
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError, ContentError
from simulator.model.benchmark import Benchmark
from simulator.model.diagnostic import Diagnostic
from simulator.model.rubric import Competency, Rubric
from simulator.services.assessing.benchmarks import findings, shipped
from simulator.services.library import Library
from simulator.services.local import local_library

WIDTH = 100


def sheet(benchmark: Benchmark, session: Session, rubric: Rubric) -> str:
    """The conversation with the written reasons, then what it is marked by: anchors, core indicators and gates."""
    scenario = session.dialogue.scenario
    parts = [scenario.title, scenario.brief, scenario.setting, *_conversation(benchmark, session)]
    for target in scenario.targets:
        parts += _criterion(rubric.competency_by_id[target], rubric.levels)
    parts += ["== Rules that no amount of good work makes up for", *(f"  - {gate.rule}" for gate in rubric.gates)]
    return "\n\n".join(_wrapped(part) for part in parts) + "\n"


def _conversation(benchmark: Benchmark, session: Session) -> Iterator[str]:
    scenario = session.dialogue.scenario
    for step in session.steps:
        option = scenario.beat_by_id[step.beat].option(step.option)
        yield f"{step.turn}. {scenario.client.name}: {step.client}"
        yield f"    Coach: {option.say if option else ''}"
        if reason := benchmark.reasons.get(step.turn):
            yield f"    Wrote at turn {step.turn}: {reason}"
    yield "— How it ended is told after the mark."


def _criterion(criterion: Competency, levels: Sequence[str]) -> Iterator[str]:
    yield f"== {criterion.title}: {criterion.definition}"
    yield from (f"    {level} {name}: {criterion.anchors[level]}" for level, name in enumerate(levels))
    for indicator in (each for each in criterion.indicators if each.core):
        yield f"  - {indicator.behaviour}"
        yield from (f"      {level}: {words}" for level, words in enumerate(indicator.anchors))


def _wrapped(text: str) -> str:
    """Each paragraph filled, indented as its first line is."""
    indent = " " * (len(text) - len(text.lstrip()))
    paragraphs = (" ".join(each.split()) for each in text.split("\n\n"))
    return "\n\n".join(
        textwrap.fill(each, WIDTH, initial_indent=indent, subsequent_indent=indent) for each in paragraphs
    )


def main(ids: Sequence[str], files: Path | None = None, library: Library | None = None) -> int:
    """Prints the sheets of the benchmarks named, or of all of them whether a new look is needed; 1 where it is.

    A sheet shows the play on the scenario as it is now, for that is what a new look is about. 2 where there is none.
    """
    library = library or local_library()
    paths = benchmark_files(files or shipped())
    try:
        sys.stdout.write("\n\n".join(_sheet_now(each, paths, library) for each in ids))
    except CoachsimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if ids:
        return 0
    wrong = findings(paths, [entry.scenario for entry in library.entries.values()], library.rubric)
    for path in paths:
        sys.stdout.write("\n".join(_state(path, [each for each in wrong if each.location.file == str(path)], library)))
    return int(bool(wrong))


def _sheet_now(benchmark_id: str, paths: list[Path], library: Library) -> str:
    known = {each.shaped.id: each.shaped for each in load_benchmarks(paths) if each.shaped}
    if benchmark_id not in known:
        raise ContentError(f"There is no benchmark '{benchmark_id}'. Known: {', '.join(known)}.")
    benchmark = known[benchmark_id]
    dialogue = Dialogue(library.get(benchmark.scenario).scenario)
    return sheet(benchmark, Session.resume(dialogue, benchmark.seed, benchmark.options), library.rubric)


def _state(path: Path, wrong: Sequence[Diagnostic], library: Library) -> Iterator[str]:
    """Whether a file needs a new look and why, and the digest of what its scenario is now."""
    yield f"{path.stem}: {'look again' if wrong else 'fine'}"
    yield from map(str, wrong)
    if any(each.code == "B01" for each in wrong):
        [loaded] = load_benchmarks([path])
        entry = library.entries.get(loaded.shaped.scenario) if loaded.shaped else None
        yield f'    digest: "{entry.digest}"' if entry else "    There is no such scenario here."
    yield ""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
