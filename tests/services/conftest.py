"""A library of small scenarios, and the practice of one person on it, in folders of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import event

from simulator.model.person import Person, Role
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.publication import Current
from simulator.store.sql import FILE, Store, open_store
from tests import stock
from tests.services.assessed import Panel
from tests.services.school import School
from tests.store.postgresql import quick_place

TWO_TURNS = Path(__file__).parent.parent / "ui" / "data" / "scenarios" / "two-turns.yaml"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    """A folder of scenario files that a test may change."""
    folder = Path(shutil.copytree(stock.SCENARIOS, tmp_path / "scenarios"))
    shutil.copy(TWO_TURNS, folder)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "data")
    yield store
    store.close()


def known(store: Store, person: str, *roles: Role) -> None:
    """Enter somebody, once, under their id as their account; a trainee unless other roles are named."""
    with store.work() as work:
        if work.people.get(person) is None:
            held = frozenset(roles or {Role.TRAINEE})
            work.people.add(Person(person, person, person.capitalize(), held), "2026-01-01T00:00:00+00:00")
            work.commit()


def reading(store: Store) -> Callable[[], list[Current]]:
    """What has been published, read when it is asked for."""

    def published() -> list[Current]:
        with store.work() as work:
            return work.current()

    return published


@pytest.fixture
def practice(scenarios: Path, store: Store, cache: Cache) -> Callable[..., Practise]:
    """Makes a practice as a page just opened does: nothing is known but the files and the store."""
    ids, seconds = count(1), count(0)

    def now() -> str:
        return (datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=next(seconds))).isoformat(timespec="seconds")

    def make(person: str = "ada") -> Practise:
        known(store, person)
        library = Library(scenarios, stock.RUBRIC, cache, reading(store))
        return Practise(library, store, person, now, lambda: f"id-{next(ids)}")

    return make


@pytest.fixture
def practise(practice: Callable[..., Practise]) -> Practise:
    return practice()


@pytest.fixture
def school(store: Store, scenarios: Path, cache: Cache) -> School:
    return School(store, Library(scenarios, stock.RUBRIC, cache, reading(store)))


@pytest.fixture
def each_school(each_store: Store, scenarios: Path, cache: Cache) -> School:
    """A school once on each database."""
    return School(each_store, Library(scenarios, stock.RUBRIC, cache, reading(each_store)))


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a SQLite store whose schema is up to date and which has nothing in it, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    open_store(folder).close()
    return folder / FILE


@pytest.fixture
def panel(empty: Path, cache: Cache) -> Iterator[Panel]:
    """Assessors on a store in memory, where there is room."""
    with TemporaryDirectory(dir=quick_place()) as folder:
        shutil.copy(empty, folder)
        store = open_store(Path(folder))
        yield Panel(store, Library(stock.SCENARIOS, stock.RUBRIC, cache, reading(store)))
        store.close()


@pytest.fixture
def each_panel(each_store: Store, cache: Cache) -> Panel:
    """Assessors once on each database."""
    return Panel(each_store, Library(stock.SCENARIOS, stock.RUBRIC, cache, reading(each_store)))


@pytest.fixture
def queries(store: Store) -> list[str]:
    """Every statement that `store` runs from now on."""
    return watched(store)


def watched(store: Store) -> list[str]:
    seen: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda _c, _k, statement, *_: seen.append(statement))
    return seen
