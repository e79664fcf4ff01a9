"""The worth of every state under best, worst and random play, by a key that can be kept and read again.

Worked out in `values`; this is the form in which the review asks for it and the cache keeps it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.engine.dialogue import State
from simulator.model.rubric import Scoring

if TYPE_CHECKING:  # reading a kept solution needs no arrays
    from simulator.engine.product import Product


@dataclass(frozen=True, slots=True)
class Worth:
    """Expected final value from a state under best, worst and random play (utility less turn costs)."""

    best: float
    worst: float
    random: float


@dataclass(frozen=True)
class Solution:
    """The worth of every reachable state, by `State.key()`, and that of the start."""

    start: Worth
    worth: dict[str, Worth]
    states: int
    edges: int

    def of(self, state: State) -> Worth:
        return self.worth[state.key()]


def shortfall(quality: int, best: int) -> float:
    """0-1: how far a choice falls short of the best that could be said here."""
    return (best - quality) / 4


def solve(product: "Product", scoring: Scoring) -> Solution:
    """Solve a whole scenario."""
    from simulator.scoring.values import Values

    values = Values(product, scoring)
    rows = zip(values.best.tolist(), values.worst.tolist(), values.random.tolist(), strict=True)
    worth = {state.key(): Worth(*row) for state, row in zip(product.states(), rows, strict=True)}
    return Solution(worth[product.start.key()], worth, *product.size)
