"""`coachsim rubric export|import`: what they print, write and refuse."""

import json

import pytest

from tests import stock


def test_a_rubric_goes_to_canvas_and_comes_back_as_a_draft(run, tmp_path):
    ran = run("rubric", "export", "--to", "canvas", "--output", tmp_path / "rubric.csv")
    assert (ran.code, ran.out, ran.err) == (0, f"The rubric is in {tmp_path / 'rubric.csv'}.\n", "")
    back = run("rubric", "import", tmp_path / "rubric.csv")
    assert (back.code, back.err) == (0, "")
    assert back.out.count("- id:") == 13
    assert all(anchor.split()[0] in back.out for each in stock.rubric().competencies for anchor in each.anchors)
    (tmp_path / "printed.csv").write_bytes(run("rubric", "export", "--to", "canvas").out.encode())
    assert run("rubric", "import", tmp_path / "printed.csv").out.splitlines()[2:] == back.out.splitlines()[2:]


@pytest.mark.parametrize(("to", "key"), [("case", "CFDocument"), ("moodle", "CFRubricCriterion")])
def test_a_rubric_goes_elsewhere_as_one_document(run, to, key):
    ran = run("rubric", "export", "--to", to)
    assert (ran.code, ran.err) == (0, "")
    assert key in json.loads(ran.out)


def test_when_the_rubric_was_changed_stays_the_same_from_one_export_to_the_next(run):
    first, second = (run("rubric", "export", "--to", "case").document for _ in range(2))
    assert first == second
    assert first["CFDocument"]["lastChangeDateTime"].endswith("+00:00")


HEAD = "Rubric Name,Criteria Name" + ",Rating Name,Rating Description,Rating Points" * 5
ROW = "Coaching,Listening,a,A,4,b,B,3,c,C,2,d,D,1,e,E,{last}"


def test_mistakes_are_shown_at_their_rows_and_sound_rubrics_drafted(run, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("\n".join([HEAD, ROW.format(last="x"), ROW.format(last="0").replace("Coaching", "Sound")]))
    ran = run("rubric", "import", path)
    assert ran.code == 1
    assert f"{path}:2:48: error K16: row 2, Rating Points 5: 'x' is no number of points" in ran.err
    assert "title: Sound" in ran.out
    assert "title: Coaching" not in ran.out


def test_thousands_of_mistakes_are_not_all_shown(run, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("\n".join([HEAD, *(f"R,C{number},a,A,x,,B,3" for number in range(800))]))
    ran = run("rubric", "import", path)
    assert (ran.code, ran.out) == (2, "")
    assert "… and 600 more" in ran.err


def test_what_is_no_rubric_or_cannot_be_read_is_unusable(run, tmp_path):
    (tmp_path / "empty.csv").write_text("")
    ran = run("rubric", "import", tmp_path / "empty.csv")
    assert (ran.code, ran.out, "K01: the file is empty" in ran.err) == (2, "", True)
    ran = run("rubric", "import", tmp_path / "none.csv")
    assert (ran.code, "cannot be read (No such file" in ran.err) == (2, True)
    ran = run("rubric", "export", "--to", "case", "--output", tmp_path / "none" / "r.json")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)
