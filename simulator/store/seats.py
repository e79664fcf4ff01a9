"""Seats: which marks a script needs, and who has taken each.

A seat is free, taken, or has ended; one that has ended is followed by another of the same place. Whoever changes one
holds its script, so that nobody sits twice on one script and no mark is submitted on a seat that ends meanwhile.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select, update

from simulator.errors import Overtaken
from simulator.model.assessment import Seat, Why
from simulator.store.rows import by_script, insert_new
from simulator.store.tables import marks, scripts, seats


class Seats:
    """A part of `Scripts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_seat(self, seat: Seat) -> None:
        """A mark more is needed. Raises `Overtaken` where the number is taken, or the place has a seat that lasts."""
        if not insert_new(self._connection, seats, {name: getattr(seat, name) for name in Seat.__slots__}):
            raise Overtaken("This mark has been asked for already.")

    def seats(self, ids: Iterable[str]) -> dict[str, list[Seat]]:
        """Every seat that each of these scripts ever had, by number."""
        found = by_script(self._connection, seats, ids, "number")
        return {script: [_seat(row) for row in rows] for script, rows in found.items()}

    def seats_of(self, assessor: str) -> list[Seat]:
        """Every seat that somebody ever took, the earliest first."""
        query = select(seats).where(seats.c.assessor == assessor).order_by(seats.c.made, seats.c.script, seats.c.number)
        return [_seat(row) for row in self._connection.execute(query)]

    def take(self, script: str, number: int, assessor: str, at: str) -> None:
        """Take a free seat at a time. Raises `Overtaken` where it is not free, or they sit on this script already."""
        self._hold(script)
        same = seats.alias()
        sits = exists().where(same.c.script == script, same.c.assessor == assessor, same.c.ended.is_(None))
        free = _is(script, number) & seats.c.assessor.is_(None) & seats.c.ended.is_(None)
        taking = update(seats).where(free, ~sits).values(assessor=assessor, seen=at)
        if self._connection.execute(taking).rowcount != 1:
            raise Overtaken("Somebody else has just taken this script; take another one.")

    def look(self, script: str, number: int, at: str) -> None:
        """Whoever has the seat looks at the script: for the first time, or again."""
        row = {"opened": func.coalesce(seats.c.opened, at), "seen": at}
        self._connection.execute(update(seats).where(_is(script, number), seats.c.ended.is_(None)).values(row))

    def end_seat(self, script: str, number: int, at: str, why: str) -> None:
        """Nobody marks on this seat any more. Raises `Overtaken` where it has ended, or its mark is submitted."""
        self._hold(script)
        marked = exists().where(marks.c.script == script, marks.c.seat == seats.c.seat)
        lasting = _is(script, number) & seats.c.ended.is_(None)
        ending = update(seats).where(lasting, ~marked).values(ended=at, ended_why=why)
        if self._connection.execute(ending).rowcount != 1:
            raise Overtaken("This script has been given back or marked already, perhaps in another tab.")

    def _hold(self, script: str) -> None:
        self._connection.execute(select(scripts.c.id).where(scripts.c.id == script).with_for_update())


def _is(script: str, number: int) -> ColumnElement[bool]:
    return (seats.c.script == script) & (seats.c.number == number)


def _seat(row: Row[Any]) -> Seat:
    return Seat(**{**row._mapping, "why": Why(row.why)})
