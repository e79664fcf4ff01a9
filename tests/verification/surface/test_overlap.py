"""What two texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.verification.surface.overlap import centrality, content_words, jaccard, overlap_with_line, stem

WORDS = ["the", "price", "of", "bread", "and", "your", "ovens", "was", "late", "sheets", "waiting"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8)


def test_content_words_are_stems_without_stop_words():
    assert content_words("You don't price the loaves; I've priced Leo’s ovens.") == {"pric", "loav", "leo", "oven"}
    assert content_words("It isn't what you can't have, won't it?") == frozenset()


@pytest.mark.parametrize(
    "forms",
    ["price prices priced pricing", "worry worries worried worrying", "stop stops stopped stopping", "oven ovens",
     "miss missed missing", "call calls called calling"],
)  # fmt: skip
def test_the_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("word", ["thing", "bring", "need", "bus", "kiss", "this", "red", "speed"])
def test_a_short_word_is_its_own_stem(word):
    assert stem(word) == word


def test_jaccard_is_the_share_of_all_words_that_both_have():
    assert jaccard(frozenset("abc"), frozenset("bcd")) == 0.5
    assert jaccard(frozenset(), frozenset()) == 0.0


def test_a_parrot_overlaps_with_the_line():
    assert overlap_with_line("The garden centre said yes?", "And the garden centre said it wants bread.") == 2 / 4
    assert overlap_with_line("Go on.", "And the garden centre?") == 0.0


def test_the_most_central_option_shares_most_with_the_others():
    assert centrality(["sheet price", "sheet", "price", "garden"]) == pytest.approx([1 / 3, 1 / 6, 1 / 6, 0.0])
    assert centrality(["alone"]) == [0.0]
    assert centrality([]) == []


@given(TEXTS, TEXTS)
def test_overlap_is_the_same_from_both_sides_and_whole_with_itself(a, b):
    one, other = " ".join(a), " ".join(b)
    assert overlap_with_line(one, other) == overlap_with_line(other, one)
    assert overlap_with_line(one, one) == (1.0 if content_words(one) else 0.0)
