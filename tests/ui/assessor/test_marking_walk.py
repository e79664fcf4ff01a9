"""Marking in a real browser, with the keyboard alone and on a narrow screen, in two tabs, and without a kernel for a
while. The page's own widgets answer; only the services behind them are in memory.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from simulator.model.assessment import COMMENT, CriterionMark, Draft
from simulator.ui.assessor import page
from tests.product.looking import SCHEMES, nothing_serious
from tests.ui.assessor.conftest import desk_on
from tests.ui.assessor.fake import FakeAssessing
from tests.ui.stage import Stage, cut, mend

pytestmark = pytest.mark.browser

SCREENS = ("", "script=s-4", "view=calibration", "view=results", "view=results&assignment=a-1", "view=rules")
SAVED = re.compile(r"^Saved \d\d:\d\d$")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as fresh:
        fresh.set_default_timeout(30_000)
        yield fresh


@pytest.fixture
def stage(context: BrowserContext, assessing: FakeAssessing) -> Stage:
    return Stage(context, lambda query: page.build(desk_on(assessing), query), page._SHEETS)


def status(tab: Page) -> Locator:
    """What is said of the draft; out of sight while one is on its way."""
    return tab.locator(".cs-saved:not(.cs-hidden)")


def press(tab: Page, keys: str) -> None:
    for key in keys.split():
        tab.keyboard.press(key)


def fits(tab: Page, *widths: int, scheme: str = "light") -> None:
    """At each width nothing reaches beyond the side; axe is asked once, since it takes its time."""
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in widths:
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), width
    nothing_serious(tab)


def criterion(tab: Page, code: str) -> Locator:
    return tab.get_by_role("region", name=re.compile(f"^{code}"))


def test_a_script_is_marked_with_the_keyboard_alone(stage: Stage, tab: Page, assessing: FakeAssessing) -> None:
    stage.open(tab, "script=s-1")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("K7Q2")
    expect(tab.get_by_text("Another assessor has it open, last seen at 14:02.")).to_be_visible()
    expect(tab.get_by_text("She says no problem before I have said anything", exact=False)).to_be_visible()
    fits(tab, 1440, 1280, scheme="dark")
    left, right = (tab.get_by_role("region", name=each).bounding_box() for each in ("Transcript", "Rubric"))
    assert left["x"] + left["width"] <= right["x"], "side by side"
    assert max(each["y"] + each["height"] for each in (left, right)) <= 800, "each scrolls by itself"

    press(tab, "3 t e ] ] e")
    expect(tab.locator("article:focus")).to_have_accessible_name("Turn 3")
    expect(criterion(tab, "C03").get_by_role("radio", name="proficient")).to_be_checked()
    expect(criterion(tab, "C03").get_by_role("list", name="Evidence").get_by_role("listitem")).to_have_count(2)
    press(tab, "c")
    tab.keyboard.type("3 j e: only letters here")
    press(tab, "Escape j n")
    expect(criterion(tab, "C02").get_by_role("radio", name="no opportunity")).to_be_checked()

    press(tab, "?")
    panel = tab.get_by_role("dialog", name="C02")
    expect(panel.get_by_role("heading", level=4).first).to_be_visible()
    press(tab, "4 Escape")
    expect(panel).to_have_count(0)
    expect(criterion(tab, "C02").get_by_role("radio", name="no opportunity")).to_be_focused()
    expect(criterion(tab, "C02").get_by_role("radio", name="no opportunity")).to_be_checked()

    press(tab, "w")
    tab.keyboard.type("Here it turns.")
    press(tab, "Escape f")
    flag = tab.get_by_role("dialog", name="Flag turn 3")
    flag.get_by_role("button", name="Flag it").click()
    expect(flag.get_by_role("alert")).to_have_text("Choose a rule first.")
    flag.get_by_role("radio", name="does not lie").focus()
    press(tab, "Space Tab")
    tab.keyboard.type("The sheet was not sent.")
    press(tab, "Tab Enter")
    expect(flag).to_have_count(0)

    tab.get_by_role("button", name="Submit …").first.focus()
    press(tab, "Enter")
    expect(tab.get_by_role("dialog", name="Not yet").get_by_role("listitem")).to_have_text(
        ["Reflective practice and self-management"]
    )
    press(tab, "Tab Tab Enter")
    expect(criterion(tab, "C12").get_by_role("heading", level=3)).to_be_focused()
    press(tab, "2")
    tab.get_by_role("button", name="Submit …").first.click()
    bare = tab.get_by_role("dialog", name="Not yet")
    expect(bare).to_contain_text("These levels have no evidence")
    expect(bare.get_by_role("listitem")).to_have_text(["Reflective practice and self-management"])
    press(tab, "Escape e h")
    expect(tab.get_by_role("dialog", name="Keys").get_by_role("row")).to_have_count(13)
    press(tab, "Escape")
    expect(status(tab)).to_have_text(SAVED)
    draft, version = assessing.kept["s-1"]
    assert draft.criteria == (
        CriterionMark("rupture-repair", 3, (1, 3), "3 j e: only letters here"),
        CriterionMark("trust-reliability", None),
        CriterionMark("reflective-practice", 2, (3,)),
    )
    assert (draft.notes, draft.flags) == ({3: "Here it turns."}, (("no-deception", 3, "The sheet was not sent."),))
    assert version < 15, "what is typed is not sent letter by letter"

    tab.get_by_role("button", name="Submit …").first.focus()
    press(tab, "Enter")
    ask = tab.get_by_role("dialog", name="Submit this mark?")
    expect(ask).to_contain_text("1 flag will be raised")
    nothing_serious(tab)
    ask.get_by_role("button", name="Submit").focus()
    press(tab, "Enter")
    expect(tab.get_by_role("heading", name="How the marks compare")).to_be_focused()
    assert [each for each in assessing.asked if each[0] == "submit"] == [("submit", "s-1", draft, version)]
    assert tab.evaluate("Object.keys(sessionStorage)") == []


def test_evidence_leads_to_its_turn_and_a_wrong_number_is_said(
    stage: Stage, tab: Page, assessing: FakeAssessing
) -> None:
    stage.open(tab, "script=s-1")
    second = criterion(tab, "C02")
    turns = second.get_by_role("textbox", name="Turns")
    turns.fill("2, 5-7")
    turns.press("Enter")
    expect(second.get_by_role("list", name="Evidence").get_by_role("listitem")).to_have_count(4)
    turns.fill("7 19")
    turns.press("Enter")
    expect(second.get_by_role("alert")).to_have_text("“19” is no turn: they go from 1 to 12. Nothing was added.")
    second.get_by_role("button", name="Turn 6", exact=True).click()
    expect(tab.get_by_role("article", name="Turn 6")).to_be_focused()
    expect(tab.get_by_role("article", name="Turn 6")).to_be_in_viewport()
    second.get_by_role("button", name="Turn 6 is no evidence").click()
    tab.get_by_role("button", name="Cite for C02").first.click()
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].undecided == (CriterionMark("trust-reliability", None, (1, 2, 5, 7)),)


def test_nothing_is_lost_without_a_kernel_nor_on_a_reload(stage: Stage, tab: Page, assessing: FakeAssessing) -> None:
    tab.clock.install()
    stage.open(tab, "script=s-1")
    press(tab, "3")
    tab.clock.run_for(600)
    expect(status(tab)).to_have_text(SAVED)
    cut(tab)
    press(tab, "c")
    tab.keyboard.type("Written on the train.")
    tab.clock.run_for(4_000)
    expect(status(tab)).to_have_text("Not saved yet; it is kept on this page")
    mend(tab)
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria[0].comment == "Written on the train."

    cut(tab)
    tab.keyboard.type(" And after it.")
    tab.clock.run_for(4_000)
    tab.evaluate("document.body.click()")  # as a press on "Continue" is followed by a reload
    stage.open(tab, "script=s-1")
    expect(tab.get_by_text("What you had written and was not saved yet is here again.")).to_be_visible()
    tab.clock.run_for(600)
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria[0].comment == "Written on the train. And after it."


def test_what_a_tab_sent_is_its_own_though_it_never_heard_of_it(
    stage: Stage, tab: Page, assessing: FakeAssessing
) -> None:
    """An earlier message has arrived and its answer has not; the tab is loaded anew before it hears of it."""
    tab.clock.install()
    stage.open(tab, "script=s-1")
    cut(tab)
    press(tab, "3")
    tab.clock.run_for(600)
    press(tab, "c")
    tab.keyboard.type("Then more.")
    tab.clock.run_for(600)
    assessing.save("s-1", Draft((CriterionMark("rupture-repair", 3, (), ""),)), 0)
    tab.evaluate("document.body.click()")
    stage.open(tab, "script=s-1")
    expect(tab.get_by_text("What you had written and was not saved yet is here again.")).to_be_visible()
    expect(tab.get_by_role("region", name="Two drafts")).to_have_count(0)
    tab.clock.run_for(600)
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria == (CriterionMark("rupture-repair", 3, (), "Then more."),)


def test_nothing_is_submitted_while_two_drafts_wait_for_a_choice(
    stage: Stage, tab: Page, context: BrowserContext, assessing: FakeAssessing
) -> None:
    other = context.new_page()
    for each in (tab, other):
        stage.open(each, "script=s-1")
    press(other, "1")
    expect(status(other)).to_have_text(SAVED)
    tab.bring_to_front()
    press(tab, "3 e j 3 e j 3 e")
    told = tab.get_by_role("region", name="Two drafts")
    expect(told).to_be_visible()
    tab.get_by_role("button", name="Submit …").first.click()
    expect(tab.get_by_role("dialog", name="Not yet")).to_contain_text("choose which draft counts")
    tab.keyboard.press("Escape")
    told.get_by_role("button", name="Keep what is here").click()
    expect(told).to_have_count(0)
    expect(status(tab)).to_have_text(SAVED)


def test_two_tabs_are_told_of_each_other_and_somebody_chooses(
    stage: Stage, tab: Page, context: BrowserContext, assessing: FakeAssessing
) -> None:
    other = context.new_page()
    for each in (tab, other):
        stage.open(each, "script=s-1")
    press(other, "1")
    expect(status(other)).to_have_text(SAVED)
    tab.bring_to_front()
    press(tab, "3 c")
    tab.keyboard.type("Mine")
    told = tab.get_by_role("region", name="Two drafts")
    expect(told).to_contain_text("changed in another tab")
    expect(told.get_by_role("listitem")).to_have_text(
        ["Noticing strain and repairing trust: 1 not yet there, 3 proficient here; another comment."]
    )
    expect(tab.get_by_label("Comment on Noticing strain")).to_be_focused()
    assert assessing.kept["s-1"][0].criteria[0].level == 1
    told.get_by_role("button", name="Keep what is here").click()
    expect(told).to_have_count(0)
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria == (CriterionMark("rupture-repair", 3, (), "Mine"),)

    other.bring_to_front()
    press(other, "j 4")
    other.get_by_role("button", name="Take what was saved there").click()
    expect(other.get_by_label("Comment on Noticing strain")).to_have_value("Mine")
    expect(criterion(other, "C02").get_by_role("radio", name="exemplary")).not_to_be_checked()
    assert assessing.kept["s-1"][0].criteria == (CriterionMark("rupture-repair", 3, (), "Mine"),)


def test_a_text_that_is_too_long_is_said_and_never_cut(stage: Stage, tab: Page, assessing: FakeAssessing) -> None:
    stage.open(tab, "script=s-1")
    comment = tab.get_by_label("Comment on Noticing strain")
    expect(comment).to_have_accessible_description("At most 4,000 characters")
    comment.fill("x" * COMMENT)
    expect(status(tab)).to_have_text(SAVED)
    comment.fill("y" * 20_000)
    press(tab, "Escape 2")
    expect(comment).to_have_value("y" * 20_000)
    expect(comment).to_have_accessible_description(re.compile("^16,000 characters too many: 4,000 are kept at most."))
    expect(status(tab)).to_contain_text("but not all: The comment on Noticing strain and repairing trust is 16,000")
    assert assessing.kept["s-1"][0].criteria == (CriterionMark("rupture-repair", 2, (), "x" * COMMENT),)
    press(tab, "j 2 j 2")
    tab.get_by_role("button", name="Submit …").first.click()
    expect(tab.get_by_role("dialog", name="Not yet")).to_contain_text("16,000 characters too long. Shorten it first.")
    press(tab, "Escape")
    tab.evaluate("document.body.click()")
    stage.open(tab, "script=s-1")
    expect(comment).to_have_value("y" * 20_000)
    expect(status(tab)).to_contain_text("16,000 characters too long")
    assert assessing.kept["s-1"][0].criteria[0].comment == "x" * COMMENT
    comment.fill("Short.")
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria[0].comment == "Short."


def test_on_a_narrow_screen_one_switches_and_nothing_is_lost(stage: Stage, tab: Page, assessing: FakeAssessing) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    stage.open(tab, "script=s-1")
    fits(tab, 320, 360)
    tab.get_by_role("article", name="Turn 2").get_by_role("button", name="Cite").click()
    tab.get_by_role("tab", name="Rubric").click()
    expect(tab.get_by_role("tabpanel", name="Rubric")).to_be_visible()
    expect(tab.get_by_role("article").first).not_to_be_visible()
    fits(tab, 320, 360, scheme="dark")
    criterion(tab, "C03").get_by_role("radio", name="emerging").check()
    tab.get_by_label("Comment on Noticing strain").fill("Quick.")
    chip = criterion(tab, "C03").get_by_role("button", name="Turn 2", exact=True)
    chip.scroll_into_view_if_needed()
    where = tab.evaluate("scrollY")
    chip.click()
    expect(tab.get_by_role("article", name="Turn 2")).to_be_in_viewport()
    tab.get_by_role("tab", name="Transcript").press("ArrowRight")
    expect(tab.get_by_role("tab", name="Rubric")).to_be_focused()
    assert tab.evaluate("scrollY") == where > 100, "where one was before"
    expect(tab.get_by_label("Comment on Noticing strain")).to_have_value("Quick.")
    expect(status(tab)).to_have_text(SAVED)
    assert assessing.kept["s-1"][0].criteria == (CriterionMark("rupture-repair", 2, (2,), "Quick."),)
    tab.get_by_role("button", name="Step back …").click()
    back = tab.get_by_role("dialog", name="Step back from this script?")
    back.get_by_role("button", name="Step back").click()
    expect(back.get_by_role("alert")).to_have_text("Say why, or that you know this person.")
    press(tab, "Escape")
    sizes = [each.bounding_box() for each in tab.get_by_role("tab").all()]
    assert all(size["height"] >= 44 for size in sizes)


def test_every_other_screen_fits_and_axe_finds_nothing_serious(stage: Stage, tab: Page) -> None:
    for i, query in enumerate(SCREENS):
        stage.open(tab, query)
        fits(tab, 1440, 1280, 360, scheme=SCHEMES[i % 2])


def test_what_is_asked_after_the_mark_is_answered_beside_the_turns_it_rests_on(
    stage: Stage, tab: Page, assessing: FakeAssessing
) -> None:
    stage.open(tab, "script=s-4")
    marks = tab.get_by_role("region", name="Marks")
    marks.get_by_role("row", name="Noticing strain").get_by_role("link", name="Turn 5").click()
    expect(tab.get_by_role("article", name="Turn 5")).to_be_in_viewport()
    assert tab.url.endswith("?script=s-4#turn-5")
    reason = marks.get_by_label("Your reason").first
    expect(reason).to_have_accessible_description(re.compile("At most 4,000 characters.$"))
    reason.fill("x" * (COMMENT + 10))
    expect(reason).to_have_accessible_description(re.compile("^10 characters too many"))
    marks.get_by_role("radio", name="I abide by my level: 3 proficient").check()
    marks.get_by_role("button", name="Keep this").click()
    expect(tab.get_by_role("alert").filter(has_text="10 characters too long")).to_be_visible()
    expect(reason).to_have_value("x" * (COMMENT + 10))
    reason.fill("Turn 3 shows it.")
    expect(reason).to_have_accessible_description("16 of 4,000 characters")
    marks.get_by_role("button", name="Keep this").click()
    expect(marks.get_by_role("button", name="Keep this")).to_have_count(0)
    expect(marks.get_by_text("You abide by 3 proficient")).to_be_visible()
    expect(tab.get_by_role("heading", name="Before it is final")).to_be_focused()
    assert assessing.asked == [("respond", "s-4", "rupture-repair", 3, "Turn 3 shows it.")]
