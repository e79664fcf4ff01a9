"""What a trainee does on the page, by role and name."""

import re

from playwright.sync_api import Locator, Page, expect

BEGIN = re.compile("^(Begin|Continue) the conversation$")
DEBRIEF = re.compile("debrief", re.IGNORECASE)


def options(tab: Page) -> Locator:
    return tab.get_by_role("radiogroup").get_by_role("radio")


def transcript(tab: Page) -> Locator:
    return tab.get_by_role("log", name="Conversation so far")


def wait_for_turn(tab: Page, turn: int) -> None:
    expect(tab.get_by_text(re.compile(f"^Turn {turn} of about [0-9]+$"))).to_be_visible()


def at_the_end(tab: Page) -> Locator:
    return tab.get_by_role("button", name=DEBRIEF)


def say(tab: Page, wanted: str) -> None:
    """Choose by its words with the keyboard alone, and say it."""
    tab.bring_to_front()  # a page behind another does not draw, and so does not move its focus either
    number = numbers(tab)[wanted]
    expect(tab.locator("[role=radiogroup]:focus, [role=radiogroup] :focus")).to_have_count(1)
    tab.keyboard.press(str(number))
    expect(options(tab).nth(number - 1)).to_be_checked()
    tab.keyboard.press("Enter")


def numbers(tab: Page) -> dict[str, int]:
    """What is on offer, by its words, with the key for each."""
    expect(options(tab).first).to_be_enabled()
    return {words(name): i for i, name in enumerate(options(tab).evaluate_all(_NAMES), start=1)}


_NAMES = "all => all.map(e => e.labels[0] ? e.labels[0].innerText : e.getAttribute('aria-label'))"


def words(text: str) -> str:
    """A line as it compares: without numbering, directions' parentheses and spacing."""
    return " ".join(re.sub(r"[()]", " ", re.sub(r"^\s*[1-5]\s*\n", "", text)).split())
