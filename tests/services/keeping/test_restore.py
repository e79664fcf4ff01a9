"""A back-up is put back: into nothing, over what stands, under an open database; and whatever is none is refused."""

import io
import json
import sqlite3
import warnings
import zipfile
from collections import namedtuple
from contextlib import closing
from hashlib import sha256

import pytest

from simulator.errors import FolderNotWritable, StoreAway, StoreError
from simulator.services.accounts.sign_in import SignIns
from simulator.services.keeping import backup, restore
from simulator.store import restoring, unpacking
from simulator.store.backup import BackupError
from simulator.store.drafts import Drafts
from simulator.store.sql import open_store
from tests.services.accounts.life import NOW, live, rows
from tests.services.keeping.conftest import contents, now, program

PAST_LIMIT = 17 << 20


@pytest.fixture
def file(folder, tmp_path):
    backup(folder, tmp_path / "b.zip", now)
    return tmp_path / "b.zip"


def without_traces_of_restoring(found):
    """Restoring ends sign-ins and says so in the log."""
    return {**found, "sign_ins": [row[:4] for row in found["sign_ins"]], "audit": found["audit"][:14]}


def ask(process, line):
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_everything_is_as_it_was(folder, file, tmp_path):
    restored = restore(tmp_path / "again", file, now)
    assert restored.saved is None
    before, after = contents(folder), contents(tmp_path / "again")
    assert without_traces_of_restoring(after) == without_traces_of_restoring(before)
    drafts = Drafts(tmp_path / "again" / "drafts")
    assert {name: drafts.read(name).text for name in drafts.names()} == {"mine": "title: Mine – é", "broken": "{{{"}
    assert {each.name for each in (tmp_path / "again").iterdir()} == {"coachsim.sqlite", "drafts"}


def test_it_is_in_the_log_and_everybody_signs_in_anew(file, tmp_path):
    restore(tmp_path / "again", file, now)
    store = open_store(tmp_path / "again")
    assert SignIns(store, lambda: NOW).visitor("sign-in ada-id") is None
    with store.work() as work:
        (entry,) = [each for each in work.audit.about("system") if each.act == "restored"]
    assert (entry.person, entry.detail) == ("command line", f"from a back-up made {NOW}")
    store.close()


def test_data_that_is_there_already_is_left_as_it_is(folder, file):
    before = contents(folder)
    with pytest.raises(BackupError, match=r"data in .* already, and nothing was changed.* add --replace"):
        restore(folder, file, now)
    assert contents(folder) == before


def test_drafts_alone_are_data_too(file, tmp_path):
    Drafts(tmp_path / "again" / "drafts").add("mine", "mine")
    with pytest.raises(BackupError, match="data"):
        restore(tmp_path / "again", file, now)
    assert Drafts(tmp_path / "again" / "drafts").read("mine").text == "mine"


def test_a_store_that_was_opened_and_never_used_is_no_data(file, tmp_path):
    open_store(tmp_path / "again").close()
    assert restore(tmp_path / "again", file, now).saved is None
    assert contents(tmp_path / "again")["people"]


def test_what_stood_there_is_backed_up_before_it_is_replaced(folder, file, tmp_path):
    store = open_store(folder)
    with store.work() as work:
        work.connection.exec_driver_sql("DELETE FROM choices")
        work.commit()
    store.close()
    drafts = Drafts(folder / "drafts")
    drafts.save("mine", "changed", drafts.read("mine").seen)
    drafts.add("later", "later")
    saved = restore(folder, file, now, replace=True).saved
    assert contents(folder)["choices"]
    assert (drafts.names(), drafts.read("mine").text) == (("broken", "mine"), "title: Mine – é")
    assert saved.parent == folder
    restore(tmp_path / "before", saved, now)
    assert contents(tmp_path / "before")["choices"] == []
    assert Drafts(tmp_path / "before" / "drafts").read("mine").text == "changed"
    again = restore(folder, file, now, replace=True).saved
    assert again != saved
    assert saved.exists()


def test_whoever_has_the_database_open_sees_what_was_restored_and_goes_on(folder, file):
    store = open_store(folder)
    with program("serve", folder) as page:
        seen = ask(page, "look")
        assert ask(page, "later-attempt") == "begun"
        assert "later-attempt" in ask(page, "look")
        restore(folder, file, now, replace=True)
        assert ask(page, "look") == seen
        assert "later-attempt" not in {row[0] for row in rows(store)["attempts"]}
        assert ask(page, "another") == "begun"
        assert "another" in ask(page, "look")
        assert "another" in {row[0] for row in rows(store)["attempts"]}
    store.close()


