"""From choices to evidence: what each turn shows about the trainee, and nothing it gave no chance to show.

A focus indicator of a visited beat always counts, with the chosen option's valence or as absent; any other indicator
counts only where the chosen option is tagged with it. What was never called for is not scored.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.model.attempt import Step
from simulator.model.rubric import Rubric, Scoring
from simulator.model.scenario import Beat, Option, Scenario


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of evidence. `x` 0-1 what was shown; `baseline` what random choice would have earned on it."""

    indicator: str
    criterion: str
    turn: int
    beat: str
    x: float
    weight: float
    baseline: float
    focus: bool
    valence: int | None


def evidence(
    steps: Iterable[Step], scenario: Scenario, rubric: Rubric, hints: Mapping[int, int] | None = None
) -> tuple[Item, ...]:
    """The evidence of a conversation, in the order of its turns. `hints`: the furthest step of the ladder by turn."""
    items = tuple(item for step in steps for item in _of_step(step, scenario, rubric))
    return _share_repeats(_after_hints(items, hints or {}, rubric.scoring), rubric.scoring.repeats)


def _after_hints(items: tuple[Item, ...], hints: Mapping[int, int], scoring: Scoring) -> tuple[Item, ...]:
    """What was shown after a hint counts up to a limit: finding it alone shows more."""
    most = dict(scoring.hints)
    return tuple(replace(item, x=min(item.x, most[hints[item.turn]])) if item.turn in hints else item for item in items)


def _of_step(step: Step, scenario: Scenario, rubric: Rubric) -> Iterator[Item]:
    beat = scenario.beat_by_id[step.beat]
    option = next(option for option in beat.options if option.id == step.option)
    tags = {tag.indicator: tag.valence for tag in option.evidence}
    for indicator in dict.fromkeys((*beat.focus, *tags)):
        valence = tags.get(indicator)
        yield Item(
            indicator=indicator,
            criterion=rubric.indicator_by_id[indicator].competency,
            turn=step.turn,
            beat=beat.id,
            x=shown(option, indicator, rubric.scoring),
            weight=rubric.scoring.hinge_weight if beat.hinge else 1.0,
            baseline=baseline(beat, indicator, rubric.scoring),
            focus=indicator in beat.focus,
            valence=valence,
        )


def shown(option: Option, indicator: str, scoring: Scoring) -> float:
    """0-1: what an option shows on an indicator; the value of absence where it carries no tag."""
    return next(
        (scoring.value_of(tag.valence) for tag in option.evidence if tag.indicator == indicator), scoring.absent
    )


def baseline(beat: Beat, indicator: str, scoring: Scoring) -> float:
    """What random choice earns on an indicator at a beat."""
    return sum(shown(option, indicator, scoring) for option in beat.options) / len(beat.options)


def _share_repeats(items: tuple[Item, ...], repeats: int) -> tuple[Item, ...]:
    """From the last full repeat on, the same indicator shares one weight, as repeats lean on one another."""
    total = Counter(item.indicator for item in items)
    seen: Counter[str] = Counter()
    shared: list[Item] = []
    last_full: dict[str, float] = {}
    for item in items:
        seen[item.indicator] += 1
        if seen[item.indicator] == repeats:
            last_full[item.indicator] = item.weight
        if seen[item.indicator] >= repeats and total[item.indicator] > repeats:
            among = total[item.indicator] - repeats + 1
            shared.append(replace(item, weight=last_full[item.indicator] / among))
        else:
            shared.append(item)
    return tuple(shared)
