"""Is it scored fairly? What options are worth, what they show, and what every path lets a trainee show.

The rules L.. are those of the content specification (3c.2); C.. go beyond it. Levels over all paths are in `extremes`.
"""

from collections.abc import Iterator
from functools import partial
from statistics import mean

import numpy as np

from simulator.authoring.source import KeyPath
from simulator.engine.alliance import STRAINED
from simulator.engine.dialogue import State
from simulator.engine.product import Layer
from simulator.model.alliance import Mode
from simulator.model.scenario import Beat, Option
from simulator.scoring.evidence import baseline, shown
from simulator.scoring.levels import criteria
from simulator.verification.finding import Finding, beat_path, option_path
from simulator.verification.rules.structure import SOUND
from simulator.verification.statistics import rank_correlation
from simulator.verification.subject import Subject

MOST_LOST_BY_SOUND = 10.0
LEAST_KEPT_AFTER_ERROR = 60.0
MOST_AT_RANDOM = 0.45
MOST_BASELINE = 0.45
LEAST_ITEMS = 2
LEAST_AGREEMENT = 0.7
HINGES = 3
DENOMINATOR_RATIO = 4.0
"""A level that rests on a quarter of the weight of another attempt is hard to compare with it."""
_TIE = 1e-6


def quality_spread(subject: Subject) -> Iterator[Finding]:
    """L17: a clear best in every state, at least three distinct values, and something nearly right."""
    for beat, layer in subject.beats:
        best = layer.quality.max(axis=1)
        row = subject.first_row(best < 4)
        if row is not None:
            values = {"beat": beat.id, "fault": f"the best option is worth only {best[row]} of 4 in a state"}
            yield Finding("L17", beat_path(beat.id, "options"), values, subject.witness(layer, row))
            continue
        usual = [round(each) for each in subject.node_quality[beat.id]]
        if len(set(usual)) < 3:
            fault = f"its options have only {len(set(usual))} distinct qualities ({', '.join(map(str, usual))})"
            yield Finding("L17", beat_path(beat.id, "options"), {"beat": beat.id, "fault": fault})
        elif not any(1.5 <= each <= 3.5 for each in subject.node_quality[beat.id]):
            values = {"beat": beat.id, "fault": "no option is nearly right (2 or 3)"}
            yield Finding("L17", beat_path(beat.id, "options"), values)


def unexplained_options(subject: Subject) -> Iterator[Finding]:
    """L20: whatever is best in no state that can be reached names the belief behind it."""
    for beat, layer in subject.beats:
        top = subject.is_top(layer)
        for column, option in enumerate(beat.options):
            if not option.misconception and not top[:, column].any():
                yield Finding("L20", option_path(beat.id, option.id), {"option": option.id, "beat": beat.id})


def unsourced_focus(subject: Subject) -> Iterator[Finding]:
    """L22: every focus indicator rests on a section of a source document."""
    for beat in subject.scenario.beats:
        for i, indicator in enumerate(beat.focus):
            if not subject.rubric.indicator_by_id[indicator].sources:
                yield Finding("L22", beat_path(beat.id, "focus", i), {"indicator": indicator})


def best_shows_the_focus(subject: Subject) -> Iterator[Finding]:
    """L23: what is best in a state is tagged with everything its beat asks for."""
    for beat, layer in subject.beats:
        top = subject.is_top(layer)
        for column, option in enumerate(beat.options):
            tags = {tag.indicator: tag.valence for tag in option.evidence}
            lacking = [each for each in beat.focus if tags.get(each, 0) < 1]
            row = subject.first_row(top[:, column])
            if lacking and row is not None:
                values = {"option": option.id, "beat": beat.id, "lacking": ", ".join(lacking)}
                yield Finding("L23", option_path(beat.id, option.id, "evidence"), values, subject.witness(layer, row))


def best_play_shows_everything(subject: Subject) -> Iterator[Finding]:
    """L23 on the best path: nothing shown badly, and level 3 or better on every target."""
    way = tuple(turn.option.id for turn in subject.best_path)
    for item in subject.best_evidence:
        if item.x < subject.rubric.scoring.value_of(1):
            values = {"indicator": item.indicator, "beat": item.beat, "x": f"{item.x:g}"}
            yield Finding("C07", beat_path(item.beat, "options", way[item.turn - 1]), values, way)
    found = criteria(subject.best_evidence, (), subject.rubric)
    for i, target in enumerate(subject.scenario.targets):
        level = found[target].level if target in found else None
        if level is None or level < 3:
            values = {"target": target, "level": "no level" if level is None else f"level {level}"}
            yield Finding("C08", ("targets", i), values, way)


def best_is_attainable(subject: Subject) -> Iterator[Finding]:
    best = float(subject.values.best[0])
    if best < 1 - _TIE:
        way = tuple(turn.option.id for turn in subject.best_path)
        yield Finding("C09", ("endings",), {"best": f"{best:.2f}"}, way)


