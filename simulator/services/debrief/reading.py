"""Making a debrief of a finished attempt: its results, looked at turn by turn and criterion by criterion."""

from collections.abc import Callable, Mapping

from simulator.engine.dialogue import State
from simulator.engine.session import Session
from simulator.model.alliance import Alliance, BreachType, Mode
from simulator.model.attempt import Attempt, Step
from simulator.model.rubric import Indicator, Rubric
from simulator.model.scenario import Option
from simulator.scoring.levels import Criterion
from simulator.scoring.levels import total as rubric_total
from simulator.scoring.review import Turn
from simulator.services.assessing.showing import Marked
from simulator.services.debrief.values import (
    CriterionReview,
    Debrief,
    Exchange,
    NotReached,
    RubricEntry,
    SourceLink,
    Suggestion,
    TracePoint,
    TurningPoint,
    TurnReview,
)
from simulator.services.library import Library
from simulator.services.marking import furthest
from simulator.services.practise import Practise
from simulator.services.results import Results
from simulator.services.words import parts

TURNING_POINTS = 3


def debrief(practise: Practise, attempt_id: str) -> Debrief:
    """The debrief of a finished attempt. Raises `UnknownAttempt`, and `Forbidden` while it waits to be released; an
    unfinished one has none (`ValueError`).
    """
    attempt, session = practise.session(attempt_id)
    practise.feedback(attempt).require()
    hints = furthest(practise.hints(attempt_id))
    marked = marked_of(practise, attempt)
    return read(practise.library, attempt, session, hints, marked, lambda results: _suggestion(practise, results))


def marked_of(practise: Practise, attempt: Attempt) -> Marked | None:
    """What assessors found in it, where they marked it and it has been released."""
    if attempt.assignment is None:
        return None
    from simulator.services.assessing.marked import (
        marked,
    )  # with what assessing takes, and only where there may be some

    with practise.store.reading() as work:
        return marked(work, attempt)


def read(
    library: Library,
    attempt: Attempt,
    session: Session,
    hints: Mapping[int, int],
    marked: Marked | None = None,
    suggest: Callable[[Results], Suggestion | None] = lambda _: None,
) -> Debrief:
    """The debrief whoever asks for it; `hints` are the furthest steps by turn. Raises `ValueError` for an attempt that
    is not finished.
    """
    ending = session.ending
    if ending is None:
        raise ValueError(f"attempt {attempt.id} is not finished")
    scenario = session.dialogue.scenario
    results = Results(session, library.solution(scenario), library.rubric, hints)
    turns = tuple(
        _turn(results, attempt, step, turn) for step, turn in zip(session.steps, results.review.turns, strict=True)
    )
    return Debrief(
        attempt=attempt.id,
        scenario=scenario.id,
        title=scenario.title,
        client=scenario.client.name,
        result=ending.result.value,
        ending=ending.text,
        reflection=ending.reflection,
        kept=results.outcome.kept,
        chance_corrected=results.outcome.chance_corrected,
        curve=(100.0, *(turn.attainable for turn in results.review.turns)),
        turning_points=_turning_points(turns),
        turns=turns,
        criteria=tuple(_criterion(each, results) for each in _in_order(results)),
        total=rubric_total(results.criteria, library.rubric),
        trace=_trace(session),
        not_reached=_not_reached(results),
        suggestion=suggest(results),
        rubric=_rubric_entries(results, turns),
        rubric_name=f"{library.rubric.title}, version {library.rubric.version}",
        digest=attempt.digest,
        marked=marked,
    )


def _turn(results: Results, attempt: Attempt, step: Step, turn: Turn) -> TurnReview:
    beat = results.scenario.beat_by_id[step.beat]
    option = _chosen(results, step)
    best = turn.best
    stronger = best.option if best.option.id != option.id and turn.loss >= 1e-9 else None
    sound = dict(results.rubric.scoring.labels)["sound"]
    top = max(turn.values.values())
    fine = [o for o in beat.options if o not in (option, stronger) and top - turn.values[o.id] < sound]
    tags = {tag.indicator: None for tag in option.evidence}
    return TurnReview(
        turn=step.turn,
        client=parts(step.client),
        said=parts(option.say),
        label=turn.label,
        loss=turn.loss,
        attainable=turn.attainable,
        badges=turn.badges,
        what=option.why,
        moment=tuple(results.rubric.indicator_by_id[each].title for each in beat.focus),
        misconception=option.misconception,
        stronger=parts(stronger.say) if stronger else (),
        stronger_why=stronger.why if stronger else "",
        follow_up=tuple(Exchange(parts(line), parts(o.say) if o else ()) for line, o in best.follow_up)
        if stronger
        else (),
        also_fine=tuple(parts(each.say) for each in fine),
        reason=attempt.choices[step.turn - 1].reason or "",
        hinge=beat.hinge,
        indicators=tuple(dict.fromkeys((*beat.focus, *tags))),
        gate=results.rubric.gate_by_id[option.gate].rule if option.gate else None,
    )


def _chosen(results: Results, step: Step) -> Option:
    option = results.scenario.beat_by_id[step.beat].option(step.option)
    assert option is not None  # noqa: S101 - the session has played it
    return option


def _turning_points(turns: tuple[TurnReview, ...]) -> tuple[TurningPoint, ...]:
    """The largest losses, then repairs, then moves that were the only one; at most three, in order of turns."""
    losses = sorted((t for t in turns if t.loss >= 1), key=lambda t: -t.loss)
    repairs = [t for t in turns if "repair" in t.badges and t not in losses]
    only = [t for t in turns if "only-move" in t.badges and t not in losses and t not in repairs]
    chosen = [*losses[:TURNING_POINTS], *repairs, *only][:TURNING_POINTS]
    return tuple(TurningPoint(t.turn, _kind(t), t.loss, t.said, t.what) for t in sorted(chosen, key=lambda t: t.turn))


