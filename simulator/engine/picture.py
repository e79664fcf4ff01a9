"""The alliance machine as plain rows, for pictures and tables of it. Read off the machine itself, not a second list."""

from dataclasses import dataclass

from simulator.engine.alliance import ALLIANCE_MACHINE
from simulator.model.alliance import Event, Mode


@dataclass(frozen=True, slots=True)
class Rule:
    """One transition. Of the rules with the same event and source the first whose guards hold counts.

    `guards` and `effects` are the names the machine calls; `fallback` says that other rules are asked first.
    """

    event: Event
    source: Mode
    dest: Mode
    guards: tuple[str, ...]
    effects: tuple[str, ...]
    fallback: bool


def alliance_rules() -> tuple[Rule, ...]:
    """Every transition of the machine, by event, then by source, in the order in which they are asked."""
    return tuple(
        Rule(
            event=Event(name),
            source=Mode[source],
            dest=Mode[each.dest or source],
            guards=tuple(str(condition.func) for condition in each.conditions),
            effects=tuple(map(str, each.after)),
            fallback=place > 0,
        )
        for name, event in ALLIANCE_MACHINE.events.items()
        for source, transitions in event.transitions.items()
        for place, each in enumerate(transitions)
    )
