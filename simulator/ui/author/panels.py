"""What is beside the text: a row of tabs and a panel for each. A panel is worked out when it is looked at."""

from collections.abc import Callable

from ipywidgets import VBox, Widget

from simulator.services.author.workbench import alliance
from simulator.ui.author import beat, findings, graph, play
from simulator.ui.author.desk import TABS, Desk
from simulator.ui.components.board import Board
from simulator.ui.components.diagram import Diagram
from simulator.ui.html import Markup, el

_HOW_TO_READ = (
    "A box is a mode of the relationship; an arrow says which events lead from one to another, and the lines in a box "
    "what the others do there. Of several rules for one event the first counts whose words in brackets hold."
)


class Panels:
    """The tabs and their panels, kept in step with the desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tabs = Board({"tab": desk.show})
        self._findings = Board(
            {"reveal": desk.reveal, "play-finding": desk.play_finding, "play-extreme": desk.play_extreme}
        )
        self._graph = Board({"inspect": lambda _: desk.show("beat")})
        self._diagram = Diagram(label="The conversation, beat by beat", picked=desk.pick)
        self._beat = Board({"beat": desk.pick, "situation": desk.choose_situation, "play-from": desk.play_situation})
        self._play = Board({"again": lambda _: desk.play(), "back": lambda _: desk.back(), "say": desk.say})
        self._alliance = Diagram(label="The working alliance", picked=lambda _: None)
        self.root = VBox([self._tabs, *self._panels()])
        self.root.add_class("cs-desk-side")
        self._watch()

    def _panels(self) -> list[Widget]:
        read = Board({}, el("p", _HOW_TO_READ, class_="cs-soft cs-small"))
        inside: dict[str, tuple[Widget, ...]] = {
            "findings": (self._findings,),
            "graph": (self._graph, self._diagram),
            "beat": (self._beat,),
            "play": (self._play,),
            "alliance": (read, self._alliance),
        }
        return [_panel(tab, *inside[tab]) for tab in TABS]

    def _watch(self) -> None:
        desk, checking = self._desk, self._desk.checking
        desk.observe(lambda _: self._show_tabs(), "tab")
        desk.observe(lambda _: self._show(), ["tab", "place", "situation", "rehearsal"])
        checking.observe(lambda _: self._show_tabs(), "examined")
        checking.observe(lambda _: self._show(), ["examined", "standing", "busy", "fault"])
        self._show_tabs()
        self._show()

    def _show_tabs(self) -> None:
        self._tabs.show(html=_tabs(self._desk))

    def _show(self) -> None:
        """What is said aloud and drawn is always shown; the rest only while its tab is."""
        desk = self._desk
        self._findings.show(html=findings.html(desk), said=findings.said(desk))
        self._graph.show(html=graph.html(desk))
        self._diagram.show(svg=graph.picture(desk), selected=desk.place)
        shown: dict[str, Callable[[], object]] = {
            "beat": lambda: self._beat.show(html=beat.html(desk)),
            "play": lambda: self._play.show(html=play.html(desk)),
            "alliance": lambda: self._alliance.show(svg=self._alliance.svg or alliance()),
        }
        shown.get(desk.tab, lambda: None)()


def _panel(tab: str, *inside: Widget) -> VBox:
    panel = VBox(inside)
    panel.add_class("cs-panel")
    panel.add_class(f"cs-panel-{tab}")
    return panel


def _tabs(desk: Desk) -> Markup:
    examined = desk.checking.examined
    count = f" ({len(examined.findings)})" if examined else ""
    return el(
        "div", [_tab(desk, tab, count) for tab in TABS], role="tablist", aria_label="Beside the text", class_="cs-tabs"
    )


def _tab(desk: Desk, tab: str, count: str) -> Markup:
    shown = tab == desk.tab
    return el(
        "button",
        tab.capitalize() + (count if tab == "findings" else ""),
        type="button",
        role="tab",
        id=f"cs-tab-{tab}",
        data_do=f"tab:{tab}",
        data_panel=f"cs-panel-{tab}",
        aria_controls=f"cs-tabpanel-{tab}",
        aria_selected="true" if shown else "false",
        tabindex=0 if shown else -1,
    )
