"""Which benchmarks can be marked: sound ones whose version of the scenario is at hand; and which need a new look."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.authoring import benchmarks as reading
from simulator.errors import UnknownBenchmark
from simulator.model.codec import digest, encode
from simulator.model.scenario import Scenario
from simulator.services.assessing import sheet
from simulator.services.assessing.benchmarks import Benchmarks, findings
from simulator.services.doctor import examine
from simulator.services.library import Library
from simulator.store.cache import Cache
from simulator.store.publication import Current
from simulator.verification.diagnostics.examples import BASES
from tests import stock

SMALL = BASES / "small.yaml"
PLAY = BASES / "benchmarks" / "small-play.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of benchmarks with one in it, beside the scenario that it is a play of."""
    (tmp_path / "scenarios").mkdir()
    shutil.copy(SMALL, tmp_path / "scenarios")
    (tmp_path / "benchmarks").mkdir()
    shutil.copy(PLAY, tmp_path / "benchmarks")
    return tmp_path / "benchmarks"


def library(folder: Path, *published: Current) -> Library:
    return Library(folder.parent / "scenarios", stock.RUBRIC, Cache(folder.parent / "cache"), lambda: published)


def scenario(folder: Path) -> Scenario:
    return library(folder).get("small").scenario


def change_the_scenario(folder: Path) -> None:
    path = folder.parent / "scenarios" / "small.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Ten minutes", "Nine minutes"), encoding="utf-8")


def ids(benchmarks: Benchmarks) -> list[str]:
    return [each.id for each in benchmarks.all()]


def test_one_that_is_sound_and_current_can_be_marked_and_is_played_to_its_end(folder):
    benchmarks = Benchmarks(folder, library(folder))
    assert ids(benchmarks) == ["small-play"]
    session = benchmarks.session(benchmarks.get("small-play"))
    assert [step.option for step in session.steps] == ["wonder", "mirror", "name-it"]
    assert session.ending
    assert session.ending.id == "met"


def test_one_whose_scenario_has_changed_cannot_until_somebody_has_looked_at_it(folder):
    assert ids(Benchmarks(folder, library(folder))) == ["small-play"]  # and is in the cache from now on
    change_the_scenario(folder)
    benchmarks = Benchmarks(folder, library(folder))
    assert ids(benchmarks) == []
    with pytest.raises(UnknownBenchmark, match="There is no benchmark 'small-play' that can be marked here"):
        benchmarks.get("small-play")
    now = [scenario(folder)]
    assert [each.code for each in findings([folder / "small-play.yaml"], now, stock.rubric())] == ["B01"]


def test_a_version_that_the_store_has_kept_is_at_hand(folder):
    kept = {digest(scenario(folder)): encode(scenario(folder)).decode()}
    change_the_scenario(folder)
    benchmarks = Benchmarks(folder, library(folder), kept.get)
    assert ids(benchmarks) == ["small-play"]
    assert benchmarks.session(benchmarks.get("small-play")).dialogue.scenario.title == "Ten minutes"


@pytest.mark.parametrize("kept", ["", "{}", encode(stock.scenario("tiny")).decode()])
def test_a_version_that_cannot_be_read_or_is_another_scenario_is_not_at_hand(folder, kept):
    change_the_scenario(folder)
    assert ids(Benchmarks(folder, library(folder), lambda _: kept)) == []


def test_a_publication_over_the_file_leaves_the_benchmarks_of_the_file(folder):
    new = replace(scenario(folder), title="New")
    current = Current("small", 1, digest(new), encode(new).decode())
    found = library(folder, current)
    assert found.get("small").scenario.title == "New"
    assert ids(Benchmarks(folder, found)) == ["small-play"]


@pytest.mark.parametrize(
    "spoil", [("wonder, mirror", "mirror, wonder"), ("level: 4", "level: 9"), ("reasons: {}", "reasons: {2: But why.}")]
)
def test_one_with_a_mistake_cannot_be_marked_and_the_others_can(folder, spoil):
    text = PLAY.read_text(encoding="utf-8").replace("id: small-play", "id: broken")
    (folder / "a-broken.yaml").write_text(text.replace(*spoil), encoding="utf-8")
    assert ids(Benchmarks(folder, library(folder))) == ["small-play"]


def test_a_folder_that_is_not_there_holds_none(folder):
    assert ids(Benchmarks(folder / "nowhere", library(folder))) == []
    with pytest.raises(UnknownBenchmark, match="Run: coachsim check"):
        Benchmarks(folder / "nowhere", library(folder)).get("small-play")


def test_a_file_is_judged_once_and_then_read_from_its_bytes(folder, monkeypatch):
    benchmarks = Benchmarks(folder, library(folder)).all()
    monkeypatch.setattr(reading, "load_benchmarks", None)
    assert Benchmarks(folder, library(folder)).all() == benchmarks


def test_the_sheet_holds_what_is_marked_and_no_level_title_or_tag(folder, capsys):
    assert sheet.main(["small-play"], folder, library(folder)) == 0
    shown = capsys.readouterr().out
    assert "Coach: The bench is where he is, and selling would end that." in shown
    assert "Builds the next remark on the client’s last words" in " ".join(shown.split())
    for hidden in (
        "Three good turns",
        "builds on the one before",
        "mirror",
        "CONNECT",
        "The first reader",
        "Turn 1 opens",
    ):
        assert hidden not in shown


def test_make_benchmarks_says_which_need_a_new_look_and_writes_nothing(folder, capsys):
    assert sheet.main([], folder, library(folder)) == 0
    assert capsys.readouterr().out == "small-play: fine\n"
    change_the_scenario(folder)
    before = (folder / "small-play.yaml").read_bytes()
    assert sheet.main([], folder, library(folder)) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("small-play: look again\n")
    assert f'    digest: "{digest(scenario(folder))}"\n' in shown
    assert sheet.main(["small-play"], folder, library(folder)) == 0  # as it plays now, to be read again
    assert capsys.readouterr().out.startswith("Nine minutes\n")
    assert (folder / "small-play.yaml").read_bytes() == before
    assert sheet.main(["nobody"], folder, library(folder)) == 2
    assert capsys.readouterr().err == "There is no benchmark 'nobody'. Known: small-play.\n"


def test_the_doctor_counts_those_that_are_not_for_the_scenarios_here_and_finds_nothing_wrong(folder, monkeypatch):
    monkeypatch.setenv("COACHSIM_SCENARIOS", str(folder.parent / "scenarios"))
    said = {each.check: each for each in examine(folder.parent / "data")}["benchmarks"]
    assert said.ok
    assert said.says.endswith("are for scenarios or versions that are not here")
    assert said.says.startswith("0 benchmarks")
