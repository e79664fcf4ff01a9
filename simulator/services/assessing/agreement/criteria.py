"""Agreement criterion by criterion, and as time goes by."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.scoring.agreement import (
    Coefficient,
    Opportunity,
    adjacent,
    could_be_marked,
    exact,
    gwet,
    krippendorff_alpha,
)
from simulator.scoring.visits import Numbers, Whole
from simulator.services.assessing.agreement.concluding import on_alpha, on_opportunity
from simulator.services.assessing.agreement.dashboard import Selection, levels_of, seen_in

SEED = 2026
"""Of the samples that are drawn for intervals, so that they are the same whenever the page is opened."""
BLOCK = 20
"""Scripts in a row that are looked at together."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`scripts` marked twice, with a level from two at least. `piled`: the level most marks are at, and their share.

    `says` is what may be concluded.
    """

    title: str
    scripts: int
    alpha: Coefficient
    ac2: Coefficient
    exact: Coefficient
    adjacent: Coefficient
    opportunity: Opportunity
    piled: tuple[str, float] | None
    says: str


def by_criterion(selection: Selection) -> tuple[Agreement, ...]:
    """All criteria together first, unless one is asked for; only those that something was marked on."""
    known: tuple[Agreement, ...] | None = selection.known.get("criteria")
    if known is None:
        known = selection.known["criteria"] = tuple(_by_criterion(selection))
    return known


def _by_criterion(selection: Selection) -> Iterator[Agreement]:
    given, names = selection.given, selection.dashboard.criteria
    if len(selection.criteria) > 1:
        yield agreement(selection, "All criteria together", given)
    for column, place in enumerate(selection.criteria):
        one = given[:, :, [column]]
        if not np.isnan(one).all():
            yield agreement(selection, names[place].title, one)


def over_time(selection: Selection, by: str) -> tuple[Agreement, ...]:
    """The same by the month of the last mark (`by` "month") or by `BLOCK` scripts in a row ("block")."""
    known: tuple[Agreement, ...] | None = selection.known.get(f"time {by}")
    if known is None:
        spans = _months(selection) if by == "month" else _blocks(selection)
        known = tuple(agreement(selection, title, selection.given[:, places]) for title, places in spans)
        selection.known[f"time {by}"] = known
    return known


def _months(selection: Selection) -> Iterator[tuple[str, Whole]]:
    months = selection.dashboard.marks.day[selection.scripts].astype("U7")
    for month in np.unique(months):
        yield str(month), np.flatnonzero(months == month)


def _blocks(selection: Selection) -> Iterator[tuple[str, Whole]]:
    """The last block takes what is left over where that is less than half of one."""
    order = np.argsort(selection.dashboard.marks.day[selection.scripts], kind="stable")
    starts = list(range(0, len(order), BLOCK))
    if len(starts) > 1 and len(order) - starts[-1] < BLOCK / 2:
        starts.pop()
    for start, end in pairwise([*starts, len(order)] if starts else []):
        yield f"Scripts {start + 1} to {end}", order[start:end]


def agreement(selection: Selection, title: str, given: Numbers) -> Agreement:
    """Of seats × scripts × criteria; scripts are drawn, not criteria."""
    levels = range(len(selection.dashboard.levels))
    flat, scripts = given.reshape(len(given), -1), np.repeat(np.arange(given.shape[1]), given.shape[2])
    marked = levels_of(flat)
    paired = (~np.isnan(marked)).sum(axis=0) > 1
    marked, clusters = marked[:, paired], scripts[paired]
    several = {"clusters": clusters} if given.shape[2] > 1 else {}
    seen = seen_in(flat)
    both = (~np.isnan(seen)).sum(axis=0) > 1
    opportunity = could_be_marked(seen[:, both], clusters=scripts[both] if several else None)
    alpha = krippendorff_alpha(marked, levels, seed=SEED, **several)
    ac2 = gwet(marked, levels, **several)
    same = exact(marked, levels, **several)
    count, piled = len(np.unique(clusters)), _piled(marked)
    says = on_alpha(count, alpha, ac2, same, piled), on_opportunity(opportunity.exact)
    return Agreement(
        title, count, alpha, ac2, same, adjacent(marked, levels, **several), opportunity, piled,
        " ".join(filter(None, says)),
    )  # fmt: skip


def _piled(marked: Numbers) -> tuple[str, float] | None:
    values, counts = np.unique(marked[~np.isnan(marked)], return_counts=True)
    if len(values) == 0:
        return None
    most = int(counts.argmax())
    return f"{values[most]:.0f}", float(counts[most] / counts.sum())
