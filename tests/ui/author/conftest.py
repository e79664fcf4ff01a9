"""A desk with real drafts, a real store and the real verifier, in folders of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.authoring.load import parse_scenario
from simulator.model.person import Role
from simulator.services.author.author import Author
from simulator.services.author.desk import Desk as Drafting
from simulator.services.author.judging import Judgement, Judging
from simulator.services.author.publishing import Publishing
from simulator.services.author.workbench import Workbench
from simulator.services.library import Library
from simulator.services.ports import Judge
from simulator.store.cache import Cache
from simulator.store.drafts import Drafts
from simulator.store.sql import Store, open_store
from simulator.ui.author.background import at_once
from simulator.ui.author.desk import Desk
from tests import stock
from tests.services.conftest import known

SHIPPED = Path(__file__).parents[3] / "scenarios"


class Held:
    """A runner whose jobs are done when the test says so; in between it behaves like `background.Background`."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], object], Callable[[object], object]]] = []

    def __call__(self, job: Callable[[], object], tell: Callable[[object], object]) -> None:
        self.jobs.append((job, tell))

    def finish(self) -> None:
        job, tell = self.jobs.pop(0)
        tell(job())


@pytest.fixture(scope="session")
def judging() -> Judging:
    return Judging(stock.rubric)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "data")
    for person in ("ada", "ben", "somebody-else"):
        known(store, person, Role.TRAINER)
    yield store
    store.close()


@pytest.fixture
def author_judged_by(tmp_path: Path, store: Store) -> Callable[[Judge], Author]:
    """Makes an author whose texts are published if this judge finds no error in them."""

    def make(judge: Judge) -> Author:
        library = Library(SHIPPED, stock.RUBRIC, Cache(tmp_path / "cache"))
        drafting = Drafting(Drafts(tmp_path / "drafts"), library, store)
        return Author(drafting, Publishing(library, store, judge, "ada", lambda: "2026-05-01T12:00:00+00:00"), library)

    return make


@pytest.fixture
def author(author_judged_by: Callable[[Judge], Author], judging: Judging) -> Author:
    return author_judged_by(judging)


@pytest.fixture
def lenient_desk(author_judged_by: Callable[[Judge], Author], judging: Judging) -> Desk:
    """A desk that publishes whatever can be read, so that no rule about good scenarios has a say in the test."""

    def judge(text: str) -> Judgement:
        loaded = parse_scenario(text, stock.rubric())
        return Judgement(loaded.scenario, loaded.diagnostics)

    return Desk(author_judged_by(judge), Workbench(judging).examine, at_once)


@pytest.fixture
def held() -> Held:
    return Held()


@pytest.fixture
def slow_desk(author: Author, judging: Judging, held: Held) -> Desk:
    """A desk whose texts are examined when the test says so."""
    return Desk(author, Workbench(judging).examine, held)


@pytest.fixture
def desk(author: Author, judging: Judging) -> Desk:
    """A desk at which every text is examined at once."""
    return Desk(author, Workbench(judging).examine, at_once)
