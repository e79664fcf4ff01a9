"""The catalogue keeps its word: each example gives its code, its twin does not, and no code is missing from it."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

import simulator
from simulator.authoring.load import parse_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import ContentError
from simulator.model.diagnostic import Diagnostic, Location, Severity
from simulator.verification.diagnostics.catalogue import catalogue, diagnostic, read_catalogue
from simulator.verification.diagnostics.examples import BASES, changed, make, parse_example
from tests import stock
from tests.authoring.marks import unmarked
from tests.verification.diagnostics.running import findings

CODES = [*catalogue()]
TOO_SHORT_ON_PURPOSE = {"L26", "C06"}
"""Bases are as small as they can be: fewer decisions and hinges than somebody should play."""
HERE = Location("late.yaml", 3, 7)


def fits(message: str, template: str) -> bool:
    parts = Formatter().parse(template)
    pattern = "".join(re.escape(text) + (".+?" if name is not None else "") for text, name, _, _ in parts)
    return re.fullmatch(pattern, message, re.DOTALL) is not None


def entry(**changes: str) -> str:
    fields = {
        "severity": "error", "title": "T", "message": "'{what}' is wrong", "hint": "Mend {what}.", "explanation": "E.",
        "example": "{}", "twin": "{}", **changes,
    }  # fmt: skip
    return "X01:\n" + "".join(
        f"  {key}: {value if value[0] in '[{' else repr(value)}\n" for key, value in fields.items()
    )


@pytest.mark.parametrize("code", CODES)
def test_the_example_gives_the_code_in_the_words_of_the_catalogue(code):
    entry = catalogue()[code]
    found = [each for each in findings(make(entry.example)) if each.code == code]
    assert found
    for each in found:
        assert each.severity is entry.severity
        assert any(fits(each.message, template) for template in entry.message), each.message
        assert each.hint


@pytest.mark.parametrize("code", CODES)
def test_the_twin_does_not(code):
    assert code not in {each.code for each in findings(make(catalogue()[code].twin))}


@pytest.mark.parametrize("code", [code for code in CODES if catalogue()[code].family in ("structure", "scoring")])
def test_every_witness_of_the_example_can_be_played(code):
    made = make(catalogue()[code].example)
    ((name, raw),) = made.files.items()
    rubric = changed(stock.rubric(), made.rubric)
    dialogue = Dialogue(scenario_or_error(parse_scenario(raw.decode(), rubric, name)))
    for each in findings(made):
        assert len(Session.resume(dialogue, "any", each.witness).steps) == len(each.witness)


@pytest.mark.parametrize("code", CODES)
def test_the_twin_is_another_file_than_the_example(code):
    entry = catalogue()[code]
    assert make(entry.example) != make(entry.twin)


@pytest.mark.parametrize("code", CODES)
def test_every_entry_explains_in_two_to_four_sentences(code):
    entry = catalogue()[code]
    assert 2 <= len(re.findall(r"[.?!][”’)]?(?:\s|$)", entry.explanation)) <= 4
    assert entry.explanation.endswith(".")
    assert entry.hint.endswith((".", "?"))
    assert not entry.title.endswith(".")


def test_every_code_that_can_be_given_is_in_the_catalogue_and_no_other():
    written = set()
    for path in Path(simulator.__file__).parent.rglob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        texts = (each.value for each in nodes if isinstance(each, ast.Constant) and isinstance(each.value, str))
        written |= {text for text in texts if re.fullmatch(r"[A-Z][0-9]{2}", text)}
    assert written == set(CODES)


def everything_said_in(folder: Path) -> list[Diagnostic]:
    """What the corpora of the reader and of the format are told, mistake by mistake."""
    mistakes, refusals = (
        yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8")) for name in ("mistakes", "refusals")
    )
    texts = [stock.text(each["in"]).replace(each["for"], each["put"], 1) for each in mistakes]
    texts += [each["text"] for each in refusals]
    parsed = (parse_scenario(unmarked(text)[0], stock.rubric()) for text in texts)
    return [found for each in parsed for found in each.diagnostics]


def test_whatever_the_reader_says_is_worded_in_the_catalogue():
    found = everything_said_in(Path(__file__).parents[2] / "authoring" / "data")
    assert len({each.code for each in found}) >= 20
    for each in found:
        assert any(fits(each.message, template) for template in catalogue()[each.code].message), str(each)


@pytest.mark.parametrize("base", sorted(path.stem for path in BASES.glob("*.yaml")))
def test_the_bases_themselves_are_sound(base):
    assert {each.code for each in findings(make(parse_example({"base": base})))} <= TOO_SHORT_ON_PURPOSE


def test_one_base_has_nothing_to_be_said_against_it_at_all():
    assert findings(make(parse_example({"base": "strained"}))) == []


def test_a_finding_is_worded_by_the_catalogue():
    found = diagnostic("R13", HERE, circle="a → b → a", witness=("x", "y"))
    assert (found.code, found.severity, found.location) == ("R13", Severity.ERROR, HERE)
    assert found.message == "the beats a → b → a lead in a circle"
    assert found.hint == "A conversation only moves forward."
    assert found.witness == ("x", "y")


def test_a_code_can_have_more_than_one_wording():
    assert diagnostic("R03", HERE, id="a", wording=1).message == "'a' is described twice"


def test_a_rule_that_forgets_a_value_is_told_which():
    with pytest.raises(TypeError, match="R13 needs a value for 'circle'"):
        diagnostic("R13", HERE)


def test_a_rule_that_makes_up_a_code_is_told_so():
    with pytest.raises(LookupError, match="no entry Q99"):
        diagnostic("Q99", HERE)


def test_an_entry_is_read_as_it_is_written(tmp_path):
    (tmp_path / "odd.yaml").write_text(entry(message="[one, two]"), encoding="utf-8")
    found = read_catalogue(tmp_path)["X01"]
    assert (found.title, found.message, found.family) == ("T", ("one", "two"), "odd")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- a\n", "must hold entries by their code"),
        ("X01: {title: T}\n", "odd.yaml:1:1: the entry X01 must hold example, explanation"),
        (entry(severity="fatal"), "'fatal' is not a valid Severity"),
        (entry(message="[]"), "must hold text under message"),
        (entry(hint="Mend {0}."), "a template with a name that is none: Mend {0}."),
        (entry(message="half a {brace"), "expected '}'"),
        (entry(example="{edits: []}"), "an example with other keys than"),
        (entry(example="{text: a, base: small}"), "both text and an edited base"),
        (entry(twin="{edit: [{at: a, put: 1, remove: true}]}"), "an edit that is not `at` with one of"),
        (entry(twin="{edit: [{at: a, replace: b}]}"), "a `replace` that is not \\[old, new\\]"),
        (entry(twin="{edit: {at: a}}"), "an example in which edit is no list"),
        (entry(twin="{each: [{at: a}]}"), "edits that are no list"),
        ("X01: no\n", "cannot be read"),
    ],
)
def test_an_entry_that_cannot_be_used_says_why(tmp_path, text, says):
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=says):
        read_catalogue(tmp_path)


def test_a_code_stands_in_one_file_only(tmp_path):
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(entry(), encoding="utf-8")
    with pytest.raises(ContentError, match=r"second\.yaml: X01 stands in first\.yaml already"):
        read_catalogue(tmp_path)
