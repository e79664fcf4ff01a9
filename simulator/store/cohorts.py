"""Cohorts: who is in them and which trainers look after them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from simulator.model.person import Cohort
from simulator.store.tables import cohort_members, cohort_trainers, cohorts


class Cohorts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, cohort: Cohort) -> None:
        row = {"id": cohort.id, "name": cohort.name, "made": cohort.made, "archived": cohort.archived}
        self._connection.execute(insert(cohorts).values(row))
        self._put(cohort_members, cohort.id, cohort.members)
        self._put(cohort_trainers, cohort.id, cohort.trainers)

    def update(self, cohort: Cohort) -> None:
        """Write name, archived, members and trainers."""
        row = {"name": cohort.name, "archived": cohort.archived}
        self._connection.execute(update(cohorts).where(cohorts.c.id == cohort.id).values(row))
        self._put(cohort_members, cohort.id, cohort.members)
        self._put(cohort_trainers, cohort.id, cohort.trainers)

    def get(self, cohort_id: str) -> Cohort | None:
        found = self._some(cohorts.c.id == cohort_id)
        return found[0] if found else None

    def hold(self, cohort_id: str) -> Cohort | None:
        """As `get`, and nobody else can change it until this unit of work is over."""
        self._connection.execute(select(cohorts.c.id).where(cohorts.c.id == cohort_id).with_for_update())
        return self.get(cohort_id)

    def all(self) -> list[Cohort]:
        """Every cohort, the latest first."""
        return self._some(cohorts.c.id.is_not(None))

    def of_trainer(self, person: str) -> list[Cohort]:
        """The cohorts that somebody looks after, archived ones too, the latest first."""
        return self._some(cohorts.c.id.in_(select(cohort_trainers.c.cohort).where(cohort_trainers.c.person == person)))

    def of_member(self, person: str) -> list[str]:
        """Ids of the cohorts that somebody is in."""
        query = select(cohort_members.c.cohort).where(cohort_members.c.person == person)
        return list(self._connection.scalars(query))

    def drop_person(self, person: str) -> None:
        """Take somebody out of every cohort."""
        for table in (cohort_members, cohort_trainers):
            self._connection.execute(delete(table).where(table.c.person == person))

    def _put(self, table: Table, cohort: str, wanted: Iterable[str]) -> None:
        self._connection.execute(delete(table).where(table.c.cohort == cohort))
        rows = [{"cohort": cohort, "person": person} for person in dict.fromkeys(wanted)]
        if rows:
            self._connection.execute(insert(table), rows)

    def _some(self, which: ColumnElement[bool]) -> list[Cohort]:
        rows = self._connection.execute(
            select(cohorts).where(which).order_by(cohorts.c.made.desc(), cohorts.c.id)
        ).all()
        members, trainers = self._people(cohort_members, which), self._people(cohort_trainers, which)
        return [
            Cohort(id_, name, made, tuple(members.get(id_, ())), tuple(trainers.get(id_, ())), archived)
            for id_, name, made, archived in rows
        ]

    def _people(self, table: Table, which: ColumnElement[bool]) -> dict[str, list[str]]:
        query = select(table).join(cohorts, cohorts.c.id == table.c.cohort).where(which).order_by(table.c.person)
        found: dict[str, list[str]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.cohort, []).append(row.person)
        return found
