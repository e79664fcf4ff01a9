"""The directory: people are entered, invited, given roles, shut out and let in again. By administrators alone.

Somebody must always be left who can undo what was done here, so the last administrator stays one. A whole list of
people at once is in `importing`; what is kept about one person, and forgetting it, in `privacy`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches

from simulator.errors import CoachsimError
from simulator.model.person import Person, Role
from simulator.services.access import Forbidden
from simulator.services.accounts.acting import Actor
from simulator.services.accounts.names import Unfit, canonical_account, clean_email, clean_name, shown
from simulator.services.accounts.tokens import digest_of, new_token
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.store.audit import Entry
from simulator.store.people import Invitation

INVITED_DAYS = 7
LONGEST_DAYS = 365


class NoSuchPerson(CoachsimError):
    def __init__(self, account: str, nearest: str | None) -> None:
        hint = f"Did you mean '{nearest}'?" if nearest else "The list of people has every account."
        super().__init__(f"There is no account {shown(account)} here. {hint}")
        self.account, self.nearest = account, nearest


class AccountTaken(CoachsimError):
    def __init__(self, account: str) -> None:
        super().__init__(f"There is an account '{account}' already. Choose another, or change that person's roles.")
        self.account = account


class LastAdministrator(Forbidden):
    def __init__(self, account: str) -> None:
        super().__init__(
            f"'{account}' is the only administrator who can come in; without one nobody could be let in any more. "
            "Make somebody else an administrator first."
        )
        self.account = account


@dataclass(frozen=True, slots=True)
class Invited:
    """`token` goes into the link and is shown this once: it is not kept. `expires` is UTC, ISO 8601."""

    person: Person
    token: str
    expires: str


class Directory:
    """What one actor does to the directory; each act asks whether they may and leaves an entry in the audit log."""

    def __init__(self, store: Attempts, actor: Actor, now: Clock, new_id: Entropy) -> None:
        self._store, self._actor, self._now, self._new_id = store, actor, now, new_id

    def all(self) -> list[Person]:
        """Everybody, by account."""
        with self._store.reading() as work:
            self._actor.managing(work)
            return work.people.all()

    def get(self, account: str) -> Person:
        """Raises `NoSuchPerson`."""
        with self._store.reading() as work:
            self._actor.managing(work)
            return find(work, account)

    def add(self, account: str, name: str, email: str = "", roles: Iterable[Role] = (Role.TRAINEE,)) -> Person:
        """A new person; nobody can come in before they have been invited. Raises `Unfit`, `AccountTaken`."""
        held = _some_role(roles)
        new = Person(self._new_id(), canonical_account(account), clean_name(name), held, clean_email(email))
        with self._store.work() as work:
            actor = self._actor.managing(work)
            if work.people.by_account(new.account):
                raise AccountTaken(new.account)
            work.people.add(new, self._now())
            work.audit.add(Entry(self._now(), actor, "person added", new.id, words(held)))
            work.commit()
        return new

    def set_roles(self, account: str, roles: Iterable[Role], *, force: bool = False) -> Person:
        """In place of the roles they have. Raises `NoSuchPerson`, `LastAdministrator` (unless forced)."""
        held = _some_role(roles)
        with self._store.work() as work:
            actor = self._actor.managing(work)
            person = find(work, account)
            if Role.ADMINISTRATOR not in held and not force:
                refuse_last_administrator(work, person)
            work.people.set_roles(person.id, held)
            work.audit.add(Entry(self._now(), actor, "roles set", person.id, words(held)))
            work.commit()
        return replace(person, roles=held)

    def disable(self, account: str, *, force: bool = False) -> Person:
        """Shut them out at once: what they have open is signed out. Raises as `set_roles`."""
        with self._store.work() as work:
            actor = self._actor.managing(work)
            person = find(work, account)
            if not force:
                refuse_last_administrator(work, person)
            shut = replace(person, disabled=person.disabled or self._now())
            work.people.update(shut)
            work.people.sign_out_everywhere(person.id, self._now())
            work.audit.add(Entry(self._now(), actor, "person disabled", person.id))
            work.commit()
        return shut

    def enable(self, account: str) -> Person:
        """Let them in again, with the password they had. Raises `NoSuchPerson`."""
        with self._store.work() as work:
            actor = self._actor.managing(work)
            person = replace(find(work, account), disabled=None)
            work.people.update(person)
            work.audit.add(Entry(self._now(), actor, "person enabled", person.id))
            work.commit()
        return person

    def invite(self, accounts: Iterable[str], days: int = INVITED_DAYS) -> list[Invited]:
        """A link for each, to choose a password with; an earlier one of theirs is void. All of them or none.

        Raises `NoSuchPerson`, and `Unfit` for somebody who is shut out.
        """
        with self._store.work() as work:
            actor = self._actor.managing(work)
            people = {person.id: person for person in (_open(find(work, each)) for each in accounts)}
            invited = invite(work, people.values(), actor, self._now(), days)
            work.commit()
        return invited


def invite(work: Work, people: Iterable[Person], actor: str, now: str, days: int) -> list[Invited]:
    """Invitations for people of the directory, within somebody's unit of work."""
    if not 1 <= days <= LONGEST_DAYS:
        raise Unfit(f"An invitation lasts from 1 to {LONGEST_DAYS} days, not {days}.")
    expires = (datetime.fromisoformat(now) + timedelta(days=days)).isoformat(timespec="seconds")
    invited = [Invited(person, new_token(), expires) for person in people]
    work.people.invite_all(Invitation(digest_of(each.token), each.person.id, now, expires) for each in invited)
    work.audit.add_all(Entry(now, actor, "person invited", each.person.id, f"until {expires}") for each in invited)
    return invited


def find(work: Work, account: str) -> Person:
    """Raises `NoSuchPerson`. An account is also found as it stands: that of a machine's user may look otherwise."""
    found = work.people.by_account(account)
    if found is None:
        try:
            found = work.people.by_account(canonical_account(account))
        except Unfit:
            found = None
    if found is None:
        near = get_close_matches(account.casefold(), work.people.accounts(), n=1, cutoff=0.7)
        raise NoSuchPerson(account, near[0] if near else None)
    return found


def refuse_last_administrator(work: Work, person: Person) -> None:
    """Raises `LastAdministrator` where nobody else could manage people; holds that until the unit of work is over."""
    if work.people.hold(Role.ADMINISTRATOR) == [person.id]:
        raise LastAdministrator(person.account)


def read_roles(text: str) -> frozenset[Role]:
    """Roles as people write them, apart by spaces, commas or semicolons. Raises `Unfit`, which lists them."""
    named = text.replace(";", " ").replace(",", " ").casefold().split()
    unknown = [each for each in named if each not in set(map(str, Role))]
    if unknown:
        known = ", ".join(role.value for role in Role)
        raise Unfit(f"{shown(unknown[0])} is no role. The roles are: {known}.")
    return frozenset(Role(each) for each in named)


def words(roles: Iterable[Role]) -> str:
    """Roles for people to read, in the order in which roles are named everywhere."""
    held = set(roles)
    return ", ".join(role.value for role in Role if role in held)


def _some_role(roles: Iterable[Role]) -> frozenset[Role]:
    held = frozenset(roles)
    if not held:
        raise Unfit("A person needs at least one role; to shut somebody out, disable them.")
    return held


def _open(person: Person) -> Person:
    if person.disabled is not None:
        raise Unfit(f"'{person.account}' is shut out and could not use an invitation. Enable them first.")
    return person
