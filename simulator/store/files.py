"""Writing files so that a crash, a power cut or a second writer leaves each of them whole. Knows nothing of drafts."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAIT = 5.0
"""Seconds to wait while another process is writing."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While this lasts nobody else is here with the same folder. Raises `OSError` where that cannot be had.

    SQLite holds the lock: it does so on every system, between threads too, and lets go when a process dies.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = sqlite3.connect(folder / ".lock", timeout=WAIT, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error
    try:
        _take(lock)
        yield
    finally:
        lock.close()


def _take(lock: sqlite3.Connection) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def write_whole(path: Path, raw: bytes) -> None:
    """All of `raw` or nothing of it, and on the disk before this returns."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    settle(path.parent)


def move(path: Path, to: Path) -> None:
    """Rename a file for good; the caller has seen to it that nothing stands there."""
    path.rename(to)
    settle(to.parent, path.parent)


def settle(*folders: Path) -> None:
    """See to it that a power cut does not undo a rename, where the system can be asked for that."""
    for folder in folders:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
