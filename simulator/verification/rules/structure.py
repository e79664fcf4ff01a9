"""Can all of it be played, and does all of it end? Each answer holds for every reachable state, with a way to it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.authoring.source import KeyPath
from simulator.engine.alliance import STRAINED
from simulator.engine.dialogue import State, holds
from simulator.engine.layers import Layer
from simulator.model.alliance import Mode
from simulator.model.scenario import Beat, Case, Option, Result
from simulator.verification.finding import Finding, beat_path, option_path
from simulator.verification.rules.wording import counted
from simulator.verification.subject import Subject

SOUND = 3
"""The least quality of a sound move."""
FORGIVEN = {Result.STRONG: 0, Result.GOOD: 1}
"""How many moves below sound may lie on the best way to an ending of these results."""


def unreached_places(subject: Subject) -> Iterator[Finding]:
    for beat in subject.scenario.beats:
        if beat.id not in subject.product.layers:
            values = {"beat": beat.id, "options": len(beat.options), "wording": int(_only_passed(subject, beat))}
            yield Finding("S01", beat_path(beat.id), values)
    for ending in subject.scenario.endings:
        if ending.id not in subject.product.layers and ending.id != subject.scenario.exit:
            yield Finding("S02", ("endings", ending.id), {"ending": ending.id})


def _only_passed(subject: Subject, beat: Beat) -> bool:
    """Whether options lead to a beat that nobody reached, which only its `on_enter` can explain."""
    return any(
        beat.id in _places_after(subject, layer, option)
        for each, layer in subject.beats
        for option in each.options
        if beat.id in {case.value for case in option.then}
    )


def _places_after(subject: Subject, layer: Layer, option: Option) -> list[str]:
    product = subject.product
    named = {"mode", *_facts(option.then)}
    return product.judged_after(layer, option, named, lambda after: product.dialogue.route(after, option))[0]


def cases_that_never_count(subject: Subject) -> Iterator[Finding]:
    for beat, layer in subject.beats:
        for option in beat.options:
            quality = _used(subject, layer, option.quality)
            yield from _unused(option.quality, quality, option_path(beat.id, option.id, "quality"))
            if len(option.then) > 1:  # a single one is required even where the client always leaves
                then = _used_after(subject, layer, option)
                yield from _unused(option.then, then, option_path(beat.id, option.id, "then"))
    for ending in subject.scenario.endings:
        if reached := subject.product.layers.get(ending.id):
            used = _used(subject, reached, ending.utility)
            yield from _unused(ending.utility, used, ("endings", ending.id, "utility"))


def _used(subject: Subject, layer: Layer, cases: tuple[Case[Any], ...]) -> set[int]:
    return set(subject.product.judged(layer, _facts(cases), lambda state: _which(subject, cases, state))[0])


def _used_after(subject: Subject, layer: Layer, option: Option) -> set[int]:
    def ask(state: State) -> int:
        return -1 if state.alliance.mode is Mode.EXIT else _which(subject, option.then, state)

    return set(subject.product.judged_after(layer, option, {"mode", *_facts(option.then)}, ask)[0])


def _which(subject: Subject, cases: tuple[Case[Any], ...], state: State) -> int:
    facts = subject.product.dialogue.facts(state)
    return next(i for i, case in enumerate(cases) if holds(case.when, facts))


def _facts(cases: tuple[Case[Any], ...]) -> set[str]:
    return {condition.fact for case in cases for condition in case.when}


def _unused(cases: tuple[Case[Any], ...], used: set[int], path: KeyPath) -> Iterator[Finding]:
    for i in range(len(cases)):
        if i not in used:
            yield Finding("S03", (*path, i), {"case": i + 1, "of": path[-1], "where": ".".join(map(str, path[1::2]))})


def lines_never_said(subject: Subject) -> Iterator[Finding]:
    for beat, layer in subject.beats:
        said = set(_lines(subject, beat, layer))
        for line in beat.lines:
            mood = line.mood or "otherwise"
            if line.mood is None and len(line.text) == 1:
                continue  # required, and rightly unused where every mood has a line of its own
            for i in range(len(line.text)):
                if (mood, i) not in said:
                    path = beat_path(beat.id, "client", mood, *([i] if len(line.text) > 1 else []))
                    yield Finding("S04", path, {"beat": beat.id, "mood": mood})


def _lines(subject: Subject, beat: Beat, layer: Layer) -> list[tuple[str, int]]:
    """Which of the client's lines are said at a beat: mood as written and number of the case."""
    lines = {line.mood: line for line in beat.lines}

    def ask(state: State) -> tuple[str, int]:
        mood = subject.product.dialogue.mood(state).value
        line = lines.get(mood) or lines[None]
        return line.mood or "otherwise", _which(subject, line.text, state)

    facts = {"mood"}.union(*(_facts(line.text) for line in beat.lines))
    return subject.product.judged(layer, facts, ask)[0]


