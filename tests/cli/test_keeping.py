"""`coachsim backup`, `restore`, `expire` and `doctor`: what they print, refuse and leave."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from simulator.model.attempt import Attempt
from simulator.store.sql import open_store

ROOT = Path(__file__).parent.parent.parent
URL = "postgresql+psycopg://me:secret@db.example/coach"


@pytest.fixture
def used(run, data):
    """A data folder with one person and one old attempt in it."""
    run("people", "add", "ada", "Ada", "--roles", "administrator")
    store = open_store(data)
    with store.work() as work:
        work.keep_version("d", "tiny", "{}")
        work.begin(Attempt("old", "ada", "tiny", "d", "seed", "2020-01-01T00:00:00+00:00"))
        work.commit()
    store.close()
    return data


def attempts(data):
    store = open_store(data)
    try:
        with store.work() as work:
            return [each.id for each in work.attempts("ada")]
    finally:
        store.close()


def test_a_backup_is_made_and_put_back_elsewhere(run, used, tmp_path):
    ran = run("backup", tmp_path / "b.zip")
    assert ran.code == 0
    assert f"0 drafts from {used} to {tmp_path / 'b.zip'}" in ran.out
    assert zipfile.is_zipfile(tmp_path / "b.zip")
    ran = run("restore", tmp_path / "b.zip", "--data", tmp_path / "again")
    assert ran.code == 0
    assert f"{tmp_path / 'again'} is as it was at 2" in ran.out
    assert attempts(tmp_path / "again") == ["old"]


def test_what_stood_there_is_said_to_be_backed_up(run, used, tmp_path):
    run("backup", tmp_path / "b.zip")
    ran = run("restore", tmp_path / "b.zip")
    assert (ran.code, ran.out) == (2, "")
    assert "add --replace" in ran.err
    out = run("restore", tmp_path / "b.zip", "--replace").out
    (saved,) = used.glob("before-restoring-*.zip")
    assert f"What stood there before is backed up in {saved}.\n" in out
    assert f"  {saved}\n" in run("people", "erase", "ada", "--yes", "--force").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("backup", "b.zip"), "There is nothing to back up"),
        (
            ("backup", "b.zip", "--database", URL),
            "pg_dump --format=custom --file=b.zip postgresql://me@db.example/coach",
        ),
        (("restore", "b.zip", "--database", URL), "pg_restore --clean"),
        (("restore", "none.zip"), "There is no file none.zip"),
        (("expire", "--days", "0", "--yes"), "'0' is not a whole number from 1 on"),
        (("expire", "--yes"), "--days"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_said(run, arguments, words):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "secret" not in ran.err


def test_old_attempts_are_deleted_when_that_is_asked_for_twice(run, used):
    ran = run("expire", "--days", "30")
    assert (ran.code, ran.err) == (2, "Nothing was deleted. To do it, add --yes.\n")
    assert "would delete 1 attempt," in ran.out
    assert attempts(used) == ["old"]
    assert run("expire", "--days", "30", "--yes").out == "Deleted 1 attempt that nobody has touched for 30 days.\n"
    assert attempts(used) == []


def test_the_doctor_finds_nothing_wrong_with_a_machine_that_works(run, used):
    ran = run("doctor", "--json")
    assert (ran.code, ran.err, ran.document["ok"]) == (0, "", True)
    checks = {each["check"]: each for each in ran.document["checks"]}
    assert set(checks) == {
        "python",
        "versions",
        "data folder",
        "free disk",
        "database",
        "scenarios",
        "benchmarks",
        "time zones",
    }
    assert all(set(each) == {"check", "ok", "says"} and each["ok"] for each in checks.values())
    assert "revision" in checks["database"]["says"]
    assert run("doctor").out.count("fine") == len(checks)


def test_the_doctor_makes_nothing(run, data):
    assert run("doctor").code == 0
    assert not data.exists()


def test_the_doctor_names_what_is_wrong(run, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "coachsim.sqlite").write_text("this is no database at all, however long it may be")
    (tmp_path / "scenarios").mkdir()
    for arguments, check in (
        (("--data", tmp_path / "file"), "data folder"),
        (("--data", tmp_path / "broken"), "database"),
        (("--database", "postgresql+psycopg://me@127.0.0.1:1/x"), "database"),
    ):
        ran = run("doctor", *arguments)
        assert ran.code == 1
        assert f"WRONG  {check}: " in ran.out
    monkeypatch.setenv("COACHSIM_SCENARIOS", str(tmp_path / "scenarios"))
    assert "WRONG  scenarios: there are no scenarios. Run: coachsim check" in run("doctor").out


def test_the_doctor_changes_no_schema(run, empty_postgres_url, used):
    ran = run("doctor", "--database", empty_postgres_url)
    assert ran.code == 0
    assert "nothing in it yet" in ran.out
    assert "nothing in it yet" in run("doctor", "--database", empty_postgres_url).out


def test_a_persons_zip_goes_to_standard_output_of_a_program(used):
    command = [sys.executable, "-m", "simulator.cli", "people", "export", "ada"]
    environment = {**os.environ, "COACHSIM_DATA": str(used)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    assert done.stdout.startswith(b"PK")
    assert done.stderr == b""
