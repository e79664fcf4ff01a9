"""Who marks higher or lower than the others on the same scripts."""

from dataclasses import dataclass

import numpy as np

from simulator.scoring.agreement import Coefficient, mean_difference
from simulator.services.assessing.agreement.concluding import on_difference
from simulator.services.assessing.agreement.dashboard import Named, Selection, levels_of


@dataclass(frozen=True, slots=True)
class Severity:
    """`difference`: their levels less the mean of the others' on the same criterion of the same script, above 0 for
    lenient. `scripts` and `marks` it rests on; `others` they were compared with.
    """

    assessor: Named
    scripts: int
    marks: int
    others: int
    difference: Coefficient
    says: str


def severity(selection: Selection) -> tuple[Severity, ...]:
    """Everybody with somebody to be compared with, the harshest first; with an assessor asked for, them alone."""
    known: tuple[Severity, ...] | None = selection.known.get("severity")
    if known is None:
        found = [_severity(selection, place) for place in _present(selection)]
        known = tuple(sorted(found, key=lambda each: (each.difference.value or 0.0, each.assessor.title)))
        selection.known["severity"] = known
    return known


def _present(selection: Selection) -> list[int]:
    there = [int(each) for each in np.unique(selection.who[selection.who >= 0])]
    return [each for each in there if selection.assessor in (None, each)]


def _severity(selection: Selection, place: int) -> Severity:
    given = levels_of(selection.given)
    there = ~np.isnan(given)
    total, count = np.where(there, given, 0.0).sum(axis=0), there.sum(axis=0)
    others = np.where(count > 1, (total - np.where(there, given, 0.0)) / np.maximum(count - 1, 1), np.nan)
    seat, script = np.nonzero(selection.who == place)
    differences = given[seat, script] - others[seat, script]
    clusters = np.repeat(script, differences.shape[1])
    found = mean_difference(differences.ravel(), clusters=clusters)
    compared = np.unique(script[~np.isnan(differences).all(axis=1)])
    beside = selection.who[:, compared]
    name = selection.dashboard.assessors[place]
    return Severity(
        assessor=name,
        scripts=len(compared),
        marks=found.n,
        others=len(np.unique(beside[(beside >= 0) & (beside != place)])),
        difference=found,
        says=on_difference(len(compared), name.title, found, "the others"),
    )
