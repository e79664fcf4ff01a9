"""One assignment being followed, as values: who stands where, filtered, a page at a time. No widget.

Nothing that changes something is done at the first press: withdrawing and releasing are asked about first.
"""

from traitlets import Any, HasTraits, Int, Unicode

from simulator.services.assigning.assigning import Assigning
from simulator.services.assigning.progress import DONE, GOING, NEW, Progress, Row
from simulator.ui.trainer import paging
from simulator.ui.trainer.words import counted

ONLY = ("all", "late", NEW, GOING, DONE)
ASKS = ("", "withdraw", "release")


class Following(HasTraits):
    """`progress` is what was read last; `text`, `only` (one of ONLY) and `scenario` filter it. `asking` is what is
    asked before it is done (one of ASKS).
    """

    progress = Any(None)
    text = Unicode("")
    only = Unicode("all")
    scenario = Unicode("")
    page = Int(0)
    asking = Unicode("")

    def __init__(self, assigning: Assigning) -> None:
        super().__init__()
        self._assigning = assigning
        self._haystack: dict[str, str] = {}

    def show(self, assignment_id: str) -> Progress:
        """Raises `Forbidden`."""
        progress = self._assigning.progress(assignment_id)
        self._haystack = {each.person: f"{each.name} {each.account}".casefold() for each in progress.rows}
        with self.hold_trait_notifications():
            if self.progress is None or self.progress.assignment.id != assignment_id:
                self.text, self.only, self.scenario, self.page, self.asking = "", "all", "", 0, ""
            self.progress = progress
        return progress

    @property
    def rows(self) -> paging.Page[Row]:
        words = paging.words(self.text)

        def keep(row: Row) -> bool:
            right = self.only in ("all", row.state) or (self.only == "late" and row.late)
            return right and self.scenario in ("", row.scenario) and all(w in self._haystack[row.person] for w in words)

        return paging.page(self.progress.rows, self.page, keep)

    def filter(self, text: str) -> None:
        self._look(text=text)

    def choose(self, only: str) -> None:
        if only in ONLY:
            self._look(only=only)

    def at(self, scenario: str) -> None:
        if scenario in ("", *(id_ for id_, _ in self.progress.titles)):
            self._look(scenario=scenario)

    def turn(self, to: str) -> None:
        """To the next page (`on`) or the one before (`back`)."""
        self.page = paging.turned(self.rows, to)

    def ask(self, what: str) -> None:
        if what in ASKS:
            self.asking = "" if what == self.asking else what

    def confirm(self) -> str:
        """Do what was asked about, once; what to say of it."""
        asked, self.asking = self.asking, ""
        assignment = self.progress.assignment.id
        if asked == "withdraw":
            self._assigning.assignments.withdraw(assignment)
            told = "Withdrawn. Nobody can begin it any more."
        elif asked == "release":
            released = self._assigning.assignments.release(assignment)
            told = "Released: everybody who has finished sees their feedback."
            if self.progress.assignment.assessed:
                told = f"Released: {counted(released, 'result')}."
        else:
            return ""
        self.show(assignment)
        return told

    def bring_back(self) -> str:
        self._assigning.assignments.bring_back(self.progress.assignment.id)
        self.show(self.progress.assignment.id)
        return "The assignment is back as it was."

    def release(self, attempt: str) -> str:
        """Release the feedback on one attempt that is shown; what to say of it."""
        row = next((each for each in self.progress.rows if each.attempt == attempt and not each.released), None)
        if row is None:
            return ""
        self._assigning.assignments.release(self.progress.assignment.id, attempt)
        self.show(self.progress.assignment.id)
        return f"Released for {row.name}: {row.title}."

    def _look(self, **changes: str) -> None:
        with self.hold_trait_notifications():
            for name, value in changes.items():
                setattr(self, name, value)
            self.page = 0
