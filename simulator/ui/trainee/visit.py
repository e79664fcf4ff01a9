"""A trainee's visit to the page: which screen is shown, and what may be done from it. No widgets in here.

Everything that comes in may be forged, late or sent twice, so nothing is taken from it but what the services check.
Whatever goes wrong becomes one sentence in a notice; the screen stays, or becomes one that exists. While the database
does not answer, what was done last is held and tried again until it is kept.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from traitlets import Any, Bool, HasTraits, Unicode

from simulator.errors import CoachsimError, PlayError, ReasonAwaited, StoreAway
from simulator.model.assignment import Mode
from simulator.model.programme import LearningPath
from simulator.services.practise import Assigned, Conversation, Practise
from simulator.ui.trainee import talk
from simulator.ui.ways import Way

PLACES = ("scenario", "attempt", "debrief", "assignment")
"""The query parameters that name a place; none of them is the list of scenarios."""

UNFORESEEN = "Something went wrong here. What you have said so far is kept; reload the page to go on."
AGAIN_SECONDS = 2.0
"""How long to wait before what is held is tried again."""

Later = Callable[[float, Callable[[], object]], object]
"""Calls something after so many seconds."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: its kind (`catalogue`, `brief`, `talk`, `debrief`), the service's value, and its address."""

    kind: str
    value: object
    title: str
    place: Mapping[str, str] = field(default_factory=dict)


