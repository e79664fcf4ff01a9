"""The library that ships, read and explored once for every test that asks about all of it."""

from functools import cache
from pathlib import Path

from simulator import content
from simulator.authoring.load import load_scenario
from simulator.authoring.programme import read_programme
from simulator.authoring.rubric import load_rubric
from simulator.model.programme import Programme
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.library import scenario_files
from simulator.verification.subject import Subject
from simulator.verification.verify import Verified, verify_all

FILES = scenario_files(content.folder("scenarios"))
IDS = [path.stem for path in FILES]


@cache
def rubric() -> Rubric:
    return load_rubric(content.folder("rubrics") / "coaching-alliance")


@cache
def bank() -> dict[str, Verified]:
    loaded = [load_scenario(path, rubric()) for path in FILES]
    return {Path(each.file).stem: each for each in verify_all(loaded, rubric())}


@cache
def subject(name: str) -> Subject:
    """A scenario explored; the rules are not asked for it."""
    loaded = load_scenario(next(path for path in FILES if path.stem == name), rubric())
    assert loaded.scenario is not None, loaded.diagnostics
    return Subject.of(loaded.scenario, rubric())


def scenarios() -> list[Scenario]:
    return [subject(each).scenario for each in IDS]


@cache
def programme() -> Programme:
    found, mistakes = read_programme(content.folder("rubrics"))
    assert mistakes == ()
    return found
