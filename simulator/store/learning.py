"""What statements of learning are made from: attempts that have come to something since a moment, and all there is of
them, a few queries for many at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select, tuple_, union_all

from simulator.model.assignment import Mode
from simulator.model.attempt import Attempt, Choice
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.store.statements import Statement
from simulator.store.tables import (
    attempts,
    choices,
    releases,
    scored_criteria,
    scored_turns,
    scores,
    scripts,
    statements,
)


@dataclass(frozen=True, slots=True)
class Touched:
    """An attempt, and when something of it became known last: a score, or that it may be seen."""

    attempt: str
    at: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """A finished attempt with its scores, the first one first. `times` are when its turns were taken; `released` when
    it, or all of its assignment, was last released; `scripts` are ids of the scripts made of it, by round.
    """

    attempt: Attempt
    times: tuple[str, ...]
    scores: tuple[Score, ...]
    released: str | None
    scripts: tuple[str, ...]


class Learning:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self) -> str | None:
        """The moment up to which statements have been made."""
        latest: str | None = self._connection.scalar(select(func.max(statements.c.made)))
        return latest

    def touched(self, since: str, after: Touched | None, limit: int) -> list[Touched]:
        """Attempts of which something became known at that moment or later, the earliest first, at most so many; those
        that come after one of them, where it is named. What was only explored is not among them.
        """
        events = union_all(
            select(scores.c.attempt, scores.c.made.label("at")).where(scores.c.made >= since),
            select(releases.c.attempt, releases.c.released).where(
                releases.c.attempt.is_not(None), releases.c.released >= since
            ),
            select(attempts.c.id, releases.c.released)
            .join(releases, releases.c.assignment == attempts.c.assignment)
            .where(releases.c.attempt.is_(None), releases.c.released >= since),
        ).subquery()
        last = func.max(events.c.at)
        query = (
            select(attempts.c.id, last)
            .join(events, events.c.attempt == attempts.c.id)
            .where(attempts.c.ending.is_not(None), attempts.c.mode != Mode.EXPLORE.value)
            .where(attempts.c.id.in_(select(scores.c.attempt)))
            .group_by(attempts.c.id)
            .order_by(last, attempts.c.id)
            .limit(limit)
        )
        if after is not None:
            query = query.having(tuple_(last, attempts.c.id) > tuple_(after.at, after.attempt))
        return [Touched(*row) for row in self._connection.execute(query)]

    def failing(self, limit: int) -> list[Statement]:
        """Statements that could not be sent so far, those that are tried again last first, at most so many."""
        names = [statements.c[name] for name in Statement.__slots__]
        query = select(*names).where(statements.c.sent.is_(None), statements.c.tries > 0)
        ordered = query.order_by(statements.c.due.desc(), statements.c.id).limit(limit)
        return [Statement(**row._mapping) for row in self._connection.execute(ordered)]

    def of(self, ids: Iterable[str]) -> list[Learnt]:
        """What there is of finished and scored attempts, in the order of these ids."""
        ids = list(ids)
        taken = self._by_attempt(choices, ids, choices.c.turn)
        found = {row.id: row for row in self._connection.execute(select(attempts).where(attempts.c.id.in_(ids)))}
        scored, released, marked = self._scores(ids), self._released(ids), self._scripts(ids)
        return [
            Learnt(
                _attempt(found[id_], taken.get(id_, ())),
                tuple(row.taken for row in taken.get(id_, ())),
                tuple(scored[id_]),
                released.get(id_),
                tuple(marked.get(id_, ())),
            )
            for id_ in ids
            if id_ in found and scored.get(id_)
        ]

    def _scores(self, ids: list[str]) -> Mapping[str, list[Score]]:
        criteria = self._by_attempt(scored_criteria, ids, scored_criteria.c.number, scored_criteria.c.criterion)
        turns = self._by_attempt(scored_turns, ids, scored_turns.c.number, scored_turns.c.turn)
        return {
            attempt: [
                Score(
                    **row._mapping,
                    criteria=tuple(
                        ScoredCriterion(each.criterion, each.level, each.m, each.items)
                        for each in criteria.get(attempt, ())
                        if each.number == row.number
                    ),
                    turns=tuple(
                        ScoredTurn(each.turn, each.beat, each.chosen, each.quality, each.loss, each.seconds)
                        for each in turns.get(attempt, ())
                        if each.number == row.number
                    ),
                )
                for row in rows
            ]
            for attempt, rows in self._by_attempt(scores, ids, scores.c.number).items()
        }

    def _released(self, ids: list[str]) -> dict[str, str]:
        own = select(releases.c.attempt, releases.c.released).where(releases.c.attempt.in_(ids))
        whole = (
            select(attempts.c.id, releases.c.released)
            .join(releases, releases.c.assignment == attempts.c.assignment)
            .where(releases.c.attempt.is_(None), attempts.c.id.in_(ids))
        )
        found: dict[str, str] = {}
        for attempt, at in self._connection.execute(union_all(own, whole)):
            found[attempt] = max(at, found.get(attempt, at))
        return found

    def _scripts(self, ids: list[str]) -> dict[str, list[str]]:
        rows = self._by_attempt(scripts, ids, scripts.c.round)
        return {attempt: [row.id for row in theirs] for attempt, theirs in rows.items()}

    def _by_attempt(self, table: Any, ids: list[str], *order: Any) -> dict[str, list[Any]]:
        query: Select[Any] = select(table).where(table.c.attempt.in_(ids)).order_by(table.c.attempt, *order)
        rows = self._connection.execute(query)
        return {attempt: list(theirs) for attempt, theirs in groupby(rows, key=lambda row: row.attempt)}


def _attempt(row: Any, taken: Iterable[Any]) -> Attempt:
    own = {column.name: getattr(row, column.name) for column in attempts.c}
    chosen = tuple(Choice(each.turn, each.chosen, each.reason) for each in taken)
    return Attempt(**{**own, "mode": Mode(own["mode"]), "choices": chosen})
