"""A script as a report for an assessor who has marked it: blind, with their own mark, and the final one once there is.

Nothing tells whose it is: no name, no date of the attempt, no assignment, no id. The review of turns is left out, as
it is on the page where scripts are marked.
"""

from dataclasses import dataclass, replace

from simulator.exports.report import Assessed, Criterion, Human, Machine, Report, Turn, Whose
from simulator.exports.report.values import Level
from simulator.model.assessment import CriterionMark, Mark, Script
from simulator.model.rubric import Rubric
from simulator.scoring.levels import Criterion as Found
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.keeping import product_version
from simulator.services.reporting.attempt import Kept, assessed, basis, level_of, numbers, plain_turns


@dataclass(frozen=True, slots=True)
class Marking:
    """A script with the mark of whoever reads it, the rubric it is marked against, and what counts of it once that is
    final.
    """

    script: Script
    code: str
    rubric: Rubric
    mark: Mark
    final: Marked | None


def script_report(kept: Kept, marking: Marking, found: dict[str, Found]) -> Report:
    """`found` is what the scoring found, with the rubric of the script."""
    scenario, final = kept.session.dialogue.scenario, marking.final
    ending = kept.session.ending
    return Report(
        title=scenario.title,
        scenario=scenario.id,
        digest=kept.attempt.digest,
        language=scenario.language,
        client=scenario.client.name,
        setting=scenario.setting,
        ending=ending.text if ending else "",
        whose=Whose(code=marking.code),
        attempt="",
        mode=kept.attempt.mode.value,
        assignment="",
        number=None,
        hints=(),
        taken_back=False,
        begun="",
        finished="",
        released="",
        moment=max(marking.mark.submitted, final.settled if final else ""),
        rubric=basis(marking.rubric),
        numbers=numbers(marking.rubric),
        engine=product_version(),
        scores=(),
        criteria=tuple(_criterion(each, marking, found.get(each)) for each in marking.script.criteria),
        total=None,
        turns=tuple(_noted(each, marking) for each in plain_turns(kept)),
        review=None,
        assessed=assessed(final) if final else _own(marking),
    )


def _own(marking: Marking) -> Assessed:
    comments = (marking.mark.comment,) if marking.mark.comment else ()
    return Assessed(marking.script.round, "", False, basis(marking.rubric), comments, ())


def _criterion(criterion: str, marking: Marking, found: Found | None) -> Criterion:
    title = marking.rubric.competency_by_id[criterion].title
    machine = _machine(found, marking.rubric) if found else None
    mine = marking.mark.of(criterion)
    level = level_of(mine.level, criterion, marking.rubric) if mine else None
    final = next((each for each in _finals(marking) if each.criterion == criterion), None)
    if final:
        counts = level_of(final.level, criterion, marking.rubric)
        return Criterion(title, True, machine, Human(counts, final.how, final.turns, final.comments), level)
    return Criterion(title, True, machine, _mine(mine, level) if mine and level else None)


def _finals(marking: Marking) -> tuple[MarkedCriterion, ...]:
    return marking.final.criteria if marking.final else ()


def _mine(mark: CriterionMark, level: Level) -> Human:
    return Human(level, "own", mark.turns, (mark.comment,) if mark.comment else ())


def _machine(found: Found, rubric: Rubric) -> Machine:
    return Machine(
        level=level_of(found.level, found.id, rubric),
        m=found.m,
        items=len(found.items),
        interval=found.interval,
        confidence=found.confidence,
        turns=tuple(sorted({item.turn for item in found.items})),
        cap=rubric.gate_by_id[found.gates[0]].rule if found.gates else "",
    )


def _noted(turn: Turn, marking: Marking) -> Turn:
    own = marking.mark.notes.get(turn.number, "")
    counting = marking.final.notes.get(turn.number, ()) if marking.final else ()
    return replace(turn, notes=tuple(dict.fromkeys(each for each in (own, *counting) if each)))
