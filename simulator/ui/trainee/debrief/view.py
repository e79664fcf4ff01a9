"""The debrief as widgets, from top to bottom: text, curve, text, trace, text, the button, the rubric."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ipywidgets import HTML, Button, Widget

from simulator.services.debrief import Debrief
from simulator.ui.components.board import Board
from simulator.ui.components.chart import Chart
from simulator.ui.components.download import Download
from simulator.ui.html import Markup, el, join
from simulator.ui.trainee.debrief import charts, criteria, marks, rubric, summary, turns

Report = Callable[[str, str], tuple[str, str, bytes] | None]
"""Makes a file: its name, its MIME type, what is in it; None where that cannot be done (and was said)."""

_STYLE = Path(__file__).with_suffix(".css")


def build(
    debrief: Debrief,
    play_next: Callable[[], object],
    appeal: Callable[[str], object] = lambda _: None,
    report: Report = lambda *_: None,
) -> tuple[Widget, ...]:
    """The widgets in order; `play_next` is what the button for the suggested scenario does, `appeal` asks for another
    look at what assessors found, `report` makes a file: of this (`report`) or of all one's conversations (`portfolio`),
    as `html` or `pdf`.
    """
    style = Markup(f"<style>{_STYLE.read_text('utf-8')}</style>")
    return (
        *_head(debrief, appeal, style, el("h2", "What was attainable, turn by turn")),
        _chart(*charts.attainable(debrief)),
        _part(summary.turning_points(debrief), turns.html(debrief), criteria.html(debrief), _alliance(debrief)),
        _chart(*charts.alliance(debrief)),
        _part(rubric.not_reached(debrief), *_next(debrief)),
        *_button(debrief, play_next),
        _part(rubric.panel(debrief)),
        *_files(report),
    )


def _head(debrief: Debrief, ask: Callable[[str], object], style: Markup, then: Markup) -> tuple[Widget, ...]:
    """How it ended and, where assessors marked it, what they found, with the way to ask for another look."""
    if debrief.marked is None:
        return (_part(style, summary.html(debrief), then),)
    board = Board(html=marks.appeal(debrief.marked), forms={"appeal": lambda _, fields: ask(fields.text("reason"))})
    board.add_class("cs-debrief")
    return _part(style, summary.html(debrief), marks.html(debrief, debrief.marked)), board, _part(then)


def _files(report: Report) -> tuple[Widget, ...]:
    """The report as a file, to be kept or handed in."""
    download = Download()

    def save(what: str, to: str) -> None:
        if file := report(what, to):
            download.offer(*file)

    words = "All of this page as a document: what was said, what it showed, and under which versions."
    more = "Your portfolio is a document over all your finished conversations."
    inside = el(
        "section",
        el("h2", "Keep it"),
        el("p", words, class_="cs-soft"),
        el("div", _buttons("report", "Save"), class_="cs-actions"),
        el("p", more, class_="cs-soft"),
        el("div", _buttons("portfolio", "Save the portfolio"), class_="cs-actions"),
        class_="cs-keep",
    )
    board = Board({what: partial(save, what) for what in ("report", "portfolio")}, inside)
    board.add_class("cs-debrief")
    return board, download


def _buttons(what: str, does: str) -> list[Markup]:
    return [
        el("button", f"{does} as {words}", type="button", data_do=f"{what}:{to}", class_="cs-button")
        for to, words in (("pdf", "PDF"), ("html", "a web page"))
    ]


def _part(*pieces: Markup) -> HTML:
    return HTML(el("div", *pieces, class_="cs-debrief"))


def _chart(kind: str, data: dict[str, object], alt: dict[str, object]) -> Chart:
    chart = Chart(kind, data, alt)
    chart.add_class("cs-debrief")
    return chart


def _alliance(debrief: Debrief) -> Markup:
    words = f"How much {debrief.client} trusted you after each turn. Shaded: the alliance was strained or breached."
    return join(el("h2", "The alliance"), el("p", words, class_="cs-soft"))


def _next(debrief: Debrief) -> tuple[Markup, ...]:
    return (rubric.suggestion(debrief.suggestion),) if debrief.suggestion else ()


def _button(debrief: Debrief, play_next: Callable[[], object]) -> tuple[Button, ...]:
    if debrief.suggestion is None:
        return ()
    made = Button(description=f"Open “{debrief.suggestion.title}”")
    for each in ("cs-primary", "cs-debrief-button"):
        made.add_class(each)
    made.on_click(lambda _: play_next())
    return (made,)
