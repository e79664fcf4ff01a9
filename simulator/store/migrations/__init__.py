"""The schema's history: Alembic revisions, run in process in the transaction of whoever opens the store.

Alembic is imported only where there is something to do: every page opens the store, and it costs a third of a second.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from simulator.errors import StoreError

HEAD = "0004"
"""The revision this version of the product works with; a test holds it to the newest one."""

_LOCK = 0xC0AC4  # any number: two servers that open one database at the same moment take turns


class NewerStore(StoreError):
    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database was made by a newer version of coachsim (its revision is {revision}; this version knows "
            f"them up to {HEAD}). Nothing in it was changed. Start the newer version, or restore a back-up from before."
        )
        self.revision = revision


class ForeignDatabase(StoreError):
    def __init__(self, tables: Iterable[str]) -> None:
        named = ", ".join(sorted(tables)[:5])
        super().__init__(
            f"This database holds something else than coachsim's store: {named}. Nothing in it was changed. "
            "Name one that is empty."
        )


def is_current(connection: Connection) -> bool:
    """Whether there is nothing to bring up to date; this only reads. Raises `NewerStore`, `ForeignDatabase`."""
    return _revision(connection) == HEAD


def migrate(connection: Connection) -> None:
    """Bring the schema up to date; the caller owns the transaction, which may write. Raises as `is_current`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = _revision(connection)
    if found == HEAD:  # somebody else was quicker
        return
    if found is not None:
        _adopt(connection, found)
    _upgrade(connection)


_EARLIER = {"0001_attempts.sql": "0001", "0002_publications.sql": "0002"}
"""A history from before Alembic kept the history: files, and the revisions that do the same."""


def _revision(connection: Connection) -> str | None:
    """The revision of the schema that stands, None for an empty database."""
    known = inspect(connection)
    if known.has_table("alembic_version"):
        revision = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
        if not re.fullmatch(r"\d{4}", revision):
            raise ForeignDatabase(known.get_table_names())
        if revision > HEAD:
            raise NewerStore(revision)
        return revision
    tables = known.get_table_names()
    if "migrations" in tables and [each["name"] for each in known.get_columns("migrations")] == ["name"]:
        last = connection.scalar(text("SELECT max(name) FROM migrations"))
        if last in _EARLIER:
            return _EARLIER[last]
    if tables:
        raise ForeignDatabase(tables)
    return None


def _adopt(connection: Connection, revision: str) -> None:
    """Let Alembic go on from where the files had come."""
    if inspect(connection).has_table("migrations"):
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": revision})
        connection.execute(text("DROP TABLE migrations"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    command.upgrade(config, "head")
