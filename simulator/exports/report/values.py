"""What a report of an attempt says, as values: everything in words or figures, nothing looked up later.

Whoever makes one (`services.reporting`) has decided what its reader may know; what they may not is not in it.
"""

from dataclasses import dataclass

from simulator.exports.paper import Words


@dataclass(frozen=True, slots=True)
class Basis:
    """A rubric in the version something was held against; `digest` is that of its canonical form."""

    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Level:
    """`value` 0-4, halves where it is the mean of two marks; None for none. `anchor` is what the rubric says of it."""

    value: float | None
    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Machine:
    """What the scoring found on a criterion: `m` 0-1 of `items` pieces of evidence at `turns`, within `interval`.

    `confidence` is none, slight, some or good; `cap` the rule whose crossing limits it, empty for none.
    """

    level: Level
    m: float
    items: int
    interval: tuple[float, float]
    confidence: str
    turns: tuple[int, ...]
    cap: str


@dataclass(frozen=True, slots=True)
class Human:
    """What assessors found on a criterion, with the evidence they cite. `how` says what made it so: as in
    `model.assessment.FinalCriterion`, or `own` for the mark of whoever reads this, while nothing is final.
    """

    level: Level
    how: str
    turns: tuple[int, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """`target`: the scenario aims at it. `machine` None: nothing of it came up. `mine` is the level of the assessor who
    reads this, once another counts.
    """

    title: str
    target: bool
    machine: Machine | None
    human: Human | None
    mine: Level | None = None


@dataclass(frozen=True, slots=True)
class TurnReview:
    """`loss` and `attainable` in points of 0-100. `stronger` is empty where nothing stronger was on offer; `rule` is
    that of a gate crossed here.
    """

    label: str
    loss: float
    attainable: float
    what: str
    stronger: Words
    why: str
    rule: str


@dataclass(frozen=True, slots=True)
class Turn:
    """`mood` is empty where the mode did not show it; `reason` is what was written at a hinge, empty for nothing;
    `notes` are assessors'.
    """

    number: int
    client: Words
    said: Words
    hinge: bool
    reason: str
    mood: str
    notes: tuple[str, ...]
    review: TurnReview | None


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """`kind` is loss, repair or only-move."""

    turn: int
    kind: str
    loss: float
    said: Words
    what: str


@dataclass(frozen=True, slots=True)
class TracePoint:
    """The alliance after a turn (the first: at the start). `trust` 0-3; `mark` is what changed: breach, strain, repair
    or left, empty for nothing.
    """

    trust: int
    strained: bool
    mark: str


@dataclass(frozen=True, slots=True)
class Review:
    """The conversation as a whole, where its feedback may be seen. `curve` is what was attainable, 0-100, at the start
    and after each turn; `trace` has as many points. `missed` are chances it did not come to, each with the reason.
    """

    result: str
    kept: float
    chance_corrected: float
    curve: tuple[float, ...]
    trace: tuple[TracePoint, ...]
    turning_points: tuple[TurningPoint, ...]
    missed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessment: its `round`, when it was settled (empty: not yet), `again` if it is being looked at once more.

    `gates` are rules that were crossed: the rule, the turn, why it was upheld. `answer` is that to an appeal which was
    declined.
    """

    round: int
    settled: str
    again: bool
    rubric: Basis
    comments: tuple[str, ...]
    gates: tuple[tuple[str, int, str], ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """A scoring that is kept: when, against which rubric (digest), by which version of the product."""

    made: str
    rubric: str
    engine: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The rubric's numbers that a reader needs: lower bounds of levels 1-4 (0-1), and the share of the interval."""

    cuts: tuple[float, ...]
    interval: float


@dataclass(frozen=True, slots=True)
class Whose:
    """`name` and `account`; both empty, with the `code` of the script, where its reader may not know."""

    name: str = ""
    account: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """An attempt. `scenario` is its id and `digest` its version; `attempt` its id, empty where its reader may not know,
    as are then the dates, the assignment and its `number` among the attempts there (None for one of one's own accord).
    `mode` explore, practice or exam. `hints` are the turns at which some were taken; `taken_back`: it goes on from a
    choice that was. `total` 0-100, None where too little of the rubric was scored. `engine` is the
    version of the product that makes this report. Times are UTC, ISO 8601; `moment` is the latest of those it rests on.
    """

    title: str
    scenario: str
    digest: str
    language: str
    client: str
    setting: str
    ending: str
    whose: Whose
    attempt: str
    mode: str
    assignment: str
    number: int | None
    hints: tuple[int, ...]
    taken_back: bool
    begun: str
    finished: str
    released: str
    moment: str
    rubric: Basis
    numbers: Numbers
    engine: str
    scores: tuple[Scored, ...]
    criteria: tuple[Criterion, ...]
    total: float | None
    turns: tuple[Turn, ...]
    review: Review | None
    assessed: Assessed | None
