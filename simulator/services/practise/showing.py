"""An attempt and its session as the conversation that the trainee may see. Pure: the mode decides what is in it."""

from collections.abc import Callable, Sequence

from simulator.engine.session import Session
from simulator.model.attempt import Attempt, Choice, Hint
from simulator.services.modes import RULES, hint, ladder, set_aside
from simulator.services.practise.values import Conversation, Ended, Said
from simulator.services.words import parts

Feedback = Callable[[Session], Sequence[Said]]
"""What is to be said of each turn taken, in order; asked only where the mode shows it after each turn."""


def conversation(
    attempt: Attempt,
    session: Session,
    hints: Sequence[Hint],
    *,
    revised: bool,
    feedback: bool,
    said: Feedback,
) -> Conversation:
    """The conversation where it stands. `feedback`: whether what it showed may be seen once it has ended."""
    scenario, rules = session.dialogue.scenario, RULES[attempt.mode]
    waiting = reason_for(attempt, session)
    over = session.ending if waiting is None else None
    playing = session.ending is None and waiting is None
    given = [each.level for each in hints if each.turn == session.turn] if playing and rules.hints else []
    return Conversation(
        attempt=attempt.id,
        scenario=scenario.id,
        title=scenario.title,
        client=scenario.client.name,
        setting=scenario.setting,
        lines=_transcript(session, said(session) if rules.feedback == "turn" else (), hide_last=waiting is not None),
        options=tuple(parts(option.say) for option in session.offered) if playing else (),
        turn=waiting or session.turn,
        about=_about(session),
        reason_for=waiting,
        ended=_ended(session, feedback) if over else None,
        revised=revised,
        mode=attempt.mode,
        assignment=attempt.assignment,
        mood=session.mood.value if playing and rules.mood == "shown" else "",
        mood_on_request=playing and rules.mood == "asked",
        hints=tuple(hint(session.beat, level) for level in given),
        next_hint=_next_hint(session, given) if playing and rules.hints else 0,
        aside=set_aside(session) if 3 in given else (),
        can_take_back=session.ending is None and can_take_back(attempt),
        feedback=feedback,
    )


def reason_for(attempt: Attempt, session: Session) -> int | None:
    """The last turn, if it was a hinge and its reason has been neither written nor skipped."""
    last: Choice | None = attempt.choices[-1] if attempt.choices else None
    if last is None or last.reason is not None:
        return None
    return last.turn if session.dialogue.scenario.beat_by_id[session.steps[-1].beat].hinge else None


def can_take_back(attempt: Attempt) -> bool:
    """Whether the last choice may be taken back; where it may be once, a continuation has used it."""
    rule = RULES[attempt.mode].take_back
    return bool(attempt.choices) and (rule == "always" or (rule == "once" and attempt.parent is None))


def _next_hint(session: Session, given: Sequence[int]) -> int:
    return next((level for level in ladder(session.beat) if level not in given), 0)


def _ended(session: Session, feedback: bool) -> Ended | None:
    ending = session.ending
    if ending is None:
        return None
    return Ended(ending.result.value if feedback else "", ending.text, ending.reflection if feedback else "")


def _transcript(session: Session, feedback: Sequence[Said], *, hide_last: bool) -> tuple[Said, ...]:
    scenario = session.dialogue.scenario
    lines: list[Said] = []
    for number, step in enumerate(session.steps):
        option = scenario.beat_by_id[step.beat].option(step.option)
        lines.append(Said("client", scenario.client.name, parts(step.client)))
        lines.append(Said("coach", "You", parts(option.say if option else "")))
        if number < len(feedback) and not (hide_last and number == len(session.steps) - 1):
            lines.append(feedback[number])
    if session.ending is None and not hide_last:
        lines.append(Said("client", scenario.client.name, parts(session.line)))
    return tuple(lines)


def _about(session: Session) -> int:
    """Turns taken and, of those ahead, half-way between the fewest and the most."""
    if session.ending:
        return len(session.steps)
    low, high = session.dialogue.ahead.get(session.state.at, (1, 1))
    return len(session.steps) + (low + high + 1) // 2