def test_a_restore_among_writers_leaves_one_whole_state(folder, file):
    for _ in range(3):
        with program("write", folder) as writer:
            for _ in range(3):
                writer.stdout.readline()
            restore(folder, file, now, replace=True)
        with closing(sqlite3.connect(folder / "coachsim.sqlite", timeout=10)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            assert database.execute("SELECT count(*) FROM people").fetchone() == (3,)


def test_a_database_that_nobody_lets_go_of_is_left_as_it_is(folder, file, monkeypatch):
    monkeypatch.setattr(restoring, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr("simulator.store.backup.BUSY_SECONDS", 0.1)
    before = contents(folder)
    with closing(sqlite3.connect(folder / "coachsim.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreAway, match="kept busy by another program"):
            restore(folder, file, now, replace=True)
    assert contents(folder) == before


def test_a_damaged_database_is_moved_aside_and_kept(folder, file):
    broken = b"SQLite format 3\0" + b"x" * 5000
    for each in folder.glob("coachsim.sqlite*"):
        each.unlink()
    (folder / "coachsim.sqlite").write_bytes(broken)
    restored = restore(folder, file, now, replace=True)
    assert restored.moved
    assert (restored.saved / "coachsim.sqlite").read_bytes() == broken
    assert (restored.saved / "drafts" / "mine.yaml").exists()
    assert contents(folder)["people"]


# What is no back-up, or no longer.


def parts_of(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(file, parts, *, true=True):
    """A back-up of these parts; `true`: the manifest tells the truth of them."""
    if true:
        manifest = json.loads(parts["manifest.json"])
        named = {name: raw for name, raw in parts.items() if name != "manifest.json"}
        manifest["parts"] = {n: {"sha256": sha256(r).hexdigest(), "bytes": len(r)} for n, r in named.items()}
        parts = {**parts, "manifest.json": json.dumps(manifest).encode()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)


def changed(sql):
    """The same database after some statements."""

    def change(raw, tmp_path):
        path = tmp_path / "changed.sqlite"
        path.write_bytes(raw)
        with closing(sqlite3.connect(path)) as database:
            database.executescript(sql)
        return path.read_bytes()

    return change


def refused(tmp_path, file, match, error=BackupError):
    again = tmp_path / "again"
    with pytest.raises(error, match=match):
        restore(again, file, now)
    assert list(again.iterdir()) == []


@pytest.mark.parametrize(
    "raw",
    [b"", b"x" * 1000, b"PK\x03\x04" + b"x" * 1000, b"PK\x05\x06" + b"\0" * 18],
    ids=["empty", "x", "pk", "no-parts"],
)
def test_a_file_that_is_no_zip_or_an_empty_one_is_refused(tmp_path, raw):
    (tmp_path / "x.zip").write_bytes(raw)
    refused(tmp_path, tmp_path / "x.zip", "no back-up of coachsim")


def test_a_file_that_is_not_there_is_named(tmp_path):
    refused(tmp_path, tmp_path / "none.zip", "There is no file")


@pytest.mark.parametrize("part", ["manifest.json", "coachsim.sqlite", "drafts/mine.yaml"])
def test_a_part_that_is_missing_is_noticed(file, tmp_path, part):
    made(file, {name: raw for name, raw in parts_of(file).items() if name != part}, true=False)
    refused(tmp_path, file, "no back-up|does not hold the parts")


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "/etc/evil",
        "drafts/../../evil.yaml",
        "drafts/.lock",
        "drafts/a/b.yaml",
        "drafts\\..\\x.yaml",
        "x.txt",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(file, tmp_path, name):
    made(file, {**parts_of(file), name: b"evil"})
    refused(tmp_path, file, "it has a part")
    assert not (tmp_path / "evil.yaml").exists()


def test_a_part_that_is_there_twice_is_refused(file, tmp_path):
    with zipfile.ZipFile(file, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("drafts/mine.yaml", "another")
    refused(tmp_path, file, "there twice")


@pytest.mark.parametrize("part", ["coachsim.sqlite", "drafts/mine.yaml"])
def test_a_changed_part_does_not_fit_its_checksum(file, tmp_path, part):
    parts = parts_of(file)
    made(file, {**parts, part: parts[part][:-1] + b"?"}, true=False)
    refused(tmp_path, file, f"{part} is not what was backed up")


def test_a_part_of_another_length_is_refused(file, tmp_path):
    parts = parts_of(file)
    made(file, {**parts, "drafts/mine.yaml": b"longer" * 100}, true=False)
    refused(tmp_path, file, "not the size that it says")


def test_any_byte_that_was_lost_is_noticed_or_makes_no_difference(folder, file, tmp_path):
    raw = file.read_bytes()
    for place in range(0, len(raw), len(raw) // 60):
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 0xFF]) + raw[place + 1 :])
        again = tmp_path / f"again-{place}"
        try:
            restore(again, file, now)
        except StoreError:
            assert list(again.iterdir()) == []
        else:
            assert contents(again)["choices"] == contents(folder)["choices"]


def test_a_file_that_was_cut_is_refused(file, tmp_path):
    raw = file.read_bytes()
    file.write_bytes(raw[: len(raw) // 2])
    refused(tmp_path, file, "no back-up of coachsim, or it is damaged")


def test_a_part_that_swells_is_refused_before_it_is_unpacked(file, tmp_path):
    made(file, {**parts_of(file), "coachsim.sqlite": b"\0" * (64 << 20)})
    refused(tmp_path, file, "would swell to 67,108,864 bytes")


def test_a_draft_that_is_too_large_is_refused(file, tmp_path):
    noise = io.BytesIO()
    noise.write(b"".join(sha256(bytes([n % 256, n // 256])).digest() for n in range(4096)) * (PAST_LIMIT // 131072))
    made(file, {**parts_of(file), "drafts/mine.yaml": noise.getvalue()})
    refused(tmp_path, file, "would swell")


def test_too_little_room_is_said_before_anything_is_unpacked(file, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(unpacking.shutil, "disk_usage", lambda _: usage(0, 0, 1000))
    refused(tmp_path, file, "1,000 are free")


@pytest.mark.parametrize(
    "manifest",
    [b"", b"[]", b"{}", b"\xff", b"null", b'{"format": "one"}', b'{"format": 1, "parts": []}', b"[" * 100_000],
    ids=["empty", "list", "object", "bytes", "null", "format", "parts", "deep"],
)  # fmt: skip
def test_a_manifest_that_makes_no_sense_is_refused(file, tmp_path, manifest):
    made(file, {**parts_of(file), "manifest.json": manifest}, true=False)
    refused(tmp_path, file, "manifest cannot be read")


def test_a_backup_of_a_later_format_is_refused_by_its_version(file, tmp_path):
    parts = parts_of(file)
    manifest = {**json.loads(parts["manifest.json"]), "format": 2, "version": "9.1"}
    made(file, {**parts, "manifest.json": json.dumps(manifest).encode()}, true=False)
    refused(tmp_path, file, r"newer version of coachsim \(9\.1\)")


@pytest.mark.parametrize(
    ("sql", "match"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version of coachsim .its revision is 9999"),
        ("PRAGMA foreign_keys=OFF; UPDATE choices SET attempt = attempt || '?'", "damaged .rows of choices"),
        ("CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM attempts; END", "There is 't' in the database"),
        ("CREATE VIEW v AS SELECT * FROM people", "There is 'v' in the database"),
        ("DROP TABLE alembic_version", "none of coachsim's"),
        ("PRAGMA foreign_keys=OFF; DROP TABLE releases", "releases"),
    ],
    ids=["newer", "stray", "trigger", "view", "foreign", "incomplete"],
)
def test_a_database_that_is_not_one_of_ours_is_refused(file, tmp_path, sql, match):
    parts = parts_of(file)
    made(file, {**parts, "coachsim.sqlite": changed(sql)(parts["coachsim.sqlite"], tmp_path)})
    refused(tmp_path, file, match, StoreError)


def test_a_damaged_database_is_refused_though_its_checksum_fits(file, tmp_path):
    parts = parts_of(file)
    raw = bytearray(parts["coachsim.sqlite"])
    raw[5000:60000] = b"\xff" * 55000
    made(file, {**parts, "coachsim.sqlite": bytes(raw)})
    refused(tmp_path, file, "damaged")


def test_a_folder_that_is_none_is_named(file, tmp_path):
    (tmp_path / "again").write_text("a file")
    with pytest.raises(FolderNotWritable):
        restore(tmp_path / "again", file, now)


def test_live_is_what_these_tests_restore(tmp_path):
    store = open_store(tmp_path)
    live(store)
    assert all(found for name, found in rows(store).items() if name != "migrations")
    store.close()
