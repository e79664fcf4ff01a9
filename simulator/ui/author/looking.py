"""What the author looks at: a place of the text, a beat or ending, a situation there. Values, no widgets.

Everything asked for is looked up in what was found in the text; what is not there is passed over.
"""

from traitlets import Any, HasTraits, Int, Unicode

from simulator.model.diagnostic import Diagnostic, Location
from simulator.ui.author.checking import Checking
from simulator.ui.author.inspecting import Inspected
from simulator.verification.subject import Subject


class Looking(HasTraits):
    """`place` is a beat or an ending, `situation` the number of a state there, -1 for the likeliest.

    `cursor` is where the author is taken in the text: line, column, whether to go on typing there, how often so far.
    """

    place = Unicode("")
    situation = Int(-1)
    cursor = Any((1, 1, False, 0))

    def __init__(self, checking: Checking) -> None:
        super().__init__()
        self.checking = checking
        self._inspected: Inspected | None = None
        checking.observe(lambda _: self._settle(), "standing")

    @property
    def subject(self) -> Subject | None:
        """The explored scenario that is drawn: of the text as it is, or of the last that was sound."""
        standing = self.checking.standing
        return standing.subject if standing and standing.subject.product.complete else None

    @property
    def inspected(self) -> Inspected | None:
        """The beat looked at, None without one that can be inspected."""
        subject = self.subject
        if subject is None or self.place not in subject.scenario.beat_by_id:
            return None
        known = self._inspected
        if known is None or known.subject is not subject or known.beat != self.place:
            self._inspected = Inspected.of(subject, self.place)
        return self._inspected

    def finding(self, number: str) -> Diagnostic | None:
        """A finding by its place in the list."""
        found = self.checking.examined.findings if self.checking.examined else ()
        return found[int(number)] if number.isdecimal() and int(number) < len(found) else None

    def reveal(self, number: str) -> None:
        """Move the cursor to a finding, and look at the beat it is in."""
        if finding := self.finding(number):
            self._move(finding.location, typing=True)
            self._look(self.checking.examined.place_at(finding.location.line))

    def pick(self, place: str) -> None:
        """Look at a beat or an ending, and move the cursor to it."""
        standing = self.checking.standing
        if standing and (location := standing.start_of(place)):
            self._look(place)
            self._move(location)

    def choose_situation(self, number: str) -> None:
        if number.isdecimal():
            self.situation = int(number)

    def _look(self, place: str) -> None:
        if place and place != self.place:
            with self.hold_trait_notifications():
                self.place, self.situation = place, -1

    def _move(self, to: Location, *, typing: bool = False) -> None:
        self.cursor = (to.line, to.column, typing, self.cursor[-1] + 1)

    def _settle(self) -> None:
        """Another scenario is drawn: what is looked at must be in it."""
        standing = self.checking.standing
        if standing:
            scenario = standing.subject.scenario
            if self.place not in scenario.beat_by_id and self.place not in scenario.ending_by_id:
                self.place = scenario.start.beat
            self.situation = self._same_situation(standing.subject)

    def _same_situation(self, subject: Subject) -> int:
        """The number that the state looked at has in another scenario, where it is there as well; else none."""
        before = self._inspected
        chosen = before.situation(self.situation) if before else None
        if before is None or chosen is None or chosen.number != self.situation:
            return -1
        try:
            return subject.product.number(before.subject.product.state(self.situation))
        except KeyError:
            return -1
