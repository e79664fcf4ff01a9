"""Rubrics from Canvas become drafts with their anchors; each mistake is at its place, and none holds up the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.authoring.canvas import read_canvas
from simulator.authoring.canvas.findings import FINDINGS
from simulator.authoring.source import parse_source
from simulator.exports.canvas import canvas
from simulator.verification.diagnostics.catalogue import catalogue
from simulator.verification.diagnostics.examples import make
from tests import stock

HEAD = "Rubric Name,Criteria Name" + ",Rating Name,Rating Description,Rating Points" * 5
NUMBERED = "Rubric Name,Criteria Name," + ",".join(
    f"Rating Name {n},Rating Description {n},Rating Points {n}" for n in range(1, 6)
)
LEVELS = "superb,Always,4,good,Often,3,fair,At times,2,weak,Once,1,none,Never,0"
ROW = f"Coaching,Listening,{LEVELS}"
CODES = sorted(FINDINGS)


def found(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return [
        f"{each.code} {each.location.line}:{each.location.column}" for each in read_canvas(raw, "r.csv").diagnostics
    ]


def rubrics(text):
    raw = text if isinstance(text, bytes) else text.encode()
    imported = read_canvas(raw, "r.csv")
    if imported.text is None:
        return []
    source = parse_source(imported.text.encode(), "draft.yaml")
    assert source.diagnostics == []
    return source.data["rubrics"]


def test_what_was_exported_comes_back_with_the_same_anchors():
    text, rubric = canvas(stock.rubric()), stock.rubric()
    assert found(text) == []
    (back,) = rubrics(text)
    assert (back["title"], back["levels"]) == (rubric.title, list(rubric.levels))
    for competency, criterion in zip(rubric.competencies, back["criteria"], strict=True):
        assert tuple(criterion["anchors"]) == competency.anchors
        assert (criterion["title"], criterion["definition"]) == (competency.title, competency.definition)
        assert criterion["code"] == competency.code


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{ROW}\n",
        f"{NUMBERED}\r\n{ROW}\r\n",
        f"{HEAD}\r{ROW}",
        f"\ufeff{HEAD}\n\n{ROW}\n,,,\n",
        f"{HEAD}\n{ROW}".replace(",", ";"),
        f"{HEAD}\n{ROW}".replace(",", "\t"),
        f"{HEAD}\n{ROW}".encode("utf-16"),
        f"{HEAD}\n{ROW}".upper().replace("LISTENING", "Listening").title().replace("Points", "POINTS"),
    ],
    ids=["plain", "numbered", "old Mac", "byte order", "semicolons", "tabs", "UTF-16", "any case"],
)
def test_a_table_is_read_however_it_was_saved(text):
    (rubric,) = rubrics(text)
    assert [each.casefold() for each in rubric["levels"]] == ["none", "weak", "fair", "good", "superb"]
    assert [each.casefold() for each in rubric["criteria"][0]["anchors"]] == [
        "never", "once", "at times", "often", "always",
    ]  # fmt: skip
    assert found(text) == []


def test_quotes_commas_and_lines_within_a_cell_stay_as_they_are():
    cell = '"Says ""yes, and"",\n=then waits"'
    (rubric,) = rubrics(f"{HEAD}\n{ROW.replace('Always', cell)}\n")
    assert rubric["criteria"][0]["anchors"][-1] == 'Says "yes, and",\n=then waits'


def test_the_apostrophe_that_guards_a_formula_is_taken_away_again():
    (rubric,) = rubrics(f"{HEAD}\n{ROW.replace('Always', chr(39) + '=1+1')}\n")
    assert rubric["criteria"][0]["anchors"][-1] == "=1+1"


def test_a_rubric_with_a_mistake_is_left_out_and_the_others_are_drafted():
    text = "\n".join(
        [HEAD, ROW, f"Broken,,{LEVELS}", f"Broken,Asking,{LEVELS}", f",Lost,{LEVELS}", f"Third,Asking,{LEVELS}"]
    )
    assert [each["title"] for each in rubrics(text)] == ["Coaching", "Third"]
    assert found(text) == ["K13 3:8", "K13 5:1"]


def test_every_mistake_of_a_row_is_at_its_column():
    row = 'Coaching,Listening,superb,Always,x,,Often,3,fair,,"2,5",weak,Once,1,none,Never,'
    assert found(f"{HEAD}\n{row}\n") == ["K16 2:34", "K13 2:36", "K20 2:50", "K17 2:51", "K13 2:80"]


def test_places_are_counted_over_cells_of_several_lines():
    over_lines = ROW.replace("Always", '"a\nb\nc"')
    text = f"{HEAD}\n{over_lines}\nCoaching,Asking,superb,Always,x\n"
    assert found(text) == ["K16 5:31"]
    (said,) = read_canvas(text.encode(), "r.csv").diagnostics
    assert said.message.startswith("row 3, Rating Points 1: 'x'")


def test_ratings_in_any_order_end_up_from_low_to_high():
    parts = LEVELS.split(",")
    triples = [",".join(parts[i : i + 3]) for i in range(0, 15, 3)]
    (rubric,) = rubrics(f"{HEAD}\nCoaching,Listening,{','.join(triples[2:] + triples[:2])}\n")
    assert rubric["levels"] == ["none", "weak", "fair", "good", "superb"]


def test_ratings_worth_the_same_keep_the_order_in_which_they_stood():
    (rubric,) = rubrics(f"{HEAD}\n{ROW.replace('good,Often,3', 'good,Often,4')}\n")
    assert rubric["levels"] == ["none", "weak", "fair", "good", "superb"]


@pytest.mark.parametrize(
    "raw",
    [
        f"{HEAD}\n".encode() + b"," * (10 << 20),
        (f"{HEAD}\n".encode() + b"R,C,n,d,x\n" * 1_100_000)[: 10 << 20],
        (f"{HEAD}\n".encode() + b",,,,\n" * 2_200_000)[: 10 << 20],
        f"{HEAD}\n".encode() + b'"' * ((10 << 20) - 500),
        f"{HEAD}\n".encode() + b'"a"b,' * 2_000_000,
        f"{HEAD}\nR,C,n,".encode() + b"d" * ((10 << 20) - 500),
    ],
    ids=["commas", "mistakes", "empty rows", "quotes", "half quotes", "one cell"],
)
def test_ten_mebibytes_of_nonsense_are_refused(raw):
    imported = read_canvas(raw, "r.csv")
    assert imported.text is None
    assert imported.diagnostics


@pytest.mark.parametrize("raw", [b",", b";", b",,,\n,,\n", b" , \r\n"])
def test_a_table_of_nothing_is_an_empty_file(raw):
    assert [each.code for each in read_canvas(raw, "r.csv").diagnostics] == ["K01"]


@given(st.binary() | st.text().map(str.encode) | st.text(',;\t"\n\r\'=aé\u2028\x00', max_size=60).map(
    lambda text: f"{HEAD}\n{ROW}\n{text}".encode()
))  # fmt: skip
def test_nothing_makes_the_import_fail(raw):
    imported = read_canvas(raw, "r.csv")
    assert imported.text is not None or imported.diagnostics
    if imported.text is not None:
        assert parse_source(imported.text.encode(), "d.yaml").diagnostics == []


# The catalogue.


def _codes(example):
    return [each.code for name, raw in make(example).files.items() for each in read_canvas(raw, name).diagnostics]


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_says_the_same_as_the_code(code):
    entry, finding = catalogue()[code], FINDINGS[code]
    assert (entry.severity, entry.message, entry.hint) == (finding.severity, (finding.message,), finding.hint)
    assert set(_codes(entry.example)) == {code}
    assert _codes(entry.twin) == []


def test_the_catalogue_knows_no_other_code_of_canvas():
    assert sorted(code for code in catalogue() if code.startswith("K")) == CODES
