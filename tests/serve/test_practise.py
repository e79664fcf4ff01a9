"""The product's own page, as the command line serves it: what every screen of it stands on."""

import re

import pytest
from playwright.sync_api import Page, expect

from simulator import content
from simulator.serve.settings import ahead
from tests.serve.product import Product, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory):
    with running(tmp_path_factory.mktemp("product")) as running_product:
        yield running_product


def test_the_page_comes_up_from_this_server_alone_and_without_a_complaint(tab: Page, product: Product) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.goto(product.address)
    expect(tab.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(tab.get_by_text("Getting your page ready")).to_be_hidden()
    assert complaints == []
    assert [url for url in asked if not url.startswith((product.home, "data:", "blob:"))] == []


def test_the_front_end_of_the_product_comes_in_one_piece(tab: Page, product: Product) -> None:
    scripts: list[str] = []
    tab.on("request", lambda request: scripts.append(request.url) if request.resource_type == "script" else None)
    tab.goto(product.address)
    expect(tab.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    ours = re.compile(r"^blob:|/(page\.js|no-maths\.js|remoteEntry\.[^/]*)(\?.*)?$")
    assert [url for url in scripts if not ours.search(url)] == []


def test_a_kernel_is_told_to_import_the_page_before_anybody_asks() -> None:
    assert ahead(content.folder("notebooks") / "practise.ipynb") == "from simulator.ui import page"
