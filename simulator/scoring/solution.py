"""What every state of a scenario is worth under best, worst and random play: exact, by backward induction.

Q(s, o) = -turn_weight * shortfall + V(next); a shortfall is never positive for the player, so longer paths cannot
farm points. Solved once per content version; the table can be kept and read again by state key.
"""

from dataclasses import dataclass

from simulator.engine.dialogue import State
from simulator.engine.product import Edge, Product
from simulator.model.rubric import Scoring


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


def solve(product: Product, scoring: Scoring) -> Solution:
    """Solve a whole scenario."""
    worth: dict[State, Worth] = {}
    for state, edges in reversed(product.edges.items()):
        worth[state] = _value(edges, worth, scoring.turn_weight) if edges else _end(product, state, scoring)
    states, count = product.size
    return Solution(worth[product.start], {state.key(): each for state, each in worth.items()}, states, count)


def _end(product: Product, state: State, scoring: Scoring) -> Worth:
    utility = product.dialogue.utility(state, scoring.gate_utility)
    return Worth(utility, utility, utility)


def _value(edges: tuple[Edge, ...], worth: dict[State, Worth], weight: float) -> Worth:
    top = max(edge.quality for edge in edges)
    costs = [weight * shortfall(edge.quality, top) for edge in edges]
    nexts = [worth[edge.to] for edge in edges]
    return Worth(
        max(after.best - cost for after, cost in zip(nexts, costs, strict=True)),
        min(after.worst - cost for after, cost in zip(nexts, costs, strict=True)),
        sum(after.random - cost for after, cost in zip(nexts, costs, strict=True)) / len(edges),
    )
