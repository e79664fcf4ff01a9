"""A scenario on the author's desk: begun, spoilt, mended and published, as an author does it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.product.looking import fits_everywhere
from tests.serve.product import Product

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("product")]

TABS = ("Findings", "Graph", "Beat", "Play", "Alliance")


def desk(tab: Page, product: Product) -> None:
    tab.goto(f"{product.home}author")
    expect(tab.get_by_role("heading", level=1, name="Author's desk")).to_be_visible()


def begun(tab: Page, product: Product, name: str) -> None:
    """A new draft from the template is open and checked."""
    desk(tab, product)
    tab.get_by_role("button", name="New", exact=True).click()
    tab.get_by_role("textbox", name="Name").fill(name)
    tab.get_by_role("button", name="Begin from the template").click()
    checked(tab)


def copied(tab: Page, product: Product, title: str) -> None:
    desk(tab, product)
    tab.get_by_role("button", name=f"Copy {title}").click()
    checked(tab)


def checked(tab: Page) -> None:
    expect(tab.get_by_text(re.compile("All [0-9,]+ states explored in"))).to_be_visible()
    expect(text(tab)).to_be_visible()


def text(tab: Page) -> Locator:
    return tab.get_by_role("textbox", name="Scenario text")


def write(tab: Page, words: str) -> None:
    """Puts words in place of the whole text, as pasting them does."""
    text(tab).focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(words)


def written(product: Product, name: str) -> str:
    return (product.data / "drafts" / f"{name}.yaml").read_text("utf-8")


def show(tab: Page, name: str) -> Locator:
    tab.get_by_role("tab", name=name).click()
    panel = tab.get_by_role("tabpanel", name=name)
    expect(panel).to_be_visible()
    return panel


def finding(tab: Page, code: str) -> Locator:
    return tab.get_by_role("tabpanel", name="Findings").get_by_role("button").filter(has_text=re.compile(f"^{code} "))


def line_of_the_cursor(tab: Page) -> Locator:
    return tab.locator(".cm-activeLine")


def test_a_dropped_link_is_found_beside_the_text_drawn_and_gone_once_it_is_mended(tab: Page, product: Product) -> None:
    begun(tab, product, "my-first")
    sound = written(product, "my-first")
    expect(finding(tab, "S01")).to_have_count(0)

    write(tab, sound.replace("then: his-answer", "then: from-now-on"))
    expect(finding(tab, "S01")).to_contain_text("his-answer")
    expect(tab.get_by_role("status").filter(has_text="error")).not_to_have_count(0)
    node = show(tab, "Graph").get_by_role("button", name=re.compile("^Beat his-answer"))
    expect(node).to_have_attribute("aria-label", re.compile("never reached"))

    show(tab, "Findings")
    finding(tab, "S01").click()
    expect(line_of_the_cursor(tab)).to_have_text("  his-answer:")
    expect(text(tab)).to_be_focused()

    write(tab, sound)
    expect(finding(tab, "S01")).to_have_count(0)
    node = show(tab, "Graph").get_by_role("button", name=re.compile("^Beat his-answer"))
    expect(node).not_to_have_attribute("aria-label", re.compile("never reached"))
    assert written(product, "my-first") == sound


def test_a_text_in_the_middle_of_being_typed_keeps_the_last_picture(tab: Page, product: Product) -> None:
    begun(tab, product, "half-way")
    show(tab, "Graph")
    write(tab, "title: 'half\nbeats: [\n")
    panel = tab.get_by_role("tabpanel", name="Graph")
    expect(panel.get_by_text("This is of an earlier text")).to_be_visible()
    expect(panel.get_by_role("button", name=re.compile("^Beat opening"))).to_be_attached()
    expect(tab.get_by_role("tab", name="Findings (1)")).to_be_visible()


def test_picking_a_beat_comes_to_its_text_and_every_situation_can_be_played(tab: Page, product: Product) -> None:
    begun(tab, product, "looked-into")
    show(tab, "Graph").get_by_role("button", name=re.compile("^Beat from-now-on")).press("Enter")
    expect(line_of_the_cursor(tab)).to_have_text("  from-now-on:")
    tab.get_by_role("button", name="Look into from-now-on").click()
    panel = tab.get_by_role("tabpanel", name="Beat")
    expect(panel.get_by_role("combobox", name="Beat")).to_have_value("from-now-on")
    expect(panel.get_by_role("row", name=re.compile("^his-pen"))).to_contain_text("RENEGOTIATE")
    panel.get_by_role("combobox", name="Situation").select_option(index=1)
    panel.get_by_role("button", name="Play from here", exact=True).click()
    playing = tab.get_by_role("tabpanel", name="Play")
    expect(playing.get_by_role("heading", name=re.compile("^from-now-on"))).to_be_visible()
    playing.get_by_role("button", name=re.compile("his-pen")).click()
    expect(playing.get_by_role("heading", name=re.compile("^own-way"))).to_be_focused()
    playing.get_by_role("button", name="Back one").click()
    expect(playing.get_by_role("heading", name=re.compile("^from-now-on"))).to_be_visible()


def test_the_keyboard_goes_from_tab_to_tab(tab: Page, product: Product) -> None:
    begun(tab, product, "by-keyboard")
    tab.get_by_role("tab", name="Findings").focus()
    for name in (*TABS[1:], TABS[0]):
        tab.keyboard.press("ArrowRight")
        expect(tab.get_by_role("tab", name=name)).to_be_focused()
        expect(tab.get_by_role("tabpanel", name=name)).to_be_visible()
    expect(tab.get_by_role("tabpanel")).to_have_count(1)


def test_the_focus_is_where_one_goes_on(tab: Page, product: Product) -> None:
    begun(tab, product, "focused")
    expect(tab.get_by_text("Draft focused Saved")).to_be_focused()
    tab.get_by_role("button", name="Publish", exact=True).click()
    expect(tab.get_by_role("heading", name="Publish")).to_be_focused()
    tab.get_by_role("button", name="Close").click()
    expect(tab.get_by_role("button", name="Publish", exact=True)).to_be_focused()
    show(tab, "Findings").get_by_role("button", name=re.compile("^Play it to see the highest level of")).first.click()
    expect(tab.get_by_role("tab", name="Play")).to_be_focused()


def test_completion_offers_what_fits_at_the_cursor(tab: Page, product: Product) -> None:
    begun(tab, product, "completed")
    write(tab, "format: 1\nbeats:\n  a:\n    facet: ")
    tab.keyboard.press("Control+Space")
    expect(tab.get_by_role("option", name="task")).to_be_visible()


def test_a_reload_comes_back_to_the_draft_and_two_windows_lose_nothing(tab: Page, product: Product) -> None:
    begun(tab, product, "shared")
    tab.reload()
    checked(tab)
    expect(tab.get_by_text("Draft shared Saved")).to_be_visible()
    (product.data / "drafts" / "shared.yaml").write_text("theirs: 1\n", "utf-8")
    write(tab, "mine: 1\n")
    expect(tab.get_by_role("alert").filter(has_text="Both texts are kept")).to_be_visible()
    assert written(product, "shared-2") == "mine: 1\n"
    tab.get_by_role("button", name="Take theirs").click()
    expect(text(tab)).to_have_text(re.compile("theirs: 1"))


def test_a_mended_scenario_is_published_after_a_look_and_stands_in_the_catalogue(tab: Page, product: Product) -> None:
    copied(tab, product, "Late again")
    write(tab, written(product, "late-again").replace("title: Late again", "title: Late again & again", 1))
    tab.get_by_role("button", name="Publish", exact=True).click()
    expect(tab.get_by_text("'late-again' becomes version 1")).to_be_visible()
    tab.get_by_role("button", name="Cancel").click()
    tab.get_by_role("button", name="Publish", exact=True).click()
    tab.get_by_role("button", name="Publish it").click()
    expect(tab.get_by_role("status").filter(has_text="Published: 'Late again & again', version 1.")).to_be_visible()
    tab.get_by_role("link", name="Conversations").click()
    expect(tab.get_by_role("heading", name="Late again & again")).to_be_visible()


def test_a_text_with_mistakes_is_not_published(tab: Page, product: Product) -> None:
    begun(tab, product, "spoilt")
    write(tab, written(product, "spoilt").replace("then: his-answer", "then: nowhere"))
    tab.get_by_role("button", name="Publish", exact=True).click()
    expect(tab.get_by_text(re.compile("mistakes? to mend before this can be published"))).to_be_visible()
    expect(tab.get_by_role("button", name="Publish it")).to_have_count(0)


def test_every_tab_fits_its_width_and_stands_up_to_axe(tab: Page, product: Product) -> None:
    def fits() -> None:
        fits_everywhere(tab)

    desk(tab, product)
    fits()
    copied(tab, product, "Whose agenda?")
    for name in TABS:
        show(tab, name)
        fits()
    show(tab, "Play").get_by_role("button", name="Play from the start").click()
    expect(tab.get_by_role("button", name="Back one")).to_be_visible()
    fits()
    for menu in ("Open", "New", "Publish"):
        tab.get_by_role("button", name=menu, exact=True).click()
        fits()
