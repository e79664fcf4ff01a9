"""What a board takes from a browser: presses on what it shows, and forms as they could have been filled in."""

from collections.abc import Mapping
from time import perf_counter

import pytest

from simulator.ui.components.board import Board
from simulator.ui.components.offered import HIGHEST, LONGEST, Fields
from simulator.ui.html import Markup, el, join


@pytest.fixture
def pressed() -> list[str]:
    return []


@pytest.fixture
def board(pressed: list[str]) -> Board:
    html = join(
        el("button", "Go", data_do="go:a&b"),
        el("button", "Off", data_do="go:off", disabled=True),
        el("button", "Not now", data_do="go:later", aria_disabled="true"),
        el("select", el("option", "Opening", value="opening"), el("option", "Old", disabled=True), data_do="pick"),
        el("select", el("option", "A"), data_do="locked", disabled=True),
        el("button", "No", data_do="none"),
        el("input", type="search", data_do="filter"),
        el("input", type="search", data_do="brief", maxlength=3),
        el("form", el("input", type="text", maxlength=20), el("button", "New", type="submit"), data_do="new"),
        el("form", el("input"), el("button", "New", type="submit", disabled=True), data_do="shut"),
    )
    acts = dict.fromkeys(("go", "pick", "locked", "filter", "brief", "new", "shut"), pressed.append)
    return Board(acts, html)


def hear(board: Board, message: object) -> None:
    """As ipywidgets does when a custom message comes in, but that an error is not swallowed."""
    board._received(board, message, [])


@pytest.mark.parametrize(
    ("message", "heard"),
    [
        ({"do": "go:a&b"}, "a&b"),
        ({"do": "pick", "value": "opening"}, "opening"),
        ({"do": "filter", "value": "x" * LONGEST}, "x" * LONGEST),
        ({"do": "filter", "value": ""}, ""),
        ({"do": "brief", "value": "abc"}, "abc"),
        ({"do": "new", "value": "my-first"}, "my-first"),
    ],
)
def test_what_is_done_with_what_is_shown_is_passed_on(
    board: Board, pressed: list[str], message: object, heard: str
) -> None:
    hear(board, message)
    assert pressed == [heard]


@pytest.mark.parametrize(
    "message",
    [
        None, "go", [], {}, {"do": 1}, {"do": "go"}, {"do": "go:c"}, {"do": "go:a&b", "more": 1}, {"do": "none"},
        {"do": "go:a&amp;b"}, {"do": "go:off"}, {"do": "go:later"}, {"do": "pick"}, {"do": "filter"}, {"do": "new"},
        {"do": "go:a&b", "value": "x"}, {"do": "pick", "value": 1}, {"do": "pick", "value": None},
        {"do": "pick", "value": ["opening"]}, {"do": "pick", "value": "elsewhere"}, {"do": "pick", "value": "Old"},
        {"do": "locked", "value": "A"}, {"do": "drop", "value": "x"}, {"do": "pick", "value": "opening", "more": 1},
        {"do": "filter", "value": "x" * (LONGEST + 1)}, {"do": "filter", "value": "a\nb"},
        {"do": "filter", "value": "\0"}, {"do": "filter", "value": "\ud800"}, {"do": "filter", "value": 5},
        {"do": "brief", "value": "abcd"}, {"do": "new", "value": "x" * 21}, {"do": "shut", "value": "x"},
        {"do": "new", "fields": {}}, {"do": "go:a&b", "fields": {}},
    ],
    ids=str,
)  # fmt: skip
def test_anything_else_is_not_for_us(board: Board, pressed: list[str], message: object) -> None:
    hear(board, message)
    assert pressed == []


def test_what_is_no_longer_shown_cannot_be_pressed(board: Board, pressed: list[str]) -> None:
    board.show(html=el("p", 'data-do="go:a&b" is only text here', title='<button data-do="go:a&b">'))
    hear(board, {"do": "go:a&b"})
    assert pressed == []


def test_a_trait_is_never_taken_from_the_browser(board: Board, pressed: list[str]) -> None:
    board.set_state({"html": '<button data-do="go:x">'})
    hear(board, {"do": "go:x"})
    assert "go:x" not in board.html
    assert pressed == []


# Forms of many fields.

Sent = list[tuple[str, Mapping[str, tuple[str, ...]]]]

