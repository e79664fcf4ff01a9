"""What is kept about one person beside their attempts, to be handed to them. Secrets are left out: hashes, tokens."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from simulator.store.tables import (
    attempts,
    cohort_members,
    cohort_trainers,
    cohorts,
    invitations,
    passwords,
    people,
    publications,
    releases,
    sign_ins,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Personal:
    connection: Connection

    def made(self, person: str) -> str | None:
        """When they were entered."""
        return self.connection.scalar(select(people.c.made).where(people.c.id == person))

    def password_changed(self, person: str) -> str | None:
        return self.connection.scalar(select(passwords.c.changed).where(passwords.c.person == person))

    def invitations(self, person: str) -> list[Row]:
        table = invitations
        query = select(table.c.made, table.c.expires, table.c.used).where(table.c.person == person)
        return self._rows(query.order_by(table.c.made))

    def sign_ins(self, person: str) -> list[Row]:
        table = sign_ins
        query = select(table.c.begun, table.c.expires, table.c.ended).where(table.c.person == person)
        return self._rows(query.order_by(table.c.begun))

    def cohorts(self, person: str, *, trainer: bool) -> list[Row]:
        """Those they are in, or look after."""
        table = cohort_trainers if trainer else cohort_members
        query = select(cohorts.c.name, cohorts.c.made, cohorts.c.archived)
        joined = query.join(table, table.c.cohort == cohorts.c.id).where(table.c.person == person)
        return self._rows(joined.order_by(cohorts.c.made, cohorts.c.id))

    def publications(self, person: str) -> list[Row]:
        """Of scenarios, with their text."""
        table = publications
        query = select(table.c.scenario, table.c.number, table.c.title, table.c.published, table.c.source)
        return self._rows(query.where(table.c.person == person).order_by(table.c.published, table.c.scenario))

    def releases(self, person: str) -> list[Row]:
        """Of feedback on their attempts, and by them."""
        of_theirs = releases.c.attempt.in_(select(attempts.c.id).where(attempts.c.person == person))
        query = select(releases.c.assignment, releases.c.attempt, releases.c.released)
        return self._rows(query.where(or_(of_theirs, releases.c.person == person)).order_by(releases.c.id))

    def _rows(self, query: Select[Any]) -> list[Row]:
        return [dict(row._mapping) for row in self.connection.execute(query)]
