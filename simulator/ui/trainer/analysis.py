"""The cohort view as HTML for a Board: filters, tabs, and the tab that is shown. Pure: an analysis and `Shown` in.

What a page has to do, by the names in its HTML:

    tab:NAME page:NUMBER sort:COLUMN    buttons
    cohort assignment scenario mode attempts against    lists, "" is all of them
    since until                         fields of a date, "" is no bound
    table:NAME                          buttons: a file to be saved, see `saved`

All but the last are in `analysis_shown.ACTS`; each makes `shown = shown.pressed(act, argument)`, then `html` anew, with
`said` for those who hear the page. Style: `analysis.css` beside this, after the theme. While an analysis is loaded,
`loading` shows how far it is.
"""

from collections.abc import Callable, Sequence

from simulator.exports.table import to_csv
from simulator.model.assignment import Mode
from simulator.services.analysis.analysis import Analysis, Counts, Selection
from simulator.services.analysis.subjects import Group, Named, Task
from simulator.services.analysis.tables import TABLES, table
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer import analysis_comparison, analysis_heat, analysis_items, analysis_turns
from simulator.ui.trainer.analysis_parts import counted, empty
from simulator.ui.trainer.analysis_shown import ACTS, TABS, Shown

__all__ = ["ACTS", "FILES", "Shown", "html", "loading", "said", "saved"]

_TABS: dict[str, Callable[[Selection, Shown], Markup]] = {
    "people": analysis_heat.html,
    "moments": analysis_items.html,
    "wrong-turns": analysis_turns.wrong,
    "time": analysis_turns.time,
    "comparison": analysis_comparison.html,
}
FILES = frozenset((*TABLES, "comparison"))
"""The names of tables that can be saved."""
_OF_TAB = {"moments": ("moments", "options")}
_MODES = {"": "Both", Mode.PRACTICE.value: "Practice", Mode.EXAM.value: "Exam"}
_ATTEMPTS = {"first": "First only", "all": "All"}


def html(analysis: Analysis, shown: Shown) -> Markup:
    """The whole view."""
    if not analysis.people:
        return empty(
            "Nobody to look at yet",
            "This view fills once one of your cohorts has members, or an assignment is given to somebody by name.",
        )
    selection = shown.of(analysis)
    return el(
        "div",
        _filters(analysis, shown),
        el("p", _summary(selection.counts), class_="cs-soft", id="cs-counts"),
        _notice(analysis),
        el("div", [_tab(name, shown) for name in TABS], role="tablist", aria_label="Views", class_="cs-views"),
        [_panel(name, selection, shown) for name in TABS],
        class_="cs-cohort-view",
    )


def loading(words: str, done: int, of: int) -> Markup:
    """How far it is, as `CohortView.load` tells it."""
    bar = el("progress", value=done, max=max(of, 1), aria_label=words)
    return el("div", el("p", f"{words} …"), bar, class_="cs-loading")


def said(analysis: Analysis, shown: Shown) -> str:
    """What has come of a press, in a sentence."""
    selection = shown.of(analysis)
    return f"{TABS[shown.tab]}: {_summary(selection.counts)}"


def saved(analysis: Analysis, shown: Shown, name: str) -> tuple[str, str, str] | None:
    """Name, media type and content of a table that is to be saved; None where there is no table of that name."""
    if name not in FILES:
        return None
    content = to_csv(table(name, shown.of(analysis), shown.against or None))
    return f"cohort-{name}.csv", "text/csv;charset=utf-8", content


def _summary(counts: Counts) -> str:
    first = f"{counts.begun:,} of {counted(counts.people, 'person has', 'people have')} begun"
    told = [f"{counted(counts.attempts, 'attempt')} counted, {counts.finished:,} finished"]
    if counts.replays:
        told.append(f"{counted(counts.replays, 'replay')} left out")
    if counts.taken_back:
        told.append(f"{counts.taken_back:,} with a step taken back")
    if counts.unscored:
        told.append(f"{counts.unscored:,} finished without a score")
    if counts.reasons:
        told.append(f"{counted(counts.reasons, 'reason')} written")
    return f"{first}; {', '.join(told)}."


def _notice(analysis: Analysis) -> Markup | None:
    if not analysis.unmarked:
        return None
    words = (
        f"{counted(analysis.unmarked, 'attempt')} could not be marked, because the version played cannot be read here. "
        "They count as finished and are in no figure."
    )
    return el("p", words, class_="cs-notice")


def _filters(analysis: Analysis, shown: Shown) -> Markup:
    wanted = shown.filter
    tasks = [each for each in analysis.tasks if wanted.cohort is None or wanted.cohort in each.cohorts]
    fields = [
        _list("cohort", "Cohort", _named("All of yours", analysis.groups), wanted.cohort or ""),
        _list("assignment", "Assignment", _titled("All", tasks), wanted.assignment or ""),
        _list("scenario", "Scenario", _titled("All", analysis.scenarios), wanted.scenario or ""),
        _list("mode", "Mode", _MODES, wanted.mode.value if wanted.mode else ""),
        _list("attempts", "Attempts", _ATTEMPTS, "first" if wanted.first else "all"),
        _date("since", "Begun from (UTC)", wanted.since),
        _date("until", "Begun until (UTC)", wanted.until),
    ]
    return el("div", fields, class_="cs-fields cs-filters", role="group", aria_label="What to look at")


def _named(everything: str, groups: Sequence[Group]) -> dict[str, str]:
    return {"": everything, **{each.id: each.name for each in groups}}


def _titled(everything: str, things: Sequence[Task] | Sequence[Named]) -> dict[str, str]:
    return {"": everything, **{each.id: each.title for each in things}}


def _list(name: str, label: str, choices: dict[str, str], chosen: str) -> Markup:
    options = [el("option", words, value=value, selected=value == chosen) for value, words in choices.items()]
    return _field(name, label, el("select", options, data_do=name, id=f"cs-filter-{name}"))


def _date(name: str, label: str, value: str | None) -> Markup:
    return _field(name, label, el("input", type="date", data_do=name, id=f"cs-filter-{name}", value=value or ""))


def _field(name: str, label: str, control: Child) -> Markup:
    return el("div", el("label", label, for_=f"cs-filter-{name}"), control, class_="cs-field")


def _tab(name: str, shown: Shown) -> Markup:
    on = name == shown.tab
    return el(
        "button", TABS[name], type="button", role="tab", id=f"cs-view-tab-{name}", data_do=f"tab:{name}",
        data_panel=f"cs-view-{name}", aria_controls=f"cs-view-panel-{name}", aria_selected="true" if on else "false",
        tabindex=0 if on else -1,
    )  # fmt: skip


def _panel(name: str, selection: Selection, shown: Shown) -> Markup:
    """Only the one that is shown is worked out."""
    on = name == shown.tab
    inside = join(_TABS[name](selection, shown), _files(name)) if on else None
    return el(
        "div", inside, class_=f"cs-view cs-view-{name}", id=f"cs-view-panel-{name}", role="tabpanel",
        aria_labelledby=f"cs-view-tab-{name}", tabindex=-1, hidden=not on,
    )  # fmt: skip


def _files(tab: str) -> Markup:
    named = _OF_TAB.get(tab, (tab,))
    buttons = [
        el(
            "button",
            f"Save {each.replace('-', ' ')} as CSV" if len(named) > 1 else "Save as CSV",
            type="button", data_do=f"table:{each}", class_="cs-button",
        )
        for each in named
    ]  # fmt: skip
    return el("div", buttons, class_="cs-actions cs-files")
