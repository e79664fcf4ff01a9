"""A trainer's evening: a cohort, an exam for it, a trainee who sits it, and what the trainer sees of that."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.product.looking import fits_everywhere
from tests.product.playing import BEGIN, at_the_end, say, wait_for_turn
from tests.product.test_play import best_lines
from tests.serve.product import Product, Site, serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    people = {"tina": ["trainer"], "tom": ["trainer"], "leo": ["trainee"], "mia": ["trainee"], "noa": ["trainee"]}
    with serving(tmp_path_factory.mktemp("assign"), people, settings={"zone": "Europe/Helsinki"}) as site:
        yield site


def signed_in(browser: Browser, site: Site, account: str, width: int = 1440, scheme: str = "light") -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    context.set_default_timeout(20_000)
    site.sign_in(context, account)
    return context


@pytest.fixture
def tina(browser: Browser, site: Site) -> Iterator[Page]:
    """The trainer's page, in which any error of a script fails the test."""
    context = signed_in(browser, site, "tina")
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    overview(tab, site)
    yield tab
    context.close()
    assert errors == []


def overview(tab: Page, site: Product) -> None:
    tab.goto(f"{site.home}assign")
    expect(tab.get_by_role("heading", level=1, name="Cohorts and assignments")).to_be_visible()


def titled(tab: Page, title: str) -> None:
    expect(tab.get_by_role("heading", level=1, name=title)).to_be_visible()


def make_cohort(tab: Page, site: Product, name: str, *accounts: str) -> None:
    overview(tab, site)
    tab.get_by_label("A new cohort’s name").fill(name)
    tab.get_by_role("button", name="Make it").click()
    titled(tab, name)
    tab.get_by_role("button", name="Paste a list").click()
    tab.get_by_label("The list").fill("\n".join(accounts))
    tab.get_by_role("button", name="Look at it").click()
    tab.get_by_role("button", name=re.compile("^Add [0-9]+ pe")).click()
    expect(people(tab)).to_have_count(len(accounts))


def people(tab: Page) -> Locator:
    return tab.get_by_role("region", name="Who is in it").get_by_role("rowheader")


def assign(tab: Page, title: str, how: str = "Practice") -> None:
    """From the screen of a cohort: `late-again` for it, open at once."""
    tab.get_by_role("link", name="Assign something").click()
    titled(tab, "New assignment")
    tab.get_by_label("Title").fill(title)
    tab.get_by_role("checkbox", name=re.compile("^Late again")).check()
    tab.get_by_role("radio", name=re.compile(f"^{how}")).check()
    tab.get_by_role("button", name="Assign it").click()
    titled(tab, title)


def row(tab: Page, name: str) -> Locator:
    return tab.get_by_role("region", name="Who stands where").get_by_role("row").filter(has_text=name)


def test_a_trainer_gives_an_exam_and_sees_it_sat_and_the_trainee_sees_nothing_before_its_release(
    browser: Browser, site: Site, tina: Page
) -> None:
    make_cohort(tina, site, "Evening group", "leo", "mia")
    assign(tina, "Mid-term", "Exam")
    expect(tina.get_by_text("Assigned. It is in the list of everybody it is for.", exact=False).first).to_be_visible()
    expect(row(tina, "Leo")).to_contain_text("Not begun")
    link = tina.get_by_role("link", name=re.compile("assignment=")).get_attribute("href")

    leo = signed_in(browser, site, "leo")
    tab = leo.new_page()
    tab.goto(link)
    titled(tab, "Mid-term")
    tab.get_by_role("link", name=re.compile("^Start")).click()
    tab.get_by_role("button", name=BEGIN).click()
    for turn, (line, hinge) in enumerate(best_lines("late-again"), start=1):
        wait_for_turn(tab, turn)
        if turn == 2:
            tina.reload()
            expect(row(tina, "Leo")).to_contain_text("At turn 2")
        say(tab, line)
        if hinge:
            tab.get_by_role("textbox").fill("Because she needs to hear it.")
            tab.keyboard.press("Control+Enter")
    expect(tab.get_by_text("stays closed until your trainer releases it")).to_be_visible()
    expect(at_the_end(tab)).to_have_count(0)

    tina.reload()
    expect(row(tina, "Leo")).to_contain_text("Finished")
    expect(row(tina, "Mia")).to_contain_text("Not begun")
    tina.get_by_role("button", name="Finished").click()
    expect(row(tina, "Mia")).to_have_count(0)
    tina.get_by_role("button", name="Release feedback").click()
    expect(tina.get_by_text("1 conversation finished, 0 being played, 1 not begun.")).to_be_visible()
    tina.get_by_role("button", name="Release it").click()
    expect(row(tina, "Leo")).to_contain_text("Released")
    tab.goto(link)
    tab.get_by_role("link", name=re.compile("debrief")).first.click()
    expect(tab.get_by_role("heading", name="Turning points")).to_be_visible()
    leo.close()


