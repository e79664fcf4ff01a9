"""`coachsim check`: every mistake of every file, and how large the sound scenarios are."""

import json
import shutil

import pytest

from tests import stock

DIAGNOSTIC = {"code": str, "severity": str, "message": str, "hint": str, "file": str, "line": int, "column": int}
SCENARIO = {
    "id": str, "digest": str, "beats": int, "options": int, "endings": int, "states": int, "edges": int,
    "complete": bool, "seconds": float,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(stock.SCENARIOS, tmp_path / "mine")


def break_it(folder):
    path = folder / "tiny.yaml"
    path.write_text(stock.text("tiny").replace("quality: 4", "quality: 9"), encoding="utf-8")
    return path


def kinds(value):
    return {key: type(each) for key, each in value.items()}


def test_sound_files_are_fine(run, folder):
    ran = run("check", folder, "--json")
    assert (ran.code, ran.err, ran.document["diagnostics"]) == (0, "", [])
    assert [each["id"] for each in ran.document["scenarios"]] == ["borrowed-hour", "right-order", "tiny"]
    assert set(ran.document) == {"diagnostics", "scenarios"}
    assert all(kinds(each) == SCENARIO for each in ran.document["scenarios"])


def test_the_size_of_a_scenario_is_counted(run):
    (tiny,) = run("check", stock.SCENARIOS / "tiny.yaml", "--json").document["scenarios"]
    sizes = {key: tiny[key] for key in ("beats", "options", "endings", "states", "edges", "complete")}
    assert sizes == {"beats": 1, "options": 3, "endings": 3, "states": 4, "edges": 3, "complete": True}


def test_the_digest_is_the_one_that_play_gives(run):
    (tiny,) = run("check", stock.SCENARIOS / "tiny.yaml", "--json").document["scenarios"]
    assert tiny["digest"] == run("play", "tiny", "--json").document["digest"]


def test_a_mistake_is_an_exit_code_of_one_and_stands_at_its_place(run, folder):
    path = break_it(folder)
    ran = run("check", folder, "--json")
    (found,) = ran.document["diagnostics"]
    line = stock.text("tiny").split("quality: 4")[0].count("\n") + 1
    assert (ran.code, ran.err) == (1, "")
    assert kinds(found) == DIAGNOSTIC
    assert (found["severity"], found["code"], found["file"], found["line"]) == ("error", "F04", str(path), line)
    assert [each["id"] for each in ran.document["scenarios"]] == ["borrowed-hour", "right-order"]


def test_findings_are_printed_for_people_too(run, folder):
    path = break_it(folder)
    ran = run("check", folder)
    assert ran.code == 1
    assert f"{path}:" in ran.out
    assert "tiny:" not in ran.out
    assert ran.out.endswith("2 sound, 1 mistake\n")


def test_a_file_named_twice_is_checked_once(run):
    path = stock.SCENARIOS / "tiny.yaml"
    ran = run("check", path, stock.SCENARIOS / "tiny.yaml", path, "--json")
    assert (ran.code, len(ran.document["scenarios"])) == (0, 1)


def test_two_files_with_one_id_are_a_mistake(run, folder):
    shutil.copy(folder / "tiny.yaml", folder / "tiny-too.yaml")
    ran = run("check", folder, "--json")
    assert (ran.code, [each["code"] for each in ran.document["diagnostics"]]) == (1, ["R14"])


def test_a_path_to_nothing_is_unusable(run, folder):
    ran = run("check", folder / "nowhere.yaml", folder / "tiny.yaml", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no file or folder" in ran.err
    assert "nowhere.yaml" in ran.err


def test_a_folder_without_scenarios_is_a_finding(run, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = run("check", tmp_path / "empty", "--json")
    assert (ran.code, ran.document["diagnostics"][0]["message"]) == (1, "no scenario file in this folder")


def test_without_a_path_the_scenarios_that_ship_are_checked(run):
    ran = run("check", "--json")
    assert (ran.code, ran.document["diagnostics"]) == (0, [])
    assert {"late-again", "limits-of-silence", "two-minds", "whose-agenda"} <= {
        each["id"] for each in ran.document["scenarios"]
    }


def test_texts_are_written_as_they_are(run, folder):
    (folder / "ü.yaml").write_text("é: 1", encoding="utf-8")
    out = run("check", folder / "ü.yaml", "--json").out
    assert "unknown key 'é'" in out
    assert json.loads(out)["diagnostics"][0]["file"].endswith("ü.yaml")
