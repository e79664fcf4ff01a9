"""What the trainer's desk does with what a trainer does, without a browser and without widgets."""

from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from simulator.services.access import GONE
from simulator.ui.components.offered import Fields
from simulator.ui.trainer import cohort, form, overview, progress
from simulator.ui.trainer.desk import UNFORESEEN, Desk
from tests.services.school import LATER, School
from tests.ui.trainer.conftest import desk_of

NASTY = '<img src=x onerror=alert(1)> & "Co"'


def fields(**given: str | tuple[str, ...]) -> Fields:
    """What the form of an assignment gives, as a browser sends it."""
    usual: dict[str, str | tuple[str, ...]] = {
        "title": "First week", "note": "", "mode": "practice", "opens_on": "", "opens_at": "", "due_on": "2026-03-09",
        "due_at": "23:59", "zone": "Europe/Helsinki", "attempts": "", "scenarios": ("two-turns",), "targets": (),
        "cohorts": (), "held": (),
    }  # fmt: skip
    return Fields({name: (v,) if isinstance(v, str) else v for name, v in {**usual, **given}.items()})


def shown(desk: Desk) -> str:
    screens = {"overview": overview.html, "cohort": cohort.html, "form": form.html, "progress": progress.html}
    return screens[desk.screen.kind](desk)


# Going about.


def test_without_anything_yet_the_overview_says_where_to_begin(desk: Desk) -> None:
    desk.go({})
    assert (desk.screen.kind, desk.notice) == ("overview", "")
    assert "Begin with a cohort" in shown(desk)


@pytest.mark.parametrize("place", [("cohort",), ("assignment",), ("edit",), ("new", "copy")])
@pytest.mark.parametrize("id_", ["none", "../..", "<b>", "\ud800", "\0", "x" * 200])
def test_what_does_not_exist_becomes_the_overview_with_a_notice(desk: Desk, place: tuple[str, ...], id_: str) -> None:
    desk.go({**dict.fromkeys(place, "assignment"), place[-1]: id_})
    assert (desk.screen.kind, desk.notice) == ("overview", GONE)
    desk.go({})
    assert (desk.screen.kind, desk.notice) == ("overview", "")


def test_somebody_elses_cohort_and_assignment_stay_out_of_sight(school: School, desk: Desk) -> None:
    theirs = school.cohort("trainee-ada", by="trainer-tom")
    given = school.assign(theirs, by="trainer-tom")
    for place in ({"cohort": theirs}, {"assignment": given}, {"edit": given}, {"new": "assignment", "copy": given}):
        desk.go(place)
        assert (desk.screen.kind, desk.notice) == ("overview", GONE)
    assert "Autumn" not in shown(desk)


def test_without_the_role_the_page_says_why_and_shows_nothing(school: School) -> None:
    desk = desk_of(school, "trainee-ada")
    desk.go({})
    assert desk.screen is None
    assert "role of trainer" in desk.notice


def test_a_fault_of_ours_becomes_a_notice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.go({})
    monkeypatch.setattr(desk.assigning, "overview", lambda: 1 / 0)
    desk.go({})
    assert desk.notice == UNFORESEEN


def test_assignments_are_found_while_one_types_by_title_cohort_or_conversation(school: School, desk: Desk) -> None:
    for number in range(7):
        school.assign(school.cohort("trainee-ada", name=f"Group {number}"), title=f"Week {number}")
    desk.go({})
    desk.filter("group 3")
    assert [each.title for each in desk.entries if desk.shown(each)] == ["Week 3"]
    assert "Week 3" in shown(desk)
    assert "Week 4" not in shown(desk)
    desk.filter("nothing of the kind")
    assert "None of that name." in shown(desk)


# Cohorts.


def test_a_cohort_is_made_filled_and_emptied_again(desk: Desk) -> None:
    desk.go({})
    desk.make_cohort("Autumn")
    assert (desk.screen.kind, desk.screen.title) == ("cohort", "Autumn")
    desk.fill(lambda on: on.find("ada"))
    desk.fill(lambda on: on.add("trainee-ada"))
    assert [each.name for each in desk.filling.cohort.members] == ["Ada"]
    assert "In the cohort" in shown(desk)
    desk.fill(lambda on: on.remove("trainee-ada"))
    assert desk.filling.cohort.members == ()
    assert "Ada is no longer in the cohort" in shown(desk)
    desk.fill(lambda on: on.add("trainee-ada"))
    assert [each.name for each in desk.filling.cohort.members] == ["Ada"]


