"""One conversation under way: what the client says now, what may be answered, and the steps so far.

A session is its scenario, its seed and its steps, nothing else; it can be thrown away and replayed at any moment.
It does not score, keep or show anything.
"""

from collections.abc import Iterable
from hashlib import sha256

from simulator.engine.dialogue import Dialogue, State
from simulator.errors import ConversationOver, NotOffered, WrongTurn
from simulator.model.alliance import Mood
from simulator.model.attempt import Step
from simulator.model.scenario import Beat, Ending, Option


class Session:
    """`steps` only ever grows. `seed` decides the order in which options are shown, the same on every machine."""

    def __init__(self, dialogue: Dialogue, seed: str) -> None:
        self.dialogue = dialogue
        self.seed = seed
        self.state: State = dialogue.start()
        self.steps: tuple[Step, ...] = ()

    @classmethod
    def resume(cls, dialogue: Dialogue, seed: str, options: Iterable[str]) -> "Session":
        """Replay the options chosen so far. Raises `NotOffered` or `ConversationOver` if they do not fit."""
        session = cls(dialogue, seed)
        for option_id in options:
            session.choose(session.turn, option_id)
        return session

    @property
    def turn(self) -> int:
        """The turn to be taken next, from 1."""
        return len(self.steps) + 1

    @property
    def ending(self) -> Ending | None:
        return self.dialogue.ending(self.state)

    @property
    def beat(self) -> Beat:
        """The beat being shown. Raises `ConversationOver` at the end."""
        if self.ending:
            raise ConversationOver(self.ending.id)
        return self.dialogue.scenario.beat_by_id[self.state.at]

    @property
    def mood(self) -> Mood:
        return self.dialogue.mood(self.state)

    @property
    def line(self) -> str:
        """What the client says now."""
        _ = self.beat
        return self.dialogue.line(self.state)

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options of this beat in the order in which they are shown."""
        return tuple(sorted(self.beat.options, key=lambda option: self._rank(option.id)))

    def _rank(self, option_id: str) -> bytes:
        return sha256(f"{self.seed}/{self.turn}/{self.state.at}/{option_id}".encode()).digest()

    def choose(self, turn: int, option_id: str) -> Step:
        """Take a turn. The same choice for a turn already taken gives its step again and changes nothing.

        Raises `WrongTurn` for another choice of a taken turn or a turn not reached, `NotOffered` for an option that
        this beat does not have, `ConversationOver` at the end.
        """
        if 1 <= turn < self.turn and self.steps[turn - 1].option == option_id:
            return self.steps[turn - 1]
        if turn != self.turn:
            raise WrongTurn(turn, self.turn)
        offered = self.offered
        option = self.beat.option(option_id)
        if option is None:
            raise NotOffered(self.beat.id, option_id, tuple(each.id for each in offered))
        return self._take(option, tuple(each.id for each in offered))

    def _take(self, option: Option, offered: tuple[str, ...]) -> Step:
        dialogue, before = self.dialogue, self.state
        after = dialogue.apply(before, option)
        reached = dialogue.follow(after, option)
        step = Step(
            turn=self.turn,
            beat=before.at,
            mood=self.mood,
            client=self.line,
            offered=offered,
            option=option.id,
            event=option.impact.event,
            before=dialogue.snapshot(before),
            after=dialogue.snapshot(after),
            then=reached.at,
        )
        self.state, self.steps = reached, (*self.steps, step)
        return step
