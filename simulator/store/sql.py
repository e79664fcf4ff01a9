"""Attempts and publications in SQL: append-only logs. A unit of work that is left without `commit` changes nothing.

A turn is a primary key, so of two choices for one turn, from two tabs or two processes, exactly one is kept; the same
holds for a publication's number.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, Row, create_engine, event, func, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from simulator.errors import FolderNotWritable, StoreError, TurnTaken, UnknownAttempt
from simulator.model.attempt import Attempt, Choice
from simulator.store.migrations import migrate
from simulator.store.publication import Current, NumberTaken, Publication
from simulator.store.tables import attempts, choices, publications, scenario_versions


class Store:
    """The database. Opening it brings its schema up to date."""

    def __init__(self, url: URL | str) -> None:
        self.engine = create_engine(url)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        with self.engine.begin() as connection:
            migrate(connection)

    @contextmanager
    def work(self) -> Iterator["Work"]:
        """One unit of work; nothing it did is kept unless it was committed. Raises `StoreError`."""
        try:
            with self.engine.connect() as connection:
                yield Work(connection)
        except DBAPIError as error:
            raise StoreError(f"This could not be kept: {error.orig}. Nothing was lost up to here.") from error

    def close(self) -> None:
        self.engine.dispose()


def open_store(folder: Path) -> Store:
    """The SQLite store in a folder, made where there is none.

    Raises `FolderNotWritable`, or `StoreError` where the file in it is not a store of ours.
    """
    file = folder / "coachsim.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(URL.create("sqlite", database=str(file)))
    except OSError as error:
        raise FolderNotWritable(str(folder), error.strerror or str(error)) from error
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorname", "").startswith(_NOT_WRITABLE):
            raise FolderNotWritable(str(folder), str(error.orig)) from error
        hint = "Move it away, and an empty one is made; or name another folder with --data DIR or COACHSIM_DATA."
        raise StoreError(f"Attempts cannot be kept in {file} ({error.orig}). {hint}") from error


_NOT_WRITABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_FULL")


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are ours, not the driver's
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # so that two writers wait instead of failing half-way


class Work:
    """What one unit of work can do. Only the use case that opened it commits."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def commit(self) -> None:
        self.connection.commit()

    def keep_version(self, digest: str, scenario: str, canonical: str) -> None:
        """Keep a version of a scenario for good; keeping the same one again is nothing."""
        if self.version(digest) is None:
            row = {"digest": digest, "scenario": scenario, "canonical": canonical}
            self.connection.execute(insert(scenario_versions).values(row))

    def version(self, digest: str) -> str | None:
        """The canonical form of a kept version."""
        query = select(scenario_versions.c.canonical).where(scenario_versions.c.digest == digest)
        return self.connection.scalar(query)

    def begin(self, attempt: Attempt) -> None:
        row = {name: getattr(attempt, name) for name in ("id", "person", "scenario", "digest", "seed", "begun")}
        self.connection.execute(insert(attempts).values(row))

    def attempt(self, attempt_id: str) -> Attempt:
        """Raises `UnknownAttempt`."""
        row = self.connection.execute(select(attempts).where(attempts.c.id == attempt_id)).one_or_none()
        if row is None:
            raise UnknownAttempt(attempt_id)
        taken = select(choices).where(choices.c.attempt == attempt_id).order_by(choices.c.turn)
        return _attempt(row, [_choice(each) for each in self.connection.execute(taken)])

    def attempts(self, person: str) -> list[Attempt]:
        """A person's attempts, the latest first."""
        return self._attempts(attempts.c.person == person)

    def attempts_at(self, scenario: str) -> list[Attempt]:
        """Everybody's attempts at any version of a scenario, the latest first."""
        return self._attempts(attempts.c.scenario == scenario)

    def _attempts(self, which: ColumnElement[bool]) -> list[Attempt]:
        rows = self.connection.execute(
            select(attempts).where(which).order_by(attempts.c.begun.desc(), attempts.c.id)
        ).all()
        taken: dict[str, list[Choice]] = {row.id: [] for row in rows}
        for each in self.connection.execute(select(choices).join(attempts).where(which).order_by(choices.c.turn)):
            taken[each.attempt].append(_choice(each))
        return [_attempt(row, taken[row.id]) for row in rows]

    def add_choice(self, attempt_id: str, turn: int, option: str, taken: str) -> None:
        """Append a choice. Raises `TurnTaken` where the turn has one already."""
        row = {"attempt": attempt_id, "turn": turn, "chosen": option, "taken": taken}
        try:
            self.connection.execute(insert(choices).values(row))
        except IntegrityError as error:
            raise TurnTaken(attempt_id, turn) from error

    def give_reason(self, attempt_id: str, turn: int, reason: str) -> bool:
        """Keep the reason for a turn unless one is kept already; whether it was kept now."""
        unasked = (choices.c.attempt == attempt_id) & (choices.c.turn == turn) & choices.c.reason.is_(None)
        return self.connection.execute(update(choices).where(unasked).values(reason=reason)).rowcount == 1

    def finish(self, attempt_id: str, ending: str, finished: str) -> None:
        row = {"ending": ending, "finished": finished}
        self.connection.execute(update(attempts).where(attempts.c.id == attempt_id).values(row))

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


def _choice(row: Row[Any]) -> Choice:
    return Choice(row.turn, row.chosen, row.reason)


def _attempt(row: Row[Any], taken: list[Choice]) -> Attempt:
    return Attempt(
        row.id, row.person, row.scenario, row.digest, row.seed, row.begun, tuple(taken), row.ending, row.finished
    )
