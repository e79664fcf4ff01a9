"""Several pages behind one door: which addresses are pages, and whose kernel is whose."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator import content
from simulator.serve.settings import ahead, voila_config
from simulator.serve.site import PAGES
from tests.serve.product import Product, eventually, running

pytestmark = pytest.mark.browser

NO_PAGES = (
    "/neighbour",
    "/neighbour.ipynb",
    "/second.ipynb",
    "/second/",
    "/second/neighbour.ipynb",
    "/second;x",
    "/SECOND",
    "/secon",
    "/seconds",
    "//second",
    "/second//",
    "/./second",
    "/../second",
    "/third/../second",
    "/%73econd",
    "/second%00",
    "/second%0a",
    "/second%20",
    "/second%2f",
    "/%2fsecond",
    "%2fsecond",
    "/%252fsecond",
    "/third%2f..%2fsecond",
    "/..%2fsecond",
    "/\\second",
    "//",
    "/.",
    "/%2e",
    "/index.html",
    "/linked.ipynb",
    "/button.ipynb",
    "/b%75tton.ipynb",
    "/told.ipynb",
    "http://127.0.0.1/second",
    "/voila/render/neighbour.ipynb",
    "/voila/render/neighb%6fur.ipynb",
    "/voila/render//neighbour.ipynb",
    "/voila/render/../second",
    "/voila/render/told.ipynb",
    "/voila/tree",
    "/voila/tree/",
    "/voila/api/contents",
    "/voila/api/contents/neighbour.ipynb",
    "/voila/files/neighbour.ipynb",
    "/voila/second",
    "/notebooks/neighbour.ipynb",
    "/files/neighbour.ipynb",
    "/tree",
    "/lab",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Three pages, and no kernel but those of open pages."""
    pages = ("second=neighbour.ipynb", "third=button.ipynb")
    with running(tmp_path_factory.mktemp("site"), notebook="linked.ipynb", also=pages, cold=True) as running_site:
        yield running_site


@pytest.fixture
def warm(tmp_path: Path) -> Iterator[Product]:
    """Two pages; a kernel waits for the first and leaves a file when it has run the first cell ahead."""
    with running(tmp_path, notebook="told.ipynb", also=("second=neighbour.ipynb",)) as product:
        eventually(lambda: list(product.data.glob("ready-*")))
        yield product


def told(product: Product, address: str) -> dict[str, object]:
    """What the kernel of a new page says about itself."""
    return json.loads(re.search(r"<pre>(.*?)</pre>", product.ask(address).body)[1])


def kernel_of(tab: Page, product: Product) -> psutil.Process | None:
    """The living process behind an open page."""
    kernel_id = json.loads(tab.locator("#jupyter-config-data").text_content())["kernelId"]
    return next((each for each in product.kernels() if kernel_id in command(each)), None)


