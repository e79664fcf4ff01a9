"""Conditions in words, and the beginnings of lines."""

import pytest

from simulator.exports.wording import cases, condition, opening_words, shorten, when
from simulator.model.scenario import Case, Condition, Line
from tests import stock


@pytest.mark.parametrize(
    ("fact", "values", "words"),
    [
        ("mode", ("settled", "breached"), "mode is settled or breached"),
        ("trust", (1,), "trust is 1"),
        ("trust", (0,), "trust is 0"),
        ("trust", (2, 3), "trust is 2 or 3"),
        ("heard", (True,), "heard"),
        ("flag.told", (False,), "not told"),
        ("watch", (True, False), "watch is true or false"),
    ],
)
def test_a_condition_reads_as_a_phrase(fact, values, words):
    assert condition(Condition(fact, values)) == words


def test_several_conditions_must_all_hold_and_none_says_nothing():
    assert when((Condition("mode", ("settled",)), Condition("heard", (True,)))) == "when mode is settled and heard"
    assert when(()) == ""


def test_only_the_last_of_several_cases_holds_otherwise():
    told = (Condition("flag.told", (True,)),)
    assert cases([("4", told), ("2", ())]) == ("4 when told", "2 otherwise")
    assert cases([("4", ())]) == ("4",)


def test_a_beat_opens_with_speech_and_with_a_stage_direction_only_where_there_is_nothing_else():
    (beat, *_) = stock.scenario("tiny").beats
    assert opening_words(_saying(beat, "(She nods.) Well, yes.")) == "Well, yes."
    assert opening_words(_saying(beat, "(She nods.)")) == "(She nods.)"


def test_shortening_keeps_whole_words_where_there_are_any():
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two, three", 10) == "one two…"
    assert shorten("x" * 20, 10) == "x" * 9 + "…"


def _saying(beat, words):
    return type(beat)(beat.id, beat.focus, beat.facet, (Line(None, (Case(words),)),), beat.options)
