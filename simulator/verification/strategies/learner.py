"""The surface learner: what could be learnt from other scenarios by looking at the wording alone.

A ridge regression of quality on all traits, each standardised within its node, fitted on all scenarios but one and
then asked about that one. It never sees where an option stands, nor what the client needs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.verification.nodes import Node, Numbers
from simulator.verification.strategies.policies import Strategy

PENALTY = 10.0
"""Of the ridge: as much as ten more options in which nothing goes with anything."""
_TIE = 1e-9


@dataclass(frozen=True)
class Learner:
    """For each scenario the weights of the traits, learnt from the others; and how well they tell better from worse.

    `auc`: of all pairs of options of one node that differ in quality, the share put in the right order; .5 is chance.
    """

    weights: tuple[Numbers, ...]
    auc: float

    def strategy(self, scenario: int) -> Strategy:
        return lambda node: _standard(node.traits) @ self.weights[scenario]


def learn(bank: Sequence[Sequence[Node]]) -> Learner | None:
    """From the nodes of each scenario; None where there is no other scenario to learn from."""
    if len(bank) < 2:
        return None
    rows = [np.vstack([_standard(node.traits) for node in nodes]) for nodes in bank]
    goals = [np.concatenate([_standard(node.quality[:, None])[:, 0] for node in nodes]) for nodes in bank]
    squares = [x.T @ x for x in rows]
    products = [x.T @ y for x, y in zip(rows, goals, strict=True)]
    ridge = PENALTY * np.eye(rows[0].shape[1])
    weights = tuple(
        np.linalg.solve(sum(squares) - square + ridge, sum(products) - product)
        for square, product in zip(squares, products, strict=True)
    )
    learner = Learner(weights, 0.0)
    orders = [_in_order(node, learner.strategy(i)(node)) for i, nodes in enumerate(bank) for node in nodes]
    return Learner(weights, float(sum(right for right, _ in orders) / max(1, sum(pairs for _, pairs in orders))))


def _standard(values: Numbers) -> Numbers:
    """Columns with mean 0 and deviation 1 within the node; 0 where nothing varies."""
    centred = values - values.mean(axis=0)
    spread = centred.std(axis=0)
    return np.where(spread > _TIE, centred / np.maximum(spread, _TIE), 0.0)


def _in_order(node: Node, scores: Numbers) -> tuple[float, int]:
    """Pairs put in the right order, ties counting half, and all pairs."""
    better = node.quality[:, None] > node.quality[None, :] + _TIE
    ahead = scores[:, None] - scores[None, :]
    right = (ahead > _TIE) + 0.5 * (np.abs(ahead) <= _TIE)
    return float(right[better].sum()), int(better.sum())
