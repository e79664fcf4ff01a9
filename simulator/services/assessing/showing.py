"""What an assessor's page shows, as values. What is blind is not in them, so no page can give it away.

Assessors, scripts and people appear under the names given here; ids are for the view-model to look up what was shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.model.assessment import Draft, Moderation
from simulator.model.rubric import Rubric
from simulator.services.words import Part


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A script as the queue shows it. `code` is what it is called while it is blind, `K7Q2`.

    `state`: `mine` (to be marked by whoever asks), `free` (nobody has taken the seat), `settle` (marked by them; their
    reasons, a decision on a flag or an answer to a proposal is still asked for), `disputed`, `flagged`, `waiting` (on
    somebody else) or `final`. `why` says in words why the mark is needed, where that gives nothing away; `other` that
    somebody else is at it, and when last ("Another assessor has it open, last seen at 14:02"). `due` is when it was
    asked for. `third`: whoever asks leads and has not marked it, and can ask for a third mark.
    """

    script: str
    code: str
    scenario: str
    state: str
    seat: int | None
    why: str
    other: str
    made: str
    turns: int
    begun: bool
    third: bool = False


@dataclass(frozen=True, slots=True)
class CalibrationState:
    """`done` of `needed` benchmarks marked; `within_one` the share of levels within one of the agreed, None before the
    first. `ready`: live marking is open. `says` is one sentence on what is missing, empty where nothing is.
    """

    done: int
    needed: int
    within_one: float | None
    exact: float | None
    ready: bool
    says: str


@dataclass(frozen=True, slots=True)
class BenchmarkEntry:
    """A benchmark to learn the levels on. `script` is None until it is begun; `exact` and `within_one` after it."""

    benchmark: str
    title: str
    scenario: str
    script: str | None
    marked: bool
    exact: float | None
    within_one: float | None


@dataclass(frozen=True, slots=True)
class Queue:
    """`counts` by state and `all`; the entries are all of them, to be filtered where they are shown."""

    entries: tuple[QueueEntry, ...]
    counts: Mapping[str, int]
    calibration: CalibrationState
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A turn of the transcript. `reason` is what the trainee wrote before the reaction was shown; empty for none."""

    turn: int
    client: tuple[Part, ...]
    said: tuple[Part, ...]
    hinge: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Anchor:
    level: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    id: str
    title: str
    behaviour: str
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class CriterionCard:
    """A criterion to be marked, with its anchors (level 0 first) and the core indicators behind it."""

    id: str
    code: str
    title: str
    definition: str
    anchors: tuple[Anchor, ...]
    indicators: tuple[IndicatorCard, ...]


@dataclass(frozen=True, slots=True)
class GateCard:
    id: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class ScriptHead:
    """What is known of a script whoever looks at it. `ending` is the text of the ending, as the
    trainee read it; empty while it is to be marked, since it tells how well that went.
    """

    script: str
    code: str
    title: str
    client: str
    brief: str
    setting: str
    rubric: str
    lines: tuple[Line, ...]
    ending: str
    criteria: tuple[CriterionCard, ...]
    gates: tuple[GateCard, ...]


@dataclass(frozen=True, slots=True)
class Marking:
    """A script in front of an assessor who has not submitted: blind. `version` is that of the draft, 0 for none yet.

    `calibrating`: a benchmark whose agreed levels are shown at once after it.
    """

    head: ScriptHead
    seat: int
    draft: Draft
    version: int
    saved: str | None
    other: str
    calibrating: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One column of the comparison. `kind`: `own`, `mark` (another assessor's), `machine`, `agreed` (a benchmark's) or
    `earlier` (a mark of the round before, under the rubric named in `note`). `level` and `turns` by criterion; a
    criterion missing in `levels` was not marked there, None in it is "no opportunity" ("too little evidence" for the
    machine). `words` is the comment or reason by criterion.
    """

    kind: str
    title: str
    note: str
    levels: Mapping[str, int | None]
    turns: Mapping[str, tuple[int, ...]]
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One criterion where sides differ. `gap` in levels, None where one says there was no opportunity.

    `explained` says by its evidence where it comes from: which turns only one side cites, which both read differently.
    `answer`: `asked` (whoever looks must still give a reason or take the machine's level), `given`, or `` (not theirs).
    """

    criterion: str
    gap: int | None
    explained: str
    answer: str
    reason: str
    abides: int | None


@dataclass(frozen=True, slots=True)
class FlagCard:
    """`by` is who raised it, in words. `decidable`: whoever looks may decide it."""

    gate: str
    rule: str
    turn: int
    by: str
    comment: str
    decision: str
    decided_by: str
    reason: str
    decidable: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A consensus proposed. `mine`: by whoever looks; `open`: it can still be agreed."""

    number: int
    by: str
    mine: bool
    open: bool
    levels: Mapping[str, int | None]
    reason: str


@dataclass(frozen=True, slots=True)
class FinalCard:
    criterion: str
    level: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A script after one's mark was submitted: the sides beside one another. `person` is whose attempt it is (empty for
    a benchmark). `waits` says in words, one by one, what has to happen before the mark is final; `final` is empty
    before. `may_propose`: a consensus can be proposed here. `notes` are everybody's notes by turn, with the title of
    the side they come from.
    """

    head: ScriptHead
    person: str
    sides: tuple[Side, ...]
    differences: tuple[Difference, ...]
    flags: tuple[FlagCard, ...]
    proposals: tuple[Proposal, ...]
    notes: Mapping[int, tuple[tuple[str, str], ...]]
    comments: tuple[tuple[str, str], ...]
    final: tuple[FinalCard, ...]
    waits: tuple[str, ...]
    may_propose: bool
    calibrating: bool
    agreed_reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A script of an assignment where its result can be seen to. `state`: `marking`, `final` or `released`."""

    script: str
    attempt: str
    person: str
    scenario: str
    round: int
    state: str
    finished: str
    released: str | None
    levels: Mapping[str, float | None]
    appeal: str


