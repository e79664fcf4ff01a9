"""What is assigned: its place in the list, and a page of its own that a trainer's link leads to."""

from collections.abc import Sequence

from simulator.services.assigning import when
from simulator.services.practise import Assigned, Finished, Task
from simulator.ui.html import Markup, el, join, link, paragraphs
from simulator.ui.trainee.words import MODES, RESULTS, day, plural

HEADING = "cs-assigned"

_STATES = {
    "planned": "Not open yet",
    "open": "To do",
    "late": "Late",
    "over": "Closed",
    "done": "Done",
}
_COSTLY = ("late", "over")


def section(assigned: Sequence[Assigned]) -> Markup | None:
    """What the list begins with; None where nothing is assigned."""
    if not assigned:
        return None
    cards = el("ul", [el("li", _card(each)) for each in assigned], class_="cs-plain cs-cards")
    return el("section", el("h2", "Assigned to you"), cards, class_="cs-assigned", aria_label="Assigned to you")


def html(assigned: Assigned) -> Markup:
    """An assignment by itself."""
    return el(
        "div",
        el("nav", link("All scenarios"), class_="cs-back", aria_label="Back"),
        el("h1", assigned.title, id=HEADING),
        _facts(assigned),
        _when(assigned),
        el("div", paragraphs(assigned.note), class_="cs-prose") if assigned.note else None,
        el("p", _promise(assigned), class_="cs-soft"),
        _tasks(assigned),
        class_="cs-column cs-brief",
    )


def _card(assigned: Assigned) -> Markup:
    return el(
        "article",
        el("h3", link(assigned.title, assignment=assigned.assignment)),
        _facts(assigned),
        _when(assigned),
        _tasks(assigned),
        class_="cs-card",
    )


def _facts(assigned: Assigned) -> Markup:
    look = "cs-chip cs-costly" if assigned.state in _COSTLY else "cs-chip"
    chips = el("span", _STATES[assigned.state], class_=look), el("span", MODES[assigned.mode.value], class_="cs-chip")
    return el("p", chips[0], " ", chips[1])


def _when(assigned: Assigned) -> Markup:
    if assigned.state == "planned":
        words = f"Opens {when.shown(assigned.opens, assigned.zone)}"
    else:
        words = f"Due {when.shown(assigned.due, assigned.zone)}" if assigned.due else "No due date"
    return el("p", words, class_="cs-soft cs-small")


def _promise(assigned: Assigned) -> str:
    if assigned.held:
        return "The results wait until your trainer releases them."
    if assigned.mode.value == "explore":
        return "Nothing in it is scored."
    return "You see the debrief as soon as a conversation has ended."


def _tasks(assigned: Assigned) -> Markup:
    rows = [el("li", _task(assigned, task)) for task in assigned.tasks]
    return el("ul", rows, class_="cs-plain cs-rows cs-tasks")


def _task(assigned: Assigned, task: Task) -> Markup:
    words = el("span", el("span", task.title), el("span", _stands(task), class_="cs-soft cs-small"), _done(task))
    return join(words, _action(assigned, task))


def _stands(task: Task) -> str:
    """Where one is with it, and how often one may still try."""
    state = {
        "new": f"about {task.minutes} min" if task.minutes else "not begun",
        "open": f"at turn {task.open_turn}",
        "done": f"done {day(task.finished[0].finished)}" if task.finished else "done",
    }[task.state]
    if task.begins and task.state != "done":
        return f"{state} · {task.begins}"
    if task.left is None or task.state == "open":
        return state
    return f"{state} · {plural(task.left, 'attempt')} left"


def _done(task: Task) -> Markup | None:
    """The way to what earlier attempts showed, where it may be seen."""
    shown = [each for each in task.finished if each.result]
    if not shown:
        return None
    return el("span", [_debrief(each) for each in shown[:3]], class_="cs-small")


def _debrief(finished: Finished) -> Markup:
    result = RESULTS.get(finished.result, "Finished")
    hidden = el("span", f", {day(finished.finished)}", class_="cs-hidden")
    return link([f"{result}: debrief", hidden], debrief=finished.attempt)


def _action(assigned: Assigned, task: Task) -> Markup | None:
    of = el("span", f" {task.title}", class_="cs-hidden")
    if task.state == "open" and not task.begins and task.open_attempt:
        return link(["Continue", of], button=True, attempt=task.open_attempt)
    if task.begins:
        return None
    words = "Play again" if task.state == "done" else "Start"
    quiet = task.state == "done"
    return link([words, of], button=True, quiet=quiet, assignment=assigned.assignment, scenario=task.scenario)
