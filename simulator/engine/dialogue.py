"""How a conversation moves from beat to beat: one `transitions` machine per scenario, and the state it runs on.

On a choice things happen in this order: flags and client variables, the alliance event, where to go (decided on the
new state), then the next beat's `on_enter`. A client who has left goes to the exit ending whatever the author wrote.
Exhaustive work calls the same functions; what the machine decided once for the same facts is remembered.
"""

from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

from transitions import Machine

from simulator.engine.alliance import mood_of, react
from simulator.engine.graph import turns_ahead
from simulator.model.alliance import Alliance, Event, Ingredient, Mode, Mood
from simulator.model.attempt import Snapshot
from simulator.model.scenario import VARIABLES, Beat, Case, Condition, Ending, Fact, Impact, Option, Scenario, T

Facts = Callable[[str], Fact]


class Bond(NamedTuple):
    """The half of a state that events move. `overdone`: the option just chosen carried OVERDO."""

    alliance: Alliance
    overdone: bool = False


class Story(NamedTuple):
    """The half of a state that options write: client variables, flags, and whether a gate has been crossed."""

    variables: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    gated: bool = False


class State(NamedTuple):
    """One point of beat × alliance × variables × flags. `at` is a beat or an ending.

    `overdone`: the option just chosen carried OVERDO. `gated`: an ethical gate has been crossed on the way. A named
    tuple for the same reason as `Alliance`: hashed and made by the hundred thousand.
    """

    at: str
    alliance: Alliance
    variables: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    overdone: bool = False
    gated: bool = False

    @classmethod
    def of(cls, at: str, bond: Bond, story: Story) -> "State":
        return cls(at, bond.alliance, story.variables, story.flags, bond.overdone, story.gated)

    @property
    def bond(self) -> Bond:
        return Bond(self.alliance, self.overdone)

    @property
    def story(self) -> Story:
        return Story(self.variables, self.flags, self.gated)

    def key(self) -> str:
        """A short text that names the state within its scenario, the same on every machine."""
        mode, trust, ingredients, strikes, facet, breach, watch = self.alliance
        strain = f"{mode}|{trust}|{'+'.join(ingredients)}|{strikes}|{facet or ''}|{breach or ''}|{int(watch)}"
        values = ",".join(map(str, self.variables))
        return f"{self.at}|{strain}|{values}|{','.join(self.flags)}|{int(self.overdone)}|{int(self.gated)}"


class _Place:
    """The dialogue machine's model: where the conversation stands. Compares by identity (see `transitions`)."""

    state: str
    trigger: Callable[..., bool]


