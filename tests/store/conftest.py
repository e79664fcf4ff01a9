"""A store in a folder of the test's own."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from simulator.store.sql import Store, open_store
from tests.store.postgresql import quick_place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one, for what writes again and again and is not about disks."""
    place = quick_place()
    if place is None:
        yield tmp_path
        return
    with TemporaryDirectory(prefix="coachsim-", dir=place) as folder:
        yield Path(folder)


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    yield store
    store.close()
