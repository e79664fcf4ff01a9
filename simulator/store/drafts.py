"""Drafts: YAML files in one folder, which an author's other editors may open too. A draft may hold any text.

A name is a slug, so it leads nowhere else. What stands in a file is never lost: whoever writes names the text they
have seen, and what they have not seen is not written over. Whether a draft is any good is not judged here.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from simulator.store.draft import (
    MAX_BYTES,
    MAX_NAME,
    BadName,
    Conflict,
    Draft,
    DraftError,
    NameTaken,
    NoDraft,
    TooLarge,
    Unreadable,
)
from simulator.store.files import alone, move, write_whole

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Drafts:
    """The drafts in a folder, which is made when the first is kept. Raises `DraftError` for what cannot be done."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> tuple[str, ...]:
        """In the order of the alphabet."""
        return tuple(path.stem for path in self._files() if is_name(path.stem))

    def passed_over(self) -> tuple[str, ...]:
        """YAML files in the folder that are no drafts, because their names are no slugs."""
        return tuple(path.name for path in self._files() if not is_name(path.stem))

    def _files(self) -> list[Path]:
        found = (path for path in self.folder.glob("[!.]*.yaml") if _is_file(path))
        return sorted(found, key=lambda path: path.stem)

    def free(self, name: str) -> str:
        """The name itself, or the first of name-2, name-3 … that is not taken."""
        return _free(self._path(name), _taken)

    def read(self, name: str) -> Draft:
        path = self._path(name)
        if not _is_file(path):
            raise NoDraft(name)
        try:
            with path.open("rb") as file:
                return _draft(path, file.read(MAX_BYTES + 1))
        except OSError as error:
            raise Unreadable(name, error.strerror or str(error)) from error

    def add(self, name: str, text: str) -> Draft:
        """A new draft. Raises `NameTaken`."""
        path, raw = self._path(name), _bytes(name, text)
        with self._alone():
            _refuse_taken(path)
            return _write(path, raw)

    def save(self, name: str, text: str, seen: str) -> Draft | Conflict:
        """Keep a text in place of the one whose `seen` is given; where that no longer stands, beside what does."""
        path, raw = self._path(name), _bytes(name, text)
        with self._alone():
            stands = self._standing(path)
            if stands and stands.seen == _digest(raw):
                return stands
            if stands and stands.seen == seen:
                return _write(path, raw)
            beside = path.with_stem(_free(path, lambda each: _taken(each) and not _holds(each, raw)))
            return Conflict(stands, _write(beside, raw))

    def rename(self, name: str, to: str) -> Draft:
        """Raises `NameTaken`; nothing is written over."""
        old, new = self._path(name), self._path(to)
        with self._alone():
            draft = self.read(name)
            if new != old:
                _refuse_taken(new)
                move(old, new)
            return replace(draft, name=to)

    def remove(self, name: str) -> Path:
        """Put the file away into the folder `.removed`; where it lies now."""
        path = self._path(name)
        with self._alone():
            if not _is_file(path):
                raise NoDraft(name)
            away = self.folder / ".removed" / path.name
            away.parent.mkdir(exist_ok=True)
            away = away.with_stem(_free(away, _taken))
            move(path, away)
            return away

    def _path(self, name: str) -> Path:
        if not is_name(name):
            raise BadName(name)
        return self.folder / f"{name}.yaml"

    def _standing(self, path: Path) -> Draft | None:
        try:
            return self.read(path.stem)
        except (NoDraft, Unreadable):
            return None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            with alone(self.folder):
                yield
        except OSError as error:
            hint = "Copy your text from the editor; then make the folder writable, or free space, and save again."
            reason = error.strerror or str(error)
            raise DraftError(f"Nothing could be kept in {self.folder} ({reason}). {hint}") from error


def is_name(name: str) -> bool:
    """Whether a draft may be called so: a slug, which leads nowhere else."""
    return len(name) <= MAX_NAME and _SLUG.fullmatch(name) is not None


def _is_file(path: Path) -> bool:
    """An ordinary file: a link may lead out of the folder."""
    return path.is_file() and not path.is_symlink()


def _taken(path: Path) -> bool:
    return os.path.lexists(path)


def _refuse_taken(path: Path) -> None:
    if _taken(path):
        raise NameTaken(path.stem, _free(path, _taken))


def _holds(path: Path, raw: bytes) -> bool:
    """Whether a text stands there already, so that it need not be kept twice."""
    return _is_file(path) and path.stat().st_size == len(raw) and path.read_bytes() == raw


def _free(path: Path, is_taken: Callable[[Path], bool]) -> str:
    if not is_taken(path):
        return path.stem
    numbered = (f"{path.stem[: MAX_NAME - 5].rstrip('-')}-{number}" for number in count(2))
    return next(name for name in numbered if not is_taken(path.with_stem(name)))


def _bytes(name: str, text: str) -> bytes:
    raw = text.encode(errors="replace")  # halves of characters, which a page may send and no file holds
    if len(raw) > MAX_BYTES:
        raise TooLarge(name, len(raw))
    return raw


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()


def _write(path: Path, raw: bytes) -> Draft:
    write_whole(path, raw)
    return _draft(path, raw)


def _draft(path: Path, raw: bytes) -> Draft:
    if len(raw) > MAX_BYTES:
        raise Unreadable(path.stem, "it is larger than 1 MiB")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(path.stem, "it is not UTF-8 text; save it as UTF-8 where it was written") from error
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return Draft(path.stem, text, _digest(raw), changed)
