"""Reading YAML safely: what is refused, where, and that what is accepted means what it says."""

import inspect
import json
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.authoring.source import MAX_BYTES, parse_source, read_source
from tests import strategies
from tests.authoring.marks import unmarked

REFUSALS = yaml.safe_load((Path(__file__).parent / "data" / "refusals.yaml").read_text(encoding="utf-8"))


def _findings(source):
    return [(each.code, each.location.line, each.location.column) for each in source.diagnostics]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal["name"]))
def test_it_is_refused_where_it_stands(refusal):
    text, places = unmarked(refusal["text"])
    expected = [(code, *place) for code, place in zip(refusal["codes"], places, strict=True)]
    assert _findings(parse_source(text.encode(), "file.yaml")) == expected


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal["name"]))
def test_every_refusal_says_what_and_how(refusal):
    for each in parse_source(unmarked(refusal["text"])[0].encode(), "file.yaml").diagnostics:
        assert each.message
        assert each.hint.endswith(".")
        assert str(each).startswith(f"file.yaml:{each.location.line}:{each.location.column}: error {each.code}: ")


def test_every_code_of_the_reader_has_an_example():
    from simulator.authoring import source

    used = {line.split('"')[1] for line in Path(source.__file__).read_text().split("report(") if line[:2] == '"Y'}
    elsewhere = {"Y01", "Y02", "Y03", "Y09"}  # a file that cannot be read, is too large, not UTF-8, too deep
    assert {code for refusal in REFUSALS for code in refusal["codes"]} | elsewhere >= used
    assert len(used) >= 10


@pytest.mark.parametrize(
    ("raw", "line", "column"),
    [
        (b"\xff\xfea\x00", 1, 1),
        (b"a: 1\nb: caf\xe9\n", 2, 7),
        ("é: ü".encode() + b"\xff\n", 1, 5),
        (b"\xef\xbb\xbfa: \xff\n", 1, 4),
        (b"a: \xed\xa0\x80\n", 1, 4),
        (b"a: b\xc3", 1, 5),
    ],
)
def test_what_is_not_utf8_is_refused_at_the_first_wrong_character(raw, line, column):
    source = parse_source(raw, "file.yaml")
    assert _findings(source) == [("Y03", line, column)]
    assert source.data is None


def test_a_file_of_one_mebibyte_is_read_and_one_byte_more_is_not():
    text = b"a: " + b"x" * (MAX_BYTES - 4) + b"\n"
    assert parse_source(text, "file.yaml").diagnostics == []
    source = parse_source(text + b"\n", "file.yaml")
    assert _findings(source) == [("Y02", 1, 1)]
    assert source.data is None


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_forty_levels_are_read_and_one_more_is_not(opening, closing):
    def nested(levels):
        return parse_source((opening * levels + closing * levels).encode(), "file.yaml")

    assert nested(40).diagnostics == []
    assert _findings(nested(41)) == [("Y09", 1, 40 * len(opening) + 1)]


def test_after_what_is_too_deep_the_reading_goes_on():
    text, places = unmarked("a: " + "[" * 40 + "]" * 40 + "\nb: «no\n")
    assert _findings(parse_source(text.encode(), "file.yaml"))[-1] == ("Y12", *places[0])


@pytest.mark.parametrize(
    "text",
    [
        "[" * 10_000 + "]" * 10_000,
        "{a: " * 10_000 + "}" * 10_000,
        "- " * 10_000 + "a",
        "? " * 10_000 + "a",
        "[" * 10_000,
        "{" * 10_000,
    ],
    ids=["lists", "mappings", "dashes", "keys", "brackets without end", "braces without end"],
)
def test_ten_thousand_levels_do_not_exhaust_the_stack(text):
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 200)
    try:
        codes = {each.code for each in parse_source(text.encode(), "file.yaml").diagnostics}
    finally:
        sys.setrecursionlimit(usual)
    assert codes & {"Y09", "Y11"}


