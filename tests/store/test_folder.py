"""Opening the store where it cannot be: the error says what is wrong, where, and what to do."""

import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.errors import FolderNotWritable, StoreError
from simulator.store import place
from simulator.store.place import NetworkFolder, refuse_network_folder
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


def test_a_database_of_somebody_else_is_refused_and_stays_as_it_is_to_the_last_byte(tmp_path):
    with closing(sqlite3.connect(tmp_path / FILE)) as foreign:
        foreign.execute("CREATE TABLE people (nickname TEXT)")
        foreign.execute("INSERT INTO people VALUES ('Bo')")
        foreign.commit()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(StoreError, match=r"holds something else than coachsim's store: people"):
        open_store(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_an_empty_file_is_a_store_not_yet_written(tmp_path):
    (tmp_path / FILE).touch()
    open_store(tmp_path).close()


# On a network. A real mount cannot be had in a test; partitions as psutil describes them stand in for the machine's.


@dataclass(frozen=True)
class Mount:
    mountpoint: str
    fstype: str


MOUNTS = [
    Mount("/", "ext4"),
    Mount("/home", "nfs4"),
    Mount("/home/ada/local", "ext4"),
    Mount("/srv", "ext4"),
    Mount("/srv", "cifs"),
    Mount("/Volumes/share", "SMBFS"),
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ada/.local/share/coachsim", "nfs4"),
        ("/home", "nfs4"),
        ("/srv/data", "cifs"),
        ("/Volumes/share/data", "smbfs"),
    ],
)
def test_a_folder_on_a_network_is_refused_with_the_reason_and_what_to_do(folder, kind):
    with pytest.raises(NetworkFolder) as refused:
        refuse_network_folder(Path(folder), MOUNTS)
    assert (refused.value.folder, refused.value.kind) == (folder, kind)
    for part in (folder, f"on another machine ({kind})", "WAL", "--data DIR", "COACHSIM_DATABASE"):
        assert part in str(refused.value)


@pytest.mark.parametrize("folder", ["/", "/homes/ada", "/home/ada/local/data", "/var/lib/coachsim", "/Volumes"])
def test_a_folder_on_this_machine_is_fine(folder):
    refuse_network_folder(Path(folder), MOUNTS)
    refuse_network_folder(Path(folder), [])


def test_a_link_to_a_network_is_seen_through(tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "far")
    with pytest.raises(NetworkFolder):
        refuse_network_folder(
            tmp_path / "link" / "data", [Mount("/", "ext4"), Mount(str(tmp_path / "far"), "fuse.sshfs")]
        )


def test_the_stores_folder_is_asked_about_before_anything_is_made_in_it(tmp_path, monkeypatch):
    monkeypatch.setattr("psutil.disk_partitions", lambda **_: [Mount(str(tmp_path), "nfs")])
    with pytest.raises(NetworkFolder):
        open_store(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_with_a_database_by_address_it_does_not_matter_where_the_folder_lies(tmp_path, monkeypatch, postgres_url):
    monkeypatch.setattr("psutil.disk_partitions", lambda **_: [Mount(str(tmp_path), "nfs")])
    open_store(tmp_path / "data", postgres_url).close()


def test_the_kind_of_a_folder_of_this_machine_is_found(tmp_path):
    assert place._kind(tmp_path.resolve(), place._here()) not in {"", *place.NETWORK}