@dataclass(frozen=True, slots=True)
class AppealRow:
    """`state`: `open`, `reopened` or `declined`."""

    script: str
    person: str
    scenario: str
    reason: str
    made: str
    state: str
    answer: str
    decidable: bool


@dataclass(frozen=True, slots=True)
class AssignmentResults:
    """What there is to release of one assignment. `ready` scripts are final and not released."""

    assignment: str
    title: str
    rows: tuple[ResultRow, ...]
    ready: int
    marking: int
    released: int


@dataclass(frozen=True, slots=True)
class AssessorRow:
    """Workload: seats held and not marked, marks submitted, and when one was submitted last."""

    person: str
    name: str
    account: str
    ready: bool
    open: int
    marked: int
    last: str | None


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    assessor: str
    assessor_name: str
    person: str
    person_name: str
    reason: str
    made: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How marking is moderated, who marks, and who marks whom not. `editable`: whoever looks may change it."""

    moderation: Moderation
    number: int
    made: str | None
    by: str
    assessors: tuple[AssessorRow, ...]
    exclusions: tuple[ExclusionRow, ...]
    editable: bool


@dataclass(frozen=True, slots=True)
class MarkedCriterion:
    """`level` is the final one, None for no opportunity; `how` as in `FinalCriterion`; `turns` the evidence of the
    marks that count; `comments` what those say of it.
    """

    criterion: str
    level: float | None
    how: str
    turns: tuple[int, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """What assessors found, as the trainee reads it once it is released; assessors are nameless in it.

    `notes` are by turn; `round` counts the assessments from 1; `again`: it is being looked at again after an appeal.
    `rubric` is the one it was marked against; `appeal` is `open`, `reopened`, `declined`, or empty, with its `answer`.
    """

    script: str
    round: int
    settled: str
    rubric: Rubric
    criteria: tuple[MarkedCriterion, ...]
    notes: Mapping[int, tuple[str, ...]]
    comments: tuple[str, ...]
    gates: tuple[tuple[str, int, str], ...]
    again: bool
    appeal: str = ""
    answer: str = ""
