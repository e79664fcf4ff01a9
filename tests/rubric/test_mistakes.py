"""A broken rubric is refused, with every mistake in it; `data/mistakes.yaml` has one case per kind."""

import shutil
from pathlib import Path

import pytest
import yaml

from simulator.authoring.rubric import load_rubric
from simulator.errors import ContentError

DATA = Path(__file__).parent / "data"
CASES = yaml.safe_load((DATA / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small rubric; `sources.yaml` is beside it."""
    return Path(shutil.copytree(DATA, tmp_path / "rubrics")) / "small"


def change(folder: Path, file: str, before: str, after: str) -> None:
    path = next(folder.rglob(file))
    text = path.read_text(encoding="utf-8")
    assert before in text, before
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def findings(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as refused:
        load_rubric(folder)
    for each in refused.value.diagnostics:
        assert str(each) in str(refused.value)
    return [
        f"{d.code} {Path(d.location.file).name}:{d.location.line}:{d.location.column} {d.message} {d.hint}"
        for d in refused.value.diagnostics
    ]


def test_the_small_rubric_is_sound(folder):
    rubric = load_rubric(folder)
    assert [*rubric.competency_by_id] == ["care", "craft"]
    assert [*rubric.indicator_by_id] == ["care-shown", "craft-shown"]
    assert [*rubric.section_by_reference] == ["900 Intro", "900 §1"]
    assert (rubric.documents[0].author, rubric.documents[0].date) == (None, None)


def test_competencies_come_in_the_order_of_the_list_not_of_the_files(folder):
    change(folder, "rubric.yaml", "[care, craft]", "[craft, care]")
    assert [*load_rubric(folder).competency_by_id] == ["craft", "care"]


@pytest.mark.parametrize("case", CASES.values(), ids=[*CASES])
def test_a_broken_rubric_is_refused_with_every_mistake_at_its_place(folder, case):
    for file, changes in case["change"].items():
        for before, after in changes.items():
            change(folder, file, before, after)
    found = findings(folder)
    assert len(found) == len(case["findings"]), found
    for each, expected in zip(found, case["findings"], strict=True):
        assert each.startswith(expected)


@pytest.mark.parametrize("lost", ["small/rubric.yaml", "sources.yaml"])
def test_a_lost_file_is_named(folder, lost):
    (folder.parent / lost).unlink()
    reason = "the file cannot be read (No such file or directory)"
    assert findings(folder) == [f"Y01 {Path(lost).name}:1:1 {reason} Check the path."]


def test_a_folder_without_competencies_is_refused(folder):
    shutil.rmtree(folder / "competencies")
    assert findings(folder) == [
        "R01 rubric.yaml:28:16 no file describes 'care' Check the id.",
        "R01 rubric.yaml:28:22 no file describes 'craft' Check the id.",
        "R01 rubric.yaml:25:16 there is no competency 'care' Check the id.",
    ]
