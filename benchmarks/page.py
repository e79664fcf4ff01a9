"""The page in headless Chromium: opened to first option usable, and click to the client's next line.

Beside it, in turn, a stock one-button Voilà notebook on the same machine in the same run. Each opening is cold: a new
kernel, a browser context with an empty cache. Names other than the loopback do not resolve, so that the stock
template's links to other hosts fail at once and cost it nothing.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.table import heading, row
from simulator.services.local import local_practise

BUTTON = Path(__file__).with_name("data") / "button.ipynb"
CHROMIUM = (
    (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync --host-resolver-rules=MAP*~NOTFOUND,EXCLUDE127.0.0.1"
    )
    .replace("MAP*~NOTFOUND,EXCLUDE127", "MAP * ~NOTFOUND , EXCLUDE 127")
    .split(" --")
)
SCENARIO = "late-again"


def page(times: int = 7) -> None:
    """Print both comparisons."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        attempt = local_practise(data).begin(SCENARIO).attempt
        environment = {**os.environ, "COACHSIM_DATA": folder}
        ours = [sys.executable, "-m", "simulator.cli", "start", "--no-browser", "--port", "0", "--data", folder]
        stock = [sys.executable, "-m", "voila", "--no-browser", "--port=8799", "--Voila.ip=127.0.0.1", str(BUTTON)]
        with (
            _server(ours, environment, r"(http://\S+)") as (address, product),
            _server(stock, environment, r"(http://127\S+)") as (peer, stock_server),
            _browser() as browser,
        ):
            _compare_opening(browser, address, peer, attempt, times)
            _compare_clicks(browser, address, peer, times)
            _memory(browser, address, peer, product, stock_server)


def _compare_opening(browser: Browser, address: str, peer: str, attempt: str, times: int) -> None:
    heading("Page opened → first control usable, cold (target: at most 1.25 x the stock page)")
    base = address.split("?")[0]
    stock: list[float] = []
    ours: list[float] = []
    listing: list[float] = []
    for turn in range(times + 1):  # the first round warms the disk and is not counted
        a = _open(browser, peer, peer, "button", "Press 0")
        b = _open(browser, address, f"{base}?attempt={attempt}", "radio", None)
        c = _open(browser, address, base, "link", "Start")
        if turn:
            stock.append(a), ours.append(b), listing.append(c)
    row("stock Voilà, one button", stock, floor=stock)
    row("a conversation: first option usable", ours, floor=stock)
    row("the list of scenarios: first link usable", listing, floor=stock)


def _open(browser: Browser, sign_in: str, address: str, role: str, name: str | None) -> float:
    with _context(browser, sign_in) as context:
        tab = context.new_page()
        began = perf_counter()
        tab.goto(address, wait_until="commit")
        control = tab.get_by_role(role, name=re.compile(name) if name else None).first  # type: ignore[arg-type]
        control.wait_for(timeout=60_000)
        tab.wait_for_function("e => !e.disabled && !e.closest('fieldset:disabled')", arg=control.element_handle())
        seconds = perf_counter() - began
        _leave(tab)
        return seconds


def _compare_clicks(browser: Browser, address: str, peer: str, times: int) -> None:
    heading("Click → what it led to is visible (target: median under 60 ms)")
    floor: list[float] = []
    with _context(browser, peer) as context:
        tab = context.new_page()
        tab.goto(peer)
        tab.get_by_role("button", name="Press 0").wait_for(timeout=60_000)
        for count in range(6 * times):
            began = perf_counter()
            tab.get_by_role("button", name=f"Press {count}", exact=True).click()
            tab.get_by_role("button", name=f"Press {count + 1}", exact=True).wait_for()
            floor.append(perf_counter() - began)
        _leave(tab)
    row("stock Voilà: click → new label", floor, floor=floor)
    ours = [each for _ in range(times) for each in _play(browser, address)]
    row("choose → next client line visible", ours, floor=floor)


def _play(browser: Browser, address: str) -> list[float]:
    """Seconds from the click on "Say this" to the next line of the client, for each turn without a written reason."""
    seconds: list[float] = []
    with _context(browser, address) as context:
        tab = context.new_page()
        tab.goto(f"{address.split('?')[0]}?scenario={SCENARIO}")
        tab.get_by_role("button", name=re.compile("^(Begin|Continue|Start)")).first.click(timeout=60_000)
        tab.get_by_role("radio").first.wait_for()
        lines = tab.locator("[data-who=client]")
        while tab.get_by_role("radio").count():
            before = lines.count()
            tab.get_by_role("radio").first.check()
            began = perf_counter()
            tab.get_by_role("button", name=re.compile("^Say this")).click()
            skip = tab.get_by_role("button", name=re.compile("^Skip"))
            lines.nth(before).or_(skip).or_(tab.get_by_role("button", name=re.compile("[Dd]ebrief"))).first.wait_for()
            if skip.count():
                skip.click()
                lines.nth(before).or_(tab.get_by_role("button", name=re.compile("[Dd]ebrief"))).first.wait_for()
            elif lines.count() > before:
                seconds.append(perf_counter() - began)
        _leave(tab)
    return seconds


def _memory(browser: Browser, address: str, peer: str, product: int, stock: int, pages: int = 4) -> None:
    heading("Memory of an open page on the server (unique set size of its kernel)")
    for name, sign_in, target, server in (
        ("stock Voilà, one button", peer, peer, stock),
        ("the list of scenarios", address, address.split("?")[0], product),
    ):
        with _context(browser, sign_in) as context:
            for _ in range(pages):
                tab = context.new_page()
                tab.goto(target)
                tab.get_by_role("button", name="Press 0").or_(
                    tab.get_by_role("link", name=re.compile("Start"))
                ).first.wait_for()
            kernels = [
                each
                for each in psutil.Process(server).children(recursive=True)
                if "ipykernel" in " ".join(each.cmdline())
            ]
            sizes = [each.memory_full_info().uss / 2**20 for each in kernels]
            print(
                f"{name:<46} {min(sizes):9.1f} {sum(sizes) / len(sizes):9.1f} {max(sizes):9.1f} MiB, {pages} kernels"
            )
            for tab in context.pages:
                _leave(tab)


def _leave(tab: Page) -> None:
    """Leave the page as a person does, so that its kernel is given back."""
    tab.goto("about:blank")


@contextmanager
def _context(browser: Browser, sign_in: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    if "token" in sign_in:
        context.request.get(sign_in)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["COACHSIM_BROWSER"],
            args=[part if part.startswith("--") else f"--{part}" for part in CHROMIUM],
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _server(command: list[str], environment: dict[str, str], pattern: str) -> Iterator[tuple[str, int]]:
    """A server's address, read from what it prints, and its process id."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := re.search(pattern, line):
                yield found.group(1), process.pid
                return
        raise RuntimeError(f"{command} printed no address")
    finally:
        process.terminate()
        process.wait(timeout=30)
