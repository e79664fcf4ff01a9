"""A debrief as a report: the same findings, with what somebody away from the product needs to read them by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.engine.session import Session
from simulator.exports.paper import Span, Words
from simulator.exports.report import (
    Assessed,
    Basis,
    Criterion,
    Human,
    Level,
    Machine,
    Numbers,
    Report,
    Review,
    Scored,
    TracePoint,
    Turn,
    TurningPoint,
    TurnReview,
    Whose,
)
from simulator.model.attempt import Attempt, Hint
from simulator.model.codec import digest
from simulator.model.rubric import Rubric
from simulator.model.score import Score
from simulator.services import debrief as seen
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.debrief import CriterionReview, Debrief
from simulator.services.keeping import product_version
from simulator.services.modes import RULES
from simulator.services.words import Part, parts


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an attempt besides its choices: `title` of its assignment, when it was `released`, its scores."""

    attempt: Attempt
    session: Session
    hints: Sequence[Hint]
    scores: Sequence[Score]
    title: str = ""
    released: str = ""


def report_of(kept: Kept, debrief: Debrief, rubric: Rubric, whose: Whose) -> Report:
    """`rubric` is the one that the debrief was made with."""
    attempt, marked = kept.attempt, debrief.marked
    scenario = kept.session.dialogue.scenario
    moments = [attempt.finished or attempt.begun, kept.released, marked.settled if marked else ""]
    return Report(
        title=debrief.title,
        scenario=attempt.scenario,
        digest=attempt.digest,
        language=scenario.language,
        client=debrief.client,
        setting=scenario.setting,
        ending=debrief.ending,
        whose=whose,
        attempt=attempt.id,
        mode=attempt.mode.value,
        assignment=kept.title,
        number=attempt.number,
        hints=tuple(sorted({each.turn for each in kept.hints})),
        taken_back=attempt.parent is not None,
        begun=attempt.begun,
        finished=attempt.finished or "",
        released=kept.released,
        moment=max([*moments, *(each.made for each in kept.scores)]),
        rubric=basis(rubric),
        numbers=numbers(rubric),
        engine=product_version(),
        scores=tuple(Scored(each.made, each.rubric, each.engine) for each in kept.scores),
        criteria=criteria(debrief, marked),
        total=debrief.total,
        turns=_turns(kept, debrief),
        review=_review(debrief),
        assessed=assessed(marked) if marked else None,
    )


def basis(rubric: Rubric) -> Basis:
    return Basis(rubric.title, rubric.version, digest(rubric))


def numbers(rubric: Rubric) -> Numbers:
    return Numbers(rubric.scoring.cuts, rubric.scoring.interval)


def words(line: Sequence[Part]) -> Words:
    """A line in its pieces, with blanks between."""
    looks = {"cue": "cue", "speech": "plain"}
    spans = [Span(each.text, looks[each.kind]) for each in line]
    between = [each for span in spans for each in (Span(" "), span)]
    return tuple(between[1:])


# Levels.


def criteria(debrief: Debrief, marked: Marked | None) -> tuple[Criterion, ...]:
    """What assessors marked first, in the order of the scoring, then whatever else the scoring found."""
    human = {each.criterion: each for each in marked.criteria} if marked else {}
    machine = {each.id: each for each in debrief.criteria}
    order = [*(id_ for id_ in machine if id_ in human), *(id_ for id_ in human if id_ not in machine)]
    order += [id_ for id_ in machine if id_ not in human]
    return tuple(_criterion(machine.get(id_), human.get(id_), marked.rubric if marked else None) for id_ in order)


def _criterion(machine: CriterionReview | None, human: MarkedCriterion | None, rubric: Rubric | None) -> Criterion:
    if human is None or rubric is None:
        assert machine is not None  # noqa: S101 - one of the two has found something
        return Criterion(machine.title, machine.target, _machine(machine), None)
    level = level_of(human.level, human.criterion, rubric)
    found = Human(level, human.how, human.turns, human.comments)
    return Criterion(rubric.competency_by_id[human.criterion].title, True, _machine(machine), found)


def _machine(found: CriterionReview | None) -> Machine | None:
    if found is None:
        return None
    level = Level(found.level, found.level_name if found.level is not None else "", found.anchor)
    return Machine(level, found.m, found.items, found.interval, found.confidence, found.turns, found.cap or "")


def level_of(value: float | None, criterion: str, rubric: Rubric) -> Level:
    """A level in the words of a rubric; one between two has the names of both, and the anchor of the lower."""
    if value is None:
        return Level(None, "", "")
    below = int(value)
    name = rubric.levels[below]
    if value != below:
        name = f"between {name} and {rubric.levels[below + 1]}"
    return Level(value, name, rubric.competency_by_id[criterion].anchors[below])


def assessed(marked: Marked) -> Assessed:
    rules = marked.rubric.gate_by_id
    gates = tuple((rules[gate].rule if gate in rules else gate, turn, why) for gate, turn, why in marked.gates)
    return Assessed(
        marked.round, marked.settled, marked.again, basis(marked.rubric), marked.comments, gates, marked.answer
    )


# The conversation.


def plain_turns(kept: Kept) -> tuple[Turn, ...]:
    """The conversation as it was read and written, without anything said about it."""
    scenario, shown = kept.session.dialogue.scenario, RULES[kept.attempt.mode].mood == "shown"
    turns = []
    for step, choice in zip(kept.session.steps, kept.attempt.choices, strict=True):
        beat = scenario.beat_by_id[step.beat]
        option = beat.option(step.option)
        turns.append(
            Turn(
                number=step.turn,
                client=words(parts(step.client)),
                said=words(parts(option.say if option else "")),
                hinge=beat.hinge,
                reason=choice.reason or "",
                mood=step.mood.value if shown else "",
                notes=(),
                review=None,
            )
        )
    return tuple(turns)


def _turns(kept: Kept, debrief: Debrief) -> tuple[Turn, ...]:
    notes = debrief.marked.notes if debrief.marked else {}
    return tuple(
        replace(turn, notes=tuple(notes.get(turn.number, ())), review=_turn_review(review))
        for turn, review in zip(plain_turns(kept), debrief.turns, strict=True)
    )


def _turn_review(review: seen.TurnReview) -> TurnReview:
    return TurnReview(
        label=review.label,
        loss=review.loss,
        attainable=review.attainable,
        what=review.what,
        stronger=words(review.stronger),
        why=review.stronger_why,
        rule=review.gate or "",
    )


def _review(debrief: Debrief) -> Review:
    return Review(
        result=debrief.result,
        kept=debrief.kept,
        chance_corrected=debrief.chance_corrected,
        curve=debrief.curve,
        trace=tuple(TracePoint(each.trust, each.strained, each.mark or "") for each in debrief.trace),
        turning_points=turning_points(debrief),
        missed=tuple((each.title, each.because) for each in debrief.not_reached),
    )


def turning_points(debrief: Debrief) -> tuple[TurningPoint, ...]:
    return tuple(
        TurningPoint(each.turn, each.kind, each.loss, words(each.said), each.what) for each in debrief.turning_points
    )
