"""Tables as CSV: what a spreadsheet makes of them, with the nastiest names there are."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.exports.table import BOM, Table, csv_text, to_csv, written


def read(text: str) -> list[list[str]]:
    """As a strict reader has it."""
    assert text.startswith(BOM)
    return list(csv.reader(StringIO(text.removeprefix(BOM), newline=""), strict=True))


def test_it_is_a_table_with_lines_ended_as_the_standard_has_them():
    table = Table("people", ("name", "items"), (("Ada", 3), ("Bea", None)))
    assert to_csv(table) == "\ufeffname,items\r\nAda,3\r\nBea,\r\n"


@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "＝1+1",
        '=HYPERLINK("http://example.org?"&A1,"Ada")',
    ],
)
def test_what_a_spreadsheet_would_run_is_shown_as_text(name: str):
    assert read(csv_text([[name]])) == [[f"'{name}"]]


@pytest.mark.parametrize(
    "name",
    [
        "O'Neill",
        "'quoted already",
        'Ada "the Countess" Lovelace',
        "Lovelace, Ada",
        "Ada\r\nLovelace",
        "Zoë Ångström-Østergård",
        "田中太郎",
        "עדה",
        "👩‍🏫 Ada",
        "Robert'); DROP TABLE people;--",
        "<script>alert(1)</script>",
        " =1+1",
        "a=b",
        "",
    ],
)
def test_any_other_name_comes_through_as_it_is(name: str):
    assert read(csv_text([[name, "x"]])) == [[name, "x"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(-0.125, "-0.125"), (-3, "-3"), (0, "0"), (1e-9, "1e-09"), (True, "yes"), (False, "no"), (None, "")],
)
def test_numbers_stay_numbers(cell: object, text: str):
    assert written(cell) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_an_empty_cell(value: float):
    assert written(value) == ""


def test_what_cannot_stand_in_a_file_is_replaced():
    text = csv_text([["A\0da\x1b[31m", "half \ud83d"]])
    assert read(text) == [["A\ufffdda\ufffd[31m", "half \ufffd"]]
    text.encode("utf-8")


def test_a_row_of_another_width_is_refused():
    with pytest.raises(ValueError, match="Row 2 of 'people' has 1 cells for 2 columns"):
        to_csv(Table("people", ("a", "b"), ((1, 2), (3,))))


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('",;\r\n\t=+-@'), max_size=12)


@given(rows=st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1, max_size=5))
def test_whatever_is_written_is_read_back_but_for_the_apostrophe(rows):
    found = read(csv_text(rows))
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row)
