"""The queue looked at, as values: which state, what is looked for, a page at a time. No widget."""

from typing import TYPE_CHECKING

from traitlets import Any, HasTraits, Int, Unicode

from simulator.services.assessing.showing import Queue, QueueEntry
from simulator.ui.assessor.words import STATES
from simulator.ui.trainer import paging
from simulator.ui.trainer.words import counted

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing

_FIRST = {state: number for number, state in enumerate(STATES)}


class Queueing(HasTraits):
    """`queue` is what was read last, None before; `only` is one of STATES, `text` what is looked for."""

    queue = Any(None)
    only = Unicode("all")
    text = Unicode("")
    page = Int(0)

    def __init__(self, assessing: "Assessing") -> None:
        super().__init__()
        self._assessing = assessing

    def show(self) -> Queue:
        self.queue = self._assessing.queue()
        return self.queue

    @property
    def rows(self) -> paging.Page[QueueEntry]:
        """What is to be done first, then what has waited longest."""
        wanted = paging.words(self.text)

        def keep(entry: QueueEntry) -> bool:
            told = f"{entry.code} {entry.scenario} {entry.why} {STATES.get(entry.state, '')}".casefold()
            return self.only in ("all", entry.state) and all(word in told for word in wanted)

        entries = sorted(self.queue.entries, key=lambda each: (_FIRST.get(each.state, len(_FIRST)), each.made))
        return paging.page(entries, self.page, keep)

    def choose(self, only: str) -> None:
        if only in STATES:
            self._look(only=only)

    def find(self, text: str) -> None:
        self._look(text=text)

    def turn(self, to: str) -> None:
        self.page = paging.turned(self.rows, to)

    def entry(self, script: str) -> QueueEntry | None:
        """A script that is shown."""
        return next((each for each in self.queue.entries if each.script == script), None) if self.queue else None

    def take(self, script: str) -> str:
        """Take a free script; its id, empty where it is not one that was shown."""
        entry = self.entry(script)
        if entry is None or entry.state != "free":
            return ""
        self._assessing.take(script)
        return script

    def ask_third(self, script: str) -> str:
        """Where the two cannot agree and whoever leads has not marked it. What to say of it."""
        entry = self.entry(script)
        if entry is None or not entry.third:
            return ""
        self._assessing.ask_third(script)
        self.show()
        return f"A third mark of {entry.code} is asked for."

    def share_out(self) -> str:
        """What to say of it."""
        shared = self._assessing.share_out()
        self.show()
        return f"{counted(shared, 'script')} shared out." if shared else "There was nothing to share out."

    def _look(self, **changes: str) -> None:
        with self.hold_trait_notifications():
            for name, value in changes.items():
                setattr(self, name, value)
            self.page = 0
