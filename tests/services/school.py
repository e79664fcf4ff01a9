"""A school for the tests of assigning: two trainers, trainees, a library of small scenarios, and a clock to be set."""

from dataclasses import replace
from itertools import count

from simulator.model.assignment import Mode
from simulator.model.attempt import Attempt
from simulator.model.person import Person, Role
from simulator.services.assigning.assigning import Assigning
from simulator.services.assigning.form import Form
from simulator.services.library import Library
from simulator.store.sql import Store

NOW = "2026-03-02T12:00:00+00:00"
LATER = "2026-03-20T12:00:00+00:00"
FORM = Form(title="First week", scenarios=("two-turns",), due_on="2026-03-09", due_at="23:59", zone="Europe/Helsinki")


class School:
    """`now` is the time; whoever is in `people` holds the role their account begins with."""

    def __init__(self, store: Store, library: Library) -> None:
        self.store, self.library, self.now = store, library, NOW
        self._ids = count(1)
        self.enter("trainer-tina", "trainer-tom", "trainee-ada", "trainee-bo", "trainee-cem")

    def enter(self, *accounts: str, roles: frozenset[Role] | None = None, **more: str) -> None:
        """People whose id is their account, named after its end."""
        with self.store.work() as work:
            for each in accounts:
                role, _, name = each.partition("-")
                held = roles if roles is not None else frozenset({Role(role)})
                work.people.add(replace(Person(each, each, name.title(), held), **more), NOW)
            work.commit()

    def as_(self, person: str) -> Assigning:
        return Assigning(self.library, self.store, person, lambda: self.now, self.new_id)

    def new_id(self) -> str:
        return f"id-{next(self._ids)}"

    @property
    def tina(self) -> Assigning:
        return self.as_("trainer-tina")

    @property
    def tom(self) -> Assigning:
        return self.as_("trainer-tom")

    def cohort(self, *members: str, name: str = "Autumn", by: str = "trainer-tina") -> str:
        made = self.as_(by).cohorts.make(self.new_id(), name)
        self.as_(by).cohorts.add(made, members)
        return made

    def assign(self, cohort: str, by: str = "trainer-tina", **fields: object) -> str:
        outcome = self.as_(by).assignments.make(self.new_id(), replace(FORM, **{"cohorts": (cohort,), **fields}))
        assert outcome.mistakes == ()
        assert outcome.assignment
        return outcome.assignment

    def play(
        self, assignment: str, person: str, scenario: str = "two-turns", *, turns: int = 1, ends: str | None = None,
        number: int | None = None, mode: Mode = Mode.PRACTICE,
    ) -> str:  # fmt: skip
        """An attempt as the store keeps it: begun now, with so many turns, finished at `ends`. Its id."""
        with self.store.work() as work:
            exercise = work.assignments.get(assignment).exercise(scenario)
            used = [a for a in work.attempts_for(assignment) if (a.person, a.scenario) == (person, scenario)]
            attempt = Attempt(
                self.new_id(), person, scenario, exercise.digest, "seed", self.now,
                mode=mode, assignment=assignment, number=number or len(used) + 1,
            )  # fmt: skip
            work.begin(attempt)
            for turn in range(1, turns + 1):
                work.add_choice(attempt.id, turn, "any", self.now)
            if ends:
                work.finish(attempt.id, "end", ends)
            work.commit()
        return attempt.id

    def audited(self, *subjects: str) -> list[tuple[str, str]]:
        with self.store.work() as work:
            return [(each.person, each.act) for each in work.audit.about(*subjects)]
