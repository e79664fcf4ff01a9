"""Whether a benchmark can be played to an end, and whether its reasons and levels belong to that play.

Needs the version of the scenario that the benchmark names; without it all that can be said is that it needs a new look.
Which levels are right is not judged: people agree them.
"""

from collections.abc import Iterator
from typing import Any

from simulator.authoring.benchmarks import LoadedBenchmark
from simulator.authoring.shape import nearest
from simulator.authoring.source import KeyPath, Source
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import NotOffered
from simulator.model.benchmark import Benchmark
from simulator.model.diagnostic import Diagnostic, Severity
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.verification.diagnostics.catalogue import diagnostic


def verify_benchmark(loaded: LoadedBenchmark, scenario: Scenario | None, rubric: Rubric) -> tuple[Diagnostic, ...]:
    """Everything about one file: its own mistakes, and what is wrong with it as a play of `scenario`.

    `scenario` is the version whose digest the benchmark names, None where that version is not here.
    """
    if loaded.shaped is None:
        return loaded.diagnostics
    found = _Checker(loaded.source, loaded.shaped, rubric).check(scenario)
    return tuple(sorted((*loaded.diagnostics, *found), key=lambda each: (each.location, each.code)))


class _Checker:
    def __init__(self, source: Source, benchmark: Benchmark, rubric: Rubric) -> None:
        self.source, self.benchmark, self.rubric = source, benchmark, rubric

    def check(self, scenario: Scenario | None) -> Iterator[Diagnostic]:
        yield from self.check_gates()
        if scenario is None:
            yield self.finding("B01", ("digest",), scenario=self.benchmark.scenario)
            return
        session = Session(Dialogue(scenario), self.benchmark.seed)
        yield from self.check_play(session)
        yield from self.check_reasons(session)
        yield from self.check_levels(scenario)

    def finding(self, code: str, path: KeyPath, *, key: bool = False, wording: int = 0, **values: Any) -> Diagnostic:
        return diagnostic(code, self.source.at(path, key=key), wording=wording, **values)

    def check_gates(self) -> Iterator[Diagnostic]:
        known = [*self.rubric.gate_by_id]
        for i, gate in enumerate(self.benchmark.gates):
            if gate not in known:
                place, message = self.source.at(("gates", i)), f"there is no gate '{gate}'"
                yield Diagnostic("R01", Severity.ERROR, place, message, nearest(gate, known))

    def check_play(self, session: Session) -> Iterator[Diagnostic]:
        """Plays the options as far as they can be played, and says what stops them."""
        for i, option in enumerate(self.benchmark.options):
            path: KeyPath = ("options", i)
            if session.ending:
                yield self.finding("B02", path, wording=1, turn=i + 1, ending=session.ending.id)
                return
            try:
                session.choose(session.turn, option)
            except NotOffered as error:
                yield self.finding("B02", path, wording=2, option=option, beat=error.beat)
                return
        if session.ending is None:
            yield self.finding("B02", ("options",), key=True, beat=session.beat.id)

    def check_reasons(self, session: Session) -> Iterator[Diagnostic]:
        """A reason for each hinge of the turns that could be played, and for no other."""
        beats = session.dialogue.scenario.beat_by_id
        for step in session.steps:
            hinge, written = beats[step.beat].hinge, step.turn in self.benchmark.reasons
            if hinge and not written:
                yield self.finding("B03", ("reasons",), key=True, turn=step.turn, beat=step.beat)
            elif written and not hinge:
                path: KeyPath = ("reasons", str(step.turn))
                yield self.finding("B03", path, key=True, wording=1, turn=step.turn, beat=step.beat)

    def check_levels(self, scenario: Scenario) -> Iterator[Diagnostic]:
        for target in scenario.targets:
            if target not in self.benchmark.levels:
                yield self.finding("B04", ("levels",), key=True, criterion=target)
        for criterion in self.benchmark.levels:
            if criterion not in scenario.targets:
                yield self.finding("B04", ("levels", criterion), key=True, wording=1, criterion=criterion)
