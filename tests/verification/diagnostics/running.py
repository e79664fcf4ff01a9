"""Running an example of the catalogue: its files on disk, read and judged as everything else is."""

from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.authoring.benchmarks import load_benchmarks
from simulator.authoring.canvas import read_canvas
from simulator.authoring.load import Loaded, load_scenario
from simulator.authoring.twee import read_twee
from simulator.engine.layers import Limits
from simulator.model.codec import digest
from simulator.model.diagnostic import Diagnostic
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.library import id_taken
from simulator.verification.benchmarks import verify_benchmark
from simulator.verification.diagnostics.examples import Made, changed
from simulator.verification.surface.shingles import Shingles
from simulator.verification.verify import verify_all
from tests import stock


def findings(made: Made) -> list[Diagnostic]:
    """Everything that is said against the files of an example."""
    with TemporaryDirectory() as folder:
        for name, raw in made.files.items():
            (Path(folder) / name).parent.mkdir(exist_ok=True)
            (Path(folder) / name).write_bytes(raw)
        plays = [name for name in made.files if name.startswith("benchmarks/")]
        yaml = [name for name in (*made.files, *made.missing) if name.endswith(".yaml") and name not in plays]
        others = [name for name in made.files if name not in (*yaml, *plays)]
        rubric = changed(stock.rubric(), made.rubric)
        loaded = [load_scenario(Path(folder) / name, rubric) for name in yaml]
        against = Shingles.of(made.against) if made.against else None
        verified = verify_all(loaded, rubric, limits=Limits(**made.limits), against=against)
        found = [each for one in verified for each in one.diagnostics]
        stories = (_imported(name, made.files[name]) for name in others)
        found += [each for name in plays for each in _of_benchmark(Path(folder) / name, loaded[0].scenario, rubric)]
        return [*found, *_taken(loaded), *(each for story in stories for each in story)]


def _imported(name: str, raw: bytes) -> tuple[Diagnostic, ...]:
    read = read_canvas if name.endswith(".csv") else read_twee
    return read(raw, name).diagnostics


def _of_benchmark(path: Path, scenario: Scenario | None, rubric: Rubric) -> tuple[Diagnostic, ...]:
    [loaded] = load_benchmarks([path])
    named = loaded.shaped.digest if loaded.shaped else ""
    return verify_benchmark(loaded, scenario if scenario and digest(scenario) == named else None, rubric)


def _taken(loaded: list[Loaded]) -> list[Diagnostic]:
    ids = [(each.scenario.id, each.file) for each in loaded if each.scenario]
    return [
        id_taken(Path(file), scenario_id)
        for i, (scenario_id, file) in enumerate(ids)
        if scenario_id in [earlier for earlier, _ in ids[:i]]
    ]
