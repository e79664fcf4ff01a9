"""The assessor's page as values: which screen is shown, what is done from it, and what is said of it. No widgets here.

What comes from the page may be forged, late or sent twice: ids are looked up in what was shown, the services ask again
whether they may be touched, and what cannot be done becomes a sentence in `notice`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from traitlets import Any, HasTraits, Int, Unicode

from simulator.errors import CoachsimError
from simulator.services.assessing.showing import Comparison, Marking
from simulator.ui.assessor.agreeing import Agreeing
from simulator.ui.assessor.queueing import Queueing
from simulator.ui.assessor.releasing import Releasing
from simulator.ui.assessor.ruling import Ruling
from simulator.ui.assessor.settling import Settling
from simulator.ui.assessor.work import ELSEWHERE, Json, Work

if TYPE_CHECKING:
    from simulator.services.assessing.assessing import Assessing
    from simulator.services.debrief import Debrief

PLACES = ("script", "view", "assignment", "preview")
VIEWS = {
    "queue": "Queue",
    "calibration": "Calibration",
    "results": "Results",
    "agreement": "Agreement",
    "rules": "Rules",
}
"""What an address calls a screen, and what it is called. The queue needs no name."""
UNFORESEEN = "Something went wrong here. Nothing was changed by it; reload the page to go on."


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: one of VIEWS, `marking`, `comparison` or `preview`, its title and its address."""

    kind: str
    title: str
    place: Mapping[str, str] = field(default_factory=dict)