class Dialogue:
    """A scenario ready to be played: the start, what is shown in a state, and what follows from a choice."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._names = tuple(name for name, _ in scenario.variables)
        self._place = _Place()
        self._one_at_a_time = Lock()
        self._routes: dict[tuple[object, ...], str] = {}
        self._route_facts = {
            (beat.id, option.id): tuple(dict.fromkeys(c.fact for case in option.then for c in case.when))
            for beat in scenario.beats
            for option in beat.options
        }

    @cached_property
    def machine(self) -> Machine:
        """Beats and endings as states, one trigger per option; also what graphs are drawn from."""
        scenario = self.scenario
        return Machine(
            model=self._place,
            states=[*scenario.beat_by_id, *scenario.ending_by_id],
            transitions=[
                rule for beat in scenario.beats for option in beat.options for rule in self._rules(beat, option)
            ],
            initial=scenario.start.beat,
            auto_transitions=False,
        )

    @cached_property
    def ahead(self) -> dict[str, tuple[int, int]]:
        """For each beat the fewest and the most turns left, its own counted."""
        return turns_ahead(self.scenario)

    def _rules(self, beat: Beat, option: Option) -> list[dict[str, Any]]:
        trigger = f"{beat.id}.{option.id}"
        leave = {"trigger": trigger, "source": beat.id, "dest": self.scenario.exit, "conditions": _has_left}
        routes = [
            {"trigger": trigger, "source": beat.id, "dest": case.value, "conditions": _guard(case.when)}
            for case in option.then
        ]
        return [leave, *routes]

    def start(self) -> State:
        """The state in which the first beat is shown."""
        start = self.scenario.start
        alliance = Alliance(start.mode, start.trust, (), 0, start.facet, start.breach)
        values = tuple(value for _, value in self.scenario.variables)
        return self._enter(State(start.beat, alliance, values, start.flags))

    def apply(self, state: State, option: Option) -> State:
        """The state once the option's own effects are done, still at the same beat."""
        bond = self.bond_after(self.scenario.beat_by_id[state.at], state.bond, option)
        return State.of(state.at, bond, self.story_after(state.story, option))

    def bond_after(self, beat: Beat, bond: Bond, option: Option) -> Bond:
        """What the option's event does to the alliance; nothing else in the state has a say in it."""
        return Bond(self._react(bond.alliance, beat, option.impact), option.impact.event is Event.OVERDO)

    def story_after(self, story: Story, option: Option) -> Story:
        """What the option writes; it does not depend on the alliance."""
        return Story(
            self._changed(story.variables, option) if option.changes else story.variables,
            tuple(sorted({*story.flags, *option.sets})) if option.sets else story.flags,
            story.gated or option.gate is not None,
        )

    def step(self, state: State, option: Option) -> State:
        """The state in which the next beat is shown, or the ending reached."""
        return self.follow(self.apply(state, option), option)

    def follow(self, after: State, option: Option) -> State:
        """Where `after`, the state that `apply` gave, leads."""
        return self._enter(after._replace(at=self.route(after, option)))

    def _enter(self, state: State) -> State:
        place, bond = self.enter(state.at, state.bond)
        return State.of(place, bond, state.story)

    def enter(self, place: str, bond: Bond) -> tuple[str, Bond]:
        """What happens on arriving at a beat, and where it leaves one; it too may be the last straw."""
        beat = self.scenario.beat_by_id.get(place)
        if beat is None or beat.on_enter is None:
            return place, bond
        alliance = self._react(bond.alliance, beat, beat.on_enter)
        return self.scenario.exit if alliance.mode is Mode.EXIT else place, Bond(alliance, bond.overdone)

    def _changed(self, values: tuple[int, ...], option: Option) -> tuple[int, ...]:
        by = {change.variable: change.by for change in option.changes}
        ranges = (VARIABLES[name] for name in self._names)
        moved = (value + by.get(name, 0) for name, value in zip(self._names, values, strict=True))
        return tuple(min(high, max(low, value)) for value, (low, high) in zip(moved, ranges, strict=True))

    def route(self, after: State, option: Option) -> str:
        """The beat or ending that `then` names in the state that `apply` gave, or the exit."""
        left = after.alliance.mode is Mode.EXIT
        named = self._route_facts[(after.at, option.id)]
        facts = self.facts(after)
        key = (after.at, option.id, left, *map(facts, named)) if named else (after.at, option.id, left)
        if key not in self._routes:
            with self._one_at_a_time:
                self.machine.set_state(after.at, self._place)
                self._place.trigger(f"{after.at}.{option.id}", facts)
                self._routes[key] = self._place.state
        return self._routes[key]

    def _react(self, alliance: Alliance, beat: Beat, impact: Impact) -> Alliance:
        return react(self.scenario.persona, alliance, impact.event, beat.facet, impact.breach)

    def facts(self, state: State) -> Facts:
        """What a `when` may ask about a state."""

        def fact(name: str) -> Fact:
            alliance = state.alliance
            if name == "mode":
                return alliance.mode.value
            if name == "trust":
                return alliance.trust
            if name.startswith("flag."):
                return name[5:] in state.flags
            if name in self._names:
                return state.variables[self._names.index(name)]
            if name == "mood":
                return self.mood(state).value
            if name == "watch":
                return alliance.watch
            if name in ("breach", "facet"):
                value = getattr(alliance, name)
                return value.value if value else "none"
            return Ingredient(name) in alliance.ingredients

        return fact

    def mood(self, state: State) -> Mood:
        return mood_of(state.alliance, self.scenario.persona.style, overdone=state.overdone)

    def line(self, state: State) -> str:
        """What the client says at the beat of `state`, in the mood they are in."""
        mood = self.mood(state).value
        lines = {line.mood: line for line in self.scenario.beat_by_id[state.at].lines}
        return pick((lines.get(mood) or lines[None]).text, self.facts(state))

    def quality(self, state: State, option: Option) -> int:
        """0-4: how good the option is as the next thing to say in this state."""
        return pick(option.quality, self.facts(state)) if len(option.quality) > 1 else option.quality[0].value

    def ending(self, state: State) -> Ending | None:
        return self.scenario.ending_by_id.get(state.at)

    def utility(self, state: State, gate_utility: float) -> float:
        """0-1: what the ending reached is worth; at most `gate_utility` once a gate has been crossed."""
        utility = float(pick(self.scenario.ending_by_id[state.at].utility, self.facts(state)))
        return min(utility, gate_utility) if state.gated else utility

    def snapshot(self, state: State) -> Snapshot:
        a = state.alliance
        variables = dict(zip(self._names, state.variables, strict=True))
        return Snapshot(a.mode, a.trust, a.ingredients, a.strikes, a.facet, a.breach, a.watch, variables, state.flags)


def pick(cases: tuple[Case[T], ...], facts: Facts) -> T:
    """The value of the first case that holds. Authoring guarantees that the last has no conditions."""
    return next(case.value for case in cases if holds(case.when, facts))


def holds(when: tuple[Condition, ...], facts: Facts) -> bool:
    return all(facts(condition.fact) in condition.values for condition in when)


def _guard(when: tuple[Condition, ...]) -> Callable[[Facts], bool]:
    return lambda facts: holds(when, facts)


def _has_left(facts: Facts) -> bool:
    return facts("mode") == Mode.EXIT.value
