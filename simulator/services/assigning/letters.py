"""Rows for letters that a trainer sends with a program of their own: nothing is ever sent from here."""

from dataclasses import dataclass

from simulator.model.assignment import Assignment
from simulator.services.assigning import when
from simulator.services.assigning.progress import DONE, NEW, Progress, Row

HEADS = ("name", "email", "account", "title", "due", "link", "state")


@dataclass(frozen=True, slots=True)
class Letter:
    """`state` is not begun, begun or finished, with `late` where something is past due."""

    name: str
    email: str
    account: str
    title: str
    due: str
    link: str
    state: str


def link(assignment_id: str, address: str) -> str:
    """Where trainees find an assignment. With no address of the site known it is the path alone."""
    return f"{address.rstrip('/')}/?assignment={assignment_id}"


def letters(progress: Progress, address: str) -> tuple[Letter, ...]:
    """One for each person, by name."""
    found = progress.assignment
    theirs: dict[str, list[Row]] = {}
    for row in sorted(progress.rows, key=lambda row: (row.name.casefold(), row.account)):
        theirs.setdefault(row.person, []).append(row)
    return tuple(_letter(found, rows, progress.emails[person], address) for person, rows in theirs.items())


def _letter(assignment: Assignment, rows: list[Row], email: str, address: str) -> Letter:
    due = when.shown(assignment.due, assignment.zone) if assignment.due else ""
    return Letter(
        rows[0].name, email, rows[0].account, assignment.title, due, link(assignment.id, address), _state(rows)
    )


def _state(rows: list[Row]) -> str:
    states = {row.state for row in rows}
    words = "finished" if states == {DONE} else "not begun" if states == {NEW} else "begun"
    return f"{words}, late" if any(row.late for row in rows) else words
