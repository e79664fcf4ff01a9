"""A board in a real browser: filters that ask while one types, and forms that outlive what is drawn around them."""

import pytest
from playwright.sync_api import Page, expect

from tests.serve.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def page(tab: Page, demo: Product) -> Page:
    tab.goto(f"{demo.address}&demo=board")
    expect(tab.get_by_role("heading", name="People")).to_be_visible()
    return tab


def redraw(page: Page, how: str, times: int = 1) -> None:
    """As if Python had something new to show, without the mouse or the focus being anywhere else."""
    page.evaluate("how => document.querySelector(`[data-do='redraw:${how}']`).click()", how)
    expect(page.locator("#drawn")).to_have_text(f"Drawn {times} times")


def fill(page: Page) -> None:
    page.get_by_label("Title").fill("Late again")
    page.get_by_label("Note").fill("One\nTwo & three")
    page.get_by_label("Opens").fill("2026-03-01")
    page.get_by_label("At", exact=True).fill("09:30")
    page.get_by_label("Cohort").select_option("Autumn")
    page.get_by_label("exam").check()
    page.get_by_label("late-again").check()


FILLED = (
    "Assigned to spring: at=09:30; attempts=1; cohort=c2; mode=exam; note=One\nTwo & three; opens=2026-03-01; "
    "scenarios=late-again; title=Late again"
)


def told(page: Page) -> str:
    return page.locator("#told").text_content()


def test_a_form_of_many_fields_comes_whole(page: Page) -> None:
    fill(page)
    page.get_by_role("button", name="Assign").click()
    expect(page.locator("#told")).to_contain_text("Assigned")
    assert told(page) == FILLED


def test_what_was_not_chosen_comes_empty(page: Page) -> None:
    page.get_by_label("Title").press("Enter")
    expect(page.locator("#told")).to_have_text(
        "Assigned to spring: at=; attempts=1; cohort=c1; note=; opens=; scenarios=; title=Week 3"
    )


@pytest.mark.parametrize("how", ["plain", "around"])
def test_what_was_typed_outlives_new_html(page: Page, how: str) -> None:
    fill(page)
    page.get_by_label("Note").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("0 ")
    redraw(page, how)
    page.keyboard.type("1 ")
    expect(page.get_by_label("Note")).to_have_value("0 1 One\nTwo & three")
    expect(page.get_by_label("Attempts")).to_have_value("2")  # untouched: it follows Python
    page.get_by_role("button", name="Assign").click()
    expect(page.locator("#told")).to_contain_text("Assigned")
    assert told(page) == FILLED.replace("note=", "note=0 1 ").replace("attempts=1", "attempts=2")


def test_a_form_is_not_sent_twice_before_it_is_answered(page: Page) -> None:
    page.evaluate("""() => { const form = document.querySelector("[data-do='assign:spring']");
      form.requestSubmit(); form.requestSubmit(); }""")
    redraw(page, "plain")
    expect(page.locator("#sent")).to_have_text("Sent 1 times")
    page.get_by_role("button", name="Assign").click()
    expect(page.locator("#sent")).to_have_text("Sent 2 times")


def test_a_list_outside_a_form_shows_what_python_says(page: Page) -> None:
    page.get_by_label("Sort by").select_option("Cohort")
    expect(page.get_by_label("Sort by")).to_have_value("cohort")
    redraw(page, "plain")
    expect(page.get_by_label("Sort by")).to_have_value("name")


def test_half_a_date_outlives_new_html(page: Page) -> None:
    page.get_by_label("Opens").focus()
    page.keyboard.type("03")
    redraw(page, "plain")
    page.keyboard.type("012026")
    expect(page.get_by_label("Opens")).to_have_value("2026-03-01")


def test_a_form_of_another_version_starts_anew(page: Page) -> None:
    fill(page)
    page.get_by_label("Title").focus()
    redraw(page, "anew")
    expect(page.get_by_label("Title")).to_have_value("Week 3")
    expect(page.get_by_label("Title")).to_be_focused()
    expect(page.get_by_label("Note")).to_have_value("")
    expect(page.get_by_label("Cohort")).to_have_value("c1")
    expect(page.get_by_label("exam")).not_to_be_checked()
    expect(page.get_by_label("late-again")).not_to_be_checked()


def test_a_filter_asks_while_one_types_and_never_loses_a_letter(page: Page) -> None:
    find = page.get_by_role("searchbox", name="Find people")
    find.press_sequentially("bex", delay=20)
    expect(page.locator("#count")).to_have_text("0 people")
    find.press("Backspace")
    find.press("Backspace")
    find.press_sequentially("irch", delay=90)
    expect(page.locator("#count")).to_have_text("4 people")
    find.press("Home")
    page.keyboard.type("n b", delay=150)
    page.keyboard.press("Backspace")
    expect(page.locator("#count")).to_have_text("0 people")
    page.keyboard.type("x")
    expect(find).to_have_value("n xbirch")
    expect(find).to_be_focused()


def test_a_filter_asks_once_for_what_is_typed_in_one_go(page: Page) -> None:
    page.evaluate("""() => { window.draws = 0; new MutationObserver(all => { window.draws += 1; })
      .observe(document.getElementById('count'), {childList: true, characterData: true, subtree: true}); }""")
    page.get_by_role("searchbox").press_sequentially("birch", delay=10)
    expect(page.locator("#count")).to_have_text("4 people")
    assert page.evaluate("draws") == 1


def test_what_is_pressed_right_after_typing_comes_after_it(page: Page) -> None:
    page.get_by_role("searchbox").fill("cleo elm")
    page.evaluate("document.querySelector(\"[data-do='open:Cleo Elm']\").click()")
    expect(page.locator("#told")).to_have_text("Opened Cleo Elm, looking for 'cleo elm'.")


def test_the_focus_stays_on_what_is_still_there(page: Page) -> None:
    page.get_by_role("button", name="Open Cleo Elm").focus()
    redraw(page, "around")
    expect(page.get_by_role("button", name="Open Cleo Elm")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_have_text("Opened Cleo Elm, looking for ''.")


def test_what_was_opened_stays_open(page: Page) -> None:
    page.get_by_text("More").click()
    redraw(page, "plain")
    expect(page.get_by_text("Deep inside")).to_be_visible()


def test_a_form_of_one_nameless_field_gives_its_text(page: Page) -> None:
    page.get_by_role("textbox", name="Name").fill("my-first")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#told")).to_have_text("Named my-first.")


def test_no_field_takes_more_than_python_does(page: Page) -> None:
    for label in ("Title", "Note", "Name"):
        box = page.get_by_role("textbox", name=label)
        box.fill("")
        box.focus()
        page.keyboard.insert_text("x" * 300)
        expect(box).to_have_value("x" * 200)
