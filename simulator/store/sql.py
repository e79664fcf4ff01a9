"""The database: SQLite in a folder, or PostgreSQL by URL. A unit of work that is left without `commit` changes nothing.

What is kept in it is in `work` and the modules beside it; `failures` puts into words what goes wrong.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from simulator.errors import FolderNotWritable, StoreAway, StoreError, StoreFull
from simulator.store.failures import refuse_what_no_database_keeps, told
from simulator.store.migrations import is_current, migrate
from simulator.store.place import refuse_network_folder
from simulator.store.work import Work

FILE = "coachsim.sqlite"
BUSY_SECONDS = 5
AGAIN = (0.001, 0.004)
"""Seconds until a writer asks again whether it is its turn; not always the same, so that no two keep step."""

CONNECT_SECONDS = 5


class Store:
    """The database. Opening it brings its schema up to date. Raises `StoreError`."""

    def __init__(self, url: URL | str) -> None:
        self.engine = _engine(url)
        try:
            self._bring_up_to_date()
        except StoreError:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        with self.reading() as work:
            current = is_current(work.connection)
        if not current:
            with told(), self.engine.begin() as connection:
                migrate(connection)
        if self.engine.dialect.name == "sqlite":
            with told(), self.engine.connect() as connection:
                _write_ahead(connection.execution_options(**{_OUTSIDE: True}))

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One unit of work; nothing it did is kept unless it was committed.

        Raises `StoreError`; `StoreAway` where trying again later may help.
        """
        with told(), self.engine.connect() as connection:
            yield Work(connection)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A unit of work that only reads. It sees the store as it was at one moment, waits for nobody who writes and
        holds nobody up, however long it lasts. Writing in it is refused.

        Raises as `work`.
        """
        with told(), self.engine.connect() as connection:
            yield Work(connection.execution_options(**_READING[self.engine.dialect.name]))

    def close(self) -> None:
        self.engine.dispose()


def open_store(folder: Path, url: str | None = None) -> Store:
    """The store at a URL, or without one the SQLite store in a folder, made where there is none.

    Raises `FolderNotWritable`, or `StoreError` where there is no store of ours and none can be made.
    """
    if url:
        return Store(url)
    file = folder / FILE
    refuse_network_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(URL.create("sqlite", database=str(file)))
    except OSError as error:
        raise FolderNotWritable(str(folder), error.strerror or str(error)) from error
    except StoreError as error:
        cause = error.__cause__
        if not isinstance(cause, DBAPIError):
            raise
        if getattr(cause.orig, "sqlite_errorname", "").startswith(_NOT_WRITABLE):
            raise FolderNotWritable(str(folder), str(cause.orig)) from cause
        if isinstance(error, StoreAway | StoreFull):
            raise
        hint = "Move it away, and an empty one is made; or name another folder with --data DIR or COACHSIM_DATA."
        raise StoreError(f"Attempts cannot be kept in {file} ({cause.orig}). {hint}") from cause


_ONLY, _OUTSIDE = "coachsim_reading", "coachsim_outside"
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
_NOT_WRITABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR")
_KINDS = "Use postgresql+psycopg://user:password@host/name, or leave it out for SQLite in the data folder."


def _engine(url: URL | str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
            raise StoreError(f"A database of the kind '{parsed.drivername}' cannot be used. {_KINDS}")
        engine = _sqlite(parsed) if parsed.drivername == "sqlite" else _postgresql(parsed)
        event.listen(engine, "before_cursor_execute", refuse_what_no_database_keeps)
        return engine
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"That is not the address of a database. {_KINDS}") from error
    except ModuleNotFoundError as error:
        hint = "Install it with: pip install 'coachsim[postgresql]'"
        raise StoreError(f"PostgreSQL needs the package psycopg, which is not here. {hint}") from error


def _postgresql(url: URL) -> Engine:
    """A connection for each unit of work: hundreds of open pages then hold none, and a restart leaves none stale."""
    arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": "coachsim"}
    return create_engine(url, poolclass=NullPool, connect_args=arguments, use_native_hstore=False)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions are ours, not the driver's
        for pragma in (f"busy_timeout={int(BUSY_SECONDS * 1000)}", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        reading = options.get(_ONLY, False)
        if connection.info.get(_ONLY, False) != reading:
            connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
            connection.info[_ONLY] = reading
        if options.get(_OUTSIDE):
            return
        if reading:
            connection.exec_driver_sql("BEGIN")
        else:  # the lock at once, so that two writers wait instead of failing half-way
            _ask_until_free(connection, "BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: Connection) -> None:
    """Let writers add to a log beside the file, so that nobody who reads waits for them. The file remembers it; only a
    store of ours is told to, and somebody else's database is left as it was.
    """
    if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete":
        _ask_until_free(connection, "PRAGMA journal_mode=WAL")


def _ask_until_free(connection: Connection, statement: str) -> None:
    """Execute what must wait until nobody else writes.

    Left to itself SQLite asks again ever more seldom: with fifty writers some would wait for seconds, the last one
    longest. Here all ask equally often.
    """
    raw: Any = connection.connection.dbapi_connection
    last = monotonic() + BUSY_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < last:
            try:
                raw.execute(statement)
            except sqlite3.OperationalError as error:
                if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    break
            else:
                return
            sleep(uniform(*AGAIN))  # noqa: S311 - nothing secret
        connection.exec_driver_sql(statement)
    finally:
        raw.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
