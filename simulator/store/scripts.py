"""Scripts that are put before assessors, and how they are: seats, the rules of moderation, finals, appeals.

What is said on a seat is in `marks`. Scripts, finals and settings only grow.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from simulator.errors import Overtaken
from simulator.model.assessment import Exclusion, Moderation, Purpose, Script
from simulator.model.codec import decode, encode
from simulator.store.results import Results
from simulator.store.rows import batches, insert_new
from simulator.store.seats import Seats
from simulator.store.tables import assignments, attempts, exclusions, finals, moderation, scripts


class Scripts(Seats, Results):
    def missing(self, limit: int | None = None) -> list[tuple[str, str]]:
        """Finished attempts that are to be marked and have no script: their ids with their assignments', the earliest
        first, at most so many.
        """
        query = (
            select(attempts.c.id, attempts.c.assignment)
            .join(assignments, assignments.c.id == attempts.c.assignment)
            .outerjoin(scripts, scripts.c.attempt == attempts.c.id)
            .where(assignments.c.assessed == 1, attempts.c.ending.is_not(None), attempts.c.continued.is_(None))
            .where(scripts.c.id.is_(None))
            .order_by(attempts.c.finished, attempts.c.id)
            .limit(limit)
        )
        return [(row.id, row.assignment) for row in self._connection.execute(query)]

    def add(self, script: Script) -> None:
        """Keep a new one, whose rubric has been kept already. Raises `Overtaken` where its id, or the round of its
        attempt, is taken.
        """
        row = {name: getattr(script, name) for name in Script.__slots__}
        row |= {"purpose": script.purpose.value, "criteria": json.dumps(list(script.criteria))}
        if not insert_new(self._connection, scripts, row):
            raise Overtaken("This has been put before assessors already.")

    def get(self, script_id: str) -> Script | None:
        return self.some([script_id]).get(script_id)

    def hold(self, script_id: str) -> Script | None:
        """As `get`, and nobody else can hold it, or take or end a seat of it, until this unit of work is over."""
        self._hold(script_id)
        return self.get(script_id)

    def some(self, ids: Iterable[str]) -> dict[str, Script]:
        """Those of these that there are, by id."""
        found = [each for some in batches(ids) for each in self._some(scripts.c.id.in_(some))]
        return {each.id: each for each in found}

    def of_attempt(self, attempt: str) -> list[Script]:
        """The scripts of an attempt, the first round first."""
        return self._some(scripts.c.attempt == attempt)

    def of_assignments(self, ids: Iterable[str]) -> list[Script]:
        """The scripts of every attempt within these assignments, the earliest first."""
        return self._some(scripts.c.attempt.in_(select(attempts.c.id).where(attempts.c.assignment.in_(list(ids)))))

    def open(self) -> list[Script]:
        """Live scripts whose mark is not final, the earliest first."""
        done = select(finals.c.script)
        return self._some((scripts.c.purpose == Purpose.LIVE.value) & scripts.c.id.not_in(done))

    def all(self, purpose: Purpose | None = None) -> list[Script]:
        """Every script, or those of one purpose, the earliest first."""
        return self._some(scripts.c.id.is_not(None) if purpose is None else scripts.c.purpose == purpose.value)

    def _some(self, which: ColumnElement[bool]) -> list[Script]:
        query = select(scripts).where(which).order_by(scripts.c.made, scripts.c.round, scripts.c.id)
        return [_script(row) for row in self._connection.execute(query)]

    # The rules of moderation.

    def moderation(self) -> tuple[int, Moderation, str, str] | None:
        """The settings that stand: their number, what they are, when and by whom they were made."""
        row = self._connection.execute(select(moderation).order_by(moderation.c.number.desc()).limit(1)).one_or_none()
        return (row.number, decode(row.document, Moderation), row.made, row.person) if row else None

    def set_moderation(self, number: int, rules: Moderation, person: str, made: str) -> None:
        """Settings that stand from now on. Raises `Overtaken` where the number is taken."""
        row = {"number": number, "made": made, "person": person, "document": encode(rules).decode()}
        if not insert_new(self._connection, moderation, row):
            raise Overtaken("The settings have just been changed by somebody else; look at them again.")

    def exclusions(self) -> list[Exclusion]:
        """Who never marks whom, the earliest first."""
        query = select(exclusions).order_by(exclusions.c.made, exclusions.c.assessor, exclusions.c.person)
        return [Exclusion(**row._mapping) for row in self._connection.execute(query)]

    def exclude(self, exclusion: Exclusion) -> None:
        """From now on; excluding the same two again is nothing."""
        row = {name: getattr(exclusion, name) for name in Exclusion.__slots__}
        insert_new(self._connection, exclusions, row)

    def unexclude(self, assessor: str, person: str) -> None:
        theirs = (exclusions.c.assessor == assessor) & (exclusions.c.person == person)
        self._connection.execute(delete(exclusions).where(theirs))


def _script(row: Row[Any]) -> Script:
    found = {**row._mapping, "purpose": Purpose(row.purpose), "criteria": tuple(json.loads(row.criteria))}
    return Script(**found)
