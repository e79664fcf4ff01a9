"""Where in its row each thing stands: near what it is joined to, as far from its neighbours as widths ask.

The order within the rows is given and kept. This is what makes a picture narrow and its long lines straight.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from math import inf

_SWEEPS = 80
_CENTRE = 0.3
"""How much everything is pulled to the middle, so that a long scenario does not drift sideways."""

_STRAIGHT = {0: 1.0, 1: 2.0, 2: 8.0}
"""How much a link pulls, by how many of its two ends a line only passes: long lines shall be straight."""


def in_columns(
    rows: Sequence[Sequence[int]],
    links: Iterable[tuple[int, int]],
    across: Mapping[int, float],
    widths: Mapping[int, float],
) -> dict[int, float]:
    """The middle of each thing, the leftmost edge at 0. `across` is where to begin; a width below 1 is a line.

    Sweeps down and up over the rows, each time moving a row to where its links pull it.
    """
    middle = (min(across.values(), default=0.0) + max(across.values(), default=0.0)) / 2
    at = {one: x - middle for one, x in across.items()}
    pulls: dict[int, list[tuple[int, float]]] = defaultdict(list)
    passing = [(a, b) for a, b in links if widths[a] < 1 and widths[b] < 1]
    for a, b in links:
        pull = _STRAIGHT[(widths[a] < 1) + (widths[b] < 1)]
        pulls[a].append((b, pull))
        pulls[b].append((a, pull))
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_pulled([(at[other], pull) for other, pull in pulls[one]]) for one in row]
            at |= zip(row, _spaced(wanted, [widths[one] for one in row]), strict=True)
    _straighten(at, rows, _chains(passing), widths)
    left = min((at[one] - widths[one] / 2 for one in at), default=0.0)
    return {one: x - left for one, x in at.items()}


def _pulled(points: list[tuple[float, float]]) -> float:
    """Where its links and the middle, at 0, pull something."""
    return sum(x * weight for x, weight in points) / (_CENTRE + sum(weight for _, weight in points))


def _spaced(wanted: list[float], widths: list[float]) -> list[float]:
    """The positions nearest to the wanted ones, by squares, that keep order and distance.

    Whatever would come too close is put side by side around the mean of what its members want.
    """
    offsets = [0.0, *accumulate((a + b) / 2 for a, b in pairwise(widths))]
    groups: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while groups and groups[-1][0] >= mean:
            before, members = groups.pop()
            mean, count = (before * members + mean * count) / (members + count), members + count
        groups.append((mean, count))
    level = [mean for mean, count in groups for _ in range(count)]
    return [mean + offset for mean, offset in zip(level, offsets, strict=True)]


def _chains(passing: list[tuple[int, int]]) -> list[list[int]]:
    """The passing places of each long line, from the top down."""
    onward, below = dict(passing), {b for _, b in passing}
    chains = [[a] for a in onward if a not in below]
    for chain in chains:
        while chain[-1] in onward:
            chain.append(onward[chain[-1]])
    return chains


def _straighten(
    at: dict[int, float], rows: Sequence[Sequence[int]], chains: list[list[int]], widths: Mapping[int, float]
) -> None:
    """Makes each long line as straight as its neighbours leave room: runs of one x, as long as they can be."""
    beside = {
        one: (row[i - 1] if i else None, row[i + 1] if i + 1 < len(row) else None)
        for row in rows
        for i, one in enumerate(row)
    }
    for chain in chains:
        run: list[int] = []
        low, high = -inf, inf
        for one in [*chain, None]:
            least, most = _room(one, at, beside, widths) if one is not None else (inf, -inf)
            if max(low, least) > min(high, most):
                at |= dict.fromkeys(run, min(high, max(low, sum(at[each] for each in run) / max(1, len(run)))))
                run, low, high = [], -inf, inf
            if one is not None:
                run.append(one)
                low, high = max(low, least), min(high, most)


def _room(
    one: int, at: Mapping[int, float], beside: Mapping[int, tuple[int | None, int | None]], widths: Mapping[int, float]
) -> tuple[float, float]:
    """How far left and right something can stand where its neighbours stand now."""
    left, right = beside[one]
    least = -inf if left is None else at[left] + (widths[left] + widths[one]) / 2
    most = inf if right is None else at[right] - (widths[right] + widths[one]) / 2
    return least, max(least, most)
