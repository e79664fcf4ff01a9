"""What turns tell: item analysis of every moment, the wrong turns that cost most, and how long turns took."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from simulator.scoring.items import Item, analyse
from simulator.scoring.visits import Numbers, Visits, Whole
from simulator.services.analysis.analysis import Selection
from simulator.services.analysis.moments import Answer, Moment


@dataclass(frozen=True, slots=True)
class Examined:
    """A moment and what the answers of all say about it."""

    moment: Moment
    title: str
    item: Item


@dataclass(frozen=True, slots=True)
class WrongTurn:
    """A line that cost dear: chosen so that it did `times` of the `visits` to its moment; `loss` is the mean then and
    `lost` the sum, in points of 0-100 of what was attainable.
    """

    moment: Moment
    title: str
    answer: Answer
    times: int
    visits: int
    loss: float
    lost: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds at a moment, or with None for a whole conversation: quartiles of those that are known. `unknown` counts
    those during which a clock went back.
    """

    moment: Moment | None
    title: str
    known: int
    unknown: int
    low: float | None
    median: float | None
    high: float | None


def met(selection: Selection) -> dict[int, int]:
    """How many came to each moment that anybody came to, by its number, in the order of `examined`."""
    visits = np.bincount(selection.turns.moment, minlength=len(selection.analysis.moments))
    moments = selection.analysis.moments
    numbers = sorted(np.flatnonzero(visits).tolist(), key=lambda each: _order(_title(selection, each), moments[each]))
    return {number: int(visits[number]) for number in numbers}


def examined(selection: Selection, only: Collection[int] | None = None) -> tuple[Examined, ...]:
    """Every moment that anybody came to, or of these `only` some, in the order of their scenarios and beats."""
    analysis, turns = selection.analysis, selection.turns
    visits = Visits(analysis.attempts.person[turns.attempt], turns.moment, turns.option, turns.quality)
    options = [len(each.answers) for each in analysis.moments]
    keys = [frozenset(i for i, each in enumerate(m.answers) if each.key) for m in analysis.moments]
    found = [
        Examined(analysis.moments[item.item], _title(selection, item.item), item)
        for item in analyse(visits, options, keys, only)
    ]
    return tuple(sorted(found, key=lambda each: _order(each.title, each.moment)))


def wrong_turns(selection: Selection) -> tuple[WrongTurn, ...]:
    """What cost at least as much as a missed chance, by how much it cost all together, the dearest first."""
    analysis, turns = selection.analysis, selection.turns
    visits = np.bincount(turns.moment, minlength=len(analysis.moments))
    costly = turns.at(turns.loss >= analysis.scale.costly - 1e-9)
    widest = max((len(each.answers) for each in analysis.moments), default=1)
    met, where, times = np.unique(costly.moment * widest + costly.option, return_inverse=True, return_counts=True)
    lost = np.bincount(where, costly.loss, len(met))
    found = [
        _wrong_turn(selection, *divmod(int(key), widest), int(n), int(visits[key // widest]), float(sum_))
        for key, n, sum_ in zip(met, times, lost, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: (-each.lost, _order(each.title, each.moment), each.answer.id)))


def _wrong_turn(selection: Selection, moment: int, option: int, times: int, visits: int, lost: float) -> WrongTurn:
    text = selection.analysis.moments[moment]
    return WrongTurn(text, _title(selection, moment), text.answers[option], times, visits, lost / times, lost)


def times(selection: Selection) -> tuple[Spent, ...]:
    """For each scenario its whole conversations, then its moments in the order of its beats."""
    turns = selection.turns
    found = [
        _spent(selection.analysis.moments[number], _title(selection, number), seconds)
        for number, seconds in _grouped(turns.moment, turns.seconds)
    ]
    found += [
        _spent(None, selection.analysis.scenarios[number].title, seconds)
        for number, seconds in _grouped(*_conversations(selection))
    ]
    return tuple(sorted(found, key=lambda each: (each.title, each.moment is not None, _order("", each.moment))))


def _conversations(selection: Selection) -> tuple[Whole, Whole]:
    """For each scored attempt its scenario and its seconds, -1 where those of one of its turns are not known."""
    rows, turns = selection.analysis.attempts, selection.turns
    size = len(rows.person)
    unknown = np.bincount(turns.attempt[turns.seconds < 0], minlength=size) > 0
    taken = np.bincount(turns.attempt, turns.seconds, size).astype(np.int64)
    here = np.flatnonzero(np.bincount(turns.attempt, minlength=size))
    return rows.scenario[here], np.where(unknown, -1, taken)[here]


def _grouped(keys: Whole, values: Whole) -> Iterator[tuple[int, Whole]]:
    order = np.argsort(keys, kind="stable")
    met, begins = np.unique(keys[order], return_index=True)
    groups = np.split(values[order], begins[1:]) if len(met) else []
    return zip((int(each) for each in met), groups, strict=True)


def _spent(moment: Moment | None, title: str, seconds: Whole) -> Spent:
    known = seconds[seconds >= 0]
    low, median, high = _quartiles(known) if len(known) else (None, None, None)
    return Spent(moment, title, len(known), len(seconds) - len(known), low, median, high)


def _quartiles(values: Whole | Numbers) -> tuple[float, float, float]:
    low, median, high = np.percentile(values, (25, 50, 75)).tolist()
    return low, median, high


def _title(selection: Selection, moment: int) -> str:
    analysis = selection.analysis
    scenario = analysis.moments[moment].scenario
    return next((each.title for each in analysis.scenarios if each.id == scenario), scenario)


def _order(title: str, moment: Moment | None) -> tuple[str, int, str, str]:
    return (title, moment.place, moment.beat, moment.version) if moment else (title, 0, "", "")
