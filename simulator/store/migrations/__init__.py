"""The schema's history: Alembic revisions, run in process in the transaction of whoever opens the store.

Alembic is imported only where there is something to do: every page opens the store, and it costs a third of a second.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from simulator.errors import StoreError

HEAD = "0003"
"""The revision this version of the product works with; a test holds it to the newest one."""

_LOCK = 0xC0AC4  # any number: two servers that open one database at the same moment take turns


class NewerStore(StoreError):
    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database was made by a newer version of coachsim (its revision is {revision}; this version knows "
            f"them up to {HEAD}). Nothing in it was changed. Start the newer version, or restore a back-up from before."
        )
        self.revision = revision


def migrate(connection: Connection) -> bool:
    """Bring the schema up to date; the caller owns the transaction. Whether anything had to be done.

    Raises `NewerStore`.
    """
    if _revision(connection) == HEAD:
        return False
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    found = _revision(connection)
    if found == HEAD:
        return False
    if found is not None and found > HEAD:
        raise NewerStore(found)
    _upgrade(connection)
    return True


def _revision(connection: Connection) -> str | None:
    """The revision of the schema that stands, None for an empty database."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables and "migrations" in tables:
        _adopt(connection)
    elif "alembic_version" not in tables:
        return None
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if revision is None else str(revision)


def _adopt(connection: Connection) -> None:
    """A history from before Alembic kept the history: files named 0001_… and 0002_…."""
    last = connection.scalar(text("SELECT max(name) FROM migrations"))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    if last:
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": str(last)[:4]})
    connection.execute(text("DROP TABLE migrations"))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    command.upgrade(config, "head")