FULL = {
    "title": "Week 3: late again",
    "note": "First line\nSecond line",
    "opens": "2026-03-01",
    "at": "09:30",
    "attempts": "3",
    "mode": "exam",
    "cohort": "c&2",
    "scenarios": ["late-again", "first-hour"],
    "targets": ["trust"],
    "plain": "Words of its own",
}


def choice(kind: str, name: str, value: str | None, **more: str | bool) -> Markup:
    return el("input", type=kind, name_=name, value=value, **more)


def form(**attributes: str | bool) -> Markup:
    return el(
        "form",
        el("input", type="text", name_="title", maxlength=100, required=True),
        el("textarea", "old & <worn>", name_="note", maxlength=5000),
        el("input", type="date", name_="opens"), el("input", type="time", name_="at"),
        el("input", type="number", name_="attempts", min=1),
        choice("radio", "mode", "explore"), choice("radio", "mode", "exam"),
        choice("radio", "mode", "off", disabled=True),
        el("select", el("option", "Spring", value="c1"), el("option", "Autumn", value="c&2", selected=True),
           el("optgroup", el("option", "Gone", value="c0"), disabled=True), name_="cohort"),
        choice("checkbox", "scenarios", "late-again"), choice("checkbox", "scenarios", "first-hour"),
        choice("checkbox", "scenarios", "withdrawn", disabled=True),
        el("fieldset", choice("checkbox", "secret", "yes"), el("textarea", name_="hush"), disabled=True),
        el("select", el("option", "Trust", value="trust"), el("option", "Repair", value="repair"),
           name_="targets", multiple=True),
        el("select", el("option", "Words  of\nits own"), name_="plain"),
        el("input", type="hidden", name_="owner", value="ada"),
        el("input", type="text", name_="number", value="7", readonly=True),
        el("button", "Assign", type="submit", name_="pressed", value="yes"),
        data_do="assign:c1", **attributes,
    )  # fmt: skip


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def assigning(sent: Sent) -> Board:
    other = el("form", el("input", name_="title"), data_do="other")
    return Board(
        {"assign": lambda _: sent.append(("pressed", {}))},
        join(form(), other),
        forms={"assign": lambda argument, fields: sent.append((argument, fields.given))},
    )


def test_a_form_comes_with_its_argument_and_its_fields(assigning: Board, sent: Sent) -> None:
    hear(assigning, {"do": "assign:c1", "fields": FULL})
    [(argument, given)] = sent
    fields = Fields(given)
    assert argument == "c1"
    assert fields.text("note") == "First line\nSecond line"
    assert fields.text("mode") == "exam"
    assert fields.text("cohort") == "c&2"
    assert fields.chosen("scenarios") == ("late-again", "first-hour")
    assert fields.chosen("targets") == ("trust",)


def test_what_need_not_be_chosen_is_empty(assigning: Board, sent: Sent) -> None:
    plain = {name: value for name, value in FULL.items() if name not in ("mode", "targets")}
    hear(assigning, {"do": "assign:c1", "fields": plain | {"scenarios": [], "opens": "", "at": "", "attempts": ""}})
    fields = Fields(sent[0][1])
    assert fields.text("mode") == fields.text("opens") == ""
    assert fields.chosen("scenarios") == fields.chosen("targets") == ()


FORGED: list[dict[str, object]] = [
    {"owner": "eve"}, {"number": "8"}, {"secret": ["yes"]}, {"hush": "x"}, {"pressed": "yes"}, {"elsewhere": "x"},
    {"title": "x" * 101}, {"title": "two\nlines"}, {"title": None}, {"title": 7}, {"title": True}, {"title": ["x"]},
    {"title": {"html": "x"}}, {"title": "\0"}, {"title": "\udfff"},
    {"note": "x" * 5001}, {"note": "a\0b"},
    {"opens": "tomorrow"}, {"opens": "2026-3-1"}, {"opens": "２０２６-03-01"}, {"at": "9:30"}, {"at": "09:30; drop"},
    {"attempts": "three"}, {"attempts": "1e"}, {"attempts": "NaN"}, {"attempts": 3},
    {"mode": "off"}, {"mode": "practice"}, {"mode": ["exam"]}, {"mode": "on"},
    {"cohort": "c0"}, {"cohort": "c&amp;2"}, {"cohort": "Autumn"}, {"cohort": ["c1"]},
    {"scenarios": "late-again"}, {"scenarios": ["withdrawn"]}, {"scenarios": ["late-again", "late-again"]},
    {"scenarios": ["late-again", 1]}, {"scenarios": None}, {"targets": ["trust", "other"]}, {"targets": "trust"},
    {"plain": "words of its own"},
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED, ids=lambda each: ascii(each)[:60])
def test_a_forged_form_changes_nothing(assigning: Board, sent: Sent, forged: dict[str, object]) -> None:
    hear(assigning, {"do": "assign:c1", "fields": FULL | forged})
    assert sent == []


