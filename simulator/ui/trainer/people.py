"""Who is in a cohort: finding and adding people, pasting a list of them, taking them out, and asking colleagues in."""

from collections.abc import Sequence

from simulator.services.assigning.cohorts import LEAST_LETTERS, MOST_HITS, Member, Preview
from simulator.services.assigning.pasting import MAX_CHARACTERS, Problem
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.filling import Filling
from simulator.ui.trainer.parts import button, pager, search, table
from simulator.ui.trainer.words import counted, people

FILTER_FROM = 12
MOST_SHOWN = 100
"""So many people or problems of a pasted list are shown one by one."""


def html(desk: Desk) -> Markup:
    filling = desk.filling
    return join(
        None if filling.cohort.archived else _add(filling),
        _removed(filling),
        _members(filling),
        _trainers(filling, desk.assigning.person),
    )


# Adding.


def _add(filling: Filling) -> Markup:
    opened = "true" if filling.menu == "paste" else "false"
    paste = el(
        "button", "Paste a list", type="button", data_do="menu:paste", aria_expanded=opened, class_="cs-button cs-quiet"
    )
    return el(
        "section",
        el("div", el("h2", "Add people"), paste, class_="cs-section-head"),
        _paste(filling) if filling.menu == "paste" else _find(filling),
        aria_label="Add people",
        class_="cs-card cs-add",
    )


def _find(filling: Filling) -> Markup:
    hint = f"At least {LEAST_LETTERS} letters of a name or account, or a whole e-mail address."
    hits = [el("li", _hit(filling, each.id, each.name, each.account)) for each in filling.hits]
    return join(search("Find people", "find", hint=hint), _hits(hits, filling.text))


def _hits(hits: list[Markup], text: str) -> Markup | None:
    if not hits:
        looked = len(text.strip()) >= LEAST_LETTERS
        return el("p", f"No active trainee found for “{text.strip()}”.", class_="cs-soft") if looked else None
    more = el("p", f"The first {MOST_HITS}. Type more to narrow it down.", class_="cs-soft cs-small")
    return join(el("ul", hits, class_="cs-plain cs-rows"), more if len(hits) >= MOST_HITS else None)


def _hit(filling: Filling, id_: str, name: str, account: str) -> Markup:
    who = el("span", el("b", name), " ", el("span", account, class_="cs-soft cs-small"))
    if id_ in filling.inside:
        return join(who, el("span", "In the cohort", class_="cs-soft cs-small"))
    return join(who, button("Add", f"add:{id_}", hidden=name))


def _paste(filling: Filling) -> Markup:
    hint = "One account or e-mail address on each line, or a table with a column “account” or “email”."
    area = el(
        "textarea", id="cs-list", name="list", rows=6, maxlength=MAX_CHARACTERS, aria_describedby="cs-list-hint",
        spellcheck="false",
    )  # fmt: skip
    label = el("label", "The list", for_="cs-list")
    look = el("button", "Look at it", type="submit", class_="cs-button" + ("" if filling.preview else " cs-primary"))
    form = el(
        "form",
        el("div", label, area, el("p", hint, id="cs-list-hint", class_="cs-soft cs-small"), class_="cs-field"),
        el("div", look, button("Cancel", "menu:paste", "cs-quiet"), class_="cs-actions"),
        data_do="paste",
        data_version=filling.cohort.id,
    )
    return join(form, _preview(filling.preview) if filling.preview else None)


def _preview(preview: Preview) -> Markup:
    count = len(preview.people)
    add = button(f"Add {people(count)}", "confirm", "cs-primary") if count else None
    found = f"{people(count)} can be added." if count else "Nobody can be added from this list."
    already = f" On it and in the cohort already: {len(preview.already):,}." if preview.already else ""
    return el(
        "div",
        el("h3", "What the list would do", id="cs-preview", tabindex=-1),
        el("p", found + already),
        _names(preview) if count else None,
        _problems(preview.problems),
        el("div", add, class_="cs-actions") if add else None,
        class_="cs-preview",
    )


def _names(preview: Preview) -> Markup:
    shown = [
        el("li", each.name, " ", el("span", each.account, class_="cs-soft")) for each in preview.people[:MOST_SHOWN]
    ]
    more = len(preview.people) - len(shown)
    last = el("li", f"and {more:,} more", class_="cs-soft") if more else None
    return el("details", el("summary", "Who they are"), el("ul", shown, last), id="cs-preview-people")


