"""What each mode of play shows and keeps (explore, practice, exam): one table, asked by everybody.

The hint ladder has three steps: what to notice, what the moment asks for, and two options set aside. In practice every
step is kept and counts (`Scoring.hints`); exploring is free because nothing in it is scored.
"""

from dataclasses import dataclass

from simulator.engine.dialogue import Dialogue, State
from simulator.engine.session import Session
from simulator.model.assignment import Mode
from simulator.model.scenario import Beat

LADDER = (1, 2, 3)
LEFT = 2
"""How many options the last step of the ladder leaves at least."""


@dataclass(frozen=True, slots=True)
class Rules:
    """`mood`: shown, asked (on request) or hidden. `take_back`: always, once or never. `feedback`: turn (after each),
    end, or release (once the trainer says so). `scored`: whether a score is kept.
    """

    mood: str
    hints: bool
    take_back: str
    feedback: str
    scored: bool


RULES: dict[Mode, Rules] = {
    Mode.EXPLORE: Rules(mood="shown", hints=True, take_back="always", feedback="turn", scored=False),
    Mode.PRACTICE: Rules(mood="asked", hints=True, take_back="once", feedback="end", scored=True),
    Mode.EXAM: Rules(mood="hidden", hints=False, take_back="never", feedback="release", scored=True),
}


def hint(beat: Beat, level: int) -> str:
    """The words of a step of the ladder; empty where the scenario has none."""
    if level == LADDER[-1]:
        return "Set aside below: what would help least here."
    return beat.hints[level - 1] if level <= len(beat.hints) else ""


def ladder(beat: Beat) -> tuple[int, ...]:
    """The steps that this beat has, in order."""
    steps = [level for level in LADDER[:-1] if hint(beat, level)]
    return (*steps, LADDER[-1]) if len(beat.options) > LEFT else tuple(steps)


def set_aside(session: Session) -> tuple[int, ...]:
    """Positions, as shown, of what the last step sets aside: the weakest of this moment, two where enough are left."""
    offered = session.offered
    weakest = sorted(offered, key=lambda option: (_quality(session.dialogue, session.state, option.id), option.id))
    chosen = weakest[: min(2, len(offered) - LEFT)]
    return tuple(sorted(offered.index(each) for each in chosen))


def _quality(dialogue: Dialogue, state: State, option_id: str) -> int:
    option = dialogue.scenario.beat_by_id[state.at].option(option_id)
    return dialogue.quality(state, option) if option else 0
