"""The overview and the progress of assignments: counted right, in a number of queries that does not grow."""

from dataclasses import replace
from itertools import pairwise

import pytest

from simulator.model.attempt import Attempt
from simulator.services.assigning.acting import Refused
from simulator.services.assigning.letters import letters, link
from simulator.services.assigning.overview import Counts
from simulator.services.assigning.progress import Row
from tests.services.conftest import watched
from tests.services.school import LATER, NOW, School

IN_TIME, TOO_LATE = "2026-03-05T12:00:00+00:00", "2026-03-15T12:00:00+00:00"


def row(school: School, assignment: str, person: str, scenario: str = "two-turns") -> Row:
    rows = school.tina.progress(assignment).rows
    return next(each for each in rows if (each.person, each.scenario) == (person, scenario))


def test_a_row_for_everybody_and_every_scenario_says_where_they_stand(each_school: School) -> None:
    cohort = each_school.cohort("trainee-ada", "trainee-bo", "trainee-cem")
    made = each_school.assign(cohort, scenarios=("two-turns", "tiny"))
    each_school.play(made, "trainee-ada", ends=IN_TIME, turns=2)
    each_school.play(made, "trainee-bo", turns=1)
    assert len(each_school.tina.progress(made).rows) == 6
    ada, bo, cem = (row(each_school, made, f"trainee-{name}") for name in ("ada", "bo", "cem"))
    assert (ada.state, ada.finished, ada.used, ada.late) == ("done", IN_TIME, 1, False)
    assert (bo.state, bo.turn, bo.used, bo.late) == ("going", 2, 1, False)
    assert (cem.state, cem.turn, cem.used, cem.late) == ("new", 0, 0, False)
    assert row(each_school, made, "trainee-ada", "tiny").state == "new"


def test_who_is_late_comes_first_then_by_name(each_school: School) -> None:
    each_school.enter("trainee-äke")
    made = each_school.assign(each_school.cohort("trainee-ada", "trainee-bo", "trainee-cem", "trainee-äke"))
    each_school.play(made, "trainee-ada", ends=IN_TIME)
    each_school.play(made, "trainee-bo", ends=TOO_LATE)
    each_school.play(made, "trainee-äke")
    each_school.now = LATER
    found = each_school.tina.progress(made)
    assert [(each.name, each.late, each.state) for each in found.rows] == [
        ("Bo", True, "done"),
        ("Cem", True, "new"),
        ("Äke", True, "going"),
        ("Ada", False, "done"),
    ]
    assert (found.late, found.count("done"), found.count("going"), found.count("new"), found.people) == (3, 2, 1, 1, 4)
    (entry,) = each_school.tina.overview()
    assert entry.counts == Counts(people=4, started=3, finished=2, late=3)
    assert entry.state == "over"


