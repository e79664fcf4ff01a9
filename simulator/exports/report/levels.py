"""The levels: all of them in a table first, then each with its anchor, its evidence and what it can bear."""

from simulator.exports.paper import Block, Column, Group, Heading, Paragraph, Span, Table, Words, line
from simulator.exports.report.scale import percent, scale
from simulator.exports.report.values import Assessed, Criterion, Human, Level, Machine, Report
from simulator.exports.report.words import (
    DECISION_ITEMS,
    DECISION_SCENARIOS,
    HOW,
    LEVEL_ITEMS,
    SURENESS,
    clock,
    facts,
    joined,
    level,
    plural,
    turn,
    turns,
)

Row = tuple[str | Words, str | Words]

_NOT_SHOWN = "No opportunity to show it"
_TOO_LITTLE = "Too little evidence for a level"


def levels(report: Report) -> tuple[Block, ...]:
    """Nothing where there are none."""
    if not report.criteria:
        return ()
    return (
        Heading(2, line("Levels and what they rest on"), "levels"),
        *_assessment(report.assessed),
        _table(report),
        *_total(report),
        *(_criterion(each, report) for each in report.criteria),
        *_gates(report.assessed),
        *_comments(report.assessed),
    )


def _assessment(assessed: Assessed | None) -> tuple[Block, ...]:
    if assessed is None:
        words = (
            "No assessor has looked at this attempt. The levels are what the scoring found, by what the authors of "
            "the scenario say that each line shows."
        )
        return (Paragraph(line(words)),)
    if not assessed.settled:
        return (Paragraph(line("The levels are those of one assessor. The result is not final yet.")),)
    words = (
        f"Assessors read the conversation without knowing whose it was. Their levels count and were settled on "
        f"{clock(assessed.settled)}. The scoring’s own are beside them as a proposal, which they saw only afterwards."
    )
    rounds = f" This is assessment {assessed.round} of the attempt, after an appeal." if assessed.round > 1 else ""
    again = " It is being looked at again after an appeal; until then it stands." if assessed.again else ""
    answer = f" An appeal was declined: {assessed.answer}" if assessed.answer else ""
    return (Paragraph(line(words + rounds + again + answer)),)


def _table(report: Report) -> Table:
    assessed = report.assessed is not None
    machine = any(each.machine for each in report.criteria)
    columns = [Column("Criterion", 1)]
    columns += [Column("Assessors", right=True)] if assessed else []
    columns += [Column("Scoring", right=True), Column("Evidence", right=True)] if machine else []
    rows = []
    for each in report.criteria:
        row: list[Words] = [joined(each.title, _aside(each, assessed=assessed))]
        row += [(Span(_figure(each.human), "strong"),)] if assessed else []
        row += [line(_figure(each.machine)), line(_items(each.machine))] if machine else []
        rows.append(tuple(row))
    return Table("Levels 0 to 4; a dash where there is none", tuple(columns), tuple(rows))


def _aside(criterion: Criterion, *, assessed: bool) -> str:
    if assessed:
        return "" if criterion.human else " (not marked)"
    return "" if criterion.target else " (not a target)"


def _figure(found: Human | Machine | None) -> str:
    return "–" if found is None or found.level.value is None else f"{found.level.value:g}"


def _items(machine: Machine | None) -> str:
    return plural(machine.items, "item") if machine else "–"


def _total(report: Report) -> tuple[Block, ...]:
    if report.total is None:
        words = "There is no total: too little of the rubric was scored, and gaps are never filled in."
    else:
        words = f"Over all criteria, by the scoring: {round(report.total)} of 100."
    return (Paragraph(line(words), "soft"),) if any(each.machine for each in report.criteria) else ()


def _criterion(criterion: Criterion, report: Report) -> Group:
    human, machine = criterion.human, criterion.machine
    level_named = "Scoring proposed" if human else "Scoring found" if report.assessed else "Level"
    rows = [
        *(_by_people(human) if human else []),
        *([("Your mark", level(criterion.mine, _NOT_SHOWN))] if criterion.mine else []),
        *(_by_machine(machine, level_named) if machine else []),
    ]
    picture = (scale(machine, report.numbers),) if machine and machine.items else ()
    return Group((Heading(3, line(criterion.title)), facts(*rows), *picture), whole=True)


def _by_people(human: Human) -> list[Row]:
    comments: list[Row] = [("Comment", each) for each in human.comments]
    return [
        ("Level", _level(human.level, _NOT_SHOWN)),
        ("How", HOW[human.how]),
        ("Evidence cited", turns(human.turns) or "None."),
        *comments,
    ]


def _by_machine(machine: Machine, level_named: str) -> list[Row]:
    low, high = map(percent, machine.interval)
    where: Words = joined(", from ", turns(machine.turns)) if machine.turns else ()
    shown = f"{percent(machine.m)} of 100 of the evidence, range {low} to {high}"
    return [
        (level_named, _level(machine.level, _TOO_LITTLE)),
        ("Rule crossed", machine.cap),
        ("Rests on", joined(f"{plural(machine.items, 'item')} ({SURENESS[machine.confidence]})", where)),
        ("Can bear", bears(machine)),
        ("Share shown", shown if machine.items else ""),
    ]


def _level(level_: Level, none: str) -> Words:
    """With what the rubric says of it."""
    return joined((Span(level(level_, none), "strong"),), f". {level_.anchor}" if level_.anchor else "")


def bears(machine: Machine) -> str:
    """What may be built on a level of one conversation, by how much it rests on."""
    if machine.cap:
        return "Whatever the count, a rule that was crossed asks for a person’s judgement."
    if machine.level.value is None:
        return "Nothing: there is too little to say."
    if machine.items < LEVEL_ITEMS:
        return f"An impression. From {LEVEL_ITEMS} items on it can be read as a level."
    return (
        "A level of this one conversation. Where something hangs on it, take "
        f"{DECISION_ITEMS} items or more from at least {DECISION_SCENARIOS} scenarios."
    )


def _gates(assessed: Assessed | None) -> tuple[Block, ...]:
    if assessed is None or not assessed.gates:
        return ()
    rows = [(turn(number), joined(rule, f" Upheld: {reason}")) for rule, number, reason in assessed.gates]
    return Heading(3, line("Rules that were crossed")), facts(*rows)


def _comments(assessed: Assessed | None) -> tuple[Block, ...]:
    if assessed is None or not assessed.comments:
        return ()
    return Heading(3, line("On the whole")), *(Paragraph(line(each), "quote") for each in assessed.comments)
