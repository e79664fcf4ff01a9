"""Whether a set of scenarios can be an exam: how often each competency is asked for on every path to an ending.

The counts are exact: for each scenario the least number of times that a path asks for an indicator of the competency,
over all paths on which the client stays. Run as a program it prints the counts of the forms that ship, and with
`search` looks for two disjoint forms.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from random import Random

import numpy as np

from simulator.model.rubric import Rubric
from simulator.verification.rules.scoring import focus_count
from simulator.verification.subject import Subject

LEAST_ITEMS, LEAST_SCENARIOS, SIZE = 6, 2, 8
"""Specification 2.5 and 3b: six opportunities over two scenarios for anything with consequences; eight a form."""

Counts = Mapping[str, int]


def opportunities(subject: Subject) -> Counts:
    """By competency, how often every path that does not end at the exit asks for it at least."""
    found = {}
    for competency in subject.rubric.competency_by_id:
        least = subject.least(partial(focus_count, subject, competency))[0]
        found[competency] = int(least) if np.isfinite(least) else 0
    return found


def short_of(rubric: Rubric, form: Sequence[str], counts: Mapping[str, Counts]) -> dict[str, tuple[int, int]]:
    """Competencies that a form asks for too seldom: items, and scenarios that have some."""
    short = {}
    for competency in rubric.competency_by_id:
        items = [counts[each][competency] for each in form]
        total, scenarios = sum(items), sum(each > 0 for each in items)
        if total < LEAST_ITEMS or scenarios < LEAST_SCENARIOS:
            short[competency] = (total, scenarios)
    return short


def search(
    rubric: Rubric, counts: Mapping[str, Counts], tries: int, seed: int = 0, size: int = SIZE
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Two disjoint forms that are short of as little as could be found; how many items they lack together."""
    ids, random = sorted(counts), Random(seed)  # noqa: S311 - nothing here is secret
    best: tuple[int, tuple[str, ...], tuple[str, ...]] | None = None
    for _ in range(tries):
        drawn = random.sample(ids, 2 * size)
        forms = tuple(sorted(drawn[:size])), tuple(sorted(drawn[size:]))
        lacking = sum(_lacking(rubric, form, counts) for form in forms)
        if best is None or lacking < best[0]:
            best = (lacking, *forms)
        if best[0] == 0:
            break
    assert best is not None  # noqa: S101 - it tries at least once
    return best


def _lacking(rubric: Rubric, form: Sequence[str], counts: Mapping[str, Counts]) -> int:
    short = short_of(rubric, form, counts).values()
    return sum(max(0, LEAST_ITEMS - total) + 3 * max(0, LEAST_SCENARIOS - scenarios) for total, scenarios in short)


def table(rubric: Rubric, form: Iterable[str], counts: Mapping[str, Counts]) -> str:
    """A line for each competency: its total, and by scenario."""
    form = list(form)
    lines = []
    for competency in rubric.competencies:
        items = {each: counts[each][competency.id] for each in form if counts[each][competency.id]}
        named = ", ".join(f"{scenario} {count}" for scenario, count in items.items())
        lines.append(f"  {competency.code} {sum(items.values()):3}  {named}")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    from simulator import content
    from simulator.authoring.load import load_scenario
    from simulator.authoring.programme import read_programme
    from simulator.authoring.rubric import load_rubric

    rubric = load_rubric(content.folder("rubrics") / "coaching-alliance")
    loaded = [load_scenario(each, rubric) for each in sorted(content.folder("scenarios").glob("*.yaml"))]
    counts = {s.scenario.id: opportunities(Subject.of(s.scenario, rubric)) for s in loaded if s.scenario}
    programme, _ = read_programme(content.folder("rubrics"))
    for form in programme.forms:
        known = [each for each in form.scenarios if each in counts]
        sys.stdout.write(f"{form.title}: short of {short_of(rubric, known, counts) or 'nothing'}\n")
        sys.stdout.write(f"{table(rubric, known, counts)}\n")
    if "search" in arguments:
        sys.stdout.write(f"{search(rubric, counts, tries=200_000)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
