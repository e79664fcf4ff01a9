"""Files and folders that are written whole or not at all, however long that takes and whatever stops it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[IO[str]]:
    """A file to write UTF-8 to, for its owner's eyes; once this ends without an error, it is there under its name.

    Raises `ContentError` where it cannot be written, and for one that is there already, without `force`.
    """
    from simulator.errors import ContentError

    if os.path.lexists(path) and not force:
        raise ContentError(f"{path} is there already and was left as it is. Name another file, or add --force.")
    with _told(path):
        handle, draft = tempfile.mkstemp(dir=path.absolute().parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to put files into, for its owner's eyes; once this ends without an error, it is there under its name.

    Raises `ContentError` where there is something under that name already, or it cannot be written.
    """
    from simulator.errors import ContentError

    with _told(path):
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise ContentError(f"There is something at {path} already. Name a folder that is new or empty.")
        draft = Path(tempfile.mkdtemp(dir=path.absolute().parent, prefix=".", suffix=".part"))
        try:
            yield draft
            draft.replace(path)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


@contextmanager
def _told(path: Path) -> Iterator[None]:
    from simulator.errors import ContentError

    try:
        yield
    except OSError as error:
        raise ContentError(f"{path} cannot be written ({error.strerror or error}). Nothing of it was kept.") from error
