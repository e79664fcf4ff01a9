"""What the tables of an analysis are made of: a region that scrolls by itself, columns to sort by, pages, figures."""

from collections.abc import Sequence
from typing import TypeVar

from simulator.services.analysis.moments import Moment
from simulator.services.words import parts
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainee.words import phrases, plain, plural
from simulator.ui.trainer.analysis_shown import Shown

T = TypeVar("T")


def region(caption: str, *children: Child, class_: str = "") -> Markup:
    """A table that scrolls inside its own box, also with the keyboard; the page itself never moves sideways."""
    table = el("table", el("caption", caption, class_="cs-hidden"), *children, class_=f"cs-grid {class_}".strip())
    return el("div", table, class_="cs-scroll cs-region", role="region", aria_label=caption, tabindex=0)


def hidden(words: Child) -> Markup:
    """Words for those who hear the page."""
    return el("span", words, class_="cs-hidden")


def sort_head(shown: Shown, key: str, words: str, class_: str | None = None) -> Markup:
    """A column's head that sorts by it."""
    on = shown.sorted_by == key
    mark = el("span", ("▼" if shown.falling else "▲") if on else "↕", aria_hidden="true", class_="cs-sort-mark")
    button = el("button", el("span", words), mark, type="button", data_do=f"sort:{key}", class_="cs-sort")
    direction = ("descending" if shown.falling else "ascending") if on else None
    return el("th", button, scope="col", aria_sort=direction, class_=class_)


def head(words: Child, class_: str | None = None) -> Markup:
    return el("th", words, scope="col", class_=class_)


def page_of(rows: Sequence[T], shown: Shown, size: int) -> tuple[int, Sequence[T]]:
    """The page that is shown, as there may be fewer than before, and its rows."""
    page = min(shown.page, max(-(-len(rows) // size), 1))
    return page, rows[(page - 1) * size : page * size]


def pager(page: int, rows: int, size: int, what: str) -> Markup | None:
    """Which rows are shown, and buttons to the pages around; nothing where all of them are."""
    pages = -(-rows // size)
    if pages < 2:
        return None
    first, last = (page - 1) * size + 1, min(page * size, rows)
    wanted = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    buttons: list[Child] = []
    for before, number in zip([0, *wanted], wanted, strict=False):
        if number > before + 1:
            buttons.append(el("span", "…", aria_hidden="true"))
        buttons.append(_page(number, page))
    told = el("p", f"{first} to {last} of {rows} {what}", class_="cs-soft cs-small")
    return el("nav", told, el("div", buttons, class_="cs-pages"), class_="cs-pager", aria_label=f"Pages of {what}")


def _page(number: int, page: int) -> Markup:
    current = "page" if number == page else None
    words = (hidden("Page "), number)
    return el("button", *words, type="button", data_do=f"page:{number}", aria_current=current, class_="cs-page")


def moment_head(moment: Moment, title: str, *, alone: bool) -> Markup:
    """The head of a row: which moment, and what the client says. `alone`: there is but one scenario to be named."""
    place = f"Moment {moment.place}{moment.version}" if moment.place else moment.beat
    where = place if alone else join(title, ", ", place.lower() if moment.place else place)
    line = el("span", phrases(parts(moment.line)), class_="cs-line-short") if moment.line else None
    return el("th", el("span", where, class_="cs-where"), line, scope="row")


def said(text: str) -> Markup:
    """A line of the conversation."""
    return phrases(parts(text))


def spoken(text: str) -> str:
    """The same as plain text."""
    return plain(parts(text))


def hundred(value: float) -> str:
    return str(round(100 * value))


def percent(value: float) -> str:
    return f"{round(100 * value)} %"


def two(value: float) -> str:
    """Two places, with a true minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def signed(value: float) -> str:
    """One place, with its sign."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:+.1f}".replace("-", "−") if rounded else "0.0"


def duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02} s"


def counted(count: int, one: str, many: str | None = None) -> str:
    return plural(count, one, many).replace(str(count), f"{count:,}", 1)


def empty(title: str, *words: Child) -> Markup:
    return el("div", el("h3", title), *(el("p", each) for each in words), class_="cs-card cs-nothing")
