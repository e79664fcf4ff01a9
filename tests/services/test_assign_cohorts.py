"""Cohorts: who may see and change them, how they are filled, and who looks after them."""

from collections.abc import Callable

import pytest

from simulator.errors import CoachsimError, Overtaken
from simulator.model.person import Role
from simulator.services.access import GONE, Forbidden
from simulator.services.assigning.acting import Refused
from simulator.services.assigning.assigning import Assigning
from tests.services.school import School


def names(people: object) -> list[str]:
    return [each.name for each in people]


def test_a_cohort_belongs_to_whoever_made_it_and_can_be_renamed_and_put_away(each_school: School) -> None:
    tina = each_school.tina
    made = tina.cohorts.make("new-1", "  Autumn \n 2026 ")
    assert tina.cohorts.open(made).name == "Autumn 2026"
    assert names(tina.cohorts.open(made).trainers) == ["Tina"]
    tina.cohorts.rename(made, "Autumn 2026", "Spring 2027")
    tina.cohorts.archive(made)
    (entry,) = tina.cohorts.mine()
    assert (entry.name, entry.archived) == ("Spring 2027", True)
    tina.cohorts.unarchive(made)
    assert not tina.cohorts.open(made).archived
    acts = [act for _, act in each_school.audited(made)]
    assert acts == ["made a cohort", "renamed a cohort", "archived a cohort", "took a cohort out of the archive"]


def test_the_same_form_sent_twice_makes_one_cohort(school: School) -> None:
    assert school.tina.cohorts.make("new-1", "Autumn") == school.tina.cohorts.make("new-1", "Autumn")
    assert len(school.tina.cohorts.mine()) == 1
    with pytest.raises(Forbidden):
        school.tom.cohorts.make("new-1", "Mine now")


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "x" * 201, "\x00"])
def test_a_name_that_is_none_is_refused(school: School, name: str) -> None:
    with pytest.raises(Refused):
        school.tina.cohorts.make("new-1", name)
    assert school.tina.cohorts.mine() == ()


def test_a_name_that_somebody_else_has_given_meanwhile_is_not_written_over(school: School) -> None:
    cohort = school.cohort(name="Autumn")
    school.tina.cohorts.add_trainer(cohort, "trainer-tom")
    school.tom.cohorts.rename(cohort, "Autumn", "Toms")
    with pytest.raises(Overtaken, match="meanwhile"):
        school.tina.cohorts.rename(cohort, "Autumn", "Tinas")
    assert school.tina.cohorts.open(cohort).name == "Toms"


ACTS: dict[str, Callable[[Assigning, str], object]] = {
    "open": lambda a, c: a.cohorts.open(c),
    "rename": lambda a, c: a.cohorts.rename(c, "Autumn", "Other"),
    "archive": lambda a, c: a.cohorts.archive(c),
    "unarchive": lambda a, c: a.cohorts.unarchive(c),
    "preview": lambda a, c: a.cohorts.preview(c, "trainee-bo"),
    "add": lambda a, c: a.cohorts.add(c, ["trainee-bo"]),
    "remove": lambda a, c: a.cohorts.remove(c, ["trainee-ada"]),
    "add a trainer": lambda a, c: a.cohorts.add_trainer(c, "trainer-tom"),
    "remove a trainer": lambda a, c: a.cohorts.remove_trainer(c, "trainer-tina"),
}


@pytest.mark.parametrize("act", ACTS)
def test_somebody_elses_cohort_and_one_that_is_none_are_refused_in_the_same_words(school: School, act: str) -> None:
    cohort = school.cohort("trainee-ada")
    before = school.tina.cohorts.open(cohort)
    for id_ in (cohort, "none", "", "\ud800", "\0", "' or 1=1 --"):
        with pytest.raises(Forbidden) as refused:
            ACTS[act](school.tom, id_)
        assert str(refused.value) == GONE
    assert school.tina.cohorts.open(cohort) == before


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.ASSESSOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("act", [*ACTS, "list", "make", "find", "find colleagues"])
def test_without_the_role_of_a_trainer_nothing_is_shown_or_changed(school: School, role: Role, act: str) -> None:
    school.enter("other-olga", roles=frozenset({role}))
    cohort = school.cohort("trainee-ada")
    more: dict[str, Callable[[Assigning, str], object]] = {
        "list": lambda a, _: a.cohorts.mine(),
        "make": lambda a, _: a.cohorts.make("new", "Mine"),
        "find": lambda a, _: a.cohorts.find("ada"),
        "find colleagues": lambda a, _: a.cohorts.find_colleagues("tina"),
    }
    for who in ("other-olga", "nobody"):
        with pytest.raises(Forbidden, match=r"role of trainer|known here"):
            (ACTS | more)[act](school.as_(who), cohort)


