"""The trainee's page. A notebook needs `page.show()` and nothing else.

Its root is one box of class `coachsim`: first the invisible `Place`, which also tells notices, then the widgets of
the present screen. A conversation is updated in place; any other change of screen replaces those widgets.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from IPython.display import display
from ipywidgets import VBox, Widget

from simulator.errors import CoachsimError
from simulator.services.local import local_practise
from simulator.services.practise import Practise
from simulator.ui.components import theme
from simulator.ui.components.place import Place
from simulator.ui.html import el
from simulator.ui.trainee import views
from simulator.ui.trainee.visit import PLACES, Later, Visit
from simulator.ui.ways import Way, ways

PRODUCT = "coachsim"
HERE = "/"
_STYLES = Path(views.__file__).with_suffix(".css")


def show() -> None:
    """The page of whoever is asking, at the place named by the environment variable QUERY_STRING."""
    _put({"text/html": theme.element(_STYLES)})
    try:
        practise = local_practise()
        others = ways(practise.who(), HERE)
    except CoachsimError as error:
        told = el(
            "div", el("h1", "This page cannot be shown now"), el("p", str(error)), class_=theme.ROOT, role="alert"
        )
        _put({"text/html": told})
    else:
        _put(build(practise, os.environ.get("QUERY_STRING", ""), others, _later))


def build(practise: Practise, query: str, others: Sequence[Way] = (), later: Later | None = None) -> VBox:
    """The whole page, showing the place that a query string (as in an address, without `?`) names.

    `others` lead to other pages, where a server has put some beside this one; `later` calls something in some seconds.
    """
    visit = Visit(practise, others, later)
    page = _Page(visit)
    visit.go({name: value for name, value in parse_qsl(query) if name in PLACES})
    return page.root


def _later(seconds: float, act: Callable[[], object]) -> None:
    """In the kernel's own loop, between two messages."""
    asyncio.get_running_loop().call_later(seconds, act)


def _put(output: Widget | dict[str, str]) -> None:
    """Add to the cell's output: a widget, or raw data by its MIME type."""
    display(output, raw=isinstance(output, dict))  # type: ignore[no-untyped-call]


class _Page:
    """The root of the page, kept in step with a visit."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._shown: tuple[Widget, ...] = ()
        self._place = Place(names=PLACES, go=visit.go)
        self.root = VBox([self._place])
        self.root.add_class(theme.ROOT)
        visit.observe(lambda _: self._show(), "screen")
        visit.observe(lambda _: self._refresh(), ["remark", "paused", "mood"])
        visit.observe(lambda change: self._place.show(notice=change.new), "notice")

    def _show(self) -> None:
        if not self._refresh():
            self._replace()

    def _refresh(self) -> bool:
        """Whether what is shown is the visit's conversation; if so, it now shows the visit's present state."""
        screen = self._visit.screen
        same = bool(self._shown) and screen.kind == "talk" and dict(screen.place) == self._place.place
        if same:
            views.refresh(self._visit, self._shown)
        return same

    def _replace(self) -> None:
        screen = self._visit.screen
        first, old = not self._shown, self._shown
        self._shown = views.build(self._visit)
        self.root.children = (self._place, *self._shown)
        self._place.move(screen.place, f"{screen.title} · {PRODUCT}", "" if first else views.heading(screen))
        for widget in old:
            widget.close()
