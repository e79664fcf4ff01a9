"""Assignments: their exercises, whom they are for, and what of them has been released."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from simulator.errors import Overtaken
from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.store.standings import Standing, Tally, standings, tallies
from simulator.store.tables import (
    assignment_cohorts,
    assignment_exercises,
    assignment_people,
    assignments,
    attempts,
    cohort_members,
    cohort_trainers,
    releases,
)


@dataclass(frozen=True, slots=True)
class Release:
    """Feedback that waited may be seen: that of one attempt, or with `attempt` None of the whole assignment."""

    assignment: str
    attempt: str | None
    person: str
    released: str


class Assignments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, assignment: Assignment) -> None:
        """Keep a new one; the versions of its exercises have been kept already. Raises `Overtaken` for a known id."""
        try:
            self._connection.execute(insert(assignments).values({"id": assignment.id, **_row(assignment)}))
        except IntegrityError as error:
            raise Overtaken("This assignment has been made already, perhaps in another tab.") from error
        self._put(assignment)

    def update(self, assignment: Assignment) -> None:
        """Write all of it over what stood under its id."""
        row = _row(assignment)
        self._connection.execute(update(assignments).where(assignments.c.id == assignment.id).values(row))
        self._put(assignment)

    def get(self, assignment_id: str) -> Assignment | None:
        found = self._some(assignments.c.id == assignment_id)
        return found[0] if found else None

    def hold(self, assignment_id: str) -> Assignment | None:
        """As `get`, and nobody else can change it until this unit of work is over."""
        self._connection.execute(select(assignments.c.id).where(assignments.c.id == assignment_id).with_for_update())
        return self.get(assignment_id)

    def all(self) -> list[Assignment]:
        """Every assignment, the latest first."""
        return self._some(assignments.c.id.is_not(None))

    def some(self, ids: Iterable[str]) -> list[Assignment]:
        return self._some(assignments.c.id.in_(list(ids)))

    def of_person(self, person: str) -> list[Assignment]:
        """What is assigned to somebody, by name or through a cohort they are in; the latest first."""
        by_name = select(assignment_people.c.assignment).where(assignment_people.c.person == person)
        joined = assignment_cohorts.join(cohort_members, cohort_members.c.cohort == assignment_cohorts.c.cohort)
        through = select(assignment_cohorts.c.assignment).select_from(joined).where(cohort_members.c.person == person)
        return self._some(or_(assignments.c.id.in_(by_name), assignments.c.id.in_(through)))

    def of_trainer(self, person: str) -> list[Assignment]:
        """What somebody made, or is for a cohort they look after; the latest first."""
        joined = assignment_cohorts.join(cohort_trainers, cohort_trainers.c.cohort == assignment_cohorts.c.cohort)
        through = select(assignment_cohorts.c.assignment).select_from(joined).where(cohort_trainers.c.person == person)
        return self._some(or_(assignments.c.person == person, assignments.c.id.in_(through)))

    def standings(self, assignment_id: str) -> list[Standing]:
        """Where every attempt within an assignment stands."""
        return standings(self._connection, assignment_id)

    def tallies(self, ids: Iterable[str]) -> list[Tally]:
        """How far everybody who has begun has come in each of these assignments."""
        return tallies(self._connection, ids)

    def of_attempts(self, attempt_ids: Sequence[str]) -> dict[str, str]:
        """The assignments that attempts were made within, by attempt."""
        if not attempt_ids:
            return {}
        query = select(attempts.c.id, attempts.c.assignment)
        chosen = (attempts.c.id.in_(list(attempt_ids))) & attempts.c.assignment.is_not(None)
        return {row.id: row.assignment for row in self._connection.execute(query.where(chosen))}

    def begun(self, assignment_id: str) -> bool:
        """Whether anybody has begun it."""
        return (
            self._connection.scalar(select(attempts.c.id).where(attempts.c.assignment == assignment_id).limit(1))
            is not None
        )

    def drop_person(self, person: str) -> None:
        self._connection.execute(delete(assignment_people).where(assignment_people.c.person == person))

    def release(self, release: Release) -> None:
        row = {name: getattr(release, name) for name in Release.__slots__}
        self._connection.execute(insert(releases).values(row))

    def releases(self, ids: Iterable[str]) -> list[Release]:
        """The releases within these assignments, in order."""
        names = [releases.c[name] for name in Release.__slots__]
        query = select(*names).where(releases.c.assignment.in_(list(ids))).order_by(releases.c.id)
        return [Release(**row._mapping) for row in self._connection.execute(query)]

    def _put(self, assignment: Assignment) -> None:
        rows = [
            {"assignment": assignment.id, "scenario": each.scenario, "digest": each.digest, "place": place}
            for place, each in enumerate(assignment.exercises)
        ]
        self._replace(assignment_exercises, assignment.id, rows)
        cohorts = [{"assignment": assignment.id, "cohort": each} for each in dict.fromkeys(assignment.cohorts)]
        self._replace(assignment_cohorts, assignment.id, cohorts)
        people = [{"assignment": assignment.id, "person": each} for each in dict.fromkeys(assignment.people)]
        self._replace(assignment_people, assignment.id, people)

    def _replace(self, table: Table, assignment: str, rows: list[dict[str, Any]]) -> None:
        self._connection.execute(delete(table).where(table.c.assignment == assignment))
        if rows:
            self._connection.execute(insert(table), rows)

    def _some(self, which: ColumnElement[bool]) -> list[Assignment]:
        query = select(assignments).where(which).order_by(assignments.c.made.desc(), assignments.c.id)
        rows = self._connection.execute(query).all()
        exercises = self._below(assignment_exercises, which, "place")
        cohorts = self._below(assignment_cohorts, which, "cohort")
        people = self._below(assignment_people, which, "person")
        return [
            Assignment(
                **{name: getattr(row, name) for name in _PLAIN},
                mode=Mode(row.mode),
                held=bool(row.held),
                assessed=bool(row.assessed),
                targets=tuple(json.loads(row.targets)),
                exercises=tuple(Exercise(each.scenario, each.digest) for each in exercises.get(row.id, ())),
                cohorts=tuple(each.cohort for each in cohorts.get(row.id, ())),
                people=tuple(each.person for each in people.get(row.id, ())),
            )
            for row in rows
        ]

    def _below(self, table: Table, which: ColumnElement[bool], order: str) -> dict[str, list[Any]]:
        joined = select(table).join(assignments, assignments.c.id == table.c.assignment).where(which)
        found: dict[str, list[Any]] = {}
        for row in self._connection.execute(joined.order_by(table.c[order])):
            found.setdefault(row.assignment, []).append(row)
        return found


_PLAIN = (
    "id", "title", "opens", "due", "zone", "attempts", "note", "person", "made", "copied", "withdrawn",
)  # fmt: skip


def _row(assignment: Assignment) -> dict[str, Any]:
    plain = {name: getattr(assignment, name) for name in _PLAIN if name != "id"}
    targets = json.dumps(list(assignment.targets))
    return {
        **plain,
        "mode": assignment.mode.value,
        "held": int(assignment.held),
        "targets": targets,
        "assessed": int(assignment.assessed),
    }
