"""The first screen: what is to be marked, and what else waits for whoever looks."""

from simulator.services.assessing.showing import CalibrationState, QueueEntry
from simulator.services.assigning import when
from simulator.ui.assessor import words
from simulator.ui.assessor.desk import Desk
from simulator.ui.assessor.parts import only
from simulator.ui.html import Child, Markup, el, join
from simulator.ui.trainer.parts import button, pager, search, table

HEADING = "cs-queue"
FIND_FROM = 12
"""With so many scripts there is something to look for."""


def html(desk: Desk) -> Markup:
    queueing = desk.queueing
    counts = [(state, label, queueing.queue.counts.get(state, 0)) for state, label in words.STATES.items()]
    shown = queueing.rows
    heads: list[Child] = ["Script", "What is asked", "Waiting since", ""]
    rows = [_row(each, desk.zone, ready=queueing.queue.calibration.ready) for each in shown.rows]
    return el(
        "div",
        el("div", el("h1", "Marking", id=HEADING, tabindex=-1, data_rest=True), _acts(desk), class_="cs-section-head"),
        _calibration(queueing.queue.calibration),
        only(queueing.only, counts),
        search("Find a script", "find", value=queueing.text) if len(queueing.queue.entries) >= FIND_FROM else None,
        table("Scripts", heads, rows, "cs-scripts") if rows else el("p", _nothing(desk), class_="cs-soft cs-none"),
        pager(shown, "script", "page"),
        class_="cs-wide",
    )


def _acts(desk: Desk) -> Markup:
    queue = desk.queueing.queue
    take = button("Take the next one", "next", "cs-primary") if queue.calibration.ready else None
    share = button("Share out", "share-out", hidden="what nobody has taken") if queue.may_lead else None
    return el("div", take, share, class_="cs-actions")


def _nothing(desk: Desk) -> str:
    return "Nothing here fits that." if desk.queueing.text else words.ABOUT[desk.queueing.only]


def _calibration(state: CalibrationState) -> Markup | None:
    if state.ready:
        if state.within_one is None:
            return None
        told = (
            f"You are calibrated: {words.percent(state.within_one)} of your levels on the benchmarks are within one of "
        )
        return el("p", told, "the agreed ones.", class_="cs-soft cs-small cs-calibrated")
    way = el("a", "Go to the benchmarks", href="?view=calibration")
    return el("p", state.says, " ", way, class_="cs-notice cs-calm cs-calibrated")


def _row(entry: QueueEntry, zone: str, *, ready: bool) -> Markup:
    script = el("th", el("span", entry.code, class_="cs-script-code"), el("span", entry.scenario, class_="cs-below"),
                scope="row")  # fmt: skip
    told = [words.sentence(each) for each in (entry.why, entry.other) if each]
    asked = el("td", el("b", words.STATES.get(entry.state, entry.state)), el("span", " ".join(told), class_="cs-below"))
    size = el("span", f"{entry.turns} turns", class_="cs-below")
    return el("tr", script, asked, el("td", when.brief(entry.made, zone), size), el("td", _way(entry, ready=ready)))


def _way(entry: QueueEntry, *, ready: bool) -> Markup | None:
    if entry.state == "free":
        return button("Take it", f"take:{entry.script}", hidden=entry.code) if ready else None
    if entry.third:
        return button("Ask for a third mark", f"third-of:{entry.script}", hidden=f"of {entry.code}")
    does = {"mine": "Go on" if entry.begun else "Begin", "settle": "Settle", "flagged": "Look", "disputed": "Look"}
    look = "cs-button cs-primary" if entry.state in ("mine", "settle") else "cs-button"
    inside = join(does.get(entry.state, "Look"), el("span", f" {entry.code}", class_="cs-hidden"))
    return el("a", inside, href=f"?script={entry.script}", class_=look)
