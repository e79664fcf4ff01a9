"""Practising: the catalogue, a brief, a conversation turn by turn, and its debrief, for one person.

The page shows the values returned here and sends back turn and position, nothing else; every message is checked
against what was offered to this person. A choice is kept before anyone sees what it led to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import NotOffered, ReasonAwaited, TurnTaken, UnknownAttempt, WrongTurn
from simulator.model.attempt import Attempt, Choice
from simulator.model.codec import decode, encode
from simulator.model.scenario import Scenario
from simulator.services.library import Library
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.services.words import Part, parts

MAX_REASON = 2000
"""Characters of a written reason that are kept; the page says so while one types."""

OPEN_LIMIT = 50
"""How many earlier attempts a catalogue entry lists."""


@dataclass(frozen=True, slots=True)
class Finished:
    """An earlier attempt that came to an end."""

    attempt: str
    finished: str
    result: str
    turns: int


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One scenario in the list. `open_attempt` continues at `open_turn`; `finished` has the latest first."""

    scenario: str
    title: str
    topic: str
    difficulty: int
    minutes: int
    summary: str
    open_attempt: str | None
    open_turn: int
    finished: tuple[Finished, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """What the coach knows beforehand. `targets` are titles of competencies."""

    scenario: str
    title: str
    topic: str
    difficulty: int
    minutes: int
    brief: str
    setting: str
    client: str
    about: str
    targets: tuple[str, ...]
    care_note: str | None
    open_attempt: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the transcript: `who` is client or coach."""

    who: str
    name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How the conversation ended. `result` is strong, good, mixed, weak or fail."""

    result: str
    text: str
    reflection: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as the trainee may see it now; nothing in it tells which option is better.

    `options` are in the order shown; a choice is sent back as turn and position (from 0). `reason_for` is the turn
    whose reason is asked for before the client's reaction is shown. `about` is roughly how many turns it will take.
    `revised`: the scenario has a newer version; this attempt keeps its own.
    """

    attempt: str
    scenario: str
    title: str
    client: str
    setting: str
    lines: tuple[Said, ...]
    options: tuple[tuple[Part, ...], ...]
    turn: int
    about: int
    reason_for: int | None
    ended: Ended | None
    revised: bool


class Practise:
    """The use case for one person. Raises `simulator.errors.CoachsimError` with words fit to show."""

    def __init__(self, library: Library, attempts: Attempts, person: str, now: Clock, new_id: Entropy) -> None:
        self.library, self._attempts, self.person = library, attempts, person
        self._now, self._new_id = now, new_id
        self._dialogue: Callable[[str], Dialogue] = lru_cache(maxsize=8)(self._read_dialogue)

    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        """Every scenario with this person's open and finished attempts."""
        with self._attempts.work() as work:
            mine = work.attempts(self.person)
        return tuple(_entry(entry.scenario, mine) for entry in self.library.entries.values())

    def left_out(self) -> tuple[str, ...]:
        """Names of scenario files that cannot be offered because of mistakes in them."""
        _ = self.library.entries
        return tuple(dict.fromkeys(Path(each.location.file).name for each in self.library.problems))

    def brief(self, scenario_id: str) -> Brief:
        """Raises `UnknownScenario`."""
        scenario = self.library.get(scenario_id).scenario
        with self._attempts.work() as work:
            mine = work.attempts(self.person)
        competencies = self.library.rubric.competency_by_id
        return Brief(
            **{name: getattr(scenario, name) for name in _BRIEF},
            scenario=scenario.id,
            client=scenario.client.name,
            about=scenario.client.about,
            targets=tuple(competencies[target].title for target in scenario.targets),
            open_attempt=next((each.id for each in mine if each.scenario == scenario.id and not each.ending), None),
        )

    def begin(self, scenario_id: str) -> Conversation:
        """Start a new attempt on the present version of a scenario, or go on with the open one."""
        entry = self.library.get(scenario_id)
        with self._attempts.work() as work:
            going = [a for a in work.attempts(self.person) if a.scenario == scenario_id and not a.ending]
            attempt = going[0] if going else self._begin(work, entry.scenario, entry.digest)
            work.commit()
        return self._show(attempt)

    def _begin(self, work: Work, scenario: Scenario, digest: str) -> Attempt:
        attempt = Attempt(self._new_id(), self.person, scenario.id, digest, self._new_id(), self._now())
        work.keep_version(digest, scenario.id, encode(scenario).decode())
        work.begin(attempt)
        return attempt

    def open(self, attempt_id: str) -> Conversation:
        """The conversation where it stands. Raises `UnknownAttempt`, also for somebody else's."""
        return self._show(self._attempt(attempt_id))

    def choose(self, attempt_id: str, turn: int, position: int) -> Conversation:
        """Take a turn by the position of an option as shown. The same choice twice is one choice.

        Raises `WrongTurn` for another choice of a turn taken already (in another tab, say) or a turn not reached,
        `NotOffered`, `ReasonAwaited`, `ConversationOver`, `StoreError`.
        """
        attempt = self._attempt(attempt_id)
        session = self._session(attempt)
        if _is_whole(turn) and _is_whole(position) and _is_repeat(session, turn, position):
            return self._show(attempt)
        if not _is_whole(turn) or turn != session.turn:
            raise WrongTurn(turn, session.turn)
        if (waiting := _reason_for(attempt, session)) is not None:
            raise ReasonAwaited(waiting)
        offered = tuple(option.id for option in session.offered)
        if not _is_whole(position) or not 0 <= position < len(offered):
            raise NotOffered(f"turn {turn}", f"position {position}", tuple(map(str, range(len(offered)))))
        session.choose(turn, offered[position])
        try:
            self._keep(attempt, session, offered[position])
        except TurnTaken:  # another tab was quicker: judge this choice against what stands now
            return self.choose(attempt_id, turn, position)
        return self._show(self._attempt(attempt_id))

    def _keep(self, attempt: Attempt, session: Session, option: str) -> None:
        """Keep the choice that `session` has just taken. Raises `TurnTaken`: of two for one turn the first stands."""
        with self._attempts.work() as work:
            work.add_choice(attempt.id, session.turn - 1, option, self._now())
            if session.ending:
                work.finish(attempt.id, session.ending.id, self._now())
            work.commit()

    def give_reason(self, attempt_id: str, turn: int, reason: str | None) -> Conversation:
        """Keep the reason written at a hinge, None for skipped. A reason already kept stands; nothing is rewritten."""
        attempt = self._attempt(attempt_id)
        if _reason_for(attempt, self._session(attempt)) == turn:
            with self._attempts.work() as work:
                work.give_reason(attempt_id, turn, _can_be_kept(reason or "").strip()[:MAX_REASON])
                work.commit()
        return self.open(attempt_id)

    def session(self, attempt_id: str) -> tuple[Attempt, Session]:
        """An attempt and its session replayed, for whoever scores it."""
        attempt = self._attempt(attempt_id)
        return attempt, self._session(attempt)

    def _attempt(self, attempt_id: str) -> Attempt:
        attempt_id = _can_be_kept(attempt_id)
        with self._attempts.work() as work:
            attempt = work.attempt(attempt_id)
        if attempt.person != self.person:
            raise UnknownAttempt(attempt_id)
        return attempt

    def _session(self, attempt: Attempt) -> Session:
        return Session.resume(self._dialogue(attempt.digest), attempt.seed, [each.option for each in attempt.choices])

    def _read_dialogue(self, digest: str) -> Dialogue:
        """The version an attempt began with, from the library while it is current, else as it was kept."""
        for entry in self.library.entries.values():
            if entry.digest == digest:
                return Dialogue(entry.scenario)
        with self._attempts.work() as work:
            kept = work.version(digest)
        if kept is None:
            raise UnknownAttempt(digest[:12])
        return Dialogue(decode(kept, Scenario))

    def _show(self, attempt: Attempt) -> Conversation:
        session = self._session(attempt)
        scenario = session.dialogue.scenario
        waiting = _reason_for(attempt, session)
        current = self.library.entries.get(scenario.id)
        over = session.ending if waiting is None else None
        return Conversation(
            attempt=attempt.id,
            scenario=scenario.id,
            title=scenario.title,
            client=scenario.client.name,
            setting=scenario.setting,
            lines=_transcript(session, hide_last=waiting is not None),
            options=() if session.ending or waiting else tuple(parts(option.say) for option in session.offered),
            turn=waiting or session.turn,
            about=_about(session),
            reason_for=waiting,
            ended=Ended(over.result.value, over.text, over.reflection) if over else None,
            revised=current is not None and current.digest != attempt.digest,
        )


_BRIEF = ("title", "topic", "difficulty", "minutes", "brief", "setting", "care_note")


def _entry(scenario: Scenario, mine: list[Attempt]) -> CatalogueEntry:
    theirs = [attempt for attempt in mine if attempt.scenario == scenario.id]
    going = next((attempt for attempt in theirs if not attempt.ending), None)
    done = [attempt for attempt in theirs if attempt.ending and attempt.finished]
    return CatalogueEntry(
        scenario=scenario.id,
        title=scenario.title,
        topic=scenario.topic,
        difficulty=scenario.difficulty,
        minutes=scenario.minutes,
        summary=scenario.summary,
        open_attempt=going.id if going else None,
        open_turn=len(going.choices) + 1 if going else 0,
        finished=tuple(_finished(attempt, scenario) for attempt in done[:OPEN_LIMIT]),
    )


def _finished(attempt: Attempt, scenario: Scenario) -> Finished:
    ending = scenario.ending_by_id.get(attempt.ending or "")
    return Finished(attempt.id, attempt.finished or "", ending.result.value if ending else "", len(attempt.choices))


def _can_be_kept(text: str) -> str:
    """The text without halves of characters, which a page may send and no database takes."""
    return text.encode(errors="replace").decode()


def _is_whole(number: object) -> bool:
    return type(number) is int  # a page may send anything, and to Python `True` is 1


def _is_repeat(session: Session, turn: int, position: int) -> bool:
    step = session.steps[turn - 1] if 1 <= turn <= len(session.steps) else None
    return step is not None and 0 <= position < len(step.offered) and step.offered[position] == step.option


def _reason_for(attempt: Attempt, session: Session) -> int | None:
    """The last turn, if it was a hinge and its reason has been neither written nor skipped."""
    last: Choice | None = attempt.choices[-1] if attempt.choices else None
    if last is None or last.reason is not None:
        return None
    return last.turn if session.dialogue.scenario.beat_by_id[session.steps[-1].beat].hinge else None


def _transcript(session: Session, *, hide_last: bool) -> tuple[Said, ...]:
    scenario = session.dialogue.scenario
    lines: list[Said] = []
    for step in session.steps:
        option = scenario.beat_by_id[step.beat].option(step.option)
        lines.append(Said("client", scenario.client.name, parts(step.client)))
        lines.append(Said("coach", "You", parts(option.say if option else "")))
    if session.ending is None and not hide_last:
        lines.append(Said("client", scenario.client.name, parts(session.line)))
    return tuple(lines)


def _about(session: Session) -> int:
    """Turns taken and, of those ahead, half-way between the fewest and the most."""
    if session.ending:
        return len(session.steps)
    low, high = session.dialogue.ahead.get(session.state.at, (1, 1))
    return len(session.steps) + (low + high + 1) // 2
