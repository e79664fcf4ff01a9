"""A back-up is put back: first looked at as if anybody might have made it, then poured into the open database.

Everything is unpacked beside the data folder's files and proved there; only then is anything of it touched. Others who
have the database open see the restored state from their next unit of work on.
"""

import json
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import URL, select

from simulator.errors import StoreAway
from simulator.store.backup import (
    DRAFTS,
    FORMAT,
    LARGEST_DRAFT,
    MANIFEST,
    BackupError,
    Damaged,
    Manifest,
    Part,
    check_database,
    connected,
    in_words,
)
from simulator.store.drafts import Drafts, is_name
from simulator.store.files import alone, write_whole
from simulator.store.sql import FILE, Store
from simulator.store.tables import metadata

LARGEST_MANIFEST = 8 << 20
MOST_PARTS = 10_000
BOMB = 16 << 20, 250
"""A part larger than this, and so many times larger than it is in the zip, is none of ours."""
CHUNK = 1 << 20
PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A back-up that was found whole, in a folder of its own; its schema is up to date."""

    manifest: Manifest
    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / FILE

    def store(self) -> Store:
        return Store(URL.create("sqlite", database=str(self.database)))


@contextmanager
def unpacked(file: Path, beside: Path) -> Iterator[Unpacked]:
    """Unpack and prove a back-up in a folder beside others. Raises `BackupError`, `NewerStore`, `StoreFull`."""
    with (
        in_words(f"The back-up {file} cannot be used"),
        tempfile.TemporaryDirectory(dir=beside, prefix=".coachsim-") as scratch,
    ):
        with _opened(file) as archive:
            manifest = _manifest(file, archive)
            _refuse_bombs(file, archive, manifest, beside)
            (Path(scratch) / DRAFTS).mkdir()
            for name, part in manifest.parts.items():
                _extract(file, archive, name, part, Path(scratch) / name)
        kept = Unpacked(manifest, Path(scratch))
        _prove(file, kept)
        yield kept


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, UnicodeError) as error:
        raise BackupError(f"{file} is no back-up of coachsim, or it is damaged ({error}). Use another one.") from error


def _manifest(file: Path, archive: zipfile.ZipFile) -> Manifest:
    """What the back-up says it holds, and that it holds this and nothing else."""
    entries = archive.infolist()
    names = [each.filename for each in entries]
    strange = next((each for each in names if not _is_ours(each)), None)
    if MANIFEST not in names or FILE not in names or strange or len(set(names)) < len(names):
        found = f"it has a part '{strange[:60]}'" if strange else "parts of it are missing, or there twice"
        raise BackupError(f"{file} is no back-up of coachsim: {found}. Nothing of it was used.")
    if len(names) > MOST_PARTS or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise BackupError(f"{file} is no back-up of coachsim: it has too many parts.")
    manifest = _read(file, archive)
    if set(manifest.parts) != set(names) - {MANIFEST}:
        raise BackupError(f"{file} is damaged: it does not hold the parts that it names. Use another back-up.")
    return manifest


def _is_ours(name: str) -> bool:
    """Whether a part may have this name; none leads out of a folder."""
    folder, _, rest = name.partition("/")
    return name in (MANIFEST, FILE) or (folder == DRAFTS and rest.endswith(".yaml") and is_name(rest[:-5]))


def _read(file: Path, archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST) as opened:
        raw = opened.read(LARGEST_MANIFEST + 1)
    try:
        given = json.loads(raw)
        if given["format"] > FORMAT:
            raise BackupError(f"{file} was made by a newer version of coachsim ({given['version']}). Use that one.")
        parts = {str(name): Part(str(each["sha256"]), int(each["bytes"])) for name, each in given["parts"].items()}
        return Manifest(str(given["made"]), str(given["version"]), str(given["revision"]), parts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BackupError(f"{file} is no back-up of coachsim: its manifest cannot be read.") from error


def _refuse_bombs(file: Path, archive: zipfile.ZipFile, manifest: Manifest, beside: Path) -> None:
    large, times = BOMB
    for name, part in manifest.parts.items():
        packed = archive.getinfo(name)
        if packed.file_size != part.bytes:
            raise BackupError(f"{file} is damaged: {name} has not the size that it says. Use another back-up.")
        swollen = part.bytes > large and part.bytes > times * packed.compress_size
        if swollen or (name != FILE and part.bytes > LARGEST_DRAFT):
            raise BackupError(f"{file} is no back-up of coachsim: {name} would swell to {part.bytes:,} bytes.")
    needed, free = 3 * sum(part.bytes for part in manifest.parts.values()), shutil.disk_usage(beside).free
    if needed > free:
        hint = "Free some space, then try again."
        raise BackupError(f"Restoring {file} takes {needed:,} bytes in {beside}, and {free:,} are free. {hint}")


def _extract(file: Path, archive: zipfile.ZipFile, name: str, part: Part, to: Path) -> None:
    digest, left = sha256(), part.bytes
    with archive.open(name) as source, to.open("wb") as target:
        while left >= 0 and (chunk := source.read(CHUNK)):
            digest.update(chunk)
            left -= len(chunk)
            target.write(chunk)
    if left != 0 or digest.hexdigest() != part.sha256:
        raise BackupError(f"{file} is damaged: {name} is not what was backed up. Use another back-up.")


def _prove(file: Path, kept: Unpacked) -> None:
    """The database is whole, ours, and brought up to date. Raises `NewerStore` for one that we do not know yet."""
    try:
        check_database(kept.database)
        with closing(connected(kept.database)) as connection:
            foreign = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
            if found := connection.execute(foreign).fetchone():
                raise Damaged(f"There is '{found[0]}' in the database, which coachsim never makes.")
    except Damaged as error:
        raise BackupError(f"{file} cannot be restored. {error} Use another back-up.") from error
    store = kept.store()
    try:
        with store.work() as work:
            for table in metadata.sorted_tables:
                work.connection.execute(select(table).limit(0))
    finally:
        store.close()


def has_data(folder: Path) -> bool:
    """Whether a data folder has anything that restoring would take the place of."""
    if Drafts(folder / DRAFTS).names():
        return True
    file = folder / FILE
    if not file.is_file() or file.stat().st_size == 0:
        return file.exists() and not file.is_file()
    try:
        with closing(connected(file)) as connection:
            tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            ours = [name for name in tables if name not in ("alembic_version", "migrations")]
            return any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in ours)  # noqa: S608
    except sqlite3.DatabaseError:
        return True


def pour(kept: Unpacked, folder: Path) -> None:
    """Put the database in the place of a data folder's, all at once, and the drafts in the place of its drafts.

    Raises `StoreAway` where others never let go of the database.
    """
    live, until = folder / FILE, monotonic() + PATIENCE_SECONDS

    def patience(status: int, *_: Any) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > until:
            raise StoreAway(f"{live} is kept busy by another program; nothing was changed. Stop it, then try again.")

    with in_words(f"The back-up could not be put into {folder}"):
        live.touch(mode=0o600)
        with closing(connected(kept.database)) as source, closing(connected(live)) as target:
            target.execute("PRAGMA journal_mode = WAL")
            target.execute("PRAGMA synchronous = FULL")
            source.backup(target, pages=-1, progress=patience, sleep=0.1)
            target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _put_drafts(kept, folder / DRAFTS)


def _put_drafts(kept: Unpacked, folder: Path) -> None:
    names = {Path(each).stem for each in kept.manifest.drafts}
    drafts = Drafts(folder)
    for other in set(drafts.names()) - names:
        drafts.remove(other)
    if names:
        with alone(folder):
            for name in sorted(names):
                write_whole(folder / f"{name}.yaml", (kept.folder / DRAFTS / f"{name}.yaml").read_bytes())


def set_aside(folder: Path, to: Path) -> None:
    """Move a database that is beyond reading out of the way, with what belongs to it, and copy the drafts."""
    with in_words(f"The damaged database in {folder} could not be moved to {to}"):
        to.mkdir(mode=0o700)
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            if (folder / name).exists():
                (folder / name).rename(to / name)
        if (folder / DRAFTS).is_dir():
            shutil.copytree(folder / DRAFTS, to / DRAFTS)
