"""The script that is being marked on this page: its draft, kept as it is typed, and what becomes of it.

A page is one tab, so it knows by itself on which version of the draft it goes on. A browser that hears no answer sends
an edit again, and more than once; what was kept already is only said again. What another tab has kept meanwhile is
never written over unasked.
"""

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from traitlets import Any as Anything
from traitlets import HasTraits, Int

from simulator.errors import CoachsimError, Overtaken, StoreError
from simulator.model.assessment import Draft
from simulator.services.assessing.showing import Comparison, Marking
from simulator.ui.assessor import drafts

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing

Json = Mapping[str, Any]

ELSEWHERE = "This script was submitted in another tab. What is shown now is what was submitted there."
UNFORESEEN = "Something went wrong here. What you wrote is still on this page; copy it before you reload."


class Work(HasTraits):
    """`marking` is what was opened, `version` that of the draft as this page knows it. `begun` counts the drafts shown
    anew. `saved`, `problem` and `conflict` are as the component takes them.

    What ends the marking is returned: the comparison, where the mark was submitted in another tab meanwhile.
    """

    marking = Anything(None)
    draft = Anything(None)
    begun = Int(0)
    saved = Anything({})
    problem = Anything(None)
    conflict = Anything(None)

    def __init__(self, assessing: "Assessing", marking: Marking, now: Callable[[], str]) -> None:
        super().__init__()
        self._assessing, self._now = assessing, now
        self.script = marking.head.script
        self._edit = self._version = 0
        self.marking = marking
        self._begin(marking)

    def _begin(self, marking: Marking) -> None:
        with self.hold_trait_notifications():
            self._version, self.draft = marking.version, marking.draft
            self.saved = {"edit": self._edit, "version": marking.version, "at": marking.saved or ""}
            self.problem = self.conflict = None
            self.begun += 1

    def save(self, edit: int, given: Json) -> Comparison | None:
        """Keep an edit."""
        if edit <= self._edit:
            self._safe(self._edit)
            return None
        return None if self.conflict else self._try(edit, drafts.read(given), self._keep)

    def keep(self, edit: int, given: Json) -> Comparison | None:
        """After a conflict: this tab's draft counts."""
        self.conflict = None
        return self.save(edit, given)

    def take(self) -> Comparison | None:
        """After a conflict: what the other tab has kept counts."""
        return self._anew(self._begin) if self.conflict else None

    def submit(self, edit: int, given: Json) -> Comparison | bool:
        """Whether it was submitted."""
        submitted: list[int] = []

        def submit(edit: int, draft: Draft) -> None:
            self._assessing.submit(self.script, draft, self._version)
            submitted.append(edit)
            self._safe(max(edit, self._edit))

        if self.conflict:
            return False
        return self._try(edit, drafts.read(given), submit) or bool(submitted)

    def _keep(self, edit: int, draft: Draft) -> None:
        self._version = self._assessing.save(self.script, draft, self._version)
        self._edit, self.draft = edit, draft
        self._safe(edit)

    def _safe(self, edit: int) -> None:
        with self.hold_trait_notifications():
            self.saved = {"edit": edit, "version": self._version, "at": self._now()}
            self.problem = None

    def _try(self, edit: int, draft: Draft, act: Callable[[int, Draft], object]) -> Comparison | None:
        try:
            act(edit, draft)
        except Overtaken:
            return self._anew(lambda found: self._clash(edit, draft, found))
        except StoreError as error:
            self._fails(edit, str(error), again=True)
        except CoachsimError as error:
            self._fails(edit, str(error), again=False)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            self._fails(edit, UNFORESEEN, again=False)
        return None

    def _fails(self, edit: int, words: str, *, again: bool) -> None:
        self.problem = {"edit": edit, "words": words, "again": again}

    def _clash(self, edit: int, draft: Draft, found: Marking) -> None:
        """The other draft is shown beside this one, unless it says the same; whichever is chosen goes on from it."""
        with self.hold_trait_notifications():
            self._version, self.problem = found.version, None
            if found.draft == draft:
                self._edit = edit
                self._safe(edit)
            else:
                self.conflict = {"draft": drafts.plain(found.draft), "at": found.saved or ""}

    def _anew(self, go_on: Callable[[Marking], None]) -> Comparison | None:
        """The script as it stands now."""
        try:
            found = self._assessing.open(self.script)
        except CoachsimError as error:
            self._fails(self._edit, str(error), again=isinstance(error, StoreError))
            return None
        if isinstance(found, Comparison):
            return found
        go_on(found)
        return None
