"""The directory: who may change it, what is refused, and what the audit log says of it."""

import pytest

from simulator.model.person import Person, Role
from simulator.services.access import Forbidden
from simulator.services.accounts.acting import Actor
from simulator.services.accounts.directory import AccountTaken, LastAdministrator, NoSuchPerson, read_roles, words
from simulator.services.accounts.names import Unfit
from simulator.services.accounts.sign_in import NoInvitation, SignIns
from simulator.services.accounts.tokens import digest_of
from simulator.store.people import SignIn
from tests.services.accounts.conftest import NOW, directory_of

WEEK_LATER = "2026-03-08T12:00:00+00:00"
PASSWORD = "a long and boring sentence"  # noqa: S105


def test_somebody_who_was_added_is_found_whatever_the_case(directory):
    added = directory.add(" Ada ", "Ada L.", "ada@example.org", {Role.TRAINER, Role.TRAINEE})
    assert added == Person("id-1", "ada", "Ada L.", frozenset({Role.TRAINER, Role.TRAINEE}), "ada@example.org")
    assert directory.get("ADA") == added
    assert directory.all() == [added]


def test_everybody_is_a_trainee_unless_it_is_said(directory):
    assert directory.add("ada", "Ada").roles == {Role.TRAINEE}


def test_an_account_belongs_to_one_person(directory):
    directory.add("ada", "Ada")
    with pytest.raises(AccountTaken, match="'ada' already"):
        directory.add("ＡＤＡ", "Another")
    assert len(directory.all()) == 1


def test_somebody_unknown_is_asked_about_with_the_nearest(directory):
    directory.add("adalbert", "A")
    with pytest.raises(NoSuchPerson, match="Did you mean 'adalbert'"):
        directory.get("adelbert")
    with pytest.raises(NoSuchPerson, match="no account '=1'"):
        directory.get("=1")


def test_an_account_from_before_is_found_as_it_stands(directory, each_store):
    with each_store.work() as work:
        work.people.add(Person("DOM\\Ada", "DOM\\Ada", "Ada", frozenset({Role.TRAINEE})), NOW)
        work.commit()
    assert directory.get("DOM\\Ada").id == "DOM\\Ada"


def test_roles_take_the_place_of_those_before(directory, log):
    directory.add("ada", "Ada", roles={Role.TRAINER})
    assert directory.set_roles("ada", {Role.ASSESSOR, Role.TRAINEE}).roles == directory.get("ada").roles
    assert directory.get("ada").roles == {Role.ASSESSOR, Role.TRAINEE}
    assert log("id-1") == [
        ("command line", "person added", "trainer"),
        ("command line", "roles set", "trainee, assessor"),
    ]


def test_nobody_is_without_a_role(directory):
    directory.add("ada", "Ada")
    with pytest.raises(Unfit, match="at least one role"):
        directory.set_roles("ada", ())


