"""Deleting, in this one place: what is kept about a person who is to be forgotten, and attempts that are too old.

Everything else only grows. Whoever comes here has decided that it shall be so: `services.accounts.privacy` and
`services.keeping`. What is left of somebody is a tombstone, a person of another id and no name, so that what they gave
and published for others still belongs to one hand.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, insert, or_, select, update

from simulator.model.person import Person
from simulator.store.audit import Audit
from simulator.store.rows import batches
from simulator.store.sql import BUSY_SECONDS, Store
from simulator.store.tables import (
    assignment_people,
    assignments,
    attempts,
    audit,
    choices,
    cohort_members,
    cohort_trainers,
    hints,
    invitations,
    passwords,
    people,
    publications,
    releases,
    roles,
    scored_criteria,
    scored_turns,
    scores,
    sign_ins,
)

HANG_ON_ATTEMPTS: tuple[Table, ...] = (choices, hints, scored_turns, scored_criteria, scores, releases)
"""They go with their attempt."""

HANG_ON_PEOPLE: tuple[Table, ...] = (
    roles, passwords, invitations, sign_ins, cohort_members, cohort_trainers, assignment_people,
)  # fmt: skip
"""They go with their person."""

PASS_TO_TOMBSTONE: tuple[Column[str], ...] = (publications.c.person, assignments.c.person, releases.c.person)
"""What somebody made for others stays; whose it was does not."""

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
        row = {name: getattr(tombstone, name) for name in ("id", "account", "name", "email", "disabled")}
        self._connection.execute(insert(people).values({**row, "made": at}))
        gone = self._attempts(attempts.c.person == person.id)
        for table in HANG_ON_PEOPLE:
            gone[table.name] = self._connection.execute(delete(table).where(table.c.person == person.id)).rowcount
        for column in PASS_TO_TOMBSTONE:
            theirs = update(column.table).where(column == person.id)
            self._connection.execute(theirs.values({column.name: tombstone.id}))
        Audit(self._connection).rename(person.id, tombstone.id)
        self._silence([person.id, person.account, person.name, *filter(None, [person.email])])
        self._connection.execute(delete(people).where(people.c.id == person.id))
        return gone

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
        theirs, gone = select(attempts.c.id).where(which), {}
        for table in HANG_ON_ATTEMPTS:
            gone[table.name] = self._connection.execute(delete(table).where(table.c.attempt.in_(theirs))).rowcount
        gone["attempts"] = self._connection.execute(delete(attempts).where(which)).rowcount
        return gone


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
