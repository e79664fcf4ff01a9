"""Pieces that several screens of the trainer's page are made of."""

from typing import Any

from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.paging import Page
from simulator.ui.trainer.words import counted


def button(words: Child, do: str, *looks: str, hidden: str = "") -> Markup:
    """`hidden` goes on with the words for those who hear them alone."""
    more = el("span", f" {hidden}", class_="cs-hidden") if hidden else None
    return el("button", words, more, type="button", data_do=do, class_=" ".join(("cs-button", *looks)))


def alert(words: str) -> Markup | None:
    return el("p", words, class_="cs-notice", role="alert") if words else None


def back(words: str = "Cohorts and assignments", href: str = "?") -> Markup:
    return el("nav", el("a", words, href=href), class_="cs-back", aria_label="Back")


def search(label: str, do: str, *, hint: str = "", value: str = "") -> Markup:
    """A field that asks while one types."""
    id_ = f"cs-{do}"
    about = el("p", hint, id=f"{id_}-hint", class_="cs-soft cs-small") if hint else None
    given = el(
        "input", type="search", id=id_, data_do=do, value=value or None, autocomplete="off", maxlength=100,
        aria_describedby=f"{id_}-hint" if hint else None,
    )  # fmt: skip
    return el("div", el("label", label, for_=id_), given, about, class_="cs-field cs-search")


def field(label: str, name: str, control: Markup, *, hint: str = "", mistake: str = "", full: bool = False) -> Markup:
    """A field of a form, whose control has been made by `control`, with what is wrong with it."""
    return el(
        "div",
        el("label", label, for_=f"cs-{name}"),
        control,
        el("p", hint, id=f"cs-{name}-hint", class_="cs-soft cs-small") if hint else None,
        wrong(name, mistake),
        class_="cs-field cs-full" if full else "cs-field",
    )


def wrong(name: str, mistake: str) -> Markup | None:
    return el("p", mistake, id=f"cs-{name}-wrong", class_="cs-wrong") if mistake else None


def described(name: str, *, hint: str = "", mistake: str = "") -> dict[str, str | None]:
    """Attributes of a control that has a hint or a mistake beside it."""
    ids = [f"cs-{name}-hint"] * bool(hint) + [f"cs-{name}-wrong"] * bool(mistake)
    return {"aria_describedby": " ".join(ids) or None, "aria_invalid": "true" if mistake else None}


def pager(page: Page[Any], what: str, do: str, many: str | None = None) -> Markup | None:
    """Where one is in a long list, and the ways on; a list that fits says only what a filter has left."""
    if page.pages == 1:
        if page.found == page.all:
            return None
        return el("p", f"{page.found:,} of {counted(page.all, what, many)}", class_="cs-soft cs-small")
    last = page.first + len(page.rows) - 1
    where = f"{page.first:,}–{last:,} of {counted(page.found, what, many)}"
    return el(
        "nav",
        el("span", where, class_="cs-soft"),
        _turn("Back", f"{do}:back", possible=page.number > 0),
        _turn("On", f"{do}:on", possible=page.number + 1 < page.pages),
        class_="cs-pager",
        aria_label="Pages",
    )


def _turn(words: str, do: str, *, possible: bool) -> Markup:
    # The focus stays on a button that cannot be pressed now, so it is not taken away.
    off = None if possible else "true"
    hidden = el("span", " a page", class_="cs-hidden")
    return el("button", words, hidden, type="button", data_do=do, aria_disabled=off, class_="cs-button")


def table(label: str, heads: list[Child], rows: list[Markup], class_: str = "") -> Markup:
    """A table that scrolls in its own box where it is too wide."""
    head = el("thead", el("tr", [el("th", each, scope="col") for each in heads]))
    inside = el("table", head, el("tbody", rows))
    return el("div", inside, class_=f"cs-scroll {class_}".strip(), tabindex=0, role="group", aria_label=label)


def chips(*pieces: Markup | None) -> Markup:
    return join(*(join(each, " ") for each in pieces if each))


def chip(words: str, *, costly: bool = False, good: bool = False) -> Markup:
    look = " cs-costly" if costly else " cs-good" if good else ""
    return el("span", words, class_="cs-chip" + look)