def test_an_assignment_is_copied_changed_and_withdrawn_and_the_back_button_works(site: Site, tina: Page) -> None:
    make_cohort(tina, site, "Last term", "leo")
    assign(tina, "Week one")
    tina.get_by_role("link", name="Copy").click()
    titled(tina, "Copy an assignment")
    expect(tina.get_by_text("The original was for Last term.")).to_be_visible()
    expect(tina.get_by_label("Title")).to_have_value("Week one")
    tina.get_by_label("Title").fill("Week one again")
    tina.get_by_role("button", name="Assign it").click()
    expect(tina.get_by_role("alert").filter(has_text="1 thing to mend")).to_be_visible()
    expect(tina.get_by_label("Title")).to_have_value("Week one again")
    tina.get_by_role("checkbox", name=re.compile("^Last term")).check()
    tina.get_by_role("button", name="Assign it").click()
    titled(tina, "Week one again")
    tina.get_by_role("link", name="Change").click()
    tina.get_by_label("Due, date and time").fill("2099-01-31")
    tina.get_by_role("button", name="Keep the changes").click()
    expect(tina.get_by_text("Due Sat 31 January 2099, 23:59 (Europe/Helsinki)")).to_be_visible()
    expect(tina).to_have_url(re.compile("assignment="))
    tina.reload()
    titled(tina, "Week one again")
    tina.get_by_role("button", name="Withdraw").click()
    tina.get_by_role("button", name="Withdraw it").click()
    expect(tina.get_by_role("button", name="Bring it back")).to_be_visible()
    tina.get_by_role("link", name="Cohorts and assignments").click()
    titled(tina, "Cohorts and assignments")
    tina.go_back()
    titled(tina, "Week one again")


def test_what_is_typed_stays_while_people_are_looked_for(site: Site, tina: Page) -> None:
    tina.goto(f"{site.home}assign?new=assignment")
    tina.get_by_label("Title").fill("Half a title")
    tina.get_by_role("checkbox", name=re.compile("^Late again")).check()
    tina.get_by_label("Find people").fill("mi")
    tina.get_by_role("button", name="Choose Mia").click()
    expect(tina.get_by_role("button", name="Remove Mia")).to_be_visible()
    expect(tina.get_by_label("Title")).to_have_value("Half a title")
    expect(tina.get_by_role("checkbox", name=re.compile("^Late again"))).to_be_checked()
    expect(tina.get_by_label("Find people")).to_have_value("mi")
    tina.get_by_role("button", name="Assign it").dblclick()
    titled(tina, "Half a title")
    overview(tina, site)
    expect(tina.get_by_role("link", name="Half a title", exact=True)).to_have_count(1)


def test_files_are_saved_with_what_a_letter_needs(site: Site, tina: Page, tmp_path: Path) -> None:
    make_cohort(tina, site, "For letters", "leo", "noa")
    assign(tina, "With letters")
    with tina.expect_download() as saving:
        tina.get_by_role("button", name="Letters (CSV)").click()
    saving.value.save_as(tmp_path / "letters.csv")
    rows = list(csv.DictReader((tmp_path / "letters.csv").open(encoding="utf-8-sig", newline="")))
    assert saving.value.suggested_filename == "letters With letters.csv"
    assert [(each["name"], each["account"], each["state"]) for each in rows] == [
        ("Leo", "leo", "not begun"), ("Noa", "noa", "not begun"),
    ]  # fmt: skip
    assert rows[0]["link"].startswith(f"{site.home}?assignment=")
    assert rows[0]["due"].endswith("23:59 (Europe/Helsinki)")


def press_until(tab: Page, target: Locator, key: str = "Tab") -> None:
    expect(target).to_be_visible()
    for _ in range(80):
        if target.evaluate("e => e === document.activeElement"):
            return
        tab.keyboard.press(key)
    raise AssertionError(f"{target} is not reached with {key}")


