"""One cohort beside another: the difference on each competency, said with care and only with enough people.

Compared are people's means over the scenarios that both have played. Cohorts differ in many ways, so a difference says
that there is one and never why. As several competencies are looked at together, each interval is widened (Bonferroni).
"""

from dataclasses import dataclass

import numpy as np

from simulator.scoring.profiles import ENOUGH, Difference, Shown, difference, profiles
from simulator.scoring.visits import Numbers, Whole
from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.records import Mask
from simulator.services.analysis.subjects import Group, Named

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Compared:
    criterion: Named
    difference: Difference


@dataclass(frozen=True, slots=True)
class Comparison:
    """`first` against `second` on what both have played: `scenarios`. `both` people are in either and left out.
    `confidence` is that of each interval. Where `why` says that nothing can be compared, there are no rows.
    """

    first: Group | None
    second: Group | None
    scenarios: tuple[Named, ...] = ()
    both: int = 0
    confidence: float = CONFIDENCE
    rows: tuple[Compared, ...] = ()
    why: str = ""


def comparison(selection: Selection, cohort: str | None = None) -> Comparison:
    """A selection of one cohort with another, or with the one made last before it. The other filters hold for both,
    but the assignment, which belongs to one of them, and the period.
    """
    analysis = selection.analysis
    first = _own(selection)
    if first is None:
        return Comparison(None, None, why="Choose one cohort, and it can be compared with another.")
    second = analysis.group(cohort) if cohort else analysis.before(first.id)
    if second is None or second.id == first.id:
        return Comparison(first, None, why="There is no other cohort to compare with.")
    other = selection.of(cohort=second.id, assignment=None, since=None, until=None)
    common = np.intersect1d(_played(selection), _played(other))
    if not len(common):
        return Comparison(first, second, why="The two have not played a scenario in common yet.")
    both = np.intersect1d(selection.people, other.people)
    sides = tuple(_means(each, common, both) for each in (selection, other))
    looks = sum(all(len(side[number]) >= ENOUGH for side in sides) for number in range(len(analysis.criteria)))
    confidence = 1 - (1 - CONFIDENCE) / max(looks, 1)
    rows = tuple(
        Compared(named, difference(sides[0][number], sides[1][number], confidence))
        for number, named in enumerate(analysis.criteria)
        if len(sides[0][number]) or len(sides[1][number])
    )
    return Comparison(first, second, tuple(analysis.scenarios[i] for i in common), len(both), confidence, rows)


def _own(selection: Selection) -> Group | None:
    """The cohort chosen, or the only one that the chosen assignment is for."""
    analysis, wanted = selection.analysis, selection.filter
    if wanted.cohort is None:
        theirs = [each.cohorts for each in analysis.tasks if each.id == wanted.assignment]
        known = [group for cohorts in theirs for cohort in cohorts if (group := analysis.group(cohort))]
        return known[0] if len(known) == 1 else None
    return analysis.group(wanted.cohort)


def _played(selection: Selection) -> Whole:
    """The scenarios that were scored."""
    rows = selection.analysis.attempts
    return np.unique(rows.scenario[selection.attempts & rows.scored])


def _means(selection: Selection, scenarios: Whole, without: Whole) -> list[Numbers]:
    """For each criterion the means of the people who showed anything on it in these scenarios."""
    analysis, shown = selection.analysis, selection.shown
    rows = analysis.attempts
    who, where = rows.person[shown.attempt], rows.scenario[shown.attempt]
    here: Mask = np.isin(where, scenarios) & ~np.isin(who, without)
    few = shown.at(here)
    found = profiles(
        Shown(who[here], where[here], few.criterion, few.m, few.items), len(analysis.people), len(analysis.criteria)
    )
    there = found.scenarios > 0
    return [found.mean[there[:, number], number] for number in range(len(analysis.criteria))]
