"""Who acts upon people: an administrator on a page, or whoever runs commands on the machine itself.

That one owns the system, whatever the directory says: they could read its files as well. What they do is kept in the
audit log under a name that no account can have.
"""

from dataclasses import dataclass

from simulator.model.person import Person, Role
from simulator.services.access import Act, may
from simulator.store.work import Work


@dataclass(frozen=True, slots=True)
class Actor:
    """`id` is that of a person of the directory, or with `person` of somebody who stands outside of it."""

    id: str
    person: Person | None = None

    def managing(self, work: Work) -> str:
        """Their id, for the audit log, once it is clear that they may manage people. Raises `Forbidden`."""
        may(self.person or work.people.get(self.id), Act.MANAGE).require()
        return self.id


_OWNER = Person("command line", "command line", "command line", frozenset({Role.ADMINISTRATOR}))
COMMAND_LINE = Actor(_OWNER.id, _OWNER)
