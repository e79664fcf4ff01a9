"""A store in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.store.sql import Store, open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    yield store
    store.close()
