"""What a portfolio says, as values: a person's attempts, what each showed, and what that comes to by competency."""

from dataclasses import dataclass

from simulator.exports.paper import Words
from simulator.exports.report.values import Basis, TurningPoint, Whose


@dataclass(frozen=True, slots=True)
class Shown:
    """What one attempt showed of one competency. `level` is the one that counts, None for none; `assessed`: it is
    assessors'. `items` of evidence that the scoring found.
    """

    competency: str
    level: float | None
    assessed: bool
    items: int


@dataclass(frozen=True, slots=True)
class Reason:
    turn: int
    said: Words
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished attempt. `first` at its scenario, of those the portfolio could cover; `kept` in points of 0-100;
    `helped` by hints or by taking a choice back; `moment` is the turn that mattered most, None where none stood out.
    """

    attempt: str
    scenario: str
    digest: str
    title: str
    mode: str
    assignment: str
    finished: str
    first: bool
    helped: bool
    turns: int
    result: str
    kept: float
    shown: tuple[Shown, ...]
    moment: TurningPoint | None
    reasons: tuple[Reason, ...]

    def of(self, competency: str) -> Shown | None:
        return next((each for each in self.shown if each.competency == competency), None)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A competency over several attempts: `mean` 0-1 of its scenarios' means, with its jackknife standard `error`, None
    for a single scenario. All counts are 0 where there is nothing.
    """

    attempts: int = 0
    scenarios: int = 0
    items: int = 0
    mean: float | None = None
    error: float | None = None


@dataclass(frozen=True, slots=True)
class Competency:
    """`first` attempts at scenarios and `repeats` apart, since what is played again is also remembered."""

    id: str
    code: str
    title: str
    first: Pooled
    repeats: Pooled


@dataclass(frozen=True, slots=True)
class Portfolio:
    """`entries` are the earliest first, `competencies` in the rubric's order and only those with evidence. `covers`
    says which attempts it is about; `waiting` is how many of these are finished and not released, `older` how many
    before them were left out, `unreadable` how many cannot be read any more. `rubrics` are those of assessors' marks,
    where they differ from `rubric`.
    """

    whose: Whose
    language: str
    covers: str
    moment: str
    rubric: Basis
    rubrics: tuple[Basis, ...]
    engine: str
    waiting: int
    older: int
    unreadable: int
    entries: tuple[Entry, ...]
    competencies: tuple[Competency, ...]
