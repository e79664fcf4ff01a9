"""The screen of one assignment: who stands where, the link to it, and what can be done with it."""

from simulator.model.assignment import Assignment, Mode
from simulator.services.assigning.letters import link
from simulator.services.assigning.marks import AGAIN, MARKING
from simulator.services.assigning.progress import DONE, GOING, NEW, Progress, Row
from simulator.ui.html import Markup, el, join, paragraphs
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.following import Following
from simulator.ui.trainer.parts import back, button, chip, chips, pager, search, table
from simulator.ui.trainer.words import MODES, ROW_STATES, STATES, counted, listed, people, span, stands

HEADING = "cs-progress"


def html(desk: Desk) -> Markup:
    following = desk.following
    return el(
        "div",
        back(),
        _head(following.progress),
        _asked(following),
        _share(following.progress, desk.address),
        _people(following),
        class_="cs-wide cs-follow",
    )


# What it is.


def _head(found: Progress) -> Markup:
    return el(
        "header",
        el("div", el("h1", found.assignment.title, id=HEADING, tabindex=-1), class_="cs-title"),
        el("div", _actions(found), class_="cs-actions"),
        el("div", el("p", _facts(found), class_="cs-facts-line"), _when(found), _remarks(found), class_="cs-about"),
        class_="cs-screen-head",
    )


def _facts(found: Progress) -> Markup:
    given = found.assignment
    whom = [*found.cohorts, *([people(len(given.people))] if given.people else [])]
    played = listed([title for _, title in found.titles], 3)
    return chips(
        chip(STATES[found.state], costly=found.state == "withdrawn"),
        chip(MODES[given.mode.value][0]),
        el("span", f"{played} · for {listed(whom) or 'nobody'}", class_="cs-small"),
    )


def _when(found: Progress) -> Markup:
    given = found.assignment
    often = "any number of attempts" if given.attempts is None else counted(given.attempts, "attempt")
    words = f"{span(given.opens, given.due, given.zone, found.state)} · {often}"
    return el("p", words, class_="cs-soft cs-small")


def _actions(found: Progress) -> list[Markup | None]:
    given = found.assignment
    withdrawn = given.withdrawn is not None
    copy = el("a", "Copy", href=f"?new=assignment&copy={given.id}", class_="cs-button")
    if withdrawn:
        return [button("Bring it back", "bring-back"), copy]
    release = button("Release feedback", "ask:release", "cs-primary") if _releasable(found) else None
    change = el("a", "Change", href=f"?edit={given.id}", class_="cs-button")
    return [release, change, copy, button("Withdraw", "ask:withdraw")]


def _releasable(found: Progress) -> bool:
    return found.ready > 0 if found.assignment.assessed else found.waits and not found.released


def _remarks(found: Progress) -> Markup:
    titles = dict(found.titles)
    revised = [titles[each] for each, since in found.since.items() if since == "revised"]
    gone = [titles[each] for each, since in found.since.items() if since == "withdrawn"]
    words = [
        f"{listed(revised)}: revised since; here it is played as it was assigned." if revised else "",
        f"{listed(gone)}: no longer on offer; here it is played all the same." if gone else "",
        "All feedback has been released." if found.waits and found.released and not found.assignment.assessed else "",
        "Assessors mark it: a result can be released once its mark is final." if found.assignment.assessed else "",
        _closed(found.assignment, found),
    ]
    return join(*(el("p", each, class_="cs-soft cs-small") for each in words if each))


def _closed(given: Assignment, found: Progress) -> str:
    if found.state == "over" and given.mode is Mode.EXAM and found.count(NEW):
        return (
            "An exam closes when it is due: whoever has not begun cannot begin any more. Move the due date to let them."
        )
    return ""


# What is asked before it is done.


def _asked(following: Following) -> Markup | None:
    found = following.progress
    if following.asking == "withdraw":
        words = "Nobody can begin or go on with it any more. What was done in it is kept, and you can bring it back."
        return _ask("Withdraw this assignment?", [words], "Withdraw it", "withdraw")
    if following.asking == "release" and found.assignment.assessed:
        marking = sum(row.marking == MARKING for row in found.rows)
        standing = f"{counted(found.ready, 'result')} final, {marking:,} still being marked; those wait."
        warning = "Whoever reads their result will see which lines were better, and may tell those who have not played."
        told = [standing, warning if found.count(GOING) or found.count(NEW) else "", "This cannot be taken back."]
        return _ask("Release the final results?", told, "Release them", "release")
    if following.asking == "release":
        done, going, new = (found.count(each) for each in (DONE, GOING, NEW))
        standing = f"{counted(done, 'conversation')} finished, {going:,} being played, {new:,} not begun."
        warning = (
            "Whoever has finished will see which lines were better, and may tell those who have not."
            if going or new
            else ""
        )
        return _ask("Release all feedback?", [standing, warning, "This cannot be taken back."], "Release it", "release")
    return None


def _ask(title: str, words: list[str], does: str, what: str) -> Markup:
    return el(
        "section",
        el("h2", title, id="cs-asked", tabindex=-1),
        [el("p", each) for each in words if each],
        el(
            "div",
            button(does, "confirm", "cs-primary"),
            button("Cancel", f"ask:{what}", "cs-quiet"),
            class_="cs-actions",
        ),
        aria_labelledby="cs-asked",
        class_="cs-card cs-menu",
    )


