"""One real browser for everything that needs one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.find_browser import browser_to_test_with

pytest_plugins = ["tests.store.postgresql"]

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


# A page that starts its kernel while the machine runs other tests takes longer than the five seconds of playwright.
expect.set_options(timeout=30_000)


SLOW = ("product", "serve", "security")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start servers and browsers come first, so that no worker is left with them when the rest is done."""
    slow = {item.path for item in items if item.get_closest_marker("browser") or item.path.parent.name in SLOW}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One in a process: a second one would not start."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as browser:
        yield browser


def chromium(playwright: Playwright, *more: str) -> Browser:
    """A browser started with more arguments than the usual ones; the caller closes it."""
    return playwright.chromium.launch(executable_path=browser_to_test_with(), args=[*ARGUMENTS, *more])
