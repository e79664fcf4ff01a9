"""What was read, as arrays of numpy with numbers for names: what every figure of an analysis is worked out from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.scoring.visits import Numbers, Whole
from simulator.services.analysis.moments import Moment, Moments
from simulator.store.cohort_columns import AttemptsRead, Coded, CriteriaRead, ScoresRead, TurnsRead

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class AttemptRows:
    """One entry for each attempt, the earliest first. `person`, `assignment`, `scenario` and `mode` are numbers;
    `day` is the UTC date on which it was begun, `scored` whether it has a score.
    """

    person: Whole
    assignment: Whole
    scenario: Whole
    mode: NDArray[np.str_]
    day: NDArray[np.str_]
    turns: Whole
    reasons: Whole
    finished: Mask
    scored: Mask
    taken_back: Mask
    kept: Numbers


@dataclass(frozen=True)
class CriterionRows:
    """What attempts showed on criteria; `level` is -1 with too little evidence."""

    attempt: Whole
    criterion: Whole
    level: Whole
    m: Numbers
    items: Whole

    def at(self, here: Mask) -> "CriterionRows":
        return CriterionRows(self.attempt[here], self.criterion[here], self.level[here], self.m[here], self.items[here])


@dataclass(frozen=True)
class TurnRows:
    """Scored turns; `moment` and `option` are numbers, an option's within its moment, `seconds` -1 where unknown."""

    attempt: Whole
    moment: Whole
    option: Whole
    quality: Numbers
    loss: Numbers
    seconds: Whole

    def at(self, here: Mask) -> "TurnRows":
        return TurnRows(
            self.attempt[here], self.moment[here], self.option[here], self.quality[here], self.loss[here],
            self.seconds[here],
        )  # fmt: skip


def attempt_rows(
    read: AttemptsRead, scores: ScoresRead, people: Sequence[str], assignments: Sequence[str], scenarios: Sequence[str]
) -> AttemptRows:
    kept = np.full(len(read.id), np.nan)
    kept[whole(scores.attempt)] = np.array(scores.kept, np.float64)
    return AttemptRows(
        person=numbered(read.person, people),
        assignment=numbered(read.assignment, assignments),
        scenario=numbered(read.scenario, scenarios),
        mode=np.array(read.mode, np.str_),
        day=np.array([each[:10] for each in read.begun], ("U", 10)),
        turns=whole(read.turns),
        reasons=whole(read.reasons),
        finished=np.array([each is not None for each in read.ending], np.bool_),
        scored=~np.isnan(kept),
        taken_back=np.array(read.taken_back, np.bool_),
        kept=kept,
    )


def criterion_rows(read: CriteriaRead, criteria: Sequence[str]) -> CriterionRows:
    """What is about a criterion that the rubric no longer has is left out."""
    known = {each: number for number, each in enumerate(criteria)}
    numbers = np.array([known.get(name, -1) for name in read.criterion.names], np.int64)
    criterion = numbers[whole(read.criterion.codes)] if len(numbers) else whole(())
    here = criterion >= 0
    columns = (whole(each)[here] for each in (read.attempt, read.level, read.items))
    attempt, level, items = columns
    return CriterionRows(attempt, criterion[here], level, np.array(read.m, np.float64)[here], items)


def turn_rows(read: TurnsRead, attempts: AttemptsRead, moments: Moments) -> tuple[TurnRows, tuple[Moment, ...]]:
    """Turns, and the moments they were taken at. Each pair of version and beat is looked up once."""
    digests = sorted(set(attempts.digest))
    scenario_of = dict(zip(attempts.digest, attempts.scenario, strict=True))
    attempt, beat, option = (whole(each) for each in (read.attempt, read.beat.codes, read.option.codes))
    met, where = _pairs(numbered(attempts.digest, digests)[attempt], beat, len(read.beat.names))
    chosen = _chosen(where, option, read.option)
    numbers = np.array(
        [
            moments.of(scenario_of[digests[digest]], digests[digest], read.beat.names[beat], chosen.get(place, ()))
            for place, (digest, beat) in enumerate(met)
        ],
        np.int64,
    )
    found = moments.all()
    moment = numbers[where] if len(where) else where
    return (
        TurnRows(
            attempt=attempt,
            moment=moment,
            option=_option_numbers(moment, option, read.option, found),
            quality=np.array(read.quality, np.float64),
            loss=np.array(read.loss, np.float64),
            seconds=whole(read.seconds),
        ),
        found,
    )


def _chosen(where: Whole, option: Whole, names: Coded) -> dict[int, list[str]]:
    """The options that were chosen at each pair."""
    met, _ = _pairs(where, option, len(names.names))
    found: dict[int, list[str]] = {}
    for place, code in met:
        found.setdefault(place, []).append(names.names[code])
    return found


def _option_numbers(moment: Whole, option: Whole, names: Coded, moments: Sequence[Moment]) -> Whole:
    met, where = _pairs(moment, option, len(names.names))
    places = [[answer.id for answer in each.answers] for each in moments]
    numbers = [places[number].index(names.names[code]) for number, code in met]
    return np.array(numbers, np.int64)[where] if met else where


def _pairs(first: Whole, second: Whole, size: int) -> tuple[list[tuple[int, int]], Whole]:
    """The pairs of two columns that there are, and for each row which of them it is."""
    found, where = np.unique(first * max(size, 1) + second, return_inverse=True)
    return [divmod(int(each), max(size, 1)) for each in found], np.asarray(where, np.int64)


def numbered(values: Sequence[str], names: Sequence[str]) -> Whole:
    """The number of each value among the names."""
    number = {name: place for place, name in enumerate(names)}
    return np.array([number[each] for each in values], np.int64)


def whole(values: Any) -> Whole:
    return np.array(values, np.int64)
