"""The screen of a cohort: its name and what can be done with it. The people are in `people`, results in `analysis`."""

from urllib.parse import urlencode

from simulator.ui.html import Markup, el
from simulator.ui.trainer import people
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.parts import back, button
from simulator.ui.trainer.words import listed
from simulator.ui.trainer.words import people as so_many

HEADING = "cs-cohort"


def html(desk: Desk) -> Markup:
    """Without the results, which stand below it."""
    inside = people.html(desk) if desk.tab == "people" else None
    return el("div", back(), _head(desk), _menu(desk), _views(desk), inside, class_="cs-wide")


def _head(desk: Desk) -> Markup:
    cohort = desk.filling.cohort
    names = [each.name for each in cohort.trainers]
    about = f"{so_many(len(cohort.members))} · looked after by {listed(names)}"
    return el(
        "header",
        el("div", el("h1", cohort.name, id=HEADING, tabindex=-1), el("p", about, class_="cs-soft"), class_="cs-title"),
        el("div", _actions(desk), class_="cs-actions"),
        class_="cs-screen-head",
    )


def _actions(desk: Desk) -> list[Markup]:
    cohort = desk.filling.cohort
    if cohort.archived:
        return [button("Take out of the archive", "unarchive", "cs-primary")]
    assign = f"?new=assignment&cohort={cohort.id}"
    return [
        el("a", "Assign something", href=assign, class_="cs-button cs-primary"),
        _opens(desk, "rename", "Rename"),
        _opens(desk, "archive", "Archive"),
    ]


def _opens(desk: Desk, menu: str, words: str) -> Markup:
    opened = "true" if desk.filling.menu == menu else "false"
    return el("button", words, type="button", data_do=f"menu:{menu}", aria_expanded=opened, class_="cs-button")


def _menu(desk: Desk) -> Markup | None:
    cohort, menu = desk.filling.cohort, desk.filling.menu
    if menu == "rename":
        name = el(
            "input", id="cs-name", type="text", value=cohort.name, required=True, maxlength=200, autocomplete="off"
        )
        keep = el("button", "Keep it", type="submit", class_="cs-button cs-primary")
        inside = el("div", name, keep, button("Cancel", "menu:rename", "cs-quiet"), class_="cs-inline")
        field = el("div", el("label", "Name of the cohort", for_="cs-name"), inside, class_="cs-field")
        return el("form", field, data_do="rename", data_version=cohort.name, class_="cs-card cs-menu")
    if menu == "archive":
        words = (
            "It goes out of sight, and nothing new is assigned to it. What was assigned stays. "
            "You can take it out again."
        )
        ways = [button("Archive it", "archive", "cs-primary"), button("Cancel", "menu:archive", "cs-quiet")]
        return el("div", el("p", words), el("div", ways, class_="cs-actions"), class_="cs-card cs-menu")
    return None


def _views(desk: Desk) -> Markup:
    """Two ways to look at a cohort, each with an address of its own."""
    cohort, on = desk.filling.cohort.id, desk.tab
    ways = [("People", {"cohort": cohort}, on == "people")]
    ways += [("Results", {"cohort": cohort, "tab": "heat"}, on != "people")]
    links = [
        el("a", words, href="?" + urlencode(place), aria_current="page" if here else None)
        for words, place, here in ways
    ]
    return el("nav", links, class_="cs-views-of", aria_label="Views of the cohort")
