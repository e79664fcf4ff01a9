"""The game review: what each turn kept or lost of what was attainable, as in the analysis of a chess game.

No move raises what is attainable; it can only keep or lose it, and the losses add up to what is missing at the end.
Everything is in points of 0-100 of what was attainable at the start (100 best, 0 worst).
"""

from dataclasses import dataclass, replace

from simulator.engine.dialogue import Dialogue, State
from simulator.engine.session import Session
from simulator.model.alliance import Mode
from simulator.model.rubric import Scoring
from simulator.model.scenario import Option
from simulator.scoring.solution import Solution, shortfall

_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class BestLine:
    """The strongest option in a state, and the turns that would most likely have followed it."""

    option: Option
    follow_up: tuple[tuple[str, Option | None], ...]
    """What the client would have said next, and the best answer to it (None at the end)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The review of one turn. `values`: for each option what would have remained attainable, in points.

    `quality` is that of the chosen option among those of this moment: 0 the worst there, 1 the best.
    """

    turn: int
    loss: float
    label: str
    values: dict[str, float]
    badges: tuple[str, ...]
    attainable: float
    best: BestLine
    quality: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole conversation: points kept, chance-corrected value, and the three anchors in raw value."""

    kept: float
    chance_corrected: float
    best: float
    random: float
    worst: float


class Review:
    """The review of a finished or unfinished session against the solution of its scenario."""

    def __init__(self, session: Session, solution: Solution, scoring: Scoring) -> None:
        self.dialogue: Dialogue = session.dialogue
        self.session = session
        self.solution = solution
        self.scoring = scoring
        self.range = solution.start.best - solution.start.worst
        self.turns = self._turns()

    def outcome(self) -> Outcome:
        """What the session is worth; for an unfinished one, what it is worth if it goes on at its best."""
        start = self.solution.start
        value = start.worst + (self.turns[-1].attainable if self.turns else 100.0) / 100 * self.range
        spread = start.best - start.random
        corrected = (value - start.random) / spread if spread > _TIE else 1.0
        kept = self.turns[-1].attainable if self.turns else 100.0
        return Outcome(kept, corrected, start.best, start.random, start.worst)

    def points(self, value: float) -> float:
        """A raw value in points of what was attainable at the start."""
        return 100 * (value - self.solution.start.worst) / self.range if self.range > _TIE else 100.0

    def _turns(self) -> tuple[Turn, ...]:
        reviewed: list[Turn] = []
        state, paid = self.dialogue.start(), 0.0
        for step in self.session.steps:
            option = self.dialogue.scenario.beat_by_id[state.at].option(step.option)
            assert option is not None  # noqa: S101 - the session has played it
            raw = self.values(state)
            values = {id_: self.points(paid + value) for id_, value in raw.items()}
            loss = max(values.values()) - values[option.id]
            reviewed.append(
                Turn(
                    turn=step.turn,
                    loss=loss,
                    label=self.label(loss),
                    values=values,
                    badges=self._badges(state, option, values),
                    attainable=values[option.id],
                    best=self.best_line(state, 2),
                    quality=self._quality(state, option),
                )
            )
            paid -= self.cost(state, option)
            state = self.dialogue.step(state, option)
        return _mark_recoveries(tuple(reviewed), self._limit("sound"))

    def values(self, state: State) -> dict[str, float]:
        """Q of every option in a state: its turn cost and the best that remains after it."""
        options = self.dialogue.scenario.beat_by_id[state.at].options
        return {
            option.id: self.solution.of(self.dialogue.step(state, option)).best - self.cost(state, option)
            for option in options
        }

    def cost(self, state: State, option: Option) -> float:
        options = self.dialogue.scenario.beat_by_id[state.at].options
        top = max(self.dialogue.quality(state, each) for each in options)
        return self.scoring.turn_weight * shortfall(self.dialogue.quality(state, option), top)

    def _quality(self, state: State, option: Option) -> float:
        options = self.dialogue.scenario.beat_by_id[state.at].options
        all_ = [self.dialogue.quality(state, each) for each in options]
        low, high = min(all_), max(all_)
        return (self.dialogue.quality(state, option) - low) / (high - low) if high > low else 1.0

    def label(self, loss: float) -> str:
        for name, limit in self.scoring.labels:
            if loss < limit - _TIE:
                return name
        return self.scoring.last_label

    def best_option(self, state: State) -> Option:
        """The option of the highest value; among equals the one of the highest quality, then the first written."""
        values = self.values(state)
        top = max(values.values())
        equal = [o for o in self.dialogue.scenario.beat_by_id[state.at].options if values[o.id] >= top - _TIE]
        return max(equal, key=lambda option: self.dialogue.quality(state, option))

    def best_line(self, state: State, turns: int) -> BestLine:
        """The strongest option and the next turns on the best line after it."""
        first = self.best_option(state)
        follow_up: list[tuple[str, Option | None]] = []
        here = self.dialogue.step(state, first)
        while self.dialogue.ending(here) is None and len(follow_up) < turns:
            answer = self.best_option(here)
            follow_up.append((self.dialogue.line(here), answer))
            here = self.dialogue.step(here, answer)
        return BestLine(first, tuple(follow_up))

    def best_path(self, state: State) -> tuple[tuple[State, Option], ...]:
        """The whole best line from a state to its ending."""
        path: list[tuple[State, Option]] = []
        while self.dialogue.ending(state) is None:
            option = self.best_option(state)
            path.append((state, option))
            state = self.dialogue.step(state, option)
        return tuple(path)

    def _badges(self, state: State, option: Option, values: dict[str, float]) -> tuple[str, ...]:
        loss = max(values.values()) - values[option.id]
        close = [value for value in values.values() if value >= max(values.values()) - 2]
        others = [value for id_, value in values.items() if id_ != option.id]
        sound, missed = self._limit("sound"), self._limit("missed chance")
        badges = {
            "only-move": loss < _TIE and all(value <= max(values.values()) - missed for value in others),
            "several-good-roads": len(close) >= 2,
            "repair": loss < sound and self._adds_ingredient(state, option),
            "early": loss >= sound and self._is_early(state, option),
        }
        return tuple(name for name, holds in badges.items() if holds)

    def _limit(self, label: str) -> float:
        return dict(self.scoring.labels)[label]

    def _adds_ingredient(self, state: State, option: Option) -> bool:
        before, after = state.alliance, self.dialogue.apply(state, option).alliance
        strained = before.mode not in (Mode.SETTLED, Mode.EXIT)
        return strained and bool(set(after.ingredients) - set(before.ingredients))

    def _is_early(self, state: State, option: Option) -> bool:
        later = self.best_line(state, 2).follow_up
        return any(answer is not None and answer.impact == option.impact for _, answer in later)


def _mark_recoveries(turns: tuple[Turn, ...], little: float) -> tuple[Turn, ...]:
    """`recovered` goes to a costly turn after which all later losses together stay under `little` points."""
    marked: list[Turn] = []
    later = 0.0
    for turn in reversed(turns):
        recovered = turn.label in ("misstep", "setback") and later < little and turn is not turns[-1]
        marked.append(replace(turn, badges=(*turn.badges, "recovered")) if recovered else turn)
        later += turn.loss
    return tuple(reversed(marked))
