"""The benchmarks that assessors can be given now: those made for a version of a scenario that is at hand.

A file is judged once and then kept by its bytes, so that a page reads neither YAML nor the catalogue of mistakes. What
is wrong with the others is for `coachsim check` and `coachsim doctor` to say, not for an assessor to meet.
"""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from simulator import content
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import UnknownBenchmark
from simulator.model.benchmark import Benchmark
from simulator.model.codec import decode, digest, encode, plain
from simulator.model.diagnostic import Diagnostic
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.library import Library

Kept = Callable[[str], str | None]
"""The canonical form of a version of a scenario that the store has kept, by digest."""


def shipped() -> Path:
    """The folder of the benchmarks that ship with the product."""
    return content.folder("rubrics") / "benchmarks"


class Benchmarks:
    """The files of a folder, each with the version of its scenario that it names.

    That is the version that can be played now, the one of the file where another was published since, or one that
    `kept` finds. All is read once per object; a folder that is not there holds none.
    """

    def __init__(self, folder: Path, library: Library, kept: Kept = lambda _: None) -> None:
        self.folder, self.library, self._kept = folder, library, kept
        self._versions: dict[tuple[str, str], Scenario | None] = {}

    def all(self) -> tuple[Benchmark, ...]:
        """Those that can be marked, in the order of their files."""
        return tuple(self._sound.values())

    def get(self, benchmark_id: str) -> Benchmark:
        """Raises `UnknownBenchmark`; one that was marked once may be gone, or its version be nowhere any more."""
        if benchmark_id not in self._sound:
            near = get_close_matches(benchmark_id, self._sound, n=1, cutoff=0.5)
            raise UnknownBenchmark(benchmark_id, near[0] if near else None)
        return self._sound[benchmark_id]

    def session(self, benchmark: Benchmark) -> Session:
        """Its conversation, played to the end. Raises `UnknownBenchmark` where its version is not at hand."""
        scenario = self._version(benchmark)
        if scenario is None:
            raise UnknownBenchmark(benchmark.id, None)
        return Session.resume(Dialogue(scenario), benchmark.seed, benchmark.options)

    @cached_property
    def _sound(self) -> dict[str, Benchmark]:
        found: dict[str, Benchmark] = {}
        for path in sorted(self.folder.glob("*.yaml")):
            benchmark = self._read(path)
            if benchmark and self._version(benchmark):
                found.setdefault(benchmark.id, benchmark)
        return found

    def _read(self, path: Path) -> Benchmark | None:
        """The benchmark of a file, unless something is wrong with it."""
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        parts = (raw, encode(self.library.rubric))
        kept = self.library.cache.read("benchmark", *parts)
        if kept is not None:
            try:
                return decode(kept, Benchmark)
            except ValueError:
                pass
        from simulator.authoring.benchmarks import load_benchmarks
        from simulator.verification.benchmarks import verify_benchmark

        [loaded] = load_benchmarks([path])
        scenario = self._version(loaded.benchmark) if loaded.benchmark else None
        if loaded.benchmark is None or verify_benchmark(loaded, scenario, self.library.rubric):
            return None
        self.library.cache.write("benchmark", encode(plain(loaded.benchmark)), *parts)
        return loaded.benchmark

    def _version(self, benchmark: Benchmark) -> Scenario | None:
        named = (benchmark.scenario, benchmark.digest)
        if named not in self._versions:
            self._versions[named] = self._look_for(*named)
        return self._versions[named]

    def _look_for(self, scenario_id: str, named: str) -> Scenario | None:
        for entries in (self.library.entries, self.library.shipped):
            entry = entries.get(scenario_id)
            if entry and entry.digest == named:
                return entry.scenario
        try:
            scenario = decode(self._kept(named) or "", Scenario)
        except ValueError:  # nothing was kept, or nothing that can be read
            return None
        return scenario if scenario.id == scenario_id else None


def findings(files: Sequence[Path], scenarios: Iterable[Scenario], rubric: Rubric) -> list[Diagnostic]:
    """What is wrong with benchmark files, in their order; and which are for a version that is not in `scenarios`."""
    from simulator.authoring.benchmarks import load_benchmarks
    from simulator.verification.benchmarks import verify_benchmark

    here = {(each.id, digest(each)): each for each in scenarios}
    found: list[Diagnostic] = []
    for each in load_benchmarks(list(files)):
        named = (each.shaped.scenario, each.shaped.digest) if each.shaped else ("", "")
        found += verify_benchmark(each, here.get(named), rubric)
    return found
