"""The forms of assignments as they are opened: a new one, a copy of another, or one to change; and what can be chosen.

Nothing is kept here; that is `assignments`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.person import Cohort
from simulator.model.scenario import Scenario
from simulator.services.assigning import when
from simulator.services.assigning.acting import REVISED, Acting, Named, by_name, named
from simulator.services.assigning.assignments import version
from simulator.services.assigning.form import UNLIMITED, Form
from simulator.services.assigning.seen import hidden_cohorts, named_people

USUAL_DAYS = 7
"""How long a new assignment lasts, unless another date is chosen."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen in a form; `about` says more in a few words."""

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """A form with all that can be chosen in it.

    `id` is the assignment it edits or will make, `version` what it was when the form was opened ("" for a new one).
    `begun`: somebody has begun it. `people` are those chosen by name so far; only who made an assignment chooses them
    (`names`). `others` counts cohorts and people of it that this trainer has no say in. `revised` are titles of its
    scenarios that have a newer text.
    """

    id: str
    form: Form
    scenarios: tuple[Choice, ...]
    criteria: tuple[Choice, ...]
    cohorts: tuple[Choice, ...]
    people: tuple[Named, ...] = ()
    version: str = ""
    begun: bool = False
    names: bool = True
    others: int = 0
    revised: tuple[str, ...] = ()
    copied: str | None = None
    was_for: tuple[str, ...] = ()


class Forms:
    """Opens forms for one trainer. Raises `Forbidden`, `ContentError` and `StoreError`."""

    def __init__(self, acting: Acting) -> None:
        self._acting = acting

    def new(self, zone: str, cohort: str | None = None) -> Desk:
        """A form for a new assignment, for a cohort if one is named: open at once and due in a week."""
        self._acting.read_library()
        with self._acting.reading() as work:
            mine = work.cohorts.of_trainer(self._acting.person)
        on, _ = when.later(self._acting.now(), zone, timedelta(days=USUAL_DAYS))
        chosen = tuple(each.id for each in mine if each.id == cohort and not each.archived)
        return self._desk(self._acting.new_id(), Form(zone=zone, due_on=on, due_at="23:59", cohorts=chosen), mine, None)

    def copy(self, assignment_id: str, cohort: str | None = None) -> Desk:
        """A form for another one like it, from now on and for as long; whom it is for is to be chosen anew."""
        self._acting.read_library()
        with self._acting.reading() as work:
            mine = work.cohorts.of_trainer(self._acting.person)
            source = self._acting.assignment(work, assignment_id, mine)
        on_offer = self._acting.library.entries
        due = ("", "")
        if source.due:
            due = when.later(self._acting.now(), source.zone, when.wall_span(source.opens, source.due, source.zone))
            due = (due[0], when.local(source.due, source.zone)[1])
        form = replace(
            _form(source),
            scenarios=tuple(each.scenario for each in source.exercises if each.scenario in on_offer),
            opens_on="",
            opens_at="",
            due_on=due[0],
            due_at=due[1],
            cohorts=tuple(each.id for each in mine if each.id == cohort and not each.archived),
            people=(),
        )
        desk = self._desk(self._acting.new_id(), form, mine, None)
        was_for = tuple(each.name for each in mine if each.id in source.cohorts)
        return replace(desk, copied=source.id, was_for=was_for)

    def open(self, assignment_id: str) -> Desk:
        """A form to change an assignment with."""
        self._acting.read_library()
        with self._acting.reading() as work:
            mine = work.cohorts.of_trainer(self._acting.person)
            found = self._acting.assignment(work, assignment_id, mine)
            begun = work.assignments.begun(found.id)
            names = named_people(found, mine, self._acting.person)
            people = tuple(map(named, by_name(work.people.some(names))))
            titles = self._acting.titles(work, found.exercises)
        theirs = {each.id for each in mine}
        form = replace(_form(found), cohorts=tuple(c for c in found.cohorts if c in theirs), people=tuple(names))
        desk = self._desk(found.id, form, mine, found, titles)
        return replace(desk, version=version(found), begun=begun, people=people)

    def _desk(
        self,
        id_: str,
        form: Form,
        mine: list[Cohort],
        before: Assignment | None,
        titles: Mapping[Exercise, str] = MappingProxyType({}),
    ) -> Desk:
        entries, rubric = self._acting.library.entries, self._acting.library.rubric
        on_offer = [Choice(e.scenario.id, e.scenario.title, _about(e.scenario)) for e in entries.values()]
        pinned = before.exercises if before else ()
        gone = [
            Choice(each.scenario, titles[each], "not on offer any more")
            for each in pinned
            if each.scenario not in entries
        ]
        others = len(hidden_cohorts(before, mine)) + len(before.people) - len(form.people) if before else 0
        return Desk(
            id=id_,
            form=form,
            scenarios=(*on_offer, *gone),
            criteria=tuple(Choice(each.id, each.title) for each in rubric.competencies),
            cohorts=tuple(
                Choice(each.id, each.name, _people(len(each.members)))
                for each in mine
                if not each.archived or each.id in form.cohorts
            ),
            names=before is None or before.person == self._acting.person,
            others=others,
            revised=tuple(
                entries[each.scenario].scenario.title for each in pinned if self._acting.since(each) == REVISED
            ),
        )


def _form(assignment: Assignment) -> Form:
    """An assignment as its form shows it."""
    usual = 1 if assignment.mode is Mode.EXAM else None
    limit = str(assignment.attempts) if assignment.attempts else UNLIMITED
    due = when.local(assignment.due, assignment.zone) if assignment.due else ("", "")
    opens = when.local(assignment.opens, assignment.zone)
    return Form(
        title=assignment.title,
        note=assignment.note,
        scenarios=tuple(each.scenario for each in assignment.exercises),
        mode=assignment.mode.value,
        opens_on=opens[0],
        opens_at=opens[1],
        due_on=due[0],
        due_at=due[1],
        zone=assignment.zone,
        attempts="" if assignment.attempts == usual else limit,
        targets=assignment.targets,
        held=assignment.held,
        assessed=assignment.assessed,
        cohorts=assignment.cohorts,
        people=assignment.people,
    )


def _about(scenario: Scenario) -> str:
    return f"{scenario.topic.replace('-', ' ')}, {scenario.minutes} min, difficulty {scenario.difficulty} of 3"


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
