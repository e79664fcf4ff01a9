"""How findings are printed: the exact text, with a mark under the very character that is meant."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.authoring.load import load_scenario
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.verification.diagnostics.render import WIDTH, excerpt, lines_in, lines_of, render, wants_colour
from tests import stock

FILES = {
    "late.yaml": ["format: 1", "id: late", "exit: gonne"],
    "my own.yaml": ["brief: |", "\tTwo ｗｏrds", ""],
}


def finding(file, line, column, *, severity=Severity.ERROR, code="R01", message="it is wrong", witness=()):
    return Diagnostic(code, severity, Location(file, line, column), message, "Mend it.", witness)


def shown(*diagnostics, colour=False):
    return render(diagnostics, lambda file: FILES.get(file, []), colour=colour)


def marked(line, column):
    """The character of the excerpt above the mark, in a line that holds only narrow characters."""
    text, before = excerpt(line, column)
    return text[before : before + 1]


def test_findings_are_printed_file_by_file_with_their_lines_and_a_summary():
    assert shown(
        finding("late.yaml", 3, 7, message="there is no ending 'gonne'"),
        finding("my own.yaml", 2, 1, severity=Severity.WARNING, code="L08"),
        finding("late.yaml", 2, 5, code="R14", severity=Severity.WARNING),
    ) == "\n".join(
        [
            "late.yaml · 1 error, 1 warning",
            "",
            "late.yaml:2:5: warning R14: it is wrong",
            "  2 | id: late",
            "    |     ^",
            "  Mend it.",
            "",
            "late.yaml:3:7: error R01: there is no ending 'gonne'",
            "  3 | exit: gonne",
            "    |       ^",
            "  Mend it.",
            "",
            "my own.yaml · 1 warning",
            "",
            "my own.yaml:2:1: warning L08: it is wrong",
            "  2 |     Two ｗｏrds",
            "    | ^",
            "  Mend it.",
            "",
            "1 error, 2 warnings in 2 files",
        ]
    )


def test_a_witness_is_a_command_that_plays_it():
    text = shown(finding("my own.yaml", 9, 1, witness=("wonder", "mirror")))
    assert text.splitlines()[2:5] == [
        "my own.yaml:9:1: error R01: it is wrong",
        "  Mend it.",
        "  play it: coachsim play 'my own.yaml' --choices wonder,mirror",
    ]


@pytest.mark.parametrize(
    "place", [("missing.yaml", 1, 1), ("late.yaml", 4, 1), ("late.yaml", 0, 1), ("my own.yaml", 3, 1)]
)
def test_a_line_that_is_not_there_is_left_out(place):
    assert " | " not in shown(finding(*place))


def test_nothing_found_is_said():
    assert shown() == "no findings"


def test_colours_change_nothing_but_colours():
    import re

    several = [finding("late.yaml", 3, 7, witness=("a",)), finding("late.yaml", 1, 1, severity=Severity.WARNING)]
    coloured = shown(*several, colour=True)
    assert "\x1b[1;31merror R01\x1b[0m" in coloured
    assert "\x1b[1;33mwarning R01\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == shown(*several)


def test_a_file_cannot_command_the_terminal():
    FILES["bad.yaml"] = ["say: \x1b[31mred\x07\x9b\u202e\u00a0end"]
    text = shown(finding("bad.yaml", 1, 6, message="'\x1b[2J' is wrong\nreally"))
    assert all(character.isprintable() or character == "\n" for character in text)
    assert "  1 | say: ␛[31mred␇�� end" in text
    assert "error R01: '␛[2J' is wrong␊really" in text


def test_tabs_and_wide_characters_are_counted_as_they_are_seen():
    assert excerpt("\tTwo ｗｏrds", 5) == ("    Two ｗｏrds", 7)
    assert excerpt("ｗｏrds", 3) == ("ｗｏrds", 4)
    assert excerpt("cafe\u0301 now", 7) == ("cafe\u0301 now", 5)


def test_the_mark_of_what_is_missing_at_the_end_stands_after_the_line():
    assert excerpt("a: [1", 6) == ("a: [1", 5)
    assert excerpt("a", 99) == ("a", 1)


def test_a_long_line_is_cut_around_the_place():
    line = "x" * 500 + "!" + "y" * 500
    text, before = excerpt(line, 501)
    assert text == "…" + "x" * 40 + "!" + "y" * 59 + "…"
    assert text[before] == "!"


def test_a_long_line_is_cut_at_one_end_where_the_other_is_near():
    assert excerpt("!" + "y" * 500, 1) == ("!" + "y" * 99 + "…", 0)
    assert excerpt("x" * 500 + "!", 501) == ("…" + "x" * 99 + "!", 100)
    assert excerpt("x" * 100, 100) == ("x" * 100, 99)


@given(st.text(st.sampled_from("a\tｗ\u0301!"), max_size=300), st.integers(1, 320))
def test_an_excerpt_always_fits_and_holds_the_place(line, column):
    text, before = excerpt(line, column)
    assert 0 <= before <= WIDTH + 1
    assert len(text.replace("…", "")) <= WIDTH + line.count("\u0301")
    assert (text == line.expandtabs(1).replace(" ", "    ")) or "…" in text


@given(st.text("abcdefghij", min_size=1, max_size=400), st.data())
def test_the_mark_stands_under_the_character_that_is_meant(line, data):
    column = data.draw(st.integers(1, len(line)))
    assert marked(line, column) == line[column - 1]


def test_lines_are_counted_as_the_reader_of_yaml_counts_them(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 2\u2028c: 3\rd: no\n".encode())
    lines = lines_of(str(path))
    assert lines == ["a: 1", "b: 2", "c: 3", "d: no", ""]
    [found] = [each for each in load_scenario(path, stock.rubric()).diagnostics if each.code == "Y12"]
    assert lines[found.location.line - 1] == "d: no"


def test_a_file_that_cannot_be_read_has_no_lines(tmp_path):
    assert lines_of(str(tmp_path)) == []
    assert lines_of(str(tmp_path / "missing.yaml")) == []
    assert lines_of("a\0b") == []
    (tmp_path / "large.yaml").write_bytes(b"x" * ((1 << 20) + 1))
    assert lines_of(str(tmp_path / "large.yaml")) == []


def test_a_file_that_is_not_utf8_still_shows_its_line(tmp_path):
    path = tmp_path / "old.yaml"
    path.write_bytes(b"title: Caf\xe9\n")
    found = load_scenario(path, stock.rubric()).diagnostics
    assert "  1 | title: Caf�\n    |           ^" in render(found, lines_of, colour=False)


def test_every_finding_of_a_real_file_shows_the_line_it_is_about():
    text = stock.text("tiny").replace("exit: gone", "exit: gonne")
    [line] = [each for each in lines_in(text) if "gonne" in each]
    found = finding("tiny.yaml", lines_in(text).index(line) + 1, 7)
    assert "| exit: gonne\n     |       ^" in render([found], lambda _: lines_in(text), colour=False)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(stream, environment, wanted):
    assert wants_colour(stream, environment) is wanted
