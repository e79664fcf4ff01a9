"""Two assessors beside each other, on the scripts that both have marked, and what met what."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.scoring.agreement import (
    Coefficient,
    Opportunity,
    adjacent,
    confusion,
    could_be_marked,
    exact,
    icc,
    mean_difference,
    weighted_kappa,
)
from simulator.scoring.visits import Numbers, Whole
from simulator.services.assessing.agreement.concluding import on_difference, on_icc
from simulator.services.assessing.agreement.dashboard import NO_OPPORTUNITY, Named, Selection, levels_of, seen_in

FIRST_AND_SECOND, MACHINE = "", "machine"
"""What a matrix is of where it is not of a pair."""


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


@dataclass(frozen=True, slots=True)
class Matrix:
    """How often what `rows` gave met what `columns` gave: by level from 0, and last no opportunity."""

    title: str
    rows: str
    columns: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def pairs(selection: Selection) -> tuple[Pair, ...]:
    """Those who have marked a script in common, the most scripts first; with an assessor asked for, theirs alone."""
    known: tuple[Pair, ...] | None = selection.known.get("pairs")
    if known is None:
        found = (_pair(selection, *each) for each in _together(selection))
        ordered = sorted(found, key=lambda each: (-each.scripts, each.first.title, each.second.title))
        known = selection.known["pairs"] = tuple(ordered)
    return known


def matrix(selection: Selection, of: str) -> Matrix:
    """Of a pair by its id, of first and second marks, or of the machine and first marks. Raises `KeyError`."""
    scale = range(len(selection.dashboard.levels))
    if of == FIRST_AND_SECOND:
        first, second = selection.given[:2].reshape(2, -1)
        named = "First and second marks", "First mark", "Second mark"
    elif of == MACHINE:
        first, second = selection.beside_machine.reshape(2, -1)
        named = "Machine and first marks", "Machine", "First mark"
    else:
        one, other, both = {_id(selection, a, b): (a, b, both) for a, b, both in _together(selection)}[of]
        names = selection.dashboard.assessors
        first, second = both[:2].reshape(2, -1)
        named = f"{names[one].title} and {names[other].title}", names[one].title, names[other].title
    first, second = (np.where(each == NO_OPPORTUNITY, len(scale), each) for each in (first, second))
    counts = confusion(first, second, (*scale, len(scale)))
    return Matrix(*named, (*map(str, scale), "none"), tuple(map(tuple, counts.tolist())))


def _together(selection: Selection) -> Iterator[tuple[int, int, Numbers]]:
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
        id=_id(selection, low, high),
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


def _id(selection: Selection, low: int, high: int) -> str:
    names = selection.dashboard.assessors
    return f"{names[low].id}/{names[high].id}"
