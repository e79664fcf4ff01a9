"""Results to be released to trainees, one by one or all that are ready, and what trainees ask to be looked at again."""

from simulator.services.assessing.showing import AppealRow, AssignmentResults, ResultRow
from simulator.services.assigning import when
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.parts import choices, long_text, only, radio, send
from simulator.ui.assessor.releasing import ALL, ONLY, Releasing
from simulator.ui.html import Child, Markup, el, join, link, paragraphs
from simulator.ui.trainer.parts import back, button, chip, chips, pager, search, table
from simulator.ui.trainer.words import counted

HEADING, ASKED = "cs-results", "cs-asked"
FIND_FROM = 12


def html(desk: Desk) -> Markup:
    chosen = desk.releasing.assignment
    inside = _one(desk, chosen) if chosen else _all(desk)
    return el("div", inside, class_="cs-wide cs-stacked")


# All of them.


def _all(desk: Desk) -> Markup:
    releasing = desk.releasing
    about = (
        "A result is ready once every mark it needs is in and nothing about it is open. Trainees see it once released."
    )
    rows = [_assignment(each) for each in releasing.results]
    heads: list[Child] = ["Assignment", "Ready", "Being marked", "Released"]
    return join(
        el("h1", "Results", id=HEADING, tabindex=-1, data_rest=True),
        el("p", about, class_="cs-soft"),
        table("Assignments", heads, rows, "cs-assignments-of")
        if rows
        else el("p", "No assignment is marked by assessors yet.", class_="cs-none"),
        _appeals(desk),
    )


def _assignment(found: AssignmentResults) -> Markup:
    name = el("th", link(found.title, view="results", assignment=found.assignment), scope="row")
    ready = chip(f"{found.ready:,}", good=True) if found.ready else "0"
    return el("tr", name, el("td", ready), el("td", f"{found.marking:,}"), el("td", f"{found.released:,}"))


# One of them.


def _one(desk: Desk, found: AssignmentResults) -> Markup:
    releasing = desk.releasing
    counts = {"all": len(found.rows), "final": found.ready, "marking": found.marking, "released": found.released}
    shown = releasing.rows
    every = button(f"Release all {found.ready:,}", f"ask:{ALL}", "cs-primary") if found.ready > 1 else None
    title = el("h1", found.title, id=HEADING, tabindex=-1, data_rest=True)
    head = el("div", title, el("div", every, class_="cs-actions"), class_="cs-section-head")
    heads: list[Child] = ["Trainee", "Result", "Levels", ""]
    rows = [_row(each, desk.zone) for each in shown.rows]
    return join(
        back("Results", "?view=results"),
        head,
        _asked(releasing),
        only(releasing.only, [(each, label, counts[each]) for each, label in ONLY.items()]),
        search("Find a trainee", "find", value=releasing.text) if len(found.rows) >= FIND_FROM else None,
        table("Results", heads, rows, "cs-results-of") if rows else el("p", "None of these.", class_="cs-soft cs-none"),
        el("p", _ORDER, class_="cs-soft cs-small") if rows else None,
        pager(shown, "result", "page"),
    )


_ORDER = "Levels stand in the order of the rubric; n is no opportunity."


def _asked(releasing: Releasing) -> Markup | None:
    row, ready = releasing.asked, releasing.ready
    if not releasing.asking:
        return None
    title = f"Release the result of {row.person}?" if row else f"Release {counted(len(ready), 'result')}?"
    words = (
        "They see their levels, the evidence, the comments and the notes; not who marked. This cannot be taken back."
    )
    return el(
        "section",
        el("h2", title, id=ASKED, tabindex=-1),
        el("p", words),
        el(
            "div",
            button("Release", "confirm", "cs-primary"),
            link("Look at what they will read", preview=row.script) if row else None,
            button("Cancel", f"ask:{releasing.asking}", "cs-quiet"),
            class_="cs-actions",
        ),
        aria_labelledby=ASKED,
        class_="cs-card cs-menu",
    )


def _row(row: ResultRow, zone: str) -> Markup:
    name = el("th", row.person, el("span", row.scenario, class_="cs-below"), scope="row")
    return el("tr", name, el("td", _state(row, zone)), el("td", _levels(row)), el("td", _acts(row)))


def _state(row: ResultRow, zone: str) -> Markup:
    stands = {
        "marking": "Being marked",
        "final": "Ready",
        "released": f"Released {when.brief(row.released, zone)}" if row.released else "Released",
    }
    again = chip(f"Round {row.round}") if row.round > 1 else None
    appeal = chip("Asked to be looked at again", costly=True) if row.appeal == "open" else None
    state = chip(stands[row.state], good=True) if row.state == "final" else el("span", stands.get(row.state, row.state))
    return chips(state, again, appeal)


def _levels(row: ResultRow) -> str:
    """Short, to be compared down the column: 3 · 2.5 · n; the screen of the script has the rest."""
    return " · ".join("n" if level is None else f"{level:g}" for level in row.levels.values()) or "–"


def _acts(row: ResultRow) -> Markup:
    hidden = el("span", f" of {row.person}", class_="cs-hidden")
    look = el("a", "Marks", hidden, href=f"?script={row.script}", class_="cs-button cs-quiet")
    if row.state == "marking":  # an assessor is not told which script it is
        return el("div", look if row.script else None, class_="cs-actions")
    preview = el("a", "Preview", hidden, href=f"?preview={row.script}", class_="cs-button cs-quiet")
    release = (
        button("Release", f"ask:{row.script}", hidden=f"the result of {row.person}") if row.state == "final" else None
    )
    return el("div", look, preview, release, class_="cs-actions")


# Appeals.


def _appeals(desk: Desk) -> Markup | None:
    releasing = desk.releasing
    if not releasing.appeals:
        return None
    waiting = releasing.open_appeals
    closed = [each for each in releasing.appeals if each not in waiting]
    before = el("details", el("summary", f"Answered ({len(closed):,})"), [_appeal(each, desk.zone) for each in closed],
                id="cs-answered") if closed else None  # fmt: skip
    return el(
        "section",
        el("h2", "Asked to be looked at again"),
        [_appeal(each, desk.zone) for each in waiting] or el("p", "Nobody asks at the moment.", class_="cs-soft"),
        before,
        class_="cs-stacked",
    )


def _appeal(row: AppealRow, zone: str) -> Markup:
    states = {"open": "Waits for an answer", "reopened": "Marked again", "declined": "The result stands"}
    return el(
        "article",
        el("h3", link(f"{row.person}: {row.scenario}", script=row.script)),
        el("p", f"{states[row.state]} · asked {when.brief(row.made, zone)}", class_="cs-soft cs-small"),
        el("blockquote", paragraphs(row.reason)),
        el("p", el("b", "Answer: "), row.answer) if row.answer else None,
        _answer(row) if row.decidable else _waits(row),
        class_="cs-card cs-stacked",
    )


def _waits(row: AppealRow) -> Markup | None:
    if row.state != "open":
        return None
    return el("p", "An assessor who also administers this site decides.", class_="cs-soft cs-small")


def _answer(row: AppealRow) -> Markup:
    return el(
        "form",
        choices(
            "What is done?",
            radio(
                "decision",
                "reopen",
                "Mark it again",
                "By assessors who have not marked it; the result stands until then.",
            ),
            radio("decision", "decline", "The result stands"),
        ),
        long_text(f"cs-answer-{row.script}", "answer", "Your answer", hint="The trainee reads it."),
        el("div", send("Send the answer", "cs-primary"), class_="cs-actions"),
        data_do=f"answer:{row.script}",
        class_="cs-stack",
    )
