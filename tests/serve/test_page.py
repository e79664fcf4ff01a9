"""The page around the notebook's output, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.serve.product import Product

pytestmark = pytest.mark.browser


def opened(tab: Page, product: Product, query: str = "") -> None:
    tab.goto(product.address + query)
    expect(tab.get_by_role("button", name="Count")).to_be_visible()


def test_a_click_reaches_the_kernel_and_comes_back(tab: Page, product: Product) -> None:
    opened(tab, product)
    tab.get_by_role("button", name="Count").click()
    expect(tab.get_by_text("1", exact=True)).to_be_visible()


def test_the_token_leaves_the_address_and_the_rest_stays(tab: Page, product: Product) -> None:
    opened(tab, product, "&attempt=7")
    assert tab.url == f"{product.home}?attempt=7"


def test_the_page_is_a_page(tab: Page, product: Product) -> None:
    opened(tab, product)
    expect(tab).to_have_title("One button")
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab.get_by_role("main").get_by_role("button", name="Count")).to_be_visible()
    expect(tab.get_by_role("main").get_by_role("heading", name="One button")).to_be_visible()
    expect(tab.get_by_text("Getting your page ready")).to_be_hidden()


def test_nothing_but_this_server_is_asked_for_anything(tab: Page, product: Product) -> None:
    requests: list[Request] = []
    lines: list[str] = []
    tab.on("request", lambda request: requests.append(request))
    tab.on("websocket", lambda line: lines.append(line.url))
    opened(tab, product)
    tab.get_by_role("button", name="Count").click()
    expect(tab.get_by_text("1", exact=True)).to_be_visible()
    here = (f"http://127.0.0.1:{product.port}/", "data:", "blob:")
    assert [each.url for each in requests if not each.url.startswith(here)] == []
    assert [url for url in lines if not url.startswith(f"ws://127.0.0.1:{product.port}/")] == []


def test_the_front_end_comes_in_one_piece(tab: Page, product: Product) -> None:
    """Red after another version of Voilà or ipywidgets: the names printed belong into chunks.txt."""
    requests: list[Request] = []
    tab.on("request", lambda request: requests.append(request))
    opened(tab, product)
    scripts = [each.url.rsplit("/", 1)[1].split("?")[0] for each in requests if each.resource_type == "script"]
    assert [name for name in scripts if not re.match(r"page\.js|no-maths\.js|remoteEntry\.", name)] == []
    assert len(scripts) <= 5


def test_a_second_visit_does_not_load_the_script_again(tab: Page, product: Product) -> None:
    opened(tab, product)
    with tab.expect_response(re.compile("page.js")) as again:
        tab.reload()
    expect(tab.get_by_role("button", name="Count")).to_be_visible()
    assert tab.evaluate("url => performance.getEntriesByName(url)[0].transferSize", again.value.url) == 0


def test_the_page_names_no_other_origin(product: Product) -> None:
    body = product.ask("/").body
    assert set(re.findall(r"https?://[\w.]+", body)) <= {"http://www.w3.org"}
    assert "jsdelivr" not in body


def test_the_page_says_nothing_wrong_in_the_console(tab: Page, product: Product) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    opened(tab, product)
    tab.get_by_role("button", name="Count").click()
    expect(tab.get_by_text("1", exact=True)).to_be_visible()
    assert said == []


def test_without_scripts_the_page_says_what_it_needs(without_scripts: Browser, product: Product) -> None:
    with without_scripts.new_page() as tab:
        tab.goto(product.address)
        expect(tab.locator("noscript p")).to_be_visible()
        expect(tab.get_by_text("Getting your page ready")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_while_it_loads_the_page_is_calm_and_says_so(tab: Page, product: Product, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)
    tab.route(re.compile("page.js"), lambda _: None)
    tab.goto(product.address, wait_until="commit")
    expect(tab.get_by_role("status")).to_have_text("Getting your page ready …")
    expect(tab.locator("[aria-busy=true]")).to_be_visible()
    assert (
        tab.evaluate("getComputedStyle(document.body).backgroundColor")
        == {
            "light": "rgb(245, 242, 236)",
            "dark": "rgb(18, 24, 26)",
        }[scheme]
    )


@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_scrolls_sideways(tab: Page, product: Product, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 700})
    opened(tab, product)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_strangers_get_a_page_that_reads_well(tab: Page, product: Product) -> None:
    tab.goto(product.home)
    expect(tab.get_by_role("heading", name="Please open the address from the terminal")).to_be_visible()
    assert violations(tab) == []


def test_who_was_let_in_before_only_has_to_try_again(tab: Page, product: Product) -> None:
    """A link on another site does not carry the strict cookie; our own link does."""
    opened(tab, product)
    tab.goto(f"{product.home}nothing")
    expect(tab.get_by_role("heading", name="There is no page at this address")).to_be_visible()
    assert violations(tab) == []
    tab.get_by_role("link", name="Go to the conversations").click()
    expect(tab.get_by_role("button", name="Count")).to_be_visible()


def violations(tab: Page) -> list[str]:
    found = Axe().run(tab).response["violations"]
    return [f"{each['id']}: {each['help']}" for each in found if each["impact"] in ("serious", "critical")]
