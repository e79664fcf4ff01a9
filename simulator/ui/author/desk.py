"""The author's desk as values: the draft, what is found in it, and what the author looks at. No widgets in here.

What comes from the page may be forged, late or sent twice: names, numbers and ids are looked up before they are used,
and what cannot be done becomes a sentence in `notice`.
"""

import logging
from collections.abc import Callable

from traitlets import Any, Unicode

from simulator.errors import CoachsimError
from simulator.services.author.author import Author
from simulator.services.author.rehearsing import Rehearsal
from simulator.services.author.workbench import Examined
from simulator.ui.author.background import Run
from simulator.ui.author.checking import Checking
from simulator.ui.author.looking import Looking
from simulator.ui.author.releasing import Releasing
from simulator.ui.author.writing import Writing

TABS = ("findings", "graph", "beat", "play", "alliance")
MENUS = ("new", "open", "publish")
UNFORESEEN = "Something went wrong here. Your draft is kept; reload the page to go on."


class Desk(Looking):
    """`menu` is what is open above the text (one of MENUS, or empty); `tab` what is beside it.

    `rehearsal` is the conversation being played; `notice` one sentence to the author.
    """

    tab = Unicode(TABS[0])
    menu = Unicode("")
    rehearsal = Any(None)
    notice = Unicode("")

    def __init__(self, author: Author, examine: Callable[[str], Examined], run: Run) -> None:
        super().__init__(Checking(examine, run))
        self.author = author
        self.writing = Writing(author.desk)
        self.releasing = Releasing(author.publishing)
        self.checking.observe(lambda _: self._look_when_checked(), "busy")

    # Drafts.

    def go(self, place: dict[str, str]) -> None:
        """Open the draft that an address names; without one, show what there is."""
        if "draft" not in place:
            self._try(lambda: self._begun(self.writing.close))
            self.menu = "open"
        elif not self._try(lambda: self._begun(lambda: self.writing.open(place["draft"]))) and not self.writing.name:
            self.menu = "open"

    def new(self, name: str) -> None:
        self._try(lambda: self._begun(lambda: self.writing.new(name.strip())))

    def copy(self, scenario: str) -> None:
        self._try(lambda: self._begun(lambda: self.writing.copy(scenario)))

    def take_theirs(self) -> None:
        self._try(lambda: self._begun(self.writing.take_theirs))

    def write(self, text: str) -> None:
        """What was typed: it is kept, and then checked."""
        if self.writing.name and text != self.writing.text:
            self._try(lambda: self.writing.write(text))
            self.releasing.compare(text)
            self.checking.ask(text)

    def show_menu(self, menu: str) -> None:
        """Open a menu; the one that is open, closes. Without a draft there is nothing to look at but drafts."""
        if menu == "publish" and self.menu != "publish":
            self.publish()
        elif menu in MENUS:
            self.menu = "" if menu == self.menu and self.writing.name else menu

    def close_menu(self) -> None:
        self.menu = "" if self.writing.name else "open"

    def _begun(self, begin: Callable[[], None]) -> None:
        """Another draft comes before the author: nothing of the one before stays."""
        before = self.writing.opened
        begin()
        if self.writing.name and self.writing.opened == before:
            return
        with self.hold_trait_notifications():
            self.menu = self.place = ""
            self.situation, self.rehearsal, self.tab = -1, None, TABS[0]
        self.releasing.begin()
        self.checking.forget()
        if self.writing.name:
            self.checking.ask(self.writing.text)

    # Looking and playing.

    def show(self, tab: str) -> None:
        if tab in TABS:
            self.tab = tab

    def play_finding(self, number: str) -> None:
        """Play the way that shows a finding."""
        if finding := self.finding(number):
            self._play(finding.witness)

    def play_extreme(self, which: str) -> None:
        """Play the way to the `least`, the `most` or the `top` of a target: `least:rupture-repair`."""
        end, _, target = which.partition(":")
        found = self.checking.standing.verified.extremes.get(target) if self.checking.standing else None
        if found and end in ("least", "most", "top"):
            self._play(getattr(found, end).path)

    def play_situation(self, number: str) -> None:
        """Play from a state of the beat looked at."""
        inspected = self.inspected
        found = inspected.situation(int(number)) if inspected and number.isdecimal() else None
        if found:
            self._play(found.witness)

    def play(self) -> None:
        """From the start, on what the text is now."""
        self._play(())

    def say(self, option: str) -> None:
        if self.rehearsal and not self.rehearsal.ending:
            self._try(lambda: self._rehearse(self.rehearsal.choose(option)))

    def back(self) -> None:
        if self.rehearsal:
            self._try(lambda: self._rehearse(self.rehearsal.back()))

    def _play(self, choices: tuple[str, ...]) -> None:
        if self.checking.standing:
            rehearsal = Rehearsal(self.checking.standing.subject, choices)
            if self._try(lambda: self._rehearse(rehearsal)):
                self.tab = "play"

    def _rehearse(self, rehearsal: Rehearsal) -> None:
        _ = rehearsal.beat  # replays, which may fail
        self.rehearsal = rehearsal

    # Publishing.

    def publish(self) -> None:
        """Show what publishing the text would do; first it must have been checked."""
        if self.writing.name:
            self.releasing.begin()
            self.menu = "publish"
            self._look_when_checked()

    def confirm(self) -> None:
        self._try(self.releasing.confirm)

    def _look_when_checked(self) -> None:
        if self.menu == "publish" and self.releasing.preview is None and not self.checking.busy:
            self._try(lambda: self.releasing.look(self.writing.text))

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
