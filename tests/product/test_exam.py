"""An exam as its trainee sits it: to the end without a score, and nothing that reaches the browser tells more."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, WebSocket, expect

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.codec import digest, encode
from simulator.store.assignments import Release
from tests.product.playing import BEGIN, at_the_end, numbers, options, say, wait_for_turn
from tests.product.test_play import best_lines, scenario
from tests.serve.product import Site, serving

pytestmark = pytest.mark.browser

SCENARIO = scenario("late-again")
SOON, LATER = "2026-01-01T00:00:00+00:00", "2099-01-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(
        tmp_path_factory.mktemp("exam"), {"tina": ["trainer"], "leo": ["trainee"], "mia": ["trainee"]}
    ) as site:
        yield site


def give(site: Site, assignment: str, person: str, mode: Mode) -> None:
    exercises = (Exercise(SCENARIO.id, digest(SCENARIO)),)
    title, held = f"The {assignment}", mode is Mode.EXAM
    given = Assignment(assignment, title, mode, SOON, LATER, "Europe/Helsinki", 1, held, exercises, "tina", SOON)
    with site.store.work() as work:
        work.keep_version(digest(SCENARIO), SCENARIO.id, encode(SCENARIO).decode())
        work.assignments.add(replace(given, people=(person,)))
        work.commit()


@dataclass
class Heard:
    """Everything the server said to a browser: pages, scripts, answers, frames of the websocket."""

    said: list[str] = field(default_factory=list)

    def listen(self, tab: Page) -> None:
        tab.on("response", self._response)
        tab.on("websocket", self._socket)

    def _response(self, response: Response) -> None:
        if response.request.resource_type in ("document", "xhr", "fetch"):
            self.said.append(response.text())

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.said.append(_text(frame)))

    def words(self, tab: Page) -> str:
        """Also what stands in the page now, and every state of every widget as the page's own manager knows it."""
        return "\n".join([*self.said, tab.content(), tab.evaluate(_STATES)])


def _text(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


_STATES = """async () => {
  const manager = window.jupyterapp.widgetManager;
  const models = await Promise.all(Object.values(manager._models ?? {}));
  return JSON.stringify([await manager.get_state(), models.map((model) => model.attributes)],
    (key, value) => (key === "views" || key === "widget_manager" || key === "comm" ? undefined : value));
}"""


def secrets() -> set[str]:
    """What tells which option is better, or what the conversation is meant to show."""
    shown = " ".join([SCENARIO.brief, *(option.say for beat in SCENARIO.beats for option in beat.options)])
    found: set[str] = set()
    for beat in SCENARIO.beats:
        found |= {beat.id, *beat.focus, *beat.hints}
        for option in beat.options:
            found |= {option.id, option.why, option.misconception or "", *(tag.indicator for tag in option.evidence)}
    for ending in SCENARIO.endings:
        found |= {ending.id, ending.reflection}
    return {each for each in found if len(each) > 7 and each not in shown} | {'"quality"', "evidence", "misconception"}


def told(words: str) -> set[str]:
    plain = words.replace("\\u2019", "’").replace("\\n", " ")
    return {each for each in secrets() if each in plain or json.dumps(each)[1:-1] in plain}


def play(tab: Page) -> None:
    for turn, (line, hinge) in enumerate(best_lines(SCENARIO.id), start=1):
        wait_for_turn(tab, turn)
        say(tab, line)
        if hinge:
            tab.get_by_role("textbox").fill("Because she counted on it.")
            tab.get_by_role("button", name="Continue").click()


@pytest.fixture
def browsing(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    context.close()


def test_an_exam_is_sat_without_a_score_and_nothing_that_reaches_the_browser_tells(
    browsing: BrowserContext, site: Site
) -> None:
    give(site, "exam", "leo", Mode.EXAM)
    site.sign_in(browsing, "leo")
    tab, heard = browsing.new_page(), Heard()
    heard.listen(tab)
    tab.goto(f"{site.home}?assignment=exam")
    expect(tab.get_by_role("heading", level=1, name="The exam")).to_be_visible()
    tab.get_by_role("link", name=f"Start {SCENARIO.title}").click()
    expect(tab.get_by_text("no hints, no way back")).to_be_visible()
    tab.get_by_role("button", name=BEGIN).click()
    wait_for_turn(tab, 1)
    expect(tab.get_by_role("button", name=re.compile("hint", re.IGNORECASE))).to_have_count(0)
    expect(tab.get_by_role("button", name=re.compile("take", re.IGNORECASE))).to_have_count(0)
    for place in (tab.evaluate(_STATES), "".join(heard.said), tab.content()):
        assert SCENARIO.client.name in place, "each of the three places is one that is really looked into"
    play(tab)
    finish = tab.get_by_role("button", name="Back to your assignments")
    expect(finish).to_be_visible()
    expect(tab.get_by_text("stays closed until your trainer releases it")).to_be_visible()
    finish.click()
    expect(tab.get_by_role("heading", level=1, name="The exam")).to_be_visible()
    expect(tab.get_by_text("Done", exact=True)).to_be_visible()
    expect(tab.get_by_role("link", name=re.compile("debrief"))).to_have_count(0)
    attempt = last_attempt(site, "leo")
    tab.goto(f"{site.home}?debrief={attempt}")
    expect(tab.get_by_text("stays closed until your trainer releases it")).to_be_visible()
    tab.goto(f"{site.home}?scenario={SCENARIO.id}")
    expect(tab.get_by_text("part of an exam of yours")).to_be_visible()
    expect(tab.get_by_role("button", name=BEGIN)).to_have_count(0)
    assert "She" in heard.words(tab)
    assert told(heard.words(tab)) == set()

    with site.store.work() as work:
        work.assignments.release(Release("exam", None, "tina", SOON))
        work.commit()
    tab.goto(f"{site.home}?debrief={attempt}")
    expect(tab.get_by_role("heading", name="Turn by turn", exact=True)).to_be_visible()
    assert len(told(heard.words(tab))) > 10, "or the search above would find nothing anywhere"


def last_attempt(site: Site, person: str) -> str:
    with site.store.work() as work:
        return work.attempts(person)[0].id


def test_an_exam_is_gone_on_with_in_another_browser_where_it_stood_in_the_same_order(
    browser: Browser, site: Site
) -> None:
    give(site, "second", "mia", Mode.EXAM)
    with browser.new_context() as first:
        site.sign_in(first, "mia")
        tab = first.new_page()
        tab.goto(f"{site.home}?assignment=second&scenario={SCENARIO.id}")
        tab.get_by_role("button", name=BEGIN).click()
        line, hinge = best_lines(SCENARIO.id)[0]
        say(tab, line)
        if hinge:
            tab.get_by_role("button", name=re.compile("^Skip")).click()
        wait_for_turn(tab, 2)
        offered = [*numbers(tab)]
    with browser.new_context() as second:
        site.sign_in(second, "mia")
        tab = second.new_page()
        tab.goto(site.home)
        tab.get_by_role("link", name=f"Continue {SCENARIO.title}").click()
        wait_for_turn(tab, 2)
        assert [*numbers(tab)] == offered
        expect(options(tab)).to_have_count(len(offered))
        expect(at_the_end(tab)).to_have_count(0)
