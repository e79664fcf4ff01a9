"""Where the links of a draft lead: circles, and passages that nothing leads to."""

from collections.abc import Iterator
from typing import Any

from simulator.authoring.twee.findings import Places
from simulator.authoring.twee.story import Story

Graph = dict[str, list[str]]


def report_ways(document: dict[str, Any], story: Story, start: str, places: Places) -> None:
    """Report the circles of a draft and the passages that no link leads to."""
    offsets = {room.id: room.passage.offset for room in story.rooms}
    linkable = [room.id for room in story.by_name.values()]  # a second passage of a name is reported as such
    names = {room.id: room.passage.name for room in story.rooms}
    graph = {beat_id: [*_targets(beat)] for beat_id, beat in document["beats"].items()}
    for circle in _circles(graph):
        shown = " → ".join(names[each] for each in [*circle, circle[0]])
        places.report("T20", offsets[circle[0]], circle=shown)
    reached = _reached(graph, start)
    for room_id in linkable:
        if room_id not in reached and room_id != document["exit"]:
            places.report("T21", offsets[room_id], name=names[room_id])


def _targets(beat: dict[str, Any]) -> Iterator[str]:
    for option in beat["options"].values():
        cases = option["then"] if isinstance(option["then"], list) else [{"to": option["then"]}]
        yield from (case["to"] for case in cases if isinstance(case, dict) and isinstance(case.get("to"), str))


def _circles(graph: Graph) -> Iterator[list[str]]:
    """Circles that have no beat in common; none exactly when there is none."""
    onward = _without_ways_out(graph)
    seen: set[str] = set()
    for beat in onward:
        at = beat
        path: dict[str, int] = {}
        while at not in seen and at not in path:
            path[at] = len(path)
            at = onward[at]
        if at in path:
            yield [*path][path[at] :]
        seen |= path.keys()


def _without_ways_out(graph: Graph) -> dict[str, str]:
    """The beats from which one can go on for ever, each with a next one of the kind."""
    back: Graph = {beat: [] for beat in graph}
    left = dict.fromkeys(graph, 0)
    for beat, targets in graph.items():
        for target in targets:
            if target in graph:
                back[target].append(beat)
                left[beat] += 1
    finished = [beat for beat, count in left.items() if not count]
    for beat in finished:
        for before in back[beat]:
            left[before] -= 1
            if not left[before]:
                finished.append(before)
    return {beat: next(to for to in graph[beat] if left.get(to)) for beat, count in left.items() if count}


def _reached(graph: Graph, start: str) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for target in graph.get(waiting.pop(), []):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
