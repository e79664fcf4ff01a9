"""A back-up: one zip with the database as it was at one moment, the drafts, and a manifest that can prove both.

Made from a live SQLite database while others write in it, whatever its revision. What is secret for as long as the
server runs (keys, tokens) is not in it; password hashes are. Putting one back is in `unpacking` and `restoring`.
"""

import errno
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

from simulator.errors import StoreAway, StoreError, StoreFull
from simulator.store.drafts import Drafts
from simulator.store.files import settle
from simulator.store.sql import BUSY_SECONDS, FILE

MANIFEST = "manifest.json"
DRAFTS = "drafts"
FORMAT = 1
LARGEST_DRAFT = 16 << 20


class BackupError(StoreError):
    """A back-up could not be made, or cannot be used; nothing was changed."""


class Damaged(BackupError):
    """A database is not one, or is broken."""


@dataclass(frozen=True, slots=True)
class Part:
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """`version` is that of the product, `revision` that of the schema, `made` UTC, ISO 8601; `parts` by file name."""

    made: str
    version: str
    revision: str
    parts: dict[str, Part]
    format: int = FORMAT
    product: str = "coachsim"

    @property
    def drafts(self) -> tuple[str, ...]:
        return tuple(name for name in self.parts if name.startswith(f"{DRAFTS}/"))


def back_up(folder: Path, to: Path, version: str, made: str, *, force: bool = False) -> Manifest:
    """Write a back-up of a data folder, whole or not at all; a file that stands there only with `force`.

    Raises `BackupError`, `StoreAway`, `StoreFull`.
    """
    _refuse_place(to, force)
    if not (folder / FILE).is_file():
        raise BackupError(f"There is nothing to back up: {folder} has no {FILE}. Name the data folder with --data DIR.")
    with in_words(f"The back-up could not be written to {to}"), _scratch(to.absolute().parent) as scratch:
        files = {FILE: _snapshot(folder / FILE, scratch / FILE), **_drafts(folder / DRAFTS)}
        parts = {name: _part(path) for name, path in files.items()}
        manifest = Manifest(made, version, check_database(scratch / FILE), parts)
        _write(scratch / "whole", manifest, files)
        _put(scratch / "whole", to, force)
    return manifest


def _refuse_place(to: Path, force: bool) -> None:
    if to.is_dir():
        raise BackupError(f"{to} is a folder. Name the file that the back-up goes to: {to / 'coachsim.zip'}")
    if not to.absolute().parent.is_dir():
        raise BackupError(f"There is no folder {to.absolute().parent}. Make it first, or name another place.")
    if os.path.lexists(to) and not force:
        raise BackupError(f"{to} is there already and was left as it is. Name another file, or add --force.")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for its owner alone, on the same disk, so that what is made in it can take its place at once."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".coachsim-") as scratch:
        yield Path(scratch)


def _snapshot(source: Path, copy: Path) -> Path:
    """The database at one moment, without what was deleted from it; nobody who writes in it has to wait."""
    with closing(connected(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy


def _drafts(folder: Path) -> dict[str, Path]:
    """As they stand, whatever is in them."""
    files = {f"{DRAFTS}/{name}.yaml": folder / f"{name}.yaml" for name in Drafts(folder).names()}
    return {name: path for name, path in files.items() if path.stat().st_size <= LARGEST_DRAFT}


def _part(path: Path) -> Part:
    with path.open("rb") as file:
        return Part(file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def _write(path: Path, manifest: Manifest, files: dict[str, Path]) -> None:
    with path.open("wb") as file:
        path.chmod(0o600)  # there are people in it
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2) + "\n")
            for name, source in files.items():
                archive.write(source, name)
        file.flush()
        os.fsync(file.fileno())


def _put(made: Path, to: Path, force: bool) -> None:
    _refuse_place(to, force)  # somebody may have been quicker
    made.replace(to)
    settle(to.absolute().parent)


def connected(file: Path) -> sqlite3.Connection:
    """A connection of our own to a database that is there, without transactions it did not ask for."""
    address = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def check_database(file: Path) -> str:
    """The revision of a database that nobody else uses, once it is clear that it is whole. Raises `Damaged`."""
    try:
        with closing(connected(file)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            stray = connection.execute("PRAGMA foreign_key_check").fetchone()
            if answer != "ok" or stray:
                raise Damaged(f"The database is damaged ({answer if answer != 'ok' else f'rows of {stray[0]}'}).")
            return revision_of(connection)
    except sqlite3.DatabaseError as error:
        raise Damaged(f"The database is damaged or is none ({error}).") from error


def revision_of(connection: sqlite3.Connection) -> str:
    """Raises `Damaged` for a database that is none of ours."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, query in _HISTORIES.items():
        if table in tables and (row := connection.execute(query).fetchone()) and row[0]:
            return str(row[0])[:4]
    raise Damaged("The database is none of coachsim's.")


_HISTORIES = {
    "alembic_version": "SELECT max(version_num) FROM alembic_version",
    "migrations": "SELECT max(name) FROM migrations",
}


@contextmanager
def in_words(what: str) -> Iterator[None]:
    """Failures of disk and database, said as ours. `what` says what failed."""
    try:
        yield
    except sqlite3.Error as error:
        raise _failure(what, error) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreFull(f"{what}: the disk is full. Free some space, then try again.") from error
        raise BackupError(f"{what} ({error.strerror or error}).") from error


def _failure(what: str, error: sqlite3.Error) -> StoreError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_FULL"):
        return StoreFull(f"{what}: the disk is full. Free some space, then try again.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreAway(f"{what}: another program keeps the database busy. Try again in a moment.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Damaged(f"{what}: the database is damaged ({error}).")
    return BackupError(f"{what} ({error}).")
