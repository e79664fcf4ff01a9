"""Pictures of scenarios: the graph with what exploring tells of it, the storyboard, Twee."""

from pathlib import Path

from simulator.authoring.source import MAX_BYTES
from simulator.authoring.twee import read_twee
from simulator.errors import ContentError
from simulator.exports.drawing import Drawing
from simulator.exports.mermaid import mermaid
from simulator.exports.scenario_graph import drawing_of
from simulator.exports.storyboard import storyboard
from simulator.exports.svg import svg
from simulator.exports.twee import twee
from simulator.model.diagnostic import Diagnostic
from simulator.services.terminal import Opened
from simulator.verification.inspection import beats_that_may_end_it, shares_of_best, unreached
from simulator.verification.subject import Subject

GRAPHS = {"svg": svg, "mermaid": mermaid}
EXPORTS = ("twee", "storyboard")


def graph(opened: Opened, to: str) -> str:
    """The dialogue graph as `svg` or `mermaid`, with best play's share of each way and what is never reached."""
    return GRAPHS[to](explored_drawing(subject_of(opened)))


def subject_of(opened: Opened) -> Subject:
    return Subject.of(opened.scenario, opened.library.rubric)


def explored_drawing(subject: Subject) -> Drawing:
    """The graph of a scenario that was explored; drawn plainly where exploring stopped before its end."""
    if not subject.product.complete:
        return drawing_of(subject.scenario)
    return drawing_of(
        subject.scenario,
        unreached=unreached(subject),
        share=shares_of_best(subject),
        leaves=beats_that_may_end_it(subject),
    )


def export(opened: Opened, to: str) -> str:
    """A scenario as `twee` (to sketch on in Twine) or as a printable `storyboard` (HTML)."""
    if to == "twee":
        return twee(opened.scenario)
    return storyboard(opened.scenario, opened.library.rubric, opened.digest)


def import_twee(path: Path) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The YAML draft that a Twee file gives, None where there is none, and everything to be said about it.

    Raises `ContentError` for a path to nothing.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # what is longer is refused for its length
    except OSError as error:
        raise ContentError(f"{path} cannot be read ({error.strerror}). Nothing was imported.") from error
    imported = read_twee(raw, str(path))
    return imported.text, imported.diagnostics
