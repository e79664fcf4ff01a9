"""The plain graph of a scenario: which beat may lead to which place by what the author wrote, whatever the state.

Coarser than `product`, and cheap enough to ask on every page.
"""

from graphlib import TopologicalSorter

from simulator.model.scenario import Scenario


def forward_order(scenario: Scenario) -> list[str]:
    """Beats, then endings, such that every option leads to something later in the list."""
    order = TopologicalSorter(routes(scenario))
    return [place for place in reversed(tuple(order.static_order())) if place in scenario.beat_by_id] + list(
        scenario.ending_by_id
    )


def routes(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """For each beat, where its options may lead by what the author wrote (the exit is understood)."""
    return {
        beat.id: tuple(dict.fromkeys(case.value for option in beat.options for case in option.then))
        for beat in scenario.beats
    }


def turns_ahead(scenario: Scenario) -> dict[str, tuple[int, int]]:
    """For each beat, the fewest and the most turns left, its own counted, until an ending other than the exit."""
    ahead: dict[str, tuple[int, int]] = {ending: (0, 0) for ending in scenario.ending_by_id if ending != scenario.exit}
    onward = routes(scenario)
    for place in reversed(forward_order(scenario)):
        if place in onward:
            known = [ahead[target] for target in onward[place] if target in ahead]
            if known:
                ahead[place] = (1 + min(low for low, _ in known), 1 + max(high for _, high in known))
    return ahead
