"""The page in headless Chromium: opened to first option usable, and click to the client's next line.

Beside it, in turn, a stock one-button Voilà notebook on the same machine in the same run. Each opening has a browser
context with an empty cache; cold means that its kernel starts only then, warm that one was waiting. Names other than
the loopback do not resolve, so that the stock template's links to other hosts fail at once and cost it nothing. Clicks
are timed inside the page, from the click to the change in the document.
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
        cold = [sys.executable, "-m", "tests.serve.run", "--port", "0", "--data", folder, "--cold"]
        stock = [sys.executable, "-m", "voila", "--no-browser", "--port=8799", "--Voila.ip=127.0.0.1", str(BUTTON)]
        with (
            _server(cold, environment, r"(http://\S+)") as (cold_address, _),
            _server(ours, environment, r"(http://\S+)") as (address, product),
            _server(stock, environment, r"(http://127\S+)") as (peer, stock_server),
            _browser() as browser,
        ):
            _compare_opening(browser, cold_address, address, peer, attempt, times)
            _compare_clicks(browser, address, peer, times)
            _memory(browser, address, peer, product, stock_server)


def _compare_opening(browser: Browser, cold: str, warm: str, peer: str, attempt: str, times: int) -> None:
    heading("Page opened → first control usable (target: cold, at most 1.25 x the stock page)")
    talk, listing = f"?attempt={attempt}", ""
    pages = {
        "stock Voilà, one button, cold": (peer, peer, "button", "Press 0"),
        "a conversation, cold: first option": (cold, cold.split("?")[0] + talk, "radio", None),
        "the list of scenarios, cold: first link": (cold, cold.split("?")[0] + listing, "link", "Start|Continue"),
        "a conversation, warm kernel: first option": (warm, warm.split("?")[0] + talk, "radio", None),
        "the list of scenarios, warm kernel": (warm, warm.split("?")[0] + listing, "link", "Start|Continue"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(times + 1):  # the first round warms the disk and is not counted
        for name, how in pages.items():
            taken = _open(browser, *how)
            if turn:
                seconds[name].append(taken)
    floor = next(iter(seconds.values()))
    for name, each in seconds.items():
        row(name, each, floor=floor)


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


UNTIL_CHANGE = """
async (button, [where, appears]) => {
  const count = () => document.querySelectorAll(appears).length;
  const before = where ? document.querySelector(where).textContent : count();
  const changed = () => (where ? document.querySelector(where).textContent !== before : count() > before);
  const began = performance.now();
  return await new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (changed()) { watch.disconnect(); done(performance.now() - began); }
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
    button.click();
    setTimeout(() => { watch.disconnect(); done(-1); }, 10000);
  });
}
"""


def _compare_clicks(browser: Browser, address: str, peer: str, times: int) -> None:
    heading("Click → what it led to stands in the document (target: median under 60 ms)")
    with _context(browser, peer) as context:
        tab = context.new_page()
        tab.goto(peer)
        button = tab.get_by_role("button", name="Press 0")
        button.wait_for(timeout=60_000)
        handle = button.element_handle()
        script = f"e => ({UNTIL_CHANGE})(e, ['.jupyter-button', ''])"
        floor = [tab.evaluate(script, handle) / 1000 for _ in range(6 * times)]
        _leave(tab)
    row("stock Voilà: click → new label", floor, floor=floor)
    ours = [each for _ in range(times) for each in _play(browser, address)]
    row("say this → the client's next line", ours, floor=floor)


def _play(browser: Browser, address: str) -> list[float]:
    """Seconds from the click on "Say this" to the next line of the client, for each turn without a written reason."""
    seconds: list[float] = []
    with _context(browser, address) as context:
        tab = context.new_page()
        tab.goto(f"{address.split('?')[0]}?scenario={SCENARIO}")
        tab.get_by_role("button", name=re.compile("^(Begin|Continue)")).first.click(timeout=60_000)
        option, skip = tab.get_by_role("radio").first, tab.get_by_role("button", name=re.compile("^Skip"))
        over = tab.get_by_role("button", name=re.compile("debrief", re.IGNORECASE))
        while True:
            option.or_(skip).or_(over).first.wait_for()
            if over.count():
                break
            if skip.count():
                skip.click()
                skip.wait_for(state="hidden")
                continue
            option.check()
            send = tab.get_by_role("button", name="Say this").element_handle()
            what = ["", ".cs-line.cs-client, .cs-reason:not([hidden]), .cs-closing:not([hidden])"]
            taken = tab.evaluate(f"e => ({UNTIL_CHANGE})(e, {what})", send)
            if taken > 0 and not skip.count() and not over.count():
                seconds.append(taken / 1000)
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
            kernels = [each for each in psutil.Process(server).children(recursive=True) if "-f" in each.cmdline()]
            sizes = [each.memory_full_info().uss / 2**20 for each in kernels]
            print(f"{name:<46} {min(sizes):9.1f} {sum(sizes) / len(sizes):9.1f} {max(sizes):9.1f} MiB, {pages} kernels")
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
