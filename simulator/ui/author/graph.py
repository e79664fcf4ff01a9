"""Above the picture of the conversation: what it is a picture of, and the beat that is looked at."""

from simulator.ui.author.desk import Desk
from simulator.ui.html import Markup, el, join


def html(desk: Desk) -> Markup:
    checking = desk.checking
    if checking.standing is None:
        return el("p", "There is nothing to draw before the text is a scenario.", class_="cs-soft")
    stale = el("p", "This is of an earlier text: the text as it is now cannot be drawn.", class_="cs-notice")
    return join(stale if checking.stale else None, _chosen(desk))


def picture(desk: Desk) -> str:
    """SVG; empty where nothing was sound yet."""
    return desk.checking.standing.picture if desk.checking.standing else ""


def _chosen(desk: Desk) -> Markup:
    if desk.place not in desk.checking.standing.subject.scenario.beat_by_id:
        return el("p", "Choose a beat to come to its text.", class_="cs-soft cs-small")
    look = el("button", f"Look into {desk.place}", type="button", data_do="inspect", class_="cs-button")
    words = el("span", "Choose a beat to come to its text.", class_="cs-soft cs-small")
    return el("div", look, words, class_="cs-actions")
