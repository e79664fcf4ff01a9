"""Scored attempts put into a store as a test wants them, without anybody having played them."""

from itertools import count

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt
from simulator.model.codec import digest, encode
from simulator.model.person import Cohort, Person, Role
from simulator.model.scenario import Scenario
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.services.analysis.analysis import Analysis
from simulator.services.analysis.heat import level_of
from simulator.services.analysis.subjects import Scale
from simulator.services.cohort import CohortView
from simulator.services.library import Library
from simulator.store.sql import Store

NOW = "2026-03-01T12:00:00+00:00"
Turn = tuple[str, str, float, float, int | None]
"""Beat, option, quality, loss, seconds."""


class Scored:
    """Trainers are `tina` and `tom`; whoever else is named is entered as a trainee. `scenario` is what is played."""

    def __init__(self, store: Store, library: Library, scenario: Scenario) -> None:
        self.store, self.library, self.scenario = store, library, scenario
        self._ids, self._known = count(1), set[str]()
        rubric = library.rubric
        scoring = rubric.scoring
        self.scale = Scale(rubric.levels, scoring.cuts, scoring.exemplary_items, 5.0)
        self._enter("tina", "tom", role=Role.TRAINER)
        with store.work() as work:
            work.keep_rubric(digest(rubric), rubric.id, encode(rubric).decode())
            work.commit()
        self.version(scenario)

    def version(self, scenario: Scenario) -> str:
        with self.store.work() as work:
            work.keep_version(digest(scenario), scenario.id, encode(scenario).decode())
            work.commit()
        return digest(scenario)

    def _enter(self, *names: str, role: Role = Role.TRAINEE) -> None:
        new = [name for name in names if name not in self._known]
        self._known |= set(new)
        with self.store.work() as work:
            work.people.add_all([Person(name, f"{name}@x", name.title(), frozenset({role})) for name in new], NOW)
            work.commit()

    def cohort(self, id_: str, *members: str, trainers: tuple[str, ...] = ("tina",), made: str = NOW) -> None:
        self._enter(*members)
        with self.store.work() as work:
            work.cohorts.add(Cohort(id_, id_.title(), made, members, trainers))
            work.commit()

    def assign(
        self, id_: str, *cohorts: str, by: str = "tina", people: tuple[str, ...] = (), mode: Mode = Mode.PRACTICE
    ) -> None:
        self._enter(*people)
        exercises = (Exercise(self.scenario.id, digest(self.scenario)),)
        given = Assignment(
            id_, id_.title(), mode, NOW, None, "UTC", None, False, exercises, by, NOW, cohorts=cohorts, people=people
        )
        with self.store.work() as work:
            work.assignments.add(given)
            work.commit()

    def play(
        self,
        person: str,
        assignment: str | None = "task",
        *,
        number: int | None = 1,
        day: int = 1,
        mode: Mode = Mode.PRACTICE,
        scenario: Scenario | None = None,
        shown: dict[str, tuple[float, int]] | None = None,
        levels: dict[str, int] | None = None,
        turns: tuple[Turn, ...] = (),
        scored: bool = True,
    ) -> str:
        """A finished attempt. `shown`: the mean and the items of each criterion; its level is the one the mean reaches,
        or the one in `levels`.
        """
        played = scenario or self.scenario
        begun = f"2026-03-{day:02}T12:00:00+00:00"
        attempt = Attempt(
            f"a{next(self._ids)}", person, played.id, digest(played), "seed", begun,
            mode=mode, assignment=assignment, number=number,
        )  # fmt: skip
        with self.store.work() as work:
            work.begin(attempt)
            work.finish(attempt.id, "well", begun)
            if scored:
                work.scores.add(self._score(attempt.id, shown or {}, levels or {}, turns))
            work.commit()
        return attempt.id

    def _score(
        self, attempt: str, shown: dict[str, tuple[float, int]], levels: dict[str, int], turns: tuple[Turn, ...]
    ) -> Score:
        criteria = tuple(
            ScoredCriterion(id_, levels.get(id_, self._level(m, items)), m, items) for id_, (m, items) in shown.items()
        )
        taken = tuple(ScoredTurn(number, *turn) for number, turn in enumerate(turns, start=1))
        rubric = digest(self.library.rubric)
        return Score(attempt, 1, NOW, rubric, "1", 50.0, 0.5, "good", criteria, taken, "{}")

    def _level(self, m: float, items: int) -> int | None:
        return min(int(level_of(m, self.scale)), 3) if items >= 2 else None  # type: ignore[arg-type]

    def load(self, trainer: str = "tina") -> Analysis:
        return CohortView(self.library, self.store, trainer, lambda: NOW).load()
