"""The diagram: what it takes from a browser, and how its nodes are reached, picked and kept in a real one."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.ui.components.diagram import Diagram
from tests.serve.product import Product, eventually, running

HERE = Path(__file__).parent
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g class="node" data-id="a&amp;b"/><g class="node" data-id=\'c\'/></svg>'


def in_a_browser(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.browser(test)


# What Python takes.


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        ({"do": "pick", "id": "a&b"}, ["a&b"]),
        ({"do": "pick", "id": "c"}, ["c"]),
        ({"do": "pick", "id": "a&amp;b"}, []),
        ({"do": "pick", "id": "elsewhere"}, []),
        ({"do": "pick", "id": ""}, []),
        ({"do": "pick", "id": 1}, []),
        ({"do": "pick", "id": ["c"]}, []),
        ({"do": "pick", "id": "c", "more": 1}, []),
        ({"do": "move", "id": "c"}, []),
        ("pick", []),
        (None, []),
    ],
)
def test_only_a_node_of_the_picture_is_picked(message: object, heard: list[str]) -> None:
    picked: list[str] = []
    diagram = Diagram(label="Beats", picked=picked.append, svg=SVG)
    diagram._received(diagram, message, [])
    assert picked == heard


def test_a_trait_is_never_taken_from_the_browser() -> None:
    diagram = Diagram(label="Beats", picked=print, svg=SVG)
    diagram.set_state({"svg": "<svg/>", "selected": "c"})
    assert (diagram.svg, diagram.selected) == (SVG, "")


# What is seen and done.


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("parts"), notebook=str(HERE / "data" / "parts.ipynb")) as product:
        yield product


@pytest.fixture
def picture(tab: Page, parts: Product) -> Locator:
    return opened(tab, parts, "diagram", "Beats of Late again")


def opened(tab: Page, parts: Product, name: str, label: str) -> Locator:
    tab.goto(f"{parts.address}&demo={name}")
    shown = tab.get_by_role("group", name=label, exact=True)
    expect(node(shown, 0)).to_be_visible()
    return shown


def node(picture: Locator, number: int) -> Locator:
    return picture.get_by_role("button", name=f"Beat {number} <i>", exact=True)


def box(tab: Page) -> Locator:
    return tab.locator(".cs-diagram-box")


def scrolled(tab: Page) -> list[int]:
    return [round(each) for each in box(tab).evaluate("node => [node.scrollLeft, node.scrollTop]")]


def press(tab: Page, name: str) -> None:
    """Presses a button of the page without taking the focus from where it is."""
    tab.get_by_role("button", name=name, exact=True).evaluate("node => node.click()")


@in_a_browser
def test_a_click_tells_python_which_node_and_python_selects_it(tab: Page, picture: Locator) -> None:
    node(picture, 7).click()
    expect(tab.get_by_text("Picked b&7", exact=True)).to_be_visible()
    expect(node(picture, 7)).to_have_attribute("aria-current", "true")
    expect(picture.locator("[aria-current]")).to_have_count(1)


@in_a_browser
def test_nodes_are_one_stop_of_the_tab_key_and_arrows_go_between_them(tab: Page, picture: Locator) -> None:
    tab.get_by_role("button", name="Fit the width").focus()
    tab.keyboard.press("Tab")
    expect(node(picture, 0)).to_be_focused()
    for key, number in [("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 1), ("End", 39), ("ArrowDown", 39)]:
        tab.keyboard.press(key)
        expect(node(picture, number)).to_be_focused()
    expect(node(picture, 39)).to_be_in_viewport()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Grow")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    expect(node(picture, 39)).to_be_focused()
    tab.keyboard.press("Home")
    expect(node(picture, 0)).to_be_focused()


@in_a_browser
@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_picks_the_node_in_focus(tab: Page, picture: Locator, key: str) -> None:
    node(picture, 3).focus()
    tab.keyboard.press(key)
    expect(tab.get_by_text("Picked b&3", exact=True)).to_be_visible()


@in_a_browser
def test_a_new_picture_keeps_scroll_zoom_selection_and_focus(tab: Page, picture: Locator) -> None:
    for _ in range(4):
        tab.get_by_role("button", name="Zoom in").click()
    node(picture, 12).click()
    expect(node(picture, 12)).to_have_attribute("aria-current", "true")
    box(tab).evaluate("node => node.scrollTo(120, 210)")
    width = picture.evaluate("node => node.getBoundingClientRect().width")
    press(tab, "Grow")
    expect(node(picture, 40)).to_be_attached()
    assert scrolled(tab) == [120, 210]
    assert picture.evaluate("node => node.getBoundingClientRect().width") == width
    expect(node(picture, 12)).to_have_attribute("aria-current", "true")
    expect(node(picture, 12)).to_be_focused()


@in_a_browser
def test_what_python_selects_comes_into_view_and_the_page_stays(tab: Page, picture: Locator) -> None:
    tab.set_viewport_size({"width": 1440, "height": 500})
    press(tab, "Select the last")
    expect(node(picture, 39)).to_have_attribute("aria-current", "true")
    eventually(lambda: scrolled(tab)[1] > 0)
    inside = "(node, box) => node.getBoundingClientRect().bottom <= box.getBoundingClientRect().bottom"
    assert node(picture, 39).evaluate(inside, box(tab).element_handle())
    assert tab.evaluate("scrollY") == 0


@in_a_browser
def test_a_wide_picture_opens_readable_and_fits_when_asked(tab: Page, parts: Product) -> None:
    tab.set_viewport_size({"width": 360, "height": 740})
    picture = opened(tab, parts, "diagram", "Beats of Late again")
    wide = "node => node.scrollWidth > node.clientWidth"
    assert box(tab).evaluate(wide)
    tab.get_by_role("button", name="Fit the width").click()
    assert not box(tab).evaluate(wide)
    tab.get_by_role("button", name="Zoom in").click()
    assert box(tab).evaluate(wide)
    tab.get_by_role("button", name="Zoom out").click()
    assert not box(tab).evaluate(wide)
    assert picture.evaluate("node => node.getBoundingClientRect().width") > 0


@in_a_browser
def test_the_page_itself_never_scrolls_sideways_and_buttons_can_be_touched(tab: Page, parts: Product) -> None:
    for width in (320, 360, 1440):
        tab.set_viewport_size({"width": width, "height": 740})
        opened(tab, parts, "diagram", "Beats of Late again")
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        bar = tab.get_by_role("group", name="Size of the picture").get_by_role("button")
        sizes = [button.bounding_box() for button in bar.all()]
        assert len(sizes) == 3
        assert all(size["height"] >= 44 and size["width"] >= 44 for size in sizes)


@in_a_browser
def test_nothing_in_a_picture_runs_or_fetches(tab: Page, parts: Product) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    picture = opened(tab, parts, "hostile", "Beats")
    picture.get_by_role("button", name="Bad").click()
    expect(tab.get_by_text("Picked bad", exact=True)).to_be_visible()
    assert picture.locator("script, foreignObject, img, image, a, [onclick], [onmouseover]").count() == 0
    assert not re.search(r"onclick|javascript:|example\.invalid", picture.evaluate("node => node.outerHTML"))
    assert not [url for url in asked if "invalid" in url]
    assert picture.locator(".near[fill][stroke]").count() == 1, "what refers to the picture itself stays"


@in_a_browser
def test_the_style_of_a_picture_stays_in_it(tab: Page, picture: Locator) -> None:
    colour = tab.get_by_role("heading", name="Diagram").evaluate("node => getComputedStyle(node).color")
    assert colour != "rgb(255, 0, 0)"
    fill = node(picture, 0).locator("rect").first.evaluate("node => getComputedStyle(node).fill")
    assert fill == "rgb(232, 240, 238)"


@in_a_browser
def test_what_is_no_picture_shows_none(tab: Page, picture: Locator) -> None:
    press(tab, "Spoil")
    expect(picture).to_have_count(0)
    press(tab, "Grow")
    expect(node(picture, 40)).to_be_attached()


@in_a_browser
def test_axe_finds_nothing_serious(browser: Browser, parts: Product) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        picture = opened(tab, parts, "diagram", "Beats of Late again")
        node(picture, 7).click()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = [
                each for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")
            ]
            assert [(each["id"], [part["html"] for part in each["nodes"]]) for each in found] == []