def agreement_of_keys(subject: Subject) -> Iterator[Finding]:
    """L24: quality and evidence are written separately, and must tell the same story."""
    found = [(beat, _agreement(subject, beat)) for beat, _ in subject.beats]
    for beat, agreement in found:
        if agreement < 0:
            yield Finding(
                "L24", beat_path(beat.id, "options"), {"where": f"at '{beat.id}'", "rho": f"{agreement:+.2f}"}
            )
    average = mean(each for _, each in found)
    if average < LEAST_AGREEMENT - _TIE:
        yield Finding("L24", ("beats",), {"where": "over all beats", "rho": f"{average:+.2f}"})


def _agreement(subject: Subject, beat: Beat) -> float:
    scoring = subject.rubric.scoring
    tags = [
        mean(shown(option, indicator, scoring) for indicator in beat.focus)
        + 0.05 * sum(tag.valence for tag in option.evidence)
        for option in beat.options
    ]
    return rank_correlation(subject.node_quality[beat.id].tolist(), tags)


def opportunities(subject: Subject) -> Iterator[Finding]:
    """L25, L33 and comparable denominators: what every completed path lets a trainee show."""
    for i, target in enumerate(subject.scenario.targets):
        path: KeyPath = ("targets", i)
        least = subject.least(partial(_focus_count, subject, target))[0]
        if np.isfinite(least) and least < LEAST_ITEMS:
            yield Finding("L25", path, {"target": target, "items": int(least), "least": LEAST_ITEMS})
        weight = partial(_focus_weight, subject, target)
        low, high = subject.least(weight)[0], subject.most(weight)[0]
        if 0 < low < np.inf and high > DENOMINATOR_RATIO * low:
            yield Finding("C03", path, {"target": target, "low": f"{low:g}", "high": f"{high:g}"})
        b = _baseline(subject, target)
        if b > MOST_BASELINE + _TIE:
            yield Finding("L33", path, {"target": target, "b": f"{b:.2f}", "most": f"{MOST_BASELINE:g}"})


def _focus(subject: Subject, beat: Beat, target: str) -> list[str]:
    return [each for each in beat.focus if subject.rubric.indicator_by_id[each].competency == target]


def _focus_count(subject: Subject, target: str, layer: Layer) -> float:
    return len(_focus(subject, subject.scenario.beat_by_id[layer.place], target))


def _focus_weight(subject: Subject, target: str, layer: Layer) -> float:
    beat = subject.scenario.beat_by_id[layer.place]
    return len(_focus(subject, beat, target)) * (subject.rubric.scoring.hinge_weight if beat.hinge else 1.0)


def _baseline(subject: Subject, target: str) -> float:
    scoring = subject.rubric.scoring
    found = [baseline(beat, each, scoring) for beat in subject.scenario.beats for each in _focus(subject, beat, target)]
    return mean(found) if found else 0.0


def repair_stays_possible(subject: Subject) -> Iterator[Finding]:
    """L27: no strained state, before the last beat, from which the strain can no longer be settled."""
    settled = {
        place: subject.product.of_bonds(layer, lambda bond: bond.alliance.mode is Mode.SETTLED)
        for place, layer in subject.product.layers.items()
    }
    settles = subject.can_come_to(settled)
    is_end = np.zeros(subject.product.size[0], np.bool_)
    for layer in subject.product.layers.values():
        is_end[layer.rows] = not layer.options
    for beat, layer in subject.beats:
        strained = subject.product.of_bonds(layer, lambda bond: bond.alliance.mode in STRAINED)
        lost = strained & ~settles[layer.rows] & ~is_end[layer.targets].all(axis=1)
        row = subject.first_row(lost)
        if row is not None:
            state = subject.product.state(layer.first + row)
            values = {"beat": beat.id, "state": describe(state)}
            yield Finding("L27", beat_path(beat.id), values, subject.witness(layer, row))


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


def no_trap_for_sound_moves(subject: Subject) -> Iterator[Finding]:
    """L28: what is keyed as sound loses little wherever it is shown."""
    for beat, layer in subject.beats:
        regret = subject.regret(layer)
        for column, option in enumerate(beat.options):
            lost = np.where(layer.quality[:, column] >= SOUND, regret[:, column], 0.0)
            row = int(np.argmax(lost))
            if lost[row] > MOST_LOST_BY_SOUND + _TIE:
                values = {"option": option.id, "beat": beat.id, "lost": f"{lost[row]:.0f}"}
                way = subject.witness(layer, row, option)
                yield Finding("L28", option_path(beat.id, option.id, "quality"), values, way)


def poor_moves_cost(subject: Subject) -> Iterator[Finding]:
    """C04: a move keyed as poor that loses nothing: either its key or what it leads to is wrong."""
    for beat, layer in subject.beats:
        regret = subject.regret(layer)
        poor = (layer.quality <= 1) & ~subject.is_top(layer) & (regret < _TIE)
        for column, option in enumerate(beat.options):
            row = subject.first_row(poor[:, column])
            if row is not None:
                values = {"option": option.id, "beat": beat.id}
                way = subject.witness(layer, row, option)
                yield Finding("C04", option_path(beat.id, option.id), values, way)


