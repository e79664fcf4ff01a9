"""What one trainer works with: their cohorts, their assignments, and how far people have come."""

from typing import TYPE_CHECKING

from simulator.services.assigning.acting import Acting
from simulator.services.assigning.assignments import Assignments
from simulator.services.assigning.cohorts import Cohorts
from simulator.services.assigning.forms import Forms
from simulator.services.assigning.overview import AssignmentEntry, overview
from simulator.services.assigning.progress import Progress, progress
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock, Entropy

if TYPE_CHECKING:
    from simulator.services.reporting import Reporting


class Assigning:
    """The use case for one trainer. Every call asks anew whether they may, and raises `Forbidden` where not."""

    def __init__(self, library: Library, store: Attempts, person: str, now: Clock, new_id: Entropy) -> None:
        self.library, self.person, self.now, self.new_id = library, person, now, new_id
        self._acting = Acting(library, store, person, now, new_id)
        self._store = store
        self.cohorts, self.forms = Cohorts(self._acting), Forms(self._acting)
        self.assignments = Assignments(self._acting)

    def overview(self) -> tuple[AssignmentEntry, ...]:
        """All assignments they may see, the latest first."""
        return overview(self._acting)

    def progress(self, assignment_id: str) -> Progress:
        """How far everybody has come with one of them."""
        return progress(self._acting, assignment_id)

    def report(self, attempt_id: str) -> tuple[str, str, bytes]:
        """What somebody showed in one attempt, as a PDF: its name, MIME type and content. Raises as `Reporting`."""
        return self._reporting().report(attempt_id, "pdf")

    def portfolio(self, person_id: str) -> tuple[str, str, bytes]:
        """The same over all attempts of somebody that this trainer may know of."""
        return self._reporting().portfolio(person_id, "pdf")

    def notes(self, scenario: str) -> tuple[str, str, bytes]:
        """What a trainer should know of a conversation, as a PDF. Raises `UnknownScenario` for one not on offer."""
        from simulator.services.notes import notes  # with what it takes to explore and to typeset

        entry = self.library.get(scenario)
        return f"notes {entry.scenario.title}.pdf", "application/pdf", notes(self.library, entry.scenario, "pdf")

    def _reporting(self) -> "Reporting":
        from simulator.services.reporting import Reporting  # with what it takes to typeset

        return Reporting(self.library, self._store, self.person, self.now)
