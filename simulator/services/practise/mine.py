"""What the store has of one person who practises, read in one unit of work; and who is let in at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.model.assignment import Assignment, Mode
from simulator.model.attempt import Attempt
from simulator.model.codec import decode
from simulator.model.person import Person
from simulator.model.scenario import Scenario
from simulator.services.access import Act, may
from simulator.services.ports import Work
from simulator.services.practise import assigned as assigning
from simulator.services.practise.values import CatalogueEntry
from simulator.store.assignments import Release

OPEN_LIMIT = 50
"""How many earlier attempts a catalogue entry lists."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's attempts, the latest first, and what is assigned to them."""

    attempts: tuple[Attempt, ...]
    assignments: tuple[Assignment, ...]
    releases: tuple[Release, ...]

    def assignment(self, assignment_id: str | None) -> Assignment | None:
        return next((each for each in self.assignments if each.id == assignment_id), None)

    def reserved(self, now: str) -> set[str]:
        """Scenarios that cannot be practised now, since they are part of an exam."""
        return assigning.reserved(self.assignments, self.attempts, self.releases, now)

    def open_at(self, scenario: str, assignment: str | None, mode: Mode | None = None) -> Attempt | None:
        """The open attempt at a scenario: within an assignment, or of one's own accord (in one mode, or any)."""
        going = (
            each for each in self.attempts if each.going and (each.scenario, each.assignment) == (scenario, assignment)
        )
        return next((each for each in going if assignment is not None or mode in (None, each.mode)), None)


def admitted(work: Work, person_id: str) -> Person:
    """Who is practising. Raises `Forbidden`."""
    person = work.people.get(person_id)
    may(person, Act.PRACTISE).require()
    assert person is not None  # noqa: S101 - nobody is not allowed in
    return person


def mine_of(work: Work, person_id: str) -> Mine:
    """Raises `Forbidden`."""
    admitted(work, person_id)
    assignments = work.assignments.of_person(person_id)
    releases = work.assignments.releases([each.id for each in assignments]) if assignments else []
    return Mine(tuple(work.attempts(person_id)), tuple(assignments), tuple(releases))


def texts(work: Work, assignments: Iterable[Assignment]) -> dict[str, Scenario]:
    """The pinned scenarios by digest; one that cannot be read is left out."""
    found: dict[str, Scenario] = {}
    wanted = {exercise.digest for each in assignments for exercise in each.exercises}
    for digest, canonical in (work.versions(sorted(wanted)) if wanted else {}).items():
        try:
            found[digest] = decode(canonical, Scenario)
        except ValueError:
            continue
    return found


def entry_of(scenario: Scenario, mine: Mine, reserved: set[str]) -> CatalogueEntry:
    """A scenario in the list, with the attempts begun of one's own accord."""
    theirs = [each for each in mine.attempts if each.scenario == scenario.id and each.assignment is None]
    going = next((each for each in theirs if each.going), None)
    done = [each for each in theirs if each.ending and each.finished]
    return CatalogueEntry(
        scenario=scenario.id,
        title=scenario.title,
        topic=scenario.topic,
        difficulty=scenario.difficulty,
        minutes=scenario.minutes,
        summary=scenario.summary,
        open_attempt=going.id if going else None,
        open_turn=len(going.choices) + 1 if going else 0,
        finished=tuple(assigning.finished(each, scenario) for each in done[:OPEN_LIMIT]),
        reserved=scenario.id in reserved,
    )
