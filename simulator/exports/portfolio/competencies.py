"""A portfolio's levels: all of them in one table, then each competency with what it rests on."""

from simulator.exports.paper import Block, Column, Group, Heading, Paragraph, Span, Table, Words, line
from simulator.exports.portfolio.course import course, levels_of
from simulator.exports.portfolio.values import Competency, Entry, Pooled, Portfolio
from simulator.exports.report.words import (
    DECISION_ITEMS,
    DECISION_SCENARIOS,
    LEVEL_ITEMS,
    facts,
    plural,
)

_EXPLAINED = (
    "Each row is an attempt, by its number above. Figures are levels 0 to 4, a dash where the attempt came to none, "
    "a blank where nothing of it came up; an “a” stands beside levels that assessors gave. What a code stands for is "
    "said below the table."
)
_MARKS = (
    "In the pictures below: a dot is a level by the scoring, a square one by assessors; filled for a first attempt at "
    "a scenario, open for a repeat. The numbers at the foot are those of the attempts."
)


def competencies(portfolio: Portfolio) -> tuple[Block, ...]:
    """Nothing where there are none."""
    shown, entries = portfolio.competencies, portfolio.entries
    if not shown:
        return ()
    pictures = any(len(levels_of(each, entries)) > 1 for each in shown)
    return (
        Heading(2, line("Levels over time"), "levels"),
        Paragraph(line(_EXPLAINED), "soft"),
        _table(portfolio),
        *([Paragraph(line(_MARKS), "soft")] if pictures else []),
        *(_competency(each, entries) for each in shown),
    )


def _table(portfolio: Portfolio) -> Table:
    columns = [Column("Attempt", 1), *(Column(each.code, right=True) for each in portfolio.competencies)]
    rows = [
        (_row_name(number, entry), *(_cell(entry, each) for each in portfolio.competencies))
        for number, entry in enumerate(portfolio.entries, start=1)
    ]
    return Table("Levels by attempt and competency", tuple(columns), tuple(rows))


def _row_name(number: int, entry: Entry) -> Words:
    repeat = "" if entry.first else ", repeat"
    return line(f"{number}. {entry.title}{repeat}")


def _cell(entry: Entry, competency: Competency) -> Words:
    shown = entry.of(competency.id)
    if shown is None:
        return ()
    if shown.level is None:
        return line("–")
    return (Span(f"{shown.level:g}", "strong"), Span(" a")) if shown.assessed else line(f"{shown.level:g}")


def _competency(competency: Competency, entries: tuple[Entry, ...]) -> Group:
    given = [shown for _, _, shown in levels_of(competency, entries) if shown.assessed]
    assessors = ", ".join(f"{each.level:g}" for each in given)
    rows = facts(
        ("First attempts", pooled(competency.first)),
        ("Repeats", pooled(competency.repeats)),
        ("By assessors", f"{plural(len(given), 'level')}: {assessors}" if given else ""),
        ("Can bear", bears(competency.first)),
    )
    heading = Heading(3, line(f"{competency.code} {competency.title}"))
    return Group((heading, rows, *course(competency, entries)), whole=True)


def pooled(found: Pooled) -> str:
    """What some attempts come to, with what it rests on."""
    if not found.attempts:
        return "None."
    attempts, scenarios = plural(found.attempts, "attempt"), plural(found.scenarios, "scenario")
    rests = f"{attempts} at {scenarios}, {plural(found.items, 'item')} of evidence"
    if found.mean is None:
        return f"{rests}."
    error = f", give or take {round(100 * found.error)} (one standard error)" if found.error is not None else ""
    return f"{rests}. Mean share shown, by the scoring: {round(100 * found.mean)} of 100{error}."


def bears(first: Pooled) -> str:
    """What may be built on it, by first attempts alone."""
    count = f"{plural(first.items, 'item')} from {plural(first.scenarios, 'scenario')}"
    if first.items >= DECISION_ITEMS and first.scenarios >= DECISION_SCENARIOS:
        return f"Weight, beside other evidence: {count}, first attempts alone."
    if first.items >= LEVEL_ITEMS:
        return (
            f"Levels of single conversations. Where something hangs on it, take {DECISION_ITEMS} items or more from at "
            f"least {DECISION_SCENARIOS} scenarios; there are {count}, first attempts alone."
        )
    return f"An impression: {count}, first attempts alone. From {LEVEL_ITEMS} items on it can be read as a level."
