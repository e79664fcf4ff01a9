"""The whole of a scenario: every reachable state of beat × alliance × variables × flags, and every edge.

Finite and acyclic, because the beats are; so it is listed beat by beat in an order in which every edge leads forward.
Built on `Dialogue` alone, so it is what can be played and nothing else. A state falls into two halves that do not move
each other, `Bond` and `Story`; the machines are asked once for each half and each distinct move, and whole beats are
then worked through as arrays. Nothing is judged here.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.engine.dialogue import Bond, Dialogue, State, Story
from simulator.engine.graph import forward_order
from simulator.engine.layers import HALF, Arrival, Ids, Layer, Limits, Numbering, Numbers, Remembered
from simulator.model.alliance import Mode
from simulator.model.scenario import Beat, Option

T = TypeVar("T")


class Edge(NamedTuple):
    """One option in one state: its quality there, and the state it leads to."""

    option: Option
    quality: int
    to: State


@dataclass
class _Parents:
    """For every state one edge that leads to it, the first found: the number of the state and of the option there."""

    state: list[Numbers] = field(default_factory=list)
    column: list[NDArray[np.int8]] = field(default_factory=list)


class Product:
    """Every reachable state with its edges, layer by layer in forward order.

    `stopped` says why exploring did not come to its end; None when it did and everything here is everything there is.
    """

    def __init__(self, dialogue: Dialogue, limits: Limits | None = None) -> None:
        self.dialogue = dialogue
        self.limits = limits or Limits()
        self.start = dialogue.start()
        self.stopped: str | None = None
        self.layers: dict[str, Layer] = {}
        self._bonds, self._stories = Numbering(), Numbering()
        self._moves: dict[Hashable, Remembered] = {}
        self._classes: dict[Hashable, Remembered] = {}
        self._arriving: dict[str, list[Arrival]] = {}
        self._parents = _Parents()
        self._explore()

    @property
    def complete(self) -> bool:
        return self.stopped is None

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many states there are, and how many edges between them."""
        layers = self.layers.values()
        return sum(each.size for each in layers), sum(int(np.count_nonzero(each.targets >= 0)) for each in layers)

    @property
    def bonds(self) -> list[Bond]:
        """All bonds by their numbers."""
        return self._bonds.values

    @property
    def stories(self) -> list[Story]:
        """All stories by their numbers."""
        return self._stories.values

    # Exploring.

    def _explore(self) -> None:
        until, found = monotonic() + self.limits.seconds, 0
        start = np.array([self._code(self.start.bond, self.start.story)], np.int64)
        nowhere = Layer("", 0, start[:0], (), np.zeros((0, 0), np.int32), np.zeros((0, 0), np.int8))
        self._arriving[self.start.at] = [Arrival(start, nowhere, -1, start[:0])]
        for place in forward_order(self.dialogue.scenario):
            if place not in self._arriving or self.stopped:
                continue
            layer = self._settle(place, found)
            found += layer.size
            self.layers[place] = layer
            self.stopped = self._over(found, until, more=bool(layer.options or self._arriving))
            if not self.stopped:
                self._leave(layer)

    def _over(self, found: int, until: float, *, more: bool) -> str | None:
        """Which limit has been passed, if any. Time is no matter where no `more` is to be explored."""
        if found > self.limits.states:
            return f"there are more than {self.limits.states:,} states"
        return f"it took longer than {self.limits.seconds:g} seconds" if more and monotonic() > until else None

    def _code(self, bond: Bond, story: Story) -> int:
        return self._bonds(bond) << HALF | self._stories(story)

    def _settle(self, place: str, first: int) -> Layer:
        """The layer of everything that arrives at a place; whoever arrived is told where."""
        arrivals = self._arriving.pop(place)
        codes, one_way, rows = np.unique(
            np.concatenate([each.codes for each in arrivals]), return_index=True, return_inverse=True
        )
        done = 0
        for each in arrivals:
            if each.column >= 0:
                each.layer.targets[each.rows, each.column] = first + rows[done : done + len(each.codes)]
            done += len(each.codes)
        self._parents.state.append(np.concatenate([each.numbers() for each in arrivals])[one_way])
        self._parents.column.append(np.concatenate([each.columns() for each in arrivals])[one_way])
        beat = self.dialogue.scenario.beat_by_id.get(place)
        options = beat.options if beat else ()
        shape = (len(codes), len(options))
        return Layer(place, first, codes, options, np.full(shape, -1, np.int32), np.zeros(shape, np.int8))

    def _leave(self, layer: Layer) -> None:
        """Every option in every state of a layer: its quality, and what it leads to."""
        beat = self.dialogue.scenario.beat_by_id.get(layer.place)
        for column, option in enumerate(layer.options):
            assert beat is not None  # noqa: S101 - endings have no options
            layer.quality[:, column] = self._quality(layer, option)
            bonds, stories = self._after(beat, option, layer)
            for place, rows in self._routes(beat, option, bonds, stories):
                for there, arrived in self._entered(place, bonds[rows]):
                    codes = arrived[0] << HALF | stories[rows][arrived[1]]
                    self._arriving.setdefault(there, []).append(Arrival(codes, layer, column, rows[arrived[1]]))

    def _quality(self, layer: Layer, option: Option) -> NDArray[Any]:
        if len(option.quality) == 1:
            return np.full(layer.size, option.quality[0].value, np.int8)
        named = {condition.fact for case in option.quality for condition in case.when}
        values, which = self.judged(layer, named, lambda state: self.dialogue.quality(state, option))
        return np.array(values, np.int8)[which]

    def _after(self, beat: Beat, option: Option, layer: Layer) -> tuple[Ids, Ids]:
        return self._bond_move(beat, option)(layer.bonds), self._story_move(option)(layer.stories)

    def _bond_move(self, beat: Beat, option: Option) -> Remembered:
        def ask(bond: int) -> int:
            return self._bonds(self.dialogue.bond_after(beat, self.bonds[bond], option))

        return self._moves.setdefault((option.impact, beat.facet), Remembered(ask))

    def _story_move(self, option: Option) -> Remembered:
        def ask(story: int) -> int:
            return self._stories(self.dialogue.story_after(self.stories[story], option))

        return self._moves.setdefault((option.sets, option.changes, option.gate is not None), Remembered(ask))

    def _routes(self, beat: Beat, option: Option, bonds: Ids, stories: Ids) -> Iterator[tuple[str, Ids]]:
        """Where an option leads from the states after it, and which rows it leads there."""
        named = {"mode", *(condition.fact for case in option.then for condition in case.when)}

        places, which = self._asked(beat.id, named, bonds, stories, lambda after: self.dialogue.route(after, option))
        for number, place in enumerate(places):
            yield place, np.flatnonzero(which == number)

    def _entered(self, place: str, bonds: Ids) -> Iterator[tuple[str, tuple[Ids, Ids]]]:
        """The places where those who arrive at `place` find themselves: their bonds there, and which of them."""
        beat = self.dialogue.scenario.beat_by_id.get(place)
        if beat is None or beat.on_enter is None:
            yield place, (bonds, np.arange(len(bonds)))
            return

        def ask(bond: int) -> int:
            return self._bonds(self.dialogue.enter(place, self.bonds[bond])[1])

        after = self._moves.setdefault((beat.on_enter, beat.facet, "enter"), Remembered(ask))(bonds)
        left = self._are(after, lambda bond: bond.alliance.mode is Mode.EXIT)
        for there, rows in ((place, np.flatnonzero(~left)), (self.dialogue.scenario.exit, np.flatnonzero(left))):
            if len(rows):
                yield there, (after[rows], rows)

    # Asking about states.

    def judged(self, layer: Layer, facts: Collection[str], ask: Callable[[State], T]) -> tuple[list[T], Ids]:
        """`ask` of every state of a layer: the distinct answers, and for each row which of them it got.

        Asked once for each combination of the named `facts`; the answer may depend on nothing else.
        """
        return self._asked(layer.place, facts, layer.bonds, layer.stories, ask)

    def judged_after(
        self, layer: Layer, option: Option, facts: Collection[str], ask: Callable[[State], T]
    ) -> tuple[list[T], Ids]:
        """The same of the states once the option's own effects are done, still at the same beat."""
        bonds, stories = self._after(self.dialogue.scenario.beat_by_id[layer.place], option, layer)
        return self._asked(layer.place, facts, bonds, stories, ask)

    def _asked(
        self, place: str, facts: Collection[str], bonds: Ids, stories: Ids, ask: Callable[[State], T]
    ) -> tuple[list[T], Ids]:
        variables = {name for name, _ in self.dialogue.scenario.variables}
        told = {fact for fact in facts if fact.startswith("flag.") or fact in variables}
        combined = self._class(set(facts) - told, bonds) << HALF | self._class(told, stories, of_story=True)
        _, examples, which = np.unique(combined, return_index=True, return_inverse=True)
        answers = [ask(self._state(place, int(bonds[each]), int(stories[each]))) for each in examples]
        distinct = list(dict.fromkeys(answers))
        return distinct, np.array([distinct.index(each) for each in answers], np.int64)[which]

    def _state(self, place: str, bond: int, story: int) -> State:
        return State.of(place, self.bonds[bond], self.stories[story])

    def _class(self, facts: set[str], ids: Ids, *, of_story: bool = False) -> Ids:
        """Numbers that are equal where all these facts are."""
        if not facts:
            return np.zeros(len(ids), np.int64)
        key = (frozenset(facts), of_story)
        if key not in self._classes:
            numbering = Numbering()

            def ask(each: int) -> int:
                bond = self.start.bond if of_story else self.bonds[each]
                story = self.stories[each] if of_story else self.start.story
                told = self.dialogue.facts(State.of(self.start.at, bond, story))
                return numbering(tuple(told(fact) for fact in sorted(facts)))

            self._classes[key] = Remembered(ask)
        return self._classes[key](ids)

    def of_bonds(self, layer: Layer, ask: Callable[[Bond], bool]) -> NDArray[np.bool_]:
        """Which rows of a layer have a bond of this kind."""
        return self._are(layer.bonds, ask)

    def _are(self, bonds: Ids, ask: Callable[[Bond], bool]) -> NDArray[np.bool_]:
        distinct, which = np.unique(bonds, return_inverse=True)
        return np.array([ask(self.bonds[each]) for each in distinct.tolist()], np.bool_)[which]

    # Single states.

    def layer_of(self, number: int) -> Layer:
        """The layer in which a state stands, by its number."""
        firsts, layers = self._by_number
        return layers[bisect_right(firsts, number) - 1]

    @cached_property
    def _by_number(self) -> tuple[list[int], list[Layer]]:
        layers = list(self.layers.values())
        return [each.first for each in layers], layers

    def state(self, number: int) -> State:
        """The state with this number."""
        layer = self.layer_of(number)
        code = int(layer.codes[number - layer.first])
        return self._state(layer.place, code >> HALF, code & ((1 << HALF) - 1))

    def number(self, state: State) -> int:
        """The number of a reachable state. Raises `KeyError` for any other."""
        layer = self.layers[state.at]
        code = self._bonds.find(state.bond) << HALF | self._stories.find(state.story)
        row = int(np.searchsorted(layer.codes, code))
        if row >= layer.size or layer.codes[row] != code:
            raise KeyError(state)
        return layer.first + row

    def states(self) -> Iterator[State]:
        """Every state, in the order of the numbers."""
        for layer in self.layers.values():
            for code in layer.codes.tolist():
                yield self._state(layer.place, code >> HALF, code & ((1 << HALF) - 1))

    def witness(self, number: int) -> tuple[str, ...]:
        """Option ids that, played from the start, come to the state with this number."""
        parents, columns = self._parent_arrays
        path: list[str] = []
        while parents[number] >= 0:
            column, number = int(columns[number]), int(parents[number])
            path.append(self.layer_of(number).options[column].id)
        return tuple(reversed(path))

    @cached_property
    def _parent_arrays(self) -> tuple[Numbers, NDArray[np.int8]]:
        return np.concatenate(self._parents.state), np.concatenate(self._parents.column)

    @cached_property
    def edges(self) -> dict[State, tuple[Edge, ...]]:
        """Every state with its edges as values; for looking closely, not for speed.

        Where exploring stopped before its end, an edge to a state that was not visited is left out.
        """
        states = list(self.states())
        return {
            states[layer.first + row]: tuple(
                Edge(option, int(layer.quality[row, column]), states[int(layer.targets[row, column])])
                for column, option in enumerate(layer.options)
                if layer.targets[row, column] >= 0
            )
            for layer in self.layers.values()
            for row in range(layer.size)
        }
