"""Does the wording give the best option away? What goes with quality over many beats (content specification, 3c.2).

Asked of one scenario or of a whole bank; what one beat shows by itself is in `giveaways`. A finding needs both the band
or direction that the specification names and a deviation that chance does not explain: 3 standard errors in one
scenario, which has few beats, and 2.5 over a bank.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.model.scenario import Option
from simulator.verification.finding import Finding
from simulator.verification.nodes import Numbers, Table
from simulator.verification.rules import giveaways
from simulator.verification.rules.shares import Share, shares
from simulator.verification.statistics import Association, Standing, associations, holm, standing, uneven_positions
from simulator.verification.subject import Subject
from simulator.verification.surface.features import opening_word

Found = Iterator[tuple[Subject, Finding]]

TRAITS = (
    ("L02", "words", "more words"),
    ("L02", "characters", "more characters"),
    ("L04", "hedges", "hedges and softeners"),
    ("L05", "absolutes", "absolutes and obligations"),
    ("L08", "imperative", "imperatives as a start"),
    ("L08", "first_person", "words of the first person"),
    ("L08", "exclamations", "exclamation marks"),
    ("L08", "quotations", "quotation marks"),
    ("L08", "dashes", "dashes"),
    ("L09", "overlap", "words of the client's line"),
    ("L11", "pleasantness", "pleasant words"),
    ("L13", "specifics", "numbers and names"),
)
"""What must not go with quality, in either direction: code, trait and name."""

LEAST_ABSOLUTES = 0.20
EVEN_POSITIONS = 0.01
OPENING_BEATS = 5
NAMED = 3
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at, and how far from chance a finding must be: in standard errors, and in p."""

    words: str
    limit: float
    p: float
    is_bank: bool = False

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Scope":
        if len(subjects) == 1:
            return cls("in this scenario", 3.0, 0.0027)
        return cls(f"over the {len(subjects)} scenarios", 2.5, 0.05, is_bank=True)


def tells_of(table: Table) -> Found:
    """Every tell of a scenario or of a bank, each with the scenario that shows it most."""
    scope = Scope.of(table.subjects)
    yield from _traits(table, scope)
    yield from _shares(table, scope)
    yield from _positions(table, scope)
    if scope.is_bank:
        yield from _absolutes_elsewhere(table, scope)


def _finding(table: Table, scope: Scope, code: str, tell: str, figures: str, each: Numbers) -> tuple[Subject, Finding]:
    subject = table.subjects[int(np.argmax(table.per_subject(each)))]
    values = {"scope": scope.words, "tell": tell, "figures": f"{figures}; most {_where(table, scope, each)}"}
    return subject, Finding(code, ("beats",), values)


def _where(table: Table, scope: Scope, each: Numbers) -> str:
    """The beats that add most to a tell, with their scenarios where there are several."""
    most = [table.nodes[i] for i in np.argsort(-each, kind="stable")[:NAMED].tolist() if each[i] > _EDGE]
    beats = [f"'{node.beat.id}'" + (f" of '{node.subject.scenario.id}'" * scope.is_bank) for node in most]
    return f"at {', '.join(beats)}"


def _traits(table: Table, scope: Scope) -> Found:
    """L02, L04, L05, L08, L09, L11, L13 and L16 as correlations within beats."""
    asked = [*_asked(table)]
    found = associations({tell: values for _, tell, values in asked}, table.quality, table.real)
    raw = [found[tell].p for _, tell, _ in asked]
    for (code, tell, _), p in zip(asked, holm(raw) if scope.is_bank else raw, strict=True):
        seen = found[tell]
        if abs(seen.z) > scope.limit and p < scope.p:
            side, sign = ("better", 1) if seen.t > 0 else ("worse", -1)
            told = f"{tell} go with the {side} options"
            yield _finding(table, scope, code, told, _figures(seen), sign * seen.each)


def _asked(table: Table) -> Iterator[tuple[str, str, Numbers]]:
    for code, name, tell in TRAITS:
        yield code, tell, table.traits[name]
    opened = Counter(word for node in table.nodes for word in {opening_word(each.say) for each in node.beat.options})
    for word in sorted(word for word, beats in opened.items() if beats >= OPENING_BEATS and word):
        yield "L08", f"openings with '{word}'", table.each(partial(_opens_with, word))
    yield "L16", "longer ids", table.each(lambda option: len(option.id))
    yield "L16", "ids that are later in the alphabet", table.ranked(lambda option: option.id)


def _opens_with(word: str, option: Option) -> float:
    return float(opening_word(option.say) == word)


def _figures(found: Association) -> str:
    p = "p < .001" if found.p < 0.001 else f"p = {found.p:.3f}"
    return f"T = {found.t:+.2f}, z = {found.z:+.1f}, {p}, {found.nodes} beats"


def _shares(table: Table, scope: Scope) -> Found:
    """L02, L03, L06, L07, L10, L11 and L18: where the best option stands among the others."""
    for share in shares(table):
        seen = standing(share.weights, table.best, table.real)
        above = seen.value > share.high + _EDGE and seen.z > scope.limit
        below = seen.value < share.low - _EDGE and seen.z < -scope.limit
        if above or below:
            figures = _share_figures(share, seen)
            yield _finding(table, scope, share.code, share.tell, figures, np.sign(seen.z) * seen.each)


def _share_figures(share: Share, seen: Standing) -> str:
    value, by_chance, low, high = (
        format(round(each, 4) + 0.0, share.form) for each in (seen.value, seen.expected, share.low, share.high)
    )
    band = f"{low} to {high}" if share.low > -np.inf else f"at most {high}"
    return f"{value} {share.of}, z = {seen.z:+.1f}; chance would give {by_chance}, {band} is fair"


def _positions(table: Table, scope: Scope) -> Found:
    """L15: where the best options stand in the file."""
    chi_square, p = uneven_positions(table.best, table.real)
    if p <= EVEN_POSITIONS:
        counts = np.bincount(table.best, minlength=table.real.shape[1])
        often = int(np.argmax(counts))
        tell = f"the best option stands at position {often + 1}"
        figures = f"{counts[often]} of {len(table.nodes)} beats, chi-square = {chi_square:.1f}, p = {p:.3f}"
        yield _finding(table, scope, "L15", tell, figures, (table.best == often).astype(np.float64))


def _absolutes_elsewhere(table: Table, scope: Scope) -> Found:
    """L05: absolutes must not mark the worst option, so enough beats have one in an option that is not."""
    worst = np.where(table.real, table.quality, np.inf).min(axis=1, keepdims=True)
    has = ((table.traits["absolutes"] > 0) & table.real & (table.quality > worst + _EDGE)).any(axis=1)
    if has.mean() < LEAST_ABSOLUTES:
        tell = "absolutes and obligations hardly stand in options that are not the worst"
        figures = f"{has.mean():.0%} of {len(has)} beats, at least {LEAST_ABSOLUTES:.0%} is fair"
        yield _finding(table, scope, "L05", tell, figures, (~has).astype(np.float64))


def over_the_beats(subject: Subject) -> Iterator[Finding]:
    """What the beats of one scenario give away together."""
    return (finding for _, finding in tells_of(Table.of((subject,))))


RULES = (*giveaways.RULES, over_the_beats)
