"""Shares: how often the best option is the longest, the only question, the most pleasant one, and so on.

What is counted and which band it should keep to (content specification, 3c.2); whether a share is too far from chance
is decided in `tells`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.model.scenario import Form, Option
from simulator.verification.nodes import Marks, Numbers, Table

LISTS = (
    ("L06", "empathic", "empathic stems"),
    ("L07", "autonomy", "words of autonomy"),
    ("L07", "permission", "requests for permission"),
    ("L07", "apology", "apologies"),
    ("L07", "referral", "words of referral"),
    ("L07", "supervision", "words of supervision"),
)
"""What may stand in best options only so often: code, trait and name."""

MOST_IN_BEST = 0.60
MOST_ONLY_QUESTION = 0.50
MOST_GAP = 0.10
MOST_CENTRAL = 0.35
MOST_PLEASANT = 0.75
FORM_WINS = (0.15, 0.40)
LENGTH_BAND = (0.6, 1.4)
"""Around what chance gives: .15 to .35 with four options."""
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Share:
    """How often the best option is one of a kind: the band it should keep to, what it is a share of, and how to print
    it.
    """

    code: str
    tell: str
    weights: Numbers
    low: float
    high: float
    of: str
    form: str = ".0%"


def shares(table: Table) -> Iterator[Share]:
    """Every share of L02, L03, L06, L07, L10, L11 and L18."""
    yield from _lengths(table)
    yield from _questions(table)
    yield from _lists(table)
    yield from _standing_out(table)
    yield from _forms(table)


def _shared(values: Numbers, table: Table) -> Numbers:
    """For each option whether it has the highest value of its beat; options that tie share it."""
    highest = np.where(table.real, values, -np.inf).max(axis=1, keepdims=True)
    first = table.real & (values >= highest - _EDGE)
    return np.asarray(first / first.sum(axis=1, keepdims=True))


def _mean(weights: Numbers, rows: Marks) -> Numbers:
    """Weights as parts of a mean over some of the beats."""
    return np.where(rows[:, None], weights, 0.0) / max(1, int(rows.sum()))


def _lengths(table: Table) -> Iterator[Share]:
    every = np.ones(len(table.nodes), np.bool_)
    chance = float((1 / table.real.sum(axis=1)).mean())
    low, high = (edge * chance for edge in LENGTH_BAND)
    words, of = table.traits["words"], f"of {len(table.nodes)} beats"
    yield Share("L02", "the best option is the longest", _mean(_shared(words, table), every), low, high, of)
    yield Share("L02", "the best option is the shortest", _mean(_shared(-words, table), every), low, high, of)


def _questions(table: Table) -> Iterator[Share]:
    asks = (table.traits["question_marks"] > 0).astype(np.float64)
    asking = asks.sum(axis=1)
    only, both = asking == 1, (asking > 0) & (asking < table.real.sum(axis=1))
    tell, of = "the only question is the best option", f"of {int(only.sum())} beats"
    yield Share("L03", tell, _mean(asks, only), -np.inf, MOST_ONLY_QUESTION, of)
    if both.any():
        with_, without = np.where(both[:, None], asks, 0.0), np.where(both[:, None] & table.real, 1 - asks, 0.0)
        tell = "a question is best more often than another option, or less often"
        weights, of = with_ / with_.sum() - without / without.sum(), f"over {int(both.sum())} beats with both"
        yield Share("L03", tell, weights, -MOST_GAP, MOST_GAP, of, "+.0%")


def _lists(table: Table) -> Iterator[Share]:
    for code, name, words in LISTS:
        uses = (table.traits[name] > 0).astype(np.float64)
        tell, of = f"{words} stand in the best options", f"of {int(uses.sum())} uses"
        yield Share(code, tell, uses / max(1.0, uses.sum()), -np.inf, MOST_IN_BEST, of)


def _standing_out(table: Table) -> Iterator[Share]:
    pleasant, central = table.traits["pleasantness"], table.traits["centrality"]
    for code, tell, values, most in (
        ("L10", "the best option is the one that shares most with the others", central, MOST_CENTRAL),
        ("L11", "the best option is the most pleasant", pleasant, MOST_PLEASANT),
    ):
        ends = np.where(table.real, values, values[:, :1])
        varies = np.ptp(ends, axis=1) > _EDGE
        weights, of = _mean(_shared(values, table), varies), f"of {int(varies.sum())} beats"
        yield Share(code, tell, weights, -np.inf, most, of)


def _forms(table: Table) -> Iterator[Share]:
    for form in Form:
        has = table.each(partial(_has_form, form))
        occurs = np.asarray(has.any(axis=1), np.bool_)
        tell, of = f"the best option is a {form.value}", f"of {int(occurs.sum())} beats that have one"
        yield Share("L18", tell, _mean(has, occurs), *FORM_WINS, of)


def _has_form(form: Form, option: Option) -> float:
    return float(option.form is form)