def test_whoever_finished_in_time_and_plays_again_is_not_late(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    school.play(made, "trainee-ada", ends=IN_TIME)
    school.play(made, "trainee-ada", ends=TOO_LATE)
    school.play(made, "trainee-ada", turns=3)
    school.now = LATER
    ada = row(school, made, "trainee-ada")
    assert (ada.state, ada.late, ada.finished, ada.used, ada.turn) == ("done", False, IN_TIME, 3, 4)
    assert school.tina.overview()[0].counts.late == 0


def test_taking_back_is_no_further_attempt_and_goes_on_where_it_was_taken_to(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    first = school.play(made, "trainee-ada", turns=3)
    with school.store.work() as work:
        attempt = work.attempt(first)
        on = replace(attempt, id="on", number=None, parent=first, choices=attempt.choices[:1])
        work.carry_on(first, on)
        work.commit()
    ada = row(school, made, "trainee-ada")
    assert (ada.state, ada.turn, ada.used) == ("going", 2, 1)


def test_what_goes_on_after_taking_back_and_ends_is_finished_and_played_no_more(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    first = school.play(made, "trainee-ada", turns=3)
    with school.store.work() as work:
        attempt = work.attempt(first)
        on = replace(attempt, id="a-earlier-id", number=None, parent=first, choices=attempt.choices[:1])
        work.carry_on(first, on)
        work.finish(on.id, "end", IN_TIME)
        work.commit()
    ada = row(school, made, "trainee-ada")
    assert (ada.state, ada.turn, ada.used, ada.attempt) == ("done", 0, 1, "a-earlier-id")


def test_nobody_of_another_cohort_is_in_it(school: School) -> None:
    made, _ = school.assign(school.cohort("trainee-ada")), school.cohort("trainee-bo")
    assert {each.name for each in school.tina.progress(made).rows} == {"Ada"}
    assert school.tina.overview()[0].counts.people == 1


def test_without_a_due_date_nobody_is_late(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada", "trainee-bo"), due_on="", due_at="")
    school.play(made, "trainee-ada", ends=TOO_LATE)
    school.now = "2030-01-01T00:00:00+00:00"
    assert school.tina.progress(made).late == 0
    assert school.tina.overview()[0].counts == Counts(2, 1, 1, 0)


def test_attempts_of_ones_own_accord_or_within_another_assignment_do_not_count(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    made, other = school.assign(cohort), school.assign(cohort)
    school.play(other, "trainee-ada", ends=IN_TIME)
    with school.store.work() as work:
        digest = work.assignments.get(made).exercises[0].digest
        work.begin(Attempt("own", "trainee-ada", "two-turns", digest, "seed", NOW))
        work.commit()
    assert row(school, made, "trainee-ada").state == "new"
    assert {each.id: each.counts.started for each in school.tina.overview()} == {made: 0, other: 1}


def test_whoever_is_in_two_of_its_cohorts_counts_once_and_a_closed_account_not_at_all(school: School) -> None:
    school.enter("trainee-dee")
    first, second = school.cohort("trainee-ada", "trainee-dee"), school.cohort("trainee-ada", "trainee-bo")
    made = school.assign(first, cohorts=(first, second), people=("trainee-bo",))
    with school.store.work() as work:
        work.people.update(replace(work.people.get("trainee-dee"), disabled=NOW))
        work.commit()
    assert {each.name for each in school.tina.progress(made).rows} == {"Ada", "Bo"}
    assert school.tina.overview()[0].counts.people == 2


def test_a_colleague_sees_the_people_of_their_own_cohorts_only(school: School) -> None:
    shared, tinas = school.cohort("trainee-ada"), school.cohort("trainee-cem")
    school.tina.cohorts.add_trainer(shared, "trainer-tom")
    made = school.assign(shared, cohorts=(shared, tinas), people=("trainee-bo",))
    attempt = school.play(made, "trainee-bo", ends=IN_TIME)
    assert {each.name for each in school.tina.progress(made).rows} == {"Ada", "Bo", "Cem"}
    toms = school.tom.progress(made)
    assert {each.name for each in toms.rows} == {"Ada"}
    assert "trainee-bo" not in repr(toms.rows) + repr(toms.emails)
    assert attempt not in repr(toms)
    assert school.tom.overview()[0].counts == Counts(1, 0, 0, 0)


def test_whoever_made_it_and_no_longer_looks_after_the_cohort_sees_nothing_of_its_people(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    made = school.assign(cohort, people=("trainee-bo",))
    school.tina.cohorts.add_trainer(cohort, "trainer-tom")
    school.tom.cohorts.remove_trainer(cohort, "trainer-tina")
    assert {each.name for each in school.tina.progress(made).rows} == {"Bo"}


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-03-01T00:00:00+00:00", "planned"),
        ("2026-03-05T00:00:00+00:00", "open"),
        ("2026-03-09T21:59:00+00:00", "open"),
        ("2026-03-09T21:59:01+00:00", "over"),
    ],
)
def test_an_assignment_is_planned_open_or_over(school: School, now: str, state: str) -> None:
    made = school.assign(school.cohort("trainee-ada"), opens_on="2026-03-03")
    school.now = now
    assert [each.state for each in school.tina.overview()] == [state]
    assert school.tina.progress(made).state == state


# Releasing.


def test_feedback_waits_in_an_exam_until_it_is_released_for_one_or_for_all(each_school: School) -> None:
    made = each_school.assign(each_school.cohort("trainee-ada", "trainee-bo", "trainee-cem"), mode="exam")
    adas = each_school.play(made, "trainee-ada", ends=IN_TIME)
    each_school.play(made, "trainee-bo", ends=IN_TIME)
    assert each_school.tina.overview()[0].waiting
    each_school.tina.assignments.release(made, adas)
    each_school.tina.assignments.release(made, adas)
    found = each_school.tina.progress(made)
    assert {each.name: each.released for each in found.rows} == {"Ada": True, "Bo": False, "Cem": False}
    assert (found.waits, found.released) == (True, False)
    each_school.tina.assignments.release(made)
    each_school.tina.assignments.release(made)
    found = each_school.tina.progress(made)
    assert {each.name: each.released for each in found.rows} == {"Ada": True, "Bo": True, "Cem": False}
    assert found.released
    assert not each_school.tina.overview()[0].waiting
    with each_school.store.work() as work:
        assert [each.attempt for each in work.assignments.releases([made])] == [adas, None]
    assert [act for _, act in each_school.audited(made, adas)] == [
        "made an assignment", "released feedback", "released feedback",
    ]  # fmt: skip


def test_only_what_was_finished_within_it_by_somebody_one_sees_is_released(school: School) -> None:
    shared = school.cohort("trainee-ada", "trainee-bo")
    school.tina.cohorts.add_trainer(shared, "trainer-tom")
    made = school.assign(shared, mode="exam", people=("trainee-cem",))
    other = school.assign(shared, mode="exam")
    playing = school.play(made, "trainee-ada")
    elsewhere = school.play(other, "trainee-ada", ends=IN_TIME)
    cems = school.play(made, "trainee-cem", ends=IN_TIME)
    for who, attempt in ((school.tina, playing), (school.tina, elsewhere), (school.tina, "none"), (school.tom, cems)):
        with pytest.raises(Refused, match="finished within"):
            who.assignments.release(made, attempt)
    with pytest.raises(Refused):
        school.tina.assignments.release(made, "\ud800")
    school.tina.assignments.release(made, cems)


# Letters.


def test_a_letter_for_everybody_says_what_they_need_and_nothing_is_sent(school: School) -> None:
    with school.store.work() as work:
        work.people.update(replace(work.people.get("trainee-ada"), email="ada@example.org"))
        work.commit()
    made = school.assign(school.cohort("trainee-ada", "trainee-bo", "trainee-cem"), scenarios=("two-turns", "tiny"))
    school.play(made, "trainee-ada", "tiny", ends=IN_TIME)
    school.play(made, "trainee-ada", "two-turns", ends=IN_TIME)
    school.play(made, "trainee-bo", ends=IN_TIME)
    written = letters(school.tina.progress(made), "https://coach.example.org/")
    assert [(each.name, each.email, each.state) for each in written] == [
        ("Ada", "ada@example.org", "finished"),
        ("Bo", "", "begun"),
        ("Cem", "", "not begun"),
    ]
    assert written[0].due == "Mon 9 March 2026, 23:59 (Europe/Helsinki)"
    assert written[0].link == f"https://coach.example.org/?assignment={made}"
    school.now = LATER
    assert [each.state for each in letters(school.tina.progress(made), "")] == [
        "finished", "begun, late", "not begun, late",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", "/?assignment=a1"),
        ("https://x.org", "https://x.org/?assignment=a1"),
        ("https://x.org/coach/", "https://x.org/coach/?assignment=a1"),
    ],
)
def test_a_link_leads_to_the_trainees_page(address: str, expected: str) -> None:
    assert link("a1", address) == expected


# Many.


def test_no_query_is_asked_per_person_assignment_or_attempt(each_school: School) -> None:
    counted = []
    for size in (2, 40):
        people = [f"trainee-n{size}-{number}" for number in range(size)]
        each_school.enter(*people)
        cohort = each_school.cohort(*people)
        made = [each_school.assign(cohort, scenarios=("two-turns", "tiny")) for _ in range(size // 2)]
        for person in people:
            each_school.play(made[0], person, ends=IN_TIME)
        seen = watched(each_school.store)
        each_school.tina.overview()
        each_school.tina.progress(made[0])
        each_school.tina.forms.open(made[0])
        counted.append(len(seen))
    assert all(few == many for few, many in pairwise(counted))
    assert counted[0] < 60
