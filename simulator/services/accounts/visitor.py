"""Somebody who has come in."""

from dataclasses import dataclass

from simulator.model.person import Person


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person by one of their sign-ins. `sign_in` names it (the digest of its token), until `expires` (UTC, ISO 8601).

    What somebody has opened belongs to the sign-in it was opened with, and ends with it.
    """

    person: Person
    sign_in: str
    expires: str
