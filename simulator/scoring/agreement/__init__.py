"""How well assessors agree: a coefficient for each question that can be asked about it, and never one number for all.

    two assessors, the same scripts                          `weighted_kappa`, quadratic
    more than two, gaps, changing pairs                      `krippendorff_alpha`, ordinal
    marks piled on one level                                 `gwet` (AC2) beside these, never alone; `exact`, `adjacent`
    the mean of several, totals; is somebody harsh?          `icc`: "A,k"; "A,1" and "C,1"
    could this be marked at all?                             `could_be_marked`, before all of these
    how far apart, and which way?                            `mean_difference`

Ratings are arrays of assessors (rows) by units (columns); a unit is one thing that is marked, say one criterion of one
script. What somebody did not mark is nan. The order of rows and columns says nothing. Source: content specification,
section 2.5; each function names its paper.
"""

from simulator.scoring.agreement.alpha import krippendorff_alpha
from simulator.scoring.agreement.coefficient import Coefficient
from simulator.scoring.agreement.difference import mean_difference
from simulator.scoring.agreement.gwet import gwet
from simulator.scoring.agreement.icc import icc
from simulator.scoring.agreement.kappa import confusion, weighted_kappa
from simulator.scoring.agreement.opportunity import Opportunity, could_be_marked
from simulator.scoring.agreement.shares import adjacent, exact

__all__ = [
    "Coefficient", "Opportunity", "adjacent", "confusion", "could_be_marked", "exact", "gwet", "icc",
    "krippendorff_alpha", "mean_difference", "weighted_kappa",
]  # fmt: skip
