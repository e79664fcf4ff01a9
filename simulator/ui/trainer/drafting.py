"""The form of an assignment as values: what was typed, what is wrong with it, whom it is for. No widget.

What was typed is never lost: a form that cannot be kept stays as it is, with its mistakes.
"""

from dataclasses import replace

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.errors import Overtaken
from simulator.services.assigning.assigning import Assigning
from simulator.services.assigning.form import Form, Mistake
from simulator.services.assigning.forms import Desk
from simulator.ui.components.offered import Fields


class Drafting(HasTraits):
    """`desk` is the form as it was opened, None while none is; `form` what was sent last, at first as it was opened.

    `people` are those chosen by name, `text` and `hits` whom one looks for. `mistakes` are those of the form that was
    sent last; `conflict`: somebody else has changed the assignment since the form was opened.
    """

    desk = Any(None)
    form = Any(None)
    people = Any(())
    text = Unicode("")
    hits = Any(())
    mistakes = Any(())
    conflict = Bool(False)

    def __init__(self, assigning: Assigning) -> None:
        super().__init__()
        self._assigning = assigning

    def open(self, desk: Desk) -> None:
        with self.hold_trait_notifications():
            self.desk, self.form, self.people = desk, desk.form, desk.people
            self.text, self.hits, self.mistakes, self.conflict = "", (), (), False

    def close(self) -> None:
        self.desk = None

    @property
    def edits(self) -> bool:
        return bool(self.desk and self.desk.version)

    def mistake(self, field: str) -> str:
        """What is wrong with a field; empty where nothing is."""
        return next((each.message for each in self.mistakes if each.field == field), "")

    def find(self, text: str) -> None:
        hits = self._assigning.cohorts.find(text)
        with self.hold_trait_notifications():
            self.text, self.hits = text, hits

    def choose(self, person: str) -> None:
        found = next((each for each in self.hits if each.id == person), None)
        if found and self.desk and self.desk.names and found not in self.people:
            self.people = (*self.people, found)

    def drop(self, person: str) -> None:
        if self.desk and self.desk.names:
            self.people = tuple(each for each in self.people if each.id != person)

    def save(self, fields: Fields) -> str | None:
        """The id of what was kept; None where there are mistakes, or somebody else was quicker."""
        desk = self.desk
        if desk is None:
            return None
        form = replace(_read(fields, desk), people=tuple(each.id for each in self.people))
        assignments = self._assigning.assignments
        try:
            if self.edits:
                outcome = assignments.change(desk.id, desk.version, form)
            else:
                outcome = assignments.make(desk.id, form, desk.copied)
        except Overtaken:
            with self.hold_trait_notifications():
                self.form, self.mistakes, self.conflict = form, (), True
            return None
        with self.hold_trait_notifications():
            self.form, self.mistakes, self.conflict = form, _in_order(outcome.mistakes), False
        return outcome.assignment


def _read(fields: Fields, desk: Desk) -> Form:
    """What the fields say; what cannot be changed any more is not among them, and is as it was."""
    form = Form(
        title=fields.text("title"),
        note=fields.text("note"),
        scenarios=fields.chosen("scenarios"),
        mode=fields.text("mode"),
        opens_on=fields.text("opens_on"),
        opens_at=fields.text("opens_at"),
        due_on=fields.text("due_on"),
        due_at=fields.text("due_at"),
        zone=fields.text("zone"),
        attempts=fields.text("attempts"),
        targets=fields.chosen("targets"),
        held=bool(fields.chosen("held")),
        assessed=bool(fields.chosen("assessed")),
        cohorts=fields.chosen("cohorts"),
        renew=bool(fields.chosen("renew")),
    )
    return replace(form, scenarios=desk.form.scenarios, mode=desk.form.mode) if desk.begun else form


def _in_order(mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
    """As the fields stand on the page."""
    return tuple(sorted(mistakes, key=lambda each: ORDER.index(each.field)))


ORDER = ("title", "scenarios", "mode", "attempts", "opens", "due", "zone", "note", "targets", "cohorts", "people")