# The link.


def _share(found: Progress, address: str) -> Markup:
    given = found.assignment
    where = link(given.id, address)
    hint = "" if address else " Copy the link’s address: the name of this site belongs before it."
    note = el("details", el("summary", "The note to trainees"), el("div", paragraphs(given.note)), id="cs-the-note")
    return el(
        "section",
        el("p", "Link for trainees: ", el("a", where, href=where), hint, class_="cs-link"),
        el(
            "div",
            button("Letters (CSV)", "csv:letters", "cs-quiet"),
            button("Progress (CSV)", "csv:progress", "cs-quiet"),
            class_="cs-actions",
        ),
        note if given.note else None,
        _notes(found),
        aria_label="Link and files",
        class_="cs-share",
    )


def _notes(found: Progress) -> Markup | None:
    """What a trainer should know of what is played; nothing for what is not on offer any more."""
    on_offer = [(id_, title) for id_, title in found.titles if found.since.get(id_) != "withdrawn"]
    if not on_offer:
        return None
    buttons = [button(title, f"notes:{id_}", "cs-quiet", hidden="trainer’s notes as PDF") for id_, title in on_offer]
    words = el(
        "p", "Where it turns, what goes wrong and what that costs, and what to ask afterwards.", class_="cs-soft"
    )
    inside = el("div", words, el("div", buttons, class_="cs-actions"))
    return el("details", el("summary", "Trainer’s notes (PDF)"), inside, id="cs-notes")


# Who stands where.


def _people(following: Following) -> Markup:
    found, shown = following.progress, following.rows
    if not found.rows:
        words = "Nobody is in its cohorts yet. As soon as people are, it is in their lists."
        return el("section", el("p", words), aria_label="Progress")
    zone = found.assignment.zone
    several = len(found.titles) > 1
    where = f"Where they stand ({zone})"
    heads = ["Name", where, "Conversation" if several else None, "Attempts", "Feedback" if found.waits else None]
    rows = [_row(row, found, several=several) for row in shown.rows]
    return el(
        "section",
        el("h2", "Who stands where", class_="cs-hidden"),
        _only(following),
        el(
            "div",
            search("Find a person", "find-row", value=following.text),
            _scenario(following) if several else None,
            class_="cs-fields",
        ),
        table("Who stands where", [head for head in heads if head], rows, "cs-rows-of") if rows else _none(following),
        pager(shown, "row", "page") if several else pager(shown, "person", "page", "people"),
        aria_label="Who stands where",
    )


def _none(following: Following) -> Markup:
    late = following.only == "late" and not following.text
    return el("p", "Nobody is late." if late else "Nobody fits this.", class_="cs-soft cs-none")


def _only(following: Following) -> Markup:
    """How many there are of each, which is also the way to see them alone."""
    found = following.progress
    counts = [
        ("all", "All", len(found.rows)),
        ("late", "Late", found.late),
        *((state, ROW_STATES[state], found.count(state)) for state in (NEW, GOING, DONE)),
    ]
    row = [_count(each, words, count, following.only) for each, words, count in counts]
    return el("div", row, role="group", aria_label="Show only", class_="cs-only")


def _count(only: str, words: str, count: int, chosen: str) -> Markup:
    pressed = "true" if only == chosen else "false"
    look = "cs-costly" if only == "late" and count else None
    inside = (words, " ", el("b", f"{count:,}"))
    return el("button", inside, type="button", data_do=f"only:{only}", aria_pressed=pressed, class_=look)


def _scenario(following: Following) -> Markup:
    choices = [("", "All of them"), *following.progress.titles]
    options = [el("option", title, value=id_, selected=id_ == following.scenario) for id_, title in choices]
    field = el("select", options, id="cs-scenario", data_do="scenario")
    return el("div", el("label", "Conversation", for_="cs-scenario"), field, class_="cs-field")


def _row(row: Row, found: Progress, *, several: bool) -> Markup:
    given = found.assignment
    name = el("th", row.name, el("span", row.account, class_="cs-account"), scope="row")
    late = join(chip("Late", costly=True), " ") if row.late else None
    again = f", playing again at turn {row.turn}" if row.state == DONE and row.turn else ""
    where = el("td", late, stands(row, given.zone), again)
    limit = f"{row.used} of {given.attempts}" if given.attempts else str(row.used)
    feedback = el("td", _feedback(row, found)) if found.waits else None
    return el("tr", name, where, el("td", row.title) if several else None, el("td", limit), feedback)


def _feedback(row: Row, found: Progress) -> Markup | str:
    if row.attempt is None:
        return "–"
    if row.marking == AGAIN:
        return "Released, being marked again"
    if row.released:
        return join("Released ", button("Report", f"report:{row.attempt}", "cs-quiet", hidden=f"of {row.name}, as PDF"))
    if row.marking == MARKING:
        return "Being marked"
    hidden = f"for {row.name}" + (f", {row.title}" if len(found.titles) > 1 else "")
    return button("Release", f"release:{row.attempt}", "cs-quiet", hidden=hidden)
