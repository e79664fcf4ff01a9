"""People and how they come in: what is kept comes back, each account once, and tokens work once."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken, StoreError
from simulator.model.person import EVERY_ROLE, Person, Role
from simulator.store.people import Invitation, SignIn
from tests.store.filling import ADA, BEN, INVITATION, LATER, PEOPLE, SIGN_IN, TINA, fill
from tests.store.keeping import NOW, do


@pytest.fixture
def store(each_store):
    """The school of `filling`."""
    fill(each_store)
    return each_store


def people(store, ask):
    with store.reading() as work:
        return ask(work.people)


def test_a_person_comes_back_with_every_role(store):
    for person in PEOPLE:
        assert people(store, lambda them, person=person: them.get(person.id)) == person
        assert people(store, lambda them, person=person: them.by_account(person.account)) == person
    assert people(store, lambda them: them.get("nobody")) is None
    assert people(store, lambda them: them.by_account("Ada")) is None


def test_people_come_by_account_in_one_order_on_every_database(each_store):
    accounts = ["a-b", "a", "Zoe", "å", "ab", "a_b", "b", "a.b", "A", "z", "10", "9", "é"]
    do(each_store, lambda work: work.people.add_all([Person(each, each, each) for each in accounts], NOW))
    assert [each.account for each in people(each_store, lambda them: them.all())] == sorted(accounts)
    some = people(each_store, lambda them: them.some(["z", "A", "å", "nobody"]))
    assert [each.account for each in some] == ["A", "z", "å"]
    assert people(each_store, lambda them: them.accounts()) == set(accounts)


def test_an_account_and_an_id_are_taken_once(store):
    for taken in (replace(ADA, id="other"), replace(ADA, account="other")):
        for act in (lambda work, p=taken: work.people.add(p, NOW), lambda work, p=taken: work.people.add_all([p], NOW)):
            with pytest.raises(Overtaken):
                do(store, act)
    with pytest.raises(Overtaken, match="There is an account 'ada' already"):
        do(store, lambda work: work.people.update(replace(BEN, account="ada")))
    assert people(store, lambda them: them.all()) == [ADA, BEN, TINA]


def test_of_many_of_whom_one_is_taken_none_is_kept(store):
    with pytest.raises(Overtaken):
        do(store, lambda work: work.people.add_all([Person("new", "new", "New", EVERY_ROLE), ADA], NOW))
    assert people(store, lambda them: them.get("new")) is None


def test_many_people_with_their_roles_are_added_at_once(each_store):
    many = [Person(f"id-{n:05}", f"account-{n:05}", "Somebody", frozenset({Role.TRAINEE})) for n in range(5000)]
    do(each_store, lambda work: work.people.add_all(many, NOW), lambda work: work.people.add_all([], NOW))
    assert people(each_store, lambda them: them.all()) == many
    assert people(each_store, lambda them: them.some(each.id for each in many)) == many


def test_a_change_is_written_and_roles_are_those_given_last(store):
    changed = Person("p-ben", "benjamin", "Benjamin", frozenset({Role.TRAINER}), "b@example.org", None)
    do(
        store,
        lambda work: work.people.update(changed),
        lambda work: work.people.set_roles("p-ben", [Role.TRAINER, Role.TRAINER]),
        lambda work: work.people.set_roles("p-ada", []),
    )
    assert people(store, lambda them: them.some(["p-ada", "p-ben"])) == [replace(ADA, roles=frozenset()), changed]


def test_roles_and_passwords_belong_to_people_who_are_there(each_store):
    for act in (
        lambda work: work.people.set_roles("nobody", [Role.TRAINEE]),
        lambda work: work.people.set_password("nobody", "hash", NOW),
        lambda work: work.people.invite(INVITATION),
        lambda work: work.people.sign_in(SIGN_IN),
    ):
        with pytest.raises(StoreError):
            do(each_store, act)


def test_who_holds_a_role_and_who_is_shut_out_is_told(store):
    assert people(store, lambda them: them.active(Role.TRAINEE)) == [ADA]
    assert people(store, lambda them: them.active(Role.ADMINISTRATOR)) == []
    assert people(store, lambda them: them.shut_out()) == {"p-ben"}
    with store.work() as work:
        assert work.people.hold(Role.TRAINER) == ["p-tina"]


def test_the_latest_password_counts(store):
    do(store, lambda work: work.people.set_password("p-ada", "new", LATER))
    assert people(store, lambda them: (them.password("p-ada"), them.password("p-ben"))) == ("new", None)


def test_an_invitation_comes_back_and_is_used_once(store):
    assert people(store, lambda them: them.invitation(INVITATION.token)) == INVITATION
    assert people(store, lambda them: them.invitation("x")) is None
    with store.work() as work:
        assert work.people.use_invitation(INVITATION.token, LATER)
        assert not work.people.use_invitation(INVITATION.token, NOW)
        assert not work.people.use_invitation("x", NOW)
        work.commit()
    assert people(store, lambda them: them.invitation(INVITATION.token)) == replace(INVITATION, used=LATER)


def test_a_new_invitation_makes_the_earlier_ones_of_that_person_void(store):
    theirs, another = Invitation("n" * 64, "p-ben", LATER, LATER), Invitation("t" * 64, "p-tina", NOW, LATER)
    do(store, lambda work: work.people.invite_all([another]), lambda work: work.people.invite(theirs))
    assert people(store, lambda them: them.invitation(INVITATION.token)).used == LATER
    assert people(store, lambda them: them.invitation(theirs.token)) == theirs
    assert people(store, lambda them: them.invitation(another.token)) == another


def test_a_sign_in_lasts_until_it_is_ended_once(store):
    second = SignIn("t" * 64, "p-ada", NOW, LATER)
    do(store, lambda work: work.people.sign_in(second), lambda work: work.people.sign_out(SIGN_IN.token, NOW))
    do(store, lambda work: work.people.sign_out_everywhere("p-ada", LATER))
    assert people(store, lambda them: them.sign_in_of(SIGN_IN.token)) == replace(SIGN_IN, ended=NOW)
    both = people(store, lambda them: them.sign_ins_of([SIGN_IN.token, second.token, "x"]))
    assert {each.token: each.ended for each in both} == {SIGN_IN.token: NOW, second.token: LATER}
    assert people(store, lambda them: them.sign_in_of("x")) is None


def test_everybody_can_be_signed_out_and_what_has_expired_is_forgotten(store):
    theirs = SignIn("b" * 64, "p-ben", NOW, NOW)
    do(store, lambda work: work.people.sign_in(theirs), lambda work: work.people.sign_everybody_out(NOW))
    assert people(store, lambda them: them.sign_in_of(SIGN_IN.token)).ended == NOW
    with store.work() as work:
        assert work.people.forget_sign_ins(NOW) == 0
        assert work.people.forget_sign_ins(LATER) == 1
        work.commit()
    assert people(store, lambda them: them.sign_in_of(theirs.token)) is None
    assert people(store, lambda them: them.sign_in_of(SIGN_IN.token)) is not None
