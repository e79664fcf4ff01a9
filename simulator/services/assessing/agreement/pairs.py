"""Two assessors beside each other, on the scripts that both have marked."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.scoring.agreement import (
    Coefficient,
    Opportunity,
    adjacent,
    could_be_marked,
    exact,
    icc,
    mean_difference,
    weighted_kappa,
)
from simulator.scoring.visits import Numbers, Whole
from simulator.services.assessing.agreement.concluding import on_difference, on_icc
from simulator.services.assessing.agreement.dashboard import Named, Selection, levels_of, seen_in


@dataclass(frozen=True, slots=True)
class Pair:
    """`scripts` that both have marked. `difference` is the first's mark less the second's; the correlations are of
    each script's mean over the criteria to which both gave a level. `id` names the pair.
    """

    id: str
    first: Named
    second: Named
    scripts: int
    kappa: Coefficient
    linear: Coefficient
    exact: Coefficient
    adjacent: Coefficient
    opportunity: Opportunity
    difference: Coefficient
    single: Coefficient
    consistent: Coefficient
    mean: Coefficient
    says: str


def pairs(selection: Selection) -> tuple[Pair, ...]:
    """Those who have marked a script in common, the most scripts first; with an assessor asked for, theirs alone."""
    known: tuple[Pair, ...] | None = selection.known.get("pairs")
    if known is None:
        found = (_pair(selection, *each) for each in together(selection))
        ordered = sorted(found, key=lambda each: (-each.scripts, each.first.title, each.second.title))
        known = selection.known["pairs"] = tuple(ordered)
    return known


def together(selection: Selection) -> Iterator[tuple[int, int, Numbers]]:
    """Places of two assessors, the lower first, and their levels: two × scripts × criteria."""
    given, who = selection.given, selection.who
    size = len(selection.dashboard.assessors)
    seats = [(a, b) for a in range(len(who)) for b in range(a + 1, len(who))]
    rows: list[tuple[Whole, Whole, Numbers]] = []
    for a, b in seats:
        here = np.flatnonzero((who[a] >= 0) & (who[b] >= 0))
        turned = (who[a] > who[b])[here]
        low, high = np.minimum(who[a], who[b])[here], np.maximum(who[a], who[b])[here]
        one = np.where(turned[:, None], given[b][here], given[a][here])
        other = np.where(turned[:, None], given[a][here], given[b][here])
        rows.append((low * size + high, here, np.stack([one, other])))
    key = np.concatenate([each[0] for each in rows])
    levels = np.concatenate([each[2] for each in rows], axis=1)
    for pair in np.unique(key):
        low, high = divmod(int(pair), size)
        if selection.assessor in (None, low, high):
            yield low, high, levels[:, key == pair]


def _pair(selection: Selection, low: int, high: int, given: Numbers) -> Pair:
    scale, names = range(len(selection.dashboard.levels)), selection.dashboard.assessors
    scripts = np.repeat(np.arange(given.shape[1]), given.shape[2])
    marked, seen = levels_of(given.reshape(2, -1)), seen_in(given.reshape(2, -1))
    first, second = names[low], names[high]
    difference = mean_difference(marked[0] - marked[1], clusters=scripts)
    means = _means(levels_of(given))
    single, consistent = icc(means, "A,1"), icc(means, "C,1")
    count = given.shape[1]
    says = on_difference(count, first.title, difference, second.title), on_icc(single, consistent, difference)
    return Pair(
        id=pair_id(selection, low, high),
        first=first,
        second=second,
        scripts=count,
        kappa=weighted_kappa(marked[0], marked[1], scale, clusters=scripts),
        linear=weighted_kappa(marked[0], marked[1], scale, "linear", clusters=scripts),
        exact=exact(marked, scale, clusters=scripts),
        adjacent=adjacent(marked, scale, clusters=scripts),
        opportunity=could_be_marked(seen, clusters=scripts),
        difference=difference,
        single=single,
        consistent=consistent,
        mean=icc(means, "A,k"),
        says=" ".join(filter(None, says)),
    )


def _means(given: Numbers) -> Numbers:
    """Of two: each script's mean over the criteria to which both gave a level; nan where there is none."""
    both = ~np.isnan(given).any(axis=0)
    count = both.sum(axis=1)
    sums = np.where(both, given, 0.0).sum(axis=2)
    return np.where(count > 0, sums / np.maximum(count, 1), np.nan)


def pair_id(selection: Selection, low: int, high: int) -> str:
    names = selection.dashboard.assessors
    return f"{names[low].id}/{names[high].id}"
