"""Results that can be computed again, kept in files named by what they were computed from.

Losing the cache loses time and nothing else: an entry that is missing, broken or cannot be written is simply made anew.
"""

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

VERSION = b"1"
"""Raised when the meaning of an entry changes; old entries are then never found again."""


class Cache:
    """`folder` None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def read(self, kind: str, *parts: bytes) -> bytes | None:
        """The entry of a kind made from exactly these parts."""
        if self.folder is None:
            return None
        try:
            return self._path(kind, parts).read_bytes()
        except OSError:
            return None

    def write(self, kind: str, data: bytes, *parts: bytes) -> None:
        """Keep an entry; readers see all of it or nothing."""
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(temporary).replace(self._path(kind, parts))
            except OSError:
                Path(temporary).unlink(missing_ok=True)

    def _path(self, kind: str, parts: tuple[bytes, ...]) -> Path:
        assert self.folder is not None  # noqa: S101 - both callers have looked
        named = sha256(VERSION)
        for part in parts:
            named.update(sha256(part).digest())
        return self.folder / f"{kind}-{named.hexdigest()}"
