"""Nodes in rows from the top down, with few crossings: the one door to `fast_sugiyama`. Knows no pixels and no text.

The library decides rows and the order within them, always the same for the same input; `columns` says where in its row
each thing stands. The library aborts the whole process on a cycle, so every edge is turned to lead from an earlier
node to a later one before it is asked.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from simulator.exports.columns import in_columns

Name = TypeVar("Name", bound=Hashable)

Place = tuple[float, int]
"""Where the middle of something lies: across, in columns from the left edge, and the row from the top."""

Link = tuple[int, int]

_LINE = 0.25
"""The part of a column that a passing line is given."""


@dataclass(frozen=True, slots=True)
class Layers(Generic[Name]):
    """The place of each node, and for each (earlier, later) pair the places its line passes on the way, ends left out.

    Two nodes of a row are at least one column apart, a node and a passing line at least 5/8 of one. `columns` is the
    whole width.
    """

    places: dict[Name, Place]
    ways: dict[tuple[Name, Name], tuple[Place, ...]]
    columns: float


def in_layers(
    nodes: Sequence[Name], edges: Iterable[tuple[Name, Name]], wide: Mapping[Name, float] | None = None
) -> Layers[Name]:
    """Lays out a graph; nodes without edges come last, in rows of their own. `wide`: nodes of more than one column."""
    order = {node: i for i, node in enumerate(nodes)}
    turned = {(min(order[a], order[b]), max(order[a], order[b])) for a, b in edges if a != b}
    joined = sorted({end for pair in turned for end in pair})
    dense = {i: number for number, i in enumerate(joined)}
    names = [nodes[i] for i in joined]
    widths = [(wide or {}).get(name, 1.0) for name in names]
    spots, links = _spots(sorted((dense[a], dense[b]) for a, b in turned), widths)
    places = {name: spots[number] for number, name in enumerate(names)}
    ways = {
        (names[line[0]], names[line[-1]]): tuple(spots[number] for number in line[1:-1])
        for line in _lines(links, len(joined))
    }
    edges_right = [x + (widths[number] if number < len(joined) else _LINE) / 2 for number, (x, _) in spots.items()]
    columns = max(edges_right, default=1.0)
    places |= _last_rows([node for node in nodes if node not in places], places, int(columns))
    return Layers({node: places[node] for node in nodes}, ways, columns)


def _spots(pairs: list[Link], node_widths: list[float]) -> tuple[dict[int, Place], list[Link]]:
    """The places of the nodes 0, 1, … and, numbered above them, of each row that a line passes; and all links."""
    nodes = len(node_widths)
    row_of: dict[int, int] = {}
    across: dict[int, float] = {}
    joined: list[Link] = []
    for positions, links in _parts(pairs, nodes):
        left = 1 + max(across.values(), default=0.0)
        top = max(y for _, _, y in positions)
        across |= {number: left + x for number, x, _ in positions}
        row_of |= {number: round(top - y) for number, _, y in positions}
        joined += links
    rows = [sorted(_in_row(row_of, row), key=across.__getitem__) for row in range(max(row_of.values(), default=-1) + 1)]
    widths = {number: node_widths[number] if number < nodes else _LINE for number in row_of}
    if _backwards(rows, nodes):
        rows, across = [row[::-1] for row in rows], {number: -x for number, x in across.items()}
    settled = in_columns(rows, joined, across, widths)
    return {number: (settled[number], row) for number, row in row_of.items()}, joined


def _backwards(rows: list[list[int]], nodes: int) -> bool:
    """Whether more neighbouring nodes stand against the reading order than with it."""
    nexts = [pair for row in rows for pair in pairwise([number for number in row if number < nodes])]
    return sum(a > b for a, b in nexts) * 2 > len(nexts)


def _in_row(row_of: dict[int, int], row: int) -> list[int]:
    return [number for number, here in row_of.items() if here == row]


def _parts(pairs: list[Link], nodes: int) -> Iterator[tuple[list[tuple[int, float, float]], list[Link]]]:
    """What the library says of each connected part: (number, x, y) from the bottom up, and links from row to row.

    It numbers the places that lines pass anew in each part, from some number above the nodes on; here they all differ.
    """
    from fast_sugiyama import from_edges

    found = from_edges(
        pairs, vertex_spacing=1, dummy_vertices=True, dummy_size=_LINE, ranking_type="minimize",
        crossing_minimization="median", transpose=True,
    ) if pairs else ()  # fmt: skip
    free = nodes
    for positions, _, _, links in found:
        passed = [int(number) for number, _ in positions if int(number) >= nodes]
        name = {number: free + i for i, number in enumerate(sorted(passed))}
        free += len(passed)
        yield (
            [(name.get(int(number), int(number)), x, y) for number, (x, y) in positions],
            [(name.get(int(a), int(a)), name.get(int(b), int(b))) for a, b in links or ()],
        )


def _lines(links: list[Link], nodes: int) -> Iterator[list[int]]:
    """Each line from node to node with the numbers between, each of which has one link onward."""
    onward = {a: b for a, b in links if a >= nodes}
    for source, after in links:
        if source < nodes:
            line = [source, after]
            while line[-1] >= nodes:
                line.append(onward[line[-1]])
            yield line


def _last_rows(alone: list[Name], places: dict[Name, Place], columns: int) -> dict[Name, Place]:
    below = 1 + max((row for _, row in places.values()), default=-1)
    across = max(1, columns)
    return {node: (i % across + 0.5, below + i // across) for i, node in enumerate(alone)}
