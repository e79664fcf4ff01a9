"""Whether there was anything to mark at all: a question of its own, before any about levels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulator.scoring.agreement.coefficient import Coefficient
from simulator.scoring.agreement.gwet import gwet
from simulator.scoring.agreement.kappa import weighted_kappa
from simulator.scoring.agreement.shares import exact

SEEN = (0, 1)


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Plain agreement, kappa (of two assessors), and AC1."""

    exact: Coefficient
    kappa: Coefficient
    ac1: Coefficient


def could_be_marked(seen: ArrayLike, *, clusters: ArrayLike | None = None, confidence: float = 0.95) -> Opportunity:
    """Do assessors agree on whether there was an opportunity to show anything?

    "No opportunity" has no place on the scale of levels, so this is asked first, and coefficients of levels rest on
    what both could mark. Kappa is Cohen's without weights, for exactly two rows; AC1 is Gwet's, for any number of them
    (see `weighted_kappa` and `gwet` for papers, intervals and clusters).

    `seen`: assessors by units, 1 for a level, 0 for "no opportunity", nan for what was not marked.
    """
    given = np.atleast_2d(np.asarray(seen, np.float64))
    if len(given) == 2:
        kappa = weighted_kappa(given[0], given[1], SEEN, "unweighted", clusters=clusters, confidence=confidence)
    else:
        kappa = Coefficient(None, says="Kappa is of two assessors; see AC1.")
    return Opportunity(
        exact(given, SEEN, clusters=clusters, confidence=confidence),
        kappa,
        gwet(given, SEEN, "unweighted", clusters=clusters, confidence=confidence),
    )
