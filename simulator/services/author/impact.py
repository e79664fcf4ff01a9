"""What a new version would mean for attempts at earlier ones: each is replayed on it and scored on both.

Only counts come out, and nothing is stored: an attempt keeps the version it was made on, whatever is published.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import PlayError
from simulator.model.attempt import Attempt
from simulator.model.codec import digest
from simulator.model.scenario import Scenario
from simulator.scoring.solution import Solution
from simulator.services.library import Library
from simulator.services.results import Results

KEPT_CHANGES = 1.0
"""From how many points on a change of what was kept is counted."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How many attempts change their level on a criterion: up, down, or from or to too little evidence."""

    criterion: str
    up: int
    down: int
    given: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Impact:
    """Counts of attempts at other versions of a scenario than the new one.

    `rescored`: finished, fit the new version and were scored on both; of these `levels` criterion levels change, in
    `moved` attempts, and `kept` attempts change their points by one or more. `misfits`: finished, but what was chosen
    is not offered any more or leads to no ending. `unread`: finished on a version that cannot be read. `unfinished`
    are counted and not replayed.
    """

    rescored: int = 0
    misfits: int = 0
    unread: int = 0
    unfinished: int = 0
    levels: int = 0
    moved: int = 0
    kept: int = 0
    shifts: tuple[Shift, ...] = ()


NO_IMPACT = Impact()


@dataclass(frozen=True, slots=True)
class _Scores:
    levels: dict[str, int | None]
    kept: float


class _Version:
    """A version of a scenario, and what a way through it is scored; each way once."""

    def __init__(self, scenario: Scenario, library: Library) -> None:
        self.library, self.dialogue = library, Dialogue(scenario)
        self._solution: Solution | None = None
        self._known: dict[tuple[str, ...], _Scores | None] = {}

    def scores(self, attempt: Attempt) -> _Scores | None:
        """None where the choices do not fit this version."""
        options = tuple(choice.option for choice in attempt.choices)
        if options not in self._known:
            self._known[options] = self._replay(attempt.seed, options)
        return self._known[options]

    def _replay(self, seed: str, options: tuple[str, ...]) -> _Scores | None:
        try:
            session = Session.resume(self.dialogue, seed, options)
        except PlayError:
            return None
        if session.ending is None:
            return None
        if self._solution is None:
            self._solution = self.library.solution(self.dialogue.scenario)
        results = Results(session, self._solution, self.library.rubric)
        return _Scores({id_: each.level for id_, each in results.criteria.items()}, results.outcome.kept)


def impact(
    scenario: Scenario, attempts: Iterable[Attempt], kept: Callable[[str], Scenario | None], library: Library
) -> Impact:
    """What publishing `scenario` would mean. `kept` gives an earlier version by its digest, None where it cannot."""
    name = digest(scenario)
    others = [attempt for attempt in attempts if attempt.digest != name]
    finished = [attempt for attempt in others if attempt.ending]
    new = _Version(scenario, library)
    found = {each: kept(each) for each in {attempt.digest for attempt in finished}}
    olds = {each: _Version(version, library) for each, version in found.items() if version}
    pairs = [
        (old, new.scores(attempt))
        for attempt in finished
        if attempt.digest in olds and (old := olds[attempt.digest].scores(attempt))
    ]
    fit = [(old, now) for old, now in pairs if now]
    shifts = _shifts(fit)
    return Impact(
        rescored=len(fit),
        misfits=len(pairs) - len(fit),
        unread=len(finished) - len(pairs),
        unfinished=len(others) - len(finished),
        levels=sum(each.up + each.down + each.given + each.withdrawn for each in shifts),
        moved=sum(any(True for _ in _moves(old, now)) for old, now in fit),
        kept=sum(abs(now.kept - old.kept) >= KEPT_CHANGES - 1e-9 for old, now in fit),
        shifts=shifts,
    )


def _moves(old: _Scores, now: _Scores) -> Iterable[tuple[str, str]]:
    """Each criterion whose level differs, and in which direction."""
    for criterion in dict.fromkeys((*old.levels, *now.levels)):
        before, after = old.levels.get(criterion), now.levels.get(criterion)
        if before is None and after is not None:
            yield criterion, "given"
        elif before is not None and after is None:
            yield criterion, "withdrawn"
        elif before is not None and after is not None and before != after:
            yield criterion, "up" if after > before else "down"


def _shifts(fit: list[tuple[_Scores, _Scores]]) -> tuple[Shift, ...]:
    counts = Counter(move for old, now in fit for move in _moves(old, now))
    names = dict.fromkeys(criterion for criterion, _ in counts)
    return tuple(
        Shift(name, *(counts[name, way] for way in ("up", "down", "given", "withdrawn"))) for name in sorted(names)
    )