def _problems(problems: Sequence[Problem]) -> Markup | None:
    if not problems:
        return None
    rows = [el("li", _problem(each)) for each in problems[:MOST_SHOWN]]
    more = len(problems) - len(rows)
    last = el("li", f"and {counted(more, 'more line')} that cannot be used", class_="cs-soft") if more > 0 else None
    words = f"{counted(len(problems), 'line')} left out" if problems[0].line else "This cannot be read"
    return el("div", el("h4", words), el("ul", rows, last, class_="cs-plain cs-problems"), class_="cs-notice")


def _problem(problem: Problem) -> Markup:
    if not problem.line:
        return el("span", problem.message)
    return el("span", el("b", f"Line {problem.line:,}"), ", ", el("code", problem.text), ": ", problem.message)


# Who is in it.


def _removed(filling: Filling) -> Markup | None:
    """What was done at one press is undone at one press."""
    if filling.removed is None:
        return None
    words = el("span", f"{filling.removed.name} is no longer in the cohort. ")
    undo = None if filling.removed.closed else button("Put back", f"add:{filling.removed.id}")
    return el("div", words, undo, class_="cs-notice cs-undo", role="status")


def _members(filling: Filling) -> Markup:
    members = filling.cohort.members
    head = el("div", el("h2", "Who is in it"), class_="cs-section-head")
    if not members:
        return el("section", head, el("p", "Nobody yet."), aria_label="Who is in it")
    shown = filling.members
    rows = [_member(each) for each in shown.rows]
    heads = ["Name", "E-mail", el("span", "Portfolio, remove", class_="cs-hidden")]
    return el(
        "section",
        head,
        search("Find in this cohort", "find-member") if len(members) >= FILTER_FROM else None,
        table("Who is in the cohort", list(heads), rows, "cs-people") if rows else el("p", "Nobody of that name."),
        pager(shown, "person", "page", "people"),
        aria_label="Who is in it",
    )


def _member(member: Member) -> Markup:
    closed = el("span", "account closed", class_="cs-chip") if member.closed else None
    name = el("th", member.name, " ", closed, el("span", member.account, class_="cs-account"), scope="row")
    remove = button("Remove", f"remove:{member.id}", "cs-quiet", hidden=member.name)
    portfolio = button("Portfolio", f"portfolio:{member.id}", "cs-quiet", hidden=f"of {member.name}, as PDF")
    return el("tr", name, el("td", member.email or "–"), el("td", portfolio, remove))


# Who looks after it.


def _trainers(filling: Filling, me: str) -> Markup:
    alone = len(filling.cohort.trainers) == 1
    rows = [
        el(
            "li",
            el("span", each.name + (" (you)" if each.id == me else "")),
            _leave(each.id, each.name, me, alone=alone),
        )
        for each in filling.cohort.trainers
    ]
    opened = "true" if filling.menu == "colleagues" else "false"
    ask = el(
        "button", "Ask a colleague in", type="button", data_do="menu:colleagues", aria_expanded=opened,
        class_="cs-button cs-quiet",
    )  # fmt: skip
    return el(
        "section",
        el("div", el("h2", "Who looks after it"), ask, class_="cs-section-head"),
        _colleagues(filling) if filling.menu == "colleagues" else None,
        el("ul", rows, class_="cs-plain cs-rows"),
        aria_label="Who looks after it",
        class_="cs-trainers",
    )


def _leave(id_: str, name: str, me: str, *, alone: bool) -> Markup | None:
    if alone:
        return None
    words = "Leave it to the others" if id_ == me else "Remove"
    return button(words, f"leave:{id_}", "cs-quiet", hidden="" if id_ == me else name)


def _colleagues(filling: Filling) -> Markup:
    theirs = {each.id for each in filling.cohort.trainers}
    rows = [
        el(
            "li",
            el("span", el("b", each.name), " ", el("span", each.account, class_="cs-soft cs-small")),
            button("Ask in", f"ask-in:{each.id}", hidden=each.name),
        )
        for each in filling.colleagues
        if each.id not in theirs
    ]
    hint = "They see and change this cohort and what is assigned to it, as you do."
    return join(search("Find a trainer", "find-colleague", hint=hint), el("ul", rows, class_="cs-plain cs-rows"))
