"""What people make of an attempt: scripts, who marks them, marks, flags, and what came of it in the end.

A *script* is an attempt put before assessors once; looked at again after an appeal, it is another script that cites the
first. A benchmark put before one assessor is a script too, and looks like any other. Marks are never written over: what
is said after a mark (a reason, a decision on a flag, a consensus) is a record of its own beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

COMMENT = 4_000
"""Characters that a comment, a note or a reason takes at most; the page says so beforehand."""


class Purpose(StrEnum):
    """Why a script is marked: because a result hangs on it, to learn the levels, or to watch for drift."""

    LIVE = "live"
    CALIBRATION = "calibration"
    SEEDED = "seeded"


class Why(StrEnum):
    """Why a script needs the mark of a seat."""

    FIRST = "first"
    RANDOM = "random"
    BORDERLINE = "borderline"
    GATE = "gate"
    GAP = "gap"
    """A level of the first mark lies two from the machine's."""
    DISPUTE = "dispute"
    """The two marks differ by two levels, or on whether there was anything to mark."""
    APPEAL = "appeal"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Moderation:
    """The numbers of moderation (specification 2.5). Shares are 0-1; `border` is in units of a criterion's mean.

    `double`: share of scripts marked twice whatever happens. `border`: nearer than this to a cut, a script is marked
    twice. `gap`: levels of difference from which on a further mark is asked for. `within`: what counts where marks
    differ by less (`first` mark or `mean`). `beyond`: what happens where they differ by `gap` or more (`third` mark or
    `consensus` of the two with a reason). `calibration`: benchmarks to be marked before live marking; `calibrated`: the
    share of levels that must be within one of the agreed. `seeded` benchmarks stand among every `per` scripts.
    """

    double: float = 0.20
    border: float = 0.05
    gap: int = 2
    within: str = "first"
    beyond: str = "third"
    calibration: int = 6
    calibrated: float = 0.80
    seeded: int = 2
    per: int = 10


@dataclass(frozen=True, slots=True)
class Script:
    """One of `attempt` and `benchmark` is set. `rubric` is the digest of the rubric it is marked against, all its seats
    the same; `criteria` are what is marked. `round` counts the assessments of an attempt from 1; `cites` is the script
    of the round before.
    """

    id: str
    purpose: Purpose
    rubric: str
    made: str
    criteria: tuple[str, ...]
    attempt: str | None = None
    benchmark: str | None = None
    round: int = 1
    cites: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A mark that a script needs: `seat` 1 first, 2 second, 3 third. `number` counts all the seats a script ever had;
    `assessor` None is one that nobody has taken yet. A seat that was given up or taken away has `ended`, and another
    one of the same `seat` follows. `opened`: when the script was first looked at; `seen`: when last.
    """

    script: str
    number: int
    seat: int
    why: Why
    made: str
    assessor: str | None = None
    opened: str | None = None
    seen: str | None = None
    ended: str | None = None
    ended_why: str = ""


@dataclass(frozen=True, slots=True)
class CriterionMark:
    """`level` 0-4, None for "no opportunity". `turns` are the evidence."""

    criterion: str
    level: int | None
    turns: tuple[int, ...] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A mark being made: criteria decided so far, a note for each turn, a comment on the whole, flags to be raised
    (`gate`, `turn`, what was seen). It is kept as it is typed. `undecided` are criteria with evidence or a comment but
    no level yet, what stands in their `level` says nothing; a mark cannot be submitted while there are any.
    """

    criteria: tuple[CriterionMark, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    comment: str = ""
    flags: tuple[tuple[str, int, str], ...] = ()
    undecided: tuple[CriterionMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A submitted mark, made blind; it stays as it is for ever. Times are UTC, ISO 8601."""

    script: str
    seat: int
    assessor: str
    begun: str
    submitted: str
    criteria: tuple[CriterionMark, ...]
    notes: Mapping[int, str] = field(default_factory=dict)
    comment: str = ""

    def of(self, criterion: str) -> CriterionMark | None:
        return next((each for each in self.criteria if each.criterion == criterion), None)


@dataclass(frozen=True, slots=True)
class Response:
    """After the mark, where it differs from the machine's: `level` is what the assessor abides by, the machine's or
    their own; their own needs the reason.
    """

    script: str
    seat: int
    criterion: str
    level: int | None
    reason: str
    made: str


@dataclass(frozen=True, slots=True)
class Flag:
    """An ethical gate that seems to have been crossed at a turn. `assessor` None: the machine raised it.

    `decision` None until a second assessor has decided.
    """

    script: str
    gate: str
    turn: int
    made: str
    assessor: str | None = None
    comment: str = ""
    decision: "FlagDecision | None" = None


@dataclass(frozen=True, slots=True)
class FlagDecision:
    """`upheld`: the gate was crossed, and caps its criterion; otherwise the flag is cleared."""

    assessor: str
    upheld: bool
    reason: str
    made: str


@dataclass(frozen=True, slots=True)
class Consensus:
    """What one of the two proposes as agreed, level by criterion, and whether the other has agreed."""

    script: str
    number: int
    assessor: str
    levels: Mapping[str, int | None]
    reason: str
    made: str
    agreed_by: str | None = None
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class FinalCriterion:
    """`level` 0-4, None for no opportunity; halves where the policy is the mean. `how` says what made it final:
    `first`, `mean`, `agreed` (all alike), `closest`, `third`, `consensus`, `capped`.
    """

    criterion: str
    level: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Final:
    """What counts of a script. `policy` is the moderation it was settled under, as it stood then."""

    script: str
    made: str
    policy: Moderation
    criteria: tuple[FinalCriterion, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`assessor` never marks anything of `person`."""

    assessor: str
    person: str
    reason: str
    entered_by: str
    made: str


@dataclass(frozen=True, slots=True)
class Appeal:
    """A trainee asks that a result be looked at again. `script` is the one it is about; `reopened` the one that cites
    it, None where it was declined or is not decided yet.
    """

    script: str
    person: str
    reason: str
    made: str
    decided: str | None = None
    decided_by: str | None = None
    answer: str = ""
    reopened: str | None = None
