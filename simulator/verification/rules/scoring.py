"""Is it scored fairly? What options are worth, what they show, and what every path lets a trainee show.

The rules L.. are those of the content specification (3c.2); C.. go beyond it. What becomes of a strain is in `strain`;
levels over all paths are in `extremes`.
"""

from collections.abc import Iterator
from functools import partial
from statistics import mean

import numpy as np

from simulator.authoring.source import KeyPath
from simulator.engine.layers import Layer
from simulator.model.scenario import Beat, Option
from simulator.scoring.evidence import baseline, shown
from simulator.scoring.levels import criteria
from simulator.verification.finding import Finding, beat_path, option_path
from simulator.verification.rules import strain
from simulator.verification.rules.structure import SOUND
from simulator.verification.rules.wording import counted, quoted
from simulator.verification.statistics import rank_correlation, ranks
from simulator.verification.subject import Marks, Subject

MOST_LOST_BY_SOUND = 10.0
MOST_AT_RANDOM = 0.45
MOST_BASELINE = 0.45
LEAST_ITEMS = 2
LEAST_AGREEMENT = 0.7
HINGES = 3
NAMED = 3
"""How many of the beats that disagree most a message names."""
NO_NEARLY = "one that is nearly right (2 or 3) is missing"
DENOMINATOR_RATIO = 4.0
"""A level that rests on a quarter of the weight of another attempt is hard to compare with it."""
_TIE = 1e-6


def quality_spread(subject: Subject) -> Iterator[Finding]:
    """L17: a clear best in every state; in at least half of what random play meets, three values and a nearly right."""
    for beat, layer in subject.beats:
        best = layer.quality.max(axis=1)
        row = subject.first_row(best < 4)
        fault = "" if row is None else f"the best option is worth only {best[row]} of 4 in a state"
        for says, lacking in (("three distinct ones are right", _too_alike(layer)), (NO_NEARLY, _no_nearly(layer))):
            if row is None and (row := _mostly(subject, layer, lacking)) is not None:
                fault = f"the qualities are mostly {', '.join(map(str, layer.quality[row]))}: {says}"
        if row is not None:
            values = {"beat": beat.id, "fault": fault}
            yield Finding("L17", beat_path(beat.id, "options"), values, subject.witness(layer, row))


def _too_alike(layer: Layer) -> Marks:
    """The states in which the options have fewer than three distinct qualities."""
    ordered = np.sort(layer.quality, axis=1)
    return np.asarray((np.diff(ordered, axis=1) > 0).sum(axis=1) < 2)


def _no_nearly(layer: Layer) -> Marks:
    """The states in which no option is nearly right."""
    return np.asarray(~((layer.quality == 2) | (layer.quality == 3)).any(axis=1))


def _mostly(subject: Subject, layer: Layer, lacking: Marks) -> int | None:
    """Of states that make up more than half of what random play meets here, the one that it meets most often."""
    met = subject.chances[layer.rows]
    return int(np.argmax(met * lacking)) if met[lacking].sum() > met.sum() / 2 + _TIE else None


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
            told = {"target": target, "level": level, "wording": int(level is None)}
            yield Finding("C08", ("targets", i), told, way)


def best_is_attainable(subject: Subject) -> Iterator[Finding]:
    best = float(subject.values.best[0])
    if best < 1 - _TIE:
        way = tuple(turn.option.id for turn in subject.best_path)
        yield Finding("C09", ("endings",), {"best": f"{best:.2f}"}, way)


def agreement_of_keys(subject: Subject) -> Iterator[Finding]:
    """L24: quality and evidence are written separately, and must tell the same story."""
    found = [(_agreement(subject, beat), beat) for beat, _ in subject.beats]
    for agreement, beat in found:
        if agreement < 0:
            apart = quoted(_furthest_apart(subject, beat))
            values = {"where": f"at '{beat.id}'", "rho": f"{agreement:+.2f}", "apart": apart}
            yield Finding("L24", beat_path(beat.id, "options"), values)
    average = mean(each for each, _ in found)
    if average < LEAST_AGREEMENT - _TIE:
        lowest = quoted(beat.id for _, beat in sorted(found, key=lambda one: one[0])[:NAMED])
        values = {"where": "over all beats", "rho": f"{average:+.2f}", "apart": lowest}
        yield Finding("L24", ("beats",), values)


