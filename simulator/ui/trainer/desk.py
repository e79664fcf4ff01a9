"""The trainer's page as values: which screen is shown, what is done from it, and what is said of it. No widgets here.

What comes from the page may be forged, late or sent twice: ids are looked up in what was shown, the services ask again
whether they may be touched, and what cannot be done becomes a sentence in `notice`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from traitlets import Any, HasTraits, Int, Unicode

from simulator.errors import CoachsimError
from simulator.exports.table import Table
from simulator.services.assigning.assigning import Assigning
from simulator.services.assigning.cohorts import CohortEntry
from simulator.services.assigning.overview import AssignmentEntry
from simulator.ui.components.offered import Fields
from simulator.ui.trainer import files, paging
from simulator.ui.trainer.drafting import Drafting
from simulator.ui.trainer.filling import Filling
from simulator.ui.trainer.following import Following
from simulator.ui.trainer.results import Results
from simulator.ui.trainer.words import counted

PLACES = ("cohort", "tab", "assignment", "new", "edit", "copy")
RESULTS = {
    "heat": "people",
    "items": "moments",
    "wrong": "wrong-turns",
    "time": "time",
    "comparison": "comparison",
}
"""What an address calls a tab of the results, and what the results call it."""
UNFORESEEN = "Something went wrong here. Nothing was changed by it; reload the page to go on."


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: `overview`, `cohort`, `form` or `progress`, its title and its address."""

    kind: str
    title: str
    place: Mapping[str, str] = field(default_factory=dict)


