"""Signing in and out, and taking up an invitation: how a person of the directory comes in.

Tokens are handed out once and only their digests kept; passwords are hashed outside of any transaction, since that
takes long. How often somebody may try is no matter of this module: the server counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.errors import CoachsimError
from simulator.model.person import Person
from simulator.services.accounts import passwords
from simulator.services.accounts.names import Unfit, canonical_account
from simulator.services.accounts.tokens import digest_of, new_token
from simulator.services.accounts.visitor import Visitor
from simulator.services.ports import Attempts, Clock, Work
from simulator.store.audit import Entry
from simulator.store.people import SignIn

HOURS = 12.0
STRANGER = "visitor"
"""Who it was, in the audit log, that could not show who they are."""


class NoFit(CoachsimError):
    """A wrong name, a wrong password, an account that is closed or has no password yet: nobody is told which."""

    def __init__(self) -> None:
        super().__init__("That name and password do not fit together.")


class NoInvitation(CoachsimError):
    """An invitation that was used, has expired or never was: nobody is told which."""

    def __init__(self) -> None:
        super().__init__("This invitation is not open any more. Ask whoever invited you for a new one.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """`token` is for the cookie and kept nowhere else."""

    token: str
    visitor: Visitor


class SignIns:
    """`hours`: how long a sign-in lasts, from its beginning."""

    def __init__(self, store: Attempts, now: Clock, hours: float = HOURS) -> None:
        self._store, self._now, self._hours = store, now, hours

    def sign_in(self, account: str, password: str) -> SignedIn:
        """Raises `NoFit`, after the same time and with the same words whatever the reason."""
        person, hash_ = self._known(account)
        if not passwords.fits(password, hash_) or person is None or hash_ is None or person.disabled is not None:
            self._note(STRANGER, "sign-in refused", person.id if person else "nobody")
            raise NoFit
        renewed = passwords.hashed(password) if passwords.is_dated(hash_) else None
        with self._store.work() as work:
            if work.people.password(person.id) != hash_:  # changed while we looked
                raise NoFit
            if renewed:
                work.people.set_password(person.id, renewed, self._now())
            signed_in = self._begin(work, person, "sign-in")
            work.commit()
        return signed_in

    def visitor(self, token: str) -> Person | None:
        """Whose sign-in it is; None where it has expired or ended, is unknown, or the account is closed."""
        found = self.visitors([digest_of(token)])
        return next((each.person for each in found.values()), None)

    def visitors(self, sign_ins: Iterable[str]) -> dict[str, Visitor]:
        """Those of these sign-ins (digests) that last, and who is in by them, with the roles they have now."""
        now = self._now()
        with self._store.reading() as work:
            lasting = [each for each in work.people.sign_ins_of(sign_ins) if each.ended is None and each.expires > now]
            people = {each.id: each for each in work.people.some({each.person for each in lasting})}
        in_ = [(each, people.get(each.person)) for each in lasting]
        return {each.token: Visitor(p, each.token, each.expires) for each, p in in_ if p and p.disabled is None}

    def sign_out(self, token: str) -> None:
        """Ends a sign-in; one that is unknown or has ended already is nothing."""
        with self._store.work() as work:
            sign_in = work.people.sign_in_of(digest_of(token))
            if sign_in and sign_in.ended is None:
                now = self._now()
                work.people.sign_out(sign_in.token, now)
                work.audit.add(Entry(now, sign_in.person, "sign-out", sign_in.person))
                work.commit()

    def invitation(self, token: str) -> Person:
        """Whom an open invitation is for. Raises `NoInvitation`."""
        with self._store.reading() as work:
            return self._invited(work, digest_of(token))

    def accept_invitation(self, token: str, password: str) -> SignedIn:
        """Give the person of an invitation their password and sign them in; other sign-ins of theirs end.

        Raises `NoInvitation`, or `UnfitPassword` where another password may be tried with the same invitation.
        """
        passwords.check(password, self.invitation(token).account)
        hash_ = passwords.hashed(password)
        with self._store.work() as work:
            person = self._invited(work, digest_of(token))
            if not work.people.use_invitation(digest_of(token), self._now()):
                raise NoInvitation
            signed_in = self._renew(work, person, hash_, "invitation used")
            work.commit()
        return signed_in

    def change_password(self, token: str, old: str, new: str) -> SignedIn:
        """A new password, and a new sign-in in the place of all that the person had.

        Raises `NoFit` where `old` is not the password, `UnfitPassword` where `new` cannot be one.
        """
        person = self.visitor(token)
        _, hash_ = self._known(person.account if person else "")
        if not passwords.fits(old, hash_) or person is None:
            self._note(STRANGER, "change of password refused", person.id if person else "nobody")
            raise NoFit
        passwords.check(new, person.account)
        renewed = passwords.hashed(new)
        with self._store.work() as work:
            if work.people.password(person.id) != hash_:
                raise NoFit
            signed_in = self._renew(work, person, renewed, "password changed")
            work.commit()
        return signed_in

    def forget_ended(self) -> int:
        """Delete what has expired; how many sign-ins that were."""
        with self._store.work() as work:
            gone = work.people.forget_sign_ins(self._now())
            work.commit()
        return gone

    def _known(self, account: str) -> tuple[Person | None, str | None]:
        """The person of an account with the hash of their password; it asks the same of the store for everybody."""
        try:
            name = canonical_account(account)
        except Unfit:
            name = ""
        with self._store.reading() as work:
            person = work.people.by_account(name)
            return person, work.people.password(person.id if person else "")

    def _invited(self, work: Work, digest: str) -> Person:
        invitation = work.people.invitation(digest)
        person = work.people.get(invitation.person) if invitation else None
        if invitation is None or person is None or person.disabled is not None:
            raise NoInvitation
        if invitation.used is not None or invitation.expires <= self._now():
            raise NoInvitation
        return person

    def _renew(self, work: Work, person: Person, hash_: str, act: str) -> SignedIn:
        now = self._now()
        work.people.set_password(person.id, hash_, now)
        work.people.sign_out_everywhere(person.id, now)
        return self._begin(work, person, act)

    def _begin(self, work: Work, person: Person, act: str) -> SignedIn:
        token, now = new_token(), self._now()
        expires = (datetime.fromisoformat(now) + timedelta(hours=self._hours)).isoformat(timespec="seconds")
        sign_in = SignIn(digest_of(token), person.id, now, expires)
        work.people.sign_in(sign_in)
        work.audit.add(Entry(now, person.id, act, person.id))
        return SignedIn(token, Visitor(person, sign_in.token, expires))

    def _note(self, who: str, act: str, subject: str) -> None:
        with self._store.work() as work:
            work.audit.add(Entry(self._now(), who, act, subject))
            work.commit()
