"""Deleting, in this one place: what is kept about a person who is to be forgotten, and attempts that are too old.

Everything else only grows. Whoever comes here has decided that it shall be so: `services.accounts.privacy` and
`services.keeping`. What is left of somebody is a tombstone, a person of another id and no name, so that what they gave
and published for others, and what they marked, still belongs to one hand. What others wrote about somebody as they
marked is left as it is; of a trainee it goes with their attempts.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, exists, func, insert, or_, select, update

from simulator.model.person import Person
from simulator.store.audit import Audit
from simulator.store.rows import batches
from simulator.store.sql import BUSY_SECONDS, Store
from simulator.store.tables import (
    appeals,
    assignment_people,
    assignments,
    attempts,
    audit,
    choices,
    cohort_members,
    cohort_trainers,
    consensus,
    exclusions,
    final_criteria,
    finals,
    flag_decisions,
    flags,
    hints,
    invitations,
    mark_criteria,
    mark_drafts,
    mark_notes,
    mark_responses,
    marks,
    moderation,
    passwords,
    people,
    publications,
    releases,
    roles,
    scored_criteria,
    scored_turns,
    scores,
    scripts,
    seats,
    sign_ins,
    statements,
)

HANG_ON_SCRIPTS: tuple[Table, ...] = (
    seats, mark_drafts, mark_criteria, mark_notes, mark_responses, marks, flag_decisions, flags, consensus,
    final_criteria, finals, appeals,
)  # fmt: skip
"""They go with their script."""

HANG_ON_ATTEMPTS: tuple[Table, ...] = (
    choices, hints, scored_turns, scored_criteria, scores, releases, statements, scripts,
)  # fmt: skip
"""They go with their attempt."""

HANG_ON_PEOPLE: tuple[Column[str], ...] = (
    roles.c.person, passwords.c.person, invitations.c.person, sign_ins.c.person, cohort_members.c.person,
    cohort_trainers.c.person, assignment_people.c.person, exclusions.c.person, exclusions.c.assessor,
    mark_drafts.c.assessor, appeals.c.person,
)  # fmt: skip
"""Whose rows go with them."""

PASS_TO_TOMBSTONE: tuple[Column[str], ...] = (
    publications.c.person, assignments.c.person, releases.c.person, moderation.c.person, exclusions.c.entered_by,
    seats.c.assessor, marks.c.assessor, flags.c.assessor, flag_decisions.c.assessor, consensus.c.assessor,
    consensus.c.agreed_by, appeals.c.decided_by, statements.c.person,
)  # fmt: skip
"""What somebody made for others stays, as do their marks; whose it was does not."""

NO_LONGER = "no longer assesses"
"""Why a seat ended whose assessor is gone."""

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Idle:
    """An attempt in which nothing has happened for long, and those before and after it by take-backs."""

    id: str
    parent: str | None
    continued: str | None


class Erasing:
    """What is deleted is written over with zeros where the database can do that (SQLite)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")

    def person(self, person: Person, tombstone: Person, at: str) -> dict[str, int]:
        """Put a tombstone in somebody's place; how many rows of each table were deleted."""
        self._connection.execute(select(people.c.id).where(people.c.id == person.id).with_for_update())
        row = {name: getattr(tombstone, name) for name in ("id", "account", "name", "email", "disabled")}
        self._connection.execute(insert(people).values({**row, "made": at}))
        gone = Counter(self._attempts(attempts.c.person == person.id))
        for column in HANG_ON_PEOPLE:
            gone[column.table.name] += self._delete(column.table, column == person.id)
        self._free_seats(person.id, at)
        self._empty_statements(person.id, at)
        for column in PASS_TO_TOMBSTONE:
            theirs = update(column.table).where(column == person.id)
            self._connection.execute(theirs.values({column.name: tombstone.id}))
        Audit(self._connection).rename(person.id, tombstone.id)
        self._silence([person.id, person.account, person.name, *filter(None, [person.email])])
        self._connection.execute(delete(people).where(people.c.id == person.id))
        return dict(gone)

    def _free_seats(self, assessor: str, at: str) -> None:
        """Marks that were not submitted never will be by them: of an attempt, somebody else can take the seat."""
        marked = exists().where(marks.c.script == seats.c.script, marks.c.seat == seats.c.seat)
        query = select(seats, scripts.c.attempt).join(scripts, scripts.c.id == seats.c.script)
        held = query.where(seats.c.assessor == assessor, seats.c.ended.is_(None), ~marked)
        for seat in self._connection.execute(held).all():
            this = (seats.c.script == seat.script) & (seats.c.number == seat.number)
            self._connection.execute(update(seats).where(this).values(ended=at, ended_why=NO_LONGER))
            if seat.attempt is not None:
                last = select(func.max(seats.c.number) + 1).where(seats.c.script == seat.script).scalar_subquery()
                row = {"script": seat.script, "number": last, "seat": seat.seat, "why": seat.why}
                self._connection.execute(insert(seats).values(**row, made=at, ended_why=""))

    def _empty_statements(self, person: str, at: str) -> None:
        """What they said of others' attempts is not sent (again); the ids stay, so that nobody makes them anew."""
        row = {"document": "{}", "error": "", "sent": func.coalesce(statements.c.sent, at)}
        self._connection.execute(update(statements).where(statements.c.person == person).values(row))

    def _silence(self, words: Sequence[str]) -> None:
        """Drop what is said in entries of the audit log that mention one of these."""
        mentions = or_(*(audit.c.detail.contains(each, autoescape=True) for each in words))
        whole = re.compile("|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in words))
        rows = self._connection.execute(select(audit.c.id, audit.c.detail).where(mentions)).all()
        found = [row.id for row in rows if whole.search(row.detail)]
        for some in batches(found, AT_ONCE):
            self._connection.execute(update(audit).where(audit.c.id.in_(some)).values(detail=""))

    def idle(self, before: str, among: Iterable[str] | None = None) -> list[Idle]:
        """Attempts whose last act (their end, else their last choice, else their beginning) was before a time.

        With `among` only those of them, and nobody goes on with one of these until the unit of work is over.
        """
        columns = (attempts.c.id, attempts.c.parent, attempts.c.continued)
        query = select(*columns).where(attempts.c.begun < before, _last_act() < before)
        if among is not None:
            chosen = attempts.c.id.in_(list(among))
            self._connection.execute(select(attempts.c.id).where(chosen).with_for_update())
            query = query.where(chosen)
        return [Idle(*row) for row in self._connection.execute(query.order_by(attempts.c.begun, attempts.c.id))]

    def attempts(self, ids: Sequence[str]) -> int:
        """Delete these, which no other attempt goes on from; how many there were."""
        return self._attempts(attempts.c.id.in_(ids))["attempts"]

    def _attempts(self, which: ColumnElement[bool]) -> dict[str, int]:
        self._connection.execute(select(attempts.c.id).where(which).with_for_update())
        theirs = select(attempts.c.id).where(which)
        gone = self._below_scripts(scripts.c.attempt.in_(theirs))
        for table in HANG_ON_ATTEMPTS:
            gone[table.name] = self._delete(table, table.c.attempt.in_(theirs))
        gone["attempts"] = self._delete(attempts, which)
        return gone

    def _below_scripts(self, which: ColumnElement[bool]) -> dict[str, int]:
        """What hangs on these scripts, which go next, all those of an attempt at once: they cite one another."""
        self._connection.execute(select(scripts.c.id).where(which).with_for_update())
        theirs = select(scripts.c.id).where(which)
        return {table.name: self._delete(table, table.c.script.in_(theirs)) for table in HANG_ON_SCRIPTS}

    def _delete(self, table: Table, which: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(table).where(which)).rowcount


def _last_act() -> ColumnElement[str]:
    last_choice = select(func.max(choices.c.taken)).where(choices.c.attempt == attempts.c.id).scalar_subquery()
    return func.coalesce(attempts.c.finished, last_choice, attempts.c.begun)


def scrub(store: Store) -> bool:
    """Rewrite the file of the database, so that nothing deleted is left in pages that are not used any more.

    Whether that could be done now; not while somebody else keeps it busy. PostgreSQL cleans up by itself (autovacuum).
    """
    if store.engine.dialect.name != "sqlite":
        return True
    file = str(store.engine.url.database)
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy
