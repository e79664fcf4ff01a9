"""A back-up that was found whole is put in the place of what a data folder holds, also while others use it.

They see the restored state from their next unit of work on.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import Any

from simulator.errors import StoreAway
from simulator.store.backup import DRAFTS, connected, in_words
from simulator.store.drafts import Drafts
from simulator.store.files import alone, write_whole
from simulator.store.sql import FILE
from simulator.store.unpacking import Unpacked

PATIENCE_SECONDS = 30


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
