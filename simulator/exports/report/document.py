"""A report as a document: whose and what, how to read it, the levels, the course, the conversation, the versions."""

from simulator.exports.paper import Block, Document, Group, Heading, Listing, Paragraph, Words, line
from simulator.exports.report.curves import course
from simulator.exports.report.levels import levels
from simulator.exports.report.talk import talk
from simulator.exports.report.values import Basis, Report, Review, TurningPoint
from simulator.exports.report.words import (
    CHOOSING,
    DECISION_ITEMS,
    DECISION_SCENARIOS,
    LEVEL_ITEMS,
    MODES,
    RESULTS,
    clock,
    facts,
    joined,
    points,
    quoted,
    short,
    signed,
    span_of,
    turn,
    turns,
)


def document(report: Report) -> Document:
    whose = report.whose.name or report.whose.account or f"script {report.whose.code}"
    blocks: tuple[Block, ...] = (
        Heading(1, line(f"Report: {report.title}")),
        facts(*_about(report)),
        _reading(report),
        *levels(report),
        *(_course(report.review) if report.review else ()),
        *talk(report),
        *_versions(report),
    )
    foot = f"{report.title}, {whose}. Scenario {short(report.digest)}, rubric {short(report.rubric.digest)}"
    return Document(f"Report: {report.title}, {whose}", report.language, report.moment, foot, blocks)


def _about(report: Report) -> list[tuple[str, str | Words]]:
    whose, rubric = report.whose, _judged_by(report)
    account = f" (account {whose.account})" if whose.account and whose.account != whose.name else ""
    attempt = f"attempt {report.number}" if report.number else ""
    given = f"“{report.assignment}”" if report.assignment else ""
    own = "of one’s own accord" if report.attempt and not report.assignment else ""
    return [
        ("Whose", f"{whose.name}{account}"),
        ("Script", whose.code),
        ("Scenario", report.title),
        ("Client", f"{report.client}. {report.setting}"),
        ("Mode", ", ".join(each for each in (MODES.get(report.mode, report.mode), attempt, given, own) if each)),
        ("Help", _help(report)),
        ("Played", span_of(report.begun, report.finished) if report.begun else ""),
        ("Released", clock(report.released) if report.released else ""),
        ("Rubric", f"{rubric.title}, version {rubric.version}"),
    ]


def _help(report: Report) -> Words:
    """Hints cap what a turn can show, so whoever reads a level ought to know of them."""
    hints = joined("Hints at ", turns(report.hints)) if report.hints else ()
    back = ("; " if hints else "") + "The last choice was taken back once" if report.taken_back else ""
    return joined(hints, back) if hints or back else ()


def _judged_by(report: Report) -> Basis:
    return report.assessed.rubric if report.assessed else report.rubric


def _reading(report: Report) -> Group:
    share = round(100 * report.numbers.interval)
    rests = (
        "A level is about this one conversation and rests on a few pieces of evidence, the items. They are counted "
        "beside it, because turns of one conversation are not independent and few items say little. The range holds "
        f"the true share in about {share} of 100 cases, as a rule of thumb. From {LEVEL_ITEMS} items on a level can be "
        f"read as one; where something hangs on it, take {DECISION_ITEMS} or more from at least {DECISION_SCENARIOS} "
        "scenarios."
    )
    heading = Heading(2, line("How to read this report"))
    return Group((heading, Paragraph(line(CHOOSING)), Paragraph(line(rests))), "caution", whole=True)


def _course(review: Review) -> tuple[Block, ...]:
    kept = (
        f"{RESULTS.get(review.result, review.result)}. {points(review.kept)} of 100 were kept: 100 is the best this "
        "conversation could have come to from where it began, 0 the worst. Against chance that is "
        f"{signed(review.chance_corrected)}, where 0 is what picking lines blindly brings on average and 1 the best."
    )
    return (
        Heading(2, line("The course of it"), "course"),
        Paragraph(line(kept)),
        course(review),
        *_turning_points(review),
        *_missed(review),
    )


def _turning_points(review: Review) -> tuple[Block, ...]:
    if not review.turning_points:
        return (Paragraph(line("No single turn stood out.")),)
    rows = facts(*((turn(each.turn), turning_point(each)) for each in review.turning_points))
    return Heading(3, line("Turning points")), rows


def turning_point(point: TurningPoint) -> Words:
    kinds = {"repair": "A step of repair", "only-move": "The only line that held the conversation"}
    kind = kinds.get(point.kind, f"{points(point.loss)} of 100 lost")
    return joined(f"{kind}: ", quoted(point.said), f" {point.what}")


def _missed(review: Review) -> tuple[Block, ...]:
    if not review.missed:
        return ()
    words = "What a better road would have called for. It is not scored, because the conversation did not come to it."
    reasons = dict.fromkeys(because for _, because in review.missed)
    return (
        Heading(3, line("Not reached")),
        Paragraph(line(words), "soft"),
        *(block for each in reasons for block in _missed_because(review, each)),
    )


def _missed_because(review: Review, because: str) -> tuple[Block, ...]:
    titles = tuple(line(title) for title, each in review.missed if each == because)
    words = f"{because[:1].upper()}{because[1:]}, so there was no chance to"
    return Paragraph(line(words)), Listing(titles)


def _versions(report: Report) -> tuple[Block, ...]:
    """What somebody needs to look up, or to work out again, what is said above."""
    assessed = report.assessed
    scores = [
        ("Scored", f"{clock(each.made)} by coachsim {each.engine}, rubric {each.rubric}") for each in report.scores
    ]
    rows: list[tuple[str, str | Words]] = [
        ("Attempt", report.attempt),
        ("Script", report.whose.code),
        ("Scenario", f"{report.scenario}, {report.digest}"),
        ("Rubric of the review", _named(report.rubric) if report.review else ""),
        ("Rubric of the marks", _named(assessed.rubric) if assessed else ""),
        *scores,
        ("This report", f"by coachsim {report.engine}"),
    ]
    words = "Digests are SHA-256 of the canonical form; the same digest is the same text, to the letter."
    return Heading(2, line("Versions"), "versions"), Group((Paragraph(line(words), "soft"), facts(*rows)), whole=True)


def _named(rubric: Basis) -> str:
    return f"{rubric.title}, version {rubric.version}, {rubric.digest}"
