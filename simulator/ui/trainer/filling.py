"""A cohort being looked at and filled, as values: who is in it, whom one looks for, what a pasted list would do.

Knows no widget. What is to be added or removed is looked up in what was shown before it is done.
"""

from collections.abc import Callable

from traitlets import Any, HasTraits, Int, Unicode

from simulator.services.assigning.cohorts import Cohorts, CohortShown, Member
from simulator.ui.trainer import paging

MENUS = ("", "paste", "rename", "archive", "colleagues")


class Filling(HasTraits):
    """`cohort` is the one that is shown, None before. `menu` is what is open (one of MENUS).

    `text` is what is looked for in the directory, `hits` who was found; `preview` what a pasted list would do.
    `wanted` and `page` are of the list of members; `removed` who was taken out last and may be put back.
    """

    cohort = Any(None)
    menu = Unicode("")
    text = Unicode("")
    hits = Any(())
    colleagues = Any(())
    preview = Any(None)
    wanted = Unicode("")
    page = Int(0)
    removed = Any(None)

    def __init__(self, cohorts: Cohorts, me: str, told: Callable[[str], object]) -> None:
        """`me` is the id of the trainer; `told` says what was done."""
        super().__init__()
        self._cohorts, self._me, self._told = cohorts, me, told

    def show(self, cohort_id: str) -> CohortShown:
        """Raises `Forbidden`."""
        cohort = self._cohorts.open(cohort_id)
        with self.hold_trait_notifications():
            if self.cohort is None or self.cohort.id != cohort_id:
                self.menu = self.text = self.wanted = ""
                self.hits, self.colleagues, self.preview, self.removed, self.page = (), (), None, None, 0
            self.cohort = cohort
        return cohort

    @property
    def members(self) -> paging.Page[Member]:
        wanted = paging.words(self.wanted)
        members = self.cohort.members if self.cohort else ()
        return paging.page(members, self.page, lambda each: all(word in _told(each) for word in wanted))

    @property
    def inside(self) -> frozenset[str]:
        return frozenset(each.id for each in self.cohort.members)

    def open(self, menu: str) -> None:
        """Open a menu; the one that is open, closes."""
        if menu in MENUS:
            with self.hold_trait_notifications():
                self.menu = "" if menu == self.menu else menu
                self.preview, self.colleagues = None, ()

    def filter(self, text: str) -> None:
        with self.hold_trait_notifications():
            self.wanted, self.page = text, 0

    def turn(self, to: str) -> None:
        """To the next page (`on`) or the one before (`back`)."""
        self.page = paging.turned(self.members, to)

    # People.

    def find(self, text: str) -> None:
        hits = self._cohorts.find(text)
        with self.hold_trait_notifications():
            self.text, self.hits = text, hits

    def add(self, person: str) -> None:
        """Add somebody who was found, or put back who was taken out."""
        known = {each.id: each for each in (*self.hits, *((self.removed,) if self.removed else ()))}
        if person in known:
            self._cohorts.add(self.cohort.id, [person])
            self.removed = None
            self._again(f"{known[person].name} is in the cohort.")

    def remove(self, person: str) -> None:
        found = next((each for each in self.cohort.members if each.id == person), None)
        if found:
            self._cohorts.remove(self.cohort.id, [person])
            self.removed = found
            self._again("")

    def look(self, text: str) -> None:
        """What adding a pasted list would do."""
        self.preview = self._cohorts.preview(self.cohort.id, text)

    def confirm(self) -> None:
        """Add what was looked at, once."""
        if self.preview and self.preview.people:
            added = self._cohorts.add(self.cohort.id, [each.id for each in self.preview.people])
            self.preview, self.menu = None, ""
            self._again(f"Added: {added:,}. They find in their list what is assigned to this cohort.")

    # The cohort.

    def rename(self, name: str) -> None:
        self._cohorts.rename(self.cohort.id, self.cohort.name, name)
        self.menu = ""
        self._again("The cohort has its new name.")

    def archive(self) -> None:
        self._cohorts.archive(self.cohort.id)
        self.menu = ""
        self._again("In the archive. What was assigned stays as it is.")

    def unarchive(self) -> None:
        self._cohorts.unarchive(self.cohort.id)
        self._again("The cohort is in use again.")

    # Colleagues.

    def find_colleague(self, text: str) -> None:
        self.colleagues = self._cohorts.find_colleagues(text)

    def ask(self, person: str) -> None:
        """Ask a colleague who was found to look after it too."""
        found = next((each for each in self.colleagues if each.id == person), None)
        if found:
            self._cohorts.add_trainer(self.cohort.id, person)
            self._again(f"{found.name} looks after this cohort too.")

    def leave(self, person: str) -> None:
        """Raises `Refused` for the last one. Whoever has left has nothing more to see here."""
        if any(each.id == person for each in self.cohort.trainers):
            self._cohorts.remove_trainer(self.cohort.id, person)
            if person != self._me:
                self._again("")

    def _again(self, told: str) -> None:
        self.cohort = self._cohorts.open(self.cohort.id)
        self._told(told)


def _told(member: Member) -> str:
    return f"{member.name} {member.account} {member.email}".casefold()
