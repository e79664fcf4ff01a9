"""Texts as words, and how many years of school they take."""

import pytest

from simulator.verification.surface.words import reading_grade, spoken, words


def test_a_contraction_is_one_word_however_its_apostrophe_is_written():
    assert words("I don’t know 'why', do I?") == ("I", "don't", "know", "why", "do", "I")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(Nod.) Go on.", "Go on."),
        ("(Nod.) (Wait.) Well?", "Well?"),
        ("Go on. (Nod.)", "Go on. (Nod.)"),
        ("(Say nothing. Wait.)", "Say nothing. Wait.)"),
        ("No.", "No."),
    ],
)
def test_what_is_said_comes_after_the_stage_direction(text, said):
    assert spoken(text) == said


def test_the_reading_grade_is_flesch_kincaid():
    assert reading_grade("The cat sat. It was fat.") == pytest.approx(0.39 * 6 / 2 + 11.8 * 6 / 6 - 15.59)
    assert reading_grade("I cannot understand.") == pytest.approx(0.39 * 3 + 11.8 * 6 / 3 - 15.59)
    assert reading_grade("12 … 7!") == 0.0