def doomed_beats(subject: Subject) -> Iterator[Finding]:
    """A beat at which, however one came to it, nothing but the client's leaving can follow."""
    ends = {place: np.ones(each.size, np.bool_) for place, each in subject.product.layers.items() if not each.options}
    others = subject.can_come_to({place: rows for place, rows in ends.items() if place != subject.scenario.exit})
    for beat, layer in subject.beats:
        if not others[layer.rows].any():
            yield Finding("S05", beat_path(beat.id), {"beat": beat.id}, subject.witness(layer, 0))


def exit_never_used(subject: Subject) -> Iterator[Finding]:
    if subject.scenario.exit in subject.product.layers:
        return
    for _, layer in subject.beats:
        row = subject.first_row(subject.product.of_bonds(layer, lambda bond: bond.alliance.mode in STRAINED))
        if row is not None:
            yield Finding("S06", ("exit",), {"ending": subject.scenario.exit}, subject.witness(layer, row))
            return


def endings_beyond_sound_moves(subject: Subject) -> Iterator[Finding]:
    """A strong ending is open to sound moves alone; a good one may follow a single slip, soundly repaired."""
    slips = _fewest_slips(subject)
    for ending in subject.scenario.endings:
        found = subject.product.layers.get(ending.id)
        allowed = FORGIVEN.get(ending.result)
        if found and allowed is not None and (fewest := int(slips[found.rows].min())) > allowed:
            number = found.first + int(np.argmin(slips[found.rows]))
            values = {"ending": ending.id, "result": ending.result.value, "slips": fewest}
            values["moves"] = counted(fewest, "poor move")
            values["allowed"] = "at most one is forgiven" if allowed else "none is forgiven"
            yield Finding("S07", ("endings", ending.id), values, _with_fewest_slips(subject, slips, number))


def _fewest_slips(subject: Subject) -> NDArray[np.int64]:
    """For every state the fewest moves below sound on any way to it."""
    slips = np.full(subject.product.size[0], np.iinfo(np.int64).max)
    slips[0] = 0
    for layer in subject.product.layers.values():
        if layer.options:
            np.minimum.at(slips, layer.targets, slips[layer.rows, None] + (layer.quality < SOUND))
    return slips


def _with_fewest_slips(subject: Subject, slips: NDArray[np.int64], number: int) -> tuple[str, ...]:
    """One of the ways to a state that have no slip too many."""
    way: list[str] = []
    while number:
        number, option = next(_steps_before(subject, slips, number))
        way.append(option)
    return tuple(reversed(way))


def _steps_before(subject: Subject, slips: NDArray[np.int64], number: int) -> Iterator[tuple[int, str]]:
    for layer in reversed(subject.product.layers.values()):
        if layer.first >= number:
            continue
        for row, column in np.argwhere(layer.targets == number).tolist():
            if slips[layer.first + row] + (layer.quality[row, column] < SOUND) == slips[number]:
                yield layer.first + row, layer.options[column].id


def too_many_states(subject: Subject) -> Iterator[Finding]:
    states, _ = subject.product.size
    if states > MOST_STATES:
        yield Finding("S09", ("beats",), {"states": f"{states:,}", "most": f"{MOST_STATES:,}"})


MOST_STATES = 20_000
FEWEST_DECISIONS, MOST_DECISIONS = 8, 14


def length(subject: Subject) -> Iterator[Finding]:
    """Decisions on the ways that the client does not break off."""
    least, most = subject.least(lambda _: 1), subject.most(lambda _: 1)
    fewest, longest = least[0], most[0]
    if np.isfinite(fewest) and not FEWEST_DECISIONS <= fewest <= longest <= MOST_DECISIONS:
        way = subject.way_of_least(least) if fewest < FEWEST_DECISIONS else subject.way_of_most(most)
        values = {"fewest": counted(fewest, "decision"), "most": int(longest)}
        yield Finding("L26", ("beats",), values | {"least": FEWEST_DECISIONS, "limit": MOST_DECISIONS}, way)


RULES = (
    unreached_places,
    cases_that_never_count,
    lines_never_said,
    doomed_beats,
    exit_never_used,
    endings_beyond_sound_moves,
    too_many_states,
    length,
)
