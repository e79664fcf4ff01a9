"""What a picture shows, as values: nodes, edges and the words with them. Where things lie is `geometry`'s business."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["beat", "ending", "mode"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box: `label` in bold, `note` under it (a line break starts a new line), `badges` as small words above.

    `tone` is `plain`, `unreached`, or for an ending its result; `title` is what a pointer or a screen reader gets.
    """

    id: str
    label: str
    note: str
    kind: Kind
    tone: str
    title: str
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes, at most one for a pair and tone. `weight` 0-1 decides its width.

    `tone` is `plain`, `depends` (some option takes it in some states only), `leave` (the client may go) or `unreached`.
    """

    source: str
    target: str
    label: str
    weight: float
    tone: str
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes are in reading order; an edge to an earlier node is drawn upwards."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    title: str
    description: str
