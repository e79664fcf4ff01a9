"""PostgreSQL goes away in mid-conversation and comes back: the page says so, keeps what was chosen and goes on."""

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.product.playing import BEGIN, options, say, transcript, wait_for_turn
from tests.product.test_play import best_lines
from tests.serve.product import Site, eventually, serving
from tests.store.postgresql import Databases, Server

pytestmark = pytest.mark.browser

HELD = "What you did is held here and kept as soon as it is back"


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """A server of its own, since it is stopped in between."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, database: Server) -> Iterator[Site]:
    databases = Databases(database.address)
    url = databases.url(databases.ready())
    databases._admin.dispose()
    with serving(tmp_path_factory.mktemp("away"), {"leo": ["trainee"]}, settings={"database": url}) as site:
        yield site


@pytest.fixture
def tab(browser, site: Site) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(20_000)
    site.sign_in(context, "leo")
    yield context.new_page()
    context.close()


def choices(site: Site) -> int:
    with site.store.reading() as work:
        return len(work.attempts("leo")[0].choices)


def test_a_choice_made_while_the_database_is_away_is_kept_when_it_is_back(
    tab: Page, site: Site, database: Server
) -> None:
    lines = [line for line, _ in best_lines("late-again")]
    tab.goto(f"{site.home}?scenario=late-again")
    tab.get_by_role("button", name=BEGIN).click()
    wait_for_turn(tab, 1)
    database.stop()
    say(tab, lines[0])
    expect(tab.get_by_text(HELD)).to_be_visible()
    other = next(i for i in range(options(tab).count()) if lines[0] not in options(tab).nth(i).evaluate(_LABEL))
    options(tab).nth(other).check()
    tab.get_by_role("button", name="Say this").click()
    expect(tab.get_by_text(HELD)).to_be_visible()
    database.start()
    expect(tab.get_by_text("The database is back, and what you did has been kept.")).to_be_visible()
    expect(transcript(tab)).to_contain_text(lines[0][:30])
    eventually(lambda: choices(site) == 1)
    tab.reload()
    expect(transcript(tab)).to_contain_text(lines[0][:30])


def test_a_page_opened_while_the_database_is_away_says_so_and_opens_when_it_is_back(
    tab: Page, site: Site, database: Server
) -> None:
    tab.goto(site.home)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    database.stop()
    tab.goto(site.home)
    expect(tab.get_by_text("the database does not answer")).to_be_visible()
    database.start()
    tab.reload()
    expect(tab.get_by_role("heading", level=1, name="Practise")).to_be_visible()


def test_a_database_that_is_silent_holds_nobody_up_and_ends_no_page(tab: Page, site: Site, database: Server) -> None:
    tab.goto(site.home)
    expect(tab.get_by_role("heading", level=1, name="Practise")).to_be_visible()
    leo, open_ones = site.cookie_of("leo"), {process.pid for process in site.kernels()}
    statuses: list[int] = []
    with database.silent():
        asked = Thread(target=lambda: statuses.append(site.ask("/", cookie=leo).status))
        asked.start()
        while asked.is_alive():
            assert site.ask("/sign-in").status == 200
    assert statuses == [503]
    assert open_ones <= {process.pid for process in site.kernels()}
    assert site.ask("/", cookie=leo).status == 200


_LABEL = "e => e.labels[0].innerText"
