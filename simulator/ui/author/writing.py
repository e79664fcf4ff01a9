"""Which draft is open, its text, and whether that is kept. Knows nothing of what the text says, and no widget."""

from traitlets import Any, HasTraits, Int, Unicode

from simulator.errors import CoachsimError
from simulator.services.author.desk import Desk as Drafts
from simulator.store.draft import Conflict, Draft, DraftError

SAVED, UNSAVED = "saved", "unsaved"
NOT_YET = "What you have written here is not saved yet. Mend that first, or copy your text, and reload the page."


class Writing(HasTraits):
    """`draft` is the draft as it was last kept, None while none is open; `state` is saved or unsaved.

    `conflict` is set when another window wrote the draft: both texts are kept, and work goes on in the one of ours.
    `trouble` says why the text could not be kept. `opened` counts the texts put before the author.
    """

    draft = Any(None)
    text = Unicode("")
    state = Unicode("")
    conflict = Any(None)
    trouble = Unicode("")
    opened = Int(0)

    def __init__(self, drafts: Drafts) -> None:
        super().__init__()
        self.drafts = drafts

    @property
    def name(self) -> str:
        """The name of the open draft; empty while none is."""
        return self.draft.name if self.draft else ""

    def open(self, name: str) -> None:
        """Raises `DraftError`; what was open before then stays open."""
        self._leave()
        self._begin(self.drafts.open(name))

    def new(self, name: str) -> None:
        """A draft from the template. Raises `DraftError`."""
        self._leave()
        self._begin(self.drafts.new(name))

    def copy(self, scenario: str) -> None:
        """A draft with the text of a scenario on offer, under a free name. Raises `CoachsimError`."""
        self._leave()
        self._begin(self.drafts.copy(scenario, self.drafts.free_name(scenario)))

    def close(self) -> None:
        """Raises `DraftError` for a text that is not kept."""
        self._leave()
        with self.hold_trait_notifications():
            self.draft, self.text, self.state, self.conflict, self.trouble = None, "", "", None, ""

    def write(self, text: str) -> None:
        """Take over what was typed, and keep it; where that fails, the next change tries again."""
        if self.draft is None:
            return
        with self.hold_trait_notifications():
            self.text = text
            try:
                self._kept(self.drafts.save(self.draft.name, text, self.draft.seen))
            except CoachsimError as error:
                self.state, self.trouble = UNSAVED, str(error)

    def take_theirs(self) -> None:
        """After a conflict: go on with the text of the other window. Raises `DraftError` if it has gone since."""
        if self.conflict and self.conflict.theirs:
            self.open(self.conflict.theirs.name)

    def keep_mine(self) -> None:
        """After a conflict: go on as now."""
        self.conflict = None

    def _leave(self) -> None:
        """Nothing that was written may be lost by opening something else."""
        if self.state == UNSAVED:
            self.write(self.text)
        if self.state == UNSAVED:
            raise DraftError(NOT_YET)

    def _begin(self, draft: Draft) -> None:
        with self.hold_trait_notifications():
            self.draft, self.text, self.state = draft, draft.text, SAVED
            self.conflict, self.trouble = None, ""
            self.opened += 1

    def _kept(self, kept: Draft | Conflict) -> None:
        if isinstance(kept, Conflict):
            self.conflict, kept = kept, kept.mine
        self.draft, self.state, self.trouble = kept, SAVED, ""
