"""Benchmarks to learn the levels on: marked like any script, and compared at once with what was agreed."""

from simulator.services.assessing.showing import BenchmarkEntry, CalibrationState
from simulator.ui.assessor import words
from simulator.ui.assessor.desk import Desk
from simulator.ui.html import Markup, el, join
from simulator.ui.trainer.parts import button, table
from simulator.ui.trainer.words import counted

HEADING = "cs-calibration"


def html(desk: Desk) -> Markup:
    rows = [_row(each) for each in desk.benchmarks]
    about = (
        "Benchmarks are conversations whose levels were agreed beforehand, each with a reason. Mark them as you "
        "would mark anybody’s; then you see at once where you agree and where not. You can mark one again: the latest "
        "mark of each counts."
    )
    return el(
        "div",
        el("h1", "Calibration", id=HEADING, tabindex=-1, data_rest=True),
        el("p", about, class_="cs-soft"),
        _stands(desk.calibration),
        table("Benchmarks", ["Benchmark", "Within one level", "The same level", ""], rows, "cs-scripts")
        if rows else el("p", "There are no benchmarks here.", class_="cs-none"),
        class_="cs-wide cs-stacked",
    )  # fmt: skip


def _stands(state: CalibrationState) -> Markup:
    done = min(state.done, state.needed)
    bar = el("progress", value=done, max=state.needed or 1, aria_label="Benchmarks marked") if state.needed else None
    told = f"{done} of {counted(state.needed, 'benchmark')} marked"
    share = (
        f" · {words.percent(state.within_one)} within one level, {words.percent(state.exact)} the same"
        if state.within_one is not None
        else ""
    )
    says = state.says or ("Live marking is open for you." if state.ready else "")
    return el(
        "div", el("p", bar, " ", told, share, class_="cs-counts"), el("p", el("b", says)), class_="cs-card cs-stands"
    )


def _row(entry: BenchmarkEntry) -> Markup:
    title = el("th", entry.title, el("span", entry.scenario, class_="cs-below"), scope="row")
    shares = [el("td", words.percent(each)) for each in (entry.within_one, entry.exact)]
    return el("tr", title, shares, el("td", el("div", _ways(entry), class_="cs-actions")))


def _ways(entry: BenchmarkEntry) -> Markup:
    hidden = el("span", f" {entry.title}", class_="cs-hidden")
    if entry.script is None:
        return button("Begin", f"calibrate:{entry.benchmark}", "cs-primary", hidden=entry.title)
    if not entry.marked:
        return el("a", "Go on", hidden, href=f"?script={entry.script}", class_="cs-button cs-primary")
    look = el("a", "Compare", hidden, href=f"?script={entry.script}", class_="cs-button")
    return join(look, button("Mark again", f"calibrate:{entry.benchmark}", "cs-quiet", hidden=entry.title))
