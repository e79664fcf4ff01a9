"""One unit of work: attempts and content here, and beside them people, cohorts, assignments, scores, scripts and marks.

Attempts and publications are append-only. A turn is a primary key, so of two choices for one turn, from two tabs or
two processes, exactly one is kept; the same holds for a publication's number and an assigned attempt's number.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError

from simulator.errors import Overtaken, TurnTaken, UnknownAttempt
from simulator.model.assignment import Mode
from simulator.model.attempt import Attempt, Choice, Hint
from simulator.store.assignments import Assignments
from simulator.store.audit import Audit
from simulator.store.cohorts import Cohorts
from simulator.store.marks import Marks
from simulator.store.people import People
from simulator.store.publication import Current, NumberTaken, Publication
from simulator.store.rows import batches, insert_new
from simulator.store.scores import Scores
from simulator.store.scripts import Scripts
from simulator.store.statements import Statements
from simulator.store.tables import attempts, choices, hints, publications, rubric_versions, scenario_versions


class Work:
    """What one unit of work can do. Only the use case that opened it commits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        self.connection.commit()

    def alone(self, *key: str) -> None:
        """Until this unit of work ends, no other one that says the same words goes on from here.

        SQLite lets one unit of work write at a time anyway.
        """
        if self.connection.dialect.name == "postgresql":
            words = {"words": "/".join(key)}
            self.connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:words, 0))"), words)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def cohorts(self) -> Cohorts:
        return Cohorts(self.connection)

    @cached_property
    def assignments(self) -> Assignments:
        return Assignments(self.connection)

    @cached_property
    def scores(self) -> Scores:
        return Scores(self.connection)

    @cached_property
    def scripts(self) -> Scripts:
        return Scripts(self.connection)

    @cached_property
    def marks(self) -> Marks:
        return Marks(self.connection)

    @cached_property
    def statements(self) -> Statements:
        return Statements(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    # Content.

    def keep_version(self, digest: str, scenario: str, canonical: str) -> None:
        """Keep a version of a scenario for good; keeping the same one again is nothing."""
        row = {"digest": digest, "scenario": scenario, "canonical": canonical}
        insert_new(self.connection, scenario_versions, row)

    def version(self, digest: str) -> str | None:
        """The canonical form of a kept version."""
        query = select(scenario_versions.c.canonical).where(scenario_versions.c.digest == digest)
        return self.connection.scalar(query)

    def versions(self, digests: Sequence[str]) -> dict[str, str]:
        """The canonical forms of kept versions, by digest."""
        query = select(scenario_versions.c.digest, scenario_versions.c.canonical)
        rows = self.connection.execute(query.where(scenario_versions.c.digest.in_(digests)))
        return {row.digest: row.canonical for row in rows}

    def keep_rubric(self, digest: str, rubric: str, canonical: str) -> None:
        """Keep a version of a rubric for good; keeping the same one again is nothing."""
        row = {"digest": digest, "rubric": rubric, "canonical": canonical}
        insert_new(self.connection, rubric_versions, row)

    def rubric(self, digest: str) -> str | None:
        """The canonical form of a kept rubric."""
        return self.connection.scalar(select(rubric_versions.c.canonical).where(rubric_versions.c.digest == digest))

    # Attempts.

    def begin(self, attempt: Attempt) -> None:
        """Keep a new attempt, without its choices. Raises `Overtaken` where its number is taken."""
        row = {name: getattr(attempt, name) for name in _BEGUN}
        try:
            self.connection.execute(insert(attempts).values({**row, "mode": attempt.mode.value}))
        except IntegrityError as error:
            if attempt.number is None:
                raise
            raise Overtaken("This attempt has been begun already, perhaps in another tab.") from error

    def attempt(self, attempt_id: str) -> Attempt:
        """Raises `UnknownAttempt`."""
        found = self._attempts(attempts.c.id == attempt_id)
        if not found:
            raise UnknownAttempt(attempt_id)
        return found[0]

    def attempts(self, person: str) -> list[Attempt]:
        """A person's attempts, the latest first."""
        return self._attempts(attempts.c.person == person)

    def attempts_at(self, scenario: str) -> list[Attempt]:
        """Everybody's attempts at any version of a scenario, the latest first."""
        return self._attempts(attempts.c.scenario == scenario)

    def attempts_for(self, assignment: str) -> list[Attempt]:
        """Everybody's attempts within an assignment, the latest first."""
        return self._attempts(attempts.c.assignment == assignment)

    def attempts_named(self, ids: Iterable[str]) -> dict[str, Attempt]:
        """Those of these attempts that there are, by id, in one query."""
        found = [each for some in batches(ids) for each in self._attempts(attempts.c.id.in_(some))]
        return {each.id: each for each in found}

    def _attempts(self, which: ColumnElement[bool]) -> list[Attempt]:
        """Attempts with their choices in one statement, so that no choice made meanwhile stands in but one of them."""
        taken = (choices.c.turn, choices.c.chosen, choices.c.reason)
        joined = select(attempts, *taken).outerjoin(choices, choices.c.attempt == attempts.c.id).where(which)
        rows = self.connection.execute(joined.order_by(attempts.c.begun.desc(), attempts.c.id, choices.c.turn))
        return [_attempt(list(theirs)) for _, theirs in groupby(rows, key=lambda row: row.id)]

    def add_choice(self, attempt_id: str, turn: int, option: str, taken: str) -> None:
        """Append a choice. Raises `TurnTaken` where the turn has one already, or the attempt is over or went on
        elsewhere.
        """
        row = (literal(turn), literal(option), literal(taken))
        going = (attempts.c.id == attempt_id) & attempts.c.ending.is_(None) & attempts.c.continued.is_(None)
        held = select(attempts.c.id, *row).where(going).with_for_update()
        adding = insert(choices).from_select(["attempt", "turn", "chosen", "taken"], held)
        try:
            added = self.connection.execute(adding.execution_options(preserve_rowcount=True))
        except IntegrityError as error:
            raise TurnTaken(attempt_id, turn) from error
        if added.rowcount != 1:
            raise TurnTaken(attempt_id, turn)

    def times(self, attempt_id: str) -> list[str]:
        """When each turn was taken, in order."""
        query = select(choices.c.taken).where(choices.c.attempt == attempt_id).order_by(choices.c.turn)
        return list(self.connection.scalars(query))

    def give_reason(self, attempt_id: str, turn: int, reason: str) -> bool:
        """Keep the reason for a turn unless one is kept already; whether it was kept now."""
        unasked = (choices.c.attempt == attempt_id) & (choices.c.turn == turn) & choices.c.reason.is_(None)
        return self.connection.execute(update(choices).where(unasked).values(reason=reason)).rowcount == 1

    def finish(self, attempt_id: str, ending: str, finished: str) -> None:
        """Keep how it ended. Raises `Overtaken` where it had ended already."""
        row = {"ending": ending, "finished": finished}
        going = (attempts.c.id == attempt_id) & attempts.c.ending.is_(None)
        if self.connection.execute(update(attempts).where(going).values(row)).rowcount != 1:
            raise Overtaken("This conversation has come to its end already, perhaps in another tab.")

    def carry_on(self, attempt_id: str, continued: Attempt) -> None:
        """After a take-back: another attempt goes on, with the earlier choices and hints of this one up to there.

        `continued` has the choices it begins with. Raises `Overtaken` where this one has been continued already.
        """
        self.begin(continued)
        going = (attempts.c.id == attempt_id) & attempts.c.continued.is_(None)
        if self.connection.execute(update(attempts).where(going).values(continued=continued.id)).rowcount != 1:
            raise Overtaken("That has been taken back already, perhaps in another tab.")
        last = len(continued.choices)
        for table in (choices, hints):
            names = [column.name for column in table.c if column.name != "attempt"]
            before = select(*(table.c[name] for name in names)).where(table.c.attempt == attempt_id)
            upto = last if table is choices else last + 1
            for row in self.connection.execute(before.where(table.c.turn <= upto)).all():
                self.connection.execute(insert(table).values({**row._mapping, "attempt": continued.id}))

    def give_hint(self, attempt_id: str, hint: Hint, taken: str) -> None:
        """Keep that a hint was given; giving it again is nothing."""
        row = {"attempt": attempt_id, "turn": hint.turn, "level": hint.level, "taken": taken}
        insert_new(self.connection, hints, row)

    def hints(self, attempt_id: str) -> list[Hint]:
        """The hints given, by turn and level."""
        query = select(hints).where(hints.c.attempt == attempt_id).order_by(hints.c.turn, hints.c.level)
        return [Hint(row.turn, row.level) for row in self.connection.execute(query)]

    # Publications.

    def publish(self, publication: Publication) -> None:
        """Append a publication, whose version has been kept already. Raises `NumberTaken`."""
        row = {name: getattr(publication, name) for name in Publication.__slots__}
        try:
            self.connection.execute(insert(publications).values(row))
        except IntegrityError as error:
            raise NumberTaken(publication.scenario, publication.number) from error

    def publications(self, scenario: str) -> list[Publication]:
        """The publications of a scenario, the latest first."""
        theirs = select(publications).where(publications.c.scenario == scenario)
        rows = self.connection.execute(theirs.order_by(publications.c.number.desc()))
        return [Publication(**row._mapping) for row in rows]

    def current(self) -> list[Current]:
        """The latest publication of every scenario, by scenario id."""
        latest = select(publications.c.scenario, func.max(publications.c.number).label("number"))
        last = latest.group_by(publications.c.scenario).subquery()
        rows = (
            select(last.c.scenario, last.c.number, scenario_versions.c.digest, scenario_versions.c.canonical)
            .join(publications, (publications.c.scenario == last.c.scenario) & (publications.c.number == last.c.number))
            .join(scenario_versions, scenario_versions.c.digest == publications.c.digest)
        )
        return [Current(**row._mapping) for row in self.connection.execute(rows.order_by(last.c.scenario))]


_BEGUN = ("id", "person", "scenario", "digest", "seed", "begun", "assignment", "number", "parent")


def _attempt(rows: list[Row[Any]]) -> Attempt:
    """An attempt from its rows, one for each choice, or a single one without."""
    own = {column.name: getattr(rows[0], column.name) for column in attempts.c}
    taken = tuple(Choice(row.turn, row.chosen, row.reason) for row in rows if row.turn is not None)
    return Attempt(**{**own, "mode": Mode(own["mode"]), "choices": taken})
