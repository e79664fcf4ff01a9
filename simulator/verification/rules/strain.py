"""What becomes of a strain? Whether it shows, whether it can be mended, and what one early mistake leaves.

The rules L.. are those of the content specification (3c.2). What options are worth is asked in `scoring`.
"""

from collections.abc import Iterator

import numpy as np

from simulator.engine.alliance import STRAINED
from simulator.engine.dialogue import State
from simulator.engine.layers import Layer
from simulator.model.alliance import Mode
from simulator.model.scenario import Beat
from simulator.verification.finding import Finding, beat_path, option_path
from simulator.verification.subject import Marks, Subject

LEAST_KEPT_AFTER_ERROR = 60.0
_TIE = 1e-6


def repair_stays_possible(subject: Subject) -> Iterator[Finding]:
    """L27: no strained state, before the last beat, from which the strain can no longer be settled."""
    settled = {
        place: subject.product.of_bonds(layer, lambda bond: bond.alliance.mode is Mode.SETTLED)
        for place, layer in subject.product.layers.items()
    }
    settles = subject.can_come_to(settled)
    for beat, layer in subject.beats:
        lost = _strained(subject, layer) & ~settles[layer.rows] & ~_ends_here(subject, layer)
        row = subject.first_row(lost)
        if row is not None and not _is_last(subject, beat):
            state = subject.product.state(layer.first + row)
            values = {"beat": beat.id, "state": describe(state)}
            yield Finding("L27", beat_path(beat.id), values, subject.witness(layer, row))


def _is_last(subject: Subject, beat: Beat) -> bool:
    """Whether the author ends the conversation here; that a client may leave ends it anywhere."""
    endings = subject.scenario.ending_by_id
    return all(case.value in endings for option in beat.options for case in option.then)


def _ends_here(subject: Subject, layer: Layer) -> Marks:
    """States that are the last whatever is said, and not only because the client leaves whatever is said."""
    places = list(subject.product.layers.values())
    is_end = np.array([not each.options for each in places])
    is_exit = np.array([each.place == subject.scenario.exit for each in places])
    which = np.searchsorted([each.first for each in places], layer.targets, side="right") - 1
    return np.asarray(is_end[which].all(axis=1) & ~is_exit[which].all(axis=1))


def early_errors_are_survivable(subject: Subject) -> Iterator[Finding]:
    """L27: after one error in the first half of best play, without a gate, most remains attainable."""
    path = subject.best_path
    for turn in path[: (len(path) + 1) // 2]:
        layer = subject.product.layer_of(turn.state)
        row = turn.state - layer.first
        for option, lost in zip(layer.options, subject.regret(layer)[row], strict=True):
            if option.gate is None and 100 - lost < LEAST_KEPT_AFTER_ERROR - _TIE:
                values = {"option": option.id, "beat": layer.place, "kept": f"{100 - lost:.0f}"}
                yield Finding("C10", option_path(layer.place, option.id), values, subject.witness(layer, row, option))


def cue_before_consequence(subject: Subject) -> Iterator[Finding]:
    """L29: whoever is strained shows it, and nobody is gone who showed nothing."""
    for beat, layer in subject.beats:
        strained, hidden = _strained(subject, layer), _hidden(subject, beat, layer)
        row = subject.first_row(strained & hidden)
        if row is not None:
            values = {"beat": beat.id, "mood": _mood(subject, layer, row)}
            yield Finding("L29", beat_path(beat.id, "client"), values, subject.witness(layer, row))
        leaves = _leaves(subject, layer) & (~strained & hidden)[:, None]
        row = subject.first_row(np.asarray(leaves.any(axis=1)))
        if row is not None:
            option = beat.options[int(np.argmax(leaves[row]))]
            values = {"beat": beat.id, "mood": _mood(subject, layer, row), "option": option.id}
            yield Finding(
                "L29", beat_path(beat.id, "client"), values | {"wording": 1}, subject.witness(layer, row, option)
            )


def _strained(subject: Subject, layer: Layer) -> Marks:
    return subject.product.of_bonds(layer, lambda bond: bond.alliance.mode in STRAINED)


def _hidden(subject: Subject, beat: Beat, layer: Layer) -> Marks:
    """The states in which the client's line is neither one for their mood nor has a stage direction."""
    dialogue, moods = subject.product.dialogue, {line.mood for line in beat.lines}

    def hides(state: State) -> bool:
        return dialogue.mood(state).value not in moods and "(" not in dialogue.line(state)

    facts = {"mood"} | {c.fact for line in beat.lines for case in line.text for c in case.when}
    answers, which = subject.product.judged(layer, facts, hides)
    return np.array(answers, np.bool_)[which]


def _leaves(subject: Subject, layer: Layer) -> Marks:
    """States × options: after which the client is gone, at once or on arriving at the next beat."""
    gone = subject.product.layers.get(subject.scenario.exit)
    if gone is None:
        return np.zeros(layer.targets.shape, np.bool_)
    return np.asarray((layer.targets >= gone.first) & (layer.targets < gone.first + gone.size))


def _mood(subject: Subject, layer: Layer, row: int) -> str:
    return subject.product.dialogue.mood(subject.product.state(layer.first + row)).value


def describe(state: State) -> str:
    """A state in a few words an author knows."""
    a = state.alliance
    has = f", {' and '.join(a.ingredients)}" if a.ingredients else ""
    return f"{a.mode.value}, trust {a.trust}{has}"


RULES = (
    repair_stays_possible,
    early_errors_are_survivable,
    cue_before_consequence,
)