def test_the_form_of_a_cohort_sent_twice_makes_one(school: School, desk: Desk) -> None:
    desk.go({})
    desk.make_cohort("Autumn")
    desk.make_cohort("Autumn")
    assert len(school.tina.cohorts.mine()) == 1
    desk.go({})
    desk.make_cohort("Spring")
    assert [each.name for each in school.tina.cohorts.mine()] == ["Autumn", "Spring"]


def test_a_cohort_that_is_somebody_elses_by_now_goes_out_of_sight_with_the_reason(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada")
    school.tina.cohorts.add_trainer(made, "trainer-tom")
    desk.go({"cohort": made})
    school.tom.cohorts.remove_trainer(made, "trainer-tina")
    desk.fill(lambda on: on.remove("trainee-ada"))
    assert (desk.screen.kind, desk.notice) == ("overview", GONE)
    assert [each.name for each in school.tom.cohorts.open(made).members] == ["Ada"]


def test_nobody_is_added_or_asked_in_who_was_not_found(school: School, desk: Desk) -> None:
    desk.go({"cohort": school.cohort()})
    for person in ("trainee-ada", "trainer-tom", "none", "\ud800"):
        desk.fill(lambda on, person=person: on.add(person))
        assert (desk.filling.cohort.members, desk.notice) == ((), "")
        desk.fill(lambda on, person=person: on.remove(person))
        desk.fill(lambda on, person=person: on.ask(person))
        desk.leave(person)
        assert desk.notice == ""
    assert desk.filling.cohort.members == ()
    assert len(desk.filling.cohort.trainers) == 1


def test_a_pasted_list_is_looked_at_and_then_added_once(school: School, desk: Desk) -> None:
    desk.go({"cohort": school.cohort()})
    desk.fill(lambda on: on.open("paste"))
    desk.fill(lambda on: on.look("trainee-ada\ntrainee-bo\n<b>nobody</b>"))
    html = shown(desk)
    assert "Add 2 people" in html
    assert "&lt;b&gt;nobody&lt;/b&gt;" in html
    assert desk.filling.cohort.members == ()
    desk.fill(lambda on: on.confirm())
    desk.fill(lambda on: on.confirm())
    assert len(desk.filling.cohort.members) == 2
    assert desk.done.startswith("Added: 2")


def test_a_preview_of_one_cohort_is_not_confirmed_in_another(school: School, desk: Desk) -> None:
    first, second = school.cohort(), school.cohort()
    desk.go({"cohort": first})
    desk.fill(lambda on: on.look("trainee-ada"))
    desk.go({"cohort": second})
    desk.fill(lambda on: on.confirm())
    assert desk.filling.cohort.members == ()


def test_the_last_trainer_stays_and_whoever_leaves_sees_the_cohort_no_more(school: School, desk: Desk) -> None:
    desk.go({"cohort": school.cohort()})
    desk.leave("trainer-tina")
    assert "looks after it" in desk.notice
    desk.fill(lambda on: on.find_colleague("tom"))
    desk.fill(lambda on: on.ask("trainer-tom"))
    desk.leave("trainer-tina")
    assert (desk.screen.kind, [each.id for each in desk.cohorts], desk.notice) == ("overview", [], "")


def test_what_belongs_to_another_screen_than_the_one_shown_does_nothing(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada")
    given = school.assign(made, mode="exam")
    desk.go({"cohort": made})
    desk.go({})
    desk.fill(lambda on: on.remove("trainee-ada"))
    desk.follow(lambda on: on.ask("withdraw"))
    desk.save(fields(cohorts=(made,)))
    desk.look_again()
    desk.look("tab", "time")
    assert [each.name for each in school.tina.cohorts.open(made).members] == ["Ada"]
    assert [each.id for each in school.tina.overview()] == [given]
    assert desk.table("progress") is None


def test_results_are_loaded_for_the_cohort_and_every_tab_has_an_address(school: School, desk: Desk) -> None:
    made, other = school.cohort("trainee-ada"), school.cohort("trainee-bo", name="Other")
    desk.go({"cohort": made, "tab": "time"})
    assert (desk.results.shown.tab, desk.results.shown.filter.cohort, desk.notice) == ("time", made, "")
    assert desk.results.analysis is not None
    desk.look("tab", "moments")
    assert desk.screen.place == {"cohort": made, "tab": "items"}
    desk.look("tab", "nonsense")
    desk.look("nonsense", "nonsense")
    assert desk.screen.place == {"cohort": made, "tab": "items"}
    desk.go({"cohort": other, "tab": "heat"})
    assert desk.results.shown.filter.cohort == other
    desk.go({"cohort": made, "tab": "nonsense"})
    assert desk.screen.place == {"cohort": made}


# The form.


def test_an_assignment_is_made_and_its_progress_shown(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada", "trainee-bo")
    desk.go({"new": "assignment", "cohort": made})
    assert desk.drafting.form.cohorts == (made,)
    desk.draft(lambda on: on.find("cem"))
    desk.draft(lambda on: on.choose("trainee-cem"))
    desk.save(fields(cohorts=(made,), mode="exam"))
    assert (desk.screen.kind, desk.notice) == ("progress", "")
    assert "Assigned" in desk.done
    assert {each.name for each in desk.following.progress.rows} == {"Ada", "Bo", "Cem"}
    assert desk.screen.place == {"assignment": desk.following.progress.assignment.id}


def test_the_form_of_an_assignment_sent_twice_makes_one(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada")
    desk.go({"new": "assignment"})
    desk.save(fields(cohorts=(made,)))
    desk.save(fields(cohorts=(made,)))
    assert len(school.tina.overview()) == 1


def test_every_mistake_stands_at_its_field_and_nothing_typed_is_lost(school: School, desk: Desk) -> None:
    desk.go({"new": "assignment"})
    desk.draft(lambda on: on.find("cem"))
    desk.draft(lambda on: on.choose("trainee-cem"))
    typed = {"note": NASTY, "due_at": "", "attempts": "3", "targets": ("rupture-repair",)}
    desk.save(fields(title="", scenarios=(), due_on="2026-03-01", **typed))
    assert desk.screen.kind == "form"
    assert [each.field for each in desk.drafting.mistakes] == ["title", "scenarios", "due"]
    html = shown(desk)
    assert "3 things to mend" in html
    for message in ("A title is missing.", "Choose at least one conversation.", "before it opens"):
        assert html.count(message) == 2, "at the top and at the field"
    assert 'aria-invalid="true"' in html
    assert NASTY not in html
    assert NASTY in unescape(html)
    assert 'value="2026-03-01"' in html
    assert [each.id for each in desk.drafting.people] == ["trainee-cem"]
    assert school.tina.overview() == ()
    desk.save(fields(due_on="", **typed))
    assert desk.screen.kind == "progress"


def test_nobody_is_chosen_by_name_who_was_not_found(desk: Desk) -> None:
    desk.go({"new": "assignment"})
    desk.draft(lambda on: on.choose("trainee-cem"))
    desk.draft(lambda on: on.drop("trainee-ada"))
    assert desk.drafting.people == ()


def test_what_somebody_else_changed_meanwhile_is_told_and_what_was_typed_stays(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada")
    school.tina.cohorts.add_trainer(made, "trainer-tom")
    given = school.assign(made)
    desk.go({"edit": given})
    theirs = school.tom.forms.open(given)
    school.tom.assignments.change(given, theirs.version, replace(theirs.form, title="Toms"))
    desk.save(fields(title="Tinas", cohorts=(made,)))
    assert desk.drafting.conflict
    assert "Somebody else has changed this assignment" in shown(desk)
    assert 'value="Tinas"' in shown(desk)
    desk.look_again()
    assert 'value="Toms"' in shown(desk)
    desk.save(fields(title="Both", cohorts=(made,)))
    assert desk.screen.title == "Both"


def test_after_somebody_has_begun_what_is_played_cannot_be_chosen_any_more(school: School, desk: Desk) -> None:
    made = school.cohort("trainee-ada")
    given = school.assign(made)
    school.play(given, "trainee-ada")
    desk.go({"edit": given})
    html = shown(desk)
    assert "Somebody has begun" in html
    assert html.count(" disabled") == len(desk.drafting.desk.scenarios) + 3
    desk.save(fields(title="Longer", cohorts=(made,), scenarios=(), mode="", due_on="2026-04-01"))
    assert (desk.screen.kind, desk.screen.title) == ("progress", "Longer")


def test_a_copy_says_whom_the_original_was_for(school: School, desk: Desk) -> None:
    given = school.assign(school.cohort("trainee-ada", name="Last term"))
    desk.go({"new": "assignment", "copy": given})
    assert "The original was for Last term." in shown(desk)
    assert desk.drafting.form.title == "First week"


# Progress.


@pytest.fixture
def followed(school: School, desk: Desk) -> Desk:
    """An exam that is past due: Ada finished, Bo is playing, Cem has not begun."""
    given = school.assign(school.cohort("trainee-ada", "trainee-bo", "trainee-cem"), mode="exam")
    school.play(given, "trainee-ada", ends="2026-03-05T12:00:00+00:00")
    school.play(given, "trainee-bo")
    school.now = LATER
    desk.go({"assignment": given})
    return desk


def names(desk: Desk) -> list[str]:
    return [each.name for each in desk.following.rows.rows]


def test_progress_is_filtered_by_who_is_late_by_state_and_while_one_types(followed: Desk) -> None:
    assert names(followed) == ["Bo", "Cem", "Ada"]
    for only, expected in {"late": ["Bo", "Cem"], "new": ["Cem"], "going": ["Bo"], "done": ["Ada"]}.items():
        followed.follow(lambda on, only=only: on.choose(only))
        assert names(followed) == expected
    followed.follow(lambda on: on.choose("nonsense"))
    followed.follow(lambda on: on.choose("all"))
    followed.follow(lambda on: on.filter("TRAINEE ad"))
    assert names(followed) == ["Ada"]
    followed.follow(lambda on: on.at("none"))
    assert names(followed) == ["Ada"]
    followed.follow(lambda on: on.filter("nobody"))
    assert "Nobody fits this." in shown(followed)


def test_releasing_is_asked_about_first_with_how_many_are_still_at_it(followed: Desk) -> None:
    followed.follow(lambda on: on.confirm())
    assert not followed.following.progress.released
    followed.follow(lambda on: on.ask("release"))
    html = shown(followed)
    assert "1 conversation finished, 1 being played, 1 not begun." in html
    assert "may tell those who have not" in html
    followed.follow(lambda on: on.confirm())
    assert followed.following.progress.released
    assert "Release feedback" not in shown(followed)
    assert "All feedback has been released." in shown(followed)


def test_the_feedback_on_one_attempt_is_released_alone(followed: Desk) -> None:
    attempt = next(each.attempt for each in followed.following.progress.rows if each.name == "Ada")
    for forged in ("none", "", "\ud800"):
        followed.follow(lambda on, forged=forged: on.release(forged))
        assert followed.notice == ""
    followed.follow(lambda on: on.release(attempt))
    assert followed.done.startswith("Released for Ada")
    assert not followed.following.progress.released


def test_withdrawing_is_asked_about_first_and_can_be_undone(followed: Desk) -> None:
    for what in ("nonsense", "withdraw", "withdraw"):
        followed.follow(lambda on, what=what: on.ask(what))
    followed.follow(lambda on: on.confirm())
    assert followed.following.progress.state == "over", "asked about, and let go again"
    followed.follow(lambda on: on.ask("withdraw"))
    followed.follow(lambda on: on.confirm())
    assert followed.following.progress.state == "withdrawn"
    followed.follow(lambda on: on.bring_back())
    assert followed.following.progress.state == "over"


def test_an_exam_that_is_over_says_that_nobody_can_begin_it(followed: Desk) -> None:
    assert "An exam closes when it is due" in shown(followed)


def test_files_are_of_what_stands_now(followed: Desk, school: School) -> None:
    school.play(followed.following.progress.assignment.id, "trainee-cem", ends=LATER)
    table = followed.table("progress")
    assert table.columns[0] == "name"
    assert {(row[0], row[4], row[7]) for row in table.rows} == {
        ("Ada", "Finished", False), ("Bo", "Playing", True), ("Cem", "Finished", True),
    }  # fmt: skip
    letters = followed.table("letters")
    assert letters.columns == ("name", "email", "account", "title", "due", "link", "state")
    assert followed.done == "3 people without an e-mail address."
    assert followed.table("nonsense") is None


def test_no_file_is_made_of_what_one_may_not_see_any_more(followed: Desk, school: School) -> None:
    with school.store.work() as work:
        work.people.set_roles("trainer-tina", ())
        work.commit()
    assert followed.table("progress") is None
    assert "role of trainer" in followed.notice


def test_names_titles_and_notes_are_shown_as_text(school: School, desk: Desk) -> None:
    school.enter("trainee-x")
    with school.store.work() as work:
        work.people.update(replace(work.people.get("trainee-x"), name=NASTY, email="<i>@x"))
        work.commit()
    made = school.cohort("trainee-x", name=NASTY)
    given = school.assign(made, title=NASTY, note=NASTY)
    acts: list[Callable[[], object]] = [
        lambda: desk.go({}),
        lambda: desk.go({"cohort": made}),
        lambda: desk.fill(lambda on: on.find("img")),
        lambda: desk.fill(lambda on: on.remove("trainee-x")),
        lambda: desk.fill(lambda on: on.add("trainee-x")),
        lambda: desk.go({"edit": given}),
        lambda: desk.go({"assignment": given}),
        lambda: desk.go({"new": "assignment", "copy": given}),
    ]
    for act in acts:
        act()
        html = shown(desk)
        assert "<img" not in html
        assert "<i>@x" not in html
        assert NASTY in unescape(html)
        assert desk.notice == ""


# Many.


def test_five_hundred_people_with_twenty_conversations_are_shown_fifty_at_a_time(school: School, desk: Desk) -> None:
    people = [f"trainee-n{number:03}" for number in range(500)]
    school.enter(*people)
    desk.go({"assignment": school.assign(school.cohort(*people))})
    found = desk.following.progress
    many = tuple(replace(row, scenario=f"s{n}", title=f"S {n}") for row in found.rows for n in range(20))
    desk.following.progress = replace(found, rows=many, titles=tuple((f"s{n}", f"S {n}") for n in range(20)))
    assert shown(desk).count("<tr>") == 51, "the head and fifty"
    desk.follow(lambda on: on.turn("on"))
    assert "51–100 of 10,000 rows" in shown(desk)
    for to in ("back", "back", "nonsense"):
        desk.follow(lambda on, to=to: on.turn(to))
    assert "1–50 of 10,000 rows" in shown(desk)
    desk.follow(lambda on: on.filter("n499"))
    assert {each.person for each in desk.following.rows.rows} == {"trainee-n499"}
    assert desk.following.rows.found == 20


def test_a_report_is_made_of_a_released_attempt_that_is_shown_and_of_nothing_else(followed: Desk) -> None:
    asked: list[str] = []
    followed.assigning.report = lambda attempt: asked.append(attempt) or ("r.pdf", "application/pdf", b"%PDF")
    attempt = next(each.attempt for each in followed.following.progress.rows if each.name == "Ada")
    for what, of in (("report", attempt), ("report", "any"), ("portfolio", "trainee-ada"), ("passwords", attempt)):
        assert followed.document(what, of) is None
    followed.follow(lambda on: on.release(attempt))
    assert f'data-do="report:{attempt}"' in shown(followed)
    assert followed.document("report", attempt) == ("r.pdf", "application/pdf", b"%PDF")
    assert asked == [attempt]


def test_a_portfolio_that_cannot_be_made_says_why(school: School, desk: Desk) -> None:
    cohort = school.cohort("trainee-ada")
    desk.go({"cohort": cohort})
    assert desk.document("portfolio", "trainee-bo") is None
    assert desk.notice == ""
    assert desk.document("portfolio", "trainee-ada") is None
    assert desk.notice != ""


def test_notes_are_made_of_a_conversation_of_the_assignment(followed: Desk) -> None:
    assert followed.document("notes", "late-again") is None
    assert followed.notice == ""
    name, kind, content = followed.document("notes", "two-turns")
    assert (kind, content[:5]) == ("application/pdf", b"%PDF-")
    assert name.startswith("notes ")
