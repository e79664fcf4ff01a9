"""`coachsim check`: every finding of every file, and what is proved of the sound scenarios."""

import json
import shutil

import pytest

from simulator import content
from tests import stock

DIAGNOSTIC = {
    "code": str, "severity": str, "message": str, "hint": str, "file": str, "line": int, "column": int, "witness": list,
}  # fmt: skip
SCENARIO = {
    "id": str, "digest": str, "beats": int, "options": int, "endings": int, "states": int, "edges": int,
    "complete": bool, "seconds": float, "stopped": type(None), "criteria": dict,
}  # fmt: skip
LATE = content.folder("scenarios") / "late-again.yaml"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(stock.SCENARIOS, tmp_path / "mine")


def break_it(folder):
    path = folder / "tiny.yaml"
    path.write_text(stock.text("tiny").replace("quality: 4", "quality: 9"), encoding="utf-8")
    return path


def reading(ran):
    """What is wrong with the files themselves; the toys in stock break many a rule about content."""
    return [each for each in ran.document["diagnostics"] if each["code"][0] in "YFR"]


def kinds(value):
    return {key: type(each) for key, each in value.items()}


def test_sound_files_are_fine(run, folder):
    ran = run("check", folder, "--json")
    assert (ran.err, reading(ran)) == ("", [])
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
    (found,) = reading(ran)
    line = stock.text("tiny").split("quality: 4")[0].count("\n") + 1
    assert (ran.code, ran.err) == (1, "")
    assert kinds(found) == DIAGNOSTIC
    assert (found["severity"], found["code"], found["file"], found["line"]) == ("error", "F04", str(path), line)
    assert [each["id"] for each in ran.document["scenarios"]] == ["borrowed-hour", "right-order"]


def test_findings_are_printed_like_a_compiler_does(run, folder):
    path = break_it(folder)
    ran = run("check", path)
    assert (ran.code, ran.err) == (1, "")
    lines = ran.out.splitlines()
    found = next(number for number, line in enumerate(lines) if ": error F04: " in line)
    assert lines[found].startswith(f"{path}:")
    assert "quality: 9" in lines[found + 1]
    assert lines[found + 2].index("^") == lines[found + 1].index("9")
    assert lines[-1] == "1 error in 1 file"


def test_a_finding_that_can_be_played_says_how_and_the_way_leads_there(run, folder):
    ran = run("check", folder / "borrowed-hour.yaml", "--json")
    played = [each for each in ran.document["diagnostics"] if each["witness"]]
    assert played
    for each in played:
        again = run("play", each["file"], "--choices", ",".join(each["witness"]), "--json")
        assert again.code == 0
        assert [step["option"] for step in again.document["steps"]] == each["witness"]


def test_what_ships_has_no_finding_at_all(run):
    ran = run("check", "--json")
    assert (ran.code, ran.err, ran.document["diagnostics"]) == (0, "", [])
    assert all(each["complete"] for each in ran.document["scenarios"])


def test_the_least_and_the_most_of_each_target_are_told_with_a_way_to_them(run):
    (late,) = run("check", LATE, "--json").document["scenarios"]
    most = late["criteria"]["rupture-repair"]["most"]
    played = run("play", LATE, "--choices", ",".join(most["choices"]), "--json").document
    assert set(late["criteria"]) == {"rupture-repair", "trust-reliability", "reflective-practice"}
    assert played["criteria"]["rupture-repair"]["level"] == most["level"] == 4
    assert played["criteria"]["rupture-repair"]["m"] == pytest.approx(most["m"], abs=1e-4)


def test_a_limit_is_kept_and_nothing_is_called_proved(run):
    ran = run("check", LATE, "--max-states", "500", "--json")
    (late,) = ran.document["scenarios"]
    assert (late["complete"], late["criteria"]) == (False, {})
    assert "500 states" in late["stopped"]
    assert [each["code"] for each in ran.document["diagnostics"]] == ["S08"]
    assert "NOT all explored" in run("check", LATE, "--max-states", "500").out


@pytest.mark.parametrize("limit", ["0", "-1", "many", "9" * 40])
def test_a_limit_that_is_none_is_unusable(run, limit):
    assert run("check", LATE, "--max-states", limit).code == 2


def test_words_of_a_source_are_found(run, tmp_path):
    (tmp_path / "source.txt").write_text("He said: " + stock_line() + " And more.", encoding="utf-8")
    ran = run("check", LATE, "--against", tmp_path, "--json")
    found = [each for each in ran.document["diagnostics"] if each["code"] == "L32"]
    assert (ran.code, len(found)) == (1, 1)
    assert "source.txt" in found[0]["message"]


def stock_line():
    """A sentence that stands in the scenario."""
    from simulator.authoring.load import load_scenario

    scenario = load_scenario(LATE, stock.rubric()).scenario
    return max((option.say for beat in scenario.beats for option in beat.options), key=len)


def test_a_folder_to_compare_with_must_hold_texts(run, tmp_path):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "nowhere"):
        ran = run("check", LATE, "--against", folder)
        assert (ran.code, ran.out) == (2, "")
        assert str(folder) in ran.err


def test_a_file_named_twice_is_checked_once(run):
    path = stock.SCENARIOS / "tiny.yaml"
    ran = run("check", path, stock.SCENARIOS / "tiny.yaml", path, "--json")
    assert len(ran.document["scenarios"]) == 1


def test_a_file_named_in_two_ways_is_one_file(run, folder):
    (folder / "link.yaml").symlink_to(folder / "tiny.yaml")
    ran = run("check", folder / "tiny.yaml", folder / ".." / "mine" / "tiny.yaml", folder / "link.yaml", "--json")
    assert ([each["id"] for each in ran.document["scenarios"]], reading(ran)) == (["tiny"], [])


def test_a_file_may_have_any_name_and_its_findings_can_be_played(run, tmp_path):
    path = shutil.copy(stock.SCENARIOS / "borrowed-hour.yaml", tmp_path / "scenario.txt")
    witness = next(each["witness"] for each in run("check", path, "--json").document["diagnostics"] if each["witness"])
    assert run("play", path, "--choices", ",".join(witness), "--json").code == 0


def test_two_files_with_one_id_are_a_mistake(run, folder):
    shutil.copy(folder / "tiny.yaml", folder / "tiny-too.yaml")
    ran = run("check", folder, "--json")
    assert (ran.code, [each["code"] for each in reading(ran)]) == (1, ["R14"])


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
    checked = {each["id"] for each in run("check", "--json").document["scenarios"]}
    assert {"late-again", "limits-of-silence", "two-minds", "whose-agenda"} <= checked


def test_texts_are_written_as_they_are(run, folder):
    (folder / "ü.yaml").write_text("é: 1", encoding="utf-8")
    out = run("check", folder / "ü.yaml", "--json").out
    assert "unknown key 'é'" in out
    assert json.loads(out)["diagnostics"][0]["file"].endswith("ü.yaml")
