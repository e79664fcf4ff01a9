"""The gaming report as a table for a terminal. No numbers are made here."""

from collections.abc import Iterator

from simulator.verification.strategies.report import ACCEPT, Report, Row

_HEAD = f"{'strategy':<20} {'chance-corrected':>18} {'node quality':>16} {'value':>7} {'leaves':>7}"


def table(report: Report) -> str:
    if not report.played:
        return "no scenario to play"
    return "\n".join([*_top(report), "", _HEAD, *map(_row, report.rows), "", *_bottom(report)])


def _top(report: Report) -> Iterator[str]:
    scenarios = "1 scenario" if len(report.played) == 1 else f"{len(report.played)} scenarios"
    yield f"Playing without looking at the client: {scenarios}, {report.beats} beats, expected values over all states."
    yield "In brackets: standard errors from what chance gives. One star marks what does not keep to its line; two mark"
    yield "what is beyond chance as well, and so a fault of the options."


def _row(row: Row) -> str:
    corrected = f"{_whole(row.chance_corrected):+.2f} ({_whole(row.chance_corrected_errors):+.1f})"
    quality = f"{row.node_quality:.2f} ({_whole(row.node_quality_errors):+.1f})"
    mark = "**" if row.beyond_chance else "" if row.accepted else "*"
    return f"{row.strategy:<20} {corrected:>18} {quality:>16} {row.value:>7.2f} {row.exits:>7.0%} {mark}".rstrip()


def _whole(value: float) -> float:
    """Nothing is +0.00, whatever is left of rounding."""
    return value if abs(value) > 1e-9 else 0.0


def _bottom(report: Report) -> Iterator[str]:
    random, band = report.random_node_quality, ACCEPT.node_quality_band
    yield (
        f"Lines: chance-corrected at most {ACCEPT.max_chance_corrected:.2f}, node quality {random - band:.2f} to "
        f"{random + band:.2f}, expert at least {ACCEPT.expert:.2f}."
    )
    yield _learnt(report)
    if 2 * report.node_quality_error > band or 2 * report.chance_corrected_error > ACCEPT.max_chance_corrected:
        yield (
            f"With so few scenarios these lines are narrower than chance allows: a strategy that looks at nothing of "
            f"use\nhas a standard error of {report.chance_corrected_error:.2f} in the first column and of "
            f"{report.node_quality_error:.3f} in the second."
        )
    yield from _verdict(report)


def _verdict(report: Report) -> Iterator[str]:
    beyond = [row.strategy for row in report.rows if row.beyond_chance]
    within = [row.strategy for row in report.rows if not (row.accepted or row.beyond_chance)]
    if within:
        yield f"Off its line, but no further than chance brings: {', '.join(within)}."
    if beyond:
        yield f"NOT ACCEPTED: {', '.join(beyond)}."
    elif not report.gamed:
        yield "No strategy gains by more than chance." if within else "Every strategy keeps to its line."


def _learnt(report: Report) -> str:
    if report.auc is None:
        return "Surface learner: none, since there is no other scenario to learn from."
    verdict = "fine" if report.auc <= ACCEPT.surface_learner_auc else "TOO MUCH"
    return (
        f"Surface learner: orders {report.auc:.0%} of pairs rightly from the wording alone, at most "
        f"{ACCEPT.surface_learner_auc:.0%} is accepted: {verdict}."
    )
