"""Coming in by name and password, and what ends it: the use case, without a server."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from simulator.model.person import Person
from simulator.services.accounts.passwords import UnfitPassword, hashed, is_dated
from simulator.services.accounts.sign_in import NoFit, NoInvitation, SignIns
from simulator.services.accounts.tokens import digest_of, new_token
from simulator.store.people import Invitation
from simulator.store.sql import Store
from tests.security.conftest import Clock
from tests.serve.product import PASSWORD

ANOTHER = "a morning in the hills"
SAME_WORDS = "^That name and password do not fit together.$"


def change(store: Store, **how: object) -> None:
    with store.work() as work:
        work.people.update(replace(work.people.get("tina"), **how))
        work.commit()


def invite(store: Store, clock: Clock, person: str = "tina", **how: str) -> str:
    token, expires = new_token(), (clock.time + timedelta(days=7)).isoformat(timespec="seconds")
    with store.work() as work:
        work.people.invite(
            Invitation(**{"person": person, "made": clock(), "expires": expires, **how}, token=digest_of(token))
        )
        work.commit()
    return token


def acts(store: Store, person: str = "tina") -> list[tuple[str, str]]:
    with store.work() as work:
        return [(entry.person, entry.act) for entry in work.audit.of(person)]


def test_a_sign_in_lets_its_person_in_until_it_expires(sign_ins: SignIns, clock: Clock) -> None:
    token = sign_ins.sign_in("tina", PASSWORD).token
    clock.forward(hours=11, minutes=59)
    assert sign_ins.visitor(token).account == "tina"
    clock.forward(minutes=1)
    assert sign_ins.visitor(token) is None


@pytest.mark.parametrize("account", ["tina", " TINA ", "Ｔｉｎａ"])
def test_an_account_has_one_spelling(sign_ins: SignIns, account: str) -> None:
    assert sign_ins.sign_in(account, PASSWORD).visitor.person.id == "tina"


@pytest.mark.parametrize("account", ["", "nobody", "tin", "tina\x00", "x" * 100_000, "tina' OR '1'='1", "%"])
def test_who_is_unknown_hears_the_same_as_who_is_wrong(sign_ins: SignIns, account: str) -> None:
    with pytest.raises(NoFit, match=SAME_WORDS):
        sign_ins.sign_in(account, PASSWORD)


def test_a_wrong_password_a_closed_account_and_one_without_a_password_hear_the_same(
    sign_ins: SignIns, store: Store, clock: Clock
) -> None:
    with pytest.raises(NoFit, match=SAME_WORDS):
        sign_ins.sign_in("tina", PASSWORD + "!")
    change(store, disabled=clock())
    with pytest.raises(NoFit, match=SAME_WORDS):
        sign_ins.sign_in("tina", PASSWORD)
    with store.work() as work:
        work.people.add(Person("new", "new", "New"), clock())
        work.commit()
    with pytest.raises(NoFit, match=SAME_WORDS):
        sign_ins.sign_in("new", "")


def test_of_a_token_only_the_digest_is_kept(sign_ins: SignIns, store: Store) -> None:
    token = sign_ins.sign_in("tina", PASSWORD).token
    with store.work() as work:
        assert work.people.sign_in_of(token) is None
        assert work.people.sign_in_of(digest_of(token)).person == "tina"


def test_signing_out_ends_one_sign_in_and_leaves_the_other(sign_ins: SignIns) -> None:
    here, there = sign_ins.sign_in("tina", PASSWORD).token, sign_ins.sign_in("tina", PASSWORD).token
    sign_ins.sign_out(here)
    sign_ins.sign_out(here)
    sign_ins.sign_out("never was one")
    assert sign_ins.visitor(here) is None
    assert sign_ins.visitor(there).id == "tina"


def test_who_is_shut_out_is_in_no_longer(sign_ins: SignIns, store: Store, clock: Clock) -> None:
    token = sign_ins.sign_in("tina", PASSWORD).token
    change(store, disabled=clock())
    assert sign_ins.visitor(token) is None


def test_a_visitor_has_the_roles_of_this_moment(sign_ins: SignIns, store: Store) -> None:
    token = sign_ins.sign_in("tina", PASSWORD).token
    with store.work() as work:
        work.people.set_roles("tina", ())
        work.commit()
    assert sign_ins.visitor(token).roles == frozenset()


def test_a_dated_hash_is_renewed_when_its_password_is_there(sign_ins: SignIns, store: Store, clock: Clock) -> None:
    with store.work() as work:
        work.people.set_password(
            "tina", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD), clock()
        )
        work.commit()
    with pytest.raises(NoFit):
        sign_ins.sign_in("tina", ANOTHER)
    sign_ins.sign_in("tina", PASSWORD)
    with store.work() as work:
        assert not is_dated(work.people.password("tina"))
    sign_ins.sign_in("tina", PASSWORD)


def test_an_invitation_gives_a_password_once_and_ends_what_was_open(
    sign_ins: SignIns, store: Store, clock: Clock
) -> None:
    before = sign_ins.sign_in("tina", PASSWORD).token
    token = invite(store, clock)
    assert sign_ins.invitation(token).name == "Tina"
    with pytest.raises(UnfitPassword):
        sign_ins.accept_invitation(token, "tina")
    after = sign_ins.accept_invitation(token, ANOTHER).token
    assert sign_ins.visitor(before) is None
    assert sign_ins.visitor(after).id == "tina"
    with pytest.raises(NoFit):
        sign_ins.sign_in("tina", PASSWORD)
    assert sign_ins.sign_in("tina", ANOTHER)


def test_an_invitation_that_does_not_open_says_the_same_whatever_the_reason(
    sign_ins: SignIns, store: Store, clock: Clock
) -> None:
    used, replaced, newest = invite(store, clock), invite(store, clock), invite(store, clock)
    expired = invite(store, clock, "tina", expires=clock())
    with store.work() as work:
        work.people.add(Person("shut", "shut", "Shut", disabled=clock()), clock())
        work.commit()
    shut = invite(store, clock, "shut")
    said = set()
    for token in (used, replaced, newest, expired, shut, "never was one", "", digest_of(newest)):
        for open_ in (sign_ins.invitation, lambda token: sign_ins.accept_invitation(token, ANOTHER)):
            with pytest.raises(NoInvitation) as refused:
                open_(token)
            said.add(str(refused.value))
    assert len(said) == 1
    assert sign_ins.sign_in("tina", PASSWORD)


def test_an_invitation_can_be_used_once_even_by_two_at_the_same_moment(
    sign_ins: SignIns, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another is quicker while the first one's password is being hashed."""
    token = invite(store, clock)

    def overtaken(password: str) -> str:
        monkeypatch.undo()
        sign_ins.accept_invitation(token, ANOTHER)
        return hashed(password)

    monkeypatch.setattr("simulator.services.accounts.passwords.hashed", overtaken)
    with pytest.raises(NoInvitation):
        sign_ins.accept_invitation(token, "a third password of mine")
    assert sign_ins.sign_in("tina", ANOTHER)


