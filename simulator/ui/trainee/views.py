"""The widgets of each screen. A view builds and links them and decides nothing.

The debrief, with its charts, is loaded when one is first shown.
"""

from collections.abc import Callable
from typing import Any

from ipywidgets import HTML, Button, Widget

from simulator.services import practise
from simulator.ui.components.conversation import Conversation
from simulator.ui.html import Markup, el, link
from simulator.ui.trainee import assigned, brief, catalogue, talk
from simulator.ui.trainee.visit import Screen, Visit
from simulator.ui.trainee.words import MODES


def build(visit: Visit) -> tuple[Widget, ...]:
    """The widgets of the visit's present screen, from top to bottom."""
    return BUILDERS[visit.screen.kind](visit)


def refresh(visit: Visit, shown: tuple[Widget, ...]) -> None:
    """Show the present state of the visit in the widgets that `build` made for the same conversation."""
    shown[-1].show(**_traits(visit))


def heading(screen: Screen) -> str:
    """The id of the element that takes the focus on a new screen; a conversation under way looks after its own."""
    if isinstance(screen.value, practise.Conversation) and screen.value.ended is None:
        return ""
    return HEADINGS[screen.kind]


def button(words: str, press: Callable[[], object], *classes: str) -> Button:
    made = Button(description=words)
    for each in classes:
        made.add_class(each)
    made.on_click(lambda _: press())
    return made


def _catalogue(visit: Visit) -> tuple[Widget, ...]:
    return (HTML(catalogue.html(visit.screen.value, visit.assigned, visit.left_out, visit.ways, visit.paths)),)


def _assignment(visit: Visit) -> tuple[Widget, ...]:
    return (HTML(assigned.html(visit.screen.value)),)


def _brief(visit: Visit) -> tuple[Widget, ...]:
    value: practise.Brief = visit.screen.value
    if value.begins:
        return (HTML(brief.html(value)),)
    begin = button(brief.begins(value), visit.begin, "cs-primary", "cs-begin")
    if value.assignment:
        return HTML(brief.html(value)), begin
    return HTML(brief.html(value)), begin, button(brief.explores(value), visit.explore, "cs-quiet", "cs-begin")


def _talk(visit: Visit) -> tuple[Widget, ...]:
    value: practise.Conversation = visit.screen.value
    conversation = Conversation(
        on_choose=visit.choose,
        on_reason=visit.give_reason,
        on_pause=visit.pause,
        on_resume=visit.resume,
        on_finish=visit.finish,
        on_hint=visit.take_hint,
        on_mood=visit.ask_mood,
        on_take_back=visit.take_back,
        **_traits(visit),
    )
    return HTML(_talk_head(value)), conversation


def _talk_head(value: practise.Conversation) -> Markup:
    there = link("The assignment", assignment=value.assignment) if value.assignment else link("All scenarios")
    back = el("nav", there, class_="cs-back", aria_label="Back")
    mode = el("span", MODES[value.mode.value], class_="cs-chip") if value.mode.value != "practice" else None
    return el("div", el("h1", value.title, " ", mode, id=HEADINGS["talk"]), back, class_="cs-column cs-talk-head")


def _debrief(visit: Visit) -> tuple[Widget, ...]:
    from simulator.ui.trainee.debrief import view

    return view.build(visit.screen.value, visit.play_next, visit.appeal, visit.report)


def _traits(visit: Visit) -> dict[str, Any]:
    return talk.traits(visit.screen.value, visit.remark, paused=visit.paused, mood=visit.mood)


HEADINGS = {
    "catalogue": catalogue.HEADING,
    "assignment": assigned.HEADING,
    "brief": brief.HEADING,
    "talk": "cs-talk",
    "debrief": "cs-debrief",
}
BUILDERS: dict[str, Callable[[Visit], tuple[Widget, ...]]] = {
    "catalogue": _catalogue,
    "assignment": _assignment,
    "brief": _brief,
    "talk": _talk,
    "debrief": _debrief,
}
