"""An `Assessing` in memory, with a conversation of "Late again" and people who marked it. It keeps drafts with their
versions as the real one does, and notes what it is asked in `asked`.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import Overtaken
from simulator.model.assessment import Draft, Moderation
from simulator.model.rubric import Competency
from simulator.services.access import Forbidden
from simulator.services.assessing.showing import (
    Anchor,
    AppealRow,
    AssessorRow,
    AssignmentResults,
    BenchmarkEntry,
    CalibrationState,
    Comparison,
    CriterionCard,
    Difference,
    ExclusionRow,
    FinalCard,
    FlagCard,
    GateCard,
    IndicatorCard,
    Line,
    Marking,
    Proposal,
    Queue,
    QueueEntry,
    ResultRow,
    Rules,
    ScriptHead,
    Side,
)
from simulator.services.words import parts
from tests import stock

NOW = "2026-03-02T14:02:00+00:00"
WHOSE = "Noor Haddad"
"""Whose attempt it is: nothing blind may hold it."""
REASON = (
    "She says no problem before I have said anything, so I think she has decided not to make a fuss. If I go straight "
    "to the agenda she will keep it to herself."
)


@cache
def head(script: str = "s-1", code: str = "K7Q2") -> ScriptHead:
    scenario = scenario_or_error(load_scenario(content.folder("scenarios") / "late-again.yaml", stock.rubric()))
    session = Session(Dialogue(scenario), "seed")
    while session.ending is None:
        session.choose(session.turn, session.offered[session.turn % 2].id)
    lines = []
    for step in session.steps:
        beat = scenario.beat_by_id[step.beat]
        option = beat.option(step.option)
        said = parts(option.say)
        lines.append(Line(step.turn, parts(step.client), said, beat.hinge, REASON if step.turn == 1 else ""))
    rubric = stock.rubric()
    return ScriptHead(
        script, code, scenario.title, scenario.client.name, scenario.brief, scenario.setting,
        f"{rubric.title}, version {rubric.version}",
        tuple(lines), session.ending.text,
        tuple(card(rubric.competency_by_id[each]) for each in scenario.targets),
        tuple(GateCard(each.id, each.rule, each.why) for each in rubric.gates),
    )  # fmt: skip


def card(criterion: Competency) -> CriterionCard:
    core = [each for each in criterion.indicators if each.core]
    return CriterionCard(
        criterion.id, criterion.code, criterion.title, criterion.definition, anchors(criterion.anchors),
        tuple(IndicatorCard(each.id, each.title, each.behaviour, anchors(each.anchors)) for each in core),
    )  # fmt: skip


def anchors(words: Iterable[str]) -> tuple[Anchor, ...]:
    return tuple(Anchor(i, stock.rubric().levels[i], each) for i, each in enumerate(words))


def entry(script: str, code: str, state: str, why: str = "first mark", **more: object) -> QueueEntry:
    given = {"scenario": "Late again", "seat": 1, "other": "", "made": "2026-03-01T09:00:00+00:00", "turns": 11}
    return QueueEntry(script=script, code=code, state=state, why=why, begun=False, **{**given, **more})


ENTRIES = (
    entry("s-1", "K7Q2", "mine", other="Another assessor has it open, last seen at 14:02.", seat=2, why="marked twice"),
    entry("s-2", "3FWD", "free"),
    entry("s-3", "P0M8", "free", scenario="The first hour", made="2026-02-27T09:00:00+00:00"),
    entry("s-4", "ZT41", "settle", why="your reason is asked for", seat=None),
    entry("s-5", "Q9B6", "disputed", why="two marks differ by two levels", seat=None),
    entry("s-6", "H2C7", "flagged", why="a flag waits for a decision", seat=None),
    entry("s-7", "M5XA", "waiting", why="the second mark", seat=None),
    entry("s-8", "V8RE", "final", why="", seat=None),
)


def comparison(script: str = "s-4", **changes: object) -> Comparison:
    levels = {"rupture-repair": 3, "trust-reliability": 2, "reflective-practice": None}
    value = Comparison(
        head=replace(head(), script=script, code="ZT41"),
        person=WHOSE,
        sides=(
            Side("own", "You", "", levels, {"rupture-repair": (1, 3), "trust-reliability": (2,)},
                 {"rupture-repair": "Names the breach at once and leaves her room; the repair itself comes late."}),
            Side("mark", "Assessor B", "", {**levels, "rupture-repair": 1, "reflective-practice": 2},
                 {"rupture-repair": (4, 5)}, {"rupture-repair": "The apology turns into a plan before she answers."}),
            Side("machine", "The machine", "", {**levels, "rupture-repair": 1}, {"rupture-repair": (1, 4)}, {}),
        ),
        differences=(
            Difference("rupture-repair", 2, "Only you cite turn 3; the machine and Assessor B rest on turn 4.", "asked",
                       "", None),
            Difference("reflective-practice", None, "Assessor B cites turn 2; you saw no opportunity.", "", "", None),
        ),
        flags=(
            FlagCard("no-deception", "The coach does not lie to the client, nor agree to deceive someone for them.", 4,
                     "Assessor B", "Says the sheet was sent, which is not so.", "", "", "", True),
            FlagCard("no-playing-therapist", "The coach does not diagnose or treat.", 2, "The machine", "",
                     "cleared", "Assessor C", "She only repeats the client’s own word.", False),
        ),
        proposals=(Proposal(1, "Assessor B", False, True, {**levels, "rupture-repair": 2, "reflective-practice": 2},
                            "We both see the breach named; the repair is begun and not finished."),),
        notes={1: (("You", "Quick and plain."),), 4: (("Assessor B", "Here it turns."),)},
        comments=(("You", "A warm start."), ("Assessor B", "In a hurry throughout.")),
        final=(),
        waits=("Your reason for 3 where the machine says 1.", "A decision on one ethical flag."),
        may_propose=True,
        calibrating=False,
        agreed_reasons={},
    )  # fmt: skip
    return replace(value, **changes)


FINAL = (
    FinalCard("rupture-repair", 2.0, "closest"),
    FinalCard("trust-reliability", 2.5, "mean"),
    FinalCard("reflective-practice", None, "agreed"),
)


def result(script: str, person: str, state: str, **more: object) -> ResultRow:
    levels = {"rupture-repair": 2.0, "trust-reliability": 3.0, "reflective-practice": None}
    given = {"round": 1, "released": None, "appeal": "", "levels": levels if state != "marking" else {}}
    return ResultRow(script=script, attempt=f"a-{script}", person=person, scenario="Late again", state=state,
                     finished="2026-02-20T10:00:00+00:00", **{**given, **more})  # fmt: skip


class FakeAssessing:
    """`drafts` is what is kept, shared by all pages that are built on the same fake; `refusal` is raised by whatever
    is asked while it is set.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.refusal: Exception | None = None
        self.kept: dict[str, tuple[Draft, int]] = {}
        self.submitted: set[str] = {"s-4", "s-5", "s-6", "s-7", "s-8"}
        self.compared = comparison()
        self.lead = True
        self.calibrated = True
        self.entries = ENTRIES
        self.moderation, self.number = Moderation(), 1
        self.rows = [
            result("r-1", WHOSE, "final"), result("r-2", "Bo Lind", "final", round=2, appeal="reopened"),
            result("r-3", "Cem Aydin", "marking"),
            result("r-4", "Dagny Moe", "released", released="2026-03-01T10:00:00+00:00", appeal="open"),
        ]  # fmt: skip
        self.appeal = AppealRow(
            "r-4", "Dagny Moe", "Late again", "At turn 3 I waited on purpose, and the level does not show it.",
            "2026-03-01T18:00:00+00:00", "open", "", True,
        )  # fmt: skip

    def _ask(self, *what: object) -> None:
        self.asked.append(what)
        if self.refusal:
            raise self.refusal

    # The queue.

    def queue(self) -> Queue:
        if self.refusal:
            raise self.refusal
        counts = {state: sum(each.state == state for each in self.entries) for state in {e.state for e in self.entries}}
        says = "" if self.calibrated else "Mark 4 more benchmarks before live marking opens for you."
        state = CalibrationState(6 if self.calibrated else 2, 6, 0.92, 0.58, self.calibrated, says)
        return Queue(self.entries, {**counts, "all": len(self.entries)}, state, self.lead)

    def take(self, script: str) -> None:
        self._ask("take", script)
        self.entries = tuple(replace(e, state="mine") if e.script == script else e for e in self.entries)

    def next(self) -> str | None:
        self._ask("next")
        return next((each.script for each in self.entries if each.state == "free"), None)

    def share_out(self) -> int:
        self._ask("share_out")
        return 2

    # One script.

    def open(self, script: str) -> Marking | Comparison:
        if self.refusal:
            raise self.refusal
        if script in self.submitted:
            return replace(self.compared, head=replace(self.compared.head, script=script))
        if script not in {each.script for each in self.entries}:
            raise Forbidden("There is nothing here for you under that address.")
        draft, version = self.kept.get(script, (Draft(), 0))
        found = next(each for each in self.entries if each.script == script)
        return Marking(replace(head(), script=script, code=found.code), 2, draft, version, NOW if version else None,
                       found.other, False)  # fmt: skip

    def save(self, script: str, draft: Draft, based_on: int) -> int:
        self._ask("save", script, draft, based_on)
        self._current(script, based_on)
        self.kept[script] = draft, based_on + 1
        return based_on + 1

    def submit(self, script: str, draft: Draft, based_on: int) -> None:
        self._ask("submit", script, draft, based_on)
        self._current(script, based_on)
        self.submitted.add(script)

    def _current(self, script: str, based_on: int) -> None:
        if script in self.submitted or based_on != self.kept.get(script, (None, 0))[1]:
            raise Overtaken("This was changed in another tab.")

    def step_back(self, script: str, reason: str, knows: bool) -> None:
        self._ask("step_back", script, reason, knows)

    def respond(self, script: str, criterion: str, level: int | None, reason: str) -> None:
        self._ask("respond", script, criterion, level, reason)
        given = tuple(
            replace(each, answer="given", abides=level, reason=reason) if each.criterion == criterion else each
            for each in self.compared.differences
        )
        self.compared = replace(self.compared, differences=given)

    def decide_flag(self, script: str, gate: str, turn: int, upheld: bool, reason: str) -> None:
        self._ask("decide_flag", script, gate, turn, upheld, reason)

    def propose(self, script: str, levels: dict[str, int | None], reason: str) -> None:
        self._ask("propose", script, levels, reason)

    def agree(self, script: str, number: int) -> None:
        self._ask("agree", script, number)

    def ask_third(self, script: str) -> None:
        self._ask("ask_third", script)

    # Benchmarks.

    def benchmarks(self) -> tuple[BenchmarkEntry, ...]:
        return (
            BenchmarkEntry("b-1", "A breach named", "Late again", "s-8", True, 0.67, 1.0),
            BenchmarkEntry("b-2", "In a hurry", "Late again", "s-1", False, None, None),
            BenchmarkEntry("b-3", "A secret passed on", "The first hour", None, False, None, None),
        )

    def calibrate(self, benchmark: str) -> str:
        self._ask("calibrate", benchmark)
        return "s-1"

    # Results.

    def results(self) -> tuple[AssignmentResults, ...]:
        return (AssignmentResults("a-1", "Final exam <Spring>", tuple(self.rows), 2, 1, 1),)

    def release(self, assignment: str, scripts: Iterable[str]) -> int:
        self._ask("release", assignment, tuple(scripts))
        self.rows = [replace(e, state="released", released=NOW) if e.script in scripts else e for e in self.rows]
        return len(tuple(scripts))

    def appeals(self) -> tuple[AppealRow, ...]:
        return (self.appeal,)

    def reopen(self, script: str, answer: str) -> str:
        self._ask("reopen", script, answer)
        self.appeal = replace(self.appeal, state="reopened", decidable=False, answer=answer)
        return "s-9"

    def decline(self, script: str, answer: str) -> None:
        self._ask("decline", script, answer)

    # Rules.

    def rules(self) -> Rules:
        if self.refusal:
            raise self.refusal
        assessors = (
            AssessorRow("ida", "Ida Berg", "ida", True, 3, 14, "2026-03-01T10:00:00+00:00"),
            AssessorRow("jon", "Jon Vik", "jon", False, 0, 0, None),
        )
        excluded = (ExclusionRow("ida", "Ida Berg", "noor", WHOSE, "They share an office.", NOW),)
        return Rules(self.moderation, self.number, NOW, "Ida Berg", assessors, excluded, self.lead)

    def set_rules(self, moderation: Moderation, based_on: int) -> None:
        self._ask("set_rules", moderation, based_on)
        if based_on != self.number:
            raise Overtaken("Somebody else changed the rules meanwhile.")
        self.moderation, self.number = moderation, self.number + 1

    def exclude(self, assessor: str, person: str, reason: str) -> None:
        self._ask("exclude", assessor, person, reason)

    def unexclude(self, assessor: str, person: str) -> None:
        self._ask("unexclude", assessor, person)
