"""The editor: what it takes from a browser, and what an author sees and does in a real one."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from simulator.ui.components.editor import LIMIT, TOO_LONG, Editor
from tests.serve.product import Product, eventually, running

HERE = Path(__file__).parent


def in_a_browser(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.browser(test)


# What Python takes.


def hear(editor: Editor, message: object) -> None:
    editor._received(editor, message, [])


def write(text: object, revision: object = 1, document: object = 0) -> dict[str, object]:
    return {"do": "write", "document": document, "revision": revision, "text": text}


def test_a_text_from_the_browser_is_held_and_observed() -> None:
    editor, seen = Editor(label="Text", text="a"), []
    editor.observe(lambda change: seen.append(change["new"]), "text")
    hear(editor, write("b"))
    assert (editor.text, editor.heard, seen) == ("b", 1, ["b"])


@pytest.mark.parametrize(
    "message",
    [
        None, "write", [], {}, {"do": "write"}, {"do": "save", "text": "b"},
        write(7), write(None), write(["b"]), write("\ud83d"), write("b", 0), write("b", -1), write("b", True),
        write("b", 1.5), write("b", 2**60), write("b", document=1), write("b", document="0"),
        {**write("b"), "more": 1},
        {"do": "complete", "request": 1, "line": 1, "column": 1, "text": 5},
        {"do": "complete", "request": 1, "line": 0, "column": 1, "text": ""},
        {"do": "complete", "request": 1, "line": 1, "column": 1, "text": "", "more": 1},
        {"do": "complete", "request": 1, "line": True, "column": 1, "text": ""},
        {"do": "complete", "request": 1, "line": 1, "column": 1, "text": "x" * (LIMIT + 1)},
        {"do": "library", "name": "../editor.py"},
    ],
)  # fmt: skip
def test_a_message_that_does_not_fit_changes_nothing(message: object) -> None:
    asked: list[object] = []
    editor = Editor(label="Text", text="a", complete=lambda *place: asked.append(place) or [])
    hear(editor, message)
    assert (editor.text, editor.heard, asked) == ("a", 0, [])


def test_a_trait_is_never_taken_from_the_browser() -> None:
    editor = Editor(label="Text", text="a")
    editor.set_state({"text": "b", "read_only": True, "limit": 10**9})
    assert (editor.text, editor.read_only, editor.limit) == ("a", False, LIMIT)


def test_an_older_revision_is_dropped() -> None:
    editor = Editor(label="Text")
    hear(editor, write("second", 2))
    hear(editor, write("first", 1))
    assert editor.text == "second"


def test_a_text_of_the_document_before_is_dropped() -> None:
    editor = Editor(label="Text", text="a")
    assert editor.begin("another")
    hear(editor, write("a, and more", 1, document=0))
    assert editor.text == "another"
    hear(editor, write("another, and more", 1, document=1))
    assert editor.text == "another, and more"


def test_a_locked_text_is_not_written() -> None:
    editor = Editor(label="Text", text="a", read_only=True)
    hear(editor, write("b"))
    assert editor.text == "a"


@pytest.mark.parametrize("long", ["x" * (LIMIT + 1), "é" * (LIMIT // 2 + 1)])
def test_a_text_over_the_limit_is_refused_with_words(long: str) -> None:
    editor = Editor(label="Text", text="a")
    hear(editor, write(long))
    assert (editor.text, editor.notice, editor.heard) == ("a", TOO_LONG, 0)
    hear(editor, write("b", 2))
    assert (editor.text, editor.notice) == ("b", "")
    assert not editor.begin(long)
    assert (editor.text, editor.notice, editor.document) == ("b", TOO_LONG, 0)
    editor.notice = ""
    editor.text = long
    assert (editor.text, editor.notice) == ("b", TOO_LONG)


def test_the_longest_text_fits() -> None:
    editor = Editor(label="Text")
    hear(editor, write("x" * LIMIT))
    assert len(editor.text) == LIMIT


def test_lines_end_in_one_way() -> None:
    editor = Editor(label="Text", text="a\r\nb\rc\n")
    assert editor.text == "a\nb\nc\n"


def test_a_completion_is_asked_of_python_and_answered_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(Editor, "send", lambda _, content: sent.append(content))
    editor = Editor(label="Text", complete=lambda text, line, column: [{"label": f"{text} {line}:{column}"}])
    hear(editor, {"do": "complete", "request": 7, "line": 2, "column": 3, "text": "a\nbb"})
    assert sent == [{"request": 7, "options": [{"label": "a\nbb 2:3"}]}]


# What an author sees.


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running(tmp_path_factory.mktemp("parts"), notebook=str(HERE / "data" / "parts.ipynb")) as product:
        yield product


def opened(tab: Page, parts: Product, name: str = "editor", gate: Path | None = None) -> Locator:
    tab.goto(f"{parts.address}&demo={name}" + (f"&gate={gate}" if gate else ""))
    box = tab.get_by_role("textbox", name="Scenario text")
    expect(box).to_be_visible()
    return box


def press(tab: Page, name: str, done: int = 1) -> None:
    """Presses a button without taking the focus from the editor, and waits until Python has acted and said so."""
    tab.get_by_role("button", name=name, exact=True).evaluate("node => node.click()")
    expect(tab.get_by_text(f"Done {done}", exact=True)).to_be_visible()


def held(tab: Page, words: str | re.Pattern[str]) -> None:
    expect(tab.get_by_text(re.compile("^Held"))).to_contain_text(words)


def cursor(tab: Page) -> str:
    """The text of the line that the cursor is in."""
    return tab.locator(".cm-activeLine").inner_text().strip()


@contextmanager
def waiting(gate: Path) -> Iterator[None]:
    """What is done inside is done while the kernel waits at the gate, in the middle of its answer."""
    with gate.open("w"):
        yield


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "gate")
    return tmp_path / "gate"


@in_a_browser
def test_what_is_typed_reaches_python_once_typing_pauses(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    tab.clock.install()
    box.focus()
    tab.keyboard.type("title: Late")
    tab.clock.fast_forward(200)
    tab.keyboard.type(" again")
    tab.clock.fast_forward(200)
    press(tab, "Capitals")
    held(tab, "Held 5 characters: EMPTY")
    tab.clock.fast_forward(100)
    held(tab, "Held 17 characters: title: Late again")


@in_a_browser
def test_leaving_the_editor_sends_at_once_what_was_typed(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    tab.clock.install()
    box.focus()
    tab.keyboard.type("title: Late again")
    tab.get_by_role("button", name="Capitals").click()
    expect(box).to_have_text("TITLE: LATE AGAIN")


@in_a_browser
def test_what_is_typed_is_not_sent_back(tab: Page, parts: Product) -> None:
    frames: list[str] = []
    tab.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    opened(tab, parts, "short").focus()
    tab.keyboard.type("x" * 60 + "quetzal")
    held(tab, "Held 67 characters")
    assert any("Held 67 characters" in frame for frame in frames)
    assert not any("quetzal" in frame for frame in frames)


@in_a_browser
def test_a_text_from_python_never_replaces_what_is_not_sent_yet(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    tab.clock.install()
    box.focus()
    tab.keyboard.type("mine")
    press(tab, "Capitals")
    expect(box).to_have_text("mine")
    tab.clock.fast_forward(300)
    held(tab, "Held 4 characters: mine")
    expect(box).to_have_text("mine")


@in_a_browser
def test_a_slow_answer_never_replaces_what_was_typed_since(tab: Page, parts: Product, gate: Path) -> None:
    box = opened(tab, parts, "capitals", gate)
    box.focus()
    tab.keyboard.type("one")
    with waiting(gate):
        tab.keyboard.type(" two")
        expect(box).to_have_text("one two")
    held(tab, "Held 7 characters: ONE TWO")
    expect(box).to_have_text("ONE TWO")


@in_a_browser
def test_a_text_from_python_keeps_the_cursor_and_can_be_undone(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    box.focus()
    tab.keyboard.press("Control+Home")
    tab.keyboard.press("ArrowDown")
    press(tab, "Replace")
    expect(box).to_contain_text("title: Late once more")
    assert cursor(tab) == "id: late-again"
    tab.keyboard.press("Control+z")
    expect(box).to_contain_text("title: Late again")
    held(tab, re.compile("^Held 4,?008"))


@in_a_browser
def test_another_document_always_wins_and_has_nothing_to_undo(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    tab.clock.install()
    box.focus()
    tab.keyboard.type("unsent")
    press(tab, "Open another")
    expect(box).to_have_text("title: Another")
    tab.keyboard.press("Control+z")
    tab.clock.fast_forward(300)
    expect(box).to_have_text("title: Another")
    tab.keyboard.press("Control+Home")
    tab.keyboard.type("# ")
    tab.clock.fast_forward(300)
    held(tab, "Held 17 characters: # title: Another")


@in_a_browser
def test_findings_appear_at_their_lines_and_leave_the_focus_alone(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    box.focus()
    tab.keyboard.press("Control+Home")
    press(tab, "Check")
    expect(tab.locator(".cm-lintRange-error")).to_have_text("late-again")
    expect(tab.locator(".cm-lintRange-warning").first).to_have_text("say-1-a:")
    expect(tab.locator(".cm-lint-marker-error")).to_be_visible()
    expect(box).to_be_focused()
    tab.locator(".cm-lintRange-error").hover()
    expect(tab.locator(".cm-tooltip")).to_contain_text("R001 another scenario is called <b>late-again</b>")


@in_a_browser
def test_the_finding_at_the_cursor_is_told_in_words(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    press(tab, "Check")
    box.focus()
    tab.keyboard.press("Control+Home")
    told = tab.get_by_role("status").filter(has_text="R001")
    expect(told).to_have_count(0)
    tab.keyboard.press("F8")
    expect(told).to_contain_text("Rename one of the two.")
    tab.keyboard.press("F8")
    expect(tab.get_by_role("status").filter(has_text="L03")).to_be_visible()


@in_a_browser
def test_the_cursor_is_moved_where_python_says_and_twice_if_asked_twice(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    for time in (1, 2):
        box.focus()
        tab.keyboard.press("Control+Home")
        press(tab, "Reveal", time)
        expect(tab.locator(".cm-activeLineGutter").first).to_have_text("60")
        expect(tab.locator(".cm-activeLine")).to_be_in_viewport()


@in_a_browser
def test_columns_count_characters_and_typing_goes_on_where_revealed(tab: Page, parts: Product) -> None:
    opened(tab, parts)
    press(tab, "Go")
    tab.keyboard.type("|")
    assert "at all 🙂. What was that| like" in cursor(tab)


@in_a_browser
def test_a_completion_is_offered_and_put_in(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    tab.clock.install()
    box.focus()
    tab.keyboard.type("form: ")
    tab.keyboard.press("Control+Space")
    offered = tab.get_by_role("listbox").get_by_role("option")
    expect(offered).to_have_text(["statementform", "questionform", "reflectionform", "actionform"])
    tab.keyboard.type("qu")
    expect(offered).to_have_count(1)
    tab.clock.fast_forward(200)  # an offer takes no key that was meant for the text before it opened
    tab.keyboard.press("Enter")
    expect(box).to_contain_text("form: question  # fits")
    held(tab, "form: question  # fits")


@in_a_browser
def test_an_answer_that_comes_too_late_is_no_answer_to_the_next_question(tab: Page, parts: Product, gate: Path) -> None:
    asked: list[str] = []
    tab.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(str(frame))))

    def questions() -> int:
        tab.evaluate("0")  # lets the frames come in
        return len([frame for frame in asked if '"complete"' in frame])

    opened(tab, parts, "short", gate).focus()
    tab.clock.install()
    tab.keyboard.type("a")
    tab.clock.fast_forward(200)
    with waiting(gate):
        tab.clock.fast_forward(4_100)
        tab.keyboard.type("s")
        tab.keyboard.press("Control+Space")
        tab.clock.fast_forward(200)
        eventually(lambda: questions() == 2)
    offered = tab.get_by_role("listbox").get_by_role("option")
    eventually(lambda: (tab.clock.fast_forward(200), offered.count())[1])
    expect(offered).to_have_text(["asked-as"])


@in_a_browser
def test_a_locked_text_is_read_and_not_changed(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    press(tab, "Lock")
    expect(box).to_have_attribute("aria-readonly", "true")
    box.focus()
    tab.keyboard.type("changed")
    tab.keyboard.press("Delete")
    expect(box).not_to_contain_text("changed")
    press(tab, "Replace", 2)
    expect(box).to_contain_text("title: Late once more")
    expect(box).to_contain_text("# A scenario to look at")


@in_a_browser
def test_a_lock_shows_what_python_holds(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    tab.clock.install()
    box.focus()
    tab.keyboard.type("unsent")
    expect(box).to_contain_text("unsent")
    press(tab, "Lock")
    expect(box).not_to_contain_text("unsent")
    tab.clock.fast_forward(300)
    held(tab, "4008 characters")


@in_a_browser
def test_tab_indents_and_escape_then_tab_leaves(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    expect(box).to_have_accessible_description(re.compile("press Escape, then Tab"))
    box.focus()
    tab.keyboard.type("a")
    tab.keyboard.press("Tab")
    held(tab, "Held 3 characters:   a")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Capitals")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    expect(box).to_be_focused()
    tab.keyboard.press("Tab")
    held(tab, "Held 5 characters")


@in_a_browser
def test_there_is_time_between_escape_and_tab(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    tab.clock.install()
    box.focus()
    tab.keyboard.press("Escape")
    tab.clock.fast_forward(30_000)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Capitals")).to_be_focused()


@in_a_browser
def test_the_text_is_searched(tab: Page, parts: Product) -> None:
    opened(tab, parts).focus()
    tab.keyboard.press("Control+f")
    expect(tab.get_by_role("textbox", name="Find")).to_be_focused()
    tab.keyboard.type("beat-9")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("textbox", name="Find")).to_have_count(0)
    eventually(lambda: "beat-9" in cursor(tab))


@in_a_browser
def test_a_text_over_the_limit_is_told_and_not_sent(tab: Page, parts: Product) -> None:
    box = opened(tab, parts, "short")
    box.focus()
    tab.keyboard.insert_text("é" * (LIMIT // 2 + 1))
    expect(tab.get_by_role("alert").filter(has_text=TOO_LONG)).to_be_visible()
    held(tab, "Held 0 characters")
    tab.keyboard.press("Control+a")
    tab.keyboard.type("short")
    held(tab, "Held 5 characters: short")
    expect(tab.get_by_text(TOO_LONG)).to_have_count(0)


@in_a_browser
def test_a_file_over_the_limit_is_told_and_the_text_stays(tab: Page, parts: Product) -> None:
    box = opened(tab, parts)
    press(tab, "Open a huge one")
    expect(tab.get_by_role("alert").filter(has_text=TOO_LONG)).to_be_visible()
    expect(box).to_contain_text("id: late-again")


@in_a_browser
def test_an_editor_that_cannot_be_loaded_says_so(tab: Page, parts: Product) -> None:
    tab.clock.install()
    tab.goto(f"{parts.address}&demo=libraryless")
    expect(tab.get_by_text("The editor is loading…")).to_be_visible()
    tab.clock.fast_forward(10_100)
    expect(tab.get_by_role("alert").filter(has_text="The editor could not be loaded.")).to_be_visible()


BEYOND = """() => [...document.querySelectorAll('.coachsim *')].filter(node => node.checkVisibility()
  && node.getBoundingClientRect().right > innerWidth + 1).map(node => node.className)"""


@in_a_browser
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_nothing_reaches_beyond_the_side_of_the_page(tab: Page, parts: Product, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 740})
    opened(tab, parts).focus()
    tab.keyboard.press("Control+f")
    expect(tab.get_by_role("textbox", name="Find")).to_be_visible()
    assert tab.evaluate(BEYOND) == []


@in_a_browser
def test_axe_finds_nothing_serious(browser: Browser, parts: Product) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        box = opened(tab, parts)
        press(tab, "Check")
        box.focus()
        tab.keyboard.press("Control+f")
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = [
                each for each in Axe().run(tab).response["violations"] if each["impact"] in ("serious", "critical")
            ]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_the_licence_of_the_library_is_beside_it() -> None:
    vendor = HERE.parents[1] / "simulator" / "ui" / "components" / "vendor"
    notice, how = ((vendor / f"codemirror.{end}").read_text("utf-8") for end in ("LICENSE", "build.txt"))
    assert "Permission is hereby granted" in notice
    bundled = re.findall(r"^ +(\S+)@[\d.]+ \\$", how, re.M)
    assert len(bundled) == 17
    assert [name for name in bundled if f"\n{name}: Copyright" not in notice] == []
