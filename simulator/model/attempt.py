"""What a conversation leaves behind: its steps, as values. Everything after the session reads these.

Replaying an attempt's choices on its scenario always gives the same steps, on every machine.
"""

from dataclasses import dataclass, field

from simulator.model.alliance import BreachType, Event, Facet, Ingredient, Mode, Mood
from simulator.model.assignment import Mode as PlayMode


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the client and the alliance at one moment, as the command line's JSON shows it."""

    mode: Mode
    trust: int
    ingredients: tuple[Ingredient, ...]
    strikes: int
    facet: Facet | None
    breach: BreachType | None
    watch: bool
    variables: dict[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One turn taken: what was shown, in which order, what was chosen, and what it did.

    `before` is the state in which the beat was shown; `after` the state once the option's own effects are done,
    before the next beat's `on_enter`. `then` is the beat or ending it led to.
    """

    turn: int
    beat: str
    mood: Mood
    client: str
    offered: tuple[str, ...]
    option: str
    event: Event
    before: Snapshot
    after: Snapshot
    then: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is kept of a turn: which option, and what was written at a hinge (None not asked yet, "" skipped)."""

    turn: int
    option: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's way through one version of a scenario. `digest` names the version; times are UTC, ISO 8601.

    `assignment` is None for one begun of one's own accord; `number` counts the attempts at a scenario within an
    assignment from 1. After a take-back another attempt goes on with the choices up to there: `parent` is where it
    came from and `continued` where it went; a continuation has no number of its own.
    """

    id: str
    person: str
    scenario: str
    digest: str
    seed: str
    begun: str
    choices: tuple[Choice, ...] = ()
    ending: str | None = None
    finished: str | None = None
    mode: PlayMode = PlayMode.PRACTICE
    assignment: str | None = None
    number: int | None = None
    parent: str | None = None
    continued: str | None = None

    @property
    def going(self) -> bool:
        """Whether it can be gone on with."""
        return self.ending is None and self.continued is None


@dataclass(frozen=True, slots=True)
class Hint:
    """A step of the hint ladder (1-3) that was asked for at a turn."""

    turn: int
    level: int
