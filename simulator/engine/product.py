"""The whole of a scenario: every reachable state of beat × alliance × variables × flags, and every edge.

Finite and acyclic, because the beats are; so it can be listed in an order in which every edge leads forward. Built
on `Dialogue` alone, so it is what can be played and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from simulator.engine.dialogue import Dialogue, State
from simulator.engine.graph import forward_order
from simulator.model.scenario import Option


class Edge(NamedTuple):
    """One option in one state: its quality there, and the state it leads to."""

    option: Option
    quality: int
    to: State


class Product:
    """Every reachable state with its edges. `edges[state]` is empty for endings."""

    def __init__(self, dialogue: Dialogue) -> None:
        self.dialogue = dialogue
        self.start = dialogue.start()
        self.edges: dict[State, tuple[Edge, ...]] = dict(self._explore())

    def _explore(self) -> Iterator[tuple[State, tuple[Edge, ...]]]:
        """States in an order in which every edge leads forward."""
        waiting: dict[str, dict[State, None]] = defaultdict(dict)
        waiting[self.start.at][self.start] = None
        for place in forward_order(self.dialogue.scenario):
            for state in waiting.pop(place, ()):
                edges = tuple(self._edges(state))
                for edge in edges:
                    waiting[edge.to.at][edge.to] = None
                yield state, edges

    def _edges(self, state: State) -> Iterator[Edge]:
        dialogue = self.dialogue
        beat = dialogue.scenario.beat_by_id.get(state.at)
        for option in beat.options if beat else ():
            yield Edge(option, dialogue.quality(state, option), dialogue.step(state, option))

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many states and edges there are."""
        return len(self.edges), sum(map(len, self.edges.values()))
