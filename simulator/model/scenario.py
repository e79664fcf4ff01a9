"""What a scenario *is*, once read and found sound: the values every later part works from.

Anything that may depend on the state is a tuple of `Case`s, the first whose conditions all hold counts and the
last has none; the author's shorter ways of writing are gone. Built by `simulator.authoring`; never changed.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeVar

from simulator.model.alliance import BreachType, Event, Facet, Mode, Persona, Style

T = TypeVar("T")

Fact = str | int | bool
"""A value a fact can have. Absent breach or facet is the word `none`."""

VARIABLES: dict[str, tuple[int, int]] = {
    "agency": (0, 3),
    "clarity": (0, 3),
    "prep": (0, 2),
    "collab": (0, 3),
    "disclosure": (0, 2),
    "candour": (0, 2),
    "openness": (0, 3),
}
"""Client variables and their ranges, from the client's responsibilities in source 002 (K1-K7)."""


class Form(StrEnum):
    """How an option is said; kept apart from what it does, so that form gives nothing away."""

    QUESTION = "question"
    REFLECTION = "reflection"
    STATEMENT = "statement"
    ACTION = "action"


class Result(StrEnum):
    """How good an ending is."""

    STRONG = "strong"
    GOOD = "good"
    MIXED = "mixed"
    WEAK = "weak"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Condition:
    """One entry of a `when`: the fact must have one of these values."""

    fact: str
    values: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Case(Generic[T]):
    """A value and when it holds; no conditions means otherwise."""

    value: T
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an option shows about the trainee on one indicator: -2 harmful to +2 well judged."""

    indicator: str
    valence: int


@dataclass(frozen=True, slots=True)
class Change:
    variable: str
    by: int


@dataclass(frozen=True, slots=True)
class Impact:
    """An event on the alliance, with the type of breach where it is one."""

    event: Event
    breach: BreachType | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """Something the coach can say or do. `quality` 0-4: how good it is here as the next thing to say."""

    id: str
    say: str
    impact: Impact
    quality: tuple[Case[int], ...]
    evidence: tuple[Evidence, ...]
    form: Form
    why: str
    then: tuple[Case[str], ...]
    misconception: str | None = None
    gate: str | None = None
    sets: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What the client says in one display mood; `mood` None is otherwise."""

    mood: str | None
    text: tuple[Case[str], ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of the conversation. `focus`: the one or two indicators it calls for."""

    id: str
    focus: tuple[str, ...]
    facet: Facet
    lines: tuple[Line, ...]
    options: tuple[Option, ...]
    hints: tuple[str, ...] = ()
    hinge: bool = False
    on_enter: Impact | None = None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a conversation can end. `utility` 0-1 is judged on the final state."""

    id: str
    result: Result
    utility: tuple[Case[float], ...]
    text: str
    reflection: str


@dataclass(frozen=True, slots=True)
class Client:
    """Who sits opposite. `groups`: how people may sort this client, so that a bank can be checked for fairness."""

    name: str
    about: str
    style: Style
    patience: int
    trust_ceiling: int
    groups: tuple[str, ...] = ()

    def persona(self) -> Persona:
        return Persona(self.style, self.patience, self.trust_ceiling)


@dataclass(frozen=True, slots=True)
class Start:
    beat: str
    trust: int
    mode: Mode = Mode.SETTLED
    breach: BreachType | None = None
    facet: Facet | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of a scenario in another language, by their dotted path in the document."""

    language: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scenario:
    """A whole scenario, sound in structure: every id it mentions exists and its beats form no cycle.

    `languages` are those besides its own in which its author promises it; `translations` are what is there of them.
    """

    id: str
    title: str
    topic: str
    summary: str
    brief: str
    client: Client
    setting: str
    minutes: int
    difficulty: int
    language: str
    rubric: str
    targets: tuple[str, ...]
    sources: tuple[str, ...]
    start: Start
    exit: str
    beats: tuple[Beat, ...]
    endings: tuple[Ending, ...]
    variables: tuple[tuple[str, int], ...] = ()
    care_note: str | None = None
    languages: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    format: int = 1

    @cached_property
    def beat_by_id(self) -> dict[str, Beat]:
        return {beat.id: beat for beat in self.beats}

    @cached_property
    def ending_by_id(self) -> dict[str, Ending]:
        return {ending.id: ending for ending in self.endings}

    @cached_property
    def persona(self) -> Persona:
        return self.client.persona()
