"""Playing at the desk: the conversation with everything beside it that a trainee is not to see."""

from simulator.model.scenario import Ending
from simulator.services.author.rehearsing import Offer, Rehearsal, Taken
from simulator.ui.author.desk import Desk
from simulator.ui.author.words import facts, points
from simulator.ui.html import Markup, el, join, paragraphs
from simulator.verification.inspection import Worth

_TIE = 0.05


def html(desk: Desk) -> Markup:
    if desk.checking.standing is None:
        return el("p", "There is nothing to play before the text is a scenario.", class_="cs-soft")
    rehearsal = desk.rehearsal
    if rehearsal is None:
        return join(el("p", "Play the scenario with everything shown. Nothing of it is kept."), _ways(None))
    old = rehearsal.subject is not desk.checking.standing.subject
    stale = el("p", "The text has changed since. Starting again plays it as it is now.", class_="cs-notice")
    return join(stale if old else None, _ways(rehearsal), _transcript(rehearsal), _now(rehearsal))


def _ways(rehearsal: Rehearsal | None) -> Markup:
    again = _button(
        "Start again" if rehearsal else "Play from the start", "again", *(() if rehearsal else ("cs-primary",))
    )
    back = _button("Back one", "back", disabled=not rehearsal.choices) if rehearsal else None
    return el("div", again, back, class_="cs-actions")


def _button(words: str, do: str, *looks: str, disabled: bool = False) -> Markup:
    return el("button", words, type="button", data_do=do, disabled=disabled, class_=" ".join(("cs-button", *looks)))


def _transcript(rehearsal: Rehearsal) -> Markup | None:
    if not rehearsal.taken:
        return None
    return el(
        "ol", [el("li", _turn(each)) for each in rehearsal.taken], class_="cs-plain cs-turns", aria_label="So far"
    )


def _turn(taken: Taken) -> Markup:
    cost = _cost(taken.worth) if taken.worth else None
    return join(
        el("p", el("b", taken.beat), f" · {taken.mood.value}", class_="cs-soft cs-small"),
        el("p", taken.client),
        el("p", taken.option.say, class_="cs-coach"),
        el("p", el("b", taken.option.id), f" · {taken.option.impact.event.value} ", cost, class_="cs-small"),
        el("p", f"Then: {facts(taken.after)}", class_="cs-soft cs-small"),
    )


def _cost(worth: Worth) -> Markup:
    if worth.lost < _TIE:
        return el("span", "best", class_="cs-chip cs-good")
    return el("span", f"loses {points(worth.lost)}", class_="cs-chip cs-costly")


def _now(rehearsal: Rehearsal) -> Markup:
    if rehearsal.ending:
        return el("section", _ending(rehearsal, rehearsal.ending), class_="cs-now", data_latest=True)
    head = el(
        "h3", rehearsal.beat, " ", el("span", rehearsal.mood.value, class_="cs-chip"), tabindex=-1, data_rest=True
    )
    offers = el("ul", [el("li", _offer(each)) for each in rehearsal.offers], class_="cs-plain cs-offers")
    state = el("p", facts(rehearsal.snapshot), class_="cs-soft cs-small")
    return el(
        "section", head, state, el("p", rehearsal.line, class_="cs-line"), offers, class_="cs-now", data_latest=True
    )


def _offer(offer: Offer) -> Markup:
    option, worth = offer.option, offer.worth
    told = [el("b", option.id), f" · {option.impact.event.value}"]
    if worth:
        told += [f" · quality {worth.quality} ", _cost(worth)]
    words = [el("span", option.say), el("span", told, class_="cs-small")]
    return el("button", words, type="button", data_do=f"say:{option.id}", class_="cs-row")


def _ending(rehearsal: Rehearsal, ending: Ending) -> Markup:
    lost = [each.worth.lost for each in rehearsal.taken if each.worth]
    total = f"{points(sum(lost))} points lost in all · " if len(lost) == len(rehearsal.taken) else ""
    result = el("span", ending.result.value, class_="cs-chip")
    return join(
        el("h3", ending.id, " ", result, tabindex=-1, data_rest=True),
        el("p", f"{total}{facts(rehearsal.snapshot)}", class_="cs-soft cs-small"),
        paragraphs(ending.text),
        paragraphs(ending.reflection, class_="cs-soft"),
    )
