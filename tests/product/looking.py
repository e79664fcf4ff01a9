"""Looking at a screen at every width and in both schemes: it fits, and axe has nothing serious to say."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
_DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def nothing_serious(tab: Page) -> None:
    """No finding of axe that is serious or critical."""
    found = Axe().run(tab).response["violations"]
    assert [
        (each["id"], [node["html"][:200] for node in each["nodes"]])
        for each in found
        if each["impact"] in ("serious", "critical")
    ] == []


def fits_everywhere(tab: Page, *widths: int) -> None:
    """What the tab shows now does, at each width, in light and in dark."""
    for width in widths or (360, 1440):
        tab.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            tab.evaluate(_DRAWN)
            assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (width, scheme)
            nothing_serious(tab)