class Visit(HasTraits):
    """`screen` is a `Screen`, None before the first one; `remark` is a notice that belongs to the conversation.

    `mood` is how the client seems at this turn, once it has been asked for.
    """

    screen = Any(None)
    notice = Unicode("")
    remark = Unicode("")
    paused = Bool(False)
    mood = Unicode("")

    def __init__(self, practise: Practise, ways: Sequence[Way] = (), later: Later | None = None) -> None:
        """`ways` lead to other pages, where there are any; without `later` nothing is tried again by itself."""
        super().__init__()
        self._practise, self.ways, self._later = practise, tuple(ways), later
        self._held: Callable[[], None] | None = None

    def go(self, place: Mapping[str, str]) -> None:
        """Show the place an address or a link names; one that does not exist becomes the list, with a notice."""
        if self._held is not None:
            return
        if not self._try(lambda: self._at(place)) and self.screen is None:
            kept = self.notice
            self._try(self._catalogue)
            self.notice = kept

    @property
    def left_out(self) -> tuple[str, ...]:
        """Scenario files that are not in the list because of mistakes in them."""
        return self._practise.left_out()

    @property
    def paths(self) -> tuple[LearningPath, ...]:
        """Which conversations belong together, in which order."""
        return self._practise.library.programme.paths

    @property
    def assigned(self) -> tuple[Assigned, ...]:
        """What is assigned to whoever visits, as it stood when the list was shown."""
        return self._assigned

    _assigned: tuple[Assigned, ...] = ()

    def begin(self) -> None:
        """From a brief: start the conversation, or go on with the open one."""
        self._begin(Mode.PRACTICE)

    def explore(self) -> None:
        """From a brief of one's own accord: play it without being scored, with all help."""
        if self._is("brief") and not self.screen.value.assignment:
            self._begin(Mode.EXPLORE)

    def _begin(self, mode: Mode) -> None:
        if self._is("brief"):
            place = self.screen.place
            self._try(lambda: _talk(self._practise.begin(place["scenario"], place.get("assignment"), mode)))

    def choose(self, turn: int, position: int) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.choose(attempt, turn, position))

    def give_reason(self, turn: int, text: str | None) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.give_reason(attempt, turn, text))

    def take_hint(self, turn: int) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.take_hint(attempt, turn))

    def take_back(self, turn: int) -> None:
        if attempt := self._attempt():
            self._play(attempt, lambda: self._practise.take_back(attempt, turn))

    def ask_mood(self, turn: int) -> None:
        if attempt := self._attempt():
            self._done(lambda: setattr(self, "mood", self._practise.mood(attempt, turn)), "remark")

    def pause(self) -> None:
        self.paused = self._is("talk")

    def resume(self) -> None:
        self.paused = False

    def finish(self) -> None:
        """From a conversation that has ended: its debrief; while that waits, back to what is assigned."""
        attempt = self._attempt()
        if attempt and self.screen.value.ended:
            shown: Conversation = self.screen.value
            assignment = {"assignment": shown.assignment} if shown.assignment else {}
            self.go({"debrief": attempt} if shown.feedback else assignment)

    def play_next(self) -> None:
        """From a debrief: the brief of the scenario it suggests."""
        suggestion = getattr(self.screen.value, "suggestion", None) if self.screen else None
        if suggestion is not None:
            self.go({"scenario": suggestion.scenario})

    def appeal(self, reason: str) -> None:
        """From a debrief: ask that what assessors found be looked at again."""
        if self._is("debrief"):
            attempt = self.screen.place["debrief"]

            def ask() -> Screen:
                from simulator.services.assessing.appealing import appeal

                appeal(self._practise.store, self._practise.person, attempt, reason, self._practise.now)
                return self._debrief(attempt)

            self._try(ask)

    def report(self, what: str, to: str) -> tuple[str, str, bytes] | None:
        """From a debrief: all of it (`report`), or all there is of oneself (`portfolio`), as a file, `html` or `pdf`.

        None, with a notice, where that cannot be done.
        """
        made: list[tuple[str, str, bytes]] = []

        def make() -> None:
            from simulator.services.reporting import Reporting  # with what it takes to typeset

            practise = self._practise
            reporting = Reporting(practise.library, practise.store, practise.person, practise.now)
            one = what == "report"
            attempt = self.screen.place["debrief"]
            made.append(reporting.report(attempt, to) if one else reporting.portfolio(practise.person, to))

        return made[0] if self._is("debrief") and self._done(make, "notice") else None

    def _at(self, place: Mapping[str, str]) -> Screen:
        if "debrief" in place:
            return self._debrief(place["debrief"])
        if "attempt" in place:
            return _talk(self._practise.open(place["attempt"]))
        if "scenario" in place:
            brief = self._practise.brief(place["scenario"], place.get("assignment"))
            given = {"assignment": brief.assignment} if brief.assignment else {}
            return Screen("brief", brief, brief.title, {**given, "scenario": brief.scenario})
        if "assignment" in place:
            value = self._practise.assignment(place["assignment"])
            return Screen("assignment", value, value.title, {"assignment": value.assignment})
        return self._catalogue()

    def _catalogue(self) -> Screen:
        self._assigned = self._practise.assigned()
        return Screen("catalogue", self._practise.catalogue(), "Practise")

    def _debrief(self, attempt: str) -> Screen:
        """The debrief, or the conversation where it stands if it has not ended yet or the debrief has to wait."""
        conversation = self._practise.open(attempt)
        if conversation.ended is None or not conversation.feedback:
            return _talk(conversation)
        from simulator.services.debrief import debrief

        value = debrief(self._practise, attempt)
        return Screen("debrief", value, f"Debrief: {value.title}", {"debrief": attempt})

    def _try(self, act: Callable[[], Screen]) -> bool:
        """Show what `act` leads to; where it fails, say why in the notice."""

        def change() -> None:
            screen = act()
            with self.hold_trait_notifications():
                self.notice, self.paused, self.mood = "", False, ""
                self.remark = talk.REVISED if getattr(screen.value, "revised", False) else ""
                self.screen = screen

        return self._done(change, "notice")

    def _play(self, attempt: str, act: Callable[[], Conversation], after: str = "") -> None:
        """Show the conversation after `act`; where that cannot be done, as it stands now, and why.

        What is held already goes first: until it is kept, nothing else is taken. `after` is what to say when it is.
        """
        if self._held is not None:
            self.remark = ""  # so that the same words are heard again
            self.remark = talk.HELD
            return

        def change() -> None:
            turn = self.screen.value.turn if self._is("talk") else 0
            shown, remark = self._played(attempt, act)
            with self.hold_trait_notifications():
                self.remark = remark or after
                self.mood = self.mood if shown.turn == turn else ""
                self.screen = _talk(shown)

        try:
            self._done(change, "remark", then_raise=StoreAway if self._later else None)
        except StoreAway:
            self._hold(lambda: self._play(attempt, act, talk.BACK))

    def _hold(self, act: Callable[[], None]) -> None:
        """Keep what was done until the database answers, and say so."""
        assert self._later is not None  # noqa: S101 - whoever holds can try again

        def again() -> None:
            self._held = None
            act()

        self._held, self.remark = act, talk.HELD
        self._later(AGAIN_SECONDS, again)

    def _played(self, attempt: str, act: Callable[[], Conversation]) -> tuple[Conversation, str]:
        try:
            return act(), ""
        except ReasonAwaited as error:
            return self._practise.open(attempt), str(error)
        except PlayError:
            return self._practise.open(attempt), talk.TAKEN

    def _done(self, change: Callable[[], None], where: str, then_raise: type[CoachsimError] | None = None) -> bool:
        """Whether it went well; what goes wrong becomes a sentence in the trait `where`, but for `then_raise`."""
        try:
            change()
        except CoachsimError as error:
            if then_raise is not None and isinstance(error, then_raise):
                raise
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
