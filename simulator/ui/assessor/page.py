"""The assessor's page. A notebook needs `page.show()` and nothing else.

The desk decides what is shown; here its screen is put on one board, with whatever a screen has besides below it: the
marking screen, how well assessors agree, or what a trainee will read.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from IPython.display import display
from ipywidgets import VBox, Widget
from traitlets import All

from simulator.errors import CoachsimError
from simulator.model.person import Person
from simulator.services.assessing.acting import Acting
from simulator.services.assessing.assessing import Assessing
from simulator.services.assessing.benchmarks import Benchmarks, shipped
from simulator.services.assigning import when
from simulator.services.local import House, new_id, now, open_house
from simulator.ui.assessor import beside, calibration, comparison, queue, results, rules
from simulator.ui.assessor.agreeing import Agreeing
from simulator.ui.assessor.desk import PLACES, VIEWS, Desk
from simulator.ui.assessor.queueing import Queueing
from simulator.ui.assessor.releasing import Releasing
from simulator.ui.author.background import beside_the_page
from simulator.ui.components import theme
from simulator.ui.components.board import Board
from simulator.ui.components.counting import Counting
from simulator.ui.components.offered import Fields
from simulator.ui.components.place import Place
from simulator.ui.html import Markup, el
from simulator.ui.trainer.parts import back
from simulator.ui.ways import Way, ways

if TYPE_CHECKING:  # numpy and the scoring come with them
    from simulator.services.assessing.statistics import Dashboard
    from simulator.services.debrief import Debrief

PRODUCT = "coachsim"
HERE = "/assess"
_HERE = Path(__file__).parent
_UI = _HERE.parent
_SHEETS = (
    _UI / "trainee" / "views.css",
    *(_UI / "trainer" / each for each in ("page.css", "analysis.css")),
    *(_HERE / each for each in ("page.css", "agreement.css")),
)

Act = Callable[[str], object]


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
    benchmarks = Benchmarks(shipped(), house.library, _kept(house))

    def load() -> "Dashboard":
        from simulator.services.assessing.statistics import Statistics

        return Statistics(house.library, house.store, benchmarks, house.person).load()

    def foresee(script: str) -> "Debrief":
        from simulator.services.assessing.preview import preview

        return preview(Acting(house.library, house.store, benchmarks, house.person, now, new_id), script)

    assessing = Assessing(house.library, house.store, benchmarks, house.person, now, new_id)
    return Desk(assessing, Agreeing(load, beside_the_page()), foresee, now, when.default_zone())


def _kept(house: House) -> Callable[[str], str | None]:
    """The canonical form of a version that the store has kept, by digest."""

    def kept(digest: str) -> str | None:
        with house.store.reading() as work:
            return work.version(digest)

    return kept


def _me(house: House) -> Person | None:
    with house.store.reading() as work:
        return work.people.get(house.person)


def _put(output: Widget | dict[str, str]) -> None:
    """Add to the cell's output: a widget, or raw data by its MIME type."""
    display(output, raw=isinstance(output, dict))  # type: ignore[no-untyped-call]


def _marking(_: Desk) -> Markup:
    """The marking screen has a widget of its own; here is the way back."""
    return back("Queue")


def _agreement(_: Desk) -> Markup:
    return el("div", el("h1", "Agreement", id="cs-agreement", tabindex=-1), class_="cs-wide")


def _preview(_: Desk) -> Markup:
    title = el("h1", "What the trainee will read", id="cs-preview", tabindex=-1)
    told = el("p", "Just as they will see it, once you release it.", class_="cs-notice cs-calm")
    return el("div", back("Results", "?view=results"), title, told, class_="cs-wide cs-stacked")


_SCREENS: dict[str, tuple[Callable[[Desk], Markup], str]] = {
    "queue": (queue.html, queue.HEADING),
    "marking": (_marking, "cs-marking"),
    "comparison": (comparison.html, comparison.HEADING),
    "calibration": (calibration.html, calibration.HEADING),
    "results": (results.html, results.HEADING),
    "agreement": (_agreement, "cs-agreement"),
    "rules": (rules.html, rules.HEADING),
    "preview": (_preview, "cs-preview"),
}
"""What a screen shows, and the id of what takes the focus on it."""