def test_a_trainer_who_was_shut_out_can_do_nothing_more(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    with school.store.work() as work:
        tina = work.people.get("trainer-tina")
        work.people.update(type(tina)(tina.id, tina.account, tina.name, tina.roles, None, school.now))
        work.commit()
    with pytest.raises(Forbidden, match="closed"):
        school.tina.cohorts.open(cohort)


# The directory.


def test_the_directory_finds_active_trainees_by_a_piece_of_name_or_account(each_school: School) -> None:
    each_school.enter("trainee-äiti", "trainee-ada2")
    each_school.enter("trainee-adam", disabled="2026-01-01T00:00:00+00:00")
    find = each_school.tina.cohorts.find
    assert names(find("ada")) == ["Ada", "Ada2"]
    assert names(find("ÄI")) == ["Äiti"]
    assert names(find("trainee-bo")) == ["Bo"]
    assert find("tina") == ()
    assert names(each_school.tina.cohorts.find_colleagues("to")) == ["Tom"]


def test_an_address_is_found_as_a_whole_only_so_that_nobody_spells_one_out(school: School) -> None:
    school.enter("trainee-dee", email="Dee@example.org")
    assert names(school.tina.cohorts.find("dee@example.org")) == ["Dee"]
    assert school.tina.cohorts.find("@example") == ()


@pytest.mark.parametrize("text", ["", "a", " a ", "%%", "__", "\ud800\ud800", "\0\0"])
def test_less_than_two_letters_or_what_is_no_name_finds_nobody(school: School, text: str) -> None:
    assert school.tina.cohorts.find(text) == ()


def test_the_directory_shows_twenty_at_most_and_no_addresses(school: School) -> None:
    school.enter(*(f"trainee-many{number}" for number in range(30)), email="x@example.org")
    found = school.tina.cohorts.find("many")
    assert len(found) == 20
    assert "example.org" not in repr(found)


# Filling.


def test_a_pasted_list_is_looked_at_before_anything_is_added(each_school: School) -> None:
    each_school.enter("trainee-dee", "trainee-dum", email="twins@example.org")
    each_school.enter("trainee-eve", email="Eve@Example.org")
    cohort = each_school.cohort("trainee-ada")
    text = "\n".join(
        ["TRAINEE-Bo", "eve@example.org", "trainee-ada", "trainee-bo", "nobody", "twins@example.org", "trainer-tom"]
    )
    preview = each_school.tina.cohorts.preview(cohort, text)
    assert names(preview.people) == ["Bo", "Eve"]
    assert names(preview.already) == ["Ada"]
    assert [(each.line, each.message) for each in preview.problems] == [
        (4, "The same person as in line 1."),
        (5, "There is no active trainee with this account or e-mail address."),
        (6, "2 people have this e-mail address; take their accounts."),
        (7, "There is no active trainee with this account or e-mail address."),
    ]
    assert names(each_school.tina.cohorts.open(cohort).members) == ["Ada"]

    assert each_school.tina.cohorts.add(cohort, [each.id for each in preview.people]) == 2
    assert names(each_school.tina.cohorts.open(cohort).members) == ["Ada", "Bo", "Eve"]
    assert each_school.audited("trainee-eve") == [("trainer-tina", "added to a cohort")]


def test_whoever_cannot_be_added_is_passed_over_and_adding_twice_is_adding_once(school: School) -> None:
    cohort = school.cohort()
    forged = ["trainee-ada", "trainee-ada", "trainer-tom", "nobody", "", "\ud800"]
    assert school.tina.cohorts.add(cohort, forged) == 1
    assert school.tina.cohorts.add(cohort, forged) == 0
    assert names(school.tina.cohorts.open(cohort).members) == ["Ada"]


def test_people_are_taken_out_and_what_was_done_is_said_of_each(school: School) -> None:
    cohort = school.cohort("trainee-ada", "trainee-bo")
    assert school.tina.cohorts.remove(cohort, ["trainee-bo", "trainee-cem"]) == 1
    assert names(school.tina.cohorts.open(cohort).members) == ["Ada"]
    assert school.audited("trainee-bo")[-1] == ("trainer-tina", "removed from a cohort")
    assert school.audited("trainee-cem") == []


def test_a_cohort_in_the_archive_is_not_filled(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    school.tina.cohorts.archive(cohort)
    with pytest.raises(Refused, match="archive"):
        school.tina.cohorts.add(cohort, ["trainee-bo"])


def test_a_list_of_five_thousand_is_looked_at_in_a_few_queries(school: School, queries: list[str]) -> None:
    school.enter(*(f"trainee-p{number}" for number in range(2_000)))
    cohort = school.cohort()
    queries.clear()
    preview = school.tina.cohorts.preview(cohort, "\n".join(f"trainee-p{number}" for number in range(5_000)))
    assert (len(preview.people), len(preview.problems)) == (2_000, 3_000)
    school.tina.cohorts.add(cohort, [each.id for each in preview.people])
    assert len(queries) < 25


# Colleagues.


def test_a_colleague_looks_after_a_cohort_too(school: School) -> None:
    cohort = school.cohort("trainee-ada")
    school.tina.cohorts.add_trainer(cohort, "trainer-tom")
    assert names(school.tom.cohorts.open(cohort).trainers) == ["Tina", "Tom"]
    school.tom.cohorts.remove_trainer(cohort, "trainer-tina")
    assert school.tina.cohorts.mine() == ()


@pytest.mark.parametrize("person", ["trainee-ada", "nobody", "\ud800"])
def test_nobody_but_a_trainer_looks_after_a_cohort(school: School, person: str) -> None:
    cohort = school.cohort()
    with pytest.raises(CoachsimError, match="trainers"):
        school.tina.cohorts.add_trainer(cohort, person)


def test_a_cohort_never_loses_its_last_trainer_who_can_come_in(school: School) -> None:
    cohort = school.cohort()
    with pytest.raises(Refused, match="looks after"):
        school.tina.cohorts.remove_trainer(cohort, "trainer-tina")
    school.enter("trainer-gone")
    school.tina.cohorts.add_trainer(cohort, "trainer-gone")
    with school.store.work() as work:
        work.people.set_roles("trainer-gone", {Role.TRAINEE})
        work.commit()
    with pytest.raises(Refused, match="looks after"):
        school.tina.cohorts.remove_trainer(cohort, "trainer-tina")
    assert names(school.tina.cohorts.open(cohort).trainers) == ["Gone", "Tina"]
