"""A trainer's desk with a real store in a folder of the test's own; results are loaded at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.services.cohort import CohortView
from simulator.services.library import Library
from simulator.store.cache import Cache
from simulator.store.sql import Store, open_store
from simulator.ui.author.background import at_once
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.results import Results
from tests import stock
from tests.services.school import School

SCENARIOS = Path(__file__).parents[1] / "data" / "scenarios"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def school(store: Store, tmp_path_factory: pytest.TempPathFactory) -> School:
    return School(store, Library(SCENARIOS, stock.RUBRIC, Cache(tmp_path_factory.getbasetemp() / "cache")))


@pytest.fixture
def desk(school: School) -> Desk:
    return desk_of(school, "trainer-tina")


def desk_of(school: School, person: str) -> Desk:
    view = CohortView(school.library, school.store, person, lambda: school.now)
    return Desk(school.as_(person), Results(view.load, at_once, lambda act: act()), "Europe/Helsinki")
