"""Beats as nodes of a table: what can be seen of each option, beside how good it is.

The ground of the tells and of the gaming report. Of one scenario or of a whole bank. Holds no rule and no statistic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.engine.layers import Layer
from simulator.model.scenario import Beat, Option
from simulator.verification.subject import Subject
from simulator.verification.surface.features import FEATURES, measure
from simulator.verification.surface.overlap import centrality, overlap_with_line

Numbers = NDArray[np.float64]
Ids = NDArray[np.int64]
Marks = NDArray[np.bool_]

TRAITS = (*FEATURES, "overlap", "centrality")
"""What is known of each option: its surface, what it shares with the client's line and with the other options."""


@dataclass(frozen=True)
class Node:
    """One beat that can be reached, in its scenario, with all its states."""

    subject: Subject
    beat: Beat
    layer: Layer

    @property
    def quality(self) -> Numbers:
        return self.subject.node_quality[self.beat.id]

    @cached_property
    def lines(self) -> tuple[list[str], Ids]:
        """The lines the client can say here, and for each state which of them it is."""
        dialogue, product = self.subject.product.dialogue, self.subject.product
        facts = {"mood"} | {each.fact for line in self.beat.lines for case in line.text for each in case.when}
        return product.judged(self.layer, facts, dialogue.line)

    @cached_property
    def overlaps(self) -> Numbers:
        """Lines × options: how far each option repeats each line."""
        return np.array([[overlap_with_line(each.say, line) for each in self.beat.options] for line in self.lines[0]])

    @cached_property
    def visited(self) -> Numbers:
        """For each state here its share of the visits of random play."""
        chances = self.subject.chances[self.layer.rows]
        return np.asarray(chances / chances.sum())

    @cached_property
    def traits(self) -> Numbers:
        """Options × `TRAITS`; the overlap is a mean over the lines, by how often random play hears them."""
        heard = np.bincount(self.lines[1], weights=self.visited, minlength=len(self.lines[0]))
        says = [option.say for option in self.beat.options]
        surface = [[measure(say)[name] for name in FEATURES] for say in says]
        return np.column_stack([surface, heard @ self.overlaps, centrality(says)])


@dataclass(frozen=True)
class Table:
    """Nodes with their options in rows of equal length; `real` marks where there is an option."""

    subjects: tuple[Subject, ...]
    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, subjects: Sequence[Subject]) -> "Table":
        nodes = (Node(subject, beat, layer) for subject in subjects for beat, layer in subject.beats)
        return cls(tuple(subjects), tuple(nodes))

    @cached_property
    def real(self) -> Marks:
        sizes = np.array([len(node.beat.options) for node in self.nodes])
        return np.asarray(np.arange(sizes.max()) < sizes[:, None])

    @cached_property
    def quality(self) -> Numbers:
        return self._spread([node.quality for node in self.nodes])

    @cached_property
    def best(self) -> Ids:
        """The column of the best option of each node."""
        return np.array([int(np.argmax(node.quality)) for node in self.nodes])

    @cached_property
    def traits(self) -> dict[str, Numbers]:
        """Nodes × options for each trait."""
        return {name: self._spread([node.traits[:, i] for node in self.nodes]) for i, name in enumerate(TRAITS)}

    def each(self, ask: Callable[[Option], float]) -> Numbers:
        """Nodes × options of whatever else is asked of every option."""
        return self._spread([np.array([ask(option) for option in node.beat.options]) for node in self.nodes])

    def ranked(self, ask: Callable[[Option], str]) -> Numbers:
        """Nodes × options: the place of each option among those of its node, in the order of what is asked."""
        asked = [[ask(option) for option in node.beat.options] for node in self.nodes]
        return self._spread([np.array([float(sorted(row).index(each)) for each in row]) for row in asked])

    def per_subject(self, values: Numbers) -> Numbers:
        """Sums of one value per node over the nodes of each scenario."""
        owners = {id(subject): i for i, subject in enumerate(self.subjects)}
        where = [owners[id(node.subject)] for node in self.nodes]
        return np.bincount(where, weights=values, minlength=len(self.subjects)).astype(np.float64)

    def _spread(self, rows: Sequence[Numbers]) -> Numbers:
        table = np.zeros(self.real.shape)
        table[self.real] = np.concatenate(rows)
        return table
