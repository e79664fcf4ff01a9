"""Assessors at work, for the tests of what they do: an exam that trainees have sat, and marks made in a line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import UnknownBenchmark
from simulator.model.assessment import CriterionMark, Draft, Moderation
from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt
from simulator.model.benchmark import Agreed, Benchmark
from simulator.model.codec import encode
from simulator.model.person import Person, Role
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.advancing import gather
from simulator.services.assessing.appealing import appeal
from simulator.services.assessing.assessing import Assessing
from simulator.services.assessing.marked import marked
from simulator.services.assessing.showing import Comparison, Marked, Marking, QueueEntry
from simulator.services.library import Library
from simulator.store.sql import Store
from tests import stock

START = datetime.fromisoformat("2026-03-02T12:00:00+00:00")
BEST = ("own-it", "stay-with-it", "agree-together", "show-it-kept", "remember")
"""The machine finds level 4 on rupture-repair, clear of every cut, and too little on trust-reliability."""
CROSSED = ("own-it", "stay-with-it", "agree-together", "tell-her-boss", "remember")
"""Level 3, and a gate at turn 4."""
CLOSE = ("carry-on", "fix-it", "move-on", "lecture")
"""Level 1, near a cut."""
GATE = "no-secret-disclosure"
REPAIR, TRUST = "rupture-repair", "trust-reliability"
PLAIN = Moderation(double=0.0, calibration=0, seeded=0)
Level = int | None


class Shelf:
    """Benchmarks on the borrowed hour, as many as asked for; agreed at level 3 for a repair at turn 1."""

    def __init__(self, many: int = 0) -> None:
        self.known = {each.id: each for each in map(_benchmark, range(1, many + 1))}

    def all(self) -> tuple[Benchmark, ...]:
        return tuple(self.known.values())

    def get(self, benchmark_id: str) -> Benchmark:
        if benchmark_id not in self.known:
            raise UnknownBenchmark(benchmark_id, None)
        return self.known[benchmark_id]

    def session(self, benchmark: Benchmark) -> Session:
        return Session.resume(Dialogue(stock.scenario(benchmark.scenario)), benchmark.seed, benchmark.options)


def _benchmark(number: int) -> Benchmark:
    agreed = {REPAIR: Agreed(3, "She owns it at once.", (1,)), TRUST: Agreed(None, "Nothing calls for it.", ())}
    return Benchmark(
        f"bench-mark-{number}", f"Benchmark {number}", "About a repair.", "borrowed-hour", "digest", f"seed {number}",
        CROSSED, {1: "It was mine."}, agreed, (GATE,),
    )  # fmt: skip


class Panel:
    """Anna, Ben, Carol and Dan assess; Lena leads them; trainees are Ada, Bo and Cem. The clock ticks at each look.

    Rules are plain unless set: nothing is drawn, no benchmarks.
    """

    def __init__(self, store: Store, library: Library) -> None:
        self.store, self.library, self.shelf = store, library, Shelf()
        self._ids, self._ticks = count(1), count()
        self._pages: dict[tuple[str, int, int], Assessing] = {}
        self._gathering = self.acting("lena")
        with store.work() as work:
            for names, roles in (
                (("anna", "ben", "carol", "dan"), {Role.ASSESSOR}),
                (("lena",), {Role.ASSESSOR, Role.ADMINISTRATOR}),
                (("ada", "bo", "cem"), {Role.TRAINEE}),
                (("tina", "tom"), {Role.TRAINER}),
            ):
                people = [Person(name, name, f"{name.title()} Smith", frozenset(roles)) for name in names]
                work.people.add_all(people, self.now())
            work.commit()
        self.set(PLAIN)

    def now(self) -> str:
        return (START + timedelta(seconds=next(self._ticks))).isoformat(timespec="seconds")

    def new_id(self) -> str:
        return f"id-{next(self._ids)}"

    def acting(self, person: str) -> Acting:
        return Acting(self.library, self.store, self.shelf, person, self.now, self.new_id)

    def as_(self, person: str) -> Assessing:
        """The page of somebody, opened once for each shelf and rubric."""
        key = (person, id(self.shelf), id(self.library.rubric))
        if key not in self._pages:
            self._pages[key] = Assessing(self.library, self.store, self.shelf, person, self.now, self.new_id)
        return self._pages[key]

    @property
    def anna(self) -> Assessing:
        return self.as_("anna")

    @property
    def ben(self) -> Assessing:
        return self.as_("ben")

    @property
    def carol(self) -> Assessing:
        return self.as_("carol")

    @property
    def lena(self) -> Assessing:
        return self.as_("lena")

    def set(self, rules: Moderation) -> None:
        with self.store.work() as work:
            before = work.scripts.moderation()
            work.scripts.set_moderation(before[0] + 1 if before else 1, rules, "lena", self.now())
            work.commit()

    def roles(self, person: str, *roles: Role) -> None:
        with self.store.work() as work:
            work.people.set_roles(person, roles)
            work.commit()

    # What trainees did.

    def exam(self, *people: str, targets: Sequence[str] = (REPAIR,), scenario: str = "borrowed-hour") -> str:
        entry = self.library.get(scenario)
        id_ = self.new_id()
        with self.store.work() as work:
            work.keep_version(entry.digest, scenario, encode(entry.scenario).decode())
            exercises = (Exercise(scenario, entry.digest),)
            exam = Assignment(
                id_, f"Exam of {', '.join(people)}", Mode.EXAM, self.now(), None, "UTC", 1, True, exercises, "tina",
                self.now(), tuple(targets), people=people, assessed=True,
            )  # fmt: skip
            work.assignments.add(exam)
            work.commit()
        return id_

    def sit(self, exam: str, person: str, options: Sequence[str] = BEST) -> str:
        """An attempt that has come to its end; its id."""
        with self.store.work() as work:
            exercise = work.assignments.get(exam).exercises[0]
            attempt = Attempt(
                self.new_id(), person, exercise.scenario, exercise.digest, "seed", self.now(),
                mode=Mode.EXAM, assignment=exam, number=1,
            )  # fmt: skip
            work.begin(attempt)
            for turn, option in enumerate(options, start=1):
                work.add_choice(attempt.id, turn, option, self.now())
            work.give_reason(attempt.id, 1, "Because it was mine.")
            ending = stock.session(exercise.scenario, *options, seed="seed").ending
            work.finish(attempt.id, ending.id, self.now())
            work.commit()
        return attempt.id

    def sat(self, person: str = "ada", options: Sequence[str] = BEST, targets: Sequence[str] = (REPAIR,)) -> str:
        """A script of an exam of its own: its id."""
        attempt = self.sit(self.exam(person, targets=targets), person, options)
        gather(self._gathering)
        return self.script(attempt)

    def script(self, attempt: str) -> str:
        with self.store.reading() as work:
            return work.scripts.of_attempt(attempt)[-1].id

    # What assessors do.

    def entry(self, person: str, script: str) -> QueueEntry | None:
        return next((each for each in self.as_(person).queue().entries if each.script == script), None)

    def state(self, person: str, script: str) -> str:
        entry = self.entry(person, script)
        return entry.state if entry else ""

    def blind(self, person: str, script: str) -> Marking:
        found = self.as_(person).open(script)
        assert isinstance(found, Marking)
        return found

    def blind_after_take(self, person: str, script: str) -> Marking:
        self.as_(person).take(script)
        return self.blind(person, script)

    def compared(self, person: str, script: str) -> Comparison:
        found = self.as_(person).open(script)
        assert isinstance(found, Comparison)
        return found

    def mark(self, person: str, script: str, *levels: Level, draft: Draft | None = None) -> None:
        """Take a script where it is not theirs, and mark it: a level for each criterion, or a whole draft."""
        assessing = self.as_(person)
        assessing.take(script)
        marking = assessing.open(script)
        assert isinstance(marking, Marking)
        assessing.submit(script, draft or draft_of(marking, *levels), marking.version)

    def settled(self, script: str) -> dict[str, tuple[float | None, str]]:
        """What counts by criterion, and how; empty while it is not final."""
        with self.store.reading() as work:
            final = work.scripts.finals([script]).get(script)
        return {each.criterion: (each.level, each.how) for each in final.criteria} if final else {}

    def whys(self, script: str) -> list[str]:
        """Why each seat that lasts is needed."""
        with self.store.reading() as work:
            return [each.why.value for each in work.scripts.seats([script])[script] if each.ended is None]

    def waits(self, person: str, script: str) -> tuple[str, ...]:
        return self.compared(person, script).waits

    def released(self, script: str) -> None:
        """Release a final result, whoever's it is."""
        row = next((a.assignment, r.script) for a in self.lena.results() for r in a.rows if r.script == script)
        assert self.lena.release(row[0], [script]) == 1

    def appeal(self, attempt: str, person: str = "ada", reason: str = "Look at turn 3.") -> None:
        appeal(self.store, person, attempt, reason, self.now)

    def marked(self, attempt: str) -> Marked | None:
        with self.store.reading() as work:
            return marked(work, work.attempt(attempt))

    def attempt_of(self, script: str) -> str:
        with self.store.reading() as work:
            return work.scripts.get(script).attempt

    def audited(self, *subjects: str) -> list[tuple[str, str]]:
        with self.store.reading() as work:
            return [(each.person, each.act) for each in work.audit.about(*subjects)]


def draft_of(marking: Marking, *levels: Level, **more: object) -> Draft:
    """A draft with a level for each criterion of a script, evidence at turn 1."""
    criteria = tuple(
        CriterionMark(card.id, level, () if level is None else (1,), f"Level {level} it is.")
        for card, level in zip(marking.head.criteria, levels, strict=True)
    )
    return replace(Draft(criteria), **more)  # type: ignore[arg-type]
