"""What is known of how a script was assessed, what its assessors abide by, and where they differ.

Blind marks decide whether somebody else is asked; what counts are the levels that assessors abide by once they have
seen the machine's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.model.assessment import Consensus, Flag, Mark, Moderation, Response, Script

Level = int | None
"""0-4, None for no opportunity (for the machine: too little evidence)."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine found: `levels` and means (0-1) by criterion; a criterion without evidence is in neither."""

    levels: Mapping[str, Level]
    means: Mapping[str, float] = field(default_factory=dict)
    cuts: tuple[float, ...] = ()

    def level(self, criterion: str) -> Level:
        return self.levels.get(criterion)


@dataclass(frozen=True, slots=True)
class Assessed:
    """All that is known of how a script was assessed. `machine` None: it has no score.

    `caps`: criterion and cap of each gate. `seats` were asked for so far, which nothing takes back. Nothing more is to
    be had from the assessors in `gone`: what they owe lapses, and their own levels stand.
    """

    script: Script
    machine: Machine | None
    caps: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    responses: tuple[Response, ...] = ()
    flags: tuple[Flag, ...] = ()
    consensus: tuple[Consensus, ...] = ()
    seats: int = 1
    gone: frozenset[str] = frozenset()

    def mark(self, seat: int) -> Mark | None:
        return next((each for each in self.marks if each.seat == seat), None)

    def mark_of(self, assessor: str) -> Mark | None:
        return next((each for each in self.marks if each.assessor == assessor), None)

    def response(self, seat: int, criterion: str) -> Response | None:
        return next((each for each in self.responses if (each.seat, each.criterion) == (seat, criterion)), None)

    @property
    def agreed(self) -> Mapping[str, Level]:
        """Levels by the consensus that was agreed to; empty where there is none."""
        return next((each.levels for each in reversed(self.consensus) if each.agreed_by), {})


def own(mark: Mark, criterion: str) -> Level:
    found = mark.of(criterion)
    return found.level if found else None


def abides(assessed: Assessed, mark: Mark, criterion: str) -> Level:
    """The level that an assessor abides by: their own, unless they have taken the machine's."""
    response = assessed.response(mark.seat, criterion)
    return response.level if response else own(mark, criterion)


def owed(assessed: Assessed, mark: Mark) -> tuple[str, ...]:
    """Criteria on which an assessor has still to say what they abide by, since their level is not the machine's."""
    machine = assessed.machine
    if machine is None or mark.assessor in assessed.gone:
        return ()
    return tuple(
        each
        for each in assessed.script.criteria
        if own(mark, each) != machine.level(each) and assessed.response(mark.seat, each) is None
    )


def differ(one: Level, other: Level, gap: int) -> bool:
    """Whether two levels lie so far apart, or only one of them is a level."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= gap


def disputed(assessed: Assessed, settings: Moderation) -> tuple[str, ...]:
    """Criteria on which what the first two abide by differs too much."""
    first, second = assessed.mark(1), assessed.mark(2)
    if first is None or second is None:
        return ()
    return tuple(
        each
        for each in assessed.script.criteria
        if differ(abides(assessed, first, each), abides(assessed, second, each), settings.gap)
    )
