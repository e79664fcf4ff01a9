"""The strategies by name: what each looks at in a moment of the conversation. What they earn is in `play`."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from simulator.scoring.values import Policy
from simulator.verification.nodes import TRAITS, Node, Numbers

Strategy = Callable[[Node], Numbers]
"""A score for each option, by itself or in each state (states × options); the highest is chosen, equals share."""


def policy(nodes: Sequence[Node], strategy: Strategy) -> Policy:
    """The chance of each option in each state under a strategy."""
    return {node.beat.id: _chances(strategy(node), node) for node in nodes}


def _chances(scores: Numbers, node: Node) -> Numbers:
    highest = scores >= scores.max(axis=-1, keepdims=True) - 1e-9
    return np.broadcast_to(highest / highest.sum(axis=-1, keepdims=True), node.layer.targets.shape)


def _trait(*names: str, least: bool = False) -> Strategy:
    """Whatever has most of some traits together, or least."""
    columns = [TRAITS.index(name) for name in names]
    return lambda node: node.traits[:, columns].sum(axis=1) * (-1 if least else 1)


def _random(node: Node) -> Numbers:
    return np.zeros(len(node.beat.options))


def _places(node: Node) -> Numbers:
    return np.arange(len(node.beat.options), dtype=np.float64)


def _middle(node: Node) -> Numbers:
    return -np.abs(_places(node) - (len(node.beat.options) - 1) / 2)


def _no_question(node: Node) -> Numbers:
    return -np.minimum(node.traits[:, TRAITS.index("question_marks")], 1)


def _parrot(node: Node) -> Numbers:
    """Looks at the line the client has just said, not at the mean over lines."""
    return node.overlaps[node.lines[1]]


def _expert(node: Node) -> Numbers:
    return node.layer.quality.astype(np.float64)


def _oracle(node: Node) -> Numbers:
    return node.subject.values.of_options(node.layer)


STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        "random": _random,
        "first": lambda node: -_places(node),
        "last": _places,
        "middle": _middle,
        "longest": _trait("words"),
        "shortest": _trait("words", least=True),
        "most-question-marks": _trait("question_marks"),
        "never-a-question": _no_question,
        "most-hedged": _trait("hedges"),
        "most-empathic": _trait("empathic"),
        "most-apologetic": _trait("apology"),
        "most-autonomy": _trait("autonomy"),
        "most-referral": _trait("referral", "supervision"),
        "parrot": _parrot,
        "most-central": _trait("centrality"),
        "most-pleasant": _trait("pleasantness"),
        "most-formal": _trait("formality"),
        "hardest-grade": _trait("grade"),
        "agree-with-client": _trait("agreement"),
    }
)
"""Every strategy that must not pay; the surface learner joins them where there is more than one scenario."""

REFERENCES: Mapping[str, Strategy] = MappingProxyType({"expert": _expert, "oracle": _oracle})
"""What must pay: the best-keyed option in every state, and best play."""
