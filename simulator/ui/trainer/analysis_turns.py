"""Wrong turns with their words and what they cost, and how long turns took."""

from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.turns import Spent, WrongTurn, times, wrong_turns
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.analysis_parts import (
    counted,
    duration,
    empty,
    head,
    moment_head,
    page_of,
    pager,
    percent,
    region,
    said,
    sort_head,
)
from simulator.ui.trainer.analysis_shown import Shown

PAGE = 50


def wrong(selection: Selection, shown: Shown) -> Markup:
    found = wrong_turns(selection)
    if not found:
        return empty("No wrong turns", "Nothing that was said here has cost as much as a missed chance.")
    keys = {"times": lambda each: each.times, "loss": lambda each: each.loss, "lost": lambda each: each.lost}
    by = keys.get(shown.sorted_by)
    rows = sorted(found, key=by, reverse=shown.falling) if by else list(found)
    page, some = page_of(rows, shown, PAGE)
    alone = len({each.title for each in found}) == 1
    total = sum(each.lost for each in found)
    body = el("tbody", [_wrong(each, total, alone=alone) for each in some])
    caption = "Wrong turns, what was said, how often, and what it cost"
    words = (
        "A wrong turn cost at least as much as a missed chance. Loss is in points of 0–100 of what the conversation "
        "could have come to; the last column is the share of all that was lost in wrong turns here."
    )
    return join(
        el("p", words, class_="cs-soft cs-small"),
        region(caption, el("thead", el("tr", _wrong_heads(shown))), body, class_="cs-wrong"),
        pager(page, len(rows), PAGE, "wrong turns"),
    )


def _wrong_heads(shown: Shown) -> list[Markup]:
    return [
        head("Moment"),
        head("What was said"),
        sort_head(shown, "times", "How often", "cs-number"),
        sort_head(shown, "loss", "Mean loss", "cs-number"),
        sort_head(shown, "lost", "Share of all losses", "cs-number"),
    ]


def _wrong(each: WrongTurn, total: float, *, alone: bool) -> Markup:
    belief = each.answer.misconception
    behind = el("p", "What may lie behind it: ", belief, class_="cs-soft cs-small") if belief else None
    share = each.lost / total
    often = (f"{each.times} of {each.visits} ", el("small", f"({percent(each.times / each.visits)})"))
    return el(
        "tr",
        moment_head(each.moment, each.title, alone=alone),
        el("td", el("p", said(each.answer.say)), behind, class_="cs-words"),
        el("td", *often, class_="cs-number"),
        el("td", round(each.loss), class_="cs-number"),
        el("td", percent(share) if share >= 0.005 else "under 1 %", class_="cs-number"),
    )


def time(selection: Selection, shown: Shown) -> Markup:
    found = times(selection)
    if not found:
        return empty("Nothing to show yet", "Times appear here once conversations have been finished and marked.")
    rows = sorted(found, key=lambda each: _median(each, falling=shown.falling)) if shown.sort else list(found)
    page, some = page_of(rows, shown, PAGE)
    alone = len({each.title for each in found}) == 1
    heads = [
        head("Moment"),
        sort_head(shown, "median", "Median", "cs-number"),
        head("Middle half", "cs-number"),
        head("Turns", "cs-number"),
    ]
    words = (
        "From one choice to the next, as the clock on the wall had it: whoever went for a coffee counts too, so look "
        "at the median. The middle half lies between the quartiles. Turns in which a clock was set back are left out."
    )
    return join(
        el("p", words, class_="cs-soft cs-small"),
        region(
            "How long turns took",
            el("thead", el("tr", heads)),
            el("tbody", [_spent(each, alone=alone) for each in some]),
            class_="cs-time",
        ),
        pager(page, len(rows), PAGE, "rows"),
    )


def _median(each: Spent, *, falling: bool) -> tuple[bool, float]:
    """Whatever is not known comes last."""
    value = each.median or 0.0
    return each.median is None, -value if falling else value


def _spent(each: Spent, *, alone: bool) -> Markup:
    whole = el("th", el("span", "Whole conversation" if alone else each.title, class_="cs-where"), scope="row")
    name = moment_head(each.moment, each.title, alone=alone) if each.moment else whole
    if each.low is None or each.median is None or each.high is None:
        figures: list[Child] = ["not known", "–"]
    else:
        figures = [duration(each.median), f"{duration(each.low)} to {duration(each.high)}"]
    unknown = el("small", f" ({each.unknown} left out)") if each.unknown else None
    cells = [el("td", figure, class_="cs-number") for figure in figures]
    last = el("td", counted(each.known, "conversation") if not each.moment else each.known, unknown, class_="cs-number")
    return el("tr", name, cells, last, class_=None if each.moment else "cs-whole")
