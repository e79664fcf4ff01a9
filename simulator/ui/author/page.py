"""The author's page. A notebook needs `page.show()` and nothing else; it works in JupyterLab as well.

The desk decides what is shown; here its parts are put beside each other and each is kept in step with what it shows.
"""

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

from IPython.display import display
from ipywidgets import VBox, Widget

from simulator.errors import CoachsimError
from simulator.services.author.author import Author
from simulator.services.author.judging import Judging
from simulator.services.author.workbench import Workbench
from simulator.services.local import local_author, local_library
from simulator.ui.author import bar, menus
from simulator.ui.author.background import Run, beside_the_page
from simulator.ui.author.desk import Desk
from simulator.ui.author.panels import Panels
from simulator.ui.author.text import Text
from simulator.ui.components import theme
from simulator.ui.components.board import Board
from simulator.ui.components.place import Place
from simulator.ui.html import el

PLACES = ("draft",)
PRODUCT = "coachsim"
_SHEETS = (Path(__file__).parents[1] / "trainee" / "views.css", Path(__file__).with_suffix(".css"))


def show() -> None:
    """The desk of the local user, with the draft that the environment variable QUERY_STRING names."""
    _put({"text/html": theme.element(*_SHEETS)})
    judging = Judging(lambda: local_library().rubric)
    try:
        author = local_author(None, judging)
    except CoachsimError as error:
        told = el("div", el("h1", "Nothing can be kept"), el("p", str(error)), class_=theme.ROOT, role="alert")
        _put({"text/html": told})
    else:
        _put(build(author, judging, os.environ.get("QUERY_STRING"), beside_the_page()))


def build(author: Author, judging: Judging, query: str | None, run: Run) -> VBox:
    """The whole page, with the draft that a query string (as in an address, without `?`) names.

    None where it is no page of a site but an output in somebody's notebook, which has no other pages to go to.
    """
    desk = Desk(author, Workbench(judging).examine, run)
    page = _Page(desk, served=query is not None)
    desk.go({name: value for name, value in parse_qsl(query or "") if name in PLACES})
    page.show_place()
    return page.root


def _put(output: Widget | dict[str, str]) -> None:
    """Add to the cell's output: a widget, or raw data by its MIME type."""
    display(output, raw=isinstance(output, dict))  # type: ignore[no-untyped-call]


class _Page:
    """Bar, menus, text and panels, and the address that names the open draft."""

    def __init__(self, desk: Desk, *, served: bool) -> None:
        self._desk, self._served = desk, served
        self._place = Place(names=PLACES, go=desk.go)
        self._bar = Board({"menu": desk.show_menu})
        self._menus = Board(self._menu_acts())
        self._work = VBox([Text(desk).root, Panels(desk).root])
        self._work.add_class("cs-desk-work")
        self.root = VBox([self._place, self._bar, self._menus, self._work])
        self.root.add_class(theme.ROOT)
        self.root.add_class("cs-desk")
        desk.observe(lambda _: self._show_bar(), "menu")
        desk.observe(lambda _: self._open_menu(), "menu")
        desk.observe(lambda _: self._show_menus(), ["notice"])
        desk.releasing.observe(lambda _: self._show_menus(), ["preview", "outcome", "changed", "remark"])
        desk.writing.observe(lambda _: self._show_bar(), ["draft", "state", "conflict"])
        desk.writing.observe(lambda _: self._show_menus(), ["conflict", "trouble"])
        desk.writing.observe(lambda _: self.show_place(), ["draft"])
        self._named: str | None = None
        self._opened = 0
        self._show_bar()

    def _menu_acts(self) -> dict[str, Callable[[str], object]]:
        desk = self._desk
        return {
            "new": desk.new,
            "copy": desk.copy,
            "close": lambda _: self._close_menu(),
            "keep": lambda _: desk.writing.keep_mine(),
            "theirs": lambda _: desk.take_theirs(),
            "publish": lambda _: desk.publish(),
            "confirm": lambda _: desk.confirm(),
            "reveal": desk.reveal,
        }

    def _show_bar(self) -> None:
        self._bar.show(html=bar.html(self._desk, served=self._served), said=bar.said(self._desk.writing))

    def _open_menu(self) -> None:
        self._show_menus()
        if self._desk.menu and self._desk.writing.name:
            self._menus.focus("cs-menu")

    def _close_menu(self) -> None:
        """The focus goes back to where the menu was opened."""
        menu = self._desk.menu
        self._desk.close_menu()
        if not self._desk.menu:
            self._bar.focus(f"menu:{menu}")

    def _show_menus(self) -> None:
        self._menus.show(html=menus.html(self._desk, served=self._served))

    def show_place(self) -> None:
        """The address names the draft, so that reload and the back button come to it.

        Another draft takes the focus; one that only goes on under another name leaves it where it is.
        """
        name, opened = self._desk.writing.name, self._desk.writing.opened
        if name == self._named:
            return
        focus = bar.DRAFT if self._named is not None and name and opened != self._opened else ""
        self._named, self._opened = name, opened
        self._place.move({"draft": name} if name else {}, f"{name or bar.TITLE} · {PRODUCT}", focus)
        (self._work.remove_class if name else self._work.add_class)("cs-away")
