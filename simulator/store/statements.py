"""Statements on their way to a learning record store: which are due, which were sent, what went wrong with the rest.

What they say is made elsewhere; here they are documents with an id.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from simulator.store.rows import batches, insert_new
from simulator.store.tables import statements


@dataclass(frozen=True, slots=True)
class Statement:
    """`document` is encoded JSON; `attempt` and `person` say what and whom it is about. Times are UTC, ISO 8601.

    `due` is when it is to be sent (again), after so many `tries`, the last of which failed with `error`; `sent` None
    until it has arrived.
    """

    id: str
    document: str
    made: str
    due: str
    attempt: str | None = None
    person: str | None = None
    tries: int = 0
    error: str = ""
    sent: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """`waiting` includes `failing`, those that were refused or did not get through at least once. `due` is when the
    first of what waits is due, `error` what went wrong last; both are of those that wait.
    """

    sent: int
    waiting: int
    failing: int
    due: str | None
    error: str


class Statements:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Iterable[Statement]) -> int:
        """Keep what is to be sent; ids that are known already are nothing. How many were new."""
        rows = [{name: getattr(each, name) for name in Statement.__slots__} for each in new]
        return insert_new(self._connection, statements, rows)

    def known(self, ids: Iterable[str]) -> set[str]:
        """Those of these ids that are kept, sent or not."""
        asked = (select(statements.c.id).where(statements.c.id.in_(some)) for some in batches(ids))
        return {each for query in asked for each in self._connection.scalars(query)}

    def due(self, now: str, limit: int) -> list[Statement]:
        """What is to be sent now, that which is due longest first, at most so many."""
        names = [statements.c[name] for name in Statement.__slots__]
        query = select(*names).where(statements.c.sent.is_(None), statements.c.due <= now)
        ordered = query.order_by(statements.c.due, statements.c.made, statements.c.id).limit(limit)
        return [Statement(**row._mapping) for row in self._connection.execute(ordered)]

    def sent(self, ids: Iterable[str], at: str) -> None:
        """These have arrived; what had been sent before stays as it was."""
        for some in batches(ids):
            waiting = statements.c.id.in_(some) & statements.c.sent.is_(None)
            self._connection.execute(update(statements).where(waiting).values(sent=at, error=""))

    def failed(self, ids: Iterable[str], error: str, due: str) -> None:
        """These did not arrive, for a reason in words; they are due again then."""
        for some in batches(ids):
            waiting = statements.c.id.in_(some) & statements.c.sent.is_(None)
            row = {"error": error, "due": due, "tries": statements.c.tries + 1}
            self._connection.execute(update(statements).where(waiting).values(row))

    def counts(self) -> Counts:
        of = statements.c
        waits = of.sent.is_(None)
        counted = select(
            func.count(of.sent), func.count().filter(waits), func.count().filter(waits & (of.tries > 0)),
            func.min(of.due).filter(waits),
        )  # fmt: skip
        sent, waiting, failing, due = self._connection.execute(counted).one()
        last = select(of.error).where(waits, of.tries > 0).order_by(of.due.desc(), of.id).limit(1)
        return Counts(sent, waiting, failing, due, self._connection.scalar(last) or "")
