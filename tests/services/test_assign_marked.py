"""An exam that assessors mark: nothing of it is released before its mark is final, whoever asks and however."""

from dataclasses import replace

import pytest

from simulator.model.assessment import Final, FinalCriterion, Moderation, Purpose, Script
from simulator.model.assignment import Mode
from simulator.services.access import Forbidden
from simulator.services.assigning.acting import Refused
from simulator.services.assigning.marks import AGAIN, FINAL, MARKING
from tests.services.conftest import watched
from tests.services.school import School

ENDED = "2026-03-03T12:00:00+00:00"
EXAM = {"mode": "exam", "assessed": True}


def script(school: School, attempt: str, number: int = 1) -> str:
    made = f"script-{attempt}-{number}"
    cites = f"script-{attempt}-{number - 1}" if number > 1 else None
    with school.store.work() as work:
        work.keep_rubric("rubric", "coaching-alliance", "{}")
        work.scripts.add(
            Script(made, Purpose.LIVE, "rubric", school.now, ("rupture-repair",), attempt, None, number, cites)
        )
        work.commit()
    return made


def settle(school: School, script: str) -> None:
    with school.store.work() as work:
        work.scripts.settle(Final(script, school.now, Moderation(), (FinalCriterion("rupture-repair", 3, "first"),)))
        work.commit()


def released(school: School, assignment: str) -> list[str | None]:
    with school.store.reading() as work:
        return [each.attempt for each in work.assignments.releases([assignment])]


@pytest.fixture
def exam(school: School) -> tuple[School, str, dict[str, str]]:
    """Three have finished; the mark of Ada's attempt is final, Bo's is being marked, Cem's has not been looked at."""
    made = school.assign(school.cohort("trainee-ada", "trainee-bo", "trainee-cem"), **EXAM)
    played = {n: school.play(made, f"trainee-{n}", ends=ENDED, mode=Mode.EXAM) for n in ("ada", "bo", "cem")}
    settle(school, script(school, played["ada"]))
    script(school, played["bo"])
    return school, made, played


def test_it_is_said_how_far_each_mark_is(exam) -> None:
    school, made, _ = exam
    found = school.tina.progress(made)
    assert {row.name: (row.marking, row.released) for row in found.rows} == {
        "Ada": (FINAL, False), "Bo": (MARKING, False), "Cem": (MARKING, False),
    }  # fmt: skip
    assert found.ready == 1
    (entry,) = school.tina.overview()
    assert entry.waiting


def test_only_a_final_mark_is_released_by_itself_and_once(exam) -> None:
    school, made, played = exam
    with pytest.raises(Refused, match="once its mark is final"):
        school.tina.assignments.release(made, played["bo"])
    assert school.tina.assignments.release(made, played["ada"]) == 1
    assert school.tina.assignments.release(made, played["ada"]) == 0
    assert released(school, made) == [played["ada"]]
    assert not school.tina.overview()[0].waiting


def test_releasing_all_releases_what_is_final_now_and_nothing_that_comes_later(exam) -> None:
    school, made, played = exam
    assert school.tina.assignments.release(made) == 1
    assert released(school, made) == [played["ada"]]
    settle(school, f"script-{played['bo']}-1")
    assert not next(row for row in school.tina.progress(made).rows if row.name == "Bo").released
    assert school.tina.assignments.release(made) == 1
    assert released(school, made) == [played["ada"], played["bo"]]


def test_a_trainer_releases_for_those_they_see_alone(exam) -> None:
    school, made, _ = exam
    with pytest.raises(Forbidden):
        school.tom.assignments.release(made)
    assert released(school, made) == []


def test_what_is_looked_at_again_stays_released_and_its_new_mark_waits(exam) -> None:
    school, made, played = exam
    school.tina.assignments.release(made, played["ada"])
    school.now = "2026-03-05T12:00:00+00:00"
    again = script(school, played["ada"], 2)
    row = next(row for row in school.tina.progress(made).rows if row.name == "Ada")
    assert (row.marking, row.released) == (AGAIN, True)
    settle(school, again)
    found = school.tina.progress(made)
    assert found.ready == 1
    assert not next(row for row in found.rows if row.name == "Ada").released
    assert school.tina.assignments.release(made, played["ada"]) == 1


def test_assessors_mark_exams_alone(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"), mode="practice", assessed=True)
    with school.store.reading() as work:
        assert not work.assignments.get(made).assessed
    copied = school.tina.forms.copy(school.assign(school.cohort("trainee-bo"), **EXAM))
    assert copied.form.assessed


def test_what_has_been_released_for_good_is_not_marked_by_assessors(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"), mode="exam")
    school.tina.assignments.release(made)
    editing = school.tina.forms.open(made)
    outcome = school.tina.assignments.change(made, editing.version, replace(editing.form, assessed=True))
    assert [(each.field, "Copy it" in each.message) for each in outcome.mistakes] == [("mode", True)]
    with school.store.reading() as work:
        assert not work.assignments.get(made).assessed
    assert school.tina.assignments.change(made, editing.version, replace(editing.form, title="Old")).mistakes == ()


def test_reading_the_overview_takes_no_more_queries_with_more_marked_exams(school: School) -> None:
    counts = []
    for _ in range(2):
        made = school.assign(school.cohort("trainee-ada"), **EXAM)
        settle(school, script(school, school.play(made, "trainee-ada", ends=ENDED, mode=Mode.EXAM)))
        queries = watched(school.store)
        school.tina.overview()
        counts.append(len(queries))
    assert counts[0] == counts[1]
