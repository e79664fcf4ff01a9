"""The scenarios and the rubric that can be played now, and what each scenario is worth; cached by content.

The files of a folder, and over them whatever authors have published since under the same ids or new ones. A warm start
reads canonical forms only: neither YAML nor the machinery that judges it is imported then.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from simulator.errors import ContentError, UnknownScenario
from simulator.model.codec import decode, digest, encode
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.model.programme import Programme
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.store.cache import Cache
from simulator.store.publication import Current

if TYPE_CHECKING:
    from simulator.scoring.solution import Solution

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario that can be played, and the digest that names this version of it.

    `number` is that of its publication, 0 for one from a file, which is `file`.
    """

    scenario: Scenario
    digest: str
    number: int = 0
    file: Path | None = None


class Library:
    """The content in two folders and what was published. All is read once per object; a page makes a new one.

    `published` gives the latest publication of each scenario; whatever it raises is raised by `entries`.
    """

    def __init__(
        self, scenarios: Path, rubric: Path, cache: Cache, published: Callable[[], Iterable[Current]] = tuple
    ) -> None:
        self.folder, self.rubric_folder, self.cache = scenarios, rubric, cache
        self._published = published
        self.problems: list[Diagnostic] = []

    @cached_property
    def rubric(self) -> Rubric:
        """Raises `ContentError` where its files are missing or have mistakes."""
        try:
            parts = [path.read_bytes() for path in _rubric_files(self.rubric_folder)]
        except OSError as error:
            hint = "It ships with the product; install it again."
            raise ContentError(f"The rubric cannot be read: {error.filename} ({error.strerror}). {hint}") from error
        return self._cached("rubric", Rubric, lambda: _load_rubric(self.rubric_folder), *parts)

    @cached_property
    def programme(self) -> Programme:
        """Exam forms and learning paths beside the rubric, as far as they can be read; empty where there are none."""
        files = [self.rubric_folder.parent / name for name in ("forms.yaml", "paths.yaml")]
        parts = [path.read_bytes() for path in files if path.is_file()]
        return self._cached("programme", Programme, lambda: _load_programme(self.rubric_folder.parent), *parts)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The sound scenarios by id, in the order of their files, then those only published; `problems` has the rest.

        A publication takes the place of a file with its id. One that cannot be read leaves the file in place.
        """
        return {**self.shipped, **dict(self._readable())}

    def _readable(self) -> Iterator[tuple[str, Entry]]:
        for each in self._published():
            try:
                yield each.scenario, Entry(readable(each, self.rubric), each.digest, each.number)
            except ValueError as error:
                self.problems.append(_unreadable(each, error))

    @cached_property
    def shipped(self) -> dict[str, Entry]:
        """The sound scenarios of the folder by id, as if nothing had been published."""
        if not self.folder.is_dir():
            place, hint = Location(str(self.folder)), "Check the path; scenario files end in .yaml."
            self.problems.append(Diagnostic("Y01", Severity.ERROR, place, "there is no such folder", hint))
        found: dict[str, Entry] = {}
        for path in scenario_files(self.folder):
            scenario = self._scenario(path)
            if scenario and scenario.id in found:
                self.problems.append(id_taken(path, scenario.id))
            elif scenario:
                found[scenario.id] = Entry(scenario, digest(scenario), file=path)
        return found

    def get(self, scenario_id: str) -> Entry:
        """Raises `UnknownScenario`, which suggests the nearest."""
        if scenario_id not in self.entries:
            known = tuple(self.entries)
            near = get_close_matches(scenario_id, known, n=1, cutoff=0.5)
            raise UnknownScenario(scenario_id, near[0] if near else None, known)
        return self.entries[scenario_id]

    def _scenario(self, path: Path) -> Scenario | None:
        try:
            raw = path.read_bytes()
        except OSError:
            raw = b""
        parts = (raw, encode(self.rubric))
        kept = self.cache.read("scenario", *parts)
        if kept is not None:
            try:
                return decode(kept, Scenario)
            except ValueError:
                pass
        from simulator.authoring.load import load_scenario

        loaded = load_scenario(path, self.rubric)
        self.problems += loaded.diagnostics
        if loaded.scenario:
            self.cache.write("scenario", encode(loaded.scenario), *parts)
        return loaded.scenario

    def solution(self, scenario: Scenario) -> "Solution":
        """What every state of a scenario is worth; solved once per content and scoring parameters."""
        from simulator.engine.dialogue import Dialogue
        from simulator.engine.product import Product
        from simulator.scoring.solution import Solution, solve

        parts = (encode(scenario), encode(self.rubric.scoring))
        return self._cached(
            "solution", Solution, lambda: solve(Product(Dialogue(scenario)), self.rubric.scoring), *parts
        )

    def _cached(self, name: str, kind: type[T], make: Callable[[], T], *parts: bytes) -> T:
        kept = self.cache.read(name, *parts)
        if kept is not None:
            try:
                return decode(kept, kind)
            except ValueError:
                pass
        value = make()
        self.cache.write(name, encode(value), *parts)
        return value


def readable(current: Current, rubric: Rubric) -> Scenario:
    """The scenario of a publication. Raises `ValueError`, with the reason, where it cannot be played as it stands."""
    scenario = decode(current.canonical, Scenario)
    if scenario.id != current.scenario or digest(scenario) != current.digest:
        raise ValueError("it is not what was published")
    if lacking := sorted(_mentioned(scenario) - _known(rubric)):
        raise ValueError(f"the rubric no longer has {', '.join(lacking)}")
    return scenario


def _mentioned(scenario: Scenario) -> set[str]:
    options = [option for beat in scenario.beats for option in beat.options]
    indicators = {tag.indicator for option in options for tag in option.evidence}
    gates = {option.gate for option in options if option.gate}
    return {*scenario.targets, *indicators, *gates, *(id_ for beat in scenario.beats for id_ in beat.focus)}


def _known(rubric: Rubric) -> set[str]:
    return {*rubric.competency_by_id, *rubric.indicator_by_id, *rubric.gate_by_id}


def _unreadable(current: Current, error: ValueError) -> Diagnostic:
    place = Location(f"{current.scenario}, version {current.number}")
    message = f"the published version cannot be used ({error})"
    return Diagnostic("Y01", Severity.ERROR, place, message, "Publish it again from a draft.")


def id_taken(path: Path, scenario_id: str) -> Diagnostic:
    message = f"the id '{scenario_id}' belongs to another file already"
    return Diagnostic("R14", Severity.ERROR, Location(str(path)), message, "Give one of the two another id.")


def _rubric_files(folder: Path) -> list[Path]:
    return [folder.parent / "sources.yaml", folder / "rubric.yaml", *sorted((folder / "competencies").glob("*.yaml"))]


def scenario_files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.yaml"), *folder.glob("*/scenario.yaml")])


def _load_programme(folder: Path) -> Programme:
    from simulator.authoring.programme import read_programme

    programme, _ = read_programme(folder)
    return programme


def _load_rubric(folder: Path) -> Rubric:
    from simulator.authoring.rubric import load_rubric

    return load_rubric(folder)
