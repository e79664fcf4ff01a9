"""`coachsim check` with benchmarks: a folder of that name, a file in it, and beside the scenarios they are plays of."""

import shutil

import pytest

from simulator import content
from simulator.services.local import SCENARIOS_VARIABLE
from simulator.verification.diagnostics.examples import BASES

SHIPPED = content.folder("rubrics") / "benchmarks"


@pytest.fixture
def folder(tmp_path):
    """Benchmarks of a scenario that is in another folder, not of one that ships."""
    shutil.copytree(BASES / "benchmarks", tmp_path / "benchmarks")
    (tmp_path / "scenarios").mkdir()
    shutil.copy(BASES / "small.yaml", tmp_path / "scenarios")
    return tmp_path / "benchmarks"


def of_benchmarks(ran):
    return [(each["code"], each["severity"]) for each in ran.document["diagnostics"] if "benchmarks" in each["file"]]


def test_the_benchmarks_that_ship_are_fine_as_a_folder_and_one_by_one(run, monkeypatch):
    monkeypatch.delenv(SCENARIOS_VARIABLE)
    assert run("check", SHIPPED).out.strip() == "no findings"
    ran = run("check", SHIPPED / "late-again-a.yaml", "--json")
    assert (ran.code, ran.document) == (0, {"diagnostics": [], "scenarios": []})


def test_one_for_a_scenario_that_is_not_checked_along_with_it_is_a_warning(run, folder):
    alone = run("check", folder, "--json")
    assert (alone.code, of_benchmarks(alone)) == (0, [("B01", "warning")])
    together = run("check", folder, folder.parent / "scenarios", "--json")
    assert of_benchmarks(together) == []
    assert [each["id"] for each in together.document["scenarios"]] == ["small"]


def test_mistakes_are_told_at_their_places(run, folder):
    path = folder / "small-play.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("level: 4", "level: five"), encoding="utf-8")
    ran = run("check", path)
    assert ran.code == 1
    assert f"{path}:13:12: error F04: 'five' is not allowed for 'level'" in ran.out


def test_a_folder_of_benchmarks_that_is_not_there_is_an_error_like_any_other(run, tmp_path):
    ran = run("check", tmp_path / "benchmarks")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no file or folder" in ran.err
