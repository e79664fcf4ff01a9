"""The components in a real browser against a real kernel: what can be seen, heard and done with them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.serve.product import Product, eventually

pytestmark = pytest.mark.browser

NO_ANSWER = "No, no, it's fine. Shall we just start?"
SECOND = "I did wonder, the second time, whether I should still come."
OWNING = re.compile("^Before we start. I was late twice")


def opened(tab: Page, demo: Product, name: str) -> Page:
    tab.goto(f"{demo.address}&demo={name}")
    return tab


def talking(tab: Page, demo: Product, name: str = "talk") -> Page:
    opened(tab, demo, name)
    expect(group(tab)).to_be_visible()
    expect(tab.locator(":focus")).not_to_have_count(0)  # before that, keys would go nowhere
    return tab


def group(tab: Page) -> Locator:
    return tab.get_by_role("radiogroup", name="What do you say?")


def log(tab: Page) -> Locator:
    return tab.get_by_role("log", name="Conversation so far")


def status(tab: Page) -> Locator:
    return tab.get_by_role("status")


def to_the_reason(tab: Page, demo: Product) -> Locator:
    talking(tab, demo)
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    expect(log(tab)).to_contain_text(SECOND)
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    area = tab.get_by_role("textbox", name="Before you hear her answer: why this, and why now?")
    expect(area).to_be_focused()
    return area


def test_a_conversation_is_played_with_the_keyboard_alone(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    expect(group(tab)).to_be_focused()
    for turn in range(1, 6):
        expect(tab.get_by_text(f"Turn {turn} of about 5", exact=True)).to_be_visible()
        tab.keyboard.press("1")
        expect(group(tab).get_by_role("radio").first).to_be_checked()
        tab.keyboard.press("Enter")
        if turn == 2:
            expect(tab.get_by_role("textbox")).to_be_focused()
            tab.keyboard.type("She is being polite.")
            tab.keyboard.press("Control+Enter")
    debrief = tab.get_by_role("button", name="See the debrief")
    expect(debrief).to_be_focused()
    expect(log(tab)).to_contain_text("She leaves with a date in her diary.")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Finished 1 times.")).to_be_visible()


def test_the_options_are_a_radio_group_with_names(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    radios = group(tab).get_by_role("radio")
    expect(radios).to_have_count(4)
    expect(radios.first).to_have_accessible_name(OWNING)
    expect(radios.nth(3)).to_have_accessible_name("You put your own notes aside and wait. How are you today?")
    expect(tab.get_by_role("button", name="Say this")).to_be_visible()
    expect(tab.get_by_role("button", name="Pause")).to_be_visible()


def test_arrows_move_as_in_any_radio_group(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    radios = group(tab).get_by_role("radio")
    for place in (0, 1, 2):
        tab.keyboard.press("ArrowDown")
        expect(radios.nth(place)).to_be_checked()
    tab.keyboard.press("ArrowUp")
    expect(radios.nth(1)).to_be_checked()


def test_a_key_without_an_option_does_nothing(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    tab.keyboard.press("5")
    tab.keyboard.press("Enter")
    expect(status(tab).filter(has_text="Choose a line first.")).to_be_visible()
    expect(log(tab).locator("> *")).to_have_count(1)


def test_each_line_is_added_once_and_the_log_is_never_replaced(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    added = log(tab).evaluate_handle(
        """node => { node.dataset.same = 'yes'; const added = [];
        new MutationObserver(all => all.forEach(one => one.addedNodes.forEach(each => added.push(each.innerText))))
          .observe(node, {childList: true}); return added; }"""
    )
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    expect(log(tab)).to_contain_text(SECOND)
    heard = [text for text in added.json_value() if NO_ANSWER not in text]
    assert [text.split("\n")[0] for text in heard] == ["You", "Marisol"], "each is heard once"
    assert SECOND in heard[1]
    expect(log(tab)).to_have_attribute("data-same", "yes")
    expect(log(tab)).to_have_attribute("aria-live", "polite")


def test_the_newest_line_is_read_out_when_the_page_opens_and_older_ones_are_not(tab: Page, demo: Product) -> None:
    tab.add_init_script(
        """window.heard = []; new MutationObserver(all => all.forEach(one => {
          if (one.target.role === 'log') one.addedNodes.forEach(each => heard.push(each.innerText)); }))
          .observe(document, {childList: true, subtree: true});"""
    )
    talking(tab, demo, "resumed")
    eventually(lambda: tab.evaluate("heard.length > 0"))
    [heard] = tab.evaluate("heard")
    assert "So what happens when it is a third time?" in heard
    expect(log(tab).locator("> *")).to_have_count(26)


def test_a_line_shows_at_once_and_a_second_enter_does_nothing(tab: Page, demo: Product) -> None:
    talking(tab, demo, "silent")
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    expect(log(tab).locator("> *")).to_have_count(2)
    expect(log(tab)).to_contain_text("I was late twice")
    expect(group(tab).get_by_role("radio").first).to_be_disabled()
    expect(group(tab)).to_be_focused()


def test_a_kernel_that_does_not_answer_is_told_after_four_seconds(tab: Page, demo: Product) -> None:
    talking(tab, demo, "silent")
    tab.clock.install()
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    tab.clock.fast_forward(3900)
    expect(tab.get_by_text("Still sending…")).to_have_count(0)
    tab.clock.fast_forward(200)
    expect(status(tab).filter(has_text="Still sending…")).to_be_visible()


def test_a_turn_taken_in_another_tab_is_told_and_can_be_gone_on_from(tab: Page, demo: Product) -> None:
    talking(tab, demo, "stale")
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    expect(status(tab).filter(has_text="That turn was taken in another tab.")).to_be_visible()
    expect(log(tab).locator("> *")).to_have_count(1)
    expect(group(tab).get_by_role("radio").first).to_be_enabled()


def test_a_reason_can_be_skipped_but_not_be_empty(tab: Page, demo: Product) -> None:
    to_the_reason(tab, demo)
    tab.get_by_role("button", name="Continue").click()
    expect(status(tab).filter(has_text="Write a sentence, or skip it for now.")).to_be_visible()
    tab.get_by_role("button", name="Skip for now").click()
    expect(tab.get_by_text("Turn 3 of about 5", exact=True)).to_be_visible()


def test_keys_are_letters_while_a_reason_is_written(tab: Page, demo: Product) -> None:
    area = to_the_reason(tab, demo)
    tab.keyboard.type("12")
    tab.keyboard.press("Enter")
    tab.keyboard.type("3")
    expect(area).to_have_value("12\n3")


def test_the_limit_of_a_reason_is_counted_and_told_when_near(tab: Page, demo: Product) -> None:
    area = to_the_reason(tab, demo)
    area.fill("x" * 1850)
    expect(area).to_have_accessible_description("1,850 of 2,000 characters")
    expect(status(tab).filter(has_text="150 characters left.")).to_be_visible()
    area.press_sequentially("y" * 3)
    expect(area).to_have_accessible_description("1,853 of 2,000 characters")
    area.fill("x" * 2000)
    tab.keyboard.type("more")
    expect(area).to_have_value("x" * 2000)


def test_a_reason_survives_a_reload(tab: Page, demo: Product) -> None:
    area = to_the_reason(tab, demo)
    area.fill("Half a thought")
    to_the_reason(tab.context.pages[0], demo)
    expect(area).to_have_value("Half a thought")


def test_a_pause_hides_the_words_and_escape_ends_it(tab: Page, demo: Product) -> None:
    talking(tab, demo)
    tab.keyboard.press("2")
    tab.get_by_role("button", name="Pause").click()
    expect(tab.get_by_role("dialog", name="Paused. Your place is kept.")).to_be_visible()
    expect(tab.get_by_role("button", name="Resume")).to_be_focused()
    assert group(tab).evaluate("node => node.closest('[inert]') !== null")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(group(tab).get_by_role("radio").nth(1)).to_be_checked()
    tab.keyboard.press("1")
    tab.keyboard.press("Enter")
    expect(log(tab)).to_contain_text(SECOND)


def test_a_paused_conversation_opens_paused(tab: Page, demo: Product) -> None:
    opened(tab, demo, "paused")
    expect(tab.get_by_role("dialog", name="Paused. Your place is kept.")).to_be_visible()
    tab.get_by_role("button", name="Resume").click()
    expect(group(tab)).to_be_focused()


def test_no_text_becomes_markup(tab: Page, demo: Product) -> None:
    talking(tab, demo, "odd")
    expect(group(tab).get_by_role("radio").nth(2)).to_have_accessible_name(re.compile(re.escape("<b>not bold</b>")))
    assert group(tab).locator("b, script").count() == 0


def test_a_text_runs_in_its_own_direction(tab: Page, demo: Product) -> None:
    talking(tab, demo, "odd")
    text = group(tab).get_by_text("أنا آسف")
    assert text.evaluate("node => getComputedStyle(node).direction") == "rtl"


BEYOND = """() => [...document.querySelectorAll('.coachsim *')].filter(node => !node.closest('.cs-scroll, .cs-hidden')
  && node.getBoundingClientRect().right > innerWidth + 1).map(node => node.className)"""


@pytest.mark.parametrize("name", ["talk", "odd", "resumed", "charts", "places", "board"])
def test_nothing_reaches_beyond_the_side_of_the_page(tab: Page, demo: Product, name: str) -> None:
    opened(tab, demo, name)
    roles = {"charts": "img", "places": "heading", "board": "heading"}
    expect(tab.get_by_role(roles.get(name, "radiogroup")).first).to_be_visible()
    for width in (320, 360, 1440):
        tab.set_viewport_size({"width": width, "height": 740})
        eventually(lambda: tab.evaluate(BEYOND) == [])


def test_what_can_be_touched_is_large_enough(tab: Page, demo: Product) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    talking(tab, demo)
    targets = [*tab.get_by_role("button").all(), *group(tab).locator("label").all()]
    sizes = [target.bounding_box() for target in targets]
    assert len(sizes) == 6
    assert all(size["height"] >= 44 and size["width"] >= 44 for size in sizes)


def test_the_newest_line_and_the_options_are_both_in_view(tab: Page, demo: Product) -> None:
    talking(tab, demo, "resumed")
    expect(log(tab).get_by_text("So what happens when it is a third time?").last).to_be_in_viewport(ratio=1)
    expect(tab.get_by_role("button", name="Say this")).to_be_in_viewport(ratio=1)


def test_a_chart_has_a_name_and_a_table(tab: Page, demo: Product) -> None:
    opened(tab, demo, "charts")
    expect(tab.get_by_role("img", name=re.compile("^What was still attainable"))).to_be_visible()
    expect(tab.get_by_role("img", name=re.compile("^Trust falls to none"))).to_be_visible()
    tab.get_by_text("The same as a table").first.click()
    table = tab.get_by_role("table", name="Share of what was attainable, in per cent")
    expect(table.get_by_role("row")).to_have_count(12)
    expect(table.get_by_role("rowheader", name="10")).to_be_visible()


def test_a_chart_is_drawn_anew_for_another_theme_and_another_width(tab: Page, demo: Product) -> None:
    opened(tab, demo, "charts")
    canvas = tab.get_by_role("img").first.locator("canvas")
    expect(canvas).to_be_visible()
    canvas.evaluate("node => { node.dataset.old = 'yes'; }")
    tab.emulate_media(color_scheme="dark")
    expect(canvas).not_to_have_attribute("data-old", "yes")
    tab.set_viewport_size({"width": 400, "height": 800})
    eventually(lambda: (canvas.bounding_box() or {"width": 999})["width"] < 400)


def test_a_chart_that_cannot_be_drawn_leaves_its_table(tab: Page, demo: Product) -> None:
    tab.clock.install()
    opened(tab, demo, "chartless")
    expect(tab.get_by_text("The same as a table")).to_have_count(2)
    tab.clock.fast_forward(10_100)
    expect(tab.get_by_role("table")).to_have_count(2)
    expect(tab.get_by_role("img")).to_have_count(0)


def test_a_link_moves_without_a_reload_and_back_comes_back(tab: Page, demo: Product) -> None:
    opened(tab, demo, "places")
    expect(tab.get_by_role("heading", name="View first")).to_be_visible()
    expect(tab).to_have_title("first view")
    assert tab.url == demo.home
    tab.evaluate("window.same = true")
    tab.get_by_role("link", name="To the second").click()
    expect(tab.get_by_role("heading", name="View second")).to_be_focused()
    expect(tab).to_have_title("second view")
    assert tab.url == f"{demo.home}?view=second"
    tab.go_back()
    expect(tab.get_by_role("heading", name="View first")).to_be_visible()
    expect(tab).to_have_title("first view")
    tab.go_forward()
    expect(tab.get_by_role("heading", name="View second")).to_be_visible()
    assert tab.evaluate("window.same") is True


def test_a_jump_opens_what_it_leads_into_and_is_no_other_place(tab: Page, demo: Product) -> None:
    opened(tab, demo, "places")
    expect(tab).to_have_title("first view")
    tab.get_by_role("link", name="Jump").click()
    expect(tab.get_by_text("Deep inside")).to_be_in_viewport()
    expect(tab.get_by_role("heading", name="View first")).to_be_visible()


def test_a_reload_opens_the_same_place(tab: Page, demo: Product) -> None:
    opened(tab, demo, "places")
    expect(tab).to_have_title("first view")
    tab.goto(f"{demo.home}?view=second&token=forged&other=1")
    expect(tab).to_have_title("second view")
    assert tab.url == f"{demo.home}?view=second"


@pytest.mark.parametrize("name", ["talk", "odd", "paused", "charts", "places", "board"])
def test_axe_finds_nothing_serious(browser: Browser, demo: Product, name: str) -> None:
    role = {"charts": "img", "places": "heading", "board": "heading", "paused": "dialog"}.get(name, "radiogroup")
    with browser.new_context(reduced_motion="reduce") as context:
        tab = opened(context.new_page(), demo, name)
        expect(tab.get_by_role(role).first).to_be_visible()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = [
                each for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")
            ]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
