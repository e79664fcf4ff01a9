"""Opening the store where it cannot be: the error says what is wrong, where, and what to do."""

import sqlite3
import sys
from pathlib import Path

import pytest

from simulator.errors import FolderNotWritable, StoreError
from simulator.store.sql import open_store

FILE = "coachsim.sqlite"


def test_a_folder_that_is_not_there_is_made(tmp_path):
    open_store(tmp_path / "far" / "away").close()
    assert (tmp_path / "far" / "away" / FILE).is_file()


@pytest.mark.parametrize("inside", ["", "data", "far/away"])
def test_a_file_where_the_folder_should_be_is_named(tmp_path, inside):
    (tmp_path / "file").write_text("not a folder")
    folder = tmp_path / "file" / inside
    with pytest.raises(FolderNotWritable) as refused:
        open_store(folder)
    assert refused.value.folder == str(folder)
    for part in (str(folder), "--data DIR", "COACHSIM_DATA"):
        assert part in str(refused.value)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_folder_in_which_nothing_can_be_made_is_named_even_to_root():
    with pytest.raises(FolderNotWritable, match="Attempts are kept in /proc/coachsim, and that folder cannot be"):
        open_store(Path("/proc/coachsim"))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_folder_that_exists_and_cannot_be_written_to_is_named_even_to_root():
    with pytest.raises(FolderNotWritable, match="unable to open database file"):
        open_store(Path("/proc/self"))


def test_a_folder_in_place_of_the_file_is_named(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(FolderNotWritable, match="unable to open database file"):
        open_store(tmp_path)


@pytest.mark.parametrize("raw", [b"not a database at all, only text" * 50, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_a_store_error_that_says_so_and_stays_as_it_is(tmp_path, raw):
    (tmp_path / FILE).write_bytes(raw)
    with pytest.raises(StoreError, match="Move it away") as refused:
        open_store(tmp_path)
    assert not isinstance(refused.value, FolderNotWritable)
    assert str(tmp_path / FILE) in str(refused.value)
    assert (tmp_path / FILE).read_bytes() == raw


def test_a_database_of_somebody_else_is_a_store_error_and_stays_as_it_is(tmp_path):
    foreign = sqlite3.connect(tmp_path / FILE)
    foreign.execute("CREATE TABLE attempts (score REAL)")
    foreign.execute("INSERT INTO attempts VALUES (0.5)")
    foreign.commit()
    with pytest.raises(StoreError, match=r"table attempts already exists.*Move it away"):
        open_store(tmp_path)
    assert foreign.execute("SELECT name FROM sqlite_master").fetchall() == [("attempts",)]
    assert foreign.execute("SELECT * FROM attempts").fetchall() == [(0.5,)]
    foreign.close()


def test_an_empty_file_is_a_store_not_yet_written(tmp_path):
    (tmp_path / FILE).touch()
    open_store(tmp_path).close()
