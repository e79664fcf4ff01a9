"""A kernel lives as long as its page, however the page is left."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.serve.product import Product, eventually
from tests.serve.test_page import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def held(product: Product) -> Callable[[], set[int]]:
    """The kernels that have come since the test began."""
    before = {kernel.pid for kernel in product.kernels()}
    return lambda: {kernel.pid for kernel in product.kernels()} - before


def test_closed_tabs_free_their_kernels(context: BrowserContext, product: Product, held) -> None:
    tabs = [context.new_page() for _ in range(3)]
    for tab in tabs:
        opened(tab, product)
    assert len(held()) == 3
    for tab in tabs:
        tab.close(run_before_unload=True)
    eventually(lambda: not held())


def test_reloads_free_the_kernel_of_before(tab: Page, product: Product, held) -> None:
    opened(tab, product)
    for _ in range(3):
        before = held()
        tab.reload()
        expect(tab.get_by_role("button", name="Count")).to_be_visible()
        eventually(lambda before=before: not before & held())
    assert len(held()) == 1
    tab.goto("about:blank")


def test_going_elsewhere_frees_the_kernel(tab: Page, product: Product, held) -> None:
    opened(tab, product)
    assert len(held()) == 1
    tab.goto("about:blank")
    eventually(lambda: not held())


def test_a_page_left_while_it_starts_frees_its_kernel(tab: Page, product: Product, held) -> None:
    """The script is there, the kernel's answer that would bring the page up is not."""
    tab.route(re.compile("/api/kernels/"), lambda _: None)
    tab.goto(product.address)
    eventually(held)
    tab.goto("about:blank")
    eventually(lambda: not held())


def test_coming_back_by_the_back_button_gives_a_living_page(tab: Page, product: Product) -> None:
    opened(tab, product)
    tab.goto(f"{product.home}nothing")
    tab.go_back()
    tab.get_by_role("button", name="Count").click()
    expect(tab.get_by_text("1", exact=True)).to_be_visible()
