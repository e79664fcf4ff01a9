"""An exercise that a trainer gives: which scenarios, to whom, in which mode, from when till when."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How a conversation is played; what each mode shows and keeps is in `services.modes`."""

    EXPLORE = "explore"
    PRACTICE = "practice"
    EXAM = "exam"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One scenario of an assignment, in the version it had when it was assigned: everybody plays the same text."""

    scenario: str
    digest: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """`opens` and `due` are UTC, ISO 8601; `zone` is the IANA time zone in which the trainer meant them and in which
    they are shown. `attempts` None means as many as one likes. `held`: feedback waits until it is released.
    `targets` are the criteria of the rubric it is about; none means those of its scenarios. It is for the members of
    `cohorts`, whoever they are at the time, and for `people`. `copied` is the assignment it was copied from.
    `assessed`: assessors mark what is finished, and nothing of it is released before its mark is final.
    """

    id: str
    title: str
    mode: Mode
    opens: str
    due: str | None
    zone: str
    attempts: int | None
    held: bool
    exercises: tuple[Exercise, ...]
    person: str
    made: str
    targets: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    note: str = ""
    copied: str | None = None
    withdrawn: str | None = None
    assessed: bool = False

    def exercise(self, scenario: str) -> Exercise | None:
        return next((each for each in self.exercises if each.scenario == scenario), None)
