"""Who uses the product: people with their roles, and the cohorts that trainers put them in."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be here; a person may be several. What each may do is in `services.access`."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    ASSESSOR = "assessor"
    ADMINISTRATOR = "administrator"


EVERY_ROLE = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Person:
    """`account` is what they sign in with, unique; `disabled` is when they were shut out (UTC, ISO 8601), None if not.

    `email` is for a trainer's letters alone; nothing here sends any.
    """

    id: str
    account: str
    name: str
    roles: frozenset[Role] = frozenset()
    email: str | None = None
    disabled: str | None = None

    def has(self, *roles: Role) -> bool:
        """Whether they hold one of these roles, and are not shut out."""
        return self.disabled is None and not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of trainees who learn together. `members` and `trainers` are ids of people; those trainers look after it.

    `made` and `archived` are UTC, ISO 8601.
    """

    id: str
    name: str
    made: str
    members: tuple[str, ...] = ()
    trainers: tuple[str, ...] = ()
    archived: str | None = None
