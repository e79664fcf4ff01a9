"""The tabs on assessors among themselves: criterion by criterion, over time, in pairs, and each beside the others."""

from simulator.services.assessing.agreement.concluding import FEW
from simulator.services.assessing.agreement.criteria import BLOCK, Agreement, by_criterion, over_time
from simulator.services.assessing.agreement.dashboard import Selection
from simulator.services.assessing.agreement.drift import STEP, Drift, Point, drift
from simulator.services.assessing.agreement.pairs import Pair, pairs
from simulator.services.assessing.agreement.severity import severity
from simulator.ui.assessor.agreement_parts import (
    NOTHING,
    cell,
    count,
    figure,
    grid,
    heads,
    number,
    percent,
    select,
    signed,
    soft,
)
from simulator.ui.assessor.agreement_plots import ALPHA, Row, of_agreement, of_difference, plot, track
from simulator.ui.assessor.agreement_shown import Shown
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.analysis_parts import empty, head, pager

PAGE = 20
NOT_TWICE = "As soon as a script has been marked by two and its marks are settled, it counts here."


def criteria(selection: Selection, _: Shown) -> Markup:
    rows = by_criterion(selection)
    if not any(each.scripts for each in rows):
        return empty("Nothing marked twice yet", NOT_TWICE)
    return join(
        _legend(), _plot("Agreement by criterion", rows), _agreements("Agreement by criterion", rows, "Criterion")
    )


def time(selection: Selection, shown: Shown) -> Markup:
    spans = {"month": "Month", "block": f"{BLOCK} scripts in a row"}
    choice = el("div", select("by", "Divide by", spans, shown.by), class_="cs-agreement-choice")
    rows = over_time(selection, shown.by)
    if not rows:
        return join(choice, empty("Nothing marked twice yet", NOT_TWICE))
    title = "Agreement over time"
    return join(choice, _legend(), _plot(title, rows), _agreements(title, rows, "When"))


def _legend() -> Markup:
    return soft(
        "● Krippendorff’s alpha (ordinal) with the range it may well lie in (95 in 100), for any number of assessors. "
        "◇ Gwet’s AC2 (quadratic), for marks that pile up on one level; it flatters, so it is never read alone. "
        "Dashed: 0.667, tentative conclusions from there on; 0.80, to be relied on. What counts is the whole range."
    )


def _plot(title: str, rows: tuple[Agreement, ...]) -> Markup:
    lines = [Row(f"{each.title} ({each.scripts:,})", each.alpha, each.ac2) for each in rows if each.scripts]
    return plot(f"{title}: alpha, and AC2 beside it", lines, of_agreement(lines, ALPHA))


def _agreements(caption: str, rows: tuple[Agreement, ...], first: str) -> Markup:
    figures = (
        "Scripts", "Alpha", "AC2", "Alike", "Within one level", "Agreed if there was an opportunity", "AC1 of that",
    )  # fmt: skip
    return grid(caption, heads(first, *figures), [_agreement(each) for each in rows])


def _agreement(each: Agreement) -> Markup:
    return el(
        "tr",
        el("th", each.title, scope="row"),
        cell(each.says, "cs-words"),
        count(each.scripts),
        figure(each.alpha),
        figure(each.ac2),
        figure(each.exact, percent),
        figure(each.adjacent, percent),
        figure(each.opportunity.exact, percent),
        figure(each.opportunity.ac1),
    )


