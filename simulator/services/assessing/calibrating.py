"""Benchmarks: marked to learn the levels before live marking, and now and then among live scripts to watch for drift.

Only calibration counts for being let in. What is seeded looks like anything else until it has been marked.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from simulator.model.assessment import Mark, Moderation, Purpose, Script, Seat, Why
from simulator.model.benchmark import Benchmark
from simulator.scoring.moderation import differ, own
from simulator.services.assessing.acting import Acting, settings
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import BenchmarkEntry, CalibrationState
from simulator.services.assigning.acting import sound
from simulator.services.ports import Work

Agreement = tuple[float, float]
"""Share of levels that are those agreed on, and share within one of them; being at odds on opportunity is neither."""


class Calibration:
    """How far everybody has come with the benchmarks: the last mark of each counts."""

    def __init__(self, work: Work, benchmarks: Iterable[Benchmark], rules: Moderation) -> None:
        self._known, self._rules = {each.id: each for each in benchmarks}, rules
        self._scripts = {each.id: each for each in work.scripts.all(Purpose.CALIBRATION)}
        self._marks: dict[str, dict[str, Mark]] = {}
        marks = (each for some in work.marks.of(self._scripts).values() for each in some)
        for mark in sorted(marks, key=lambda each: (each.submitted, each.script)):
            benchmark = self._scripts[mark.script].benchmark or ""
            if benchmark in self._known:
                self._marks.setdefault(mark.assessor, {})[benchmark] = mark

    def last(self, assessor: str, benchmark: str) -> Mark | None:
        return self._marks.get(assessor, {}).get(benchmark)

    def agreement(self, mark: Mark) -> Agreement:
        return agreement([mark], [self._known[self._scripts[mark.script].benchmark or ""]])

    def state(self, assessor: str) -> CalibrationState:
        marks, needed = self._marks.get(assessor, {}), min(self._rules.calibration, len(self._known))
        exact, within = agreement(marks.values(), [self._known[each] for each in marks]) if marks else (None, None)
        says = self._says(len(marks), needed, within)
        return CalibrationState(len(marks), needed, within, exact, not says, says)

    def ready(self, assessor: str) -> bool:
        return self.state(assessor).ready

    def _says(self, done: int, needed: int, within: float | None) -> str:
        if done < needed:
            left = f"{needed - done} more" if done else str(needed)
            return f"Before live marking, mark {left} of the benchmarks and compare your levels with those agreed on."
        if needed and within is not None and within < self._rules.calibrated:
            return (
                f"Of your levels {within:.0%} are within one of those agreed on; for live marking "
                f"{self._rules.calibrated:.0%} are needed. Look at the anchors and mark benchmarks again: the last "
                "mark of each counts."
            )
        return ""


def agreement(marks: Iterable[Mark], benchmarks: Iterable[Benchmark]) -> Agreement:
    """Over all criteria of marks, each with its benchmark, that something was agreed on for."""
    pairs = [
        (own(mark, criterion), agreed.level)
        for mark, benchmark in zip(marks, benchmarks, strict=True)
        for criterion, agreed in benchmark.levels.items()
        if mark.of(criterion)
    ]
    if not pairs:
        return 0.0, 0.0
    exact, within = (sum(not differ(*pair, gap) for pair in pairs) / len(pairs) for gap in (1, 2))
    return exact, within


def benchmarks(acting: Acting) -> tuple[BenchmarkEntry, ...]:
    """All there are, with what came of them for whoever asks."""
    known = acting.benchmarks.all()
    titles = {each.id: title_of(acting, each) for each in known}
    with acting.reading() as work:
        calibration = Calibration(work, known, settings(work)[1])
        begun = _begun(work, acting.person)
    return tuple(_entry(each, titles[each.id], begun.get(each.id), calibration, acting.person) for each in known)


def title_of(acting: Acting, benchmark: Benchmark) -> str:
    """The title of its scenario. Outside any unit of work."""
    titles = acting.texts.titles
    if benchmark.id not in titles:
        titles[benchmark.id] = acting.benchmarks.session(benchmark).dialogue.scenario.title
    return titles[benchmark.id]


def _entry(
    benchmark: Benchmark, title: str, begun: Script | None, calibration: Calibration, person: str
) -> BenchmarkEntry:
    mark = calibration.last(person, benchmark.id)
    exact, within = calibration.agreement(mark) if mark else (None, None)
    script = begun.id if begun else mark.script if mark else None
    name = benchmark.title if mark else benchmark.id  # a title says what to find in it
    return BenchmarkEntry(benchmark.id, name, title, script, mark is not None, exact, within)


def _begun(work: Work, person: str) -> dict[str, Script]:
    """What somebody has begun to calibrate on and not submitted, by benchmark."""
    mine = [each for each in work.scripts.seats_of(person) if each.ended is None and each.why is Why.BENCHMARK]
    scripts = work.scripts.some([each.script for each in mine])
    marks = work.marks.of(scripts)
    return {
        each.benchmark: each
        for each in scripts.values()
        if each.purpose is Purpose.CALIBRATION and each.benchmark and not marks[each.id]
    }


def calibrate(acting: Acting, benchmark_id: str) -> str:
    """The script of a benchmark to be marked: the one that was begun, or a new one where it has been marked.

    Raises `UnknownBenchmark`.
    """
    benchmark = acting.benchmarks.get(sound(benchmark_id))
    with acting.work() as work:
        work.alone("benchmarks", acting.person)
        begun = _begun(work, acting.person).get(benchmark.id)
        if begun:
            return begun.id
        script = give(work, acting, benchmark, acting.person, Purpose.CALIBRATION)
        acting.audit(work, "began a benchmark", script)
        work.commit()
    return script


def give(work: Work, acting: Acting, benchmark: Benchmark, assessor: str, purpose: Purpose) -> str:
    """Put a benchmark before one assessor; the id of the script."""
    known = acting.library.rubric.competency_by_id
    criteria = tuple(each for each in benchmark.levels if each in known)
    if not criteria:
        raise Refused("Nothing of this benchmark is in the rubric any more.")
    script = Script(acting.new_id(), purpose, acting.keep_rubric(work), acting.now(), criteria, benchmark=benchmark.id)
    work.scripts.add(script)
    work.scripts.add_seat(Seat(script.id, 1, 1, Why.BENCHMARK, acting.now(), assessor))
    return script.id


# Seeding.


def due(assessor: str, taken: int, rules: Moderation) -> int:
    """How many benchmarks belong among the first `taken` live scripts of somebody.

    Of every `per` scripts in a row `seeded` are followed by one; where it begins differs between assessors.
    """
    offset = int.from_bytes(sha256(f"seed/{assessor}".encode()).digest()[:4]) % rules.per
    return (taken * rules.seeded + offset) // rules.per


def seed(work: Work, acting: Acting, assessor: str, taken: int, rules: Moderation, known: Sequence[Benchmark]) -> None:
    """After somebody has taken their `taken`-th live script: put a benchmark in their queue if one is due."""
    if not known or due(assessor, taken, rules) <= due(assessor, taken - 1, rules):
        return
    mine = [each.script for each in work.scripts.seats_of(assessor) if each.why is Why.BENCHMARK]
    met = {each.benchmark: each.made for each in _by_time(work.scripts.some(mine))}
    script = give(work, acting, _choice(known, met, f"{assessor}/{taken}"), assessor, Purpose.SEEDED)
    acting.audit(work, "gave a benchmark", script)


def _by_time(scripts: Mapping[str, Script]) -> list[Script]:
    return sorted(scripts.values(), key=lambda each: each.made)


def _choice(known: Sequence[Benchmark], met: Mapping[str | None, str], lot: str) -> Benchmark:
    """By lot among the half that somebody has not met, or met longest ago."""
    waited = sorted(known, key=lambda each: (met.get(each.id, ""), each.id))[: (len(known) + 1) // 2]
    return min(waited, key=lambda each: sha256(f"{lot}/{each.id}".encode()).digest())
