"""Whom and what an analysis is about, and what a filter asks for."""

from dataclasses import dataclass

from simulator.model.assignment import Mode


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look at; None is everything. `cohort`, `assignment` and `scenario` are ids, `since` and `until` dates
    (ISO, UTC, both included) on which attempts were begun. `first`: only everybody's first attempt at a scenario.
    """

    cohort: str | None = None
    assignment: str | None = None
    scenario: str | None = None
    mode: Mode | None = None
    first: bool = True
    since: str | None = None
    until: str | None = None


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Somebody:
    id: str
    account: str
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """A cohort that the trainer looks after; `members` are places among the people of the analysis."""

    id: str
    name: str
    made: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment of theirs; `people` are places of whom it is for by name."""

    id: str
    title: str
    mode: Mode
    cohorts: tuple[str, ...]
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A scenario or a criterion."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What of the rubric the analysis needs: level names, lower bounds of levels 1-4, what the top asks for, and the
    loss from which a turn counts as a wrong one.
    """

    levels: tuple[str, ...]
    cuts: tuple[float, ...]
    top_items: int
    costly: float
