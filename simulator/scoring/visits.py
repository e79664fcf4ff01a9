"""Visits to the beats of scenarios as columns, and how people who stood at the same place can be compared.

Few come to a deep beat, and those who do are no chance sample; so everybody is compared only with others who were asked
the same. What is made of it is in `items`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

SAME = 1e-9
_Z = 1.959963984540054  # the normal quantile of 0.975


@dataclass(frozen=True)
class Visits:
    """Scored turns as columns of one length. `person`, `item` and `option` are numbers from 0, an option's within its
    item; `score` is the normalised quality of what was chosen, 0 the worst that was on offer there and 1 the best.
    """

    person: Whole
    item: Whole
    option: Whole
    score: Numbers

    def at(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> "Visits":
        """Some of them, by their places or by a mask."""
        return Visits(self.person[which], self.item[which], self.option[which], self.score[which])


@dataclass(frozen=True, slots=True)
class Discrimination:
    """Pearson's r, -1 to 1, between what people scored here and the rest of their score, over `people` who have both.

    `low` and `high` are its 95 % interval by Fisher's z. All are None where it is undefined, and `why` says why.
    """

    value: float | None
    low: float | None
    high: float | None
    people: int
    why: str = ""


def rest_scores(visits: Visits) -> Numbers:
    """For each visit the rest of that person's score: the mean, over their visits to all other items, of

        score - mean score of all visits to that item

    -1 to 1, and 0 for somebody who does as others did. NaN where they have visited nothing else.
    """
    items, people = _size(visits.item), _size(visits.person)
    deviation = visits.score - _means(visits.item, visits.score, items)[visits.item]
    _, pair = np.unique(visits.person * items + visits.item, return_inverse=True)
    others = np.bincount(visits.person, minlength=people)[visits.person] - np.bincount(pair)[pair]
    total = np.bincount(visits.person, deviation, people)[visits.person]
    here = np.bincount(pair, deviation)[pair]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(others > 0, np.round((total - here) / others, 12), np.nan)


def discrimination(person: Whole, score: Numbers, rest: Numbers) -> Discrimination:
    """How score goes with rest at one item, over people: who came here several times counts once, with their mean."""
    scores, rests = _each_once(person, score, rest)
    people = len(scores)
    if people < 3:
        return _undefined(people, "Too few of those who came here have visited anything else.")
    if np.ptp(scores) < SAME:
        return _undefined(people, "Everybody scored the same here.")
    if np.ptp(rests) < SAME:
        return _undefined(people, "Everybody scored the same on all the rest.")
    r = _pearson(scores, rests)
    return Discrimination(r, *_fisher(r, people), people)


def _each_once(person: Whole, score: Numbers, rest: Numbers) -> tuple[Numbers, Numbers]:
    """The mean score of each person, and their rest, which is the same at all their visits."""
    if not len(person) or np.bincount(person).max() == 1:
        return score, rest
    _, first, who = np.unique(person, return_index=True, return_inverse=True)
    return _means(who, score, len(first)), rest[first]


def _undefined(people: int, why: str) -> Discrimination:
    return Discrimination(None, None, None, people, why)


def _pearson(x: Numbers, y: Numbers) -> float:
    x, y = x - x.mean(), y - y.mean()
    return float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1))


def _fisher(r: float, n: int) -> tuple[float, float]:
    """tanh(artanh r ± z / √(n - 3)); the whole range for three people, the point itself for a perfect r."""
    if n < 4:
        return -1.0, 1.0
    if abs(r) > 1 - SAME:
        return r, r
    middle, half = np.arctanh(r), _Z / np.sqrt(n - 3)
    return float(np.tanh(middle - half)), float(np.tanh(middle + half))


def bands(values: Numbers, *edges: tuple[float, ...]) -> tuple[Numbers, ...]:
    """How much of each value lies in each band of their order (bands × values), the edges as shares 0-1 of them all;
    once for each set of edges.

    Equal values share their places evenly, so that no group depends on the order in which rows were read: a band holds
    exactly its share of the visitors, if need be with a part of somebody.
    """
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    upto = np.cumsum(counts)
    before = upto - counts

    def of(some: tuple[float, ...]) -> Numbers:
        low, high = (np.array(each)[:, None] * len(values) for each in (some[:-1], some[1:]))
        inside = np.minimum(upto, high) - np.maximum(before, low)
        return np.asarray((np.maximum(inside, 0) / counts)[:, place])

    return tuple(of(some) for some in edges)


def _size(numbers: Whole) -> int:
    return int(numbers.max()) + 1 if len(numbers) else 0


def _means(group: Whole, values: Numbers, groups: int) -> Numbers:
    """The mean of each group; 0 for one without members."""
    return np.bincount(group, values, groups) / np.maximum(np.bincount(group, minlength=groups), 1)
