"""Fixtures of a running product and a real browser. Servers are shared within a file, browsers within a worker."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.find_browser import installed
from tests.serve import product as products

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[products.Product]:
    """One button, and no kernel but those of open pages."""
    with products.running(tmp_path_factory.mktemp("served"), notebook="button.ipynb", cold=True) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as browser:
        yield browser


@pytest.fixture
def without_scripts(playwright: Playwright) -> Iterator[Browser]:
    """A browser in which a person has turned scripts off."""
    with chromium(playwright, "--blink-settings=scriptEnabled=false") as browser:
        yield browser


def chromium(playwright: Playwright, *more: str) -> Browser:
    path = os.environ.get("COACHSIM_BROWSER") or installed()
    assert path, "No Chromium: name one with COACHSIM_BROWSER."
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()
