"""The first screen: what is assigned and how far people have come, and the cohorts."""

from collections.abc import Sequence

from simulator.services.assigning.cohorts import CohortEntry
from simulator.services.assigning.overview import AssignmentEntry, Counts
from simulator.ui.html import Markup, el, join, link
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.parts import chip, chips, search
from simulator.ui.trainer.words import MODES, STATES, listed, people, span

HEADING = "cs-overview"
FILTER_FROM = 6
"""With so many assignments there is something to look for."""


def html(desk: Desk) -> Markup:
    return el("div", _assignments(desk), _cohorts(desk), class_="cs-wide cs-two")


def _assignments(desk: Desk) -> Markup:
    new = el("a", "New assignment", href="?new=assignment", class_="cs-button cs-primary")
    head = el("div", el("h2", "Assignments"), new, class_="cs-section-head")
    shown = [each for each in desk.entries if desk.shown(each)]
    current = [each for each in shown if _is_current(each)]
    return el(
        "section",
        head,
        search("Find an assignment", "find-assignment") if len(desk.entries) >= FILTER_FROM else None,
        _nothing(desk) if not desk.entries else None,
        el("p", "None of that name.", class_="cs-soft") if desk.entries and not shown else None,
        _list(current),
        *(_past(title, state, shown, opened=bool(desk.wanted)) for title, state in _PAST),
        aria_label="Assignments",
        class_="cs-assignments",
    )


_PAST = (("Past due", "over"), ("Withdrawn", "withdrawn"))


def _nothing(desk: Desk) -> Markup:
    if desk.cohorts:
        return el("p", "Nothing is assigned yet. Choose a conversation or two, who is to play them, and till when.")
    return el("p", "Nothing is assigned yet. Begin with a cohort: the people who learn together.")


def _is_current(entry: AssignmentEntry) -> bool:
    """There is something to be done with it still: by trainees, or by whoever is to release the feedback."""
    return entry.state in ("open", "planned") or (entry.state == "over" and entry.waiting)


def _past(title: str, state: str, shown: Sequence[AssignmentEntry], *, opened: bool) -> Markup | None:
    theirs = [each for each in shown if each.state == state and not _is_current(each)]
    if not theirs:
        return None
    summary = el("summary", f"{title} ({len(theirs)})")
    return el("details", summary, _list(theirs), id=f"cs-past-{state}", open=opened)


def _list(entries: Sequence[AssignmentEntry]) -> Markup | None:
    rows = [el("li", _assignment(each)) for each in entries]
    return el("ul", rows, class_="cs-plain cs-given") if rows else None


def _assignment(entry: AssignmentEntry) -> Markup:
    copy = el("a", "Copy", el("span", f" {entry.title}", class_="cs-hidden"), href=f"?new=assignment&copy={entry.id}")
    return el(
        "article",
        el("div", el("h3", link(entry.title, assignment=entry.id)), copy, class_="cs-given-head"),
        el("p", _facts(entry), class_="cs-facts-line"),
        el("p", span(entry.opens, entry.due, entry.zone, entry.state), class_="cs-soft cs-small"),
        _counts(entry.counts) if entry.state != "planned" else None,
        _changed(entry),
        class_="cs-card",
    )


def _facts(entry: AssignmentEntry) -> Markup:
    whom = [*entry.cohorts, *([people(entry.named)] if entry.named else [])]
    return chips(
        chip(STATES[entry.state]) if entry.state != "open" else None,
        chip(MODES[entry.mode.value][0]),
        chip(f"{entry.counts.late:,} late", costly=True) if entry.counts.late else None,
        chip("Feedback waits", costly=True) if entry.waiting else None,
        el("span", f"{listed(entry.scenarios, 2)} · for {listed(whom) or 'nobody'}", class_="cs-small"),
    )


def _counts(counts: Counts) -> Markup:
    if not counts.people:
        return el("p", "Nobody is in its cohorts yet.", class_="cs-small")
    words = f"{counts.finished:,} of {counts.people:,} finished, {counts.started:,} started"
    return el(
        "p",
        el("progress", max=counts.people, value=counts.finished, aria_label="Finished"),
        el("span", words),
        class_="cs-counts cs-small",
    )


def _changed(entry: AssignmentEntry) -> Markup | None:
    words = [
        f"{listed(entry.revised)}: revised since. " if entry.revised else "",
        f"{listed(entry.withdrawn)}: no longer on offer. " if entry.withdrawn else "",
    ]
    if not any(words):
        return None
    return el("p", "".join(words), "What was assigned is played as it was.", class_="cs-soft cs-small")


def _cohorts(desk: Desk) -> Markup:
    used = [each for each in desk.cohorts if not each.archived]
    old = [each for each in desk.cohorts if each.archived]
    archive = el("details", el("summary", f"In the archive ({len(old)})"), _rows(old), id="cs-archive") if old else None
    return el(
        "section",
        el("div", el("h2", "Cohorts"), class_="cs-section-head"),
        _rows(used) if used else None,
        _new(desk),
        archive,
        aria_label="Cohorts",
        class_="cs-cohorts",
    )


def _rows(cohorts: Sequence[CohortEntry]) -> Markup:
    return el("ul", [el("li", _cohort(each)) for each in cohorts], class_="cs-plain cs-rows")


def _cohort(entry: CohortEntry) -> Markup:
    return join(link(entry.name, cohort=entry.id), el("span", people(entry.people), class_="cs-soft cs-small"))


def _new(desk: Desk) -> Markup:
    name = el("input", id="cs-new-cohort", type="text", required=True, maxlength=200, autocomplete="off")
    make = el("button", "Make it", type="submit", class_="cs-button")
    inside = el(
        "div",
        el("label", "A new cohort’s name", for_="cs-new-cohort"),
        el("div", name, make, class_="cs-inline"),
        class_="cs-field",
    )
    return el("form", inside, data_do="make-cohort", data_version=desk.token, class_="cs-new")
