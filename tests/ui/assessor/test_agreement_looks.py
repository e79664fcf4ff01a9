"""Agreement in a browser: the page never moves sideways, pictures fit, and axe is content in both themes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from simulator.services.assessing.agreement.dashboard import Dashboard
from simulator.services.library import Library
from simulator.store.sql import open_store
from simulator.ui import assessor, trainee, trainer
from simulator.ui.assessor import agreement as view
from simulator.ui.assessor.agreement_shown import TABS, Shown
from simulator.ui.components import theme
from simulator.ui.html import el, join
from tests.services.marked_scripts import GOALS, RAPPORT, Bench, MarkedScripts

pytestmark = pytest.mark.browser
SHEETS = (
    Path(trainee.__file__).with_name("views.css"),
    Path(trainer.__file__).with_name("page.css"),
    Path(trainer.__file__).with_name("analysis.css"),
    Path(assessor.__file__).with_name("page.css"),
    Path(assessor.__file__).with_name("agreement.css"),
)


CONTRAST = """() => {
  const css = (e, name) => getComputedStyle(e)[name].match(/[\\d.]+/g).slice(0, 3).map(Number);
  const lit = (c) => c.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0.05);
  const shade = (cell) => +cell.getAttribute("fill-opacity");
  const [cell] = [...document.querySelectorAll(".cs-cell")].sort((a, b) => shade(b) - shade(a));
  const share = shade(cell);
  const ground = css(document.querySelector("main"), "backgroundColor"), on = css(cell, "fill");
  const mixed = lit(on.map((v, i) => share * v + (1 - share) * ground[i]));
  const ink = lit(css(document.querySelector(".cs-times"), "fill"));
  return Math.max(ink, mixed) / Math.min(ink, mixed);
}"""
"""Of the numbers in a matrix on its darkest cell, mixed as the browser does it: axe does not look into pictures."""


@pytest.fixture(scope="module")
def dashboard(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Dashboard:
    store = open_store(tmp_path_factory.mktemp("agreement-looks"))
    made = MarkedScripts(store, library, Bench(early={RAPPORT: 2, GOALS: None}))
    made.many(40)
    for day in range(1, 9):
        made.benchmark("early", "anna", {RAPPORT: 2 + day % 2, GOALS: None}, f"2026-02-{day:02}")
    return made.load()


@pytest.fixture(params=[360, 1440])
def sized(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    with browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce") as context:
        yield context.new_page()


def show(tab: Page, inside: str) -> None:
    root = f"{theme.ROOT} cs-trainer cs-assessor"
    page = f'<main class="{root}"><h1>Agreement</h1><div class="cs-wide">{inside}</div></main>'
    tab.set_content(f"<!doctype html><html lang=en><title>Agreement</title>{theme.element(*SHEETS)}<body>{page}")


def test_every_tab_fits_and_axe_finds_nothing_serious(sized: Page, dashboard: Dashboard):
    for name in TABS:
        show(sized, view.html(dashboard, Shown(tab=name)))
        assert sized.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
        outside = "svg[role=img]", "all => all.filter(e => e.getBoundingClientRect().right > innerWidth).length"
        assert sized.eval_on_selector_all(*outside) == 0, name
    every = [each(dashboard.select(), Shown()) for each in view._TABS.values()]
    show(sized, join(view.html(dashboard, Shown()), el("div", every, class_="cs-cohort-view cs-agreement-view")))
    sized.evaluate("[...document.querySelectorAll('details')].slice(0, 2).forEach((each) => (each.open = true))")
    sized.emulate_media(color_scheme="dark" if sized.viewport_size["width"] == 360 else "light")
    found = [each for each in Axe().run(sized).response["violations"] if each["impact"] in ("serious", "critical")]
    assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == []
    for scheme in ("light", "dark"):
        sized.emulate_media(color_scheme=scheme)
        assert sized.evaluate(CONTRAST) > 4.5, scheme
