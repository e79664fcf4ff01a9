"""The trainer's page. A notebook needs `page.show()` and nothing else.

The desk decides what is shown; here its screen is put on one board, results on another below it, and both are kept in
step with what they show.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from IPython.display import display
from ipywidgets import VBox, Widget
from traitlets import All

from simulator.errors import CoachsimError
from simulator.exports.table import to_csv
from simulator.model.person import Person
from simulator.services.assigning import when
from simulator.services.assigning.assigning import Assigning
from simulator.services.cohort import CohortView
from simulator.services.local import House, new_id, now, open_house
from simulator.ui.author.background import Run, beside_the_page
from simulator.ui.components import theme
from simulator.ui.components.board import Board
from simulator.ui.components.download import Download
from simulator.ui.components.offered import Fields
from simulator.ui.components.place import Place
from simulator.ui.html import Markup, el
from simulator.ui.trainer import analysis, cohort, form, overview, progress
from simulator.ui.trainer.desk import PLACES, Desk
from simulator.ui.trainer.results import Results, Soon
from simulator.ui.ways import Way, ways

PRODUCT = "coachsim"
ADDRESS_VARIABLE = "COACHSIM_ADDRESS"
HERE = "/assign"
_HERE = Path(__file__).parent
_SHEETS = (_HERE.parent / "trainee" / "views.css", _HERE / "analysis.css", _HERE / "page.css")


def show() -> None:
    """The page of whoever is asking, at the place that the environment variable QUERY_STRING names."""
    _put({"text/html": theme.element(*_SHEETS)})
    try:
        house = open_house()
        others = ways(_me(house), HERE)
        desk = _desk(house)
    except CoachsimError as error:
        title = "This page cannot be shown now"
        _put({"text/html": el("div", el("h1", title), el("p", str(error)), class_=theme.ROOT, role="alert")})
    else:
        _put(build(desk, os.environ.get("QUERY_STRING", ""), others))


def build(desk: Desk, query: str, others: Sequence[Way] = ()) -> VBox:
    """The whole page, at the place that a query string (as in an address, without `?`) names.

    `others` lead to other pages, where a server has put some beside this one.
    """
    page = _Page(desk, others)
    desk.go({name: value for name, value in parse_qsl(query) if name in PLACES})
    return page.root


def _desk(house: House) -> Desk:
    assigning = Assigning(house.library, house.store, house.person, now, new_id)
    view = CohortView(house.library, house.store, house.person, now)
    results = Results(view.load, *_beside())
    return Desk(assigning, results, when.default_zone(), os.environ.get(ADDRESS_VARIABLE, ""))


def _me(house: House) -> Person | None:
    with house.store.reading() as work:
        return work.people.get(house.person)


def _beside() -> tuple[Run, Soon]:
    """How work is done beside the page, and how the page is told of it meanwhile."""
    try:
        return beside_the_page(), asyncio.get_running_loop().call_soon_threadsafe
    except RuntimeError:
        return beside_the_page(), lambda act: act()


def _put(output: Widget | dict[str, str]) -> None:
    """Add to the cell's output: a widget, or raw data by its MIME type."""
    display(output, raw=isinstance(output, dict))  # type: ignore[no-untyped-call]


_SCREENS: dict[str, tuple[Callable[[Desk], Markup], str]] = {
    "overview": (overview.html, overview.HEADING),
    "cohort": (cohort.html, cohort.HEADING),
    "form": (form.html, form.HEADING),
    "progress": (progress.html, progress.HEADING),
}
"""What a screen shows, and the id of what takes the focus on it."""