def test_a_new_password_needs_the_old_one_and_ends_every_other_sign_in(sign_ins: SignIns) -> None:
    here, there = sign_ins.sign_in("tina", PASSWORD).token, sign_ins.sign_in("tina", PASSWORD).token
    with pytest.raises(NoFit):
        sign_ins.change_password(here, ANOTHER, ANOTHER)
    with pytest.raises(UnfitPassword):
        sign_ins.change_password(here, PASSWORD, "short")
    with pytest.raises(NoFit):
        sign_ins.change_password("never was one", PASSWORD, ANOTHER)
    assert sign_ins.visitor(there)
    now = sign_ins.change_password(here, PASSWORD, ANOTHER).token
    assert [sign_ins.visitor(token) for token in (here, there)] == [None, None]
    assert sign_ins.visitor(now).id == "tina"
    assert sign_ins.sign_in("tina", ANOTHER)


def test_the_audit_log_tells_who_came_and_went_and_never_what_was_typed(
    sign_ins: SignIns, store: Store, clock: Clock
) -> None:
    token = sign_ins.sign_in("tina", PASSWORD).token
    for account in ("tina", "a password typed as a name"):
        with pytest.raises(NoFit):
            sign_ins.sign_in(account, "wrong")
    sign_ins.sign_out(token)
    sign_ins.accept_invitation(invite(store, clock), ANOTHER)
    came = [("tina", "sign-in"), ("visitor", "sign-in refused"), ("tina", "sign-out"), ("tina", "invitation used")]
    assert acts(store) == came
    assert acts(store, "nobody") == [("visitor", "sign-in refused")]
    with store.work() as work:
        assert "typed" not in repr(work.audit.of("visitor"))


def test_what_has_expired_is_forgotten(sign_ins: SignIns, clock: Clock) -> None:
    sign_ins.sign_in("tina", PASSWORD)
    assert sign_ins.forget_ended() == 0
    clock.forward(hours=13)
    assert sign_ins.forget_ended() == 1
