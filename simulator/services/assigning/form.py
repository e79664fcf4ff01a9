"""An assignment as a trainer types it, and everything that is wrong with it at once, each at its field.

Pure: what is known of cohorts, people and scenarios is handed in. Whatever is wrong, nothing of what was typed is lost.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.services.assigning import when
from simulator.services.assigning.acting import Refused, line, printable

MOST_ATTEMPTS = 20
UNLIMITED = "unlimited"
LONGEST_NOTE = 4_000
DAY_BEGINS, DAY_ENDS = "00:00", "23:59"


@dataclass(frozen=True, slots=True)
class Form:
    """Every field as it was typed or chosen. An empty opening is now, an empty due date none; a date without a time
    means the beginning of the day it opens on, and the end of the day it is due.

    `attempts` is a number, `unlimited`, or empty for what the mode has: one in an exam, otherwise unlimited.
    `assessed`: assessors mark it, which is for exams alone. `renew`: take the present text of scenarios that have been
    revised since they were assigned.
    """

    title: str = ""
    note: str = ""
    scenarios: tuple[str, ...] = ()
    mode: str = Mode.PRACTICE.value
    opens_on: str = ""
    opens_at: str = ""
    due_on: str = ""
    due_at: str = ""
    zone: str = "UTC"
    attempts: str = ""
    targets: tuple[str, ...] = ()
    held: bool = False
    assessed: bool = False
    cohorts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    renew: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """`field` is the name of one of `Form`."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is judged against. `scenarios` maps the ids on offer to the digests of their present versions.

    `cohorts` and `people` are ids that may be chosen. `before` is the assignment being edited; `begun`: somebody has
    begun it; `released`: all feedback on it may be seen, for good. `kept_cohorts` and `kept_people` are those of it
    that this trainer has no say in.
    """

    now: str
    scenarios: Mapping[str, str]
    criteria: frozenset[str]
    cohorts: frozenset[str]
    people: frozenset[str]
    before: Assignment | None = None
    begun: bool = False
    released: bool = False
    kept_cohorts: tuple[str, ...] = ()
    kept_people: tuple[str, ...] = ()


@dataclass(slots=True)
class Checked:
    """What a form says, in the terms of an assignment; only to be used where there are no `mistakes`."""

    mistakes: list[Mistake] = field(default_factory=list)
    title: str = ""
    note: str = ""
    mode: Mode = Mode.PRACTICE
    exercises: tuple[Exercise, ...] = ()
    opens: str = ""
    due: str | None = None
    attempts: int | None = None
    held: bool = False
    assessed: bool = False
    targets: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def check(form: Form, known: Known) -> Checked:
    """Every mistake of a form, in the order of its fields, and what it says."""
    checked = Checked()
    for step in (_words, _what, _when, _how, _whom):
        checked.mistakes += step(form, known, checked)
    return checked


def _words(form: Form, _: Known, checked: Checked) -> Iterator[Mistake]:
    try:
        checked.title = line(form.title, "A title")
    except Refused as error:
        yield Mistake("title", str(error))
    checked.note = printable(form.note).strip()
    if len(checked.note) > LONGEST_NOTE:
        yield Mistake("note", f"A note takes {LONGEST_NOTE:,} characters; this one has {len(checked.note):,}.")


def _what(form: Form, known: Known, checked: Checked) -> Iterator[Mistake]:
    before = known.before
    pinned = {each.scenario: each.digest for each in before.exercises} if before else {}
    wanted = tuple(dict.fromkeys(form.scenarios))
    unknown = [each for each in wanted if each not in known.scenarios and each not in pinned]
    if not wanted:
        yield Mistake("scenarios", "Choose at least one conversation.")
    elif unknown:
        yield Mistake("scenarios", f"{', '.join(unknown)}: not on offer any more. Choose again.")
    elif before and known.begun and set(wanted) != set(pinned):
        yield Mistake("scenarios", "Somebody has begun, so the conversations stay as they are. Copy it to change them.")
    else:
        renew = form.renew and not known.begun
        checked.exercises = tuple(_exercise(each, pinned, known.scenarios, renew=renew) for each in wanted)
    try:
        checked.mode = Mode(form.mode)
    except ValueError:
        yield Mistake("mode", "Choose how it is to be played.")
    else:
        if before and known.begun and checked.mode is not before.mode:
            yield Mistake("mode", "Somebody has begun, so the way it is played stays. Copy it to change that.")


def _exercise(scenario: str, pinned: Mapping[str, str], current: Mapping[str, str], *, renew: bool) -> Exercise:
    """What has been assigned keeps its version, unless it is to be renewed and there is a newer one."""
    if scenario in pinned and not (renew and scenario in current):
        return Exercise(scenario, pinned[scenario])
    return Exercise(scenario, current[scenario])


def _when(form: Form, known: Known, checked: Checked) -> Iterator[Mistake]:
    if when.zone(form.zone) is None:
        yield Mistake("zone", f"'{form.zone}' is no time zone known here. Choose one from the list.")
        return
    before = known.before
    opens = _Moment("opens", form.opens_on, form.opens_at, DAY_BEGINS, before.opens if before else None)
    due = _Moment("due", form.due_on, form.due_at, DAY_ENDS, before.due if before else None)
    opened, wrong = opens.read(form.zone, before.zone if before else "")
    yield from wrong
    checked.opens = opened or (before.opens if before and before.opens < known.now else known.now)
    checked.due, faults = due.read(form.zone, before.zone if before else "")
    yield from faults
    if wrong or checked.due is None:
        return
    if checked.due <= checked.opens:
        yield Mistake("due", "It would be due before it opens. Choose a later date, or let it open earlier.")
    elif checked.due <= known.now and not (before and checked.due == before.due):
        yield Mistake("due", "This date has passed already. Choose a later one.")


@dataclass(frozen=True, slots=True)
class _Moment:
    """A date and a time of the form; `kept` is what was meant by them when the form was last kept."""

    field: str
    on: str
    at: str
    at_else: str
    kept: str | None

    def read(self, zone: str, zone_before: str) -> tuple[str | None, list[Mistake]]:
        """What it means, None where it is empty; to the second where nothing has been changed."""
        if not self.on:
            return None, [Mistake(self.field, "Give the date as well, or no time.")] if self.at else []
        if self.kept and zone == zone_before and (self.on, self.at) == when.local(self.kept, zone):
            return self.kept, []
        try:
            return when.moment(self.on, self.at or self.at_else, zone), []
        except when.NoSuchTime as error:
            return None, [Mistake(self.field, str(error))]


def _how(form: Form, known: Known, checked: Checked) -> Iterator[Mistake]:
    if form.attempts == "":
        checked.attempts = 1 if checked.mode is Mode.EXAM else None
    elif form.attempts != UNLIMITED:
        number = int(form.attempts) if form.attempts.isascii() and form.attempts.isdecimal() else 0
        checked.attempts = number
        if not 1 <= number <= MOST_ATTEMPTS:
            yield Mistake("attempts", f"Choose a number from 1 to {MOST_ATTEMPTS}, or no limit.")
    checked.held = checked.mode is Mode.EXAM or (form.held and checked.mode is Mode.PRACTICE)
    checked.assessed = checked.mode is Mode.EXAM and form.assessed
    if checked.assessed and known.released:
        yield Mistake("mode", "All feedback on it has been released, so assessors cannot mark it. Copy it for that.")
    checked.targets = tuple(dict.fromkeys(form.targets))
    if unknown := [each for each in checked.targets if each not in known.criteria]:
        yield Mistake("targets", f"The rubric has no criterion {', '.join(unknown)}. Choose again.")


def _whom(form: Form, known: Known, checked: Checked) -> Iterator[Mistake]:
    checked.cohorts = tuple(dict.fromkeys((*form.cohorts, *known.kept_cohorts)))
    checked.people = tuple(dict.fromkeys((*form.people, *known.kept_people)))
    allowed: tuple[tuple[str, tuple[str, ...], Callable[[str], bool]], ...] = (
        ("cohorts", form.cohorts, known.cohorts.__contains__),
        ("people", form.people, known.people.__contains__),
    )
    for name, chosen, may_be in allowed:
        if not all(map(may_be, chosen)):
            yield Mistake(name, f"Some of these {name} cannot be chosen any more. Choose again.")
    if not checked.cohorts and not checked.people:
        yield Mistake("cohorts", "Choose who is to do it: a cohort, or people by name.")
