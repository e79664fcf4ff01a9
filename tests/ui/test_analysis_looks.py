"""The cohort view in a browser: it never moves the page sideways, its first column stays, axe is content."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from simulator.services.analysis.analysis import Analysis
from simulator.services.analysis.subjects import Filter
from simulator.services.cohort import CohortView
from simulator.services.local import local_library
from simulator.store.sql import open_store
from simulator.ui import trainee, trainer
from simulator.ui.components import theme
from simulator.ui.trainer import analysis as view
from simulator.ui.trainer.analysis_shown import TABS, Shown
from tests import crowd
from tests.services.scored import NOW

pytestmark = pytest.mark.browser
SHEETS = (Path(trainee.__file__).with_name("views.css"), Path(trainer.__file__).with_name("analysis.css"))


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    folder = tmp_path_factory.mktemp("looks")
    store, library = open_store(folder), local_library(folder)
    crowd.fill(store, library, 44, scenarios=2)
    return CohortView(library, store, crowd.TRAINER, lambda: NOW).load()


@pytest.fixture(params=[360, 1440])
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce") as context:
        yield context.new_page()


def show(tab: Page, analysis: Analysis, shown: Shown) -> None:
    inside = f'<main class="{theme.ROOT}"><h1>Results</h1><h2>What was shown</h2>{view.html(analysis, shown)}</main>'
    tab.set_content(f"<!doctype html><html lang=en><title>Results</title>{theme.element(*SHEETS)}<body>{inside}")
    tab.evaluate("[...document.querySelectorAll('details')].slice(0, 2).forEach((each) => (each.open = true))")


@pytest.mark.parametrize("name", TABS)
def test_the_page_never_moves_sideways_and_axe_finds_nothing_serious(sized: Page, analysis: Analysis, name: str):
    show(sized, analysis, Shown(tab=name, filter=Filter(cohort="trainer-2026")))
    assert sized.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for scheme in ("light", "dark"):
        sized.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = [each for each in Axe().run(sized).response["violations"] if each["impact"] in ("serious", "critical")]
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []


def test_the_first_column_and_the_head_stay_while_the_table_is_scrolled(sized: Page, analysis: Analysis):
    show(sized, analysis, Shown())
    region = sized.get_by_role("region", name="What each person showed on each competency")
    region.focus()
    region.evaluate("e => e.scrollTo(300, 400)")
    left, top = region.evaluate("e => [e.getBoundingClientRect().left, e.getBoundingClientRect().top]")
    row, head = region.locator("tbody tr").nth(15).locator("th"), region.locator("thead th").first
    assert abs(row.evaluate("e => e.getBoundingClientRect().left") - left) < 3
    assert abs(head.evaluate("e => e.getBoundingClientRect().top") - top) < 3


def test_rows_and_columns_of_the_heat_map_have_their_headers(sized: Page, analysis: Analysis):
    show(sized, analysis, Shown())
    assert sized.get_by_role("columnheader", name="Rapport, empathy and safety").count() == 1
    assert sized.get_by_role("rowheader").count() == 45
    assert sized.get_by_role("cell", name="pieces of evidence in").count() > 150