def test_a_cohort_and_an_assignment_are_made_with_the_keyboard_alone(site: Site, tina: Page) -> None:
    press_until(tina, tina.get_by_label("A new cohort’s name"))
    tina.keyboard.type("By keyboard")
    tina.keyboard.press("Enter")
    expect(tina.get_by_role("heading", level=1, name="By keyboard")).to_be_focused()
    press_until(tina, tina.get_by_label("Find people"))
    tina.keyboard.type("noa")
    press_until(tina, tina.get_by_role("button", name="Add Noa"))
    tina.keyboard.press("Enter")
    expect(people(tina)).to_have_count(1)
    press_until(tina, tina.get_by_role("link", name="Assign something"), "Shift+Tab")
    tina.keyboard.press("Enter")
    expect(tina.get_by_role("heading", level=1, name="New assignment")).to_be_focused()
    press_until(tina, tina.get_by_role("button", name="Assign it"))
    tina.keyboard.press("Enter")
    expect(tina.locator("p:focus")).to_have_text("2 things to mend before it can be kept:")
    press_until(tina, tina.get_by_label("Title"))
    tina.keyboard.type("Typed")
    press_until(tina, tina.get_by_role("checkbox", name=re.compile("^Late again")))
    tina.keyboard.press("Space")
    press_until(tina, tina.get_by_role("radio", checked=True))
    tina.keyboard.press("ArrowDown")
    expect(tina.get_by_role("radio", name=re.compile("^Exam"))).to_be_checked()
    press_until(tina, tina.get_by_role("button", name="Assign it"))
    tina.keyboard.press("Enter")
    expect(tina.get_by_role("heading", level=1, name="Typed")).to_be_focused()


def test_a_trainee_has_no_trainers_page(browser: Browser, site: Site) -> None:
    context = signed_in(browser, site, "mia")
    tab = context.new_page()
    answer = tab.goto(f"{site.home}assign")
    assert answer
    assert answer.status == 403
    context.close()


def test_on_a_machine_of_ones_own_the_trainers_page_is_there_too(tab: Page, product: Product) -> None:
    overview(tab, product)
    tab.get_by_label("A new cohort’s name").fill("Mine")
    tab.get_by_role("button", name="Make it").click()
    titled(tab, "Mine")
    expect(tab.get_by_text("0 people · looked after by")).to_be_visible()
    expect(tab).to_have_url(re.compile("cohort="))  # it follows the screen at once, but a machine is quicker
    tab.reload()
    titled(tab, "Mine")


def test_every_screen_of_the_trainer_fits_its_width_and_stands_up_to_axe(browser: Browser, site: Site) -> None:
    context = signed_in(browser, site, "tom")
    tab = context.new_page()

    def fits() -> None:
        fits_everywhere(tab)

    overview(tab, site)
    fits()
    make_cohort(tab, site, "Looked at Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "leo")
    tab.get_by_role("button", name="Remove Leo").click()
    expect(tab.get_by_role("button", name="Put back")).to_be_visible()
    fits()
    tab.get_by_role("button", name="Put back").click()
    for menu in ("Rename", "Archive", "Paste a list", "Ask a colleague in"):
        tab.get_by_role("button", name=menu, exact=True).click()
        expect(tab.get_by_role("button", name=menu, exact=True)).to_have_attribute("aria-expanded", "true")
        fits()
    tab.get_by_label("The list").or_(tab.get_by_label("Find people")).wait_for()
    tab.get_by_role("link", name="Results").click()
    expect(tab.get_by_role("tab", name="Heat map")).to_be_visible()
    fits()
    tab.get_by_role("link", name="People", exact=True).click()
    tab.get_by_role("link", name="Assign something").click()
    titled(tab, "New assignment")
    tab.get_by_text("A note to trainees, and the criteria it is about").click()
    tab.get_by_role("button", name="Assign it").click()
    expect(tab.get_by_role("alert").filter(has_text="2 things to mend")).to_be_visible()
    fits()
    tab.get_by_label("Title").fill("Seen")
    tab.get_by_role("checkbox", name=re.compile("^Late again")).check()
    tab.get_by_role("radio", name=re.compile("^Exam")).check()
    tab.get_by_role("button", name="Assign it").click()
    titled(tab, "Seen")
    fits()
    tab.get_by_role("button", name="Release feedback").click()
    expect(tab.get_by_role("heading", name="Release all feedback?")).to_be_focused()
    fits()
    overview(tab, site)
    fits()
    context.close()
