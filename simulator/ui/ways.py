"""The ways from a page to the others that somebody may open, and to their account where people sign in."""

import os
from dataclasses import dataclass

from simulator.model.person import Person
from simulator.services.access import Act, may

SIGN_OUT_VARIABLE = "COACHSIM_SIGN_OUT"
"""Set where people sign in; the account has the way out."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to another page of the product."""

    words: str
    address: str


PAGES = (
    (Act.PRACTISE, Way("Conversations", "/")),
    (Act.ASSIGN, Way("Cohorts and assignments", "/assign")),
    (Act.ASSESS, Way("Marking", "/assess")),
    (Act.WRITE, Way("Author’s desk", "/author")),
)


def ways(person: Person | None, here: str) -> tuple[Way, ...]:
    """From the page at the address `here`. None where no server has put other pages beside it."""
    if "SCRIPT_NAME" not in os.environ:
        return ()
    others = [way for act, way in PAGES if way.address != here and may(person, act).allowed]
    account = [Way(person.name, "/account")] if person and os.environ.get(SIGN_OUT_VARIABLE) else []
    return (*others, *account)
