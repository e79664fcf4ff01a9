"""Allowances: which comments there are, which line each speaks of, and what they silence."""

import pytest

from simulator.authoring.allowances import allowances
from simulator.authoring.load import parse_scenario
from simulator.authoring.source import parse_source
from simulator.engine.layers import Limits
from simulator.verification.diagnostics.examples import make, parse_example
from simulator.verification.surface.shingles import Shingles
from simulator.verification.verify import verify, verify_all
from tests import stock


def found_in(text):
    """Code, reason, and the line it speaks of, of each comment."""
    source = parse_source(text.encode(), "late.yaml")
    return [(each.code, each.reason, each.line) for each in allowances(source)]


def small(*edits):
    (raw,) = make(parse_example({"edit": list(edits)})).files.values()
    return raw.decode()


def noted(text, after, comment):
    """The text with a comment at the end of the first line that begins with `after`."""
    lines = text.split("\n")
    row = next(i for i, line in enumerate(lines) if line.strip().startswith(after))
    lines[row] += f"  # {comment}"
    return "\n".join(lines)


def said(text, **more):
    found = verify(parse_scenario(text, stock.rubric(), "late.yaml"), stock.rubric(), **more)
    return [(each.code, each.location.line) for each in found.diagnostics]


def codes(text, **more):
    return [code for code, _ in said(text, **more)]


# Which comments there are.


def test_a_comment_after_something_speaks_of_its_own_line():
    assert found_in("a: 1\nb: 2  # allow: L06 she quotes him\n") == [("L06", "she quotes him", 2)]


def test_a_comment_on_its_own_speaks_of_the_next_line_that_says_something():
    text = "a: 1\n# allow: L06 she quotes him\n\n# and another remark\n   # indented\nb: 2\n"
    assert found_in(text) == [("L06", "she quotes him", 6)]


def test_several_comments_above_a_line_all_speak_of_it():
    text = "# allow: L06 one\n# allow: L07 two\na: 1  # allow: L08 three\n"
    assert found_in(text) == [("L06", "one", 3), ("L07", "two", 3), ("L08", "three", 3)]


@pytest.mark.parametrize("text", ['a: "x # allow: L06 no"', "a: 'x\n  # allow: L06 no\n  y'", "a: x#allow: L06 no"])
def test_what_stands_in_quotes_or_within_a_word_is_no_comment(text):
    assert found_in(text + "\n") == []


@pytest.mark.parametrize("opening", ["|", ">-", "|2+"])
def test_what_stands_in_a_block_text_is_no_comment(opening):
    assert found_in(f"a: {opening}\n  x\n  # allow: L06 no\n\n  y # allow: L06 no\nb: 1\n") == []


def test_a_comment_beside_the_opening_of_a_block_text_is_one():
    assert found_in("a: >-  # allow: L32 common words\n  x\nb: 1\n") == [("L32", "common words", 1)]


def test_a_comment_right_after_a_block_text_is_one():
    assert found_in("a: |\n  x\n# allow: L06 she quotes him\nb: 1\n") == [("L06", "she quotes him", 4)]


def test_a_comment_after_a_text_that_looks_like_one_is_found():
    assert found_in('a: "x # allow: L07 no"  # allow: L06 she quotes him\n') == [("L06", "she quotes him", 1)]


def test_an_allowance_may_follow_another_remark():
    assert found_in("# a note # allow: L06 she quotes him\na: 1\n") == [("L06", "she quotes him", 2)]


@pytest.mark.parametrize("comment", ["#allow: L06 so", "# allow:L06 so", "#  allow L06  so", "# allow:\tL06\tso"])
def test_blanks_do_not_matter_and_the_colon_may_be_forgotten(comment):
    assert found_in(f"a: 1 {comment}\n") == [("L06", "so", 1)]


@pytest.mark.parametrize(
    "comment", ["# allowed: L06 so", "# allow her some time", "# disallow: L06 so", "# Allow: L06"]
)
def test_a_remark_that_only_sounds_like_one_is_none(comment):
    assert found_in(f"a: 1 {comment}\n") == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end):
    assert found_in(end.join(["a: 1", "# allow: L06 one", "b: 2", "c: 3 # allow: L07 two", ""])) == [
        ("L06", "one", 3),
        ("L07", "two", 4),
    ]


def test_a_comment_may_be_the_end_of_a_file():
    assert found_in("a: 1  # allow: L06 so") == [("L06", "so", 1)]
    assert found_in("a: 1\n# allow: L06 so") == [("L06", "so", 3)]  # a line that is not there


def test_letters_of_any_script_keep_lines_and_columns_apart():
    assert found_in('a: "日本 # allow: L07 no 😀"  # allow: L06 so\n') == [("L06", "so", 1)]


