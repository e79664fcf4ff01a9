"""The alliance machine as a drawing: the five modes, what leads from one to another, and what each does in place.

Read from the machine itself by `engine.picture`; nothing here knows a rule.
"""

from collections.abc import Iterable

from simulator.engine.picture import Rule, alliance_rules
from simulator.exports.drawing import Drawing, Edge, Node
from simulator.model.alliance import Mode


def alliance_drawing() -> Drawing:
    """A node for each mode with the events that stay in it; an edge for each pair of modes with its events."""
    rules = alliance_rules()
    moves = dict.fromkeys((rule.source, rule.dest) for rule in rules if rule.source is not rule.dest)
    return Drawing(
        nodes=tuple(_node(mode, [rule for rule in rules if rule.source is mode is rule.dest]) for mode in Mode),
        edges=tuple(_edge(ends, [rule for rule in rules if (rule.source, rule.dest) == ends]) for ends in moves),
        title="The working alliance",
        description="Five modes of the relationship between coach and client, and the events that lead between them. "
        "Of several rules for one event the first counts whose words in brackets hold.",
    )


def _node(mode: Mode, staying: list[Rule]) -> Node:
    lines, title = _lines(staying), f"Mode {mode.value}"
    if not any(rule.effects or rule.guards for rule in staying):
        return Node(mode.value, mode.value, "nothing changes any more", "mode", "fail", f"{title} (final)", ("final",))
    note = "\n".join(f"• {line}" for line in lines)
    return Node(mode.value, mode.value, note, "mode", "plain", "\n".join([title, *lines]))


def _edge(ends: tuple[Mode, Mode], rules: list[Rule]) -> Edge:
    source, target = (mode.value for mode in ends)
    label = "\n".join(_lines(rules, effects=False))
    title = "\n".join([f"{source} → {target}", *_lines(rules)])
    return Edge(source, target, label, 0.0, "plain", title)


def _lines(rules: Iterable[Rule], *, effects: bool = True) -> list[str]:
    """A line for all events with the same guard and effects: `MISS, PUSH [strike is last]: strike`."""
    lines: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        guard = " and ".join(map(_words, rule.guards)) or ("otherwise" if rule.fallback else "")
        does = ", ".join(map(_words, rule.effects)) or "no change"
        lines.setdefault((f" [{guard}]" if guard else "", f": {does}" if effects else ""), []).append(rule.event.value)
    return [f"{', '.join(events)}{guard}{does}" for (guard, does), events in lines.items()]


def _words(name: str) -> str:
    return name.replace("_", " ")
