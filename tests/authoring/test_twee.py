"""Sketches from Twine become drafts that open; what is no Twee is refused by name; nothing makes the import fail."""

import gzip
import json
import pickle
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from simulator.authoring.load import parse_scenario, scenario_or_error
from simulator.authoring.source import parse_source
from simulator.authoring.twee import read_twee
from simulator.model.scenario import Scenario
from tests import stock
from tests.strategies import plain_data

CORPUS = Path(__file__).parent / "twee"
SKETCHES = sorted(CORPUS.glob("*.twee"))


def found(raw: bytes, file: str = "f.twee") -> list[tuple[str, int, int]]:
    return [(each.code, each.location.line, each.location.column) for each in read_twee(raw, file).diagnostics]


def draft(raw: bytes) -> Scenario:
    text = read_twee(raw, "f.twee").text
    assert text is not None
    return scenario_or_error(parse_scenario(text, stock.rubric()))


@pytest.mark.parametrize("path", SKETCHES, ids=lambda path: path.stem)
def test_a_sketch_becomes_a_draft_that_opens_with_just_these_findings(path):
    expected = yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))
    scenario = draft(path.read_bytes())
    assert [f"{code} {line}:{column}" for code, line, column in found(path.read_bytes())] == expected["findings"]
    ways = {beat.id: {option.id: option.then[-1].value for option in beat.options} for beat in scenario.beats}
    assert ways == expected["ways"]
    assert [ending.id for ending in scenario.endings] == expected["endings"]
    assert scenario.start.beat == expected["start"]


@pytest.mark.parametrize(
    ("raw", "file", "code", "says"),
    [
        (b"", "a.twee", "T01", "empty"),
        (b"\xef\xbb\xbf \r\n", "a.twee", "T01", "empty"),
        (b":: a\n" + b"x" * (1 << 20), "a.twee", "T02", "1 MiB"),
        (b":: a\n\xff", "a.twee", "T03", "UTF-8"),
        *((pickle.dumps({"storyPanel": {}}, protocol), "a.twee", "T04", "Twine 1") for protocol in range(6)),
        (b"ccopy_reg\n_reconstructor\n(", "a.twee", "T04", "never opened"),
        (b":: a\n[[b]]", "old.TWS", "T04", ".tws"),
        (b"<html><tw-storydata name='a'>", "a.html", "T05", "Twine 2 story"),
        (b"<tw-storydata></tw-storydata><tw-storydata>", "a.html", "T05", "archive"),
        (b"<!DOCTYPE html><p>", "a.html", "T05", "web page"),
        (b"PK\x03\x04", "a.zip", "T06", "zip"),
        (gzip.compress(b":: a", mtime=0), "a.gz", "T06", "gzip"),
        (b"\x00\x01\x02", "a.twee", "T06", "binary"),
        (b":: a\n\x0c", "a.twee", "T07", "U+000C"),
    ],
)
def test_what_is_no_twee_is_refused_by_name(raw, file, code, says):
    imported = read_twee(raw, file)
    assert imported.text is None
    assert [each.code for each in imported.diagnostics] == [code]
    assert says in imported.diagnostics[0].message


def test_a_stored_python_object_is_never_opened(tmp_path):
    class Trap:
        def __reduce__(self):
            return Path.touch, (tmp_path / "sprung",)

    for protocol in range(6):
        assert found(pickle.dumps({"storyPanel": Trap()}, protocol), "old.tws") == [("T04", 1, 1)]
    assert not (tmp_path / "sprung").exists()


def test_windows_line_ends_and_a_mark_of_byte_order_change_nothing():
    raw = (CORPUS / "plain.twee").read_bytes()
    assert read_twee(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"), "f.twee") == read_twee(raw, "f.twee")


def test_a_draft_that_is_too_deep_or_strange_in_its_comments_is_reported_there():
    for inside in ('{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\ud800"}', '{"a": ' + "[" * 5000 + "]" * 5000 + "}"):
        assert ("T13", 2) in [each[:2] for each in found(f":: a\n<!-- beat {inside} -->\n[[b]]\n:: b\n".encode())]


PIECES = [
    ":: ", "::", "\n", " ", "[[", "]]", "->", "<-", "|", "[", "]", "{", "}", "\\", "<!--", "-->", "a", "b", "c",
    "é", "StoryData", "StoryTitle", "scenario", "beat", "when", "option", "option a ", "ending", '{"start": "a"}',
    '{"then": 3}', '{"start": 1}', '{"exit": []}', '{"then": [{"to": {}}, 5]}', "When polite: ", "&#91;", "&#0;",
    "&#1114112;", "(set: ", "$x", "<<x>>", "][", "[hinge]", "[ending result-fail]", "[scenario]", "<1,2>",
    '{"position": "1,2"}', '{"client": []}', '{"trust": "1.."}',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_jumble_of_twee_is_a_draft_of_sound_yaml_or_a_refusal_that_says_why(jumble):
    imported = read_twee(f":: a\n{jumble}".encode(), "f.twee")
    assert imported.diagnostics if imported.text is None else not parse_source(imported.text.encode(), "f").diagnostics


@given(st.binary(max_size=200))
def test_any_bytes_are_a_draft_or_a_refusal_that_says_why(raw):
    imported = read_twee(raw, "f.twee")
    assert imported.text is not None or imported.diagnostics


@given(plain_data)
def test_whatever_stands_in_a_comment_the_yaml_can_be_read(data):
    for kind in ("scenario", "beat", "option x", "when", "ending"):
        comment = f"<!-- {kind} {json.dumps({'start': data, 'then': data, 'x': data})} -->"
        raw = f":: s [scenario]\n{comment}\n:: a\n{comment}\nx\n\n[[b]]\n:: b\n{comment}\ny".encode()
        text = read_twee(raw, "f.twee").text
        assert text is not None
        assert parse_source(text.encode(), "f").diagnostics == []
