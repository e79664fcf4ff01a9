"""Everything about marking as tables: they say what the store says, fit each other, and each column is explained."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from simulator.exports.table import to_csv
from simulator.services.assessing.table_words import COLUMNS
from simulator.services.assessing.tables import readme, tables
from simulator.store.sql import open_store
from tests.services.conftest import watched
from tests.store.filling import APPEAL, BENCHMARK, EXCLUSION, FIRST, PROPOSAL, RAISED, RESPONSE, SECOND, fill

ACCOUNTS = {"p-ada": "ada", "p-ben": "ben", "p-tina": "tina"}


@pytest.fixture
def filled(tmp_path):
    store = open_store(tmp_path / "data")
    fill(store)
    yield store
    store.close()


@pytest.fixture
def read(filled):
    """The tables as somebody reads them from their files."""
    return {
        table.name: list(csv.DictReader(StringIO(to_csv(table).removeprefix("\ufeff"), newline="")))
        for table in tables(filled)
    }


def test_every_mark_stands_there_as_it_was_submitted(read):
    rows = [row for row in read["marks"] if row["seat"] == "1"]
    assert [(row["criterion"], row["level"], row["opportunity"], row["turns"]) for row in rows] == [
        ("goal-focus", "", "no", ""),
        ("rapport-safety", "3", "yes", "1 4"),
    ]
    assert {row["assessor"] for row in rows} == {ACCOUNTS[FIRST.assessor]}
    assert rows[1]["comment"] == FIRST.criteria[1].comment
    notes = [(row["seat"], row["turn"], row["note"]) for row in read["notes"]]
    assert notes == [("1", "2", "Too soon."), ("1", "11", "Ä"), ("2", "", SECOND.comment)]


def test_what_was_said_after_the_marks_stands_beside_them(read):
    (response,) = read["responses"]
    assert (response["assessor"], response["level"], response["reason"]) == ("tina", "3", RESPONSE.reason)
    machine, raised = read["flags"]
    assert (machine["raised_by"], machine["upheld"], machine["decided_by"]) == ("machine", "", "")
    assert (raised["raised_by"], raised["comment"], raised["upheld"], raised["decided_by"]) == (
        "tina", RAISED.comment, "no", "ben",
    )  # fmt: skip
    assert [(row["criterion"], row["level"], row["agreed_by"]) for row in read["consensus"]] == [
        ("goal-focus", "", ""),
        ("rapport-safety", "3", ""),
    ]
    assert read["consensus"][0]["reason"] == PROPOSAL.reason


def test_what_came_of_it_stands_there_with_the_rules_of_then(read):
    assert [(row["criterion"], row["level"], row["how"], row["within"]) for row in read["finals"]] == [
        ("goal-focus", "", "consensus", "mean"),
        ("rapport-safety", "2.5", "mean", "mean"),
    ]
    (release,), (appeal,), (exclusion,) = read["releases"], read["appeals"], read["exclusions"]
    assert (release["attempt"], release["released_by"]) == ("exam", "tina")
    assert (appeal["person"], appeal["reason"], appeal["reopened"]) == ("ada", APPEAL.reason, "")
    assert (exclusion["assessor"], exclusion["person"], exclusion["reason"]) == ("ben", "ada", EXCLUSION.reason)


def test_every_level_anybody_gave_is_a_row_of_its_own(read):
    of = [row for row in read["ratings"] if row["script"] == "script" and row["criterion"] == "rapport-safety"]
    assert [(row["kind"], row["rater"], row["level"]) for row in of] == [
        ("assessor", "tina", "3"),
        ("assessor", "ben", "3"),
        ("machine", "machine", "3"),
        ("final", "final", "2.5"),
    ]


def test_tables_fit_each_other_and_name_nobody(read):
    scripts = {row["script"] for row in read["scripts"]}
    attempts = {row["attempt"] for row in read["scripts"]} - {""}
    for name, rows in read.items():
        assert {row["script"] for row in rows if "script" in row} <= scripts, name
        assert {row["attempt"] for row in rows if row.get("attempt")} <= attempts, name
    assert not [row for rows in read.values() for row in rows if "Ada Ångström" in row.values()]
    assert {row["purpose"] for row in read["scripts"]} == {"live", "calibration"}


def test_each_column_is_explained(filled):
    text = readme()
    for table in tables(filled):
        assert f"## {table.name}.csv" in text
        assert table.columns == tuple(COLUMNS[table.name])
        assert all(f"- `{column}`: {means}" in text for column, means in COLUMNS[table.name].items())


def test_a_comment_is_never_run_as_a_formula(filled):
    with filled.work() as work:
        work.connection.exec_driver_sql("UPDATE mark_criteria SET comment = '=1+1' WHERE criterion = 'rapport-safety'")
        work.commit()
    marks = next(each for each in tables(filled) if each.name == "marks")
    assert ",'=1+1," in to_csv(marks)


def test_an_empty_store_gives_empty_tables(tmp_path):
    store = open_store(tmp_path / "none")
    assert {len(each.rows) for each in tables(store)} == {0}
    store.close()


def test_the_number_of_questions_does_not_grow_with_the_scripts(filled):
    seen = watched(filled)
    tables(filled)
    first = len(seen)
    with filled.work() as work:
        for number in range(30):
            work.scripts.add(replace(BENCHMARK, id=f"more-{number}"))
        work.commit()
    seen.clear()
    tables(filled)
    assert len(seen) == first
