"""From the catalogue to the debrief, as a person plays it."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.authoring.rubric import load_rubric
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.model.scenario import Scenario
from simulator.verification.subject import Subject
from tests.product.looking import fits_everywhere, nothing_serious
from tests.product.playing import BEGIN, at_the_end, numbers, options, say, transcript, wait_for_turn, words
from tests.serve.product import Product as Served

pytestmark = pytest.mark.browser

RUBRIC = load_rubric(content.folder("rubrics") / "coaching-alliance")


def scenario(scenario_id: str) -> Scenario:
    return scenario_or_error(load_scenario(content.folder("scenarios") / f"{scenario_id}.yaml", RUBRIC))


def best_lines(scenario_id: str) -> list[tuple[str, bool]]:
    """The lines of the best path, and whether each is a hinge."""
    subject = Subject(scenario(scenario_id), RUBRIC, Product(Dialogue(scenario(scenario_id))))
    beats = (subject.product.state(turn.state).at for turn in subject.best_path)
    hinges = [scenario(scenario_id).beat_by_id[beat].hinge for beat in beats]
    return [(words(turn.option.say), hinge) for turn, hinge in zip(subject.best_path, hinges, strict=True)]


def test_late_again_is_played_with_the_keyboard_alone_reloaded_in_the_middle_and_debriefed(
    tab: Page, product: Served
) -> None:
    lines = best_lines("late-again")
    tab.goto(product.home)
    start = tab.get_by_role("link", name=re.compile("^Start.*Late again", re.DOTALL))
    expect(start).to_be_visible()
    for _ in range(30):
        tab.keyboard.press("Tab")
        if start.evaluate("e => e === document.activeElement"):
            break
    expect(start).to_be_focused()
    nothing_serious(tab)
    tab.keyboard.press("Enter")

    expect(tab.get_by_role("heading", level=1, name="Late again")).to_be_visible()
    begin = tab.get_by_role("button", name=BEGIN)
    expect(begin).to_be_visible()
    nothing_serious(tab)
    for _ in range(30):
        if begin.evaluate("e => e === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")

    for turn, (line, hinge) in enumerate(lines, start=1):
        wait_for_turn(tab, turn)
        say(tab, line)
        if hinge:
            why = tab.get_by_role("textbox")
            expect(why).to_be_focused()
            nothing_serious(tab)
            tab.keyboard.type(f"Because of what she said at turn {turn}.")
            tab.keyboard.press("Control+Enter")
            expect(why).to_be_hidden()
        if turn == len(lines) // 2:
            wait_for_turn(tab, turn + 1)
            before = transcript(tab).inner_text()
            tab.reload()
            wait_for_turn(tab, turn + 1)
            assert words(transcript(tab).inner_text()) == words(before)
            nothing_serious(tab)

    expect(at_the_end(tab)).to_be_visible()
    nothing_serious(tab)
    for _ in range(30):
        if at_the_end(tab).evaluate("e => e === document.activeElement"):
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1, name=re.compile("Late again"))).to_be_visible()
    expect(tab.get_by_role("heading", name="Turning points")).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("attainable", re.IGNORECASE))).to_be_visible()
    expect(tab.get_by_text("Because of what she said at turn", exact=False).first).to_be_attached()
    nothing_serious(tab)


def test_closing_the_tab_and_coming_back_continues_from_the_catalogue(context: BrowserContext, product: Served) -> None:
    tab = context.new_page()
    tab.goto(f"{product.home}?scenario=two-minds")
    tab.get_by_role("button", name=BEGIN).click()
    wait_for_turn(tab, 1)
    say(tab, best_lines("two-minds")[0][0])
    wait_for_turn(tab, 2)
    tab.close()
    tab = context.new_page()
    tab.goto(product.home)
    tab.get_by_role("link", name=re.compile("Continue.*In two minds", re.DOTALL)).click()
    expect(tab.get_by_role("heading", level=1, name="In two minds")).to_be_visible()
    if tab.get_by_role("button", name=BEGIN).count():
        tab.get_by_role("button", name=BEGIN).click()
    wait_for_turn(tab, 2)


def test_two_tabs_on_one_attempt_take_a_turn_once_and_the_second_is_told(
    context: BrowserContext, product: Served
) -> None:
    first, second = context.new_page(), context.new_page()
    first.goto(f"{product.home}?scenario=whose-agenda")
    first.get_by_role("button", name=BEGIN).click()
    wait_for_turn(first, 1)
    second.goto(first.url)
    wait_for_turn(second, 1)
    offered = list(numbers(first))
    say(first, offered[0])
    wait_for_turn(first, 2)
    say(second, offered[1])
    expect(second.get_by_text(re.compile("another tab|elsewhere|taken", re.IGNORECASE)).first).to_be_visible()
    wait_for_turn(second, 2)
    assert words(transcript(second).inner_text()) == words(transcript(first).inner_text())


def test_the_page_tells_nobody_which_option_is_better(tab: Page, product: Served) -> None:
    """Everything the browser was sent, websocket included, holds no option id, quality, event or reason why."""
    frames: list[str] = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(str(data))))
    bodies: list[str] = []
    tab.on("response", lambda r: bodies.append(r.text()) if "text/html" in r.headers.get("content-type", "") else None)
    tab.goto(f"{product.home}?scenario=limits-of-silence")
    tab.get_by_role("button", name=BEGIN).click()
    wait_for_turn(tab, 1)
    say(tab, next(iter(numbers(tab))))
    expect(options(tab).first.or_(tab.get_by_role("textbox"))).to_be_visible()
    sent = "\n".join([*frames, *bodies])
    played = scenario("limits-of-silence")
    assert words(Dialogue(played).line(Dialogue(played).start()))[:40] in words(sent.replace("\\", ""))
    for beat in played.beats:
        for option in beat.options:
            assert option.why[:50] not in sent
            # A one-word id may well be a word of the page itself.
            assert option.id not in sent or "-" not in option.id
    assert '"quality"' not in sent
    assert '"misconception"' not in sent


def test_an_address_that_names_nothing_says_so_and_offers_the_list(tab: Page, product: Served) -> None:
    tab.goto(f"{product.home}?scenario=late-agian")
    expect(tab.get_by_text("Did you mean 'late-again'?")).to_be_visible()
    expect(tab.get_by_role("link", name=re.compile("Late again")).first).to_be_visible()


def test_a_kernel_that_died_is_announced_and_continuing_works(context: BrowserContext, product: Served) -> None:
    tab = context.new_page()
    tab.goto(f"{product.home}?scenario=whose-agenda")
    before = {process.pid for process in product.kernels()}
    tab.get_by_role("button", name=BEGIN).click()
    expect(options(tab).first).to_be_enabled()
    turn = tab.get_by_text(re.compile("^Turn [0-9]+ of about")).inner_text()
    for process in product.kernels():
        if process.pid in before:
            process.kill()
    alert = tab.get_by_role("alert").filter(has=tab.get_by_role("button", name="Continue"))
    expect(alert).to_be_visible()
    alert.get_by_role("button", name="Continue").click()
    expect(alert).to_have_count(0)  # the old page has gone
    expect(options(tab).first).to_be_enabled()
    assert tab.get_by_text(re.compile("^Turn [0-9]+ of about")).inner_text() == turn


def test_every_screen_fits_its_width_and_stands_up_to_axe(tab: Page, product: Served) -> None:
    def fits() -> None:
        fits_everywhere(tab, 320, 360, 1440)

    tab.goto(product.home)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    fits()
    tab.goto(f"{product.home}?scenario=limits-of-silence")
    expect(tab.get_by_role("button", name=BEGIN)).to_be_visible()
    fits()
    tab.get_by_role("button", name=BEGIN).click()
    while not at_the_end(tab).count():
        expect(options(tab).first.or_(at_the_end(tab)).or_(tab.get_by_role("textbox"))).to_be_visible()
        if tab.get_by_role("textbox").count():
            fits()
            tab.get_by_role("button", name=re.compile("^Skip")).click()
            expect(tab.get_by_role("textbox")).to_be_hidden()
        elif options(tab).count():
            taken = transcript(tab).inner_text()
            say(tab, next(iter(numbers(tab))))
            expect(transcript(tab)).not_to_have_text(taken)
            expect(options(tab).first.or_(at_the_end(tab)).or_(tab.get_by_role("textbox"))).to_be_enabled()
    fits()
    at_the_end(tab).click()
    expect(tab.get_by_role("heading", name="Turning points")).to_be_visible()
    fits()
