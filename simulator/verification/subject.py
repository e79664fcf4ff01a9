"""One scenario under verification: everything the rules ask of it, worked out once, over all that can be played.

Holds no rule. Everything about states is exact, because the product was explored to its end; a rule asks
`Subject.product.complete` first where it claims something of all of them (`verify` sees to it).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from simulator.engine.dialogue import Dialogue
from simulator.engine.layers import Layer, Limits
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.rubric import Rubric
from simulator.model.scenario import Beat, Option, Scenario
from simulator.scoring.evidence import Item, evidence
from simulator.scoring.values import Values, at_random, highest, lowest, visits

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]
LayerValue = Callable[[Layer], float]
_TIE = 1e-9


@dataclass(frozen=True)
class Turn:
    """One turn of a path: the number of the state and the option taken there."""

    state: int
    option: Option


@dataclass(frozen=True)
class Subject:
    """A sound scenario with its product, its values and what follows from them."""

    scenario: Scenario
    rubric: Rubric
    product: Product

    @classmethod
    def of(cls, scenario: Scenario, rubric: Rubric, limits: Limits | None = None) -> "Subject":
        """A scenario, explored."""
        return cls(scenario, rubric, Product(Dialogue(scenario), limits))

    @cached_property
    def values(self) -> Values:
        return Values(self.product, self.rubric.scoring)

    @cached_property
    def beats(self) -> tuple[tuple[Beat, Layer], ...]:
        """Every beat that can be reached, in the order of the file, with its states."""
        reached = self.product.layers
        return tuple((beat, reached[beat.id]) for beat in self.scenario.beats if beat.id in reached)

    @cached_property
    def chances(self) -> Numbers:
        """For every state the chance that random play comes to it."""
        return visits(self.product, at_random(self.product))

    @cached_property
    def node_quality(self) -> dict[str, Numbers]:
        """For each beat the quality of each option, averaged over the states in which random play meets it."""
        return {beat.id: self._mean_quality(layer) for beat, layer in self.beats}

    def _mean_quality(self, layer: Layer) -> Numbers:
        weights = self.chances[layer.rows]
        return np.asarray(weights @ layer.quality / weights.sum())

    def best_at(self, beat: Beat) -> Option:
        """The option of the highest quality at a beat, over the states in which random play meets it."""
        return beat.options[int(np.argmax(self.node_quality[beat.id]))]

    def points(self, value: float) -> float:
        """A difference of values in points of 0-100 of what is attainable at the start."""
        return 100 * value / self.values.span if self.values.span > _TIE else 0.0

    def regret(self, layer: Layer) -> Numbers:
        """What each option loses in each state of a layer, in points."""
        return np.asarray(self.values.regret(layer) * (100 / self.values.span if self.values.span > _TIE else 0.0))

    def is_top(self, layer: Layer) -> Marks:
        """Which options have the highest quality in each state of a layer."""
        return np.asarray(layer.quality == highest(layer.quality)[:, None])

    @cached_property
    def best_path(self) -> tuple[Turn, ...]:
        """Best play from the start: of equal values the higher quality, then what stands first."""
        path: list[Turn] = []
        number = 0
        while (layer := self.product.layer_of(number)).options:
            row = number - layer.first
            q = self.values.of_options(layer)[row]
            equal = np.flatnonzero(q >= q.max() - _TIE)
            column = int(equal[np.argmax(layer.quality[row, equal])])
            path.append(Turn(number, layer.options[column]))
            number = int(layer.targets[row, column])
        return tuple(path)

    @cached_property
    def best_evidence(self) -> tuple[Item, ...]:
        """What best play shows."""
        session = Session.resume(self.product.dialogue, "best", (turn.option.id for turn in self.best_path))
        return evidence(session.steps, self.scenario, self.rubric)

    def witness(self, layer: Layer, row: int, option: Option | None = None) -> tuple[str, ...]:
        """The way to a state of a layer, and the option taken there if one is given."""
        path = self.product.witness(layer.first + row)
        return (*path, option.id) if option else path

    def first_row(self, rows: Marks) -> int | None:
        """The first row that is marked."""
        return int(np.argmax(rows)) if rows.any() else None

    def least(self, layer_value: LayerValue) -> Numbers:
        """For every state the least sum of `layer_value` on the way to an ending other than the exit (inf: none)."""
        return self._along(layer_value, np.inf, lowest)

    def most(self, layer_value: LayerValue) -> Numbers:
        """For every state the greatest such sum (-inf: none)."""
        return self._along(layer_value, -np.inf, highest)

    def way_of_least(self, sums: Numbers) -> tuple[str, ...]:
        """The options of a way from the start that `least` found."""
        return self._way(sums, np.argmin)

    def way_of_most(self, sums: Numbers) -> tuple[str, ...]:
        """The options of a way from the start that `most` found."""
        return self._way(sums, np.argmax)

    def _way(self, sums: Numbers, choose: Callable[[Numbers], np.intp]) -> tuple[str, ...]:
        way: list[str] = []
        number = 0
        while (layer := self.product.layer_of(number)).options:
            onward = layer.targets[number - layer.first]
            column = int(choose(sums[onward]))  # what a layer adds is the same for all its options
            way.append(layer.options[column].id)
            number = int(onward[column])
        return tuple(way)

    def _along(self, layer_value: LayerValue, never: float, choose: Callable[[Numbers], Numbers]) -> Numbers:
        sums = np.zeros(self.product.size[0])
        for layer in reversed(self.product.layers.values()):
            if layer.options:
                sums[layer.rows] = layer_value(layer) + choose(sums[layer.targets])
            elif layer.place == self.scenario.exit:
                sums[layer.rows] = never
        return sums

    def can_come_to(self, good: Mapping[str, Marks], by: Mapping[str, Marks] | None = None) -> Marks:
        """Which states are good themselves or lead to a good one; `by` says which options may be taken."""
        reached = np.zeros(self.product.size[0], np.bool_)
        for layer in reversed(self.product.layers.values()):
            here = good.get(layer.place, np.zeros(layer.size, np.bool_))
            if layer.options:
                onward = reached[layer.targets]
                here = reduce(np.logical_or, (onward & by[layer.place] if by else onward).T, here)
            reached[layer.rows] = here
        return reached
