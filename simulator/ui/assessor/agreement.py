"""How well assessors agree, as HTML for a Board: filters, tabs, and the one that is shown. A dashboard and `Shown` in.

What a page has to do, by the names in its HTML:

    tab:NAME page:NUMBER                buttons
    criterion assessor sample by of     lists, "" is all of them
    since until                         fields of a date, "" is no bound
    table:NAME                          buttons: a file to be saved, see `saved`

All but the last are in `ACTS`; each makes `shown = shown.pressed(act, argument)`, then `html` anew, with `said` for
those who hear the page. Style: `trainer/analysis.css` and `agreement.css` beside this, after the theme.
"""

from collections.abc import Callable

from simulator.exports.table import to_csv
from simulator.services.assessing.agreement.concluding import many
from simulator.services.assessing.agreement.dashboard import Dashboard, Sample, Selection
from simulator.services.assessing.agreement.tables import NAMES, table
from simulator.ui.assessor import agreement_more, agreement_tabs
from simulator.ui.assessor.agreement_parts import select, soft
from simulator.ui.assessor.agreement_shown import ACTS, TABS, Shown
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.analysis_parts import empty

__all__ = ["ACTS", "FILES", "Shown", "html", "said", "saved"]

FILES = frozenset(NAMES)
"""The names of tables that can be saved."""

_TABS: dict[str, Callable[[Selection, Shown], Markup]] = {
    "criteria": agreement_tabs.criteria,
    "pairs": agreement_tabs.in_pairs,
    "assessors": agreement_tabs.assessors,
    "time": agreement_tabs.time,
    "machine": agreement_more.machine,
    "confusion": agreement_more.confusion,
    "scripts": agreement_more.furthest,
}
_OF_TAB = {"assessors": ("assessors", "benchmarks")}
_SAMPLES = {
    Sample.FIRST_TWO: "First two",
    Sample.DRAWN: "First two, by lot",
    Sample.ALL: "All, third too",
}
_ABOUT = {
    Sample.FIRST_TWO: "Many are marked twice for a reason, so over all scripts marks are likely more alike than here.",
    Sample.DRAWN: "These were drawn by lot to be marked twice, so they speak for all scripts.",
    Sample.ALL: "Third marks are asked for where the first two differ, so they are marks of the hardest scripts.",
}


def html(dashboard: Dashboard, shown: Shown) -> Markup:
    """The whole view."""
    if not dashboard.criteria:
        words = f"{_unsettled(dashboard)} " if dashboard.unsettled else ""
        return empty("Nothing to compare yet", f"{words}{agreement_tabs.NOT_TWICE}")
    selection = shown.select(dashboard)
    return el(
        "div",
        _filters(dashboard, shown),
        el("p", _summary(selection), class_="cs-soft", id="cs-agreement-counts"),
        el("div", [_tab(name, shown) for name in TABS], role="tablist", aria_label="Views", class_="cs-views"),
        [_panel(name, selection, shown) for name in TABS],
        class_="cs-cohort-view cs-agreement-view",
    )


def said(dashboard: Dashboard, shown: Shown) -> str:
    """What has come of a press, in a sentence."""
    return f"{TABS[shown.tab]}: {_summary(shown.select(dashboard))}" if dashboard.criteria else ""


def saved(dashboard: Dashboard, shown: Shown, name: str) -> tuple[str, str, str] | None:
    """Name, media type and content of a table that is to be saved; None where there is no table of that name."""
    if name not in FILES:
        return None
    content = to_csv(table(name, shown.select(dashboard), shown.by, shown.of))
    return f"agreement-{name}.csv", "text/csv;charset=utf-8", content


def _summary(selection: Selection) -> str:
    twice, all_ = int(selection.scripts.sum()), int(selection.marked_first.sum())
    counted = f"{many(twice, 'script')} marked twice; {all_:,} marked at all."
    told = (counted, _ABOUT[selection.filter.sample], _unsettled(selection.dashboard))
    return " ".join(filter(None, told))


def _unsettled(dashboard: Dashboard) -> str:
    if not dashboard.unsettled:
        return ""
    verb = "is" if dashboard.unsettled == 1 else "are"
    return (
        f"{many(dashboard.unsettled, 'more script')} with two marks {verb} not settled yet and left out; those that "
        "differ most take longest."
    )


def _filters(dashboard: Dashboard, shown: Shown) -> Markup:
    wanted = shown.filter
    criteria = {"": "All", **{each.id: each.title for each in dashboard.criteria}}
    people = {"": "Everybody", **{each.id: each.title for each in dashboard.assessors}}
    fields = [
        select("criterion", "Criterion", criteria, wanted.criterion or ""),
        select("assessor", "Assessor", people, wanted.assessor or ""),
        select("sample", "Marks", {each.value: words for each, words in _SAMPLES.items()}, wanted.sample.value),
        _date("since", "Marked from (UTC)", wanted.since),
        _date("until", "Marked until (UTC)", wanted.until),
    ]
    return el("div", fields, class_="cs-fields cs-filters", role="group", aria_label="What to look at")


def _date(name: str, label: str, value: str | None) -> Markup:
    id_ = f"cs-agreement-{name}"
    control = el("input", type="date", data_do=name, id=id_, value=value or "")
    return el("div", el("label", label, for_=id_), control, class_="cs-field")


def _tab(name: str, shown: Shown) -> Markup:
    on = name == shown.tab
    return el(
        "button", TABS[name], type="button", role="tab", id=f"cs-agreement-tab-{name}", data_do=f"tab:{name}",
        data_panel=f"cs-agreement-{name}", aria_controls=f"cs-agreement-panel-{name}",
        aria_selected="true" if on else "false", tabindex=0 if on else -1,
    )  # fmt: skip


def _panel(name: str, selection: Selection, shown: Shown) -> Markup:
    """Only the one that is shown is worked out."""
    on = name == shown.tab
    title = el("h2", TABS[name], class_="cs-hidden")
    inside = join(title, _TABS[name](selection, shown), soft(agreement_tabs.rules()), _files(name)) if on else None
    return el(
        "div", inside, class_=f"cs-view cs-agreement-{name}", id=f"cs-agreement-panel-{name}", role="tabpanel",
        aria_labelledby=f"cs-agreement-tab-{name}", tabindex=-1, hidden=not on,
    )  # fmt: skip


def _files(tab: str) -> Markup:
    named = _OF_TAB.get(tab, (tab,))
    buttons = [
        el(
            "button",
            f"Save {each} as CSV" if len(named) > 1 else "Save as CSV",
            type="button", data_do=f"table:{each}", class_="cs-button",
        )
        for each in named
    ]  # fmt: skip
    return el("div", buttons, class_="cs-actions cs-files")
