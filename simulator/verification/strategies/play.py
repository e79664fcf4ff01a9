"""What a strategy earns in one scenario: exactly, over all states, without playing a single conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.scoring.values import visits
from simulator.verification.nodes import Node, Numbers
from simulator.verification.strategies.policies import Strategy, policy
from simulator.verification.subject import Subject

_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Played:
    """`value`: expected raw value. `chance_corrected`: 0 as random play, 1 as best play. `node_quality`: mean over the
    beats of the quality chosen, 0 the worst option there and 1 the best. `exits`: chance that the client leaves.
    """

    chance_corrected: float
    node_quality: float
    value: float
    exits: float


@dataclass(frozen=True, slots=True)
class Chance:
    """What a strategy that looks at nothing of use gets in one scenario: means and variances of one such strategy.

    A strategy that takes a random but fixed option at each beat plays as random play does, because no beat comes
    twice; so the variance of its value is that of the outcome of random play.
    """

    nodes: int
    node_quality: float
    node_variance: float
    variance: float


def play(subject: Subject, nodes: Sequence[Node], strategy: Strategy) -> Played:
    chosen = policy(nodes, strategy)
    value = float(subject.values.of(chosen)[0])
    exit_ = subject.product.layers.get(subject.scenario.exit)
    return Played(
        chance_corrected=_corrected(subject, value),
        node_quality=_mean([_quality(node, chosen[node.beat.id]) for node in varied(nodes)]),
        value=value,
        exits=float(visits(subject.product, chosen)[exit_.rows].sum()) if exit_ else 0.0,
    )


def chance(subject: Subject, nodes: Sequence[Node]) -> Chance:
    graded = [_normal(node) for node in varied(nodes)]
    size = _gain(subject) ** 2
    return Chance(
        nodes=len(graded),
        node_quality=_mean([float(each.mean()) for each in graded]),
        node_variance=float(np.sum([each.var() for each in graded])),
        variance=_variance(subject) / size if size > _TIE else 0.0,
    )


def varied(nodes: Sequence[Node]) -> list[Node]:
    """The nodes at which it matters what is chosen."""
    return [node for node in nodes if np.ptp(node.quality) > _TIE]


def _mean(values: Sequence[float]) -> float:
    """The mean, 0 where there is nothing to choose."""
    return sum(values) / max(1, len(values))


def _normal(node: Node) -> Numbers:
    return np.asarray((node.quality - node.quality.min()) / np.ptp(node.quality))


def _quality(node: Node, chances: Numbers) -> float:
    return float((node.visited @ chances) @ _normal(node))


def _gain(subject: Subject) -> float:
    return float(subject.values.best[0] - subject.values.random[0])


def _corrected(subject: Subject, value: float) -> float:
    gain = _gain(subject)
    return (value - float(subject.values.random[0])) / gain if gain > _TIE else 0.0


def _variance(subject: Subject) -> float:
    """Of the value of one conversation played at random, by sweeping its mean square."""
    values, product = subject.values, subject.product
    squares = np.zeros(product.size[0])
    for layer in reversed(product.layers.values()):
        if layer.options:
            costs, onward = values.costs[layer.place], values.random[layer.targets]
            squares[layer.rows] = (squares[layer.targets] - 2 * costs * onward + costs**2).mean(axis=1)
        else:
            squares[layer.rows] = values.ends[layer.place] ** 2
    return float(squares[0] - values.random[0] ** 2)
