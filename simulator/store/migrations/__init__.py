"""The schema's history: SQL files applied in the order of their names, each recorded in the transaction that ran it."""

from collections.abc import Iterator
from importlib import resources

from sqlalchemy import Connection, text


def migrate(connection: Connection) -> list[str]:
    """Apply what has not been applied yet; the caller owns the transaction. Returns the names applied now."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)"))
    done = set(connection.scalars(text("SELECT name FROM migrations")))
    applied = []
    for name, statements in _files():
        if name not in done:
            for statement in statements:
                connection.execute(text(statement))
            connection.execute(text("INSERT INTO migrations (name) VALUES (:name)"), {"name": name})
            applied.append(name)
    return applied


def _files() -> Iterator[tuple[str, list[str]]]:
    folder = resources.files(__name__)
    for file in sorted((each for each in folder.iterdir() if each.name.endswith(".sql")), key=lambda each: each.name):
        parts = file.read_text(encoding="utf-8").split(";\n")
        yield file.name, [part for part in map(str.strip, parts) if part]
