"""An author at work beside the people of the practice: the same scenarios, the same store."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.authoring.load import parse_scenario
from simulator.model.diagnostic import Diagnostic, Severity
from simulator.model.person import Role
from simulator.model.scenario import Scenario
from simulator.services.author.author import Author
from simulator.services.author.desk import Desk
from simulator.services.author.publishing import Publishing
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.drafts import Drafts
from simulator.store.sql import Store
from tests import stock
from tests.services.conftest import known, reading

NOW = "2026-05-01T12:00:00+00:00"


@dataclass(frozen=True)
class Judged:
    scenario: Scenario | None
    errors: tuple[Diagnostic, ...]


def judge(text: str) -> Judged:
    """Format and references; what is sound in these is good enough to publish here."""
    loaded = parse_scenario(text, stock.rubric())
    return Judged(loaded.scenario, tuple(each for each in loaded.diagnostics if each.severity is Severity.ERROR))


@pytest.fixture
def author_at_work(scenarios: Path, store: Store, cache: Cache, tmp_path: Path) -> Callable[..., Author]:
    """Makes an author's page as it is just opened."""

    def make(person: str = "ada", judge: Callable[[str], Judged] = judge) -> Author:
        known(store, person, Role.TRAINER)
        library = Library(scenarios, stock.RUBRIC, cache, reading(store))
        desk = Desk(Drafts(tmp_path / "drafts"), library, store)
        return Author(desk, Publishing(library, store, judge, person, lambda: NOW), library)

    return make


@pytest.fixture
def author(author_at_work: Callable[..., Author]) -> Author:
    return author_at_work()


@pytest.fixture
def trainee(practice: Callable[..., Practise]) -> Callable[..., Practise]:
    return practice
