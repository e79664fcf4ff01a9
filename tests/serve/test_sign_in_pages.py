"""Signing in as a person does it, in a real browser: the forms, the way on, and what an open page says afterwards."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator.model.person import Person, Role
from simulator.services.accounts.tokens import digest_of, invitation_link, new_token
from simulator.services.local import now
from simulator.store.people import Invitation
from tests.serve.product import PASSWORD, Site, serving
from tests.serve.test_page import violations

pytestmark = pytest.mark.browser

LOOKS = [(360, "dark"), (1440, "light")]
LONG = "Maximiliana-Theodora von und zu Hohenlohe-Langenburg-Weikersheim"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    people = {"leo": {"trainee"}, "tina": {"trainer"}}
    folder = tmp_path_factory.mktemp("site")
    with serving(folder, people, notebook="button.ipynb", also=["author:WRITE=button.ipynb"], cold=True) as site:
        yield site


def reads_well(tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 740})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(tab) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_link_in_a_letter_leads_through_the_form_to_its_place(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        tab = context.new_page()
        tab.goto(f"{site.home}?assignment=a%26b")
        expect(tab).to_have_title("Sign in · coachsim")
        reads_well(tab, width)
        expect(tab.get_by_label("Account")).to_be_focused()
        tab.keyboard.type("leo")
        tab.keyboard.press("Tab")
        tab.keyboard.type("not it")
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("alert")).to_have_text("That name and password do not fit together.")
        reads_well(tab, width)
        expect(tab.get_by_label("Account")).to_have_value("leo")
        expect(tab.get_by_label("Password")).to_be_focused()
        tab.keyboard.type(PASSWORD)
        tab.keyboard.press("Enter")
        expect(tab.get_by_role("button", name="Count")).to_be_visible()
        assert tab.url == f"{site.home}?assignment=a%26b"
        tab.goto(f"{site.home}author")
        expect(tab.get_by_role("heading", name="This page is not open to you")).to_be_visible()
        reads_well(tab, width)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_invitation_is_taken_up_and_the_account_looked_at(
    browser: Browser, site: Site, width: int, scheme: str
) -> None:
    account, token = f"new-{width}", new_token()
    with site.store.work() as work:
        work.people.add(Person(account, account, LONG, frozenset(Role)), now())
        expires = (datetime.now(UTC) + timedelta(days=7)).isoformat(timespec="seconds")
        work.people.invite(Invitation(digest_of(token), account, now(), expires))
        work.commit()
    with browser.new_context(color_scheme=scheme) as context:
        tab = context.new_page()
        tab.goto(invitation_link(site.home, token))
        expect(tab.get_by_label("Your account")).to_have_value(account)
        reads_well(tab, width)
        tab.get_by_label("New password").fill("a morning in the hills")
        tab.get_by_label("The same again").fill("a morning in the hills")
        tab.get_by_role("button", name="Set the password").click()
        expect(tab.get_by_role("button", name="Count")).to_be_visible()
        tab.goto(f"{site.home}account")
        expect(tab.get_by_text(LONG)).to_be_visible()
        reads_well(tab, width)
        tab.get_by_role("button", name="Sign out").click()
        expect(tab.get_by_role("heading", name="You are signed out")).to_be_visible()
        tab.goto(invitation_link(site.home, token))
        expect(tab.get_by_role("heading", name="This invitation does not open")).to_be_visible()
        reads_well(tab, width)


def test_a_page_that_is_open_while_somebody_signs_out_says_so_and_leads_back(
    context: BrowserContext, site: Site
) -> None:
    site.sign_in(context, "leo")
    tab, other = context.new_page(), context.new_page()
    tab.goto(f"{site.home}?attempt=7")
    expect(tab.get_by_role("button", name="Count")).to_be_visible()
    other.goto(f"{site.home}sign-out")
    expect(other.get_by_text("You are signed in as Leo")).to_be_visible()
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="You are signed out")).to_be_visible()
    expect(tab.get_by_role("alert")).to_contain_text("You are signed out")
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_label("Account").fill("tina")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Count")).to_be_visible()
    assert tab.url == f"{site.home}?attempt=7"


def test_no_page_of_ours_complains_in_the_console(context: BrowserContext, site: Site) -> None:
    said: list[str] = []
    tab = context.new_page()
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for path in ("sign-in", "account", "invitation", "sign-out"):
        tab.goto(f"{site.home}{path}")
    site.sign_in(context, "tina")
    tab.goto(site.home)
    expect(tab.get_by_role("button", name="Count")).to_be_visible()
    assert [text for text in said if "410" not in text] == []


def test_what_is_missing_is_said_to_whoever_starts_it(tmp_path: Path) -> None:
    with serving(tmp_path, {}, notebook="button.ipynb", cold=True) as empty:
        assert "Nobody has an account here yet" in empty.errors.read_text()
        assert "without encryption" not in empty.errors.read_text()
