"""`coachsim marks`: a folder of tables, there whole or not at all."""

import pytest

from simulator.services.assessing.table_words import COLUMNS
from simulator.store.sql import open_store
from tests.store.filling import fill


@pytest.fixture
def marked(data):
    store = open_store(data)
    fill(store)
    store.close()


def test_a_folder_holds_every_table_and_what_its_columns_mean(run, marked, tmp_path):
    ran = run("marks", "--to", "csv", tmp_path / "out")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Wrote {len(COLUMNS)} tables about 3 scripts to {tmp_path / 'out'}.\n")
    names = {each.name for each in (tmp_path / "out").iterdir()}
    assert names == {*(f"{name}.csv" for name in COLUMNS), "README.md"}
    assert (
        (tmp_path / "out" / "marks.csv").read_bytes().startswith(b"\xef\xbb\xbfscript,seat,assessor,criterion,level,")
    )
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_what_stands_there_is_left_alone_and_an_empty_folder_taken(run, marked, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    ran = run("marks", "--to", "csv", tmp_path / "full")
    assert (ran.code, ran.out) == (2, "")
    assert "There is something at" in ran.err
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert run("marks", "--to", "csv", tmp_path / "empty").code == 0


def test_an_export_that_is_interrupted_leaves_nothing(run, marked, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr("simulator.services.assessing.tables.readme", full)
    ran = run("marks", "--to", "csv", tmp_path / "out")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be written (No space left on device). Nothing of it was kept." in ran.err
    assert sorted(tmp_path.iterdir()) == before
