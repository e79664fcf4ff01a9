"""What the statistics of agreement rest on, as columns: a few queries over all that is marked, however much it is.

Only scripts whose marking is over are read, so that no figure gives away to a later assessor what an earlier one
marked: a live script that is final and whose attempt is not being looked at again, and a benchmark somebody has marked.
Nothing is read of the attempts of whoever looks, whose results are theirs once they are released and not before.
What is made of them is in `services.assessing.agreement`; who may see it is decided before anything is asked for here.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from simulator.model.assessment import Purpose
from simulator.store.cohort_columns import Coded, Column, Names, Places
from simulator.store.scores import Scores
from simulator.store.tables import attempts, finals, mark_criteria, marks, people, scored_criteria, scripts, seats

AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class ScriptsRead:
    """Columns: one entry for each script. `scenario` is None for a benchmark, `benchmark` for an attempt. `second` is
    why it was marked twice, None where it was not.
    """

    id: Sequence[str]
    purpose: Sequence[str]
    benchmark: Sequence[str | None]
    scenario: Sequence[str | None]
    second: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class MarksRead:
    """Columns: one entry for each criterion of each mark. `script` is its place in `ScriptsRead`, `level` -1 for no
    opportunity, `submitted` a time.
    """

    script: "array[int]"
    seat: "array[int]"
    assessor: Coded
    submitted: Coded
    criterion: Coded
    level: "array[int]"


@dataclass(frozen=True, slots=True)
class MachineRead:
    """Columns: the latest score of each attempt, criterion by criterion. `level` is -1 with too little evidence;
    `criterion` is empty for a score without any.
    """

    script: "array[int]"
    criterion: Coded
    level: "array[int]"


class MarkReads:
    """Reads for one person in one unit of work; each method is one query."""

    def __init__(self, connection: Connection, person: str) -> None:
        self._connection, self._person = connection, person
        self._place: dict[str, int] = {}

    def scripts(self) -> ScriptsRead:
        """Asked for before what belongs to them; in the order in which they were made."""
        second = and_(seats.c.script == scripts.c.id, seats.c.seat == 2, seats.c.ended.is_(None))
        query = (
            select(scripts.c.id, scripts.c.purpose, scripts.c.benchmark, attempts.c.scenario, seats.c.why)
            .outerjoin(attempts, attempts.c.id == scripts.c.attempt)
            .outerjoin(seats, second)
            .where(_over(), self._others())
            .order_by(scripts.c.made, scripts.c.id)
        )
        rows = self._connection.execute(query).all()
        self._place = {row.id: place for place, row in enumerate(rows)}
        return ScriptsRead(*(zip(*rows, strict=True) if rows else [()] * 5))

    def marks(self) -> MarksRead:
        of, by = mark_criteria.c, marks.c
        query = (
            select(of.script, of.seat, by.assessor, by.submitted, of.criterion, func.coalesce(of.level, -1))
            .join(marks, and_(by.script == of.script, by.seat == of.seat))
            .join(scripts, scripts.c.id == of.script)
            .where(_over(), self._others())
        )
        columns = Places(self._place), array("q"), Names(), Names(), Names(), array("q")
        self._fill(query, *columns)
        script, seat, assessor, submitted, criterion, level = columns
        return MarksRead(script.codes, seat, assessor.coded(), submitted.coded(), criterion.coded(), level)

    def machine(self) -> MachineRead:
        latest, of = Scores(self._connection).latest().subquery(), scored_criteria.c
        same = and_(of.attempt == latest.c.attempt, of.number == latest.c.number)
        query = (
            select(scripts.c.id, func.coalesce(of.criterion, ""), func.coalesce(of.level, -1))
            .join(latest, latest.c.attempt == scripts.c.attempt)
            .outerjoin(scored_criteria, same)
            .where(_over(), self._others())
        )
        columns = Places(self._place), Names(), array("q")
        self._fill(query, *columns)
        return MachineRead(columns[0].codes, columns[1].coded(), columns[2])

    def assessors(self) -> dict[str, str]:
        """The names of all who have ever marked, by id."""
        query = select(people.c.id, people.c.name).where(people.c.id.in_(select(marks.c.assessor)))
        return {row.id: row.name for row in self._connection.execute(query)}

    def unsettled(self) -> int:
        """How many live scripts have two marks or more and are not among those read."""
        twice = select(marks.c.script).group_by(marks.c.script).having(func.count() > 1)
        live = (scripts.c.purpose == Purpose.LIVE.value) & scripts.c.id.in_(twice)
        query = select(func.count()).select_from(scripts).where(live, self._others(), ~_over())
        return self._connection.scalar(query) or 0

    def _others(self) -> ColumnElement[bool]:
        """Whether a script is of an attempt of somebody else, or of a benchmark."""
        own = select(attempts.c.id).where(attempts.c.person == self._person)
        return or_(scripts.c.attempt.is_(None), scripts.c.attempt.not_in(own))

    def _fill(self, query: Select[Any], *columns: Column) -> None:
        """Rows into columns, a few thousand at a time, so that they never stand in memory as rows."""
        for some in self._connection.execute(query.execution_options(yield_per=AT_ONCE)).partitions():
            for column, values in zip(columns, zip(*some, strict=True), strict=True):
                column.extend(values)


def _over() -> ColumnElement[bool]:
    """Whether the marking of a script is over, and nobody marks its attempt anew."""
    again, done, by = scripts.alias(), finals.alias(), marks.alias()
    open_ = select(again.c.attempt).where(again.c.attempt.is_not(None), again.c.id.not_in(select(done.c.script)))
    live = and_(scripts.c.purpose == Purpose.LIVE.value, scripts.c.attempt.not_in(open_))
    return or_(live, and_(scripts.c.purpose != Purpose.LIVE.value, scripts.c.id.in_(select(by.c.script))))
