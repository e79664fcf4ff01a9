"""Every relationship that can come about: all personas, all states an author may start from, all that follows."""

from collections.abc import Iterable
from functools import cache
from itertools import product

from simulator.engine.alliance import react
from simulator.model.alliance import Alliance, BreachType, Event, Facet, Mode, Persona, Style

PERSONAS = [Persona(*each) for each in product(Style, (2, 3), (2, 3))]
MOVES = [
    *((event, Facet.BOND, None) for event in Event if event is not Event.BREACH),
    (Event.PUSH, Facet.TASK, None),
    *((Event.BREACH, Facet.BOND, kind) for kind in BreachType),
]
"""Everything that can happen: an event, the facet of the beat (PUSH alone reads it), and the type of a breach."""

LEFT = Alliance(Mode.EXIT, 0)


def starts(persona: Persona) -> list[Alliance]:
    """Where conversations start: settled up to the ceiling, strained up to working trust, or trust just broken."""
    settled = [Alliance(trust=trust) for trust in range(persona.trust_ceiling + 1)]
    strains = product((Mode.WITHDRAWING, Mode.CONFRONTING), range(3), Facet)
    strained = [Alliance(mode, trust, facet=facet) for mode, trust, facet in strains]
    breaches = product(range(2), BreachType)
    breached = [Alliance(Mode.BREACHED, trust, facet=Facet.BOND, breach=kind) for trust, kind in breaches]
    return settled + strained + breached


@cache
def onward(persona: Persona) -> dict[Alliance, dict[tuple[Event, Facet, BreachType | None], Alliance]]:
    """Every reachable state of a persona, and where each move leads from it."""
    graph: dict[Alliance, dict[tuple[Event, Facet, BreachType | None], Alliance]] = {}
    waiting = starts(persona)
    while waiting:
        state = waiting.pop()
        if state not in graph:
            graph[state] = {move: react(persona, state, *move) for move in MOVES}
            waiting.extend(graph[state].values())
        assert len(graph) < 5000, "a machine that runs away is broken, not to be waited for"
    return graph


def closure(
    graph: dict[Alliance, dict[tuple[Event, Facet, BreachType | None], Alliance]],
    state: Alliance,
    events: Iterable[Event],
) -> set[Alliance]:
    """The state, and all that follows from it by these events alone."""
    allowed, seen, waiting = set(events), {state}, [state]
    while waiting:
        for (event, _, _), after in graph[waiting.pop()].items():
            if event in allowed and after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen
