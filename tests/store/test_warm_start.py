"""A second start in a new process: everything comes from the cache, and what made it is not even imported."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from simulator.model.codec import digest, encode
from simulator.store.cache import Cache
from simulator.store.publication import Publication
from simulator.store.sql import open_store
from tests import stock

START = """
import json, sys
from pathlib import Path
from simulator.services.library import Library
from simulator.store.cache import Cache
from simulator.model.codec import digest

library = Library(Path(sys.argv[1]), Path(sys.argv[2]), Cache(Path(sys.argv[3])))
solved = {name: digest(library.solution(entry.scenario)) for name, entry in library.entries.items()}
heavy = [name for name in ("yaml", "pydantic", "simulator.authoring", "sqlalchemy") if name in sys.modules]
print(json.dumps({"rubric": digest(library.rubric), "solved": solved, "heavy": heavy}))
"""


def start(cache, **environment):
    """What a new process finds, and what it had to import for it."""
    command = [sys.executable, "-c", START, str(stock.SCENARIOS), str(stock.RUBRIC), str(cache)]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


PAGE = """
import json, sys
from pathlib import Path
from simulator.services.local import local_practise

practise = local_practise(Path(sys.argv[1]))
titles = {each.scenario: each.title for each in practise.catalogue()}
practise.begin("quite-new")
names = ("yaml", "pydantic", "simulator.authoring", "simulator.services.author", "simulator.store.drafts", "numpy")
print(json.dumps({"titles": titles, "heavy": [name for name in names if name in sys.modules]}))
"""


def test_a_page_offers_and_begins_what_was_published_without_reading_yaml(tmp_path):
    scenario = replace(stock.scenario("tiny"), id="quite-new", title="Quite new")
    store = open_store(tmp_path)
    with store.work() as work:
        work.keep_version(digest(scenario), scenario.id, encode(scenario).decode())
        work.publish(Publication(scenario.id, 1, digest(scenario), scenario.title, "id: …", "ada", "2026-05-01"))
        work.commit()
    store.close()
    command = [sys.executable, "-c", PAGE, str(tmp_path)]
    environment = {**os.environ, "COACHSIM_SCENARIOS": str(stock.SCENARIOS)}
    for heavy_is_fine in (True, False):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        assert found["titles"]["quite-new"] == "Quite new"
        assert set(found["titles"]) == {*stock.names(), "quite-new"}
        assert heavy_is_fine or found["heavy"] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def cold(folder):
    """What the first start of all found."""
    return start(folder, PYTHONHASHSEED="1")


def test_a_cold_start_reads_yaml_and_fills_the_cache(cold, folder):
    assert {"yaml", "pydantic"} <= set(cold["heavy"])
    assert set(cold["solved"]) == set(stock.names())
    assert sorted({entry.name.split("-")[0] for entry in folder.iterdir()}) == ["rubric", "scenario", "solution"]


def test_a_warm_start_finds_the_same_without_yaml_and_without_solving(cold, folder):
    entries = {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()}
    warm = start(folder, PYTHONHASHSEED="2")
    assert warm == {**cold, "heavy": []}
    assert {entry.name: entry.stat().st_mtime_ns for entry in folder.iterdir()} == entries, "nothing was made anew"


def test_a_broken_entry_is_made_anew(cold, folder, tmp_path):
    spoilt = Cache(tmp_path)
    for entry in folder.iterdir():
        (spoilt.folder / entry.name).write_bytes(entry.read_bytes()[:-1])
    assert start(spoilt.folder, PYTHONHASHSEED="3") == cold
    for entry in folder.iterdir():
        assert (spoilt.folder / entry.name).read_bytes() == entry.read_bytes(), "the same bytes in every process"
