"""`coachsim play SCENARIO`: turn by turn with what a person types, and the printed replay."""

import io

import pytest

from simulator.services import terminal
from tests import stock


@pytest.fixture
def typing(run, monkeypatch):
    """Play with these lines typed; what is typed is never echoed."""

    def typing(typed, scenario="tiny"):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return run("play", scenario)

    return typing


@pytest.fixture(autouse=True)
def one_order(monkeypatch):
    """Options in one order, which the person then knows."""
    monkeypatch.setattr(terminal.secrets, "token_hex", lambda _: "seed")


def number_of(option, scenario="tiny"):
    offered = [each.id for each in stock.session(scenario).offered]
    return offered.index(option) + 1


def test_a_conversation_is_played_to_its_end_with_its_scores(typing):
    ran = typing(f"{number_of('ask')}\n")
    assert (ran.code, ran.err) == (0, "")
    for words in ("TINY", "You have one thing to say.", "Ada: (Looks up.) Well?", "You talk.", "What did you notice?"):
        assert words in ran.out
    assert "Kept 100 of 100 attainable points; chance-corrected +1.00" in ran.out
    assert "Rapport, empathy and safety: too little evidence" in ran.out


def test_every_option_is_shown_with_its_number(typing):
    out = typing("q\n").out
    for option in stock.scenario("tiny").beat_by_id["only"].options:
        assert f"  {number_of(option.id)}  {option.say}" in out


def test_nothing_that_tells_which_option_is_better_is_shown(typing):
    out = typing("1\nq\n", "borrowed-hour").out
    for option in stock.scenario("borrowed-hour").beat_by_id["opening"].options:
        for secret in (option.id, option.why, option.misconception, option.impact.event.value):
            assert secret is None or secret not in out


def test_a_care_note_comes_before_anything_is_said(typing):
    out = typing("q\n", "borrowed-hour").out
    assert out.index("Somebody is let down in this one.") < out.index("Nadia:")


@pytest.mark.parametrize("end", ["", "q\n", "Q", " quit \n", "exit\n"])
def test_the_end_of_the_input_or_q_stops(typing, end):
    ran = typing(end)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith("Stopped. Nothing of this was kept.\n")


def test_stopping_in_the_middle_stops(typing):
    ran = typing("1\n2\n", "borrowed-hour")
    assert ran.out.endswith("Stopped. Nothing of this was kept.\n")
    assert ran.out.count("Nadia:") == 3


NONSENSE = [
    "",
    "0",
    "4",
    "-1",
    "1.0",
    "one",
    "1 2",
    "ask",
    "²",
    "٣٤",
    "99999999999999999999",
    "\x00",
    "\ufeff1x",
    "é",
    "1" * 5000,
]


@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda each: ascii(each)[:20])
def test_nonsense_is_asked_about_again(typing, nonsense):
    ran = typing(f"{nonsense}\n{number_of('push')}\n")
    assert ran.code == 0
    assert ran.out.count("Please type a number from 1 to 3.") == 1
    assert "She shrugs." in ran.out


def test_only_nonsense_ends_with_the_input(typing):
    ran = typing("nonsense\n" * 50)
    assert ran.code == 0
    assert ran.out.count("Please type a number") == 50


def test_an_interrupt_while_typing_stops(run, monkeypatch):
    class Interrupted:
        def readline(self):
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    ran = run("play", "tiny")
    assert (ran.code, ran.out[-35:]) == (0, "Stopped. Nothing of this was kept.\n")


def test_playing_in_the_terminal_keeps_no_attempt(typing, data):
    typing("1\n")
    assert [each.name for each in data.iterdir()] == ["cache"]


def test_a_replay_is_printed_with_what_each_line_cost(run):
    ran = run("play", "borrowed-hour", "--choices", "explain,own-late,own-again,lecture")
    assert (ran.code, ran.err) == (0, "")
    assert "1. Nadia: (Quick smile.) It was fine, really. Shall we start?" in ran.out
    assert "Coach: It was my mother's hospital, so I had no choice." in ran.out
    assert "[DEFEND; setback, −" in ran.out
    assert "— she-leaves (fail) —" in ran.out


def test_an_unfinished_replay_ends_with_what_the_client_says_now(run):
    out = run("play", "borrowed-hour", "--choices", "own-it").out
    assert "Nadia: (Puts the pen down.) Thank you. I did notice." in out
    assert "Kept 100 of 100" in out
