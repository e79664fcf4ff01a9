"""Copies and near copies, against comparing every pair."""

from collections import Counter
from itertools import combinations
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.verification.surface.duplicates import near_duplicates
from simulator.verification.surface.overlap import content_words
from simulator.verification.surface.words import words

LONG = "The garden centre wants sixty sourdough loaves before Easter"
VOCABULARY = [*LONG.lower().split(), "price", "sheet", "oven", "you", "of"]


def cosine(a: str, b: str) -> float:
    one, other = (Counter(word.lower() for word in words(text)) for text in (a, b))
    lengths = [sqrt(sum(n * n for n in counts.values())) for counts in (one, other)]
    return sum(n * other[word] for word, n in one.items()) / (lengths[0] * lengths[1])


def test_one_word_changed_is_nearly_the_same():
    other = LONG.replace("sixty", "ninety")
    assert near_duplicates([LONG, "Nothing alike here at all, neighbour Bridie minds Leo", other]) == [
        (0, 2, pytest.approx(8 / 9))
    ]


def test_the_threshold_decides():
    texts = [LONG, LONG.replace("sixty", "ninety")]
    assert near_duplicates(texts, threshold=0.9) == []
    assert len(near_duplicates(texts, threshold=0.5)) == 1


def test_case_and_punctuation_make_no_difference():
    assert near_duplicates([LONG, LONG.upper() + "!"]) == [(0, 1, 1.0)]


def test_every_copy_is_paired_with_the_first_only():
    assert near_duplicates([LONG, LONG, "", LONG, ""]) == [(0, 1, 1.0), (0, 3, 1.0)]


def test_of_short_texts_only_the_same_words_count():
    assert near_duplicates(["No, not before the price.", "No, not for the price.", "Well.", "well"]) == [(2, 3, 1.0)]


@given(
    st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=6, max_size=14), max_size=12), st.sampled_from([0.6, 0.85])
)
def test_no_pair_is_missed_and_none_invented(drawn, threshold):
    texts = list(dict.fromkeys(" ".join(sorted(each)) for each in drawn))
    long = [i for i, text in enumerate(texts) if len(content_words(text)) >= 5]
    pairs = {(i, j): cosine(texts[i], texts[j]) for i, j in combinations(long, 2)}
    found = {(i, j): likeness for i, j, likeness in near_duplicates(texts, threshold)}
    assert {pair for pair, each in pairs.items() if each > threshold + 1e-9} <= found.keys()
    assert found == {pair: pytest.approx(pairs[pair]) for pair in found}


def test_among_six_thousand_texts_the_planted_copies_are_found():
    random = Random(7)  # noqa: S311 - texts, not secrets
    vocabulary = [f"word{i}" for i in range(3000)]
    texts = [" ".join(random.choices(vocabulary, k=25)) for _ in range(5990)]
    texts += [text.rsplit(" ", 1)[0] + " changed" for text in texts[:10]]
    assert [(i, j) for i, j, _ in near_duplicates(texts)] == [(i, 5990 + i) for i in range(10)]