def _kind(turn: TurnReview) -> str:
    if turn.loss >= 1:
        return "loss"
    return "repair" if "repair" in turn.badges else "only-move"


def _in_order(results: Results) -> list[Criterion]:
    """The scenario's targets first, then whatever else there is evidence on."""
    targets = results.scenario.targets
    return sorted(results.criteria.values(), key=lambda each: targets.index(each.id) if each.id in targets else 99)


def _criterion(criterion: Criterion, results: Results) -> CriterionReview:
    rubric = results.rubric
    competency = rubric.competency_by_id[criterion.id]
    level = criterion.level
    return CriterionReview(
        id=criterion.id,
        title=competency.title,
        level=level,
        level_name=rubric.levels[level] if level is not None else "too little evidence",
        anchor=competency.anchors[level] if level is not None else "",
        m=criterion.m,
        items=len(criterion.items),
        interval=criterion.interval,
        confidence=criterion.confidence,
        turns=tuple(sorted({item.turn for item in criterion.items})),
        target=criterion.id in results.scenario.targets,
        cap=rubric.gate_by_id[criterion.gates[0]].rule if criterion.gates else None,
    )


def _trace(session: Session) -> tuple[TracePoint, ...]:
    dialogue = session.dialogue
    state = dialogue.start()
    states: list[State] = [state]
    for step in session.steps:
        option = dialogue.scenario.beat_by_id[step.beat].option(step.option)
        assert option is not None  # noqa: S101 - the session has played it
        state = dialogue.step(state, option)
        states.append(state)
    points: list[TracePoint] = []
    before: Alliance | None = None
    for turn, each in enumerate(states, start=1):
        now = each.alliance
        strained = now.mode is not Mode.SETTLED
        points.append(TracePoint(turn, now.trust, now.mode.value, strained, _mark(before, now)))
        before = now
    return tuple(points)


def _mark(before: Alliance | None, now: Alliance) -> str | None:
    was: Mode = before.mode if before else Mode.SETTLED
    breach: BreachType | None = before.breach if before else None
    if now.mode is was and (now.mode is not Mode.BREACHED or now.breach is breach):
        return None
    names = {Mode.EXIT: "left", Mode.BREACHED: "breach", Mode.SETTLED: "repair"}
    return names.get(now.mode, "strain")


def _not_reached(results: Results) -> tuple[NotReached, ...]:
    """Focus indicators of the best road from the start that this conversation never came to."""
    session, review = results.session, results.review
    met = {item.indicator for item in results.items}
    last = len(session.steps)
    ended = session.ending is not None and session.ending.id == results.scenario.exit
    left = next((turn.turn for turn in review.turns if turn.loss >= 1), None)
    if ended:
        because = f"the conversation ended at turn {last}"
    elif left is not None:
        because = f"the conversation took another road at turn {left}"
    else:
        because = "this road did not call for it"
    ahead = [
        i
        for state, _ in review.best_path(session.dialogue.start())
        for i in results.scenario.beat_by_id[state.at].focus
    ]
    targets = set(results.scenario.targets)
    indicators = results.rubric.indicator_by_id
    missing = [i for i in dict.fromkeys(ahead) if i not in met and indicators[i].competency in targets]
    return tuple(NotReached(i, indicators[i].title, because) for i in missing)


def _suggestion(practise: Practise, results: Results) -> Suggestion | None:
    """Another scenario for the weakest criterion with real evidence; ones not yet played come first."""
    weighed = [
        each for each in results.criteria.values() if each.level is not None and each.confidence in ("some", "good")
    ]
    catalogue = [each for each in practise.catalogue() if each.scenario != results.scenario.id]
    for criterion in sorted(weighed, key=lambda each: each.m):
        fitting = [
            each for each in catalogue if criterion.id in practise.library.entries[each.scenario].scenario.targets
        ]
        if fitting:
            chosen = min(fitting, key=lambda each: (len(each.finished), each.difficulty))
            title = results.rubric.competency_by_id[criterion.id].title
            strong = criterion.m >= results.rubric.scoring.cuts[-1]
            because = (
                f"It asks for more of what went well here: {title.lower()}."
                if strong
                else f"It gives another go at what had most room here: {title.lower()}."
            )
            return Suggestion(chosen.scenario, chosen.title, because)
    unplayed = sorted(catalogue, key=lambda each: (len(each.finished), each.difficulty))
    return Suggestion(unplayed[0].scenario, unplayed[0].title, "It works on other ground.") if unplayed else None


def _rubric_entries(results: Results, turns: tuple[TurnReview, ...]) -> tuple[RubricEntry, ...]:
    wanted = dict.fromkeys(i for turn in turns for i in turn.indicators)
    return tuple(_rubric_entry(results.rubric, results.rubric.indicator_by_id[each]) for each in wanted)


def _rubric_entry(rubric: Rubric, indicator: Indicator) -> RubricEntry:
    return RubricEntry(
        id=indicator.id,
        title=indicator.title,
        competency=rubric.competency_by_id[indicator.competency].title,
        behaviour=indicator.behaviour,
        anchors=indicator.anchors,
        sources=tuple(_source(rubric, reference) for reference in indicator.sources),
    )


def _source(rubric: Rubric, reference: str) -> SourceLink:
    number = reference.split(" ", 1)[0]
    document = next(each for each in rubric.documents if each.number == number)
    return SourceLink(reference, rubric.section_by_reference[reference].topic, document.title, document.author)