def in_pairs(selection: Selection, shown: Shown) -> Markup:
    found = pairs(selection)
    if not found:
        return empty("No two have marked the same script yet", NOT_TWICE)
    page = min(shown.page, -(-len(found) // PAGE))
    rows = found[(page - 1) * PAGE : page * PAGE]
    lines = [Row(f"{each.first.title} and {each.second.title} ({each.scripts:,})", each.kappa) for each in rows]
    figures = (
        "Scripts", "First higher by", "Kappa, quadratic", "Kappa, linear", "Alike", "Within one level", "ICC(A,1)",
        "ICC(C,1)", "ICC(A,k)", "Opportunity agreed", "Kappa of that",
    )  # fmt: skip
    return join(
        soft(
            "Kappa: agreement of two beyond chance, where a gap of two levels weighs four times one of a single level "
            "(quadratic), or twice (linear). There are no words for its size, since that differs with the weights. "
            "Correlations are of each script’s mean level: ICC(A,1) of one assessor, ICC(C,1) of one where being "
            "harsher does not count, ICC(A,k) of the mean of both."
        ),
        plot("Kappa (quadratic) by pair", lines, of_agreement(lines)),
        grid("Agreement by pair of assessors", heads("Pair", *figures), [_pair(each) for each in rows]),
        pager(page, len(found), PAGE, "pairs"),
    )


def _pair(each: Pair) -> Markup:
    return el(
        "tr",
        el("th", f"{each.first.title} and {each.second.title}", scope="row"),
        cell(each.says, "cs-words"),
        count(each.scripts),
        figure(each.difference, signed),
        figure(each.kappa),
        figure(each.linear),
        figure(each.exact, percent),
        figure(each.adjacent, percent),
        figure(each.single),
        figure(each.consistent),
        figure(each.mean),
        figure(each.opportunity.exact, percent),
        figure(each.opportunity.kappa),
    )


def assessors(selection: Selection, _: Shown) -> Markup:
    return join(_severity(selection), _drift(selection))


def _severity(selection: Selection) -> Markup:
    title = el("h3", "Severity: beside the others on the same scripts")
    found = severity(selection)
    if not found:
        return join(title, empty("Nothing marked twice yet", NOT_TWICE))
    lines = [Row(f"{each.assessor.title} ({each.scripts:,})", each.difference) for each in found]
    rows = [
        el(
            "tr",
            el("th", each.assessor.title, scope="row"),
            cell(each.says, "cs-words"),
            count(each.scripts),
            count(each.others),
            figure(each.difference, signed),
        )
        for each in found
    ]
    return join(
        title,
        soft("Levels less the mean of the others’ on the same criterion of the same script: below 0 is harsher."),
        plot("Harsher (left) and milder than the others", lines, of_difference(lines)),
        grid("Severity of each assessor", heads("Assessor", "Scripts", "Beside", "Higher by"), rows),
    )


def _drift(selection: Selection) -> Markup:
    title = el("h3", "Drift: beside the agreed levels of benchmarks")
    found = drift(selection)
    if not found:
        return join(
            title, empty("No benchmark marked yet", "Benchmarks marked to calibrate or among live scripts count.")
        )
    limit = _limit(found)
    told = f"Each point is a benchmark, in the order in which they were marked; a change is told over {STEP} of them."
    return join(title, soft(told), el("div", [_track(each, limit) for each in found], class_="cs-tracks"))


def _limit(found: tuple[Drift, ...]) -> float:
    widest = max((abs(p.difference) for each in found for p in each.points if p.difference is not None), default=0)
    return 1.0 if widest <= 1 else 2.0 if widest <= 2 else 4.0


def _track(each: Drift, limit: float) -> Markup:
    name = each.assessor.title
    whole = each.difference.value
    told = f"{signed(whole)} of a level on the whole. " if whole is not None else ""
    caption = el("figcaption", el("b", name), el("span", f"{told}{each.says}"))
    columns = ("Higher by", "Alike", "Within one level", "Criteria")
    named = [head("Marked"), *(head(words, "cs-number") for words in columns)]
    table = grid(f"Benchmarks that {name} marked", named, [_point(point) for point in each.points])
    return el(
        "figure",
        caption,
        track(f"{name} beside the agreed levels", [point.difference for point in each.points], limit),
        el("details", el("summary", "The same as a table"), table),
        class_="cs-matrix",
    )


def _point(point: Point) -> Markup:
    difference = NOTHING if point.difference is None else signed(point.difference)
    return el(
        "tr",
        el("th", point.day, scope="row"),
        cell(difference, "cs-number"),
        cell(percent(point.exact), "cs-number"),
        cell(percent(point.within_one), "cs-number"),
        count(point.criteria),
    )


def rules() -> str:
    """How much is needed before anything is concluded."""
    return (
        f"Below {FEW} scripts nothing is concluded. Many ranges are looked at here at once: of twenty, one is expected "
        f"to miss. {number(0.0)} is agreement by chance, {number(1.0)} is perfect."
    )
