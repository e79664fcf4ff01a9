"""The audit log: who did what to what, and when. It only grows; erasing a person takes their name out of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, or_, select, update

from simulator.store.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """`person` did `act` to `subject` (both ids, or words such as `system`); `detail` says the rest in a few words."""

    at: str
    person: str
    act: str
    subject: str
    detail: str = ""


class Audit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> None:
        row = {name: getattr(entry, name) for name in Entry.__slots__}
        self._connection.execute(insert(audit).values(row))

    def add_all(self, entries: Iterable[Entry]) -> None:
        """As `add` for many, in one statement."""
        rows = [{name: getattr(entry, name) for name in Entry.__slots__} for entry in entries]
        if rows:
            self._connection.execute(insert(audit), rows)

    def about(self, *subjects: str) -> list[Entry]:
        """What was done to these, in order."""
        return self._entries(audit.c.subject.in_(subjects))

    def of(self, person: str) -> list[Entry]:
        """What somebody did, and what was done to them, in order."""
        return self._entries(or_(audit.c.person == person, audit.c.subject == person))

    def _entries(self, which: object) -> list[Entry]:
        names = [audit.c[name] for name in Entry.__slots__]
        rows = self._connection.execute(select(*names).where(which).order_by(audit.c.id))  # type: ignore[arg-type]
        return [Entry(**row._mapping) for row in rows]

    def rename(self, person: str, to: str) -> None:
        """Put another name in the place of a person's id, and drop what was said beside it: for erasing."""
        for column in (audit.c.person, audit.c.subject):
            theirs = update(audit).where(column == person)
            self._connection.execute(theirs.values({column.name: to, "detail": ""}))
