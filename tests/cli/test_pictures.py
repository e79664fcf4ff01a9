"""`coachsim graph`, `export` and `import`: a scenario drawn, printed and carried to Twine and back."""

from xml.etree import ElementTree

import pytest

from tests import stock

TINY = stock.SCENARIOS / "tiny.yaml"


def test_a_graph_is_a_picture_with_every_beat_and_ending(run):
    ran = run("graph", "borrowed-hour", "--to", "svg")
    scenario = stock.scenario("borrowed-hour")
    drawn = {each.get("data-id") for each in ElementTree.fromstring(ran.out).iter() if each.get("data-id")}
    assert (ran.code, ran.err) == (0, "")
    assert drawn == {*scenario.beat_by_id, *scenario.ending_by_id}


def test_a_graph_is_text_for_mermaid(run):
    ran = run("graph", TINY, "--to", "mermaid")
    assert ran.code == 0
    assert "flowchart TD" in ran.out
    assert all(option.then[0].value in ran.out for option in stock.scenario("tiny").beats[0].options)


def test_a_storyboard_is_one_page_with_every_line(run):
    ran = run("export", "tiny", "--to", "storyboard")
    assert ran.code == 0
    assert ran.out.startswith("<!doctype html>") or ran.out.startswith("<!DOCTYPE html>")
    for beat in stock.scenario("tiny").beats:
        for option in beat.options:
            assert option.id in ran.out


@pytest.mark.parametrize("name", stock.names())
def test_twee_comes_back_as_the_same_scenario(run, tmp_path, name):
    (tmp_path / "sketch.twee").write_text(run("export", name, "--to", "twee").out, encoding="utf-8")
    back = run("import", tmp_path / "sketch.twee")
    assert (back.code, back.err) == (0, "")
    (tmp_path / "back.yaml").write_text(back.out, encoding="utf-8")
    digests = [
        run("play", each, "--json").document["digest"]
        for each in (stock.SCENARIOS / f"{name}.yaml", tmp_path / "back.yaml")
    ]
    assert digests[0] == digests[1]


SKETCH = """:: Start
Hello (set: $x to 1)
[[Go on]] [[Or not]] [[Wait]]

:: Go on
The end.

:: Or not
The end.

:: Wait
The end.
"""


def test_an_import_says_at_its_line_what_it_did_not_understand(run, tmp_path):
    path = tmp_path / "sketch.twee"
    path.write_text(SKETCH, encoding="utf-8")
    ran = run("import", path)
    assert "format: 1" in ran.out
    assert f"{path}:2:7:" in ran.err


def test_an_old_twine_file_is_refused_by_name(run, tmp_path):
    path = tmp_path / "story.tws"
    path.write_bytes(b"\x80\x02cos\nsystem\nq\x00.")
    ran = run("import", path)
    assert (ran.code, ran.out) == (2, "")
    assert "Twine 1" in ran.err


def test_what_is_not_there_is_unusable(run, tmp_path):
    for ran in (run("import", tmp_path / "none.twee"), run("graph", "no-such", "--to", "svg"), run("export", "tiny")):
        assert (ran.code, ran.out) == (2, "")
        assert ran.err


def test_a_file_that_hardly_ends_is_refused_without_reading_it_all(run, tmp_path):
    path = tmp_path / "huge.twee"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing, which takes no room on the disk
    ran = run("import", path)
    assert (ran.code, ran.out) == (2, "")
    assert "larger than 1 MiB" in ran.err
