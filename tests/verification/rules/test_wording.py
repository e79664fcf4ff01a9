"""Numbers and names in a sentence."""

import pytest

from simulator.verification.rules.wording import counted, quoted


@pytest.mark.parametrize(("number", "words"), [(0, "0 moves"), (1, "1 move"), (1.0, "1 move"), (3.0, "3 moves")])
def test_one_of_a_kind_has_no_plural(number, words):
    assert counted(number, "move") == words


@pytest.mark.parametrize(
    ("names", "words"), [(["a"], "'a'"), (["a", "b"], "'a' and 'b'"), (["a", "b", "c"], "'a', 'b' and 'c'")]
)
def test_names_are_quoted_and_joined(names, words):
    assert quoted(names) == words
