"""What the analysis of cohorts rests on, as columns: a few queries over whole sets, however many people there are.

No query is made for a row, and no text of a conversation is read but the scenarios'. What is made of it is in
`services.analysis`; who may see it is decided before anything is asked for here.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, case, func, or_, select

from simulator.store.cohort_columns import (
    AttemptsRead,
    Column,
    CriteriaRead,
    Names,
    PeopleRead,
    Places,
    ScoresRead,
    TurnsRead,
)
from simulator.store.tables import (
    assignment_people,
    attempts,
    choices,
    cohort_members,
    people,
    scenario_versions,
    scored_criteria,
    scored_turns,
    scores,
)

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Whom:
    """Attempts within these assignments, by members of these cohorts and by people assigned by name in them."""

    assignments: tuple[str, ...]
    cohorts: tuple[str, ...]


class CohortReads:
    """Reads in one unit of work; each method is one query but `attempts`, which is two."""

    def __init__(self, connection: Connection, whom: Whom) -> None:
        self._connection, self._whom = connection, whom
        self._place: dict[str, int] = {}

    def people(self) -> PeopleRead:
        query = select(people.c.id, people.c.account, people.c.name).where(people.c.id.in_(self._people()))
        rows = self._connection.execute(query).all()
        return PeopleRead(*_turned(sorted(rows, key=lambda row: (row.name.casefold(), row.account)), 3))

    def attempts(self) -> AttemptsRead:
        """Asked for before what belongs to them."""
        kept = [attempts.c[name] for name in _ATTEMPT]
        query = self._theirs(select(*kept)).order_by(attempts.c.begun, attempts.c.id)
        rows = {row.id: row for row in self._connection.execute(query)}
        moves = {row.attempt: row for row in self._connection.execute(self._moves())}
        lasts = [row for row in rows.values() if row.continued is None]
        self._place = {row.id: place for place, row in enumerate(lasts)}
        found = [_chain(row, rows, moves.get(row.id)) for row in lasts]
        return AttemptsRead(*_turned(found, len(AttemptsRead.__slots__)))

    def scores(self) -> ScoresRead:
        latest, of = self._latest(), scores.c
        query = select(of.attempt, of.kept, of.chance_corrected).join(latest, _same(of, latest))
        columns = Places(self._place), array("d"), array("d")
        self._fill(query, *columns)
        return ScoresRead(columns[0].codes, *columns[1:])

    def criteria(self) -> CriteriaRead:
        latest, of = self._latest(), scored_criteria.c
        query = select(of.attempt, of.criterion, func.coalesce(of.level, -1), of.m, of["items"])
        columns = Places(self._place), Names(), array("q"), array("d"), array("q")
        self._fill(query.join(latest, _same(of, latest)), *columns)
        return CriteriaRead(columns[0].codes, columns[1].coded(), *columns[2:])

    def turns(self, read: Callable[[int], object] = lambda _: None) -> TurnsRead:
        """`read` is told now and then how many there are up to there."""
        latest, of = self._latest(), scored_turns.c
        query = select(of.attempt, of.beat, of.chosen, of.quality, of.loss, func.coalesce(of.seconds, -1))
        columns = Places(self._place), Names(), Names(), array("d"), array("d"), array("q")
        self._fill(query.join(latest, _same(of, latest)), *columns, read=read)
        return TurnsRead(columns[0].codes, columns[1].coded(), columns[2].coded(), *columns[3:])

    def versions(self, digests: Iterable[str]) -> dict[str, str]:
        """The canonical forms of scenarios, by digest."""
        kept = scenario_versions.c
        query = select(kept.digest, kept.canonical).where(kept.digest.in_(sorted(set(digests))))
        return {row.digest: row.canonical for row in self._connection.execute(query)}

    def _fill(self, query: Select[Any], *columns: Column, read: Callable[[int], object] = lambda _: None) -> None:
        """Rows into columns, a few thousand at a time, so that they never stand in memory as rows."""
        rows = 0
        for some in self._connection.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
            for column, values in zip(columns, zip(*some, strict=True), strict=True):
                column.extend(values)
            rows += len(some)
            read(rows)

    def _people(self) -> Select[Any]:
        members = select(cohort_members.c.person).where(cohort_members.c.cohort.in_(self._whom.cohorts))
        by_name = assignment_people.c.assignment.in_(self._whom.assignments)
        return members.union(select(assignment_people.c.person).where(by_name))  # type: ignore[return-value]

    def _theirs(self, query: Select[Any]) -> Select[Any]:
        members = select(cohort_members.c.person).where(cohort_members.c.cohort.in_(self._whom.cohorts))
        by_name = select(assignment_people.c.person).where(assignment_people.c.assignment.in_(self._whom.assignments))
        return query.where(
            attempts.c.assignment.in_(self._whom.assignments),
            or_(attempts.c.person.in_(members), attempts.c.person.in_(by_name)),
        )

    def _moves(self) -> Select[Any]:
        written = case((func.coalesce(choices.c.reason, "") != "", 1))
        columns = (func.max(choices.c.turn).label("turns"), func.max(choices.c.taken), func.count(written))
        query = select(choices.c.attempt, *columns).join(attempts, attempts.c.id == choices.c.attempt)
        return self._theirs(query).group_by(choices.c.attempt)

    def _latest(self) -> Subquery:
        """The number of the latest score of each attempt that stands."""
        query = select(scores.c.attempt, func.max(scores.c.number).label("number"))
        joined = query.join(attempts, attempts.c.id == scores.c.attempt).where(attempts.c.continued.is_(None))
        return self._theirs(joined).group_by(scores.c.attempt).subquery()


_ATTEMPT = (
    "id", "person", "assignment", "scenario", "digest", "mode", "number", "begun", "finished", "ending", "parent",
    "continued",
)  # fmt: skip


def _chain(last: Any, rows: dict[str, Any], moves: Any) -> tuple[Any, ...]:
    """An attempt from where it was begun to where it stands. Those before it are read with it, unless erased."""
    first = last
    while first.parent in rows:
        first = rows[first.parent]
    turns, moved, reasons = moves[1:] if moves else (0, None, 0)
    own = (last.person, last.assignment, last.scenario, last.digest, last.mode, first.number, first.begun)
    return (first.id, last.id, *own, last.finished, last.ending, first is not last, turns, moved, reasons)


def _turned(rows: Sequence[Any], width: int) -> list[Sequence[Any]]:
    """Rows as columns."""
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _same(of: Any, latest: Subquery) -> ColumnElement[bool]:
    return and_(of.attempt == latest.c.attempt, of.number == latest.c.number)
