"""An exam is marked: two assessors who do not see each other lie two levels apart, a third decides, the result is
released, and its trainee reads it with the evidence.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from simulator.model.assessment import Moderation
from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.codec import encode
from simulator.services.local import local_library, new_id, now
from simulator.services.practise import Practise
from tests.product.looking import fits_everywhere
from tests.product.test_assign import signed_in
from tests.serve.product import Site, serving

pytestmark = pytest.mark.browser

PEOPLE = {
    "tina": ["trainer"],
    "ines": ["trainee"],
    "anna": ["assessor", "administrator"],
    "bert": ["assessor"],
    "cleo": ["assessor"],
}
REASON = "She kept saying that it was fine, and her arms said that it was not."
REPAIR, TRUST, REFLECTION = (
    "Noticing strain and repairing trust",
    "Trustworthiness and reliability",
    "Reflective practice and self-management",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Nothing is marked twice by chance, and nobody has to learn the levels first."""
    with serving(tmp_path_factory.mktemp("assess"), PEOPLE) as site:
        with site.store.work() as work:
            work.scripts.set_moderation(1, Moderation(double=0, border=0, calibration=0, seeded=0), "anna", now())
            work.commit()
        yield site


def sit(site: Site, who: str, title: str) -> str:
    """Somebody has sat an exam of `late-again`, and taken the best line at every turn."""
    library = local_library(site.data)
    entry = library.get("late-again")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="seconds")
    exam = Assignment(
        title.lower(), title, Mode.EXAM, yesterday, None, "UTC", 1, True, (Exercise("late-again", entry.digest),),
        "tina", yesterday, people=(who,), assessed=True,
    )  # fmt: skip
    with site.store.work() as work:
        work.keep_version(entry.digest, "late-again", encode(entry.scenario).decode())
        work.assignments.add(exam)
        work.commit()
    practise = Practise(library, site.store, who, now, new_id)
    shown = practise.begin("late-again", exam.id)
    while shown.ended is None:
        _, session = practise.session(shown.attempt)
        state, options = session.state, session.offered
        best = max(range(len(options)), key=lambda i: session.dialogue.quality(state, options[i]))
        shown = practise.choose(shown.attempt, shown.turn, best)
        if shown.reason_for:
            shown = practise.give_reason(shown.attempt, shown.reason_for, REASON)
    return shown.attempt


Opens = Callable[..., Page]


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Opens]:
    """Opens the product as somebody; an error of a script fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(account: str, address: str = "assess") -> Page:
        context = signed_in(browser, site, account, width=1280)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(f"{site.home}{address}")
        return tab

    yield opened
    for each in contexts:
        each.close()
    assert errors == []


def take(tab: Page) -> None:
    tab.get_by_role("button", name="Take the next one").click()
    expect(tab.get_by_role("heading", level=1, name=re.compile("Late again$"))).to_be_visible()
    expect(tab.get_by_role("radiogroup")).to_have_count(3)


def mark(tab: Page, name: str, level: str, turns: str) -> None:
    """A level by its name, and the turns that are evidence."""
    one = tab.get_by_role("region", name=re.compile(f"{name}$"))
    one.get_by_role("radio", name=re.compile(f"^{level}")).check()
    one.get_by_role("textbox", name=re.compile("^Turns")).fill(turns)
    one.get_by_role("button", name="Cite these turns").click()
    expect(one.get_by_role("listitem")).to_have_count(len(turns.split(",")))


def mark_all(tab: Page, repair: str) -> None:
    """The strain to this level, the rest as the machine has it."""
    mark(tab, REPAIR, repair, "1, 2")
    mark(tab, TRUST, "exemplary", "3, 6")
    mark(tab, REFLECTION, "exemplary", "9")


def submit(tab: Page) -> None:
    tab.get_by_role("button", name="Submit …").first.click()
    tab.get_by_role("dialog").get_by_role("button", name="Submit", exact=True).click()
    expect(tab.get_by_role("heading", name="Side by side")).to_be_visible()


def stand_by_it(tab: Page, name: str) -> None:
    """Abide by one's own level where the machine came to another, and say why."""
    asked = tab.get_by_role("form", name=re.compile(name)).or_(
        tab.locator("form").filter(has=tab.get_by_text("Which level do you stand by?"))
    )
    asked.get_by_role("radio", name=re.compile("^I abide by my level")).check()
    asked.get_by_label("Your reason").fill("It is owned at turn 1 and left there; what it cost her is not asked.")
    asked.get_by_role("button", name="Keep this").click()
    expect(tab.get_by_role("button", name="Keep this")).to_have_count(0)


