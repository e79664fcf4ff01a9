"""A data folder in which much has happened, and programs that use it meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulator.store.drafts import Drafts
from simulator.store.sql import open_store
from tests.services.accounts.life import NOW, live, rows

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Closed again."""
    folder = tmp_path / "data"
    store = open_store(folder)
    live(store)
    store.close()
    Drafts(folder / "drafts").add("mine", "title: Mine – é")
    Drafts(folder / "drafts").add("broken", "{{{")
    return folder


@contextmanager
def program(what: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.services.keeping.writing", what, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        assert process.stdout.readline() == "opened\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def contents(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(folder)
    try:
        return rows(store)
    finally:
        store.close()


def now() -> str:
    return NOW
