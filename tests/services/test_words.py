"""Stage directions apart from speech."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.services.words import Part, parts


def speech(text):
    return Part("speech", text)


def cue(text):
    return Part("cue", text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Well.", (speech("Well."),)),
        ("(Nods.)", (cue("Nods."),)),
        ("(Nods.) Well. (Waits.)", (cue("Nods."), speech("Well."), cue("Waits."))),
        ("Well (she nods) then.", (speech("Well"), cue("she nods"), speech("then."))),
        ("(Nods.)(Waits.)", (cue("Nods."), cue("Waits."))),
        ("(First line,\nsecond line.) Well.", (cue("First line,\nsecond line."), speech("Well."))),
        ("Well () then.", (speech("Well"), speech("then."))),
        ("Unclosed (here.", (speech("Unclosed (here."),)),
        ("Closed) only.", (speech("Closed) only."),)),
        ("", ()),
        ("  \n ", ()),
    ],
)
def test_a_line_is_taken_apart(line, expected):
    assert parts(line) == expected


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="ab .()\n", max_size=30))
def test_no_word_is_lost_and_no_part_is_empty(line):
    found = parts(line)
    assert all(part.text and part.text == part.text.strip() for part in found)
    letters = [c for c in line if c in "ab."]
    assert [c for part in found for c in part.text if c in "ab."] == letters