def best_is_not_dominated(subject: Subject) -> Iterator[Finding]:
    """C02: keyed as best, but wherever it is, another option keeps more."""
    for beat, layer in subject.beats:
        regret, top = subject.regret(layer), subject.is_top(layer)
        for column, option in enumerate(beat.options):
            rows = top[:, column]
            if rows.any() and (least := float(regret[rows, column].min())) > 1.0:
                row = int(np.flatnonzero(rows)[0])
                other = beat.options[int(np.argmin(regret[row]))].id
                values = {"option": option.id, "beat": beat.id, "other": other, "points": f"{least:.0f}"}
                way = subject.witness(layer, row, option)
                yield Finding("C02", option_path(beat.id, option.id, "quality"), values, way)


def options_differ(subject: Subject) -> Iterator[Finding]:
    """C05: two options that are worth, show and lead to the same in every state offer no choice."""
    for beat, layer in subject.beats:
        for column, option in enumerate(beat.options):
            for before, other in enumerate(beat.options[:column]):
                same = (layer.targets[:, before] == layer.targets[:, column]).all()
                if same and (layer.quality[:, before] == layer.quality[:, column]).all() and _shows_same(option, other):
                    values = {"option": option.id, "other": other.id, "beat": beat.id}
                    yield Finding("C05", option_path(beat.id, option.id), values)


def _shows_same(option: Option, other: Option) -> bool:
    return sorted(option.evidence, key=repr) == sorted(other.evidence, key=repr) and option.gate == other.gate


def cue_before_consequence(subject: Subject) -> Iterator[Finding]:
    """L29: whoever is strained shows it: a line written for that mood, or a stage direction."""
    dialogue = subject.product.dialogue
    for beat, layer in subject.beats:
        moods = {line.mood for line in beat.lines}

        def hides(state: State, moods: set[str | None] = moods) -> bool:
            strained = state.alliance.mode in STRAINED
            return strained and dialogue.mood(state).value not in moods and "(" not in dialogue.line(state)

        facts = {"mode", "mood"} | {c.fact for line in beat.lines for case in line.text for c in case.when}
        answers, which = subject.product.judged(layer, facts, hides)
        row = subject.first_row(np.array(answers, np.bool_)[which])
        if row is not None:
            mood = dialogue.mood(subject.product.state(layer.first + row)).value
            values = {"beat": beat.id, "mood": mood}
            yield Finding("L29", beat_path(beat.id, "client"), values, subject.witness(layer, row))


def gates_leave_a_way(subject: Subject) -> Iterator[Finding]:
    """L30: at least one way past every gate, and a rule with reason and source behind it."""
    for beat in subject.scenario.beats:
        if all(option.gate for option in beat.options):
            fault = f"every option at '{beat.id}' crosses an ethical gate"
            yield Finding("L30", beat_path(beat.id, "options"), {"fault": fault})
        for option in beat.options:
            gate = subject.rubric.gate_by_id.get(option.gate or "")
            if gate and not (gate.why and gate.sources):
                fault = f"the gate '{gate.id}' has no reason or no source in the rubric"
                yield Finding("L30", option_path(beat.id, option.id, "gate"), {"fault": fault})


def random_play_is_poor(subject: Subject) -> Iterator[Finding]:
    """L31."""
    value = float(subject.values.random[0])
    if value > MOST_AT_RANDOM + _TIE:
        yield Finding("L31", ("endings",), {"value": f"{value:.2f}", "most": f"{MOST_AT_RANDOM:g}"})


def hinges(subject: Subject) -> Iterator[Finding]:
    """C06: three weighty moments on the best path, each asking for a written reason."""
    found = [turn for turn in subject.best_path if _beat(subject, turn.state).hinge]
    if len(found) != HINGES:
        way = tuple(turn.option.id for turn in subject.best_path)
        yield Finding("C06", ("beats",), {"count": len(found), "wanted": HINGES}, way)


def _beat(subject: Subject, number: int) -> Beat:
    return subject.scenario.beat_by_id[subject.product.layer_of(number).place]


def describe(state: State) -> str:
    """A state in a few words an author knows."""
    a = state.alliance
    has = f", {' and '.join(a.ingredients)}" if a.ingredients else ""
    return f"{a.mode.value}, trust {a.trust}{has}"


RULES = (
    quality_spread,
    unexplained_options,
    unsourced_focus,
    best_shows_the_focus,
    best_play_shows_everything,
    best_is_attainable,
    agreement_of_keys,
    opportunities,
    repair_stays_possible,
    early_errors_are_survivable,
    no_trap_for_sound_moves,
    poor_moves_cost,
    best_is_not_dominated,
    options_differ,
    cue_before_consequence,
    gates_leave_a_way,
    random_play_is_poor,
    hinges,
)
