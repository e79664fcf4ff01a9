"""The tables that a trainer takes away from the progress of an assignment."""

from dataclasses import astuple

from simulator.exports.table import Cell, Table
from simulator.services.assigning import letters as mail
from simulator.services.assigning import when
from simulator.services.assigning.progress import Progress, Row
from simulator.ui.trainer.words import ROW_STATES

_COLUMNS = (
    "name", "account", "email", "conversation", "state", "turn", "finished", "late", "attempts", "feedback released",
)  # fmt: skip


def progress(found: Progress) -> Table:
    """A row for each person and conversation; times in the zone of the assignment."""
    zone = found.assignment.zone
    rows = tuple(_row(found, row, zone) for row in found.rows)
    return Table(f"progress {found.assignment.title}", _COLUMNS, rows)


def letters(found: Progress, address: str) -> Table:
    """A row for each person, for a program that writes letters."""
    rows = tuple(astuple(each) for each in mail.letters(found, address))
    return Table(f"letters {found.assignment.title}", mail.HEADS, rows)


def _row(found: Progress, row: Row, zone: str) -> tuple[Cell, ...]:
    return (
        row.name,
        row.account,
        found.emails[row.person],
        row.title,
        ROW_STATES[row.state],
        row.turn or None,
        when.shown(row.finished, zone) if row.finished else None,
        row.late,
        row.used,
        row.released if found.waits and row.attempt else None,
    )
