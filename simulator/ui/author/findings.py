"""The findings beside the text: what is wrong, where, how to mend it, and the way to see it happen."""

from collections.abc import Mapping, Sequence

from simulator.model.diagnostic import Diagnostic
from simulator.services.author.workbench import Examined
from simulator.ui.author.desk import Desk
from simulator.ui.author.words import coded, counted, proved
from simulator.ui.html import Markup, el, join
from simulator.verification.extremes import Extremes, Reach

_ENDS = {"least": "lowest", "top": "highest"}


def html(desk: Desk) -> Markup:
    checking = desk.checking
    if checking.fault:
        return el("p", checking.fault, class_="cs-notice")
    if checking.examined is None:
        return el("p", "The text is being read…", class_="cs-soft")
    return join(
        _head(checking.examined, busy=checking.busy), _findings(checking.examined), _levels(desk, checking.examined)
    )


def said(desk: Desk) -> str:
    """What a screen reader hears when the text has been checked."""
    examined = desk.checking.examined
    return f"{counted(examined)}." if examined else ""


def _head(examined: Examined, *, busy: bool) -> Markup:
    again = el("span", " Checking what you have just written…", class_="cs-soft") if busy else None
    count = el("p", el("b", f"{counted(examined)}."), again)
    return el("div", count, el("p", proved(examined.verified), class_="cs-soft cs-small"), class_="cs-found-head")


def _findings(examined: Examined) -> Markup:
    errors = list(enumerate(examined.errors))
    warnings = list(enumerate(examined.warnings, start=len(errors)))
    groups = (("Errors", "error", errors), ("Warnings", "warning", warnings))
    return join(*(_group(title, kind, rows) for title, kind, rows in groups if rows))


def _group(title: str, kind: str, rows: Sequence[tuple[int, Diagnostic]]) -> Markup:
    listed = [el("li", _finding(number, each), class_=f"cs-found cs-{kind}") for number, each in rows]
    return el("section", el("h3", title), el("ul", listed, class_="cs-plain"), aria_label=title)


def _finding(number: int, each: Diagnostic) -> Markup:
    """A finding is a button to its place in the text; its message quotes what the author wrote."""
    place = el("span", f"line {each.location.line}", class_="cs-soft")
    words = [el("span", el("b", each.code), " ", place, class_="cs-small"), el("span", coded(each.message))]
    go = el("button", words, type="button", data_do=f"reveal:{number}", class_="cs-row")
    play = _play("Play it", f"play-finding:{number}", f" to see {each.code}") if each.witness else None
    return join(go, el("div", el("p", coded(each.hint), class_="cs-soft cs-small"), play, class_="cs-found-more"))


def _play(words: str, do: str, hidden: str) -> Markup:
    inside = [words, el("span", hidden, class_="cs-hidden")]
    return el("button", inside, type="button", data_do=do, class_="cs-button cs-quiet")


def _levels(desk: Desk, examined: Examined) -> Markup | None:
    """The least and the most that any way through shows of each target."""
    found = examined.verified.extremes
    if not found:
        return _given_up(examined)
    titles = {each.id: each.title for each in desk.author.library.rubric.competencies}
    head = el("tr", [el("th", words, scope="col") for words in ("Target", "Lowest level", "Highest level")])
    table = el("table", el("caption", "What the worst and the best way through can show"), head, _rows(found, titles))
    return el(
        "section",
        el("h3", "Levels within reach"),
        el("div", table, class_="cs-scroll"),
        _given_up(examined),
        class_="cs-levels",
    )


def _given_up(examined: Examined) -> Markup | None:
    if not examined.verified.given_up:
        return None
    words = f"Too many ways to work this out for: {', '.join(examined.verified.given_up)}."
    return el("p", words, class_="cs-soft cs-small")


def _rows(found: Mapping[str, Extremes], titles: Mapping[str, str]) -> list[Markup]:
    return [
        el(
            "tr",
            el("th", titles.get(target, target), scope="row"),
            el("td", _reach(each.least, "least", target)),
            el("td", _reach(each.top, "top", target)),
        )
        for target, each in found.items()
    ]


def _reach(reach: Reach, end: str, target: str) -> Markup:
    level = "too little evidence" if reach.level is None else f"level {reach.level}"
    return join(
        el("span", f"{level} ({reach.m:.2f}) ", class_="cs-level-of"),
        _play("Play it", f"play-extreme:{end}:{target}", f" to see the {_ENDS[end]} level of {target}"),
    )