@pytest.mark.parametrize(
    "message",
    [
        {"do": "assign:c1"}, {"do": "assign:c1", "fields": None}, {"do": "assign:c1", "fields": {}},
        {"do": "assign:c1", "fields": []}, {"do": "assign:c1", "fields": FULL, "more": 1}, {"do": ["assign:c1"]},
        {"do": "assign:c2", "fields": FULL}, {"do": "assign", "fields": FULL}, {"do": "assign:c1", "value": "x"},
        {"do": "assign:c1", "fields": {"title": "x"}}, {"do": "other", "fields": FULL},
    ],
    ids=lambda each: ascii(each)[:60],
)  # fmt: skip
def test_a_message_that_is_no_form_of_this_page_changes_nothing(assigning: Board, sent: Sent, message: object) -> None:
    hear(assigning, message)
    assert sent == []


def test_a_field_of_another_form_is_none_of_this_one(assigning: Board, sent: Sent) -> None:
    assigning.show(html=join(form(), el("form", el("input", name_="stranger"), data_do="other")))
    hear(assigning, {"do": "assign:c1", "fields": FULL | {"stranger": "x"}})
    assert sent == []


def test_a_form_whose_button_is_disabled_cannot_be_sent(sent: Sent) -> None:
    shut = el("form", el("input", name_="title"), el("button", "Assign", disabled=True), data_do="assign")
    board = Board(html=shut, forms={"assign": lambda *given: sent.append(given)})
    hear(board, {"do": "assign", "fields": {"title": "x"}})
    assert sent == []


@pytest.mark.parametrize(
    ("declared", "takes"), [(None, LONGEST), (HIGHEST, HIGHEST), (HIGHEST * 10, HIGHEST), ("many", LONGEST)]
)
def test_a_text_is_as_long_as_its_field_says_and_never_endless(
    sent: Sent, declared: int | str | None, takes: int
) -> None:
    area = el("form", el("textarea", name_="people", maxlength=declared), data_do="import")
    board = Board(html=area, forms={"import": lambda _, fields: sent.append(("", fields.given))})
    for length in (takes, takes + 1):
        hear(board, {"do": "import", "fields": {"people": "x" * length}})
    assert [len(given["people"][0]) for _, given in sent] == [takes]


def test_nothing_may_stand_chosen_where_a_list_begins_with_what_cannot_be(sent: Sent) -> None:
    options = [el("option", "Choose", value="none", disabled=True, selected=True), el("option", "Spring", value="c1")]
    html = el("form", el("select", options, name_="cohort"), data_do="pick")
    board = Board(html=html, forms={"pick": lambda _, fields: sent.append((fields.text("cohort"), {}))})
    for value in ("", "none", "c1"):
        hear(board, {"do": "pick", "fields": {"cohort": value}})
    assert [chosen for chosen, _ in sent] == ["", "c1"]


def test_a_form_is_answered_whatever_becomes_of_it(assigning: Board) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    assigning._forms = {"assign": fail}
    hear(assigning, {"do": "assign:c1", "fields": {}})
    with pytest.raises(RuntimeError):
        assigning._received(assigning, {"do": "assign:c1", "fields": FULL}, [])
    assert assigning.answered == 2


def test_a_long_table_costs_little(pressed: list[str]) -> None:
    rows = [
        el("tr", [el("td", f"Cell {i} {j}") for j in range(6)],
           el("td", el("button", "Open", data_do=f"open:{i}"), el("button", "Remove", data_do=f"drop:{i}")))
        for i in range(500)
    ]  # fmt: skip
    board = Board({"drop": pressed.append})
    best = 1.0
    for i in range(5):
        board.show(html=join(el("table", rows), el("p", i)))
        began = perf_counter()
        hear(board, {"do": "drop:499"})
        best = min(best, perf_counter() - began)
    assert pressed == ["499"] * 5
    assert best < 0.02
