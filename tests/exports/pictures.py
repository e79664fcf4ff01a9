"""What tests of pictures look at: drawings of the scenarios in stock and of those that ship, and an SVG taken apart."""

from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.exports.drawing import Drawing, Edge, Node
from simulator.model.scenario import Scenario
from tests import stock

SVG = "{http://www.w3.org/2000/svg}"
ATTACK = "\"><script>alert('x')</script>&]]>\x00\ud800"


@cache
def shipped() -> dict[str, Scenario]:
    paths = sorted(content.folder("scenarios").glob("*.yaml"))
    return {path.stem: scenario_or_error(load_scenario(path, stock.rubric())) for path in paths}


def everything() -> list[Scenario]:
    return [*shipped().values(), *map(stock.scenario, stock.names())]


def plain(nodes: str, *edges: str, note: str = "Something is said.") -> Drawing:
    """A drawing of one-letter beats, with edges such as `ab`."""
    boxes = [Node(name, name, note, "beat", "plain", f"Beat {name}") for name in nodes]
    lines = [Edge(source, target, "", 0.0, "plain", f"{source} to {target}") for source, target in edges]
    return Drawing(tuple(boxes), tuple(lines), "Plain", "For a test.")


@dataclass(frozen=True)
class Rectangle:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Rectangle") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Taken:
    """An SVG taken apart again; fails where it is not well-formed XML."""

    def __init__(self, text: str) -> None:
        self.root = ElementTree.fromstring(text)

    def groups(self, kind: str) -> list[ElementTree.Element]:
        return [each for each in self.root.iter(f"{SVG}g") if kind in each.get("class", "").split()]

    def nodes(self) -> list[str]:
        return [group.get("data-id", "") for group in self.groups("cs-node")]

    def edges(self) -> list[tuple[str, str]]:
        drawn = [(group.get("data-source"), group.get("data-target")) for group in self.groups("cs-edge")]
        return sorted((source, target) for source, target in drawn if source and target)

    def boxes(self) -> dict[str, Rectangle]:
        return {group.get("data-id", ""): _rectangle(group.find(f"{SVG}rect")) for group in self.groups("cs-node")}

    def words(self) -> str:
        return "\n".join("".join(each.itertext()) for each in self.root.iter() if each.tag != f"{SVG}style")


def _rectangle(rect: ElementTree.Element | None) -> Rectangle:
    assert rect is not None
    x, y, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
    return Rectangle(x, y, x + width, y + height)
