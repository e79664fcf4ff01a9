"""A practice with a small scenario of our own, and demo pages behind a real server in a real browser."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from simulator import content
from simulator.services.library import Library
from simulator.services.practise import Practise
from simulator.store.cache import Cache
from simulator.store.sql import open_store
from simulator.ui.trainee.visit import Visit
from tests.serve.product import Product, running
from tests.services.conftest import known

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    cache = Cache(tmp_path_factory.mktemp("cache"))
    return Library(HERE / "data" / "scenarios", content.folder("rubrics") / "coaching-alliance", cache)


@pytest.fixture
def practise(library: Library, tmp_path: Path) -> Iterator[Practise]:
    numbers = count(1)
    store = open_store(tmp_path)
    for person in ("ada", "bob"):
        known(store, person)
    yield Practise(library, store, "ada", lambda: "2026-03-01T12:00:00+00:00", lambda: f"id-{next(numbers)}")
    store.close()


@pytest.fixture
def visit(practise: Practise) -> Visit:
    return Visit(practise)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("demo"), notebook=str(HERE / "data" / "demo.ipynb")) as product:
        yield product


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab in which an error of a script, or a dialog that a text opened, fails the test."""
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
    yield tab
    assert errors == []
