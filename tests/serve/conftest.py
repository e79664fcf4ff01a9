"""Fixtures of a running product and a real browser. Servers are shared within a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.conftest import chromium
from tests.serve import product as products


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[products.Product]:
    """One button, and no kernel but those of open pages."""
    with products.running(tmp_path_factory.mktemp("served"), notebook="button.ipynb", cold=True) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def without_scripts(playwright: Playwright) -> Iterator[Browser]:
    """A browser in which a person has turned scripts off."""
    with chromium(playwright, "--blink-settings=scriptEnabled=false") as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()
