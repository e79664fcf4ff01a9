"""What the working alliance *is*: its state and the words for it, as values.

The rules by which it moves are in `simulator.engine.alliance`; nothing here decides anything.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """The condition of the relationship; `exit` is final."""

    SETTLED = "settled"
    WITHDRAWING = "withdrawing"
    CONFRONTING = "confronting"
    BREACHED = "breached"
    EXIT = "exit"


class Event(StrEnum):
    """What a move does to the alliance. Each option carries exactly one."""

    CONNECT = "CONNECT"
    EMPOWER = "EMPOWER"
    CONTRACT = "CONTRACT"
    NEUTRAL = "NEUTRAL"
    MISS = "MISS"
    PUSH = "PUSH"
    OVERDO = "OVERDO"
    DEFEND = "DEFEND"
    NAME = "NAME"
    OWN = "OWN"
    HEAR = "HEAR"
    RENEGOTIATE = "RENEGOTIATE"
    FOLLOW = "FOLLOW"
    BREACH = "BREACH"


class Ingredient(StrEnum):
    """A part of a repair that has been supplied since the strain began."""

    NAMED = "named"
    OWNED = "owned"
    HEARD = "heard"
    SAFEGUARDED = "safeguarded"


class Facet(StrEnum):
    """What a strain is about: the goal and the way of working, or the bond."""

    BOND = "bond"
    TASK = "task"


class BreachType(StrEnum):
    """Which expectation was broken; it decides what repair needs."""

    RELIABILITY = "reliability"
    COMPETENCE = "competence"
    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    BOUNDARY = "boundary"
    RESPECT = "respect"


class Style(StrEnum):
    """How a client behaves under pressure: gives way, or gives battle."""

    DEFERS = "defers"
    CONTESTS = "contests"


class Mood(StrEnum):
    """What the client shows; a function of the state (`engine.alliance.mood_of`)."""

    CLOSED = "closed"
    GUARDED = "guarded"
    OPEN = "open"
    CANDID = "candid"
    POLITE = "polite"
    PUSHING_BACK = "pushing-back"
    HURT = "hurt"
    TESTING = "testing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Persona:
    """The parameters of one client: style, strikes borne before a strain (2 or 3), highest trust (2 or 3)."""

    style: Style
    patience: int
    trust_ceiling: int


class Alliance(NamedTuple):
    """One state of the working alliance. A named tuple, because exploring hashes hundreds of thousands of them.

    `trust` runs 0-3 (none, provisional, working, deep); `strikes` counts unattended strain since it last
    eased; `breach` is the type of an open breach, or of a repaired one still `watch`ed.
    """

    mode: Mode = Mode.SETTLED
    trust: int = 1
    ingredients: tuple[Ingredient, ...] = ()
    strikes: int = 0
    facet: Facet | None = None
    breach: BreachType | None = None
    watch: bool = False
