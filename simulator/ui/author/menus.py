"""What opens between the bar and the text: beginning a draft, opening one, a conflict of two windows, notices."""

from collections.abc import Iterable, Sequence

from simulator.services.author.desk import DraftEntry, Model
from simulator.store.draft import MAX_NAME, Conflict
from simulator.ui.author import publish
from simulator.ui.author.desk import Desk
from simulator.ui.html import Markup, el, join, link
from simulator.ui.trainee.words import day

_WANTED = "new-scenario"


def html(desk: Desk, *, served: bool) -> Markup:
    return join(
        _alert(desk.notice),
        _alert(desk.writing.trouble),
        _alert(desk.releasing.remark),
        _conflict(desk.writing.conflict) if desk.writing.conflict else None,
        _menu(desk, served=served),
    )


def _menu(desk: Desk, *, served: bool) -> Markup | None:
    if desk.menu == "new":
        return _panel(desk, "Begin a new scenario", _new(desk))
    if desk.menu == "open":
        return _panel(desk, "Drafts", _open(desk))
    return _panel(desk, "Publish", publish.html(desk.releasing, served=served)) if desk.menu == "publish" else None


def _panel(desk: Desk, title: str, inside: Markup) -> Markup:
    """A menu with its way out; without a draft there is nothing to go back to."""
    close = el("button", "Close", type="button", data_do="close", class_="cs-button cs-quiet")
    head = el("div", el("h2", title, id="cs-menu", tabindex=-1, data_rest=True), close if desk.writing.name else None)
    return el("section", head, inside, class_="cs-card cs-desk-menu", aria_labelledby="cs-menu")


def _alert(words: str) -> Markup | None:
    return el("p", words, class_="cs-notice", role="alert") if words else None


def _conflict(conflict: Conflict) -> Markup:
    mine = conflict.mine.name
    if conflict.theirs is None:
        words = f"This draft has gone or cannot be read any more. Your text is kept as '{mine}'."
        ways = [_button("Go on with mine", "keep")]
    else:
        words = f"'{conflict.theirs.name}' was changed in another window. Both texts are kept: yours is now '{mine}'."
        ways = [
            _button("Keep mine", "keep"),
            _button("Take theirs", "theirs"),
            _text("Their text", conflict.theirs.text),
        ]
    return el("div", el("p", words), el("div", ways, class_="cs-actions"), class_="cs-notice", role="alert")


def _text(title: str, text: str) -> Markup:
    shown = el("pre", text, tabindex=0, class_="cs-desk-text")
    return el("details", el("summary", title), shown, id="cs-theirs")


def _button(words: Iterable[Markup | str] | str, do: str, *looks: str) -> Markup:
    return el("button", words, type="button", data_do=do, class_=" ".join(("cs-button", *looks)))


def _new(desk: Desk) -> Markup:
    name = el(
        "input", id="cs-name", type="text", value=desk.author.desk.free_name(_WANTED), maxlength=MAX_NAME,
        required=True, pattern="[a-z][a-z0-9]*(-[a-z0-9]+)*", aria_describedby="cs-name-hint", autocomplete="off",
    )  # fmt: skip
    hint = "Small letters, digits and single hyphens. It becomes the scenario's id, which stays once it is published."
    label = el("label", "Name", for_="cs-name")
    begin = el("button", "Begin from the template", type="submit", class_="cs-button cs-primary")
    field = el("div", label, el("div", name, begin, class_="cs-actions"), class_="cs-desk-field")
    return el("form", field, el("p", hint, id="cs-name-hint", class_="cs-soft cs-small"), data_do="new")


def _open(desk: Desk) -> Markup:
    drafts, passed = desk.author.desk.list(), desk.author.desk.passed_over()
    return join(
        _drafts(drafts) if drafts else el("p", "There are no drafts yet. Begin a new one, or with a copy of these."),
        el("p", f"Not shown, for their names are no names of drafts: {', '.join(passed)}.", class_="cs-soft cs-small")
        if passed
        else None,
        el("h3", "Copy what is on offer"),
        _models(desk.author.desk.models()),
    )


def _drafts(drafts: Sequence[DraftEntry]) -> Markup:
    return el("ul", [el("li", _draft(each)) for each in drafts], class_="cs-plain cs-desk-list")


def _draft(entry: DraftEntry) -> Markup:
    if entry.problem:
        return el("span", el("b", entry.name), el("span", entry.problem, class_="cs-soft cs-small"))
    about = f"{entry.title or 'Without a title'} · changed on {day(entry.changed)}"
    return join(link(entry.name, draft=entry.name), el("span", about, class_="cs-soft cs-small"))


def _models(models: Sequence[Model]) -> Markup:
    rows = []
    for each in models:
        version = f"{each.scenario} · " + (f"version {each.number}" if each.number else "as it ships")
        copy = _button(["Copy", el("span", f" {each.title}", class_="cs-hidden")], f"copy:{each.scenario}")
        rows.append(el("li", el("span", el("b", each.title), el("span", version, class_="cs-soft cs-small")), copy))
    return el("ul", rows, class_="cs-plain cs-desk-list")
