"""What the desk shows of a text: its findings, its picture, and where in the text each beat stands.

Values only. What can occur at a beat and what an option is worth there is in `simulator.verification.inspection`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from simulator.exports.alliance_picture import alliance_drawing
from simulator.exports.drawing import Drawing, Node
from simulator.exports.svg import svg
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.services.author.judging import Judging
from simulator.services.pictures import explored_drawing
from simulator.verification.subject import Subject
from simulator.verification.verify import Verified

_WIDTH = 700
"""Px of the column beside the text; the picture is laid out for it."""


@dataclass(frozen=True)
class Examined:
    """A text with everything found in it. `picture` is SVG, empty where there is no scenario to draw."""

    text: str
    verified: Verified
    picture: str = ""

    @property
    def subject(self) -> Subject | None:
        return self.verified.subject

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.verified.diagnostics if each.severity is Severity.ERROR)

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        return tuple(each for each in self.verified.diagnostics if each.severity is not Severity.ERROR)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Errors first, each in the order of the text."""
        return (*self.errors, *self.warnings)

    @cached_property
    def _places(self) -> tuple[tuple[int, str], ...]:
        """The first line of each beat and ending, and with no name of every other key of the file, in order."""
        keys = self.verified.loaded.source.keys
        tops = [(place.line, "") for path, place in keys.items() if len(path) == 1]
        named = [
            (place.line, str(path[1]))
            for path, place in keys.items()
            if len(path) == 2 and path[0] in ("beats", "endings")
        ]
        return tuple(sorted([*tops, *named]))

    def place_at(self, line: int) -> str:
        """The beat or ending that a line belongs to; empty outside of them."""
        number = bisect_right(self._places, (line, "\uffff")) - 1
        return self._places[number][1] if number >= 0 else ""

    def start_of(self, place: str) -> Location | None:
        """Where a beat or ending begins."""
        keys = self.verified.loaded.source.keys
        return keys.get(("beats", place)) or keys.get(("endings", place))


class Workbench:
    """Examines texts. May be asked from a thread of its own: it holds nothing but what `judging` remembers."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging

    def examine(self, text: str) -> Examined:
        examined = Examined(text, self._judging.verified(text))
        return replace(examined, picture=_picture(examined, examined.subject)) if examined.subject else examined


def alliance() -> str:
    """The alliance machine as SVG."""
    return svg(alliance_drawing(), width=_WIDTH)


def _picture(examined: Examined, subject: Subject) -> str:
    counts = Counter(examined.place_at(each.location.line) for each in examined.findings)
    return svg(marked(explored_drawing(subject), counts), width=_WIDTH, interactive=True)


def marked(drawing: Drawing, counts: Mapping[str, int]) -> Drawing:
    """The drawing with the number of findings on each node that has some (in its title alone, if never reached)."""
    return replace(drawing, nodes=tuple(_marked(node, counts.get(node.id, 0)) for node in drawing.nodes))


def _marked(node: Node, count: int) -> Node:
    if not count:
        return node
    words = f"{count} finding{'' if count == 1 else 's'}"
    badges = node.badges if node.tone == "unreached" else (*node.badges, words)
    return replace(node, badges=badges, title=f"{node.title}\n{words}")
