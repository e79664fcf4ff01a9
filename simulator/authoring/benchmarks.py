"""Reading benchmarks: a folder with one YAML file each, as values or as every mistake in them.

What can be said of a file by itself is judged here. Whether its choices can be played, and whether its reasons and
levels belong to that play, is for `simulator.verification.benchmarks`, which has the scenario.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from simulator.authoring.document import Brief, Document, Slug, Slugs, Text, as_format
from simulator.authoring.shape import shape
from simulator.authoring.source import KeyPath, Source, parse_source, read_source
from simulator.model.benchmark import Agreed, Benchmark, Reader
from simulator.model.diagnostic import Diagnostic

NO_OPPORTUNITY = "no opportunity"
"""How a level is written where the play gave no chance to show the criterion."""


def _as_level(value: Any) -> Any:
    if value == NO_OPPORTUNITY or (type(value) is int and 0 <= value <= 4):
        return value
    raise ValueError(f'a level is a whole number from 0 to 4, or "{NO_OPPORTUNITY}"')


Level = Annotated[int | str, BeforeValidator(_as_level)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Turn = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,2}$")]
"""A turn as a key: keys are text."""


class AgreedDocument(Document):
    level: Level
    turns: list[Annotated[int, Field(ge=1)]] = Field(max_length=100)
    reason: Text


class ReaderDocument(Document):
    who: Brief
    levels: dict[Slug, Level] = Field(min_length=1)


class BenchmarkDocument(Document):
    """A whole benchmark file."""

    format: Annotated[Literal[1], BeforeValidator(as_format)]
    id: Slug
    title: Brief
    about: Brief
    scenario: Slug
    digest: Digest
    seed: Brief
    options: list[Slug] = Field(min_length=1, max_length=200)
    reasons: dict[Turn, Text]
    levels: dict[Slug, AgreedDocument] = Field(min_length=1)
    gates: Slugs = Field(default_factory=list, max_length=8)
    readers: list[ReaderDocument] = Field(min_length=1, max_length=12)


@dataclass(frozen=True, slots=True)
class LoadedBenchmark:
    """What a file gave. `shaped` is None where its shape is wrong; where anything in it is, there is no `benchmark`."""

    file: str
    shaped: Benchmark | None
    diagnostics: tuple[Diagnostic, ...]
    source: Source

    @property
    def benchmark(self) -> Benchmark | None:
        return None if self.diagnostics else self.shaped


def read_benchmarks(folder: Path) -> tuple[tuple[Benchmark, ...], tuple[Diagnostic, ...]]:
    """The sound benchmarks of a folder in the order of their files, and every mistake in the others.

    A folder that is not there holds none.
    """
    loaded = load_benchmarks(benchmark_files(folder))
    sound = tuple(each.benchmark for each in loaded if each.benchmark)
    return sound, tuple(found for each in loaded for found in each.diagnostics)


def benchmark_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def load_benchmarks(files: list[Path]) -> list[LoadedBenchmark]:
    """Each file by itself, and that no two claim one id: of those the first in order has it."""
    loaded: list[LoadedBenchmark] = []
    for path in files:
        taken = {each.benchmark.id for each in loaded if each.benchmark}
        loaded.append(_load(read_source(path), taken))
    return loaded


def parse_benchmark(text: str, file: str = "<text>") -> LoadedBenchmark:
    """The same for text that is not in a file yet."""
    return _load(parse_source(text.encode(errors="surrogatepass"), file), set())


def _load(source: Source, taken: set[str]) -> LoadedBenchmark:
    document = shape(source, BenchmarkDocument)
    if document:
        _check(source, document, taken)
    found = tuple(sorted(dict.fromkeys(source.diagnostics), key=lambda each: (each.location, each.code)))
    return LoadedBenchmark(source.file, _build(document) if document else None, found, source)


def _check(source: Source, document: BenchmarkDocument, taken: set[str]) -> None:
    """What one part of a file says against another."""
    if document.id in taken:
        message = f"the id '{document.id}' belongs to another file already"
        source.report("R14", source.at(("id",)), message, "Give one of the two another id.")
    for path, turn in _turns(document):
        if turn > len(document.options):
            hint = f"The play has {len(document.options)} turns."
            source.report("B05", source.at(path, key=path[0] == "reasons"), f"there is no turn {turn}", hint)
    for criterion, agreed in document.levels.items():
        if agreed.level != NO_OPPORTUNITY and not agreed.turns:
            message, hint = f"'{criterion}' has a level and names no turn", "Name the turns that the level rests on."
            source.report("B05", source.at(("levels", criterion, "turns")), message, hint)
    for i, reader in enumerate(document.readers):
        _check_reader(source, document, reader, ("readers", i, "levels"))


def _turns(document: BenchmarkDocument) -> Iterator[tuple[KeyPath, int]]:
    """Every turn that is named, and where."""
    yield from ((("reasons", turn), int(turn)) for turn in document.reasons)
    for criterion, agreed in document.levels.items():
        yield from ((("levels", criterion, "turns", i), turn) for i, turn in enumerate(agreed.turns))


def _check_reader(source: Source, document: BenchmarkDocument, reader: ReaderDocument, path: KeyPath) -> None:
    """A reader has marked what was agreed, and came near it."""
    for criterion, agreed in document.levels.items():
        if criterion not in reader.levels:
            hint = "Every reader marks every criterion, before anything is agreed."
            source.report("B04", source.at(path, key=True), f"there is no level for '{criterion}'", hint)
        elif _apart(agreed.level, given := reader.levels[criterion]):
            message = f"'{criterion}' was agreed as {agreed.level} where a reader gave {given}"
            hint = "Change the reasons or the choices until readers come within one level, or agree otherwise."
            source.report("B06", source.at((*path, criterion)), message, hint)
    for criterion in reader.levels:
        if criterion not in document.levels:
            hint = f"Agreed are: {', '.join(document.levels)}."
            source.report("B04", source.at((*path, criterion), key=True), f"'{criterion}' is not marked here", hint)


def _apart(agreed: int | str, given: int | str) -> bool:
    """Whether two levels are more than one apart, or one of them is that there was no opportunity."""
    if isinstance(agreed, int) and isinstance(given, int):
        return abs(agreed - given) > 1
    return agreed != given


def _build(document: BenchmarkDocument) -> Benchmark:
    return Benchmark(
        id=document.id,
        title=document.title,
        about=document.about,
        scenario=document.scenario,
        digest=document.digest,
        seed=document.seed,
        options=tuple(document.options),
        reasons={int(turn): wrote for turn, wrote in document.reasons.items()},
        levels={
            criterion: Agreed(_level(each.level), each.reason, tuple(sorted(set(each.turns))))
            for criterion, each in document.levels.items()
        },
        gates=tuple(document.gates),
        readers=tuple(
            Reader(each.who, {criterion: _level(level) for criterion, level in each.levels.items()})
            for each in document.readers
        ),
    )


def _level(written: int | str) -> int | None:
    return written if isinstance(written, int) else None
