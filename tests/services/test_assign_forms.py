"""Assignments: made from a form with every mistake at its field, changed, copied, withdrawn."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.errors import Overtaken
from simulator.model.assignment import Assignment, Mode
from simulator.model.codec import decode
from simulator.model.person import Role
from simulator.model.scenario import Scenario
from simulator.services.access import GONE, Forbidden
from simulator.services.assigning.acting import Refused
from simulator.services.assigning.assigning import Assigning
from simulator.services.assigning.form import Form
from tests.services.school import FORM, LATER, NOW, School


def kept(school: School, assignment: str) -> Assignment:
    with school.store.work() as work:
        found = work.assignments.get(assignment)
    assert found
    return found


def mistakes(school: School, form: Form) -> dict[str, str]:
    outcome = school.tina.assignments.make("form-1", form)
    assert outcome.assignment is None
    with school.store.work() as work:
        assert work.assignments.get("form-1") is None
    return {each.field: each.message for each in outcome.mistakes}


def revise(school: School, scenarios: Path, scenario: str = "two-turns") -> None:
    """As if a page were opened after the file had been changed."""
    file = scenarios / f"{scenario}.yaml"
    file.write_text(file.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    school.library = type(school.library)(scenarios, school.library.rubric_folder, school.library.cache)


def test_what_is_made_is_as_it_was_typed_and_keeps_its_scenarios(each_school: School) -> None:
    cohort = each_school.cohort("trainee-ada")
    form = replace(
        FORM, title=" First \t week ", note="Read <b>this</b>.\nThen play.", mode="exam", opens_on="2026-03-03",
        targets=("rupture-repair",), cohorts=(cohort,), people=("trainee-bo",), scenarios=("two-turns", "tiny"),
    )  # fmt: skip
    made = each_school.tina.assignments.make("form-1", form).assignment
    found = kept(each_school, made)
    assert (found.title, found.note) == ("First week", "Read <b>this</b>.\nThen play.")
    assert (found.mode, found.attempts, found.held) == (Mode.EXAM, 1, True)
    assert (found.opens, found.due) == ("2026-03-02T22:00:00+00:00", "2026-03-09T21:59:00+00:00")
    assert (found.cohorts, found.people, found.targets) == ((cohort,), ("trainee-bo",), ("rupture-repair",))
    assert [each.scenario for each in found.exercises] == ["two-turns", "tiny"]
    with each_school.store.work() as work:
        for each in found.exercises:
            assert decode(work.version(each.digest), Scenario).id == each.scenario
    assert each_school.audited(made) == [("trainer-tina", "made an assignment")]


def test_the_same_form_sent_twice_makes_one_assignment(each_school: School) -> None:
    cohort = each_school.cohort("trainee-ada")
    form = replace(FORM, cohorts=(cohort,))
    id_ = each_school.tina.forms.new("UTC").id
    assert each_school.tina.assignments.make(id_, form) == each_school.tina.assignments.make(id_, form)
    assert len(each_school.tina.overview()) == 1
    with pytest.raises(Forbidden):
        each_school.tom.assignments.make(id_, replace(form, title="Mine"))
    assert each_school.tina.forms.new("UTC").id != id_


def test_every_mistake_is_said_at_once_each_at_its_field(school: School) -> None:
    form = Form(
        title=" ", note="x" * 5_000, scenarios=(), mode="duel", opens_on="2026-03-29", opens_at="03:30",
        due_on="2026-02-31", zone="Europe/Helsinki", attempts="21", targets=("charm",),
        cohorts=("none",), people=("trainer-tom",),
    )  # fmt: skip
    found = mistakes(school, form)
    assert list(found) == [
        "title",
        "note",
        "scenarios",
        "mode",
        "opens",
        "due",
        "attempts",
        "targets",
        "cohorts",
        "people",
    ]
    assert "04:30" in found["opens"]
    assert "charm" in found["targets"]


@pytest.mark.parametrize(
    ("field", "changes", "words"),
    [
        ("due", {"opens_on": "2026-03-10"}, "before it opens"),
        ("due", {"opens_on": "2026-03-09", "opens_at": "23:59"}, "before it opens"),
        ("due", {"opens_on": "2026-02-01", "due_on": "2026-03-01"}, "passed already"),
        ("due", {"due_on": "", "due_at": "12:00"}, "Give the date"),
        ("opens", {"opens_at": "12:00"}, "Give the date"),
        ("zone", {"zone": "Europe/Atlantis"}, "no time zone"),
        ("scenarios", {"scenarios": ("gone",)}, "gone"),
        ("attempts", {"attempts": "0"}, "from 1 to 20"),
        ("attempts", {"attempts": "²"}, "from 1 to 20"),
        ("attempts", {"attempts": "many"}, "from 1 to 20"),
        ("title", {"title": "x" * 201}, "200 characters"),
    ],
)
def test_a_mistake_is_said_at_its_field(school: School, field: str, changes: dict[str, object], words: str) -> None:
    cohort = school.cohort("trainee-ada")
    found = mistakes(school, replace(FORM, cohorts=(cohort,), **changes))
    assert list(found) == [field]
    assert words in found[field]


def test_somebody_must_be_there_to_do_it(school: School) -> None:
    assert "who is to do it" in mistakes(school, FORM)["cohorts"]


def test_neither_somebody_elses_cohort_nor_one_in_the_archive_can_be_chosen(school: School) -> None:
    theirs, old = school.cohort(by="trainer-tom"), school.cohort()
    school.tina.cohorts.archive(old)
    for cohort in (theirs, old):
        assert "cohorts" in mistakes(school, replace(FORM, cohorts=(cohort,)))
    offered = [each.id for each in school.tina.forms.new("UTC").cohorts]
    assert offered == []


def test_nobody_but_active_trainees_is_assigned_anything_by_name(school: School) -> None:
    school.enter("trainee-gone", disabled=NOW)
    for person in ("trainer-tom", "trainee-gone", "nobody", "\ud800", ""):
        assert "people" in mistakes(school, replace(FORM, people=(person,)))


@pytest.mark.parametrize(
    ("mode", "attempts", "held", "kept_as"),
    [
        ("explore", "", True, (None, False)),
        ("practice", "", True, (None, True)),
        ("practice", "3", False, (3, False)),
        ("exam", "", False, (1, True)),
        ("exam", "2", False, (2, True)),
        ("exam", "unlimited", False, (None, True)),
    ],
)
def test_attempts_and_feedback_are_as_the_mode_has_them_unless_said_otherwise(
    school: School, mode: str, attempts: str, held: bool, kept_as: tuple[int | None, bool]
) -> None:
    made = school.assign(school.cohort("trainee-ada"), mode=mode, attempts=attempts, held=held)
    found = kept(school, made)
    assert (found.attempts, found.held) == kept_as
    assert school.tina.forms.open(made).form.attempts == attempts


def test_no_dates_mean_from_now_on_and_for_ever(school: School) -> None:
    found = kept(school, school.assign(school.cohort("trainee-ada"), due_on="", due_at=""))
    assert (found.opens, found.due) == (NOW, None)


def test_a_date_without_a_time_means_from_its_beginning_to_its_end(school: School) -> None:
    made = school.assign(
        school.cohort("trainee-ada"), opens_on="2026-03-05", due_on="2026-03-05", due_at="", zone="UTC"
    )
    found = kept(school, made)
    assert (found.opens, found.due) == ("2026-03-05T00:00:00+00:00", "2026-03-05T23:59:00+00:00")


def test_a_new_form_is_open_at_once_and_due_in_a_week_for_the_cohort_one_comes_from(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    form = school.tina.forms.new("Europe/Helsinki", cohort).form
    assert (form.opens_on, form.due_on, form.due_at, form.cohorts) == ("", "2026-03-09", "23:59", (cohort,))
    assert school.tina.forms.new("UTC", "none").form.cohorts == ()


# Changing.


def test_saving_what_was_not_changed_changes_nothing_not_even_a_second(school: School) -> None:
    school.now = "2026-10-25T01:10:05+00:00"  # the second 03:10 of that night
    made = school.assign(school.cohort("trainee-ada"), due_on="2026-11-01")
    before = kept(school, made)
    desk = school.tina.forms.open(made)
    assert (desk.form.opens_on, desk.form.opens_at) == ("2026-10-25", "03:10")
    school.now = "2026-12-01T00:00:00+00:00"
    assert school.tina.assignments.change(made, desk.version, desk.form).mistakes == ()
    assert kept(school, made) == before
    assert [act for _, act in school.audited(made)] == ["made an assignment"]


def test_after_somebody_has_begun_only_who_when_and_how_often_can_be_changed(each_school: School) -> None:
    made = each_school.assign(each_school.cohort("trainee-ada"))
    each_school.play(made, "trainee-ada")
    desk = each_school.tina.forms.open(made)
    assert desk.begun
    outcome = each_school.tina.assignments.change(
        made, desk.version, replace(desk.form, scenarios=("tiny",), mode="exam")
    )
    assert [each.field for each in outcome.mistakes] == ["scenarios", "mode"]
    assert all("Somebody has begun" in each.message for each in outcome.mistakes)
    moved = replace(desk.form, due_on="2026-03-20", title="Longer")
    assert each_school.tina.assignments.change(made, desk.version, moved).mistakes == ()
    assert kept(each_school, made).due == "2026-03-20T21:59:00+00:00"


def test_of_two_trainers_who_change_it_at_once_the_second_is_told(each_school: School) -> None:
    cohort = each_school.cohort("trainee-ada")
    each_school.tina.cohorts.add_trainer(cohort, "trainer-tom")
    made = each_school.assign(cohort)
    tinas, toms = each_school.tina.forms.open(made), each_school.tom.forms.open(made)
    each_school.tom.assignments.change(made, toms.version, replace(toms.form, title="Toms"))
    with pytest.raises(Overtaken, match="meanwhile"):
        each_school.tina.assignments.change(made, tinas.version, replace(tinas.form, title="Tinas"))
    assert kept(each_school, made).title == "Toms"
    again = each_school.tina.forms.open(made)
    each_school.tina.assignments.change(made, again.version, replace(again.form, title="Tinas"))
    assert kept(each_school, made).title == "Tinas"


def test_a_due_date_that_has_passed_may_stay_but_not_be_moved_to_the_past(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    school.now = LATER
    desk = school.tina.forms.open(made)
    assert school.tina.assignments.change(made, desk.version, replace(desk.form, title="Over")).mistakes == ()
    desk = school.tina.forms.open(made)
    outcome = school.tina.assignments.change(made, desk.version, replace(desk.form, due_on="2026-03-10"))
    assert [each.field for each in outcome.mistakes] == ["due"]


def test_what_a_colleague_may_not_see_stays_as_it_was(school: School) -> None:
    shared, tinas = school.cohort("trainee-ada"), school.cohort("trainee-cem", name="Other")
    school.tina.cohorts.add_trainer(shared, "trainer-tom")
    made = school.assign(shared, cohorts=(shared, tinas), people=("trainee-bo",))
    desk = school.tom.forms.open(made)
    assert (desk.form.cohorts, desk.form.people, desk.others, desk.names) == ((shared,), (), 2, False)
    assert "trainee-bo" not in repr(desk)
    assert school.tom.assignments.change(made, desk.version, replace(desk.form, title="Toms")).mistakes == ()
    found = kept(school, made)
    assert (set(found.cohorts), found.people, found.person) == ({shared, tinas}, ("trainee-bo",), "trainer-tina")
    desk = school.tom.forms.open(made)
    outcome = school.tom.assignments.change(made, desk.version, replace(desk.form, people=("trainee-cem",)))
    assert [each.field for each in outcome.mistakes] == ["people"]


def test_a_revision_changes_nothing_for_what_is_assigned_unless_it_is_asked_for(
    school: School, scenarios: Path
) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    (before,) = kept(school, made).exercises
    revise(school, scenarios)
    desk = school.tina.forms.open(made)
    assert [each.startswith("New ") for each in desk.revised] == [True]
    school.tina.assignments.change(made, desk.version, replace(desk.form, title="Same text"))
    assert kept(school, made).exercises == (before,)
    desk = school.tina.forms.open(made)
    school.tina.assignments.change(made, desk.version, replace(desk.form, renew=True))
    (after,) = kept(school, made).exercises
    assert after.digest == school.library.get("two-turns").digest != before.digest
    with school.store.work() as work:
        assert decode(work.version(after.digest), Scenario).title.startswith("New ")


def test_once_somebody_has_begun_no_text_is_renewed(school: School, scenarios: Path) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    before = kept(school, made).exercises
    school.play(made, "trainee-ada")
    revise(school, scenarios)
    desk = school.tina.forms.open(made)
    assert school.tina.assignments.change(made, desk.version, replace(desk.form, renew=True)).mistakes == ()
    assert kept(school, made).exercises == before


def test_a_scenario_withdrawn_while_in_use_stays_in_the_assignment_under_its_title(
    school: School, scenarios: Path
) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    title = school.library.get("two-turns").scenario.title
    (scenarios / "two-turns.yaml").unlink()
    school.library = type(school.library)(scenarios, school.library.rubric_folder, school.library.cache)
    desk = school.tina.forms.open(made)
    assert [(each.name, each.about) for each in desk.scenarios if each.id == "two-turns"] == [
        (title, "not on offer any more")
    ]
    assert school.tina.assignments.change(made, desk.version, replace(desk.form, title="Still")).mistakes == ()
    (entry,) = school.tina.overview()
    assert (entry.withdrawn, entry.revised, entry.scenarios) == ((title,), (), (title,))
    assert "scenarios" in mistakes(school, FORM)


# Copying and withdrawing.


def test_last_terms_assignment_is_copied_for_as_long_and_for_whom_is_chosen_anew(
    school: School, scenarios: Path
) -> None:
    old, new = school.cohort("trainee-ada", name="Old"), school.cohort("trainee-bo", name="New")
    made = school.assign(
        old, scenarios=("two-turns", "tiny"), mode="exam", opens_on="2026-03-02", opens_at="14:00", note="Hello"
    )
    (scenarios / "tiny.yaml").unlink()
    school.library = type(school.library)(scenarios, school.library.rubric_folder, school.library.cache)
    school.now = "2026-09-01T12:00:00+00:00"
    desk = school.tina.forms.copy(made)
    form = desk.form
    assert (form.title, form.note, form.mode, form.scenarios) == ("First week", "Hello", "exam", ("two-turns",))
    assert (form.opens_on, form.due_on, form.due_at) == ("", "2026-09-09", "23:59")
    assert (form.cohorts, desk.was_for, desk.copied) == ((), ("Old",), made)
    outcome = school.tina.assignments.make(desk.id, replace(form, cohorts=(new,)), desk.copied)
    copy = kept(school, outcome.assignment)
    assert (copy.copied, copy.cohorts, copy.made) == (made, (new,), school.now)


def test_what_is_withdrawn_can_be_brought_back(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    school.tina.assignments.withdraw(made)
    school.tina.assignments.withdraw(made)
    assert kept(school, made).withdrawn == NOW
    assert [each.state for each in school.tina.overview()] == ["withdrawn"]
    school.tina.assignments.bring_back(made)
    assert kept(school, made).withdrawn is None
    acts = [act for _, act in school.audited(made)]
    assert acts == ["made an assignment", "withdrew an assignment", "brought an assignment back"]


ACTS: dict[str, Callable[[Assigning, str], object]] = {
    "open": lambda a, id_: a.forms.open(id_),
    "copy": lambda a, id_: a.forms.copy(id_),
    "copy by a form": lambda a, id_: a.assignments.make("new", replace(FORM, people=("trainee-ada",)), id_),
    "change": lambda a, id_: a.assignments.change(id_, "version", FORM),
    "withdraw": lambda a, id_: a.assignments.withdraw(id_),
    "bring back": lambda a, id_: a.assignments.bring_back(id_),
    "release": lambda a, id_: a.assignments.release(id_),
    "progress": lambda a, id_: a.progress(id_),
}


@pytest.mark.parametrize("act", ACTS)
def test_somebody_elses_assignment_and_one_that_is_none_are_refused_in_the_same_words(school: School, act: str) -> None:
    made = school.assign(school.cohort("trainee-ada"), mode="exam")
    before = kept(school, made)
    for id_ in (made, "none", "", "\ud800", "\0"):
        with pytest.raises(Forbidden) as refused:
            ACTS[act](school.tom, id_)
        assert str(refused.value) == GONE
    assert kept(school, made) == before
    assert school.tom.overview() == ()


@pytest.mark.parametrize("act", [*ACTS, "overview", "new"])
def test_without_the_role_of_a_trainer_nothing_of_assignments_is_shown_or_changed(school: School, act: str) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    school.enter("other-olga", roles=frozenset(Role) - {Role.TRAINER})
    more: dict[str, Callable[[Assigning, str], object]] = {
        "overview": lambda a, _: a.overview(),
        "new": lambda a, _: a.forms.new("UTC"),
    }
    with pytest.raises(Forbidden, match="role of trainer"):
        (ACTS | more)[act](school.as_("other-olga"), made)


def test_the_trainers_of_a_cohort_see_what_it_was_given_while_they_look_after_it(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    made = school.assign(cohort)
    school.tina.cohorts.add_trainer(cohort, "trainer-tom")
    assert [each.id for each in school.tom.overview()] == [made]
    school.tina.cohorts.remove_trainer(cohort, "trainer-tom")
    assert school.tom.overview() == ()
    with pytest.raises(Forbidden):
        school.tom.progress(made)


def test_what_does_not_wait_cannot_be_released(school: School) -> None:
    made = school.assign(school.cohort("trainee-ada"))
    with pytest.raises(Refused, match="does not wait"):
        school.tina.assignments.release(made)


def test_a_folder_of_scenarios_that_is_empty_still_opens_a_form(school: School, scenarios: Path) -> None:
    shutil.rmtree(scenarios)
    scenarios.mkdir()
    school.library = type(school.library)(scenarios, school.library.rubric_folder, school.library.cache)
    assert school.tina.forms.new("UTC").scenarios == ()
