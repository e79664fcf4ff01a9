"""Every table of the agreement view as a table to be taken away: each figure with its interval and what it rests on."""

from collections.abc import Callable, Iterable

from simulator.exports.table import Cell, Table
from simulator.scoring.agreement import Coefficient
from simulator.services.assessing.agreement.apart import most_apart
from simulator.services.assessing.agreement.criteria import Agreement, by_criterion, over_time
from simulator.services.assessing.agreement.dashboard import Selection
from simulator.services.assessing.agreement.drift import STEP, drift
from simulator.services.assessing.agreement.machine import against_machine
from simulator.services.assessing.agreement.matrices import matrices
from simulator.services.assessing.agreement.pairs import pairs
from simulator.services.assessing.agreement.severity import severity

NAMES = ("criteria", "pairs", "assessors", "benchmarks", "time", "machine", "confusion", "scripts")
"""The names of all tables."""


def table(name: str, selection: Selection, by: str, of: str) -> Table:
    """A table by its name; `by` is how time is divided, `of` what a confusion is of. Raises `KeyError`."""
    made: dict[str, Callable[[], Table]] = {
        "criteria": lambda: _agreements("criteria", "Criterion", by_criterion(selection)),
        "time": lambda: _agreements("time", "When", over_time(selection, by)),
        "pairs": lambda: _pairs(selection),
        "assessors": lambda: _assessors(selection),
        "benchmarks": lambda: _benchmarks(selection),
        "machine": lambda: _machine(selection),
        "confusion": lambda: _confusion(selection, of),
        "scripts": lambda: _scripts(selection),
    }
    return made[name]()


def _agreements(name: str, first: str, rows: Iterable[Agreement]) -> Table:
    figures = (
        "Alpha (ordinal)",
        "AC2 (quadratic)",
        "Alike",
        "Within one level",
        "Opportunity agreed",
        "Opportunity AC1",
    )
    columns = (first, "Scripts", *_ends(figures), "In words")
    cells = (
        (each.title, each.scripts,
         *_figures(each.alpha, each.ac2, each.exact, each.adjacent, each.opportunity.exact, each.opportunity.ac1),
         each.says)
        for each in rows
    )  # fmt: skip
    return Table(name, columns, tuple(cells))


def _pairs(selection: Selection) -> Table:
    figures = (
        "Kappa (quadratic)", "Kappa (linear)", "Alike", "Within one level", "Difference", "ICC(A,1)", "ICC(C,1)",
        "ICC(A,k)", "Opportunity agreed", "Opportunity kappa", "Opportunity AC1",
    )  # fmt: skip
    rows = (
        (each.first.title, each.second.title, each.scripts,
         *_figures(each.kappa, each.linear, each.exact, each.adjacent, each.difference, each.single, each.consistent,
                   each.mean, each.opportunity.exact, each.opportunity.kappa, each.opportunity.ac1),
         each.says)
        for each in pairs(selection)
    )  # fmt: skip
    return Table("pairs", ("Assessor", "Other assessor", "Scripts", *_ends(figures), "In words"), tuple(rows))


def _assessors(selection: Selection) -> Table:
    columns = ("Assessor", "Scripts", "Marks compared", "Others", *_ends(("Difference from the others",)), "In words")
    rows = (
        (each.assessor.title, each.scripts, each.marks, each.others, *_figures(each.difference), each.says)
        for each in severity(selection)
    )
    return Table("assessors", columns, tuple(rows))


def _benchmarks(selection: Selection) -> Table:
    """A row for each benchmark that was marked; what is said of an assessor stands in their first one."""
    change = _ends(("Difference from agreed, all", f"Change over {STEP}"))
    columns = (
        "Assessor",
        "Number",
        "Marked",
        "Difference from agreed",
        "Alike",
        "Within one level",
        "Criteria",
        *change,
    )
    rows = (
        (each.assessor.title, number, point.day, *map(_three, (point.difference, point.exact, point.within_one)),
         point.criteria, *(_figures(each.difference, each.change) if number == 1 else (None,) * 6))
        for each in drift(selection)
        for number, point in enumerate(each.points, start=1)
    )  # fmt: skip
    return Table("benchmarks", columns, tuple(rows))


def _machine(selection: Selection) -> Table:
    figures = (
        "Kappa (quadratic)", "AC2 (quadratic)", "Alike", "Within one level", "Machine higher by", "Opportunity agreed",
        "Opportunity kappa", "Opportunity AC1",
    )  # fmt: skip
    rows = (
        (each.title, each.scripts,
         *_figures(each.kappa, each.ac2, each.exact, each.adjacent, each.bias, each.opportunity.exact,
                   each.opportunity.kappa, each.opportunity.ac1),
         each.says)
        for each in against_machine(selection)
    )  # fmt: skip
    return Table("machine", ("Criterion", "Scripts", *_ends(figures), "In words"), tuple(rows))


def _confusion(selection: Selection, of: str) -> Table:
    columns = ("Criterion", "Who", "Level", "Beside", "Level beside", "Times")
    rows = (
        (each.title, each.rows, one, each.columns, other, each.counts[i][j])
        for each in matrices(selection, of)
        for i, one in enumerate(each.labels)
        for j, other in enumerate(each.labels)
    )
    return Table("confusion", columns, tuple(rows))


def _scripts(selection: Selection) -> Table:
    """A row for each level of each criterion on which a script's marks differ."""
    columns = ("Script", "Scenario", "Marked", "Widest gap", "Mean gap", "Criterion", "Gap", "Assessor", "Level")
    rows = (
        (each.code, each.scenario, each.day, each.gap, _three(each.mean), split.criterion.title, split.gap, who.title,
         "no opportunity" if level is None else level)
        for each in most_apart(selection)
        for split in each.splits
        for who, level in split.levels
    )  # fmt: skip
    return Table("scripts", columns, tuple(rows))


def _ends(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for name in names for each in (name, f"{name}, from", f"{name}, to"))


def _figures(*found: Coefficient) -> tuple[Cell, ...]:
    return tuple(_three(value) for each in found for value in (each.value, each.low, each.high))


def _three(value: float | None) -> float | None:
    return None if value is None else round(value, 3) + 0.0
