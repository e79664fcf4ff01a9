"""The cache: what was computed comes back, and whatever goes wrong with it costs time and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.store.cache import Cache
from tests import strategies  # noqa: F401 - examples as everywhere


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


def test_what_was_written_comes_back(cache):
    cache.write("solution", b"\x00\xff data", b"one", b"two")
    assert cache.read("solution", b"one", b"two") == b"\x00\xff data"


def test_what_was_never_written_is_none(cache):
    assert cache.read("solution", b"one") is None


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("rubric", (b"a", b"b")),
        ("solution", (b"ab",)),
        ("solution", (b"", b"ab")),
        ("solution", (b"a", b"b", b"")),
        ("solution", (b"b", b"a")),
        ("solution", ()),
    ],
)
def test_other_parts_or_another_kind_are_another_entry(cache, kind, parts):
    cache.write("solution", b"data", b"a", b"b")
    assert cache.read(kind, *parts) is None


@given(st.lists(st.binary(max_size=6), max_size=3), st.lists(st.binary(max_size=6), max_size=3))
def test_only_the_same_parts_share_an_entry(one, other):
    cache = Cache(Path("anywhere"))
    assert (cache._path("kind", tuple(one)) == cache._path("kind", tuple(other))) == (one == other)


def test_a_later_entry_stands_in_place_of_the_earlier(cache):
    for data in (b"a long first entry", b"short"):
        cache.write("solution", data, b"part")
    assert cache.read("solution", b"part") == b"short"


def test_without_a_folder_nothing_is_kept_and_nothing_fails(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)
    cache.write("solution", b"data", b"part")
    assert cache.read("solution", b"part") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("inside", ["", "cache"])
def test_a_folder_that_cannot_be_made_costs_only_the_entry(tmp_path, inside):
    (tmp_path / "file").write_text("not a folder")
    cache = Cache(tmp_path / "file" / inside)
    cache.write("solution", b"data", b"part")
    assert cache.read("solution", b"part") is None


def test_an_entry_that_cannot_be_read_or_written_is_as_good_as_none(cache):
    cache.write("solution", b"data", b"part")
    entry = next(cache.folder.iterdir())
    entry.unlink()
    entry.mkdir()
    cache.write("solution", b"data", b"part")
    assert cache.read("solution", b"part") is None
    assert list(cache.folder.iterdir()) == [entry], "nothing is left lying about"


def test_an_entry_is_seen_whole_or_not_at_all(cache):
    """While some write, others read; nobody ever sees a part."""
    whole = {bytes([letter]) * 200_000 for letter in b"abcd"}

    def write_or_read(number):
        if number % 2:
            seen = cache.read("solution", b"part")
            return seen is None or seen in whole
        cache.write("solution", sorted(whole)[number // 2 % 4], b"part")
        return True

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(write_or_read, range(200)))
    assert len(list(cache.folder.iterdir())) == 1
