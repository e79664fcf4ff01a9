"""Item analysis: what the answers of many people say about each moment of a scenario, and nothing about any of them.

An item is a beat; a visit is one scored turn at it. Correlation and groups are within the visitors of a beat, and the
rest of their score is made of how each other turn of theirs stood to the mean of all who were asked the same (see
`visits`). Where everybody visits everything this is the usual corrected item-total correlation.

Source: content specification, section 2.5, "Item analysis" (bounds: its R33, Ebel and Frisbie; 5 %: its R32, BMC
Medical Education 2024, 24:445). Upper and lower 27 %: T. L. Kelley, Journal of Educational Psychology 30 (1939), 17-24.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.scoring.visits import SAME, Discrimination, Numbers, Visits, bands, discrimination, rest_scores

ENOUGH = 30
"""From how many visits on anything is said; below, chance would be speaking."""
AIM = (0.40, 0.80)
GOOD, REVISE = 0.30, 0.20
TEMPTS = 0.05
TAIL = 0.27
TAILS = (0.0, TAIL, 1 - TAIL, 1.0)
QUINTILES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class OptionUse:
    """How one option was used. `share` 0-1 of all visits; of those who chose it (None where nobody did) `quality` 0-1
    is the mean score, `best` 0-1 for how many nothing better was on offer. `lower`, `upper`: how many of the lower and
    the upper 27 % chose it where it was not the best. `works` as a distractor: None for a key, and where it cannot be
    told. `trace`: its share in each fifth of the visitors by the rest of their score, the weakest first; empty where
    there is no such order.
    """

    chosen: int
    share: float
    quality: float | None
    best: float | None
    key: bool
    lower: float | None
    upper: float | None
    works: bool | None
    trace: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at: `kind` easy, hard, good, revise, weak, key or idle (a distractor), and the same in words.

    `option` is the number of the option it is about.
    """

    kind: str
    words: str
    option: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One beat. `difficulty` 0-1 is the mean score of its visits: high means easy. Figures of fewer than `ENOUGH`
    visits are there to be added up, not to be shown; `flags` are empty then.
    """

    item: int
    visits: int
    difficulty: float
    discrimination: Discrimination
    options: tuple[OptionUse, ...]

    @property
    def enough(self) -> bool:
        return self.visits >= ENOUGH

    @property
    def flags(self) -> tuple[Flag, ...]:
        return (*_difficulty(self), *_discrimination(self), *_distractors(self)) if self.enough else ()


def analyse(
    visits: Visits, options: Sequence[int], keys: Sequence[frozenset[int]], only: Collection[int] | None = None
) -> tuple[Item, ...]:
    """Every item that was visited, or of these `only` some, in the order of their numbers.

    `options`: how many each item has; `keys`: which of them its author meant to be best, asked for those nobody chose.
    """
    rest = rest_scores(visits)
    order = np.argsort(visits.item, kind="stable")
    found, begins = np.unique(visits.item[order], return_index=True)
    groups = np.split(order, begins[1:]) if len(order) else []
    return tuple(
        _item(int(number), visits.at(group), rest[group], options[number], keys[number])
        for number, group in zip(found, groups, strict=True)
        if only is None or int(number) in only
    )


def _item(number: int, visits: Visits, rest: Numbers, options: int, keys: frozenset[int]) -> Item:
    known = ~np.isnan(rest)
    return Item(
        item=number,
        visits=len(rest),
        difficulty=float(visits.score.mean()),
        discrimination=discrimination(visits.person[known], visits.score[known], rest[known]),
        options=tuple(_uses(visits, rest, options, keys)),
    )


def _uses(visits: Visits, rest: Numbers, options: int, keys: frozenset[int]) -> Iterator[OptionUse]:
    top = visits.score >= 1 - SAME
    chosen, best, wrongly = (
        np.bincount(visits.option[which], minlength=options) for which in (np.full(len(top), True), top, ~top)
    )
    quality = np.bincount(visits.option, visits.score, options)
    known = ~np.isnan(rest)
    tails = fifths = None
    if known.any() and np.ptp(rest[known]) >= SAME:
        chose = np.zeros((int(known.sum()), options))
        chose[np.arange(len(chose)), visits.option[known]] = 1.0
        at_the_ends, in_fifths = bands(rest[known], TAILS, QUINTILES)
        tails = _shares(at_the_ends, chose * ~top[known, None])
        fifths = _shares(in_fifths, chose)
    for option in range(options):
        taken = int(chosen[option])
        key = bool(best[option] == taken) if taken else option in keys
        lower, upper = (None, None) if tails is None else (float(tails[0, option]), float(tails[2, option]))
        tempts = wrongly[option] >= TEMPTS * len(top)
        yield OptionUse(
            chosen=taken,
            share=taken / len(top),
            quality=float(quality[option] / taken) if taken else None,
            best=float(best[option] / taken) if taken else None,
            key=key,
            lower=lower,
            upper=upper,
            works=None if key or lower is None or upper is None else bool(tempts and lower > upper + SAME),
            trace=() if fifths is None else tuple(fifths[:, option].tolist()),
        )


def _shares(weights: Numbers, chose: Numbers) -> Numbers:
    """In each band (rows) the share of its visitors who chose each option (columns)."""
    return np.asarray(weights @ chose / weights.sum(axis=1, keepdims=True))


def _difficulty(item: Item) -> Iterator[Flag]:
    value, (low, high) = round(item.difficulty, 2), AIM
    if value > high:
        yield Flag("easy", f"Too easy: a mean of {value:.2f}, where {low:.1f} to {high:.1f} tells most.")
    elif value < low:
        yield Flag("hard", f"Too hard: a mean of {value:.2f}, where {low:.1f} to {high:.1f} tells most.")


def _discrimination(item: Item) -> Iterator[Flag]:
    found = item.discrimination
    if found.value is None or found.people < ENOUGH:
        return
    value = round(found.value, 2)
    if value >= GOOD:
        yield Flag("good", "Tells stronger from weaker well.")
    elif value >= REVISE:
        yield Flag("revise", "Tells stronger from weaker a little: revise it.")
    elif value >= 0:
        yield Flag("weak", "Hardly tells stronger from weaker: rewrite it.")
    else:
        yield Flag("key", "The stronger do worse here than the weaker: check the key.")


def _distractors(item: Item) -> Iterator[Flag]:
    for number, each in enumerate(item.options):
        if each.works is False:
            few = each.share < TEMPTS
            words = "hardly anybody chooses it" if few else "it does not draw the weaker more than the stronger"
            yield Flag("idle", f"Does not work as a distractor: {words}.", number)
