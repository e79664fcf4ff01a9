"""What a board takes from a browser: presses on what it shows, and nothing else."""

import pytest

from simulator.ui.author.board import LONGEST, Board
from simulator.ui.html import el, join


@pytest.fixture
def pressed() -> list[str]:
    return []


@pytest.fixture
def board(pressed: list[str]) -> Board:
    html = join(el("button", "Go", data_do="go:a&b"), el("select", data_do="pick"), el("button", "No", data_do="none"))
    return Board({"go": pressed.append, "pick": pressed.append}, html)


def hear(board: Board, message: object) -> None:
    board._handle_custom_msg(message, [])


def test_a_press_on_what_is_shown_is_passed_on(board: Board, pressed: list[str]) -> None:
    hear(board, {"do": "go:a&b"})
    hear(board, {"do": "pick", "value": "opening"})
    assert pressed == ["a&b", "opening"]


@pytest.mark.parametrize(
    "message",
    [
        None, "go", [], {}, {"do": 1}, {"do": "go"}, {"do": "go:c"}, {"do": "go:a&b", "more": 1}, {"do": "none"},
        {"do": "pick", "value": 1}, {"do": "pick", "value": "x" * (LONGEST + 1)}, {"do": "drop", "value": "x"},
        {"do": "pick", "value": "x", "more": 1},
    ],
)  # fmt: skip
def test_anything_else_is_not_for_us(board: Board, pressed: list[str], message: object) -> None:
    hear(board, message)
    assert pressed == []


def test_what_is_no_longer_shown_cannot_be_pressed(board: Board, pressed: list[str]) -> None:
    board.show(html=el("p", 'data-do="go:a&b" is only text here'))
    hear(board, {"do": "go:a&b"})
    assert pressed == []


def test_a_trait_is_never_taken_from_the_browser(board: Board) -> None:
    board.set_state({"html": '<button data-do="go:x">'})
    assert "go:x" not in board.html
