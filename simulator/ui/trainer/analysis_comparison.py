"""One cohort beside another: what differs, how surely, and that it does not say why."""

from simulator.scoring.profiles import ENOUGH, Difference
from simulator.services.analysis.analysis import Analysis, Selection
from simulator.services.analysis.comparing import Compared, Comparison, comparison
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.analysis_parts import counted, empty, head, hidden, hundred, region, signed
from simulator.ui.trainer.analysis_shown import Shown

WIDEST = 30
"""Points of difference at either end of the picture."""


def html(selection: Selection, shown: Shown) -> Markup:
    found = comparison(selection, shown.against or None)
    choice = _against(selection.analysis, found)
    if found.first is None or found.second is None or found.why:
        return join(choice, empty("Nothing to compare", found.why))
    first, second = found.first.name, found.second.name
    heads = [head("Competency"), head(first, "cs-number"), head(second, "cs-number"), head("Difference", "cs-number"),
             head(f"Lower in {first} ← 0 → higher"), head("In words")]  # fmt: skip
    rows = [_row(each, first) for each in found.rows]
    return join(
        choice,
        el("p", _about(found), class_="cs-soft cs-small"),
        region(
            f"{first} beside {second}", el("thead", el("tr", heads)), el("tbody", rows), class_="cs-comparison"
        ),
    )  # fmt: skip


def _against(analysis: Analysis, found: Comparison) -> Markup | None:
    others = [each for each in analysis.groups if found.first is None or each.id != found.first.id]
    if found.first is None or not others:
        return None
    chosen = found.second.id if found.second else ""
    options = [el("option", each.name, value=each.id, selected=each.id == chosen) for each in others]
    label = el("label", f"Compare {found.first.name} with", for_="cs-against")
    return el("div", label, el("select", options, data_do="against", id="cs-against"), class_="cs-field cs-against")


def _about(found: Comparison) -> str:
    looks = sum(each.difference.value is not None for each in found.rows)
    both = f" {counted(found.both, 'person is', 'people are')} in both and left out." if found.both else ""
    widened = f" The ranges allow for looking at {looks} competencies at once." if looks > 1 else ""
    return (
        f"People’s means of 0–100 on what both have played: {counted(len(found.scenarios), 'scenario')}.{both} A range "
        f"is where the difference may well lie (95 in 100).{widened} Compared are groups of {ENOUGH} and more. Cohorts "
        "differ in many ways at once, so a difference does not say what brought it about."
    )


def _row(each: Compared, first: str) -> Markup:
    of = each.difference
    return el(
        "tr",
        el("th", each.criterion.title, scope="row"),
        _mean(of.first, of.people[0]),
        _mean(of.second, of.people[1]),
        el("td", _range(of), class_="cs-number"),
        el("td", _picture(of)),
        el("td", _words(of, first), class_="cs-words"),
    )


def _mean(mean: float | None, people: int) -> Markup:
    value: Child = "–" if mean is None else hundred(mean)
    return el("td", value, " ", el("small", f"({people}", hidden(" people"), ")"), class_="cs-number")


def _range(of: Difference) -> Child:
    if of.value is None or of.low is None or of.high is None:
        return "–"
    ends = f"({signed(100 * of.low)} to {signed(100 * of.high)})"
    return join(el("span", signed(100 * of.value)), " ", el("small", ends))


def _words(of: Difference, first: str) -> str:
    if of.value is None:
        return of.why
    if not of.stands_out:
        return "No difference that stands out."
    return f"{first} is {'higher' if of.value > 0 else 'lower'} here."


def _picture(of: Difference) -> Markup | None:
    """The range as a bar about nought; the words beside it say the same."""
    if of.value is None or of.low is None or of.high is None:
        return None
    low, middle, high = (min(max(50 + 50 * 100 * x / WIDEST, 0), 100) for x in (of.low, of.value, of.high))
    bar = el("i", style=f"left:{low:.1f}%;width:{max(high - low, 1):.1f}%")
    mark = el("b", style=f"left:{middle:.1f}%")
    kind = "cs-interval cs-stands-out" if of.stands_out else "cs-interval"
    return el("div", bar, mark, class_=kind, aria_hidden="true")
