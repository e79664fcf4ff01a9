"""A back-up of a data folder: whole or not at all, also while others write; and what is refused."""

import json
import sqlite3
import stat
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from simulator.errors import StoreError
from simulator.services.keeping import KeptElsewhere, backup, restore
from simulator.store.backup import BackupError
from simulator.store.migrations import HEAD
from tests.services.accounts.life import ADA, NOW
from tests.services.keeping.conftest import ROOT, contents, now, program


def test_a_backup_holds_database_drafts_and_a_manifest_that_proves_them(folder, tmp_path):
    manifest = backup(folder, tmp_path / "b.zip", now)
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert set(file.namelist()) == {"manifest.json", "coachsim.sqlite", "drafts/mine.yaml", "drafts/broken.yaml"}
        said = json.loads(file.read("manifest.json"))
        for name, part in said["parts"].items():
            assert part == {"sha256": sha256(file.read(name)).hexdigest(), "bytes": len(file.read(name))}
        assert file.read("drafts/mine.yaml").decode() == "title: Mine – é"
    assert (said["revision"], said["made"], said["product"]) == (HEAD, NOW, "coachsim")
    assert said["version"] == manifest.version
    assert set(manifest.drafts) == {"drafts/mine.yaml", "drafts/broken.yaml"}


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(folder, tmp_path):
    before = {each.name for each in tmp_path.iterdir()}
    backup(folder, tmp_path / "b.zip", now)
    assert {each.name for each in tmp_path.iterdir()} == before | {"b.zip"}
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_what_was_deleted_is_not_in_a_backup(folder, tmp_path):
    with closing(sqlite3.connect(folder / "coachsim.sqlite")) as database:
        database.execute("DELETE FROM passwords")
        database.commit()
    backup(folder, tmp_path / "b.zip", now)
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert b"hash of ada-id" not in file.read("coachsim.sqlite")


def test_secrets_of_the_server_are_not_in_a_backup(folder, tmp_path):
    (folder / "cookie-secret").write_bytes(b"x" * 32)
    backup(folder, tmp_path / "b.zip", now)
    with zipfile.ZipFile(tmp_path / "b.zip") as file:
        assert "cookie-secret" not in file.namelist()


def test_every_choice_that_was_confirmed_before_is_in_a_backup_made_while_others_write(folder, tmp_path):
    with program("write", folder) as process:
        for number in range(5):
            attempt, turn = process.stdout.readline().split()
            backup(folder, tmp_path / f"b{number}.zip", now)
            restore(tmp_path / f"r{number}", tmp_path / f"b{number}.zip", now)
            kept = {row[:2] for row in contents(tmp_path / f"r{number}")["choices"]}
            assert (attempt, int(turn)) in kept
            for one in {name for name, _ in kept if name.startswith("attempt-")}:
                turns = sorted(turn for name, turn in kept if name == one)
                assert turns == list(range(1, len(turns) + 1))
        assert process.poll() is None


def test_a_file_that_is_there_is_left_as_it_is_unless_it_is_forced(folder, tmp_path):
    to = tmp_path / "b.zip"
    to.write_text("mine")
    with pytest.raises(BackupError, match="is there already and was left as it is"):
        backup(folder, to, now)
    assert to.read_text() == "mine"
    backup(folder, to, now, force=True)
    assert zipfile.is_zipfile(to)


def test_a_backup_that_fails_leaves_the_earlier_one(folder, tmp_path):
    to = tmp_path / "b.zip"
    backup(folder, to, now)
    before = to.read_bytes()
    (folder / "coachsim.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(StoreError, match="damaged"):
        backup(folder, to, now, force=True)
    assert to.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"data", "b.zip"}


def test_what_cannot_be_backed_up_is_said(folder, tmp_path):
    for data, to, words in (
        (tmp_path / "empty", tmp_path / "b.zip", "nothing to back up"),
        (folder, tmp_path, "is a folder"),
        (folder, tmp_path / "no" / "b.zip", "There is no folder"),
        (folder, Path("/proc/b.zip"), "could not be written"),
    ):
        with pytest.raises(BackupError, match=words):
            backup(data, to, now)
    assert not (tmp_path / "empty").exists()


def test_a_store_of_an_earlier_version_is_backed_up_as_it_is(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    old = (ROOT / "tests/store/data/version-1.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(data / "coachsim.sqlite")) as database:
        database.executescript(old)
    assert backup(data, tmp_path / "b.zip", now).revision == "0001"
    restore(tmp_path / "again", tmp_path / "b.zip", now)
    assert contents(tmp_path / "again")["alembic_version"] == [(HEAD,)]


def test_postgresql_is_left_to_its_own_tools_which_are_named_without_the_password(tmp_path):
    url = "postgresql+psycopg://me:secret@db.example:5433/coach"
    with pytest.raises(KeptElsewhere) as refused:
        backup(tmp_path, tmp_path / "b.dump", now, database=url)
    assert f"pg_dump --format=custom --file={tmp_path}/b.dump postgresql://me@db.example:5433/coach" in str(
        refused.value
    )
    with pytest.raises(KeptElsewhere) as refused:
        restore(tmp_path, tmp_path / "b.dump", now, database=url)
    assert "--dbname=postgresql://me@db.example:5433/coach" in str(refused.value)
    assert "pg_restore" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_sqlite_by_url_is_no_data_folder(tmp_path):
    for act in (backup, restore):
        with pytest.raises(BackupError, match="name it with --data DIR"):
            act(tmp_path, tmp_path / "b.zip", now, database="sqlite:///x.sqlite")


def test_ada_is_in_it(folder):
    """Or the comparisons of these tests would compare little."""
    assert (ADA.id, ADA.account) in {row[:2] for row in contents(folder)["people"]}
