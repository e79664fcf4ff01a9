"""What is kept about one person beside their attempts, to be handed to them. Secrets are left out: hashes, tokens."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, or_, select

from simulator.store.tables import (
    appeals,
    attempts,
    cohort_members,
    cohort_trainers,
    cohorts,
    consensus,
    exclusions,
    flag_decisions,
    flags,
    invitations,
    mark_drafts,
    moderation,
    passwords,
    people,
    publications,
    releases,
    sign_ins,
    statements,
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

    # What they did as assessors. Whose the attempt was is in none of it.

    def drafts(self, person: str) -> list[Row]:
        """Of marks; `document` is encoded JSON."""
        table = mark_drafts
        return self._said(table.c.assessor, person, "script", "version", "document", "saved")

    def flags(self, person: str) -> list[Row]:
        """That they raised."""
        return self._said(flags.c.assessor, person, "script", "gate", "turn", "comment", "made")

    def decisions(self, person: str) -> list[Row]:
        """On flags."""
        return self._said(flag_decisions.c.assessor, person, "script", "gate", "turn", "upheld", "reason", "made")

    def proposals(self, person: str) -> list[Row]:
        """For a consensus; `levels` is encoded JSON."""
        return self._said(consensus.c.assessor, person, "script", "number", "levels", "reason", "made", "agreed")

    def agreed(self, person: str) -> list[Row]:
        """To the proposals of another."""
        return self._said(consensus.c.agreed_by, person, "script", "number", "agreed")

    def answers(self, person: str) -> list[Row]:
        """To appeals."""
        return self._said(appeals.c.decided_by, person, "script", "decided", "answer")

    def settings(self, person: str) -> list[Row]:
        """Of moderation; `document` is encoded JSON."""
        return self._said(moderation.c.person, person, "number", "made", "document")

    def exclusions(self, person: str, *, assessor: bool) -> list[Row]:
        """From marking, or from being marked by somebody; not whom else they are about."""
        column = exclusions.c.assessor if assessor else exclusions.c.person
        return self._said(column, person, "made", "reason")

    def statements(self, person: str) -> list[Row]:
        """About what they did, to a learning record store; `document` is encoded JSON."""
        return self._said(statements.c.person, person, "made", "sent", "document")

    def _said(self, whose: Column[str], person: str, *names: str) -> list[Row]:
        columns = [whose.table.c[name] for name in names]
        return self._rows(select(*columns).where(whose == person).order_by(*whose.table.primary_key.columns))

    def _rows(self, query: Select[Any]) -> list[Row]:
        return [dict(row._mapping) for row in self.connection.execute(query)]
