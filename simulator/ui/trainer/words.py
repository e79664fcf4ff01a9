"""How the trainer's page says things: modes, states, counts, dates."""

from simulator.model.assignment import Mode
from simulator.services.assigning import when
from simulator.services.assigning.progress import DONE, GOING, NEW, Row

MODES = {
    Mode.EXPLORE.value: ("Explore", "Feedback after every line, free hints, going back. Nothing is scored."),
    Mode.PRACTICE.value: ("Practice", "Hints on request, one step back. Scored for feedback."),
    Mode.EXAM.value: ("Exam", "No hints, no going back. Feedback waits until you release it."),
}

STATES = {"planned": "Not open yet", "open": "Open", "over": "Past due", "withdrawn": "Withdrawn"}

ROW_STATES = {NEW: "Not begun", GOING: "Playing", DONE: "Finished"}


def counted(count: int, one: str, many: str | None = None) -> str:
    """1 person, 2,000 people."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def people(count: int) -> str:
    return counted(count, "person", "people")


def listed(names: tuple[str, ...] | list[str], most: int = 3) -> str:
    """The first few names, and how many more there are."""
    shown = list(names[:most])
    more = len(names) - len(shown)
    return ", ".join([*shown, f"{more} more"] if more else shown)


def span(opens: str, due: str | None, zone: str, state: str) -> str:
    """From when till when, as far as it matters now, with the zone."""
    if state == "planned":
        begins = f"Opens {when.brief(opens, zone)}"
        return f"{begins}, due {when.shown(due, zone)}" if due else f"{begins} ({zone}), no due date"
    if due is None:
        return "No due date"
    return f"{'Was due' if state == 'over' else 'Due'} {when.shown(due, zone)}"


def stands(row: Row, zone: str) -> str:
    """Where somebody stands with one conversation."""
    if row.state == DONE and row.finished:
        return f"Finished {when.brief(row.finished, zone)}"
    return f"At turn {row.turn}" if row.turn else ROW_STATES[row.state]
