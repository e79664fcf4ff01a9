"""Marking by the machine: a finished attempt gets a score, which is kept beside it and never written over.

It happens once an attempt has ended, and again for whatever was left unmarked (a program that stopped in between), so
nobody has to remember it. What was explored keeps no score. Releasing a score to its trainee is another matter.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError, Overtaken
from simulator.model.assignment import Mode
from simulator.model.attempt import Attempt, Hint
from simulator.model.codec import decode, digest, encode
from simulator.model.scenario import Scenario
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock
from simulator.services.results import Results

Progress = Callable[[int, int], object]


class Marking:
    """Marks attempts against the rubric of a library, each on the version of the scenario it was made on."""

    def __init__(self, library: Library, store: Attempts, now: Clock) -> None:
        self._library, self._store, self._now = library, store, now
        self._dialogue: Callable[[str], Dialogue | None] = lru_cache(maxsize=64)(self._read)

    def mark(self, attempt_id: str) -> Score | None:
        """Score a finished attempt unless it has a score; the new one. None where there was nothing to do."""
        with self._store.reading() as work:
            attempt, times = work.attempt(attempt_id), work.times(attempt_id)
            hints, before = work.hints(attempt_id), work.scores.of(attempt_id)
        if before or attempt.ending is None or attempt.mode is Mode.EXPLORE:
            return None
        return self._keep(self._score(attempt, times, hints))

    def mark_all(
        self, assignments: Iterable[str] | None = None, progress: Progress = lambda *_: None
    ) -> tuple[str, ...]:
        """Mark whatever is finished and unmarked (within some assignments); ids of what could not be marked."""
        with self._store.reading() as work:
            waiting = work.scores.unscored(assignments)
        unmarked = []
        for done, attempt_id in enumerate(waiting):
            progress(done, len(waiting))
            try:
                self.mark(attempt_id)
            except (CoachsimError, ValueError):
                unmarked.append(attempt_id)
        return tuple(unmarked)

    def _score(self, attempt: Attempt, times: list[str], hints: list[Hint]) -> Score:
        dialogue = self._dialogue(attempt.digest)
        if dialogue is None:
            raise ValueError(f"the version {attempt.digest[:12]} of {attempt.scenario} is not kept")
        session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
        solution, rubric = self._library.solution(dialogue.scenario), self._library.rubric
        results = Results(session, solution, rubric, furthest(hints))
        took = seconds(attempt.begun, times)
        return Score(
            attempt=attempt.id,
            number=1,
            made=self._now(),
            rubric=digest(rubric),
            engine=_engine(),
            kept=results.outcome.kept,
            chance_corrected=results.outcome.chance_corrected,
            result=session.ending.result.value if session.ending else "",
            criteria=tuple(
                ScoredCriterion(each.id, each.level, each.m, len(each.items)) for each in results.criteria.values()
            ),
            turns=tuple(
                ScoredTurn(step.turn, step.beat, step.option, turn.quality, turn.loss, spent)
                for step, turn, spent in zip(session.steps, results.review.turns, took, strict=True)
            ),
            document=encode(results.findings()).decode(),
        )

    def _keep(self, score: Score) -> Score | None:
        rubric = self._library.rubric
        try:
            with self._store.work() as work:
                work.keep_rubric(score.rubric, rubric.id, encode(rubric).decode())
                work.scores.add(score)
                work.commit()
        except Overtaken:  # marked by another page at the same moment, and to the same result
            return None
        return score

    def _read(self, name: str) -> Dialogue | None:
        with self._store.reading() as work:
            kept = work.version(name)
        return Dialogue(decode(kept, Scenario)) if kept else None


def furthest(hints: Iterable[Hint]) -> dict[int, int]:
    """The furthest step of the hint ladder by turn."""
    found: dict[int, int] = {}
    for hint in hints:
        found[hint.turn] = max(hint.level, found.get(hint.turn, 0))
    return found


def seconds(begun: str, times: Iterable[str]) -> list[int | None]:
    """How long each turn took; None where the clock was set back meanwhile."""
    moments = [datetime.fromisoformat(each) for each in (begun, *times)]
    spans = [int((after - before).total_seconds()) for before, after in pairwise(moments)]
    return [span if span >= 0 else None for span in spans]


def _engine() -> str:
    try:
        return version("coachsim")
    except PackageNotFoundError:
        return "unknown"
