"""What a mode of play adds to a conversation, in a real browser: how the client seems, hints, taking back, feedback."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serve.product import Product, eventually
from tests.ui.demo_pages import LADDER
from tests.ui.test_components import BEYOND, NO_ANSWER, SECOND, group, log, status, talking

pytestmark = pytest.mark.browser

FIRST, SECOND_HINT, THIRD = (words for _, words in LADDER)
WATCH = """node => { const added = []; new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(
  each => added.push(each.textContent)))).observe(node, {childList: true, subtree: true}); return added; }"""


@pytest.fixture
def page(tab: Page, demo: Product) -> Page:
    return talking(tab, demo, "helped")


def hints(page: Page) -> Locator:
    return page.get_by_role("log", name="Hints so far")


def say(page: Page, key: str) -> None:
    page.keyboard.press(key)
    page.keyboard.press("Enter")


def to_the_third_turn(page: Page) -> None:
    say(page, "1")
    expect(log(page)).to_contain_text(SECOND)
    say(page, "2")
    page.get_by_role("button", name="Skip for now").click()
    expect(page.get_by_text("Turn 3 of about 5", exact=True)).to_be_visible()


# Nothing of it is there unless it is offered.


def test_without_a_mode_there_is_no_help(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    expect(tab.get_by_role("button")).to_have_count(2)
    expect(tab.get_by_text("Keys 1–4 choose, Enter says it.", exact=True)).to_be_visible()
    say(tab, "h")
    expect(status(tab).filter(has_text="Choose a line first.")).to_be_visible()
    expect(log(tab)).not_to_contain_text("seems")


# How the client seems.


def test_how_the_client_seems_is_asked_and_stands_with_the_newest_line(page: Page) -> None:
    added = log(page).evaluate_handle(WATCH)
    ask = page.get_by_role("button", name="How does Marisol seem?")
    ask.click()
    expect(log(page).locator(".cs-client").last).to_contain_text("Marisol seems Guarded")
    assert [text for text in added.json_value() if text.strip() and NO_ANSWER not in text] == ["seems Guarded"]
    expect(ask).to_be_hidden()
    expect(group(page)).to_be_focused()


def test_only_the_newest_line_tells_how_the_client_seems(tab: Page, demo: Product) -> None:
    talking(tab, demo, "seeming")
    expect(log(tab)).to_contain_text("seems Guarded")
    added = log(tab).evaluate_handle(WATCH)
    say(tab, "1")
    expect(log(tab).locator(".cs-client").last).to_contain_text("seems Testing you")
    expect(log(tab).locator(".cs-mood")).to_have_count(1)
    heard = [text for text in added.json_value() if "Testing you" in text]
    assert len(heard) == 1, "line and mood are heard as one"
    assert SECOND in heard[0]


# Hints.


def test_hints_are_given_one_by_one_and_each_is_heard_once(page: Page) -> None:
    added = hints(page).evaluate_handle(WATCH)
    for label, words in LADDER:
        page.get_by_role("button", name=label).click()
        expect(hints(page)).to_contain_text(words)
    assert added.json_value() == [f"Hint {i} {words}" for i, (_, words) in enumerate(LADDER, 1)]
    expect(page.get_by_role("button", name=re.compile("hint"))).to_have_count(0)
    expect(group(page)).to_be_focused()


def test_h_gives_a_hint_and_disturbs_neither_focus_nor_choice(page: Page) -> None:
    expect(page.get_by_text("Keys 1–4 choose, Enter says it. H gives a hint.", exact=True)).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("h")
    expect(hints(page)).to_contain_text(FIRST)
    page.keyboard.press("Shift+H")
    expect(hints(page)).to_contain_text(SECOND_HINT)
    chosen = group(page).get_by_role("radio").nth(1)
    expect(chosen).to_be_checked()
    expect(chosen).to_be_focused()
    page.keyboard.press("h")
    expect(hints(page)).to_contain_text(THIRD)
    page.keyboard.press("h")
    expect(page.get_by_text("Keys 1–4 choose, Enter says it.", exact=True)).to_be_visible()


def test_h_is_a_letter_outside_the_options(page: Page) -> None:
    page.get_by_role("button", name="Pause").focus()
    page.keyboard.press("h")
    page.get_by_role("button", name="How does Marisol seem?").click()
    expect(log(page)).to_contain_text("seems Guarded")
    expect(hints(page)).to_be_empty()


def test_an_option_that_is_set_aside_says_so_and_can_be_chosen(page: Page) -> None:
    for label, _ in LADDER:
        page.get_by_role("button", name=label).click()
    second = group(page).get_by_role("radio").nth(1)
    expect(second).to_have_accessible_name(re.compile(r"team meeting\. \(set aside by the hint\)$"))
    expect(group(page).get_by_role("radio", name=re.compile("set aside by the hint"))).to_have_count(2)
    say(page, "2")
    expect(log(page)).to_contain_text(SECOND)
    expect(log(page).locator(".cs-coach .cs-words")).not_to_contain_text("set aside")
    expect(group(page).get_by_role("radio", name=re.compile("set aside by the hint"))).to_have_count(0)


def test_hints_are_of_one_turn(page: Page) -> None:
    page.keyboard.press("h")
    expect(hints(page)).to_contain_text(FIRST)
    say(page, "1")
    expect(log(page)).to_contain_text(SECOND)
    expect(hints(page)).to_be_empty()
    expect(page.get_by_role("button", name=LADDER[0][0])).to_be_visible()


def test_a_new_hint_is_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 480})
    page.keyboard.press("4")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_role("button", name=LADDER[0][0])).not_to_be_in_viewport()
    page.keyboard.press("h")
    expect(hints(page).get_by_text(FIRST)).to_be_in_viewport(ratio=1)


# Taking back.


def test_what_is_taken_back_goes_and_the_options_take_the_focus(page: Page) -> None:
    to_the_third_turn(page)
    expect(log(page).locator("> *")).to_have_count(7)
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_text("Turn 2 of about 5", exact=True)).to_be_visible()
    expect(log(page).locator("> *")).to_have_count(4)
    expect(log(page).locator("> *").last).to_contain_text(SECOND)
    expect(log(page).get_by_text(SECOND)).to_be_in_viewport()
    expect(group(page)).to_be_focused()
    expect(group(page).get_by_role("radio", checked=True)).to_have_count(0)
    expect(status(page).filter(has_text="Taken back.")).to_be_visible()
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_text("Turn 1 of about 5", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Take that back")).to_be_hidden()
    expect(group(page)).to_be_focused()


def test_the_line_that_stands_again_is_heard_again(page: Page) -> None:
    to_the_third_turn(page)
    added = log(page).evaluate_handle(WATCH)
    page.get_by_role("button", name="Take that back").click()
    expect(log(page).locator("> *")).to_have_count(4)
    eventually(lambda: added.json_value())
    [heard] = added.json_value()
    assert SECOND in heard


def test_even_the_end_can_be_taken_back(page: Page) -> None:
    to_the_third_turn(page)
    for turn in (4, 5):
        say(page, "1")
        expect(page.get_by_text(f"Turn {turn} of about 5", exact=True)).to_be_visible()
    say(page, "1")
    expect(page.get_by_role("button", name="See the debrief")).to_be_focused()
    page.get_by_role("button", name="Take that back").click()
    expect(group(page)).to_be_focused()
    expect(log(page)).not_to_contain_text("She leaves with a date in her diary.")


# Feedback, and an end that does not tell yet.


def test_feedback_stands_under_the_line_it_is_about(page: Page) -> None:
    say(page, "1")
    expect(log(page)).to_contain_text(SECOND)
    lines = log(page).locator("> *")
    expect(lines).to_have_class(
        [re.compile("cs-client"), re.compile("cs-coach"), re.compile("cs-feedback"), re.compile("cs-client")]
    )
    expect(lines.nth(2)).to_contain_text("Feedback. Close to the best there was")
    to_the_right, below = lines.nth(1).bounding_box(), lines.nth(2).bounding_box()
    assert below["x"] + below["width"] == pytest.approx(to_the_right["x"] + to_the_right["width"], abs=1)


def test_feedback_without_a_label_is_still_called_so(page: Page) -> None:
    to_the_third_turn(page)
    expect(log(page).locator(".cs-feedback").last).to_have_text(re.compile(r"^Feedback\. You name what happened"))


def test_an_end_whose_results_come_later_says_so_with_its_button(tab: Page, demo: Product) -> None:
    tab.goto(f"{demo.address}&demo=held")
    back = tab.get_by_role("button", name="Back to what is assigned to you")
    expect(back).to_have_accessible_description(
        "Your conversation is kept. You will see what came of it once it has been released."
    )
    expect(tab.get_by_text("Your conversation is kept.")).to_be_visible()
    expect(group(tab)).to_be_hidden()
    back.click()
    expect(tab.get_by_text("Finished 1 times.")).to_be_visible()


# For everybody.


@pytest.mark.parametrize("name", ["helped", "all_help"])
def test_help_can_be_touched_and_nothing_reaches_beyond_the_page(tab: Page, demo: Product, name: str) -> None:
    talking(tab, demo, name)
    for width in (320, 360, 1440):
        tab.set_viewport_size({"width": width, "height": 740})
        eventually(lambda: tab.evaluate(BEYOND) == [])
        for button in tab.get_by_role("button").all():
            assert button.bounding_box()["height"] >= 44


@pytest.mark.parametrize("name", ["helped", "all_help", "seeming", "held"])
def test_axe_finds_nothing_serious_in_a_mode_of_play(browser: Browser, demo: Product, name: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(f"{demo.address}&demo={name}")
        expect(log(tab)).to_be_visible()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = [
                each for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")
            ]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