class _Page:
    """The boards, the address and the files, kept in step with the desk."""

    def __init__(self, desk: Desk, ways: Sequence[Way]) -> None:
        self._desk, self._ways = desk, ways
        self._place = Place(names=PLACES, go=desk.go)
        self._board = Board(self._acts(), forms=self._forms())
        self._results = Board(self._looks())
        self._download = Download()
        self._at: dict[str, str] | None = None
        self.root = VBox([self._place, self._board, self._results, self._download])
        for name in (theme.ROOT, "cs-trainer"):
            self.root.add_class(name)
        desk.observe(lambda _: self._draw(), All)
        for part in (desk.filling, desk.drafting, desk.following):
            part.observe(lambda _: self._draw(), All)
        desk.results.observe(lambda _: self._draw_results(), All)

    def _acts(self) -> dict[str, Callable[[str], object]]:
        desk = self._desk
        fill, draft, follow = desk.fill, desk.draft, desk.follow
        return {
            "find-assignment": desk.filter,
            "make-cohort": desk.make_cohort,
            "menu": lambda name: fill(lambda on: on.open(name)),
            "find": lambda text: fill(lambda on: on.find(text)),
            "add": lambda person: fill(lambda on: on.add(person)),
            "remove": lambda person: fill(lambda on: on.remove(person)),
            "find-member": lambda text: fill(lambda on: on.filter(text)),
            "confirm": lambda _: self._confirm(),
            "rename": lambda name: fill(lambda on: on.rename(name)),
            "archive": lambda _: fill(lambda on: on.archive()),
            "unarchive": lambda _: fill(lambda on: on.unarchive()),
            "find-colleague": lambda text: fill(lambda on: on.find_colleague(text)),
            "ask-in": lambda person: fill(lambda on: on.ask(person)),
            "leave": desk.leave,
            "page": self._turn,
            "find-person": lambda text: draft(lambda on: on.find(text)),
            "choose": lambda person: draft(lambda on: on.choose(person)),
            "drop": lambda person: draft(lambda on: on.drop(person)),
            "look-again": lambda _: desk.look_again(),
            "find-row": lambda text: follow(lambda on: on.filter(text)),
            "only": lambda only: follow(lambda on: on.choose(only)),
            "scenario": lambda scenario: follow(lambda on: on.at(scenario)),
            "ask": self._ask,
            "release": lambda attempt: follow(lambda on: on.release(attempt)),
            "bring-back": lambda _: follow(lambda on: on.bring_back()),
            "csv": self._save,
            "report": lambda attempt: self._document("report", attempt),
            "notes": lambda scenario: self._document("notes", scenario),
            "portfolio": lambda person: self._document("portfolio", person),
        }

    def _forms(self) -> dict[str, Callable[[str, Fields], object]]:
        return {"paste": lambda _, fields: self._paste(fields), "save": lambda _, fields: self._keep(fields)}

    def _looks(self) -> dict[str, Callable[[str], object]]:
        def look(act: str) -> Callable[[str], object]:
            return lambda argument: self._desk.look(act, argument)

        return {
            **{act: look(act) for act in analysis.ACTS},
            "table": self._save_results,
            "load": lambda _: self._desk.results.load(),
        }

    # What needs more than the desk: the focus, and files.

    def _paste(self, fields: Fields) -> None:
        self._desk.fill(lambda filling: filling.look(fields.text("list")))
        if self._desk.filling.preview:
            self._board.focus("cs-preview")

    def _keep(self, fields: Fields) -> None:
        self._desk.save(fields)
        if self._desk.drafting.mistakes:
            self._board.focus(form.MISTAKES)

    def _ask(self, what: str) -> None:
        self._desk.follow(lambda following: following.ask(what))
        self._board.focus("cs-asked" if self._desk.following.asking else f"ask:{what}")

    def _confirm(self) -> None:
        """Of a pasted list, or of what was asked about an assignment."""
        self._desk.fill(lambda filling: filling.confirm())
        self._desk.follow(lambda following: following.confirm())
        self._board.focus(_SCREENS[self._desk.screen.kind][1])

    def _turn(self, to: str) -> None:
        self._desk.fill(lambda filling: filling.turn(to))
        self._desk.follow(lambda following: following.turn(to))

    def _save(self, what: str) -> None:
        if table := self._desk.table(what):
            self._download.offer(f"{table.name}.csv", "text/csv;charset=utf-8", to_csv(table))

    def _document(self, what: str, of: str) -> None:
        if file := self._desk.document(what, of):
            self._download.offer(*file)

    def _save_results(self, name: str) -> None:
        results = self._desk.results
        if results.analysis and (file := analysis.saved(results.analysis, results.shown, name)):
            self._download.offer(*file)

    # Showing.

    def _draw(self) -> None:
        desk = self._desk
        if desk.screen is None or not self._ready():
            return
        html, heading = _SCREENS[desk.screen.kind]
        self._board.show(html=_shell(desk, self._ways, html(desk)), said=desk.done)
        self._draw_results()
        self._place.show(notice=desk.notice)
        place = dict(desk.screen.place)
        if place != self._at:
            moved, before = self._at is not None, self._at or {}
            self._at = place
            same = {**before, "tab": ""} == {**place, "tab": ""}
            self._place.move(place, f"{desk.screen.title} · {PRODUCT}", heading if moved and not same else "")

    def _ready(self) -> bool:
        """What the screen shows is there; in between, one part of it may not be."""
        desk = self._desk
        needed = {"cohort": desk.filling.cohort, "form": desk.drafting.desk, "progress": desk.following.progress}
        return needed.get(desk.screen.kind, True) is not None

    def _draw_results(self) -> None:
        desk, results = self._desk, self._desk.results
        shown = desk.screen is not None and desk.screen.kind == "cohort" and desk.tab != "people"
        if not shown:
            self._results.show(html="", said="")
        elif results.analysis is None:
            words = el("p", results.fault, class_="cs-notice", role="alert") if results.fault else None
            again = el("button", "Try again", type="button", data_do="load", class_="cs-button")
            inside = el("div", words, again) if words else analysis.loading(*results.progress)
            self._results.show(html=el("div", inside, class_="cs-wide"), said="")
        else:
            html = analysis.html(results.analysis, results.shown)
            self._results.show(
                html=el("div", html, class_="cs-wide"), said=analysis.said(results.analysis, results.shown)
            )


def _shell(desk: Desk, ways: Sequence[Way], inside: Markup) -> Markup:
    """The head that all screens share, and what was done last."""
    links = [el("a", way.words, href=way.address) for way in ways]
    others = el("nav", links, class_="cs-aside", aria_label="Other pages") if links else None
    title = (
        el("h1", "Cohorts and assignments", id=overview.HEADING, tabindex=-1)
        if desk.screen.kind == "overview"
        else None
    )
    head = el("header", el("p", PRODUCT, class_="cs-brand"), others, title, class_="cs-wide cs-top")
    done = el("p", desk.done, class_="cs-done") if desk.done else None
    return el("div", head, el("div", done, class_="cs-wide") if done else None, inside)
