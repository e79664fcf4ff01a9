"""The trainer who acts: asked for their right each time, and named in the audit log for what they changed."""

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from simulator.errors import CoachsimError
from simulator.model.assignment import Assignment, Exercise
from simulator.model.codec import decode
from simulator.model.person import Cohort, Person
from simulator.model.scenario import Scenario
from simulator.services.access import Act, may, may_look_after, may_run
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.store.audit import Entry

MEANWHILE = "Somebody else has changed this meanwhile. Look again; nothing of yours has been written over theirs."
REVISED, WITHDRAWN = "revised", "withdrawn"


class Refused(CoachsimError):
    """What was asked for cannot be done as it stands; the message says why."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a trainer may see anybody: by name and account."""

    id: str
    name: str
    account: str


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts and what with; the parts of `Assigning` share one."""

    library: Library
    store: Attempts
    person: str
    now: Clock
    new_id: Entropy

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work of somebody who may assign. Raises `Forbidden`."""
        with self.store.work() as work:
            may(self.me(work), Act.ASSIGN).require()
            yield work

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """As `work`, where nothing is changed."""
        with self.store.reading() as work:
            may(self.me(work), Act.ASSIGN).require()
            yield work

    def read_library(self) -> None:
        """Before a unit of work in which the library is asked, for reading that takes one of its own."""
        _ = self.library.entries

    def me(self, work: Work) -> Person | None:
        return work.people.get(self.person)

    def cohort(self, work: Work, cohort_id: str, *, hold: bool = False) -> Cohort:
        """A cohort they look after. Raises `Forbidden`, in the same words for one that does not exist."""
        cohort_id = sound(cohort_id)
        found = work.cohorts.hold(cohort_id) if hold else work.cohorts.get(cohort_id)
        may_look_after(self.me(work), found).require()
        assert found  # noqa: S101 - asked the line before
        return found

    def assignment(self, work: Work, assignment_id: str, mine: Iterable[Cohort], *, hold: bool = False) -> Assignment:
        """An assignment they may see and change. Raises `Forbidden`, as above."""
        assignment_id = sound(assignment_id)
        found = work.assignments.hold(assignment_id) if hold else work.assignments.get(assignment_id)
        may_run(self.me(work), found, mine).require()
        assert found  # noqa: S101 - asked the line before
        return found

    def since(self, exercise: Exercise) -> str:
        """What has become of a scenario since it was assigned: "" (nothing), `revised` or `withdrawn`."""
        entry = self.library.entries.get(exercise.scenario)
        if entry is None:
            return WITHDRAWN
        return "" if entry.digest == exercise.digest else REVISED

    def titles(self, work: Work, exercises: Iterable[Exercise]) -> dict[Exercise, str]:
        """The titles of scenarios, each in the version that was assigned; one query however many there are."""
        exercises = set(exercises)
        kept = work.versions([each.digest for each in exercises if self.since(each)])
        return {each: self._title(each, kept.get(each.digest)) for each in exercises}

    def _title(self, exercise: Exercise, kept: str | None) -> str:
        if kept is None:
            entry = self.library.entries.get(exercise.scenario)
            return entry.scenario.title if entry else exercise.scenario
        try:
            return decode(kept, Scenario).title
        except ValueError:
            return exercise.scenario

    def audit(self, work: Work, act: str, subject: str, detail: str = "") -> None:
        work.audit.add(Entry(self.now(), self.person, act, subject, detail))

    def audit_all(self, work: Work, act: str, subjects: Iterable[str], detail: str) -> None:
        at = self.now()
        work.audit.add_all(Entry(at, self.person, act, each, detail) for each in subjects)


def named(person: Person) -> Named:
    return Named(person.id, person.name, person.account)


def by_name(people: Iterable[Person]) -> list[Person]:
    """As one looks for people: by name whatever its case, then by account."""
    return sorted(people, key=lambda each: (each.name.casefold(), each.account))


def line(text: str, what: str, longest: int = 200) -> str:
    """A title or name in one line without what cannot be seen. Raises `Refused` for an empty or endless one."""
    clean = " ".join(printable(text).split())
    if not clean:
        raise Refused(f"{what} is missing.")
    if len(clean) > longest:
        raise Refused(f"{what} takes {longest} characters at most; this one has {len(clean)}.")
    return clean


def printable(text: str) -> str:
    """In one composed spelling, without control characters; line breaks and tabs stay."""
    composed = unicodedata.normalize("NFC", sound(text))
    return "".join(each for each in composed if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))


def sound(text: str) -> str:
    """Without halves of characters and zeros, which a page may send and no database takes."""
    return text.encode(errors="replace").decode().replace("\0", "")