class Desk(HasTraits):
    """`screen` is a `Screen`, None before the first one. `notice` says what could not be done, `done` what was.

    `work` is the script being marked, None where none is. `preview` is what a trainee will read, on that screen.
    """

    screen = Any(None)
    notice = Unicode("")
    done = Unicode("")
    work = Any(None)
    benchmarks = Any(())
    calibration = Any(None)
    preview = Any(None)
    drawn = Int(0)

    def __init__(
        self,
        assessing: "Assessing",
        agreeing: Agreeing,
        foresee: "Callable[[str], Debrief]",
        now: Callable[[], str],
        zone: str,
    ) -> None:
        """`foresee` makes what the trainee of a script will read; `zone` is the one times are shown in."""
        super().__init__()
        self._assessing, self._foresee, self._now, self.zone = assessing, foresee, now, zone
        self.queueing, self.settling = Queueing(assessing), Settling(assessing)
        self.releasing, self.ruling, self.agreeing = Releasing(assessing), Ruling(assessing), agreeing

    # Going about.

    def go(self, place: Mapping[str, str]) -> None:
        """Show the place an address or a link names; one that is none of theirs becomes the queue, with a notice."""
        if not self._try(lambda: self._show(self._at(place))) and self.screen is None:
            kept = self.notice
            self._try(lambda: self._show(self._queue()))
            self.notice = kept

    def _at(self, place: Mapping[str, str]) -> Screen:
        if script := place.get("script"):
            return self._script(self._assessing.open(script))
        if script := place.get("preview"):
            self.preview = self._foresee(script)
            return Screen("preview", "What the trainee will read", {"preview": script})
        screens = {"calibration": self._calibration, "agreement": self._agreement, "rules": self._rules}
        if place.get("view") == "results":
            return self._results(place.get("assignment", ""))
        return screens.get(place.get("view", ""), self._queue)()

    def _queue(self) -> Screen:
        self.queueing.show()
        return Screen("queue", "Marking")

    def _script(self, found: Marking | Comparison) -> Screen:
        head, kind = found.head, "marking" if isinstance(found, Marking) else "comparison"
        screen = Screen(kind, f"{head.code} · {head.title}", {"script": head.script})
        if isinstance(found, Marking):
            self.work = Work(self._assessing, found, self._now)
        else:
            self.settling.comparison = found
            if self.queueing.queue is None:
                self.queueing.show()  # says whether they lead, and what the script waits for
        return screen

    def _calibration(self) -> Screen:
        self.calibration, self.benchmarks = self.queueing.show().calibration, self._assessing.benchmarks()
        return Screen("calibration", "Calibration", {"view": "calibration"})

    def _results(self, assignment: str) -> Screen:
        if not self.releasing.show(assignment):
            self.notice = "There is nothing here for you under that address."
        chosen = self.releasing.assignment
        place = {"view": "results", **({"assignment": chosen.assignment} if chosen else {})}
        return Screen("results", chosen.title if chosen else "Results", place)

    def _agreement(self) -> Screen:
        self.agreeing.show()
        return Screen("agreement", "Agreement", {"view": "agreement"})

    def _rules(self) -> Screen:
        self.ruling.show()
        return Screen("rules", "Rules", {"view": "rules"})

    def _show(self, screen: Screen) -> None:
        with self.hold_trait_notifications():
            self.done, self.screen = "", screen
            if screen.kind != "marking":
                self.work = None

    # The queue and the benchmarks.

    def look(self, act: Callable[[Queueing], object]) -> None:
        if self._is("queue"):
            self._try(lambda: act(self.queueing))

    def take(self, script: str) -> None:
        def take() -> None:
            if taken := self.queueing.take(script):
                self._open(taken)

        if self._is("queue"):
            self._try(take, again=self._read_queue)

    def take_next(self) -> None:
        def take() -> None:
            if taken := self._assessing.next():
                self._open(taken)
            else:
                self.queueing.show()
                self._told("There is nothing that you could take at the moment.")

        if self._is("queue"):
            self._try(take, again=self._read_queue)

    def ask_third(self, script: str) -> None:
        if self._is("queue"):
            self._try(lambda: self._told(self.queueing.ask_third(script)), again=self._read_queue)

    def share_out(self) -> None:
        if self._is("queue") and self.queueing.queue.may_lead:
            self._try(lambda: self._told(self.queueing.share_out()))

    def calibrate(self, benchmark: str) -> None:
        """Begin a benchmark, or mark one again."""
        if self._is("calibration") and any(each.benchmark == benchmark for each in self.benchmarks):
            self._try(lambda: self._open(self._assessing.calibrate(benchmark)))

    def _open(self, script: str) -> None:
        self._show(self._script(self._assessing.open(script)))

    def _read_queue(self) -> None:
        """Somebody was quicker: what is shown is out of date."""
        self._try(self.queueing.show, quiet=True)

    # Marking.

    def save(self, edit: int, draft: Json) -> None:
        if self.work:
            self._elsewhere(self.work.save(edit, draft))

    def keep(self, edit: int, draft: Json) -> None:
        if self.work:
            self._elsewhere(self.work.keep(edit, draft))

    def take_other(self) -> None:
        if self.work:
            self._elsewhere(self.work.take())

    def submit(self, edit: int, draft: Json) -> None:
        if self.work is None:
            return
        script, outcome = self.work.script, self.work.submit(edit, draft)
        if isinstance(outcome, Comparison):
            self._elsewhere(outcome)
        elif outcome:
            self._try(lambda: self._open(script))
            self._told("Submitted. Your mark stays as it is." if self._is("comparison") else "Submitted.")

    def step_back(self, reason: str, knows: bool) -> None:
        def give_up() -> None:
            code = self.work.marking.head.code
            self._assessing.step_back(self.work.script, reason.strip(), knows)
            self._show(self._queue())
            more = " You are not given anything of this person any more." if knows else ""
            self._told(f"{code} is given back, and somebody else marks it.{more}")

        if self.work:
            self._try(give_up)

    def _elsewhere(self, found: Comparison | None) -> None:
        if found:
            self._try(lambda: self._show(self._script(found)))
            self.notice = ELSEWHERE

    # What is done on the other screens: what it says of itself is told.

    def settle(self, act: Callable[[Settling], str]) -> None:
        if self._is("comparison"):
            self._try(lambda: self._told(act(self.settling)))

    def sift(self, act: Callable[[Releasing], object]) -> None:
        if self._is("results"):
            self._try(lambda: act(self.releasing))

    def release(self, act: Callable[[Releasing], str | None]) -> None:
        if self._is("results"):
            self._try(lambda: self._told(act(self.releasing) or ""))

    def rule(self, act: Callable[[Ruling], str]) -> None:
        if self._is("rules"):
            self._try(lambda: self._told(act(self.ruling)))

    def agree(self, act: str, argument: str) -> None:
        if self._is("agreement"):
            self._try(lambda: self.agreeing.press(act, argument))

    def _told(self, words: str) -> None:
        with self.hold_trait_notifications():
            self.done = words
            self.drawn += 1

    def _is(self, kind: str) -> bool:
        return self.screen is not None and self.screen.kind == kind

    def _try(
        self, act: Callable[[], object], again: Callable[[], object] | None = None, *, quiet: bool = False
    ) -> bool:
        """Whether it went well; what goes wrong becomes a notice, and `again` reads what is shown anew."""
        if not quiet:
            self.notice = ""
        try:
            act()
        except Exception as error:
            if not isinstance(error, CoachsimError):
                logging.getLogger(__name__).exception("unforeseen error")
            if again:
                again()
            if not quiet:
                self.notice = str(error) if isinstance(error, CoachsimError) else UNFORESEEN
            return False
        return True
