"""What a screen of the assessor's page has besides its board: the marking screen, the figures of agreement, a debrief.

Each is made when its screen is shown, and what it needs is imported only then.
"""

from collections.abc import Callable
from functools import partial

from ipywidgets import Widget
from traitlets import All

from simulator.ui.assessor import drafts
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.work import Work
from simulator.ui.components.board import Act, Board
from simulator.ui.components.download import Download
from simulator.ui.components.marking import Marking
from simulator.ui.html import Markup, el


def shown(desk: Desk) -> object:
    """What the screen shows besides; as long as it is the same, its widgets stay. None where there is nothing."""
    return {"marking": desk.work, "agreement": desk.agreeing, "preview": desk.preview}.get(desk.screen.kind)


def widgets(desk: Desk) -> tuple[Widget, ...]:
    """New widgets for it."""
    makers: dict[str, Callable[[Desk], tuple[Widget, ...]]] = {
        "marking": _marking,
        "agreement": _agreement,
        "preview": _preview,
    }
    return makers[desk.screen.kind](desk) if shown(desk) is not None else ()


# Marking.


def _marking(desk: Desk) -> tuple[Widget, ...]:
    work: Work = desk.work
    widget = Marking(
        on_save=desk.save,
        on_keep=desk.keep,
        on_take=desk.take_other,
        on_submit=desk.submit,
        on_step_back=desk.step_back,
        script=drafts.script(work.marking),
        other=work.marking.other,
        **_state(work),
    )
    work.observe(lambda _: widget.show(**_state(work)), All)
    return (widget,)


def _state(work: Work) -> dict[str, object]:
    return {
        "draft": drafts.plain(work.draft),
        "begun": work.begun,
        "saved": work.saved,
        "problem": work.problem,
        "conflict": work.conflict,
    }


# How well assessors agree.


def _agreement(desk: Desk) -> tuple[Widget, ...]:
    from simulator.ui.assessor import agreement

    agreeing, download = desk.agreeing, Download()

    def save(name: str) -> None:
        look = agreeing.shown or agreement.Shown()
        if agreeing.dashboard and (file := agreement.saved(agreeing.dashboard, look, name)):
            download.offer(*file)

    acts: dict[str, Act] = {act: partial(desk.agree, act) for act in agreement.ACTS}
    board = Board({**acts, "table": save, "load": lambda _: agreeing.show()})

    def draw(_: object = None) -> None:
        look = agreeing.shown or agreement.Shown()
        there = agreeing.dashboard is not None
        inside = agreement.html(agreeing.dashboard, look) if there else _missing(agreeing.fault)
        said = agreement.said(agreeing.dashboard, look) if there and agreeing.shown else ""
        board.show(html=el("div", inside, class_="cs-wide"), said=said)

    draw()
    agreeing.unobserve_all()  # boards of former visits
    agreeing.observe(draw, ["dashboard", "shown", "fault"])
    return board, download


def _missing(fault: str) -> Markup:
    if not fault:
        return el("p", "Working it out …", class_="cs-soft", role="status")
    again = el("button", "Try again", type="button", data_do="load", class_="cs-button")
    return el("div", el("p", fault, class_="cs-notice", role="alert"), again, class_="cs-stacked")


# What a trainee will read.


def _preview(desk: Desk) -> tuple[Widget, ...]:
    from simulator.ui.trainee.debrief import view

    return view.build(desk.preview, lambda: None)
