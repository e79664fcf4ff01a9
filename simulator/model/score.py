"""What the machine found in one finished attempt, kept as a record that is never written over.

A later scoring, under another rubric or another version of the parameters, is a further record with the next number.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """`level` 0-4, None with too little evidence; `m` 0-1 is the mean it rests on, of `items` pieces of evidence."""

    criterion: str
    level: int | None
    m: float
    items: int


@dataclass(frozen=True, slots=True)
class ScoredTurn:
    """`quality` 0-1 of the option chosen, in the state it was chosen in; `loss` in points of 0-100.

    `seconds` since the turn before (or since the attempt began); None where the clock went backwards.
    """

    turn: int
    beat: str
    option: str
    quality: float
    loss: float
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """`number` counts the scorings of the attempt from 1. `rubric` is the digest of the rubric it was scored with,
    `engine` the version of the product. `kept` is 0-100, `chance_corrected` 0 for random play and 1 for the best;
    `result` how good the ending is. `document` is encoded JSON: criteria with evidence, outcome, review.
    """

    attempt: str
    number: int
    made: str
    rubric: str
    engine: str
    kept: float
    chance_corrected: float
    result: str
    criteria: tuple[ScoredCriterion, ...]
    turns: tuple[ScoredTurn, ...]
    document: str