def test_two_marks_lie_apart_a_third_decides_and_the_trainee_reads_it_with_the_evidence(
    site: Site, page: Opens
) -> None:
    sit(site, "ines", "Finals")
    anna = page("anna")
    take(anna)
    for blind in ("Ines", "machine", "Finals"):
        assert blind not in anna.locator("main").inner_text()
    mark_all(anna, "not yet")
    one = anna.get_by_role("region", name=re.compile(f"{REPAIR}$"))
    one.get_by_role("textbox", name=re.compile("^Comment")).fill("Owned, and then hurried on.")
    expect(anna.get_by_text(re.compile("^Saved"))).to_be_visible()
    anna.reload()
    expect(anna.get_by_role("textbox", name=re.compile(f"Comment on {REPAIR}"))).to_have_value(
        "Owned, and then hurried on."
    )
    submit(anna)
    expect(anna.get_by_text("Ines").first).to_be_visible()
    stand_by_it(anna, REPAIR)

    bert = page("bert")
    take(bert)
    assert "hurried on" not in bert.locator("main").inner_text()
    mark_all(bert, "proficient")
    submit(bert)
    expect(bert.get_by_text("Owned, and then hurried on.")).to_be_visible()
    stand_by_it(bert, REPAIR)

    cleo = page("cleo")
    take(cleo)
    mark_all(cleo, "exemplary")
    submit(cleo)
    release_and_read(site, anna, page("ines", "?assignment=finals"))
    anna.goto(f"{site.home}assess?view=agreement")
    anna.get_by_role("tab", name="Pairs").click()
    pair = anna.get_by_role("row").filter(has_text="Anna").filter(has_text="Bert")
    expect(pair.first).to_be_visible()


def test_the_page_opens_for_assessors_alone(site: Site) -> None:
    for account, status in (("ines", 403), ("tina", 403), ("bert", 200)):
        assert site.ask("/assess", cookie=site.cookie_of(account)).status == status
    assert site.ask("/%61ssess", cookie=site.cookie_of("bert")).status == 404


def release_and_read(site: Site, assessor: Page, trainee: Page) -> None:
    """What the preview shows is what the trainee reads, once it is released and not before."""
    expect(trainee.get_by_role("heading", level=1, name="Finals")).to_be_visible()
    expect(trainee.get_by_role("link", name=re.compile("debrief"))).to_have_count(0)
    assessor.goto(f"{site.home}assess?view=results&assignment=finals")
    assessor.get_by_role("link", name="Preview of Ines").click()
    found(assessor)
    assessor.get_by_role("link", name="Results").first.click()
    assessor.get_by_role("link", name="Finals").click()
    assessor.get_by_role("button", name="Release the result of Ines").click()
    expect(assessor.get_by_role("heading", name="Release the result of Ines?")).to_be_visible()
    assessor.get_by_role("button", name="Release", exact=True).click()
    expect(assessor.get_by_role("row").filter(has_text="Ines")).to_contain_text("Released")
    trainee.reload()
    trainee.get_by_role("link", name=re.compile("debrief")).first.click()
    found(trainee)
    fits_everywhere(trainee, 360, 1440)
    with trainee.expect_download() as download:
        trainee.get_by_role("button", name="Save as PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-1.")
    trainee.get_by_text("Ask for another look at this result").click()
    trainee.get_by_role("textbox", name=re.compile("^What should be looked at")).fill("Turn 5 offers her the way out.")
    trainee.get_by_role("button", name="Ask for another look").click()
    expect(trainee.get_by_text("You have asked for another look at this result.")).to_be_visible()


def found(tab: Page) -> None:
    """What the three assessors came to, with its evidence, and nobody's name."""
    marks = tab.get_by_role("heading", name="What your assessors found").locator("..")
    repair = marks.get_by_role("article").filter(has_text=REPAIR)
    expect(repair).to_contain_text("Level 3 of 4: proficient")
    expect(repair).to_contain_text("a third assessor decided, and this is the one closest to it")
    expect(repair.get_by_role("link", name="Turn 1")).to_have_attribute("href", "#turn-1")
    for name in ("Anna", "Bert", "Cleo"):
        expect(marks).not_to_contain_text(name)