class Desk(HasTraits):
    """`screen` is a `Screen`, None before the first one. `notice` says what could not be done, `done` what was.

    `entries` and `cohorts` are what the overview shows, filtered by `wanted`. `token` is the id that the next cohort
    gets, so that its form sent twice makes one. `drawn` counts the changes that no trait shows.
    """

    screen = Any(None)
    notice = Unicode("")
    done = Unicode("")
    entries = Any(())
    cohorts = Any(())
    wanted = Unicode("")
    drawn = Int(0)

    def __init__(self, assigning: Assigning, results: Results, zone: str, address: str = "") -> None:
        """`zone` is the one that new assignments begin with; `address` that of the site, empty where unknown."""
        super().__init__()
        self.assigning, self.results, self.zone, self.address = assigning, results, zone, address
        self.token = assigning.new_id()
        self.filling = Filling(assigning.cohorts, assigning.person, self._told)
        self.drafting, self.following = Drafting(assigning), Following(assigning)

    # Going about.

    def go(self, place: Mapping[str, str]) -> None:
        """Show the place an address or a link names; one that is none of theirs becomes the overview, with a notice."""
        if not self._try(lambda: self._show(self._at(place))) and self.screen is None:
            kept = self.notice
            self._try(lambda: self._show(self._overview()))
            self.notice = kept

    def _at(self, place: Mapping[str, str]) -> Screen:
        if "cohort" in place and "new" not in place:
            return self._cohort(place["cohort"], place.get("tab", "people"))
        if "assignment" in place:
            progress = self.following.show(place["assignment"])
            return Screen("progress", progress.assignment.title, {"assignment": progress.assignment.id})
        if "edit" in place:
            self.drafting.open(self.assigning.forms.open(place["edit"]))
            return Screen("form", "Change an assignment", {"edit": place["edit"]})
        if place.get("new") == "assignment":
            return self._new(place.get("copy"), place.get("cohort"))
        return self._overview()

    def _overview(self) -> Screen:
        entries, cohorts = self.assigning.overview(), self.assigning.cohorts.mine()
        with self.hold_trait_notifications():
            self.entries, self.cohorts, self.wanted = entries, cohorts, ""
        return Screen("overview", "Cohorts and assignments")

    def _cohort(self, cohort: str, tab: str) -> Screen:
        shown = self.filling.show(cohort)
        if tab in RESULTS:
            self.results.show(shown.id, RESULTS[tab])
            return Screen("cohort", shown.name, {"cohort": shown.id, "tab": tab})
        return Screen("cohort", shown.name, {"cohort": shown.id})

    def _new(self, copied: str | None, cohort: str | None) -> Screen:
        forms = self.assigning.forms
        self.drafting.open(forms.copy(copied, cohort) if copied else forms.new(self.zone, cohort))
        more = {"copy": copied, "cohort": cohort}
        title = "Copy an assignment" if copied else "New assignment"
        return Screen("form", title, {"new": "assignment", **{k: v for k, v in more.items() if v}})

    def _show(self, screen: Screen) -> None:
        with self.hold_trait_notifications():
            self.done, self.screen = "", screen
        if screen.kind != "form":
            self.drafting.close()

    @property
    def tab(self) -> str:
        """What is shown of a cohort: `people`, or one of RESULTS."""
        return str(self.screen.place.get("tab", "people")) if self.screen else "people"

    def look(self, act: str, argument: str) -> None:
        """Something pressed or chosen in the results; another tab of them has another address."""
        if not self._is("cohort") or self.tab == "people":
            return
        self._try(lambda: self.results.press(act, argument))
        tab = next(name for name, theirs in RESULTS.items() if theirs == self.results.shown.tab)
        if tab != self.tab:
            self.screen = replace(self.screen, place={**self.screen.place, "tab": tab})

    # The overview.

    def filter(self, text: str) -> None:
        self.wanted = text

    def shown(self, entry: AssignmentEntry) -> bool:
        """Whether what is typed leaves an assignment in the list."""
        told = " ".join((entry.title, *entry.cohorts, *entry.scenarios)).casefold()
        return all(word in told for word in paging.words(self.wanted))

    def make_cohort(self, name: str) -> None:
        def make() -> None:
            made = self.assigning.cohorts.make(self.token, name)
            self.token = self.assigning.new_id()
            self._show(self._cohort(made, "people"))

        if self._is("overview"):
            self._try(make)

    # What is done on each screen.

    def fill(self, act: Callable[[Filling], object]) -> None:
        """Something on the screen of a cohort; one that is theirs no longer goes out of sight, with the reason."""
        if not self._is("cohort"):
            return
        cohort = self.filling.cohort.id
        if not self._try(lambda: act(self.filling)) and all(each.id != cohort for each in self._mine()):
            why = self.notice
            self.go({})
            self.notice = why

    def leave(self, person: str) -> None:
        """Somebody no longer looks after the cohort; if it was oneself, there is nothing more to see of it."""
        self.fill(lambda filling: filling.leave(person))
        if self._is("cohort") and person == self.assigning.person and not self.notice:
            self.go({})

    def _mine(self) -> tuple[CohortEntry, ...]:
        try:
            return self.assigning.cohorts.mine()
        except CoachsimError:
            return ()

    def draft(self, act: Callable[[Drafting], object]) -> None:
        if self._is("form"):
            self._try(lambda: act(self.drafting))

    def save(self, fields: Fields) -> None:
        """Keep the form; then show how far people are with it, which is nowhere yet."""

        def keep() -> None:
            edits = self.drafting.edits
            if kept := self.drafting.save(fields):
                self._show(self._at({"assignment": kept}))
                self.done = "Changed." if edits else "Assigned. It is in the list of everybody it is for."

        if self._is("form"):
            self._try(keep)

    def look_again(self) -> None:
        """After a conflict: the form as it stands now."""
        if self._is("form") and self.drafting.conflict:
            self.go({"edit": self.drafting.desk.id})

    def follow(self, act: Callable[[Following], object]) -> None:
        """Something on the screen of an assignment; what it says of itself is told."""
        if self._is("progress"):
            self._try(lambda: self._told(str(act(self.following) or "")))

    def table(self, what: str) -> Table | None:
        """A file to be saved: the `progress` shown, or `letters` for a mail merge; None where there is none."""
        if not self._is("progress"):
            return None
        if not self._try(lambda: self.following.show(self.following.progress.assignment.id)):
            return None
        progress = self.following.progress
        if what == "letters":
            without = sum(not each for each in progress.emails.values())
            self.done = f"{counted(without, 'person', 'people')} without an e-mail address." if without else ""
            return files.letters(progress, self.address)
        return files.progress(progress) if what == "progress" else None

    def document(self, what: str, of: str) -> tuple[str, str, bytes] | None:
        """A file to be saved: the `report` of a released attempt that is shown, the `notes` on one of the assignment's
        conversations, or the `portfolio` of a member.

        None, with a notice, where that cannot be made.
        """
        made: list[tuple[str, str, bytes]] = []
        if what == "report" and self._is("progress"):
            known = {each.attempt for each in self.following.progress.rows if each.released}
            done = of in known and self._try(lambda: made.append(self.assigning.report(of)))
        elif what == "notes" and self._is("progress"):
            known = {id_ for id_, _ in self.following.progress.titles}
            done = of in known and self._try(lambda: made.append(self.assigning.notes(of)))
        elif what == "portfolio" and self._is("cohort"):
            known = {each.id for each in self.filling.cohort.members}
            done = of in known and self._try(lambda: made.append(self.assigning.portfolio(of)))
        else:
            return None
        return made[0] if done else None

    def _told(self, words: str) -> None:
        with self.hold_trait_notifications():
            self.done = words
            self.drawn += 1

    def _is(self, kind: str) -> bool:
        return self.screen is not None and self.screen.kind == kind

    def _try(self, act: Callable[[], object]) -> bool:
        """Whether it went well; what goes wrong becomes a notice."""
        self.notice = ""
        try:
            act()
        except CoachsimError as error:
            self.notice = str(error)
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            self.notice = UNFORESEEN
        else:
            return True
        return False
