"""The conversation, turn by turn: what was said, the reason written for it, assessors' notes, and the review of it."""

from simulator.exports.paper import Block, Group, Heading, Paragraph, Words, line
from simulator.exports.report.values import Report, Turn, TurnReview
from simulator.exports.report.words import LABELS, MOODS, facts, joined, points, quoted


def talk(report: Report) -> tuple[Block, ...]:
    coach = report.whose.name or "The trainee"
    reviewed = " Below each turn: what it kept or lost of what was attainable." if report.review else ""
    intro = f"{report.client} speaks first in every turn; {coach} chose the answer among those offered.{reviewed}"
    return (
        Heading(2, line("The conversation"), "conversation"),
        Paragraph(line(intro), "soft"),
        *(_turn(each, report.client) for each in report.turns),
        Group((Heading(3, line("How it ended")), Paragraph(line(report.ending))), whole=True),
    )


def _turn(turn: Turn, client: str) -> Group:
    hinge = ", a hinge" if turn.hinge else ""
    reason = turn.reason or ("None was written." if turn.hinge else "")
    return Group(
        (
            Heading(3, line(f"Turn {turn.number}{hinge}"), f"turn-{turn.number}"),
            facts((client, turn.client), ("Coach", turn.said), look="talk"),
            facts(
                ("Seemed", MOODS.get(turn.mood, turn.mood)),
                ("Reason written", reason),
                *(("Assessor’s note", each) for each in turn.notes),
                *(_review(turn.review) if turn.review else []),
            ),
        )
    )


def _review(review: TurnReview) -> list[tuple[str, str | Words]]:
    lost = f", {points(review.loss)} of 100 lost" if review.loss >= 0.5 else ""
    head = f"{LABELS.get(review.label, review.label)}{lost}; {points(review.attainable)} of 100 still attainable."
    return [
        ("Review", f"{head} {review.what}"),
        ("Rule crossed", review.rule),
        ("A stronger line", joined(quoted(review.stronger), f" {review.why}") if review.stronger else ""),
    ]
