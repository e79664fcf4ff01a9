"""Scores of finished attempts: records that are added and never written over, with rows to count and compare by."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, insert, select
from sqlalchemy.exc import IntegrityError

from simulator.errors import Overtaken
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.store.rows import batches
from simulator.store.tables import attempts, scored_criteria, scored_turns, scores

_OWN = ("attempt", "number", "made", "rubric", "engine", "kept", "chance_corrected", "result", "document")


class Scores:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, score: Score) -> None:
        """Keep a score, whose rubric has been kept already. Raises `Overtaken` where its number is taken."""
        key = {"attempt": score.attempt, "number": score.number}
        try:
            self._connection.execute(insert(scores).values({name: getattr(score, name) for name in _OWN}))
        except IntegrityError as error:
            raise Overtaken("This attempt has been scored already.") from error
        criteria = [{**key, **_fields(each)} for each in score.criteria]
        turns = [{**key, **_fields(each)} for each in score.turns]
        for each in turns:
            each["chosen"] = each.pop("option")
        for table, rows in ((scored_criteria, criteria), (scored_turns, turns)):
            if rows:
                self._connection.execute(insert(table), rows)

    def of(self, attempt: str) -> list[Score]:
        """Every score of an attempt, the first one first."""
        query = select(scores).where(scores.c.attempt == attempt).order_by(scores.c.number)
        return [
            Score(**row._mapping, criteria=self._criteria(row), turns=self._turns(row))
            for row in self._connection.execute(query).all()
        ]

    def last(self, ids: Iterable[str]) -> dict[str, Score]:
        """The latest score of each of these attempts that has any, by attempt; three queries however many they are."""
        found: dict[str, Score] = {}
        for some in batches(ids):
            criteria, turns = (
                self._of_last(scored_criteria, some, "criterion"),
                self._of_last(scored_turns, some, "turn"),
            )
            for row in self._last(scores, some):
                key = row.attempt
                items = tuple(_criterion(each) for each in criteria.get(key, ()))
                found[key] = Score(**row._mapping, criteria=items, turns=tuple(map(_turn, turns.get(key, ()))))
        return found

    def _of_last(self, table: Table, ids: list[str], order: str) -> dict[str, list[Row[Any]]]:
        found: dict[str, list[Row[Any]]] = {}
        for row in self._last(table, ids, order):
            found.setdefault(row.attempt, []).append(row)
        return found

    def _last(self, table: Table, ids: list[str], *order: str) -> Iterable[Row[Any]]:
        """Rows of the latest scores alone."""
        latest = self.latest().where(scores.c.attempt.in_(ids)).subquery()
        same = (table.c.attempt == latest.c.attempt) & (table.c.number == latest.c.number)
        return self._connection.execute(select(table).join(latest, same).order_by(*(table.c[name] for name in order)))

    def unscored(self, assignments: Iterable[str] | None = None) -> list[str]:
        """Ids of finished attempts that keep scores and have none, the earliest first; None means all there are."""
        query = (
            select(attempts.c.id)
            .outerjoin(scores, scores.c.attempt == attempts.c.id)
            .where(attempts.c.ending.is_not(None), attempts.c.mode != "explore", scores.c.attempt.is_(None))
        )
        if assignments is not None:
            query = query.where(attempts.c.assignment.in_(list(assignments)))
        return list(self._connection.scalars(query.order_by(attempts.c.finished, attempts.c.id)))

    def latest(self) -> Select[Any]:
        """A query for the number of the latest score of each attempt: columns `attempt` and `number`."""
        return select(scores.c.attempt, func.max(scores.c.number).label("number")).group_by(scores.c.attempt)

    def _criteria(self, score: Any) -> tuple[ScoredCriterion, ...]:
        theirs = (scored_criteria.c.attempt == score.attempt) & (scored_criteria.c.number == score.number)
        rows = self._connection.execute(select(scored_criteria).where(theirs).order_by(scored_criteria.c.criterion))
        return tuple(map(_criterion, rows))

    def _turns(self, score: Any) -> tuple[ScoredTurn, ...]:
        theirs = (scored_turns.c.attempt == score.attempt) & (scored_turns.c.number == score.number)
        rows = self._connection.execute(select(scored_turns).where(theirs).order_by(scored_turns.c.turn))
        return tuple(map(_turn, rows))


def _criterion(row: Row[Any]) -> ScoredCriterion:
    return ScoredCriterion(row.criterion, row.level, row.m, row.items)


def _turn(row: Row[Any]) -> ScoredTurn:
    return ScoredTurn(row.turn, row.beat, row.chosen, row.quality, row.loss, row.seconds)


def _fields(value: ScoredCriterion | ScoredTurn) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__slots__}
