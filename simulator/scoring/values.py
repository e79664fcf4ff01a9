"""What every state is worth, as arrays over a whole product: exact, by one sweep over its layers.

Q(s, o) = -turn_weight * shortfall + V(next); a shortfall is never positive for the player, so longer paths cannot
farm points. A policy is a table of chances per layer (rows × options); each sweep takes any policy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.layers import Layer
from simulator.engine.product import Product
from simulator.model.rubric import Scoring

Numbers = NDArray[np.float64]
Policy = Mapping[str, Numbers]
"""For each place the chance of each option in each state (rows × options, rows sum to 1)."""


@dataclass(frozen=True)
class Values:
    """Final value from every state (by its number) under best, worst and random play: utility less turn costs.

    Needs a product that was explored to its end.
    """

    product: Product
    scoring: Scoring

    @cached_property
    def best(self) -> Numbers:
        return self._sweep(lambda _, q: highest(q))

    @cached_property
    def worst(self) -> Numbers:
        return self._sweep(lambda _, q: lowest(q))

    @cached_property
    def random(self) -> Numbers:
        return self._sweep(lambda _, q: q @ np.full(q.shape[1], 1 / q.shape[1]))

    def of(self, policy: Policy) -> Numbers:
        """The expected value of every state when options are taken with these chances."""
        return self._sweep(lambda layer, q: np.einsum("so,so->s", q, policy[layer.place]))

    def of_options(self, layer: Layer) -> Numbers:
        """Q of every option in every state of a layer, with best play from then on."""
        return self.best[layer.targets] - self._cost(layer)

    def regret(self, layer: Layer) -> Numbers:
        """What each option loses in each state, never negative."""
        q = self.of_options(layer)
        return highest(q)[:, None] - q

    @cached_property
    def costs(self) -> dict[str, Numbers]:
        """For each layer the turn cost of each option in each state."""
        return {layer.place: self._cost(layer) for layer in self.product.layers.values()}

    def _cost(self, layer: Layer) -> Numbers:
        return self.scoring.turn_weight * shortfall(layer)

    @cached_property
    def ends(self) -> dict[str, Numbers]:
        """For each ending reached the utility of each of its states."""
        return {layer.place: self._utility(layer) for layer in self.product.layers.values() if not layer.options}

    @property
    def span(self) -> float:
        """Best less worst at the start."""
        return float(self.best[0] - self.worst[0])

    def _utility(self, layer: Layer) -> Numbers:
        dialogue, cap = self.product.dialogue, self.scoring.gate_utility
        cases = dialogue.scenario.ending_by_id[layer.place].utility
        named = {condition.fact for case in cases for condition in case.when}
        open_, which = self.product.judged(layer, named, lambda state: dialogue.utility(state._replace(gated=False), 1))
        found = np.array(open_, np.float64)[which]
        gated = np.array([story.gated for story in self.product.stories], np.bool_)[layer.stories]
        return np.where(gated, np.minimum(found, cap), found)

    def _sweep(self, choose: Callable[[Layer, Numbers], Numbers]) -> Numbers:
        values = np.zeros(self.product.size[0])
        for layer in reversed(self.product.layers.values()):
            if layer.options:
                values[layer.rows] = choose(layer, values[layer.targets] - self._cost(layer))
            else:
                values[layer.rows] = self.ends[layer.place]
        return values


def shortfall(layer: Layer) -> Numbers:
    """0-1: how far each option falls short of the best that could be said in each state."""
    if not layer.options:
        return np.zeros((layer.size, 0))
    return np.asarray((highest(layer.quality)[:, None] - layer.quality) / 4)


def highest(of_options: NDArray[Any]) -> NDArray[Any]:
    """The highest of each row; column by column, because there are many rows and few options."""
    return reduce(np.maximum, of_options.T)


def lowest(of_options: NDArray[Any]) -> NDArray[Any]:
    """The lowest of each row."""
    return reduce(np.minimum, of_options.T)


def visits(product: Product, policy: Policy) -> Numbers:
    """For every state the chance that a conversation comes to it."""
    chance = np.zeros(product.size[0])
    chance[0] = 1.0
    for layer in product.layers.values():
        if layer.options:
            flow = chance[layer.rows, None] * policy[layer.place]
            np.add.at(chance, layer.targets, flow)
    return chance


def at_random(product: Product) -> Policy:
    """Every option as likely as any other."""
    return {
        layer.place: np.broadcast_to(1 / len(layer.options), layer.targets.shape)
        for layer in product.layers.values()
        if layer.options
    }
