"""A trainee's visit to the page: which screen is shown, and what may be done from it. No widgets in here.

Everything that comes in may be forged, late or sent twice, so nothing is taken from it but what the services check.
Whatever goes wrong becomes one sentence in a notice; the screen stays, or becomes one that exists.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.errors import CoachsimError, PlayError, ReasonAwaited
from simulator.services.practise import Conversation, Practise
from simulator.ui.trainee import talk

PLACES = ("scenario", "attempt", "debrief")
"""The query parameters that name a place; none of them is the list of scenarios."""

UNFORESEEN = "Something went wrong here. What you have said so far is kept; reload the page to go on."


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: its kind (`catalogue`, `brief`, `talk`, `debrief`), the service's value, and its address."""

    kind: str
    value: object
    title: str
    place: Mapping[str, str] = field(default_factory=dict)


class Visit(HasTraits):
    """`screen` is a `Screen`, None before the first one; `remark` is a notice that belongs to the conversation."""

    screen = Any(None)
    notice = Unicode("")
    remark = Unicode("")
    paused = Bool(False)

    def __init__(self, practise: Practise, desk: str | None = None) -> None:
        """`desk` is the address of the author's desk, None where there is none beside this page."""
        super().__init__()
        self._practise, self.desk = practise, desk

    def go(self, place: Mapping[str, str]) -> None:
        """Show the place an address or a link names; one that does not exist becomes the list, with a notice."""
        if not self._try(lambda: self._at(place)) and self.screen is None:
            kept = self.notice
            self._try(self._catalogue)
            self.notice = kept

    @property
    def left_out(self) -> tuple[str, ...]:
        """Scenario files that are not in the list because of mistakes in them."""
        return self._practise.left_out()

    def begin(self) -> None:
        """From a brief: start the conversation, or go on with the open one."""
        if self._is("brief"):
            scenario = self.screen.place["scenario"]
            self._try(lambda: _talk(self._practise.begin(scenario)))

    def choose(self, turn: int, position: int) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.choose(attempt, turn, position))

    def give_reason(self, turn: int, text: str | None) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.give_reason(attempt, turn, text))

    def pause(self) -> None:
        self.paused = self._is("talk")

    def resume(self) -> None:
        self.paused = False

    def finish(self) -> None:
        """From a conversation that has ended: its debrief."""
        if attempt := self._attempt():
            self.go({"debrief": attempt})

    def play_next(self) -> None:
        """From a debrief: the brief of the scenario it suggests."""
        suggestion = getattr(self.screen.value, "suggestion", None) if self.screen else None
        if suggestion is not None:
            self.go({"scenario": suggestion.scenario})

    def _at(self, place: Mapping[str, str]) -> Screen:
        if "debrief" in place:
            return self._debrief(place["debrief"])
        if "attempt" in place:
            return _talk(self._practise.open(place["attempt"]))
        if "scenario" in place:
            brief = self._practise.brief(place["scenario"])
            return Screen("brief", brief, brief.title, {"scenario": brief.scenario})
        return self._catalogue()

    def _catalogue(self) -> Screen:
        return Screen("catalogue", self._practise.catalogue(), "Practise")

    def _debrief(self, attempt: str) -> Screen:
        """The debrief, or the conversation where it stands if it has not ended yet."""
        conversation = self._practise.open(attempt)
        if conversation.ended is None:
            return _talk(conversation)
        from simulator.services.debrief import debrief

        value = debrief(self._practise, attempt)
        return Screen("debrief", value, f"Debrief: {value.title}", {"debrief": attempt})

    def _try(self, act: Callable[[], Screen]) -> bool:
        """Show what `act` leads to; where it fails, say why in the notice."""

        def change() -> None:
            screen = act()
            with self.hold_trait_notifications():
                self.notice, self.paused = "", False
                self.remark = talk.REVISED if getattr(screen.value, "revised", False) else ""
                self.screen = screen

        return self._done(change, "notice")

    def _play(self, attempt: str, act: Callable[[], Conversation]) -> None:
        """Show the conversation after `act`; where that cannot be done, as it stands now, and why."""

        def change() -> None:
            shown, remark = self._played(attempt, act)
            with self.hold_trait_notifications():
                self.remark = remark
                self.screen = _talk(shown)

        self._done(change, "remark")

    def _played(self, attempt: str, act: Callable[[], Conversation]) -> tuple[Conversation, str]:
        try:
            return act(), ""
        except ReasonAwaited as error:
            return self._practise.open(attempt), str(error)
        except PlayError:
            return self._practise.open(attempt), talk.TAKEN

    def _done(self, change: Callable[[], None], where: str) -> bool:
        """Whether it went well; what goes wrong becomes a sentence in the trait `where`."""
        try:
            change()
        except CoachsimError as error:
            setattr(self, where, str(error))
        except Exception:
            logging.getLogger(__name__).exception("unforeseen error")
            setattr(self, where, UNFORESEEN)
        else:
            return True
        return False

    def _is(self, kind: str) -> bool:
        return self.screen is not None and self.screen.kind == kind

    def _attempt(self) -> str | None:
        """The attempt on the screen, if it is a conversation."""
        return self.screen.place["attempt"] if self._is("talk") else None


def _talk(shown: Conversation) -> Screen:
    return Screen("talk", shown, shown.title, {"attempt": shown.attempt})
