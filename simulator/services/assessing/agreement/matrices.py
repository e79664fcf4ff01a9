"""What met what: how often each level of one met each level of the other, criterion by criterion."""

from dataclasses import dataclass

import numpy as np

from simulator.scoring.agreement import confusion
from simulator.scoring.visits import Numbers
from simulator.services.assessing.agreement.dashboard import NO_OPPORTUNITY, Selection
from simulator.services.assessing.agreement.pairs import pair_id, pairs, together

FIRST_AND_SECOND, MACHINE = "", "machine"
"""What matrices are of where they are not of a pair."""
NONE = "none"
"""How no opportunity (too little evidence, for the machine) is called among the levels."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """How often what `rows` gave met what `columns` gave: by level from 0, and last no opportunity."""

    title: str
    rows: str
    columns: str
    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def alike(self) -> int:
        """How many are on the diagonal."""
        return sum(row[place] for place, row in enumerate(self.counts))


def choices(selection: Selection) -> dict[str, str]:
    """What matrices can be of, and what that is called."""
    return {
        FIRST_AND_SECOND: "First and second marks",
        MACHINE: "The machine and first marks",
        **{each.id: f"{each.first.title} and {each.second.title}" for each in pairs(selection)},
    }


def matrices(selection: Selection, of: str) -> tuple[Matrix, ...]:
    """Of a pair by its id, of first and second marks, or of the machine and first marks: all criteria together first,
    unless one is asked for; only those in which anything met. A pair that a filter has left without scripts is not
    there any more; then they are of first and second marks.
    """
    rows, columns, both = _of(selection, of)
    scale = len(selection.dashboard.levels)
    labels = (*map(str, range(scale)), NONE)
    named = [(selection.dashboard.criteria[place].title, both[:, :, [i]]) for i, place in enumerate(selection.criteria)]
    if len(named) > 1:
        named.insert(0, ("All criteria together", both))
    found = (Matrix(title, rows, columns, labels, _counts(each, scale)) for title, each in named)
    return tuple(each for each in found if each.total)


def _of(selection: Selection, of: str) -> tuple[str, str, Numbers]:
    """Who is in the rows, who in the columns, and what they gave: two × scripts × criteria."""
    if of == MACHINE:
        return "Machine", "First mark", selection.beside_machine
    names = selection.dashboard.assessors
    for low, high, both in together(selection):
        if pair_id(selection, low, high) == of:
            return names[low].title, names[high].title, both
    return "First mark", "Second mark", selection.given[:2]


def _counts(both: Numbers, scale: int) -> tuple[tuple[int, ...], ...]:
    codes = np.where(both == NO_OPPORTUNITY, scale, both).reshape(2, -1)
    return tuple(map(tuple, confusion(codes[0], codes[1], range(scale + 1)).tolist()))
