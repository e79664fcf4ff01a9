"""What is said after each turn when one explores: what the line did, and a stronger one where there was one.

Only asked for where the mode shows it; it takes the whole review of the conversation so far.
"""

from collections.abc import Sequence

from simulator.engine.session import Session
from simulator.services.library import Library
from simulator.services.practise.values import Said
from simulator.services.results import Results
from simulator.services.words import Part, parts


def remarks(session: Session, library: Library) -> Sequence[Said]:
    """One remark for each turn taken, in order; `name` is the label of the turn."""
    results = Results(session, library.solution(session.dialogue.scenario), library.rubric)
    found: list[Said] = []
    for step, turn in zip(session.steps, results.review.turns, strict=True):
        option = results.scenario.beat_by_id[step.beat].option(step.option)
        words = [Part("speech", option.why if option else "")]
        if option and turn.best.option.id != option.id and turn.loss >= 1:
            words += [Part("cue", "A stronger line here:"), *parts(turn.best.option.say)]
        found.append(Said("feedback", turn.label, tuple(words)))
    return found
