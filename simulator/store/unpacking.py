"""A back-up is unpacked in a folder of its own and looked at as if anybody might have made it, before it is used.

What is then done with it is in `restoring`.
"""

import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL, select

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
from simulator.store.drafts import is_name
from simulator.store.sql import FILE, Store
from simulator.store.tables import metadata

LARGEST_MANIFEST = 8 << 20
MOST_PARTS = 10_000
BOMB = 16 << 20, 250
"""A part larger than this, and so many times larger than it is in the zip, is none of ours."""
CHUNK = 1 << 20


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
