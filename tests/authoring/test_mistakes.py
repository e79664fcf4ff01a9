"""Mistakes in a scenario: each at its place, with what is wrong and how to mend it, and all of them at once."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from simulator.authoring.load import load_scenario, parse_scenario, scenario_or_error
from simulator.errors import ContentError
from simulator.model.diagnostic import Severity
from tests import stock
from tests.authoring.marks import unmarked

DATA = Path(__file__).parent / "data"
MISTAKES = yaml.safe_load((DATA / "mistakes.yaml").read_text(encoding="utf-8"))


def _findings(text):
    return parse_scenario(text, stock.rubric(), "file.yaml").diagnostics


def _places(findings):
    return [f"{each.code} {each.location.line}:{each.location.column}" for each in findings]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake['code']} {mistake['put'].strip()[:60]}")
def test_it_is_found_where_it_stands(mistake):
    sound = stock.text(mistake["in"])
    assert mistake["for"] in sound
    text, places = unmarked(sound.replace(mistake["for"], mistake["put"], 1))
    expected = mistake.get("at") or "{}:{}".format(*places[0])
    found = [each for each in _findings(text) if each.code == mistake["code"]]
    assert _places(found) == [f"{mistake['code']} {expected}"]
    assert mistake["says"] in found[0].message
    assert mistake["how"] in found[0].hint
    assert found[0].severity is Severity.ERROR


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake['code']} {mistake['put'].strip()[:60]}")
def test_one_mistake_is_one_finding(mistake):
    """But for what cannot be told apart: a name of the wrong form also refers to nothing."""
    text, _ = unmarked(stock.text(mistake["in"]).replace(mistake["for"], mistake["put"], 1))
    others = {each.code for each in _findings(text)} - {mistake["code"]}
    assert others <= {"R01", *mistake.get("also", [])}


def test_every_code_has_an_example():
    from simulator.authoring import references, shape

    written = "".join(Path(each.__file__).read_text(encoding="utf-8") for each in (references, shape))
    codes = {part[:3] for part in written.split('"') if len(part) == 3 and part[0] in "FR" and part[1:].isdecimal()}
    elsewhere = {"F01"}  # a file that holds something else altogether, below
    assert {mistake["code"] for mistake in MISTAKES} | elsewhere == codes


def test_ten_mistakes_are_ten_findings_each_with_what_where_and_how():
    text, places = unmarked((DATA / "ten-mistakes.yaml").read_text(encoding="utf-8"))
    findings = _findings(text)
    assert len(findings) == 10
    assert [(each.location.line, each.location.column) for each in findings] == places
    for each in findings:
        assert each.message
        assert each.hint.endswith((".", "?"))
        assert each.location.file == "file.yaml"
    assert max(Counter(each.code for each in findings).values()) <= 3


def test_an_exception_for_programs_lists_every_mistake(tmp_path):
    path = tmp_path / "ten.yaml"
    path.write_text(unmarked((DATA / "ten-mistakes.yaml").read_text(encoding="utf-8"))[0], encoding="utf-8")
    loaded = load_scenario(path, stock.rubric())
    assert loaded.scenario is None
    with pytest.raises(ContentError, match="has 10 mistakes") as refusal:
        scenario_or_error(loaded)
    assert refusal.value.diagnostics == loaded.diagnostics
    for each in loaded.diagnostics:
        assert str(each) in str(refusal.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "just text\n", "12\n", "~\n"])
def test_a_file_that_is_no_mapping_is_one_finding(text):
    findings = _findings(text)
    assert [each.code for each in findings] == ["F01"]
    assert "format: 1" in findings[0].hint


def test_an_empty_mapping_lacks_every_required_key():
    findings = _findings("{}")
    assert [each.code for each in findings] == ["F02"]
    for key in ("format", "id", "client", "start", "beats", "endings"):
        assert key in findings[0].message


def test_a_text_that_no_file_could_hold_is_a_finding_too():
    assert [each.code for each in _findings("a: \ud800")] == ["Y03"]


def test_keys_missing_in_several_places_are_one_finding_for_each_place():
    text = stock.text("tiny").replace("title: Tiny\n", "").replace("topic: smallest\n", "")
    text = text.replace("        form: question\n", "").replace("style: defers}", "}")
    assert [each.message for each in _findings(text)] == [
        "the keys title, topic are missing",
        "the key 'style' is missing",
        "the key 'form' is missing",
    ]


def test_broken_syntax_is_the_only_finding():
    findings = _findings(stock.text("tiny").replace("style: defers}", "style: defers"))
    assert [each.code for each in findings] == ["Y04"]


def test_every_circle_is_found_and_the_same_ones_every_time():
    lead = {"opening": "opening", "amends": "effect", "next-week": "amends"}
    text = stock.text("borrowed-hour")
    for beat, target in lead.items():
        head, tail = text.split(f"  {beat}:\n", 1)
        text = head + f"  {beat}:\n" + tail.replace("        then: ", f"        then: {target} # ", 1)
    messages = [each.message for each in _findings(text) if each.code == "R13"]
    assert messages == [
        "the beats opening → opening lead in a circle",
        "the beats effect → amends → effect lead in a circle",
    ]


def test_a_long_value_is_cut_short_in_the_message():
    findings = _findings(stock.text("tiny").replace("A bench in the park.", "x" * 4001))
    assert [each.code for each in findings] == ["F04"]
    assert len(findings[0].message) < 120


def test_ten_thousand_digits_are_no_number():
    text = stock.text("tiny").replace(
        "quality: 4", f'quality: [{{when: {{trust: "{"9" * 10_000}.."}}, is: 3}}, {{is: 4}}]'
    )
    assert [each.code for each in _findings(text)] == ["R12"]


def test_a_variable_that_does_not_exist_may_also_be_asked_for_without_harm():
    text = stock.text("tiny").replace("exit: gone", "variables: {zest: 1}\nexit: gone")
    text = text.replace("quality: 4", "quality: [{when: {zest: 1}, is: 3}, {is: 4}]")
    assert [each.code for each in _findings(text)] == ["R01", "R11"]


def test_a_thousand_mistakes_are_a_thousand_findings():
    references = ", ".join(f'"000 §{i}"' for i in range(20, 1020))
    assert len(_findings(stock.text("tiny").replace('"000 §3.1"', references))) == 1000
