"""What a debrief holds, in the order in which it is best read. Words describe, never judge."""

from dataclasses import dataclass

from simulator.services.assessing.showing import Marked
from simulator.services.words import Part


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the client would have said next on the best line, and the answer to it (empty at the end)."""

    client: tuple[Part, ...]
    coach: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class TurnReview:
    """One turn looked at again. `loss` and `attainable` are points of 0-100 of what was attainable at the start.

    `moment` completes "This moment offered a chance to …"; `what` says what the chosen line did. `stronger` is empty
    where nothing stronger was on offer; `also_fine` lists other sound lines. `indicators` are ids in the rubric panel.
    """

    turn: int
    client: tuple[Part, ...]
    said: tuple[Part, ...]
    label: str
    loss: float
    attainable: float
    badges: tuple[str, ...]
    what: str
    moment: tuple[str, ...]
    misconception: str | None
    stronger: tuple[Part, ...]
    stronger_why: str
    follow_up: tuple[Exchange, ...]
    also_fine: tuple[tuple[Part, ...], ...]
    reason: str
    hinge: bool
    indicators: tuple[str, ...]
    gate: str | None


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """One of the turns that mattered most. `kind`: loss, repair, or only-move (nothing else would have done)."""

    turn: int
    kind: str
    loss: float
    said: tuple[Part, ...]
    what: str


@dataclass(frozen=True, slots=True)
class CriterionReview:
    """One criterion. `level` None means too little evidence; `cap` is the rule of a crossed gate that limits it."""

    id: str
    title: str
    level: int | None
    level_name: str
    anchor: str
    m: float
    items: int
    interval: tuple[float, float]
    confidence: str
    turns: tuple[int, ...]
    target: bool
    cap: str | None


@dataclass(frozen=True, slots=True)
class TracePoint:
    """The alliance when the client spoke at `turn` (one more point follows the last turn)."""

    turn: int
    trust: int
    mode: str
    strained: bool
    mark: str | None
    """`breach`, `strain`, `repair` or `left`: what changed since the point before."""


@dataclass(frozen=True, slots=True)
class NotReached:
    """An indicator the better road would have come to, and why this one did not."""

    indicator: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    scenario: str
    title: str
    because: str


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A part of a source document: its reference, what it is about, and the document's title and author."""

    reference: str
    topic: str
    document: str
    author: str | None


@dataclass(frozen=True, slots=True)
class RubricEntry:
    """An indicator as the rubric panel shows it, anchors for levels 0-4."""

    id: str
    title: str
    competency: str
    behaviour: str
    anchors: tuple[str, ...]
    sources: tuple[SourceLink, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """The whole debrief of a finished attempt. `curve` starts at 100 and has one more point per turn. `marked` is what
    assessors found, where they marked it; `criteria` are the machine's then, too.
    """

    attempt: str
    scenario: str
    title: str
    client: str
    result: str
    ending: str
    reflection: str
    kept: float
    chance_corrected: float
    curve: tuple[float, ...]
    turning_points: tuple[TurningPoint, ...]
    turns: tuple[TurnReview, ...]
    criteria: tuple[CriterionReview, ...]
    total: float | None
    trace: tuple[TracePoint, ...]
    not_reached: tuple[NotReached, ...]
    suggestion: Suggestion | None
    rubric: tuple[RubricEntry, ...]
    rubric_name: str
    digest: str
    marked: Marked | None = None