@pytest.mark.parametrize("end", ["a: 'b", "a: @b", "a: [b", "--- 'b", "a: b\n--- 'b"])
def test_a_file_that_cannot_be_read_to_its_end_has_no_allowances(end):
    text = f"# allow: L06 so\n{end}\n"
    assert found_in(text) == []
    assert set(codes(text)) & {"Y04", "Y05"}


def test_a_file_nested_without_end_is_not_read_a_second_time():
    assert codes("# allow: L06 so\n" + "[" * 100_000) == ["Y09"]


# What they silence.


def test_an_allowance_silences_its_finding_and_nothing_else():
    assert codes(small()) == ["C06", "L26"]
    assert codes(noted(small(), "beats:", "allow: L26 short on purpose")) == ["C06"]


def test_an_allowance_above_the_line_silences_too():
    text = small().replace("\nbeats:", "\n# allow: L26 short on purpose\n\n# All beats.\nbeats:")
    assert codes(text) == ["C06"]


def test_two_allowances_for_one_line_silence_two_findings():
    above = small().replace("\nbeats:", "\n# allow: C06 no hinge on purpose\nbeats:")
    assert codes(noted(above, "beats:", "allow: L26 short on purpose")) == []


def test_one_allowance_silences_one_of_two_findings_on_a_line():
    say = {"at": "beats.opening.options.*.evidence", "put": {}}
    text = small(say, {"at": "beats.opening.focus", "put": ["ld-searching-question", "ld-attend-fully"]})
    row = next(line for line, code in ((line, code) for code, line in said(text)) if code == "C07")
    assert [each for each in said(text) if each == ("C07", row)] == [("C07", row)] * 2
    lines = text.split("\n")
    lines[row - 1] += "  # allow: C07 one of the two"
    assert [each for each in said("\n".join(lines)) if each == ("C07", row)] == [("C07", row)]


def test_an_allowance_that_silences_nothing_is_itself_reported():
    assert codes(noted(small(), "exit:", "allow: L26 short on purpose")) == ["A01", "C06", "L26"]
    assert codes(small() + "\n# allow: L26 at the very end") == ["C06", "L26", "A01"]


def test_a_second_allowance_for_one_finding_is_reported():
    text = small().replace("\nbeats:", "\n# allow: L26 short\nbeats:")
    assert codes(text) == ["C06"]
    assert codes(noted(text, "beats:", "allow: L26 short")) == ["C06", "A01"]


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        ("allow: L26", "it does not say why L26 is right here"),
        ("allow: Q99 because", "there is no finding 'Q99'"),
        ("allow:", "it names no finding"),
        ("allow: R01 because", "R01 cannot be allowed"),
        ("allow: F02 because", "F02 cannot be allowed"),
        ("allow: Y10 because", "Y10 cannot be allowed"),
    ],
)
def test_an_allowance_without_a_reason_or_for_what_cannot_be_allowed_is_an_error(comment, fault):
    found = verify(parse_scenario(noted(small(), "beats:", comment), stock.rubric()), stock.rubric()).diagnostics
    assert [each.code for each in found if each.code != "A02"] == ["C06", "L26"]
    (faulty,) = (each for each in found if each.code == "A02")
    assert fault in faulty.message
    assert faulty.severity == "error"


def test_a_mistake_of_the_format_is_not_silenced():
    text = noted(small({"at": "minutes", "put": 0}), "minutes:", "allow: F03 because")
    assert "A02" in codes(text)
    assert len(codes(text)) == 2


def test_line_ends_of_windows_are_no_hindrance():
    text = noted(small(), "beats:", "allow: L26 short on purpose").replace("\n", "\r\n")
    assert codes(text) == ["C06"]


# What may go unused.


def test_what_only_a_bank_decides_may_go_unused_when_a_file_is_checked_alone():
    text = noted(small(), "beats:", "allow: L21 there is one client only")
    assert "A01" not in codes(text)
    both = [parse_scenario(each, stock.rubric(), each[:40]) for each in (text, small({"at": "id", "put": "second"}))]
    first, second = verify_all(both, stock.rubric())
    assert "A01" in [each.code for each in first.diagnostics]
    assert "A01" not in [each.code for each in second.diagnostics]


def test_what_is_found_by_comparing_texts_may_go_unused_when_there_are_none():
    text = noted(small(), "brief:", "allow: L32 nobody owns these words")
    assert "A01" not in codes(text)
    assert "A01" in codes(text, against=Shingles.of({"other.txt": "Nothing of this is in there, not one run of it."}))
    same = Shingles.of({"book.txt": "Ada runs a bike shop with her brother. She has ten minutes."})
    assert codes(text, against=same) == ["C06", "L26"]
    assert codes(small(), against=same) == ["L32", "C06", "L26"]


def test_nothing_is_called_unused_where_not_everything_was_explored():
    text = noted(small(), "exit:", "allow: L26 short on purpose")
    assert codes(text, limits=Limits(states=5)) == ["S08"]
