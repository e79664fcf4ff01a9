"""The line between page and kernel: what the page says when it is lost, and the way on."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.serve.product import Product, eventually, running
from tests.serve.test_page import opened, violations

pytestmark = pytest.mark.browser

# Long enough for a machine that is busy with other tests: how soon is for the benchmark.
SOON_MS = 30_000


def notice(tab: Page) -> Locator:
    return tab.get_by_role("alert")


def on_the_line(tab: Page) -> None:
    """Until the page's line is up; also holds fast what coach.js relies on in Voilà's front end."""
    eventually(lambda: status(tab) == "connected")
    signals = "['statusChanged', 'connectionStatusChanged', 'disposed'].map(name => typeof {kernel}[name].connect)"
    kernel = "window.jupyterapp.widgetManager.kernel"
    assert tab.evaluate(signals.format(kernel=kernel)) == ["function"] * 3
    assert tab.evaluate(f"typeof {kernel}.reconnect") == "function"


def status(tab: Page) -> str | None:
    return tab.evaluate("window.jupyterapp?.widgetManager?.kernel?.connectionStatus ?? null")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("line"), notebook="button.ipynb", cold=True) as product:
        yield product


@pytest.fixture
def server(lasting: Product) -> Product:
    """One for every test that leaves it running; nobody's page is open on it any more."""
    for kernel in lasting.kernels():
        kernel.kill()
    eventually(lambda: not lasting.kernels())
    return lasting


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Product]:
    """One for a test that ends it."""
    with running(tmp_path, notebook="button.ipynb", cold=True) as product:
        yield product


def again(product: Product) -> Product:
    """The same product, started anew at the same address."""
    return running(product.data.parent, notebook="button.ipynb", cold=True, port=product.port)


@pytest.fixture
def page(tab: Page, server: Product) -> Page:
    return on(tab, server)


@pytest.fixture
def last_page(tab: Page, doomed: Product) -> Page:
    return on(tab, doomed)


def on(tab: Page, product: Product) -> Page:
    opened(tab, product, "&attempt=7")
    on_the_line(tab)
    expect(notice(tab)).to_be_empty()
    return tab


def test_a_killed_kernel_is_noticed_and_the_page_goes_on(page: Page, server: Product) -> None:
    (kernel,) = server.kernels()
    kernel.kill()
    expect(notice(page)).to_contain_text("has come to a stop", timeout=SOON_MS)
    expect(notice(page)).to_contain_text("Everything you had chosen is kept.")
    page.get_by_role("button", name="Continue").click()
    expect(notice(page)).to_be_empty()
    assert page.url == f"{server.home}?attempt=7"
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("1", exact=True)).to_be_visible()
    eventually(lambda: len(server.kernels()) == 1)


def test_the_way_on_can_be_taken_with_the_keyboard(page: Page, server: Product) -> None:
    server.kernels()[0].kill()
    button = page.get_by_role("button", name="Continue")
    expect(button).to_be_visible(timeout=SOON_MS)
    page.locator("body").press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(notice(page)).to_be_empty()
    expect(page.get_by_role("button", name="Count")).to_be_visible()


def test_a_kernel_that_dies_while_the_page_is_prepared_is_noticed(tab: Page, server: Product) -> None:
    tab.route(re.compile("/api/kernels/[^/]*[?]"), lambda _: None)
    tab.goto(server.address)
    eventually(server.kernels)
    server.kernels()[0].kill()
    expect(tab.get_by_role("button", name="Continue")).to_be_visible(timeout=SOON_MS)
    tab.unroute_all()
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("button", name="Count")).to_be_visible()


