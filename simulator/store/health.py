"""Whether a database can be reached and is sound, without making or changing one: for `coachsim doctor`."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from simulator.errors import StoreError
from simulator.store.backup import Damaged, connected, in_words, revision_of
from simulator.store.migrations import HEAD, NewerStore
from simulator.store.sql import CONNECT_SECONDS, FILE


def revision_at(folder: Path) -> str | None:
    """The revision of the SQLite database in a folder, None where there is none yet. Raises `StoreError`."""
    file = folder / FILE
    if not file.exists():
        return None
    with in_words(f"{file} cannot be read"), closing(connected(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return None
        revision = revision_of(connection)
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise Damaged(f"{file} is damaged ({answer}). Restore a back-up: coachsim restore FILE --replace")
    if revision > HEAD:
        raise NewerStore(revision)
    return revision


def sqlite_version() -> str:
    return sqlite3.sqlite_version


def reach(url: str) -> str | None:
    """The revision of the PostgreSQL database at a URL, None for an empty one. Raises `StoreError`."""
    try:
        engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_SECONDS})
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        cause = str(getattr(error, "orig", None) or error).strip()
        raise StoreError(f"The database does not answer or is none: {cause}") from error
    if revision > HEAD:
        raise NewerStore(revision)
    return revision
