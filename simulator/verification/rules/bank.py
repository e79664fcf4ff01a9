"""Does the whole bank hold together? What shows only when all scenarios are looked at side by side.

Each finding stands in one scenario: the one that shows it first or most. A single scenario is no bank and gives none.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from simulator.model.scenario import Result
from simulator.verification.finding import Finding, option_path
from simulator.verification.nodes import Marks, Numbers, Table
from simulator.verification.rules.giveaways import TOO_ALIKE
from simulator.verification.rules.tells import tells_of
from simulator.verification.statistics import difference_of_means
from simulator.verification.subject import Subject
from simulator.verification.surface.duplicates import near_duplicates

Found = Iterator[tuple[Subject, Finding]]

CODES = frozenset(
    ("L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L13", "L14", "L15", "L16", "L18", "L21")
)
"""What only a bank can decide for sure; one scenario checked alone says nothing against it."""

FEWEST_OF_GROUP = 3
MOST_UNFAIR = 0.15
UNFAIR_P = 0.1
"""What three scenarios against three others can just reach: a reason to look, not a proof."""


def tells_of_the_bank(subjects: Sequence[Subject]) -> Found:
    """L02 to L11, L13, L15, L16 and L18 over all beats of all scenarios."""
    if len(subjects) > 1:
        yield from tells_of(Table.of(subjects))


def near_copies(subjects: Sequence[Subject]) -> Found:
    """L14: an option that says nearly what one in another scenario says."""
    places = [
        (subject, beat.id, option) for subject in subjects for beat in subject.scenario.beats for option in beat.options
    ]
    for first, second, likeness in near_duplicates([option.say for _, _, option in places], TOO_ALIKE):
        (one, there, other), (subject, beat, option) = places[first], places[second]
        if one is not subject:
            values = {
                "option": option.id,
                "other": other.id,
                "where": f"'{there}' of '{one.scenario.id}'",
                "likeness": f"{likeness:.2f}",
                "most": f"{TOO_ALIKE:g}",
            }
            yield subject, Finding("L14", option_path(beat, option.id, "say"), values)


def fairness_to_groups(subjects: Sequence[Subject]) -> Found:
    """L21: no group of clients leaves more often, or ends worse, than the others do."""
    groups = sorted({group for subject in subjects for group in subject.scenario.client.groups})
    for group in groups:
        chosen = np.array([group in subject.scenario.client.groups for subject in subjects])
        if FEWEST_OF_GROUP <= chosen.sum() <= len(subjects) - FEWEST_OF_GROUP:
            for words, measure in MEASURES:
                values = np.array([measure(subject) for subject in subjects])
                gap, p = difference_of_means(values, chosen)
                if abs(gap) >= MOST_UNFAIR and p <= UNFAIR_P:
                    yield _most_extreme(subjects, values, chosen, gap), _unfair(group, words, values, chosen, p)


def _unfair(group: str, words: str, values: Numbers, chosen: Marks, p: float) -> Finding:
    told = {
        "group": group,
        "measure": words,
        "with_": f"{values[chosen].mean():.0%}",
        "without": f"{values[~chosen].mean():.0%}",
        "figures": f"{int(chosen.sum())} scenarios against {int((~chosen).sum())}, p = {p:.2f}",
    }
    return Finding("L21", ("client", "groups"), told)


def _most_extreme(subjects: Sequence[Subject], values: Numbers, chosen: Marks, gap: float) -> Subject:
    return subjects[int(np.argmax(np.where(chosen, np.sign(gap) * values, -np.inf)))]


def _leaves(subject: Subject) -> float:
    """The chance that the client leaves whoever plays at random."""
    layer = subject.product.layers.get(subject.scenario.exit)
    return float(subject.chances[layer.rows].sum()) if layer else 0.0


def _ends_strong(subject: Subject) -> float:
    """Whether the best play there is comes to a strong ending."""
    last = subject.best_path[-1]
    layer = subject.product.layer_of(last.state)
    column = layer.options.index(last.option)
    place = subject.product.layer_of(int(layer.targets[last.state - layer.first, column])).place
    return float(subject.scenario.ending_by_id[place].result is Result.STRONG)


MEASURES: tuple[tuple[str, Callable[[Subject], float]], ...] = (
    ("random play ends with the client leaving", _leaves),
    ("best play comes to a strong ending", _ends_strong),
)
"""What is compared between the scenarios with clients of a group and all others."""

RULES = (tells_of_the_bank, near_copies, fairness_to_groups)
