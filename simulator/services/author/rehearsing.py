"""Trying a scenario out at the desk, with everything shown that a trainee is not to see. Nothing of it is kept.

A rehearsal is its choices; going back is dropping one. It plays the scenario as it was explored, whatever the text
has become since.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from simulator.engine.session import Session
from simulator.model.alliance import Mood
from simulator.model.attempt import Snapshot
from simulator.model.scenario import Ending, Option
from simulator.verification.inspection import Worth, worths
from simulator.verification.subject import Subject


@dataclass(frozen=True, slots=True)
class Taken:
    """One turn taken. `worth` is None where the scenario was too large to be explored to its end."""

    beat: str
    mood: Mood
    client: str
    option: Option
    worth: Worth | None
    after: Snapshot


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be answered now, in the order of the file."""

    option: Option
    worth: Worth | None


@dataclass(frozen=True)
class Rehearsal:
    """A conversation on the scenario of `subject`, after these options. Raises `PlayError` if they do not fit."""

    subject: Subject
    choices: tuple[str, ...] = ()

    @cached_property
    def _session(self) -> Session:
        return Session.resume(self.subject.product.dialogue, "rehearsal", self.choices)

    @property
    def beat(self) -> str:
        """The beat or ending where it stands."""
        return self._session.state.at

    @property
    def mood(self) -> Mood:
        return self._session.mood

    @property
    def snapshot(self) -> Snapshot:
        return self._session.dialogue.snapshot(self._session.state)

    @property
    def ending(self) -> Ending | None:
        return self._session.ending

    @property
    def line(self) -> str:
        """What the client says now. Raises `ConversationOver` at the end."""
        return self._session.line

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        if self._session.ending:
            return ()
        found = self._worths()
        return tuple(Offer(option, found.get(option.id)) for option in self._session.beat.options)

    @cached_property
    def taken(self) -> tuple[Taken, ...]:
        """The turns so far."""
        if not self.choices:
            return ()
        before, step = self.back(), self._session.steps[-1]
        offer = next(each for each in before.offers if each.option.id == step.option)
        now = Taken(step.beat, step.mood, step.client, offer.option, offer.worth, step.after)
        return (*before.taken, now)

    def choose(self, option: str) -> "Rehearsal":
        return replace(self, choices=(*self.choices, option))

    def back(self) -> "Rehearsal":
        return replace(self, choices=self.choices[:-1])

    def again(self) -> "Rehearsal":
        return replace(self, choices=())

    def _worths(self) -> dict[str, Worth]:
        if not self.subject.product.complete:
            return {}
        number = self.subject.product.number(self._session.state)
        return {each.option: each for each in worths(self.subject, number)}
