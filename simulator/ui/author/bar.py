"""The top of the desk: where one is, which draft is open and whether it is kept, and the ways to others."""

from simulator.ui.author.desk import Desk
from simulator.ui.author.writing import SAVED, Writing
from simulator.ui.html import Markup, el

TITLE = "Author's desk"
DRAFT = "cs-desk-draft"
"""The id of what names the open draft."""

_MENUS = (("new", "New"), ("open", "Open"), ("publish", "Publish"))


def html(desk: Desk, *, served: bool) -> Markup:
    """The bar; the menu that is open is shown by `menus`. `served`: there are conversations at `/` to go back to."""
    back = el("nav", el("a", "Conversations", href="/"), class_="cs-back", aria_label="Back") if served else None
    head = el("div", back, el("h1", TITLE), class_="cs-desk-head")
    return el("header", head, _draft(desk.writing), _actions(desk), class_="cs-desk-bar")


def said(writing: Writing) -> str:
    """What a screen reader hears of it."""
    if writing.trouble:
        return "Not saved."
    return f"Draft {writing.name} open." if writing.name else ""


def _draft(writing: Writing) -> Markup:
    if not writing.name:
        return el("p", "No draft is open.", class_="cs-soft cs-desk-draft")
    kept = writing.state == SAVED and not writing.conflict
    state = el("span", _state(writing), class_="cs-chip" + ("" if kept else " cs-costly"))
    words = (el("span", "Draft ", class_="cs-soft"), el("b", writing.name), " ", state)
    return el("p", words, id=DRAFT, tabindex=-1, class_="cs-desk-draft")


def _state(writing: Writing) -> str:
    if writing.state != SAVED:
        return "Not saved"
    return "Saved, changed elsewhere" if writing.conflict else "Saved"


def _actions(desk: Desk) -> Markup:
    return el("div", [_button(desk, menu, words) for menu, words in _MENUS], class_="cs-actions")


def _button(desk: Desk, menu: str, words: str) -> Markup:
    looks = "cs-button" + (" cs-primary" if menu == "publish" else "")
    useless = menu == "publish" and not desk.writing.name
    opened = "true" if desk.menu == menu else "false"
    return el(
        "button", words, type="button", data_do=f"menu:{menu}", aria_expanded=opened, disabled=useless, class_=looks
    )
