"""Runs of words shared with a text that must not be copied."""

from hypothesis import given
from hypothesis import strategies as st

from simulator.verification.surface.shingles import Shingles

SOURCE = "A coach keeps what was promised, and says so early when it cannot be kept after all."
SOURCES = Shingles.of({"code.txt": SOURCE, "other.txt": "Nothing of the kind."})


def test_eight_words_in_a_row_are_found_whatever_case_punctuation_and_quotes():
    said = "Well: “WHAT was promised and -- says so, early when” it comes."
    assert SOURCES.shared(said) == [("code.txt", "what was promised and says so early when it")]


def test_seven_words_are_not():
    assert SOURCES.shared("so what was promised and says so early, she thought") == []


def test_a_whole_text_is_one_run():
    assert SOURCES.shared(SOURCE) == [("code.txt", " ".join(SOURCE.lower().replace(",", "").rstrip(".").split()))]


def test_two_runs_apart_are_two_findings():
    said = "a coach keeps what was promised and says. No. Early when it cannot be kept after all"
    assert [words for _, words in SOURCES.shared(said)] == [
        "a coach keeps what was promised and says",
        "early when it cannot be kept after all",
    ]


def test_a_run_is_reported_for_every_source_it_stands_in():
    twice = Shingles.of({"b": "one two three four", "a": "zero one two three"}, size=3)
    assert twice.shared("One, two, three.") == [("a", "one two three"), ("b", "one two three")]


def test_apostrophes_do_not_hide_a_copy():
    assert Shingles.of({"a": "don’t you dare"}, size=3).shared("Dont you dare") == [("a", "dont you dare")]


@given(st.text(alphabet="ab ", max_size=40), st.text(alphabet="ab ", max_size=40), st.integers(1, 4))
def test_what_is_shared_is_in_the_text_and_long_enough(source, text, size):
    for _, run in Shingles.of({"source": source}, size).shared(text):
        assert run in " ".join(text.split())
        assert len(run.split()) >= size
