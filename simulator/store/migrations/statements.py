"""One statement of the schema's history, said so that it means the same in both databases."""

import re

from alembic import op

KINDS = {
    "sqlite": {"TEXT": "TEXT", "REAL": "FLOAT", "COUNTER": "INTEGER PRIMARY KEY"},
    "postgresql": {"TEXT": 'TEXT COLLATE "C"', "REAL": "DOUBLE PRECISION", "COUNTER": "SERIAL PRIMARY KEY"},
}
"""Text sorts by its code points, as SQLite sorts it, wherever a PostgreSQL was set up and for whatever language."""


def run(statement: str) -> None:
    """Execute a statement; the kinds of columns in it are written as `KINDS` names them."""
    kinds = KINDS[op.get_bind().dialect.name]
    op.execute(re.sub(rf"\b({'|'.join(kinds)})\b", lambda found: kinds[found[0]], statement))
