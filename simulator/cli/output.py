"""How commands speak: one JSON document, a file, or what is being worked on now."""

import json
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


def progress() -> Callable[[str], None]:
    """Tells a person at the terminal which file is being worked on; tells a program nothing."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda file: print(f"\r\033[K{file}" if file else "\r\033[K", end="", file=sys.stderr, flush=True)


def counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
