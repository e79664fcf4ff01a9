"""What both databases can do and SQLAlchemy says for each apart; rows of many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, select
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

AT_ONCE = 10_000
"""Values in one question; both databases take more, but not any number."""


def insert_new(connection: Connection, table: Table, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
    """Insert rows, leaving alone what stands under the same keys; how many were inserted."""
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).on_conflict_do_nothing()
    return connection.execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount


def batches(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """All of them in order, at most so many at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def by_script(connection: Connection, table: Table, ids: Iterable[str], *order: str) -> dict[str, list[Row[Any]]]:
    """The rows that hang on each of these scripts, in order; an empty list where there are none."""
    found: dict[str, list[Row[Any]]] = {each: [] for each in ids}
    for some in batches(found):
        query = select(table).where(table.c.script.in_(some)).order_by(*(table.c[name] for name in order))
        for row in connection.execute(query):
            found[row.script].append(row)
    return found