@pytest.mark.parametrize(
    "act", [lambda d, **how: d.set_roles("ada", {Role.TRAINER}, **how), lambda d, **how: d.disable("ada", **how)]
)
def test_the_last_administrator_stays_unless_it_is_forced(directory, act):
    directory.add("ada", "Ada", roles={Role.ADMINISTRATOR})
    before = directory.add("ben", "Ben", roles={Role.ADMINISTRATOR})
    directory.disable("ben")
    with pytest.raises(LastAdministrator, match="'ada' is the only administrator"):
        act(directory)
    assert directory.get("ada").has(Role.ADMINISTRATOR)
    directory.enable("ben")
    act(directory)
    assert not directory.get("ada").has(Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        directory.disable(before.account)
    assert directory.disable(before.account, force=True).disabled == NOW


def test_somebody_who_is_shut_out_is_signed_out_and_comes_back_as_they_were(directory, each_store, log):
    directory.add("ada", "Ada")
    with each_store.work() as work:
        work.people.sign_in(SignIn(digest_of("token"), "id-1", NOW, WEEK_LATER))
        work.commit()
    sign_ins = SignIns(each_store, lambda: NOW)
    assert sign_ins.visitor("token").account == "ada"
    directory.disable("ada")
    assert sign_ins.visitor("token") is None
    directory.enable("ada")
    assert directory.get("ada").disabled is None
    assert sign_ins.visitor("token") is None
    assert [act for _, act, _ in log("id-1")] == ["person added", "person disabled", "person enabled"]


def test_an_invitation_opens_the_door_once_and_its_token_is_not_kept(directory, each_store):
    directory.add("ada", "Ada")
    (invited,) = directory.invite(["Ada"])
    assert invited.expires == WEEK_LATER
    with each_store.work() as work:
        assert work.people.invitation(invited.token) is None
        assert work.people.invitation(digest_of(invited.token)).person == "id-1"
    sign_ins = SignIns(each_store, lambda: NOW)
    assert sign_ins.accept_invitation(invited.token, PASSWORD).visitor.person.account == "ada"
    with pytest.raises(NoInvitation):
        sign_ins.accept_invitation(invited.token, PASSWORD)


def test_a_later_invitation_makes_the_earlier_one_void(directory, each_store):
    directory.add("ada", "Ada")
    (first,), (second,) = directory.invite(["ada"]), directory.invite(["ada"])
    sign_ins = SignIns(each_store, lambda: NOW)
    with pytest.raises(NoInvitation):
        sign_ins.invitation(first.token)
    assert sign_ins.invitation(second.token).account == "ada"


def test_several_are_invited_together_or_none(directory):
    for account in ("ada", "ben"):
        directory.add(account, account)
    assert [each.person.account for each in directory.invite(["ben", "ada", "BEN"])] == ["ben", "ada"]
    directory.disable("ada")
    for accounts, error in ((["ben", "cleo"], NoSuchPerson), (["ben", "ada"], Unfit)):
        with pytest.raises(error):
            directory.invite(accounts)


@pytest.mark.parametrize("days", [0, 366, -1])
def test_an_invitation_does_not_last_for_ever(directory, days):
    directory.add("ada", "Ada")
    with pytest.raises(Unfit, match="from 1 to 365 days"):
        directory.invite(["ada"], days)


ACTS = {
    "all": lambda d: d.all(),
    "get": lambda d: d.get("root"),
    "add": lambda d: d.add("new", "New"),
    "set_roles": lambda d: d.set_roles("root", {Role.TRAINEE}),
    "disable": lambda d: d.disable("root"),
    "enable": lambda d: d.enable("root"),
    "invite": lambda d: d.invite(["root"]),
}


def everything(store):
    with store.work() as work:
        return {
            table: sorted(map(str, work.connection.exec_driver_sql(f"SELECT * FROM {table}")))  # noqa: S608
            for table in ("people", "roles", "invitations", "sign_ins", "audit")
        }


def test_every_act_is_tried_on_those_who_may_not(directory):
    assert {name for name in vars(type(directory)) if not name.startswith("_")} == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["trainer", "gone", "shut-out", "command line"])
def test_nobody_but_an_administrator_may(directory, each_store, administrator, act, who):
    everyone_else = {Role.TRAINEE, Role.TRAINER, Role.ASSESSOR}
    ids = {
        "trainer": directory.add("trainer", "T", roles=everyone_else).id,
        "shut-out": directory.add("shut", "S", roles={Role.ADMINISTRATOR}).id,
    }
    directory.disable("shut")
    before = everything(each_store)
    with pytest.raises(Forbidden):
        ACTS[act](directory_of(each_store, Actor(ids.get(who, who))))
    assert everything(each_store) == before


def test_an_administrator_of_the_directory_may_and_is_named_in_the_log(directory, each_store, administrator, log):
    theirs = directory_of(each_store, Actor("id-1"))
    theirs.set_roles("root", {Role.ADMINISTRATOR, Role.TRAINER})
    assert log("id-1")[-1] == ("id-1", "roles set", "trainer, administrator")


def test_roles_are_read_however_people_separate_them():
    assert read_roles(" Trainer;assessor,\ttrainee ") == {Role.TRAINER, Role.ASSESSOR, Role.TRAINEE}
    assert read_roles("") == frozenset()
    with pytest.raises(Unfit, match=r"'boss' is no role\. The roles are: trainee, trainer, assessor, administrator"):
        read_roles("trainer boss")
    assert words({Role.ADMINISTRATOR, Role.TRAINEE}) == "trainee, administrator"
