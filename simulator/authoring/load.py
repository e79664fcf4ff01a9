"""Reading content: a scenario or the rubric from its files, as a value or as every mistake in it."""

from dataclasses import dataclass
from pathlib import Path

from simulator.authoring.build import build
from simulator.authoring.document import ScenarioDocument
from simulator.authoring.references import check_references
from simulator.authoring.shape import shape
from simulator.authoring.source import Source, parse_source, read_source
from simulator.errors import ContentError
from simulator.model.diagnostic import Diagnostic
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave: the scenario, or None with the reasons; and where everything in it stands."""

    file: str
    scenario: Scenario | None
    diagnostics: tuple[Diagnostic, ...]
    source: Source


def load_scenario(path: Path, rubric: Rubric) -> Loaded:
    """Read one scenario file; never raises for what stands in it."""
    return _load(read_source(path), rubric)


def parse_scenario(text: str, rubric: Rubric, file: str = "<text>") -> Loaded:
    """The same for text that is not in a file yet."""
    return _load(parse_source(text.encode(errors="surrogatepass"), file), rubric)


def _load(source: Source, rubric: Rubric) -> Loaded:
    document = shape(source, ScenarioDocument)
    check_references(source, rubric)
    found = sorted(dict.fromkeys(source.diagnostics), key=lambda each: (each.location, each.code))
    return Loaded(source.file, build(document) if document and not found else None, tuple(found), source)


def scenario_or_error(loaded: Loaded) -> Scenario:
    """The scenario, or a `ContentError` that lists every mistake."""
    if loaded.scenario is None:
        listing = "\n".join(str(each) for each in loaded.diagnostics)
        count = len(loaded.diagnostics)
        message = f"{loaded.file} has {count} mistake{'s' if count != 1 else ''}:\n{listing}"
        raise ContentError(message, loaded.diagnostics)
    return loaded.scenario
