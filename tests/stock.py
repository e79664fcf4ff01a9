"""What the tests have in stock: the rubric that ships, and the small scenarios of `tests/data/scenarios` by name."""

from functools import cache
from pathlib import Path

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.authoring.rubric import load_rubric
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario

DATA = Path(__file__).parent / "data"
SCENARIOS = DATA / "scenarios"
RUBRIC = content.folder("rubrics") / "coaching-alliance"


@cache
def rubric() -> Rubric:
    return load_rubric(RUBRIC)


def names() -> list[str]:
    return sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


@cache
def scenario(name: str) -> Scenario:
    return scenario_or_error(load_scenario(SCENARIOS / f"{name}.yaml", rubric()))


def text(name: str) -> str:
    return (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")


def session(name: str, *options: str, seed: str = "seed") -> Session:
    """A new session on a scenario, with these options chosen already."""
    return Session.resume(Dialogue(scenario(name)), seed, options)
