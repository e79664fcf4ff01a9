"""People, their roles, and how they come in: password hashes, invitations, sign-ins.

Of tokens only digests are kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from simulator.errors import Overtaken
from simulator.model.person import Person, Role
from simulator.store.rows import insert_new
from simulator.store.tables import invitations, passwords, people, roles, sign_ins


@dataclass(frozen=True, slots=True)
class Invitation:
    """`token` is the digest of the one in the link. Times are UTC, ISO 8601; `used` None while it may still be used."""

    token: str
    person: str
    made: str
    expires: str
    used: str | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """`token` is the digest of the one in the cookie. `ended` None while it lasts."""

    token: str
    person: str
    begun: str
    expires: str
    ended: str | None = None


class People:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person: Person, made: str) -> None:
        """Keep a new person with their roles. Raises `Overtaken` where the id or the account is taken."""
        row = {name: getattr(person, name) for name in ("id", "account", "name", "email", "disabled")}
        try:
            self._connection.execute(insert(people).values({**row, "made": made}))
        except IntegrityError as error:
            raise Overtaken(f"There is an account '{person.account}' already.") from error
        self.set_roles(person.id, person.roles)

    def add_all(self, new: Iterable[Person], made: str) -> None:
        """As `add` for many, in a few statements. Raises `Overtaken` where any is taken; then nothing is kept."""
        new = list(new)
        names = ("id", "account", "name", "email", "disabled")
        rows = [{**{name: getattr(each, name) for name in names}, "made": made} for each in new]
        theirs = [{"person": each.id, "role": role.value} for each in new for role in sorted(each.roles)]
        try:
            if rows:
                self._connection.execute(insert(people), rows)
        except IntegrityError as error:
            raise Overtaken("One of these accounts was taken a moment ago.") from error
        if theirs:
            self._connection.execute(insert(roles), theirs)

    def get(self, person_id: str) -> Person | None:
        return self._one(people.c.id == person_id)

    def by_account(self, account: str) -> Person | None:
        return self._one(people.c.account == account)

    def all(self) -> list[Person]:
        """Everybody, by account."""
        return self._some(people.c.id.is_not(None))

    def some(self, ids: Iterable[str]) -> list[Person]:
        """Those of these ids who exist, by account."""
        return self._some(people.c.id.in_(list(ids)))

    def active(self, role: Role) -> list[Person]:
        """Those who hold a role and are not shut out, by account."""
        holds = people.c.id.in_(select(roles.c.person).where(roles.c.role == role.value))
        return self._some(people.c.disabled.is_(None) & holds)

    def hold(self, role: Role) -> list[str]:
        """Ids of those who hold a role and are not shut out, and nobody else can change that in this unit of work."""
        joined = people.join(roles, roles.c.person == people.c.id)
        held = (roles.c.role == role.value) & people.c.disabled.is_(None)
        query = select(people.c.id).select_from(joined).where(held).order_by(people.c.id)
        return list(self._connection.scalars(query.with_for_update()))

    def accounts(self) -> set[str]:
        """Every account that is taken."""
        return set(self._connection.scalars(select(people.c.account)))

    def shut_out(self) -> set[str]:
        """Ids of those whose accounts are closed."""
        return set(self._connection.scalars(select(people.c.id).where(people.c.disabled.is_not(None))))

    def update(self, person: Person) -> None:
        """Write account, name, email and disabled. Raises `Overtaken` where the account is somebody else's."""
        row = {name: getattr(person, name) for name in ("account", "name", "email", "disabled")}
        try:
            self._connection.execute(update(people).where(people.c.id == person.id).values(row))
        except IntegrityError as error:
            raise Overtaken(f"There is an account '{person.account}' already.") from error

    def set_roles(self, person_id: str, wanted: Iterable[Role]) -> None:
        self._connection.execute(delete(roles).where(roles.c.person == person_id))
        rows = [{"person": person_id, "role": role.value} for role in sorted(set(wanted))]
        if rows:
            self._connection.execute(insert(roles), rows)

    def _one(self, which: ColumnElement[bool]) -> Person | None:
        found = self._some(which)
        return found[0] if found else None

    def _some(self, which: ColumnElement[bool]) -> list[Person]:
        joined = people.outerjoin(roles, roles.c.person == people.c.id)
        query = select(people, roles.c.role).select_from(joined).where(which).order_by(people.c.account)
        found: dict[str, tuple[Any, set[Role]]] = {}
        for row in self._connection.execute(query):
            _, theirs = found.setdefault(row.id, (row, set()))
            if row.role is not None:
                theirs.add(Role(row.role))
        return [Person(r.id, r.account, r.name, frozenset(held), r.email, r.disabled) for r, held in found.values()]

    # Passwords: argon2 hashes, never read but to be verified.

    def password(self, person_id: str) -> str | None:
        return self._connection.scalar(select(passwords.c.hash).where(passwords.c.person == person_id))

    def set_password(self, person_id: str, hash_: str, changed: str) -> None:
        self._connection.execute(delete(passwords).where(passwords.c.person == person_id))
        self._connection.execute(insert(passwords).values(person=person_id, hash=hash_, changed=changed))

    # Invitations.

    def invite(self, invitation: Invitation) -> None:
        """Keep a new invitation; earlier ones of the same person that were not used are void from now on."""
        self.invite_all([invitation])

    def invite_all(self, new: Iterable[Invitation]) -> None:
        """As `invite` for many, in a few statements."""
        rows = [{name: getattr(each, name) for name in Invitation.__slots__} for each in new]
        if not rows:
            return
        theirs = (invitations.c.person == bindparam("whose")) & invitations.c.used.is_(None)
        void = update(invitations).where(theirs).values(used=bindparam("at"))
        self._connection.execute(void, [{"whose": row["person"], "at": row["made"]} for row in rows])
        self._connection.execute(insert(invitations), rows)

    def invitation(self, token: str) -> Invitation | None:
        row = self._connection.execute(select(invitations).where(invitations.c.token == token)).one_or_none()
        return Invitation(**row._mapping) if row else None

    def use_invitation(self, token: str, used: str) -> bool:
        """Whether it had not been used yet; it has been now."""
        unused = (invitations.c.token == token) & invitations.c.used.is_(None)
        return self._connection.execute(update(invitations).where(unused).values(used=used)).rowcount == 1

    # Sign-ins.

    def sign_in(self, sign_in: SignIn) -> None:
        insert_new(self._connection, sign_ins, {name: getattr(sign_in, name) for name in SignIn.__slots__})

    def sign_in_of(self, token: str) -> SignIn | None:
        row = self._connection.execute(select(sign_ins).where(sign_ins.c.token == token)).one_or_none()
        return SignIn(**row._mapping) if row else None

    def sign_ins_of(self, tokens: Iterable[str]) -> list[SignIn]:
        rows = self._connection.execute(select(sign_ins).where(sign_ins.c.token.in_(list(tokens))))
        return [SignIn(**row._mapping) for row in rows]

    def sign_out(self, token: str, ended: str) -> None:
        lasting = (sign_ins.c.token == token) & sign_ins.c.ended.is_(None)
        self._connection.execute(update(sign_ins).where(lasting).values(ended=ended))

    def sign_out_everywhere(self, person_id: str, ended: str) -> None:
        lasting = (sign_ins.c.person == person_id) & sign_ins.c.ended.is_(None)
        self._connection.execute(update(sign_ins).where(lasting).values(ended=ended))

    def sign_everybody_out(self, ended: str) -> None:
        self._connection.execute(update(sign_ins).where(sign_ins.c.ended.is_(None)).values(ended=ended))

    def forget_sign_ins(self, before: str) -> int:
        """Delete sign-ins that expired before a time; how many."""
        return self._connection.execute(delete(sign_ins).where(sign_ins.c.expires < before)).rowcount