class _Page:
    """The boards, the address, and what a screen has besides, kept in step with the desk."""

    def __init__(self, desk: Desk, ways: Sequence[Way]) -> None:
        self._desk, self._ways = desk, ways
        self._place = Place(names=PLACES, go=desk.go)
        self._board = Board(self._acts(), forms=self._forms())
        self._counting = Counting()
        self._beside: tuple[Widget, ...] = ()
        self._at: tuple[str, dict[str, str]] | None = None
        self._shown: object = None
        self.root = VBox([self._place, self._board, self._counting])
        for name in (theme.ROOT, "cs-trainer", "cs-assessor"):
            self.root.add_class(name)
        desk.observe(lambda _: self._draw(), All)
        for part in (desk.queueing, desk.settling, desk.releasing, desk.ruling):
            part.observe(lambda _: self._draw(), All)

    def _acts(self) -> dict[str, Act]:
        desk = self._desk
        return {
            "only": lambda only: self._list(lambda on: on.choose(only)),
            "find": lambda text: self._list(lambda on: on.find(text)),
            "page": lambda to: self._list(lambda on: on.turn(to)),
            "take": desk.take,
            "next": lambda _: desk.take_next(),
            "third-of": desk.ask_third,
            "share-out": lambda _: desk.share_out(),
            "calibrate": desk.calibrate,
            "agree": lambda number: desk.settle(lambda on: on.agree(number)),
            "third": lambda _: desk.settle(lambda on: on.ask_third()),
            "ask": self._ask,
            "confirm": lambda _: self._confirm(),
            "unexclude": lambda pair: desk.rule(lambda on: on.unexclude(pair)),
        }

    def _forms(self) -> dict[str, Callable[[str, Fields], object]]:
        desk = self._desk
        return {
            "respond": lambda criterion, fields: desk.settle(lambda on: on.respond(criterion, fields)),
            "decide": lambda flag, fields: desk.settle(lambda on: on.decide(flag, fields)),
            "propose": lambda _, fields: desk.settle(lambda on: on.propose(fields)),
            "answer": lambda script, fields: desk.release(lambda on: on.answer(script, fields)),
            "rules": lambda _, fields: self._rule(fields),
            "exclude": lambda _, fields: desk.rule(lambda on: on.exclude(fields)),
        }

    def _list(self, act: Callable[[Queueing | Releasing], object]) -> None:
        """Something done to the long list of the screen."""
        self._desk.look(act)
        self._desk.sift(act)

    # What needs more than the desk: the focus.

    def _ask(self, what: str) -> None:
        self._desk.release(lambda on: on.ask(what))
        self._board.focus(results.ASKED if self._desk.releasing.asking else f"ask:{what}")

    def _rule(self, fields: Fields) -> None:
        self._desk.rule(lambda on: on.save(fields))
        if wrong := list(self._desk.ruling.mistakes):
            self._board.focus(f"cs-rule-{wrong[0]}")

    def _confirm(self) -> None:
        self._desk.release(lambda on: on.confirm())
        self._board.focus(results.HEADING)

    # Showing.

    def _draw(self) -> None:
        desk = self._desk
        if desk.screen is None or not self._ready():
            return
        html, heading = _SCREENS[desk.screen.kind]
        self._board.show(html=_shell(desk, self._ways, html(desk)), said=desk.done)
        self._draw_beside()
        self._place.show(notice=desk.notice)
        at = desk.screen.kind, dict(desk.screen.place)
        if at != self._at:
            focus = heading if self._at is not None else ""
            self._at = at
            self._place.move(at[1], f"{desk.screen.title} · {PRODUCT}", focus)

    def _ready(self) -> bool:
        """What the screen shows is there; in between, one part of it may not be."""
        desk = self._desk
        needed = {
            "queue": desk.queueing.queue,
            "marking": desk.work,
            "comparison": desk.settling.comparison,
            "calibration": desk.calibration,
            "rules": desk.ruling.rules,
        }
        return needed.get(desk.screen.kind, True) is not None

    def _draw_beside(self) -> None:
        """What a screen has besides its board: made when the screen is shown, closed when it is left."""
        wanted = beside.shown(self._desk)
        if wanted is self._shown:
            return
        self._shown, old = wanted, self._beside
        self._beside = beside.widgets(self._desk)
        self.root.children = (self._place, self._board, *self._beside, self._counting)
        for widget in old:
            widget.close()


def _shell(desk: Desk, ways: Sequence[Way], inside: Markup) -> Markup:
    """The head that all screens share, and what was done last."""
    links = [el("a", way.words, href=way.address) for way in ways]
    others = el("nav", links, class_="cs-aside", aria_label="Other pages") if links else None
    head = el("header", el("p", PRODUCT, class_="cs-brand"), others, class_="cs-wide cs-top")
    if desk.screen.kind == "marking":
        return el("div", el("header", inside, others, class_="cs-top"), class_="cs-over-marking")
    done = el("p", desk.done, class_="cs-done") if desk.done else None
    views = el(
        "nav", [_view(desk, *each) for each in VIEWS.items()], class_="cs-views-of cs-wide", aria_label="Marking"
    )
    return el("div", head, views, el("div", done, class_="cs-wide") if done else None, inside)


def _view(desk: Desk, name: str, words: str) -> Markup:
    here = desk.screen.place.get("view", "queue") == name and desk.screen.kind in VIEWS
    return el("a", words, href="?" if name == "queue" else f"?view={name}", aria_current="page" if here else None)
