"""The scripts on which assessors disagree most, and on what."""

from dataclasses import dataclass

import numpy as np

from simulator.scoring.visits import Numbers
from simulator.services.assessing.agreement.dashboard import NO_OPPORTUNITY, Named, Selection, levels_of


@dataclass(frozen=True, slots=True)
class Split:
    """One criterion of a script on which marks differ: who gave which level, the first mark first, None for no
    opportunity. `gap` is None where only some saw one.
    """

    criterion: Named
    levels: tuple[tuple[Named, int | None], ...]
    gap: int | None


@dataclass(frozen=True, slots=True)
class Apart:
    """A script: who marked it, seat by seat, and the criteria on which they differ, the widest gap first.

    `gap` is the widest in levels, `mean` over all criteria with two levels; `opportunities`: on how many criteria one
    saw an opportunity and another did not.
    """

    script: str
    code: str
    scenario: str
    day: str
    assessors: tuple[Named, ...]
    gap: int
    mean: float
    opportunities: int
    splits: tuple[Split, ...]


def most_apart(selection: Selection) -> tuple[Apart, ...]:
    """Every script on which marks differ by a level at least or on an opportunity, the furthest apart first."""
    known: tuple[Apart, ...] | None = selection.known.get("apart")
    if known is None:
        known = selection.known["apart"] = tuple(_apart(selection))
    return known


def _apart(selection: Selection) -> list[Apart]:
    given, marks = selection.given, selection.dashboard.marks
    places = np.flatnonzero(selection.scripts)
    levels = levels_of(given)
    several = (~np.isnan(levels)).sum(axis=0) > 1
    high, low = (_end(levels, end) for end in (-np.inf, np.inf))
    gaps = np.where(several, high - low, 0.0)
    unseen, seen = (given == NO_OPPORTUNITY).any(axis=0), (~np.isnan(levels)).any(axis=0)
    doubted = unseen & seen
    count = several.sum(axis=1)
    mean = gaps.sum(axis=1) / np.maximum(count, 1)
    widest = gaps.max(axis=1, initial=0.0)
    order = np.lexsort((places, -doubted.sum(axis=1), -mean, -widest))
    names = selection.dashboard.assessors
    return [
        Apart(
            script=marks.script[places[row]],
            code=marks.code[places[row]],
            scenario=marks.scenario[places[row]],
            day=str(marks.day[places[row]]),
            assessors=tuple(names[place] for place in selection.who[:, row] if place >= 0),
            gap=int(widest[row]),
            mean=float(mean[row]),
            opportunities=int(doubted[row].sum()),
            splits=_splits(selection, int(row), gaps[row], doubted[row]),
        )
        for row in order
        if widest[row] >= 1 or doubted[row].any()
    ]


def _end(levels: Numbers, worst: float) -> Numbers:
    there = np.where(np.isnan(levels), worst, levels)
    found = there.max(axis=0) if worst < 0 else there.min(axis=0)
    return np.where(np.isfinite(found), found, 0.0)


def _splits(selection: Selection, row: int, gaps: Numbers, doubted: Numbers) -> tuple[Split, ...]:
    found = []
    for column in np.lexsort((-gaps, -np.maximum(gaps, doubted))):
        if gaps[column] < 1 and not doubted[column]:
            continue
        marks = zip(selection.who[:, row].tolist(), selection.given[:, row, column].tolist(), strict=True)
        levels = tuple(
            (selection.dashboard.assessors[who], None if level == NO_OPPORTUNITY else int(level))
            for who, level in marks
            if not np.isnan(level)
        )
        name = selection.dashboard.criteria[selection.criteria[column]]
        found.append(Split(name, levels, None if doubted[column] else int(gaps[column])))
    return tuple(found)
