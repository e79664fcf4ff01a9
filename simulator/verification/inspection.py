"""What can be the case at a beat, and what each option is worth there: the author's view of the explored scenario.

Everything comes with a way to it, so that whatever an author reads can be played.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.engine.dialogue import State
from simulator.engine.layers import Layer
from simulator.model.alliance import Mode, Mood
from simulator.model.attempt import Snapshot
from simulator.verification.subject import Subject


@dataclass(frozen=True, slots=True)
class Situation:
    """One state in which a beat can be shown. `chance`: how often random play comes to it, 0-1."""

    number: int
    mood: Mood
    snapshot: Snapshot
    chance: float
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A value that a fact can have at a beat: in how many states, how likely when random play is here, and one way."""

    fact: str
    value: str
    states: int
    share: float
    situation: int
    witness: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """One option in one state. `kept` and `lost` are points of 0-100 of what is attainable at the start."""

    option: str
    quality: int
    kept: float
    lost: float
    event: str
    leads_to: str


def situations(subject: Subject, beat: str, most: int = 200) -> tuple[Situation, ...]:
    """The states in which a beat can be shown, the likeliest first; empty where it is never reached."""
    layer = subject.product.layers.get(beat)
    if layer is None:
        return ()
    order = np.argsort(-subject.chances[layer.rows], kind="stable")[:most]
    return tuple(situation(subject, layer.first + int(row)) for row in order)


def situation(subject: Subject, number: int) -> Situation:
    """The state with this number."""
    product = subject.product
    state = product.state(number)
    mood, snapshot = product.dialogue.mood(state), product.dialogue.snapshot(state)
    return Situation(number, mood, snapshot, float(subject.chances[number]), product.witness(number))


def occurrences(subject: Subject, beat: str) -> tuple[Occurrence, ...]:
    """Which moods, modes, trust values, variables and flags can occur at a beat, each with a way to it."""
    layer = subject.product.layers.get(beat)
    if layer is None:
        return ()
    states = [subject.product.state(layer.first + row) for row in range(layer.size)]
    chances = subject.chances[layer.rows]
    return tuple(_occurrences(subject, layer, states, chances / chances.sum()))


def _occurrences(
    subject: Subject, layer: Layer, states: list[State], chances: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Iterator[Occurrence]:
    found: dict[tuple[str, str], list[int]] = {}
    for row, state in enumerate(states):
        for fact, value in _facts(subject, state):
            found.setdefault((fact, value), []).append(row)
    for (fact, value), rows in sorted(
        found.items(), key=lambda each: (_ORDER.index(each[0][0].split(" ")[0]), each[0])
    ):
        likeliest = layer.first + max(rows, key=lambda row: chances[row])
        share = float(chances[rows].sum())
        yield Occurrence(fact, value, len(rows), share, likeliest, subject.product.witness(likeliest))


_ORDER = ("mood", "mode", "trust", "repair", "variable", "flag", "gate")


def _facts(subject: Subject, state: State) -> Iterator[tuple[str, str]]:
    alliance = state.alliance
    yield "mood", subject.product.dialogue.mood(state).value
    yield (
        "mode",
        alliance.mode.value
        + (f" ({alliance.breach.value})" if alliance.mode is Mode.BREACHED and alliance.breach else ""),
    )
    yield "trust", str(alliance.trust)
    for ingredient in alliance.ingredients:
        yield "repair", ingredient.value
    if alliance.watch:
        yield "repair", "on watch"
    for (name, _), value in zip(subject.scenario.variables, state.variables, strict=True):
        yield f"variable {name}", str(value)
    for flag in state.flags:
        yield "flag", flag
    if state.gated:
        yield "gate", "crossed"


def worths(subject: Subject, number: int) -> tuple[Worth, ...]:
    """What each option is worth in a state, as written in the file. Empty at an ending."""
    layer = subject.product.layer_of(number)
    if not layer.options:
        return ()
    row = number - layer.first
    q, start = subject.values.of_options(layer)[row], float(subject.values.worst[0])
    lost = subject.regret(layer)[row]
    return tuple(
        Worth(
            option.id,
            int(layer.quality[row, column]),
            subject.points(float(q[column]) - start),
            float(lost[column]),
            option.impact.event.value,
            subject.product.layer_of(int(layer.targets[row, column])).place,
        )
        for column, option in enumerate(layer.options)
    )


def shares_of_best(subject: Subject) -> dict[tuple[str, str], float]:
    """For each beat and what may follow it: in what share of the states random play meets there best play goes so."""
    found: dict[tuple[str, str], float] = {}
    for beat, layer in subject.beats:
        chances = subject.chances[layer.rows]
        regret = subject.regret(layer)
        best = regret < 1e-6
        weights = best / best.sum(axis=1, keepdims=True) * (chances / chances.sum())[:, None]
        for place, share in zip(*_by_place(subject, layer, weights), strict=True):
            found[(beat.id, place)] = found.get((beat.id, place), 0.0) + share
    return found


def _by_place(
    subject: Subject, layer: Layer, weights: np.ndarray[tuple[int, int], np.dtype[np.float64]]
) -> tuple[list[str], list[float]]:
    places = list(subject.product.layers.values())
    firsts = np.array([each.first for each in places])
    which = np.searchsorted(firsts, layer.targets, side="right") - 1
    sums = np.bincount(which.ravel(), weights=weights.ravel(), minlength=len(places))
    reached = np.unique(which)
    return [places[each].place for each in reached], [float(sums[each]) for each in reached]


def beats_that_may_end_it(subject: Subject) -> set[str]:
    """Beats after which the client can be gone."""
    gone = subject.product.layers.get(subject.scenario.exit)
    if gone is None:
        return set()
    return {
        beat.id
        for beat, layer in subject.beats
        if ((layer.targets >= gone.first) & (layer.targets < gone.first + gone.size)).any()
    }


def unreached(subject: Subject) -> set[str]:
    """Beats and endings that no play comes to."""
    places = {*subject.scenario.beat_by_id, *subject.scenario.ending_by_id}
    return places - set(subject.product.layers)
