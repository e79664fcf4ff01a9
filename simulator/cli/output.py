"""How commands speak: one JSON document, a file, or what is being worked on now."""

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def print_json(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def write(path: Path, text: str) -> None:
    """Raises `ContentError` where the file cannot be written."""
    from simulator.errors import ContentError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path} cannot be written ({error.strerror}).") from error


def put(path: Path, raw: bytes, *, force: bool) -> None:
    """Write a file whole or not at all, for its owner's eyes; one that stands there only with `force`. Raises
    `ContentError`.
    """
    from simulator.errors import ContentError
    from simulator.store.files import write_whole

    if path.is_dir():
        raise ContentError(f"{path} is a folder. Name the file that it goes to.")
    if os.path.lexists(path) and not force:
        raise ContentError(f"{path} is there already and was left as it is. Name another file, or add --force.")
    try:
        write_whole(path, raw)
    except OSError as error:
        why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or str(error)
        raise ContentError(f"{path} cannot be written ({why}). Nothing was written.") from error


def progress() -> Callable[[str], None]:
    """Tells a person at the terminal which file is being worked on; tells a program nothing."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda file: print(f"\r\033[K{file}" if file else "\r\033[K", end="", file=sys.stderr, flush=True)


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