def command(process: psutil.Process) -> str:
    """Its command line, which names the kernel; empty when the process has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def started(product: Product) -> set[int]:
    return {kernel.pid for kernel in product.kernels()}


@pytest.mark.parametrize("address", NO_PAGES)
@pytest.mark.parametrize("query", ["", "?scenario=late-again"])
def test_what_is_not_listed_is_no_page_and_starts_no_kernel(site: Product, address: str, query: str) -> None:
    before = started(site)
    answer = site.ask(address + query)
    assert answer.status == 404
    assert "There is no page at this address" in answer.body
    assert started(site) <= before


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_page_can_only_be_got(site: Product, method: str) -> None:
    before = started(site)
    assert site.ask("/second", method=method).status >= 400 or method == "OPTIONS"
    assert started(site) <= before


@pytest.mark.parametrize("address", ["/second", "/third"])
def test_every_page_is_behind_the_door(site: Product, address: str) -> None:
    before = started(site)
    assert site.ask(address, cookie="").status == 403
    assert site.ask(f"{address}?token=wrong", cookie="").status == 403
    assert site.ask(address, host=f"evil.example:{site.port}").status == 403
    assert site.ask(address, Sec_Purpose="prefetch").status == 503
    assert started(site) <= before


def test_the_token_leads_to_the_page_that_was_asked_for(site: Product) -> None:
    answer = site.ask(f"/second?scenario=a%26b&token={site.token}", cookie="")
    assert (answer.status, answer.headers["Location"]) == (302, "/second?scenario=a%26b")
    assert answer.cookie(site.cookie_name)[site.cookie_name]["path"] == "/"


def test_every_page_has_its_own_title_under_the_same_policy(site: Product) -> None:
    answers = [site.ask(address) for address in ("/", "/second", "/third")]
    titles = [re.search("<title>(.*?)</title>", answer.body)[1] for answer in answers]
    assert titles == ["With a link", "A neighbour &amp; more", "One button"]
    assert len({answer.headers["Content-Security-Policy"] for answer in answers}) == 1


def test_every_page_loads_the_same_scripts(site: Product) -> None:
    scripts = [re.findall(r'src="(.*?)"', site.ask(address).body) for address in ("/", "/second", "/third")]
    assert scripts[0]
    assert scripts == [scripts[0]] * 3


def test_the_query_of_a_page_reaches_its_own_kernel(site: Product) -> None:
    assert told(site, "/second?beat=opening&x=%C3%A4")["query"] == "beat=opening&x=%C3%A4"


def test_a_kernel_that_waits_for_one_page_is_not_given_to_another(warm: Product) -> None:
    (waiting,) = warm.kernels()
    other = told(warm, "/second")
    assert other["pid"] != waiting.pid
    assert "Path" not in other["names"]
    assert not (warm.data / f"ready-{other['pid']}").exists()
    assert told(warm, "/")["pid"] == waiting.pid


def test_pages_that_are_opened_at_the_same_time_do_not_mix(warm: Product) -> None:
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda address: told(warm, address), ["/second?a", "/?b", "/second?c", "/?d"]))
    assert [each["query"] for each in said] == ["a", "b", "c", "d"]
    assert len({each["pid"] for each in said}) == 4
    assert not [each for each in said[::2] if (warm.data / f"ready-{each['pid']}").exists()]


def test_two_open_pages_have_two_kernels_and_each_frees_its_own(context: BrowserContext, site: Product) -> None:
    first, third = context.new_page(), context.new_page()
    first.goto(site.address)
    third.goto(f"{site.home}third")
    button = third.get_by_role("button", name="Count")
    expect(button).to_be_visible()
    expect(first.get_by_role("link")).to_be_visible()
    kernels = [kernel_of(tab, site) for tab in (first, third)]
    assert kernels[0].pid != kernels[1].pid
    first.close(run_before_unload=True)
    eventually(lambda: kernels[0] not in site.kernels())
    button.click()
    expect(third.get_by_text("1", exact=True)).to_be_visible()
    third.close(run_before_unload=True)
    eventually(lambda: kernels[1] not in site.kernels())


def test_a_link_leads_to_the_other_page_and_back_leads_back(tab: Page, site: Product) -> None:
    tab.goto(site.address)
    left = kernel_of(tab, site)
    tab.get_by_role("link", name="To the neighbour").click()
    expect(tab).to_have_title("A neighbour & more")
    assert tab.url == f"{site.home}second?scenario=late-again"
    assert '"query": "scenario=late-again"' in tab.locator("pre").text_content()
    eventually(lambda: left not in site.kernels())
    tab.go_back()
    expect(tab.get_by_role("heading", name="With a link")).to_be_visible()
    assert tab.url == site.home
    eventually(lambda: kernel_of(tab, site))


def test_a_page_elsewhere_than_at_the_root_goes_on_where_it_was(tab: Page, site: Product) -> None:
    tab.goto(f"{site.home}third?token={site.token}&beat=opening")
    expect(tab.get_by_role("button", name="Count")).to_be_visible()
    kernel_of(tab, site).kill()
    expect(tab.get_by_role("alert")).to_contain_text("has come to a stop")
    tab.get_by_role("button", name="Continue").click()
    expect(tab.get_by_role("alert")).to_be_empty()  # the old page has gone
    tab.get_by_role("button", name="Count").click()
    expect(tab.get_by_text("1", exact=True)).to_be_visible()
    assert tab.url == f"{site.home}third?beat=opening"


def test_the_site_has_one_page_at_an_address_each_with_a_notebook_that_ships() -> None:
    assert PAGES[0].path == "/"
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert [page for page in PAGES if not re.fullmatch(r"/[a-z-]*", page.path)] == []
    assert [page for page in PAGES if not (content.folder("notebooks") / page.notebook).is_file()] == []


def test_only_the_kernel_of_the_first_page_is_kept_warm_and_runs_that_page_s_code(tmp_path: Path) -> None:
    folder = content.folder("notebooks")
    config = voila_config(PAGES, folder, tmp_path, {"cookie_secret": b""})
    assert config.Kernels.ahead == {"/": ahead(folder / "practise.ipynb")}
