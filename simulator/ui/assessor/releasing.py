"""Results to be released and appeals to be answered, as values. No widget.

What cannot be taken back is asked about first.
"""

from typing import TYPE_CHECKING

from traitlets import Any, HasTraits, Int, Unicode

from simulator.services.assessing.showing import AppealRow, AssignmentResults, ResultRow
from simulator.ui.assessor.checks import Unfit, needed
from simulator.ui.components.offered import Fields
from simulator.ui.trainer import paging
from simulator.ui.trainer.words import counted

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing

ALL = "all"
ONLY = {"all": "All", "final": "Ready to release", "marking": "Being marked", "released": "Released"}


class Releasing(HasTraits):
    """`results` and `appeals` are what was read last. `chosen` is the assignment looked at, empty for the list of them;
    `only` and `text` filter its rows. `asking` is what is asked before it is done: a script to be released, `all`, or
    nothing.
    """

    results = Any(())
    appeals = Any(())
    chosen = Unicode("")
    only = Unicode("all")
    text = Unicode("")
    page = Int(0)
    asking = Unicode("")

    def __init__(self, assessing: "Assessing") -> None:
        super().__init__()
        self._assessing = assessing

    def show(self, assignment: str = "") -> bool:
        """Whether there is such an assignment."""
        results, appeals = self._assessing.results(), self._assessing.appeals()
        known = not assignment or any(each.assignment == assignment for each in results)
        with self.hold_trait_notifications():
            if assignment != self.chosen:
                self.only, self.text, self.page = "all", "", 0
            self.results, self.appeals, self.asking = results, appeals, ""
            self.chosen = assignment if known else ""
        return known

    @property
    def assignment(self) -> AssignmentResults | None:
        return next((each for each in self.results if each.assignment == self.chosen), None)

    @property
    def rows(self) -> paging.Page[ResultRow]:
        wanted = paging.words(self.text)

        def keep(row: ResultRow) -> bool:
            told = f"{row.person} {row.scenario}".casefold()
            return self.only in ("all", row.state) and all(word in told for word in wanted)

        return paging.page(self.assignment.rows if self.assignment else (), self.page, keep)

    @property
    def ready(self) -> tuple[str, ...]:
        rows = self.assignment.rows if self.assignment else ()
        return tuple(each.script for each in rows if each.state == "final")

    @property
    def asked(self) -> ResultRow | None:
        """The one result that is asked about."""
        rows = self.assignment.rows if self.assignment else ()
        return next((each for each in rows if each.script == self.asking), None)

    def choose(self, only: str) -> None:
        if only in ONLY:
            self._look(only=only)

    def find(self, text: str) -> None:
        self._look(text=text)

    def turn(self, to: str) -> None:
        self.page = paging.turned(self.rows, to)

    def ask(self, what: str) -> None:
        if what in ("", ALL, *self.ready):
            self.asking = "" if what == self.asking else what

    def confirm(self) -> str:
        """Release what was asked about, once; what to say of it."""
        asked, row, ready = self.asking, self.asked, self.ready
        self.asking = ""
        scripts = ready if asked == ALL else tuple(each for each in ready if each == asked)
        if not scripts:
            return ""
        released = self._assessing.release(self.chosen, scripts)
        self.show(self.chosen)
        return f"Released to {row.person}." if row else f"{counted(released, 'result')} released."

    def answer(self, script: str, fields: Fields) -> str:
        """An appeal: marked again, or the result stands. What to say of it."""
        if not any(each.script == script and each.decidable for each in self.appeals):
            return ""
        decision = fields.text("decision")
        if decision not in ("reopen", "decline"):
            raise Unfit("Choose first: whether it is marked again, or the result stands.")
        answer = needed(fields.text("answer"), "Your answer to the trainee")
        act = self._assessing.reopen if decision == "reopen" else self._assessing.decline
        act(script, answer)
        self.show(self.chosen)
        if decision == "reopen":
            return "It is in the queue again, for assessors who have not marked it."
        return "The result stands. The trainee reads your answer."

    @property
    def open_appeals(self) -> tuple[AppealRow, ...]:
        return tuple(each for each in self.appeals if each.state == "open")

    def _look(self, **changes: str) -> None:
        with self.hold_trait_notifications():
            for name, value in changes.items():
                setattr(self, name, value)
            self.page = 0
