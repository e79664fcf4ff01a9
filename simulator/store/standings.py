"""Where attempts within assignments stand, for those who follow them: counted by the database, one query for each.

What is late is said here as it was kept; what is late by now is for whoever knows the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from simulator.store.tables import assignments, attempts, choices


@dataclass(frozen=True, slots=True)
class Standing:
    """An attempt in short: `turns` have been taken. `number` is None for one that goes on after a take-back."""

    attempt: str
    person: str
    scenario: str
    number: int | None
    begun: str
    finished: str | None
    continued: str | None
    turns: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the scenarios of an assignment somebody has begun so many, finished so many, and so many after it was due."""

    assignment: str
    person: str
    begun: int
    finished: int
    late: int


def standings(connection: Connection, assignment_id: str) -> list[Standing]:
    """Every attempt within an assignment, the earliest first."""
    theirs = attempts.c.assignment == assignment_id
    taken = (
        select(choices.c.attempt, func.count().label("turns"))
        .join(attempts, attempts.c.id == choices.c.attempt)
        .where(theirs)
        .group_by(choices.c.attempt)
        .subquery()
    )
    columns = [attempts.c.id.label("attempt"), *(attempts.c[name] for name in _OWN)]
    query = (
        select(*columns, func.coalesce(taken.c.turns, 0).label("turns"))
        .outerjoin(taken, taken.c.attempt == attempts.c.id)
        .where(theirs)
        .order_by(attempts.c.begun, attempts.c.id)
    )
    return [Standing(**row._mapping) for row in connection.execute(query)]


_OWN = ("person", "scenario", "number", "begun", "finished", "continued")


def tallies(connection: Connection, ids: Iterable[str]) -> list[Tally]:
    """For everybody who has begun something in these assignments; a scenario counts as finished once it has been."""
    first = (
        select(
            attempts.c.assignment,
            attempts.c.person,
            attempts.c.scenario,
            func.min(attempts.c.finished).label("finished"),
        )
        .where(attempts.c.assignment.in_(list(ids)))
        .group_by(attempts.c.assignment, attempts.c.person, attempts.c.scenario)
        .subquery()
    )
    late = func.sum(case((first.c.finished > assignments.c.due, 1), else_=0))
    query = (
        select(first.c.assignment, first.c.person, func.count(), func.count(first.c.finished), late)
        .join(assignments, assignments.c.id == first.c.assignment)
        .group_by(first.c.assignment, first.c.person)
    )
    return [Tally(*row) for row in connection.execute(query)]
