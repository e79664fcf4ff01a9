"""A script after one's mark, as values: what is still asked, and the answers to it. No widget.

Forms name criteria, flags and proposals; each is looked up in the comparison that is shown.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from traitlets import Any, HasTraits

from simulator.services.assessing.showing import Comparison, CriterionCard, Difference, Side
from simulator.ui.assessor import words
from simulator.ui.assessor.checks import Unfit, needed, within
from simulator.ui.components.marking import NO_OPPORTUNITY
from simulator.ui.components.offered import Fields

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing

OWN, MACHINE = "own", "machine"


class Settling(HasTraits):
    """`comparison` is what was read last, None before."""

    comparison = Any(None)

    def __init__(self, assessing: "Assessing") -> None:
        super().__init__()
        self._assessing = assessing

    @property
    def script(self) -> str:
        return str(self.comparison.head.script)

    def side(self, kind: str) -> Side | None:
        return next((each for each in self.comparison.sides if each.kind == kind), None)

    def card(self, criterion: str) -> CriterionCard | None:
        return next((each for each in self.comparison.head.criteria if each.id == criterion), None)

    def difference(self, criterion: str) -> Difference | None:
        return next((each for each in self.comparison.differences if each.criterion == criterion), None)

    @property
    def to_agree(self) -> tuple[CriterionCard, ...]:
        """The criteria that were marked; a capped one may stand beside them."""
        own = self.side(OWN)
        return tuple(each for each in self.comparison.head.criteria if own and each.id in own.levels)

    # What is answered. Each says in words what was done, empty where it is no answer to what is shown.

    def respond(self, criterion: str, fields: Fields) -> str:
        """`abides`: by one's own level (`own`, with the reason) or the machine's (`machine`)."""
        found, side = self.difference(criterion), self.side(fields.text("abides"))
        if found is None or found.answer != "asked":
            return ""
        if side is None or side.kind not in (OWN, MACHINE):
            raise Unfit("Choose first: your own level, or the machine’s.")
        what = "The reason to keep your level"
        reason = (needed if side.kind == OWN else within)(fields.text("reason"), what)
        self._assessing.respond(self.script, criterion, side.levels.get(criterion), reason)
        return self._again("Kept. Your level stands." if side.kind == OWN else "Kept. The machine’s level stands.")

    def decide(self, flag: str, fields: Fields) -> str:
        """`decision`: uphold or clear, with a reason."""
        gate, _, turn = flag.partition("@")
        shown = ((each.gate, str(each.turn)) for each in self.comparison.flags if each.decidable)
        if (gate, turn) not in shown:
            return ""
        decision = fields.text("decision")
        if decision not in ("uphold", "clear"):
            raise Unfit("Choose first: whether the gate was crossed, or was not.")
        reason = needed(fields.text("reason"), "The reason for your decision")
        upheld = decision == "uphold"
        self._assessing.decide_flag(self.script, gate, int(turn), upheld, reason)
        return self._again("The flag is upheld." if upheld else "The flag is cleared.")

    def propose(self, fields: Fields) -> str:
        """A level for every criterion, with the reason."""
        if not self.comparison.may_propose:
            return ""
        given = {each.id: fields.text(f"level-{each.id}") for each in self.to_agree}
        if missing := [self._title(name) for name, level in given.items() if not level]:
            raise Unfit(f"Say a level for {words.listed(missing)}.")
        levels = {name: None if level == NO_OPPORTUNITY else int(level) for name, level in given.items()}
        reason = needed(fields.text("reason"), "The reason for what you propose")
        self._assessing.propose(self.script, levels, reason)
        return self._again("Proposed. The other assessor is asked whether they agree.")

    def agree(self, number: str) -> str:
        shown = {str(each.number) for each in self.comparison.proposals if each.open and not each.mine}
        return self._done(number in shown, lambda: self._assessing.agree(self.script, int(number)), "Agreed.")

    def ask_third(self) -> str:
        told = "A third mark is asked for."
        return self._done(not self.comparison.final, lambda: self._assessing.ask_third(self.script), told)

    def _done(self, possible: bool, act: Callable[[], object], told: str) -> str:
        if not possible:
            return ""
        act()
        return self._again(told)

    def _again(self, told: str) -> str:
        """The comparison as it stands now."""
        found = self._assessing.open(self.script)
        if isinstance(found, Comparison):
            self.comparison = found
        return told

    def _title(self, criterion: str) -> str:
        card = self.card(criterion)
        return card.title if card else criterion
