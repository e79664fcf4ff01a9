"""A scenario as a drawing: a node for each beat and ending, an edge for each pair of them that options connect.

What cannot be seen in the scenario alone (what is reached, where best play goes, where the client may leave) is told
by the caller, who has explored it.
"""

from collections.abc import Collection, Iterator, Mapping

from simulator.engine.graph import forward_order
from simulator.exports.drawing import Drawing, Edge, Node
from simulator.exports.wording import opening_words, when
from simulator.model.scenario import Beat, Ending, Option, Scenario

Pair = tuple[str, str]


def drawing_of(
    scenario: Scenario,
    *,
    unreached: Collection[str] = (),
    share: Mapping[Pair, float] | None = None,
    marks: Mapping[str, str] | None = None,
    leaves: Collection[str] = (),
) -> Drawing:
    """The drawing of a scenario.

    `unreached`: ids of beats and endings that no play reaches. `share`: for a (beat, target) pair, how much of best
    play goes through it, 0-1. `marks`: a short word to show on a beat or ending. `leaves`: beats after which the
    client can be gone although no option leads to the exit; a share above 0 of such a pair says so too.
    """
    share, marks = share or {}, marks or {}
    gone = {beat for (beat, target), part in share.items() if target == scenario.exit and part > 0} | set(leaves)
    nodes = tuple(_node(scenario, place, unreached, marks.get(place)) for place in forward_order(scenario))
    edges = tuple(edge for node in nodes for edge in _edges(scenario, node, share, gone))
    description = f"{len(scenario.beats)} beats and {len(scenario.endings)} endings, from {scenario.start.beat} down."
    return Drawing(nodes, edges, scenario.title, description)


def _node(scenario: Scenario, place: str, unreached: Collection[str], mark: str | None) -> Node:
    beat = scenario.beat_by_id.get(place)
    badges = [*_beat_badges(scenario, beat)] if beat else _ending_badges(scenario, place)
    badges += ["never reached"] if place in unreached else []
    badges += [mark] if mark else []
    node = _beat_node(beat, badges) if beat else _ending_node(scenario.ending_by_id[place], badges)
    return _grey(node) if place in unreached else node


def _beat_badges(scenario: Scenario, beat: Beat) -> Iterator[str]:
    if beat.id == scenario.start.beat:
        yield "start"
    if beat.hinge:
        yield "hinge"


def _ending_badges(scenario: Scenario, ending: str) -> list[str]:
    return ["exit"] if ending == scenario.exit else []


def _beat_node(beat: Beat, badges: list[str]) -> Node:
    title = "\n".join([_headline("Beat", beat.id, badges), opening_words(beat, 160), f"{len(beat.options)} options"])
    return Node(beat.id, beat.id, opening_words(beat), "beat", "plain", title, tuple(badges))


def _ending_node(ending: Ending, badges: list[str]) -> Node:
    title = "\n".join([_headline("Ending", ending.id, badges), f"Result: {ending.result.value}"])
    return Node(
        ending.id, ending.id, f"{ending.result.value} ending", "ending", ending.result.value, title, tuple(badges)
    )


def _headline(kind: str, name: str, badges: list[str]) -> str:
    return f"{kind} {name}" + (f" ({', '.join(badges)})" if badges else "")


def _grey(node: Node) -> Node:
    return Node(node.id, node.label, node.note, node.kind, "unreached", node.title, node.badges)


def _edges(scenario: Scenario, node: Node, share: Mapping[Pair, float], gone: Collection[str]) -> Iterator[Edge]:
    beat = scenario.beat_by_id.get(node.id)
    if not beat:
        return
    ways = _ways(beat)
    for target, takers in ways.items():
        depends = any(words for _, words in takers)
        tone = "unreached" if node.tone == "unreached" else "depends" if depends else "plain"
        options = [f"{option} {words}".strip() for option, words in takers]
        title = "\n".join([f"{beat.id} → {target}", *options])
        yield Edge(beat.id, target, "", share.get((beat.id, target), 0.0), tone, title)
    if beat.id in gone and scenario.exit not in ways:
        weight = share.get((beat.id, scenario.exit), 0.0)
        yield Edge(
            beat.id, scenario.exit, "", weight, "leave", f"{beat.id} → {scenario.exit}\nThe client may leave here"
        )


def _ways(beat: Beat) -> dict[str, list[tuple[str, str]]]:
    """For each target, the options that can lead there, each with the words for when it does."""
    ways: dict[str, list[tuple[str, str]]] = {}
    for option in beat.options:
        for target, words in _routes(option):
            ways.setdefault(target, []).append((option.id, words))
    return ways


def _routes(option: Option) -> Iterator[Pair]:
    """Where an option leads and when; without words where it always leads there."""
    targets = {case.value for case in option.then}
    for target in sorted(targets, key=[case.value for case in option.then].index):
        conditions = [when(case.when) or "otherwise" for case in option.then if case.value == target]
        yield target, " or ".join(conditions) if len(targets) > 1 else ""