def test_a_server_that_is_gone_is_noticed_and_so_is_its_return(last_page: Page, doomed: Product) -> None:
    doomed.stop()
    expect(notice(last_page)).to_contain_text("does not answer", timeout=SOON_MS)
    expect(last_page.get_by_role("button", name="Continue")).to_have_count(0)
    with again(doomed):
        expect(notice(last_page)).to_contain_text("running again", timeout=SOON_MS)
        last_page.get_by_role("button", name="Continue").click()
        expect(notice(last_page)).to_be_empty()
        last_page.get_by_role("button", name="Count").click()
        expect(last_page.get_by_text("1", exact=True)).to_be_visible()
        assert last_page.url == f"{doomed.home}?attempt=7"


def test_going_on_waits_for_a_server_that_has_gone_meanwhile(last_page: Page, doomed: Product) -> None:
    doomed.kernels()[0].kill()
    expect(notice(last_page)).to_contain_text("has come to a stop", timeout=SOON_MS)
    doomed.stop()
    last_page.get_by_role("button", name="Continue").click()
    expect(notice(last_page)).to_contain_text("does not answer", timeout=SOON_MS)
    with again(doomed):
        expect(notice(last_page)).to_contain_text("running again", timeout=SOON_MS)
        last_page.get_by_role("button", name="Continue").click()
        expect(last_page.get_by_role("button", name="Count")).to_be_visible()


def test_a_server_that_was_killed_is_noticed(last_page: Page, doomed: Product) -> None:
    doomed.stop(signal.SIGKILL)
    expect(notice(last_page)).to_contain_text("does not answer", timeout=SOON_MS)


def test_a_server_that_does_not_know_this_browser_any_more_says_where_to_go(last_page: Page, doomed: Product) -> None:
    doomed.stop()
    (doomed.data / "cookie-secret").unlink()
    with again(doomed):
        expect(notice(last_page)).to_contain_text("Open the address in the terminal", timeout=SOON_MS)


def test_a_line_that_only_broke_is_mended(page: Page, server: Product) -> None:
    """As after a laptop's sleep: the kernel is still there, and so is what it knows."""
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("1", exact=True)).to_be_visible()
    page.context.set_offline(True)
    page.evaluate("window.jupyterapp.widgetManager.kernel._ws.close()")
    expect(notice(page)).to_contain_text("does not answer", timeout=SOON_MS)
    page.context.set_offline(False)
    expect(notice(page)).to_contain_text("Connected again", timeout=SOON_MS)
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("2", exact=True)).to_be_visible()
    expect(notice(page)).to_be_empty(timeout=SOON_MS)


def test_a_short_hiccup_is_not_worth_a_word(page: Page) -> None:
    page.evaluate("""() => {
        window.spoken = [];
        window.statuses = [];
        const kernel = window.jupyterapp.widgetManager.kernel;
        kernel.connectionStatusChanged.connect((_, status) => statuses.push(status));
        const notice = document.getElementById("coach-notice");
        new MutationObserver(() => spoken.push(notice.textContent)).observe(notice, {childList: true});
        kernel._ws.close();
    }""")
    eventually(lambda: page.evaluate("window.statuses").count("connected"))
    assert page.evaluate("window.statuses[0]") == "connecting"
    assert page.evaluate("window.spoken") == []


def test_a_page_that_was_not_left_after_all_says_that_it_has_ended(page: Page) -> None:
    """A download, or a link to a mail program, makes the front end shut the kernel down although the page stays."""
    page.evaluate("dispatchEvent(new Event('beforeunload'))")
    expect(notice(page)).to_contain_text("has come to a stop", timeout=SOON_MS)


def test_the_server_can_be_stopped_right_after_a_kernel_has_died(last_page: Page, doomed: Product) -> None:
    doomed.kernels()[0].kill()
    expect(notice(last_page)).to_contain_text("has come to a stop", timeout=SOON_MS)
    assert doomed.stop() == 0
    assert "Traceback" not in doomed.errors.read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notice_reads_well(page: Page, server: Product, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 640})
    server.kernels()[0].kill()
    expect(page.get_by_role("button", name="Continue")).to_be_in_viewport(timeout=SOON_MS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
