"""The machine's levels beside the first blind mark of every script, whether marked twice or not."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.scoring.agreement import (
    Coefficient,
    Opportunity,
    adjacent,
    could_be_marked,
    exact,
    gwet,
    mean_difference,
    weighted_kappa,
)
from simulator.scoring.visits import Numbers
from simulator.services.assessing.agreement.concluding import on_difference, on_opportunity
from simulator.services.assessing.agreement.dashboard import Selection, levels_of, seen_in


@dataclass(frozen=True, slots=True)
class AgainstMachine:
    """`bias` is the machine's level less the assessor's, above 0 where it is generous."""

    title: str
    scripts: int
    kappa: Coefficient
    ac2: Coefficient
    exact: Coefficient
    adjacent: Coefficient
    bias: Coefficient
    opportunity: Opportunity
    says: str


def against_machine(selection: Selection) -> tuple[AgainstMachine, ...]:
    """All criteria together first, unless one is asked for; with an assessor, the scripts they marked first."""
    known: tuple[AgainstMachine, ...] | None = selection.known.get("machine")
    if known is None:
        known = selection.known["machine"] = tuple(_rows(selection))
    return known


def _rows(selection: Selection) -> Iterator[AgainstMachine]:
    both = selection.beside_machine
    if len(selection.criteria) > 1:
        yield _row(selection, "All criteria together", both)
    for column, place in enumerate(selection.criteria):
        if not np.isnan(both[:, :, column]).all():
            yield _row(selection, selection.dashboard.criteria[place].title, both[:, :, [column]])


def _row(selection: Selection, title: str, both: Numbers) -> AgainstMachine:
    scale = range(len(selection.dashboard.levels))
    scripts = np.repeat(np.arange(both.shape[1]), both.shape[2])
    flat = both.reshape(2, -1)
    marked = levels_of(flat)
    there = ~np.isnan(marked).any(axis=0)
    marked, clusters = marked[:, there], scripts[there]
    bias = mean_difference(marked[0] - marked[1], clusters=clusters)
    opportunity = could_be_marked(seen_in(flat), clusters=scripts)
    count = len(np.unique(clusters))
    says = on_difference(count, "the machine", bias, "the first assessor"), on_opportunity(opportunity.exact)
    return AgainstMachine(
        title=title,
        scripts=count,
        kappa=weighted_kappa(marked[0], marked[1], scale, clusters=clusters),
        ac2=gwet(marked, scale, clusters=clusters),
        exact=exact(marked, scale, clusters=clusters),
        adjacent=adjacent(marked, scale, clusters=clusters),
        bias=bias,
        opportunity=opportunity,
        says=" ".join(filter(None, says)),
    )
