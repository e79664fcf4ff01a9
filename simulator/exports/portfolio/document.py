"""A portfolio as a document: whose, how to read it, attempts, levels over time, moments and reasons, versions."""

from simulator.exports.paper import Block, Column, Document, Group, Heading, Paragraph, Table, Words, line
from simulator.exports.portfolio.competencies import competencies
from simulator.exports.portfolio.values import Entry, Portfolio
from simulator.exports.report.document import turning_point
from simulator.exports.report.values import Basis
from simulator.exports.report.words import (
    CHOOSING,
    DECISION_ITEMS,
    DECISION_SCENARIOS,
    MODES,
    RESULTS,
    day,
    facts,
    joined,
    plural,
    points,
    quoted,
    short,
)

_FEW = 3
"""Below this many first attempts it is said that there is little to go by."""


def document(portfolio: Portfolio) -> Document:
    whose = portfolio.whose.name or portfolio.whose.account
    blocks: tuple[Block, ...] = (
        Heading(1, line(f"Portfolio of {whose}")),
        facts(*_about(portfolio)),
        _reading(portfolio),
        *(_attempts(portfolio) if portfolio.entries else _nothing()),
        *competencies(portfolio),
        *_moments(portfolio),
        *_versions(portfolio),
    )
    foot = f"Portfolio of {whose}. Rubric {short(portfolio.rubric.digest)}, coachsim {portfolio.engine}"
    return Document(f"Portfolio of {whose}", portfolio.language, portfolio.moment, foot, blocks)


def _about(portfolio: Portfolio) -> list[tuple[str, str | Words]]:
    whose, entries = portfolio.whose, portfolio.entries
    first = sum(each.first for each in entries)
    counted = f"{plural(len(entries), 'attempt')}: {first} first at a scenario, {len(entries) - first} again"
    days = dict.fromkeys(day(each.finished) for each in (*entries[:1], *entries[-1:]))
    waiting = f"{plural(portfolio.waiting, 'finished attempt')} whose feedback has not been released"
    return [
        ("Account", whose.account),
        ("Covers", portfolio.covers),
        ("Attempts", f"{counted}, at {plural(len({e.scenario for e in entries}), 'scenario')}" if entries else ""),
        ("Finished", " to ".join(days)),
        ("Left out", waiting if portfolio.waiting else ""),
        (
            "Unreadable",
            f"{plural(portfolio.unreadable, 'attempt')} whose text or rubric is gone" if portfolio.unreadable else "",
        ),
        ("Older", f"{plural(portfolio.older, 'attempt')} before these" if portfolio.older else ""),
        ("Rubric", f"{portfolio.rubric.title}, version {portfolio.rubric.version}"),
    ]


def _reading(portfolio: Portfolio) -> Group:
    apart = (
        "First attempts and repeats are kept apart: whoever plays a conversation again remembers it, so what a repeat "
        "shows is partly that. Scenarios differ in what they ask for and how hard they are; a rise or a fall from one "
        "to the next is no trend. Nothing is filled in where nothing was shown. Where something hangs on a "
        f"competency, take {DECISION_ITEMS} pieces of evidence or more from at least {DECISION_SCENARIOS} scenarios."
    )
    first = sum(each.first for each in portfolio.entries)
    few = f"There is little to go by here: {plural(first, 'first attempt')}." if first < _FEW else ""
    paragraphs = tuple(Paragraph(line(each)) for each in (CHOOSING, apart, few) if each)
    return Group((Heading(2, line("How to read this portfolio")), *paragraphs), "caution", whole=True)


def _nothing() -> tuple[Block, ...]:
    words = "There is no finished attempt yet whose feedback may be seen."
    return Heading(2, line("Attempts"), "attempts"), Paragraph(line(words))


def _attempts(portfolio: Portfolio) -> tuple[Block, ...]:
    columns = (
        Column("Attempt", 3),
        Column("Finished"),
        Column("Mode", 2),
        Column("How it ended", 2),
        Column("Kept", right=True),
    )
    rows = tuple(_attempt(number, each) for number, each in enumerate(portfolio.entries, start=1))
    table = Table("Kept: of 100 that were attainable at the start", columns, rows)
    return Heading(2, line("Attempts"), "attempts"), table


def _attempt(number: int, entry: Entry) -> tuple[Words, ...]:
    again = "" if entry.first else ", repeat"
    mode = MODES.get(entry.mode, entry.mode) + (", with help" if entry.helped else "")
    for_what = f", for “{entry.assignment}”" if entry.assignment else ""
    return (
        line(f"{number}. {entry.title}{again}"),
        line(day(entry.finished)),
        line(f"{mode}{for_what}"),
        line(RESULTS.get(entry.result, entry.result)),
        line(points(entry.kept)),
    )


def _moments(portfolio: Portfolio) -> tuple[Block, ...]:
    told = [(n, each) for n, each in enumerate(portfolio.entries, start=1) if each.moment or each.reasons]
    if not told:
        return ()
    words = (
        "From each attempt the turn that mattered most (the largest loss, else a step of repair), chosen by that rule "
        "and not by hand; and every reason that was written before the client’s reaction was seen."
    )
    return (
        Heading(2, line("Moments and reasons"), "moments"),
        Paragraph(line(words), "soft"),
        *(_moment(number, each) for number, each in told),
    )


def _moment(number: int, entry: Entry) -> Group:
    rows: list[tuple[str | Words, str | Words]] = []
    if entry.moment:
        rows.append(("Turning point", joined(f"Turn {entry.moment.turn}. ", turning_point(entry.moment))))
    for each in entry.reasons:
        rows.append((f"Turn {each.turn}", quoted(each.said)))
        rows.append(("Reason written", each.words))
    heading = Heading(3, line(f"{number}. {entry.title} ({day(entry.finished)})"))
    return Group((heading, facts(*rows)))


def _versions(portfolio: Portfolio) -> tuple[Block, ...]:
    texts = dict.fromkeys((each.scenario, each.digest) for each in portfolio.entries)
    rows: list[tuple[str | Words, str | Words]] = [
        ("Rubric", _named(portfolio.rubric)),
        *(("Rubric of marks", _named(each)) for each in portfolio.rubrics),
        *((scenario, digest) for scenario, digest in texts),
        *((f"Attempt {number}", each.attempt) for number, each in enumerate(portfolio.entries, start=1)),
        ("This portfolio", f"by coachsim {portfolio.engine}"),
    ]
    words = (
        "Levels by the scoring are all worked out with the rubric named first, so that they can be compared. Digests "
        "are SHA-256 of the canonical form; the same digest is the same text, to the letter."
    )
    return Heading(2, line("Versions"), "versions"), Paragraph(line(words), "soft"), facts(*rows)


def _named(rubric: Basis) -> Words:
    return joined(f"{rubric.title}, version {rubric.version}, {rubric.digest}")