def test_what_is_hopelessly_deep_is_not_read_to_its_end(monkeypatch):
    """The scanner's time grows with the square of the nesting: a mebibyte of brackets would take an hour."""
    read, parse = [], yaml.parse
    monkeypatch.setattr(
        yaml, "parse", lambda *arguments, **named: (read.append(1) or e for e in parse(*arguments, **named))
    )
    assert _findings(parse_source(b"[" * 20_000, "file.yaml")) == [("Y09", 1, 41)]
    assert len(read) < 1100


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "\ufeff"])
def test_an_empty_file_holds_nothing(text):
    source = parse_source(text.encode(), "file.yaml")
    assert (source.data, source.diagnostics) == (None, [])


def test_plain_values_mean_what_they_say():
    text = """
    whole: 12
    signed: +1
    negative: -2
    zero: 0
    share: 0.5
    bare: .5
    huge: 123456789012345678901234567890
    exponent: 1.5e3
    truth: true
    lie: false
    nothing:
    tilde: ~
    null: null
    shouted: True
    quoted: "no"
    single: '12:30'
    date: 2014-02-10
    hexadecimal: 0x1F
    underscored: 1_000
    infinite: .inf
    y: n
    time: "007"
    merge: {<<: 1}
    block: |
      two
      lines
    """
    assert parse_source(text.encode(), "file.yaml").data == {
        "whole": 12, "signed": 1, "negative": -2, "zero": 0, "share": 0.5, "bare": 0.5,
        "huge": "123456789012345678901234567890", "exponent": 1500.0, "truth": True, "lie": False,
        "nothing": None, "tilde": None, "null": None, "shouted": "True", "quoted": "no", "single": "12:30",
        "date": "2014-02-10", "hexadecimal": "0x1F", "underscored": "1_000", "infinite": ".inf", "y": "n",
        "time": "007", "merge": {"<<": 1}, "block": "two\nlines\n",
    }  # fmt: skip


@given(strategies.plain_data)
def test_whatever_json_says_is_read_as_it_is(data):
    source = parse_source(json.dumps({"data": data}, ensure_ascii=False).encode(), "file.yaml")
    assert source.diagnostics == []
    assert source.data == {"data": data}


@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!|>'\"#%@`,?\n\t \r0179.~<=", max_size=60).map(str.encode))
def test_any_bytes_at_all_are_read_or_refused_and_never_raise(raw):
    source = parse_source(raw, "file.yaml")
    lines = raw.count(b"\n") + raw.count(b"\r") + 2
    for each in source.diagnostics:
        assert each.code.startswith("Y")
        assert 1 <= each.location.line <= lines + 2
        assert each.location.column >= 1


def test_every_value_and_key_has_its_place():
    source = parse_source(b"a: 1\nb:\n  - c: x\n    d: y\n", "file.yaml")
    assert {path: (place.line, place.column) for path, place in source.values.items()} == {
        (): (1, 1), ("a",): (1, 4), ("b",): (3, 3), ("b", 0): (3, 5), ("b", 0, "c"): (3, 8), ("b", 0, "d"): (4, 8),
    }  # fmt: skip
    assert (source.at(("b", 0, "d"), key=True).line, source.at(("b", 0, "d"), key=True).column) == (4, 5)
    assert source.at(("b", 0, "nowhere", 7)) == source.at(("b", 0))


# Files.


def test_a_missing_file_is_a_finding(tmp_path):
    source = read_source(tmp_path / "missing.yaml")
    assert _findings(source) == [("Y01", 1, 1)]
    assert "No such file" in source.diagnostics[0].message


def test_a_folder_is_no_file(tmp_path):
    assert _findings(read_source(tmp_path)) == [("Y01", 1, 1)]


def test_no_more_of_a_file_is_read_than_may_stand_in_it():
    assert _findings(read_source(Path("/dev/zero"))) == [("Y02", 1, 1)]


def test_findings_name_the_file(tmp_path):
    path = tmp_path / "late.yaml"
    path.write_text("a: no\n")
    assert str(read_source(path).diagnostics[0].location) == f"{path}:1:4"
