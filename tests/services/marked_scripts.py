"""Marks of assessors put into a store as a test wants them, without anybody having sat down to it."""

from collections.abc import Mapping, Sequence
from itertools import count

import numpy as np

from simulator.model.assessment import CriterionMark, Final, Mark, Moderation, Purpose, Script, Seat, Why
from simulator.model.attempt import Attempt
from simulator.model.benchmark import Agreed, Benchmark
from simulator.model.codec import digest, encode
from simulator.model.person import Person, Role
from simulator.model.score import Score, ScoredCriterion
from simulator.services.assessing.agreement.dashboard import Dashboard
from simulator.services.assessing.statistics import Statistics
from simulator.services.library import Library
from simulator.store.sql import Store

NOW = "2026-03-01T12:00:00+00:00"
RAPPORT, GOALS = "rapport-safety", "needs-goals-action"
Levels = Mapping[str, int | None]
"""By criterion; None for no opportunity, or for too little evidence."""


class Bench:
    """Benchmarks with agreed levels, by id."""

    def __init__(self, **levels: Levels) -> None:
        self.made = tuple(
            Benchmark(id_, id_, "", "two-turns", "", "s", (), {}, {c: Agreed(n, "", ()) for c, n in each.items()})
            for id_, each in levels.items()
        )

    def all(self) -> tuple[Benchmark, ...]:
        return self.made


class MarkedScripts:
    """Assessors are `anna`, `ben`, `carl` and whoever else marks; `tom` is a trainee, whose attempts they all are."""

    def __init__(self, store: Store, library: Library, bench: Bench | None = None) -> None:
        self.store, self.library, self.bench = store, library, bench or Bench()
        self._ids, self._known = count(1), set[str]()
        self._rubric, self.scenario = digest(library.rubric), library.entries["two-turns"].scenario
        with store.work() as work:
            work.keep_rubric(self._rubric, library.rubric.id, encode(library.rubric).decode())
            work.keep_version(digest(self.scenario), self.scenario.id, encode(self.scenario).decode())
            work.people.add(Person("tom", "tom", "Tom", frozenset({Role.TRAINEE})), NOW)
            work.commit()
        self.enter("anna", "ben", "carl")

    def enter(self, *names: str) -> None:
        new = [name for name in names if name not in self._known]
        self._known |= set(new)
        with self.store.work() as work:
            people = [Person(name, name, name.capitalize(), frozenset({Role.ASSESSOR})) for name in new]
            work.people.add_all(people, NOW)
            work.commit()

    def script(
        self,
        *marks: tuple[str, Levels],
        machine: Levels | None = None,
        day: str = "2026-03-01",
        why: Why = Why.RANDOM,
        final: bool = True,
        attempt: str | None = None,
        cites: str | None = None,
    ) -> str:
        """A live script with its marks, the first one first. `cites`: the script looked at again; its attempt too."""
        self.enter(*(name for name, _ in marks))
        number = next(self._ids)
        with self.store.work() as work:
            if attempt is None:
                attempt = f"attempt-{number}"
                scenario = self.scenario
                begun = Attempt(attempt, "tom", scenario.id, digest(scenario), "seed", NOW)
                work.begin(begun)
                work.finish(attempt, "well", NOW)
                if machine is not None:
                    work.scores.add(self._score(attempt, machine))
            criteria = tuple(dict.fromkeys(each for _, levels in marks for each in levels)) or (RAPPORT,)
            made = Script(
                f"script-{number}", Purpose.LIVE, self._rubric, NOW, criteria, attempt,
                round=2 if cites else 1, cites=cites,
            )  # fmt: skip
            self._keep(work, made, marks, day, why)
            if final:
                work.scripts.settle(Final(made.id, NOW, Moderation(), ()))
            work.commit()
        return made.id

    def benchmark(self, benchmark: str, name: str, levels: Levels, day: str, purpose: Purpose = Purpose.SEEDED) -> None:
        self.enter(name)
        made = Script(
            f"script-{next(self._ids)}", purpose, self._rubric, NOW, tuple(levels), benchmark=benchmark,
        )  # fmt: skip
        with self.store.work() as work:
            self._keep(work, made, [(name, levels)], day, Why.BENCHMARK)
            work.commit()

    def _keep(self, work, script: Script, marks: Sequence[tuple[str, Levels]], day: str, why: Why) -> None:
        work.scripts.add(script)
        submitted = f"{day}T12:00:00+00:00"
        for seat, (name, levels) in enumerate(marks, start=1):
            reason = {1: Why.FIRST, 2: why, 3: Why.DISPUTE}[seat]
            work.scripts.add_seat(Seat(script.id, seat, seat, reason, NOW, name))
            criteria = tuple(CriterionMark(criterion, level) for criterion, level in levels.items())
            work.marks.submit(Mark(script.id, seat, name, NOW, submitted, criteria))

    def _score(self, attempt: str, levels: Levels, number: int = 1) -> Score:
        criteria = tuple(ScoredCriterion(id_, level, 0.5, 4) for id_, level in levels.items())
        return Score(attempt, number, NOW, self._rubric, "1", 50.0, 0.5, "good", criteria, (), "{}")

    def score_again(self, attempt: str, levels: Levels) -> None:
        with self.store.work() as work:
            work.scores.add(self._score(attempt, levels, 2))
            work.commit()

    def many(self, scripts: int, seed: int = 1) -> None:
        """Three months of marks by three, on two criteria: Anna as it is, Ben one lower now and then, Carl now and
        again one off. A third mark where the first two differ by two.
        """
        random = np.random.default_rng(seed)
        for number in range(scripts):
            truth = {RAPPORT: int(random.integers(0, 5)), GOALS: int(random.choice([2, 3, 3, 3, 4]))}
            day = f"2026-{1 + number * 3 // scripts:02}-{1 + number % 28:02}"
            pair = [("anna", "ben"), ("ben", "carl"), ("carl", "anna")][number % 3]
            marks = [(name, {c: self._drawn(random, name, level) for c, level in truth.items()}) for name in pair]
            gaps = [abs(a - b) for a, b in zip(*(m.values() for _, m in marks), strict=True) if None not in (a, b)]
            if max(gaps, default=0) >= 2:
                third = ({"anna", "ben", "carl"} - set(pair)).pop()
                marks.append((third, {c: self._drawn(random, third, level) for c, level in truth.items()}))
            machine = {c: int(np.clip(level + random.integers(-1, 2), 0, 4)) for c, level in truth.items()}
            once = number % 4 == 3
            self.script(
                *marks[: 1 if once else 3], machine=machine, day=day, why=Why.RANDOM if number % 2 else Why.BORDERLINE
            )

    def _drawn(self, random: np.random.Generator, name: str, level: int) -> int | None:
        if random.random() < 0.06:
            return None
        off = {"anna": [0, 0, 0, 1], "ben": [-1, -1, 0, 0], "carl": [-1, 0, 0, 2]}[name]
        return int(np.clip(level + random.choice(off), 0, 4))

    def load(self, person: str = "anna") -> Dashboard:
        return Statistics(self.library, self.store, self.bench, person).load()
