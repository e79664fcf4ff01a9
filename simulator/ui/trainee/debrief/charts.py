"""The two charts of a debrief as plain data: what is drawn, and the same figures in words and as a table."""

from itertools import pairwise
from typing import Any

from simulator.services.debrief import Debrief, TracePoint
from simulator.ui.trainee.words import points

TRUST = ("none", "provisional", "working", "deep")
MODES = {
    "settled": "settled",
    "withdrawing": "strained, withdrawing",
    "confronting": "strained, pushing back",
    "breached": "trust breached",
    "exit": "the client has left",
}
MARKS = {"breach": "Breach", "strain": "Strain", "repair": "Repair", "left": "Left"}


def attainable(debrief: Debrief) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Kind, data and alternative of `components.chart.Chart` for the curve."""
    curve = debrief.curve
    losses = [max(0.0, before - after) for before, after in pairwise(curve)]
    rows = [["start", points(curve[0]), ""]]
    rows += [[str(t), points(curve[t]), points(loss) if loss else ""] for t, loss in enumerate(losses, start=1)]
    label = f"What was still attainable after each turn, from {points(curve[0])} to {points(curve[-1])} of 100."
    alt = {"label": label, "caption": label, "columns": ["After turn", "Attainable", "Lost"], "rows": rows}
    data = {"points": [round(value, 1) for value in curve], "turning": [each.turn for each in debrief.turning_points]}
    return "attainable", data, alt


def alliance(debrief: Debrief) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Kind, data and alternative for the trace of the alliance: point t is what turn t had led to, 0 the start."""
    trace = debrief.trace
    rows = [[str(t) if t else "start", TRUST[p.trust], _words(p)] for t, p in enumerate(trace)]
    label = f"Trust after each turn, from {TRUST[trace[0].trust]} to {TRUST[trace[-1].trust]}."
    marked = [f"{MARKS[p.mark].lower()} {_when(t)}" for t, p in enumerate(trace) if p.mark]
    told = f"{label} Marked: {', '.join(marked)}." if marked else label
    alt = {"label": told, "caption": label, "columns": ["After turn", "Trust", "What was between you"], "rows": rows}
    data = {
        "trust": [point.trust for point in trace],
        "strained": _stretches(trace),
        "marks": [{"turn": t, "kind": p.mark, "label": MARKS[p.mark]} for t, p in enumerate(trace) if p.mark],
    }
    return "alliance", data, alt


def _words(point: TracePoint) -> str:
    mark = f" ({MARKS[point.mark].lower()})" if point.mark else ""
    return f"{MODES.get(point.mode, point.mode)}{mark}"


def _when(turn: int) -> str:
    return f"after turn {turn}" if turn else "at the start"


def _stretches(trace: tuple[TracePoint, ...]) -> list[list[int]]:
    """From where to where the alliance was strained; a stretch lasts until the point at which it is over."""
    stretches: list[list[int]] = []
    since: int | None = None
    for t, point in enumerate(trace):
        if point.strained and since is None:
            since = t
        elif not point.strained and since is not None:
            stretches.append([since, t])
            since = None
    return stretches if since is None else [*stretches, [since, len(trace) - 1]]
