"""The heat map: a row for each person, a column for each competency. Every value is printed and said in words."""

from collections import Counter

from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.heat import FIRM, FIRM_SCENARIOS, LEAST, Cell, Column, HeatMap, heat_map
from simulator.services.analysis.subjects import Scale
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.analysis_parts import counted, empty, hidden, hundred, page_of, pager, region, sort_head
from simulator.ui.trainer.analysis_shown import Shown

PAGE = 50
CAPTION = "What each person showed on each competency"


def html(selection: Selection, shown: Shown) -> Markup:
    found = heat_map(selection)
    if not found.columns:
        return empty(
            "Nothing to show yet",
            "As soon as somebody has finished a conversation in practice or exam mode, their row fills here.",
        )
    order = found.order(shown.sorted_by, falling=shown.falling)
    page, places = page_of(order.tolist(), shown, PAGE)
    scale = selection.analysis.scale
    names = Counter(each.name for each in selection.analysis.people)
    twice = {name for name, count in names.items() if count > 1}
    rows = [_everybody(found), *(_row(found, place, scale, twice) for place in places)]
    return join(
        _how_to_read(scale),
        region(CAPTION, el("thead", el("tr", _heads(found, shown))), el("tbody", rows), class_="cs-heat-map"),
        pager(page, len(order), PAGE, "people"),
    )


def _how_to_read(scale: Scale) -> Markup:
    lows = [0, *(round(100 * cut) for cut in scale.cuts)]
    highs = [*(low - 1 for low in lows[1:]), 100]
    levels = [
        el("li", el("i", class_=f"cs-heat-{level}", aria_hidden="true"), f"{lows[level]}–{highs[level]} {name}")
        for level, name in enumerate(scale.levels)
    ]
    few = el("li", el("i", class_="cs-heat-few", aria_hidden="true"), "too little evidence")
    words = (
        "Each cell: the mean of 0–100 over scenarios, each counting the same, and below it the pieces of evidence. "
        f"From {LEAST} pieces on there is a level; printed bold are those that rest on at least {FIRM} from "
        f"{FIRM_SCENARIOS} scenarios or more. Anything with consequences wants bold ones. "
        "⚑ marks where a rule was crossed, which limits the level whatever else was shown."
    )
    return el("div", el("ul", levels, few, class_="cs-legend"), el("p", words, class_="cs-soft cs-small"))


def _heads(found: HeatMap, shown: Shown) -> list[Markup]:
    return [
        sort_head(shown, "name", "Name"),
        *(sort_head(shown, column.id, column.title) for column in found.columns),
        sort_head(shown, "attempts", "Attempts", "cs-number"),
    ]


def _everybody(found: HeatMap) -> Markup:
    """The first row: the mean over those who have shown enough, and how many these are."""
    total = int(found.attempts[found.selection.people].sum())
    people = counted(len(found.selection.people), "person", "people")
    cells = [_column(column) for column in found.columns]
    return el(
        "tr",
        el("th", f"All, {people}", scope="row"),
        cells,
        el("td", f"{total:,}", class_="cs-number"),
        class_="cs-everybody",
    )


def _column(column: Column) -> Markup:
    if column.mean is None:
        return _cell("few", "–", "0", "nobody has shown enough yet, ", " people")
    people = " person" if column.people == 1 else " people"
    return _cell("mean", hundred(column.mean), f"{column.people:,}", "mean ", " of 100, over ", people)


def _row(found: HeatMap, place: int, scale: Scale, twice: set[str]) -> Markup:
    """`twice` are names that several people bear; with these the account is said."""
    somebody, attempts = found.selection.analysis.people[place], int(found.attempts[place])
    cells = [_shown(cell, scale) for cell in found.cells(place)]
    account = el("small", somebody.account, class_="cs-account") if somebody.name in twice else None
    name = el("th", somebody.name, account, scope="row")
    return el("tr", name, cells, el("td", attempts, class_="cs-number"))


def _shown(cell: Cell | None, scale: Scale) -> Markup:
    if cell is None:
        return el("td", el("span", "·", aria_hidden="true"), hidden("nothing shown"), class_="cs-heat")
    items, scenarios = cell.profile.items, counted(cell.profile.scenarios, "scenario")
    pieces = f" {'piece' if items == 1 else 'pieces'} of evidence in {scenarios}"
    if cell.level is None:
        return _cell(
            "few",
            el("span", "few", class_="cs-few", aria_hidden="true"),
            str(items),
            "too little evidence, ",
            "",
            pieces,
        )
    crossed = f", limited: a rule was crossed in {counted(cell.crossed, 'attempt')}" if cell.crossed else ""
    flag = el("span", "⚑", class_="cs-flag", aria_hidden="true") if cell.crossed else None
    words = f" of 100, level {cell.level}, {scale.levels[cell.level]}{crossed}, from "
    value = el("b" if cell.firm else "span", hundred(cell.profile.mean), flag)
    return _cell(str(cell.level), value, str(items), "", words, pieces)


def _cell(kind: str, value: Child, count: str, before: str, between: str, after: str = "") -> Markup:
    """What is seen is a value above a count; what is heard is a sentence."""
    low = el("small", count, hidden(after) if after else None)
    return el("td", hidden(before) if before else None, value, hidden(between), low, class_=f"cs-heat cs-heat-{kind}")