def _agreement(subject: Subject, beat: Beat) -> float:
    return rank_correlation(subject.node_quality[beat.id], _shown(subject, beat))


def _furthest_apart(subject: Subject, beat: Beat) -> list[str]:
    """The two options that stand at the most different ranks by quality and by what they show."""
    apart = np.abs(ranks(subject.node_quality[beat.id]) - ranks(_shown(subject, beat)))
    return [beat.options[i].id for i in sorted(np.argsort(-apart, kind="stable")[:2].tolist())]


def _shown(subject: Subject, beat: Beat) -> list[float]:
    """What each option shows of what its beat calls for, and a little for all else that it shows."""
    scoring = subject.rubric.scoring
    return [
        mean(shown(option, indicator, scoring) for indicator in beat.focus)
        + 0.05 * sum(tag.valence for tag in option.evidence)
        for option in beat.options
    ]


def opportunities(subject: Subject) -> Iterator[Finding]:
    """L25, L33 and comparable denominators: what every completed path lets a trainee show."""
    for i, target in enumerate(subject.scenario.targets):
        path: KeyPath = ("targets", i)
        counts = subject.least(partial(focus_count, subject, target))
        if np.isfinite(counts[0]) and counts[0] < LEAST_ITEMS:
            values = {"target": target, "items": counted(counts[0], "time"), "least": LEAST_ITEMS}
            yield Finding("L25", path, values, subject.way_of_least(counts))
        weights = subject.least(weight := partial(_focus_weight, subject, target))
        low, high = weights[0], subject.most(weight)[0]
        if 0 < low < np.inf and high > DENOMINATOR_RATIO * low:
            values = {"target": target, "low": f"{low:g}", "high": f"{high:g}"}
            yield Finding("C03", path, values, subject.way_of_least(weights))
        b = _baseline(subject, target)
        if b > MOST_BASELINE + _TIE:
            yield Finding("L33", path, {"target": target, "b": f"{b:.2f}", "most": f"{MOST_BASELINE:g}"})


def _focus(subject: Subject, beat: Beat, target: str) -> list[str]:
    return [each for each in beat.focus if subject.rubric.indicator_by_id[each].competency == target]


def focus_count(subject: Subject, target: str, layer: Layer) -> float:
    """How many indicators of a competency the beat of a layer asks for."""
    return len(_focus(subject, subject.scenario.beat_by_id[layer.place], target))


def _focus_weight(subject: Subject, target: str, layer: Layer) -> float:
    beat = subject.scenario.beat_by_id[layer.place]
    return len(_focus(subject, beat, target)) * _weight(subject, beat)


def _weight(subject: Subject, beat: Beat) -> float:
    return subject.rubric.scoring.hinge_weight if beat.hinge else 1.0


def _baseline(subject: Subject, target: str) -> float:
    """What random choice earns on a target over the beats that can be reached, weighted as scores are."""
    found = [
        (baseline(beat, each, subject.rubric.scoring), _weight(subject, beat))
        for beat, _ in subject.beats
        for each in _focus(subject, beat, target)
    ]
    return sum(b * weight for b, weight in found) / sum(weight for _, weight in found) if found else 0.0


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
                values = {
                    "option": option.id,
                    "beat": beat.id,
                    "other": other,
                    "points": counted(round(least), "point"),
                }
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
        yield Finding("C06", ("beats",), {"count": counted(len(found), "hinge"), "wanted": HINGES}, way)


def _beat(subject: Subject, number: int) -> Beat:
    return subject.scenario.beat_by_id[subject.product.layer_of(number).place]


RULES = (
    quality_spread,
    unexplained_options,
    unsourced_focus,
    best_shows_the_focus,
    best_play_shows_everything,
    best_is_attainable,
    agreement_of_keys,
    opportunities,
    no_trap_for_sound_moves,
    poor_moves_cost,
    best_is_not_dominated,
    options_differ,
    gates_leave_a_way,
    random_play_is_poor,
    hinges,
    *strain.RULES,
)
