"""The use case of practising, for one person: what there is, what is assigned, and a conversation turn by turn.

The page shows the values returned here and sends back turn and position, nothing else; every message is checked
against what was offered to this person. A choice is kept before anyone sees what it led to. What a mode shows and keeps
is in `modes`, who may do what in `access`.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import (
    ConversationOver,
    NotOffered,
    Overtaken,
    PlayError,
    ReasonAwaited,
    StoreError,
    TurnTaken,
    UnknownAttempt,
    WrongTurn,
)
from simulator.model.assignment import Assignment, Mode
from simulator.model.attempt import Attempt, Hint
from simulator.model.codec import decode, encode
from simulator.model.person import Person
from simulator.model.scenario import Scenario
from simulator.services import modes
from simulator.services.access import GONE, Answer, Forbidden, may_play, may_see_feedback
from simulator.services.library import Entry, Library
from simulator.services.ports import Attempts, Clock, Entropy, Work
from simulator.services.practise import assigned as assigning
from simulator.services.practise.mine import Mine, admitted, entry_of, mine_of, texts
from simulator.services.practise.showing import can_take_back, conversation, reason_for
from simulator.services.practise.values import Assigned, Brief, CatalogueEntry, Conversation, Said

MAX_REASON = 2000
"""Characters of a written reason that are kept; the page says so while one types."""

RESERVED = (
    "This scenario is part of an exam of yours. Until its results are released it cannot be practised or read again."
)


class Practise:
    """The use case for one person. Raises `simulator.errors.CoachsimError` with words fit to show."""

    def __init__(self, library: Library, attempts: Attempts, person: str, now: Clock, new_id: Entropy) -> None:
        self.library, self.store, self.person = library, attempts, person
        self.now, self._new_id = now, new_id
        self._dialogue: Callable[[str], Dialogue] = lru_cache(maxsize=8)(self._read_dialogue)

    # What there is.

    def who(self) -> Person:
        """Who is practising. Raises `Forbidden`."""
        with self.store.reading() as work:
            return admitted(work, self.person)

    def catalogue(self) -> tuple[CatalogueEntry, ...]:
        """Every scenario with this person's open and finished attempts of their own accord."""
        with self.store.reading() as work:
            mine = mine_of(work, self.person)
        reserved = mine.reserved(self.now())
        return tuple(entry_of(entry.scenario, mine, reserved) for entry in self.library.entries.values())

    def assigned(self) -> tuple[Assigned, ...]:
        """What is assigned to this person and not withdrawn; what is due first comes first."""
        with self.store.reading() as work:
            mine = mine_of(work, self.person)
            given = [each for each in mine.assignments if not each.withdrawn]
            known = texts(work, given)
        return tuple(sorted((self._assigned(each, mine, known) for each in given), key=assigning.urgency))

    def assignment(self, assignment_id: str) -> Assigned:
        """Raises `Forbidden` for what is not assigned to this person."""
        with self.store.reading() as work:
            mine = mine_of(work, self.person)
            found = mine.assignment(assignment_id)
            if found is None:
                raise Forbidden(GONE)
            return self._assigned(found, mine, texts(work, [found]))

    def _assigned(self, assignment: Assignment, mine: Mine, texts: dict[str, Scenario]) -> Assigned:
        return assigning.assigned(assignment, mine.attempts, texts, mine.releases, self.now())

    def left_out(self) -> tuple[str, ...]:
        """Names of scenario files that cannot be offered because of mistakes in them."""
        _ = self.library.entries
        return tuple(dict.fromkeys(Path(each.location.file).name for each in self.library.problems))

    def brief(self, scenario_id: str, assignment_id: str | None = None) -> Brief:
        """Raises `UnknownScenario`; `Forbidden` for what is not assigned to this person."""
        with self.store.reading() as work:
            mine = mine_of(work, self.person)
            task = self._task(work, mine, assignment_id, scenario_id) if assignment_id else None
        if task is None:
            scenario = self.library.get(scenario_id).scenario
            going = mine.open_at(scenario_id, None, Mode.PRACTICE)
            exploring = mine.open_at(scenario_id, None, Mode.EXPLORE)
            begins = RESERVED if scenario_id in mine.reserved(self.now()) else ""
            brief = self._brief(scenario, going, begins)
            return replace(brief, exploring=exploring.id if exploring else None)
        assignment, scenario, shown = task
        brief = self._brief(scenario, mine.open_at(scenario_id, assignment.id), _begins(shown, scenario_id))
        return replace(brief, assignment=assignment.id, assignment_title=assignment.title, mode=assignment.mode)

    def _brief(self, scenario: Scenario, going: Attempt | None, begins: str) -> Brief:
        competencies = self.library.rubric.competency_by_id
        return Brief(
            **{name: getattr(scenario, name) for name in _BRIEF},
            scenario=scenario.id,
            client=scenario.client.name,
            about=scenario.client.about,
            targets=tuple(competencies[each].title for each in scenario.targets if each in competencies),
            open_attempt=going.id if going else None,
            begins=begins,
        )

    # Beginning.

    def begin(self, scenario_id: str, assignment_id: str | None = None, mode: Mode = Mode.PRACTICE) -> Conversation:
        """Start a new attempt, or go on with the open one: for an assignment on its version and in its mode, else on
        the present version of the scenario. Raises `UnknownScenario`, or `Forbidden` with the reason.
        """
        try:
            return self._show(self._begin(scenario_id, assignment_id, mode))
        except Overtaken:  # another tab has begun it a moment ago
            return self._show(self._begin(scenario_id, assignment_id, mode))

    def _begin(self, scenario_id: str, assignment_id: str | None, mode: Mode) -> Attempt:
        entry = None if assignment_id else self.library.get(scenario_id)  # read before: it may read the store itself
        with self.store.work() as work:
            work.alone("begin", self.person, scenario_id)
            mine = mine_of(work, self.person)
            going = mine.open_at(scenario_id, assignment_id, mode)
            if going is None and entry:
                going = self._begin_freely(work, mine, entry, mode)
            elif going is None:
                going = self._begin_assigned(work, mine, assignment_id or "", scenario_id)
            work.commit()
        return going

    def _begin_freely(self, work: Work, mine: Mine, entry: Entry, mode: Mode) -> Attempt:
        if mode is Mode.EXAM:
            raise Forbidden("An exam is given by a trainer; it cannot be begun of one's own accord.")
        if entry.scenario.id in mine.reserved(self.now()):
            raise Forbidden(RESERVED)
        attempt = self._new(entry.scenario.id, entry.digest, mode)
        work.keep_version(entry.digest, entry.scenario.id, encode(entry.scenario).decode())
        work.begin(attempt)
        return attempt

    def _begin_assigned(self, work: Work, mine: Mine, assignment_id: str, scenario_id: str) -> Attempt:
        assignment, _, shown = self._task(work, mine, assignment_id, scenario_id)
        if why := _begins(shown, scenario_id):
            raise Forbidden(why)
        exercise = assignment.exercise(scenario_id)
        assert exercise is not None  # noqa: S101 - the task is made from it
        sat = [a for a in mine.attempts if a.assignment == assignment_id and a.scenario == scenario_id]
        number = 1 + max((a.number or 0 for a in sat), default=0)
        new = self._new(scenario_id, exercise.digest, assignment.mode)
        attempt = replace(new, assignment=assignment_id, number=number)
        work.begin(attempt)
        return attempt

    def _new(self, scenario: str, digest: str, mode: Mode) -> Attempt:
        return Attempt(self._new_id(), self.person, scenario, digest, self._new_id(), self.now(), mode=mode)

    def _task(
        self, work: Work, mine: Mine, assignment_id: str, scenario_id: str
    ) -> tuple[Assignment, Scenario, Assigned]:
        """An exercise that is assigned to this person, with its text. Raises `Forbidden`."""
        assignment = mine.assignment(assignment_id)
        exercise = assignment.exercise(scenario_id) if assignment else None
        if assignment is None or exercise is None:
            raise Forbidden(GONE)
        known = texts(work, [assignment])
        if exercise.digest not in known:
            raise Forbidden(assigning.TEXT_GONE)
        return assignment, known[exercise.digest], self._assigned(assignment, mine, known)

    # A conversation.

    def open(self, attempt_id: str) -> Conversation:
        """The conversation where it stands. Raises `UnknownAttempt`, also for somebody else's.

        One that was continued after a take-back opens where it went on.
        """
        attempt = self._attempt(attempt_id)
        while attempt.continued:
            attempt = self._attempt(attempt.continued)
        self._not_reserved(attempt)
        return self._show(attempt)

    def choose(self, attempt_id: str, turn: int, position: int) -> Conversation:
        """Take a turn by the position of an option as shown. The same choice twice is one choice.

        Raises `WrongTurn` for another choice of a turn taken already (in another tab, say) or a turn not reached,
        `NotOffered`, `ReasonAwaited`, `ConversationOver`, `StoreError`.
        """
        attempt = self._attempt(attempt_id)
        session = self._session(attempt)
        if _is_whole(turn) and _is_whole(position) and _is_repeat(session, turn, position):
            return self._show(attempt)
        if not _is_whole(turn) or turn != session.turn or attempt.continued:
            raise WrongTurn(turn, session.turn)
        if (waiting := reason_for(attempt, session)) is not None:
            raise ReasonAwaited(waiting)
        offered = tuple(option.id for option in session.offered)
        if not _is_whole(position) or not 0 <= position < len(offered):
            raise NotOffered(f"turn {turn}", f"position {position}", tuple(map(str, range(len(offered)))))
        session.choose(turn, offered[position])
        try:
            self._keep(attempt, session, offered[position])
        except TurnTaken:  # another tab was quicker: judge this choice against what stands now
            return self.choose(attempt_id, turn, position)
        if session.ending:
            self._mark(attempt)
        return self._show(self._attempt(attempt_id))

    def _keep(self, attempt: Attempt, session: Session, option: str) -> None:
        """Keep the choice that `session` has just taken. Raises `TurnTaken`: of two for one turn the first stands."""
        with self.store.work() as work:
            work.add_choice(attempt.id, session.turn - 1, option, self.now())
            if session.ending:
                work.finish(attempt.id, session.ending.id, self.now())
            work.commit()

    def _mark(self, attempt: Attempt) -> None:
        """Score what has just ended. Where that fails now it is made up for later; the conversation is kept anyway."""
        if not modes.RULES[attempt.mode].scored:
            return
        from simulator.services.marking import Marking  # with numpy, and only needed at an end

        with suppress(StoreError, ValueError):
            Marking(self.library, self.store, self.now).mark(attempt.id)

    def give_reason(self, attempt_id: str, turn: int, reason: str | None) -> Conversation:
        """Keep the reason written at a hinge, None for skipped. A reason already kept stands; nothing is rewritten."""
        attempt = self._attempt(attempt_id)
        if reason_for(attempt, self._session(attempt)) == turn:
            with self.store.work() as work:
                work.give_reason(attempt_id, turn, _can_be_kept(reason or "").strip()[:MAX_REASON])
                work.commit()
        return self._show(self._attempt(attempt_id))

    def take_hint(self, attempt_id: str, turn: int) -> Conversation:
        """The next step of the hint ladder at this turn, kept with the attempt. Where there is none, nothing happens.

        Raises `WrongTurn` for another turn than the one that is due.
        """
        attempt = self._attempt(attempt_id)
        self._not_reserved(attempt)
        shown = self._show(attempt)
        self._is_due(attempt, turn)
        if shown.next_hint:
            with self.store.work() as work:
                work.give_hint(attempt_id, Hint(turn, shown.next_hint), self.now())
                work.commit()
        return self._show(attempt)

    def mood(self, attempt_id: str, turn: int) -> str:
        """How the client seems at the turn that is due; empty where the mode does not tell. Raises `WrongTurn`."""
        attempt = self._attempt(attempt_id)
        self._not_reserved(attempt)
        self._is_due(attempt, turn)
        return "" if modes.RULES[attempt.mode].mood == "hidden" else self._session(attempt).mood.value

    def take_back(self, attempt_id: str, turn: int) -> Conversation:
        """Undo the last choice: another attempt goes on from before it, and this one stays as it is.

        `turn` is the one that is due. Raises `WrongTurn`, `ConversationOver`, or `PlayError` where the mode has none.
        """
        attempt = self._attempt(attempt_id)
        self._not_reserved(attempt)
        session = self._session(attempt)
        if session.ending is not None:
            raise ConversationOver(session.ending.id)
        self._is_due(attempt, turn)
        if not can_take_back(attempt):
            raise PlayError("There is nothing more to take back in this conversation.")
        back = replace(
            attempt, id=self._new_id(), choices=attempt.choices[:-1], parent=attempt.id, number=None, continued=None
        )
        try:
            with self.store.work() as work:
                work.carry_on(attempt.id, back)
                work.commit()
        except Overtaken as error:
            raise WrongTurn(turn, session.turn) from error
        return self._show(self._attempt(back.id))

    def _is_due(self, attempt: Attempt, turn: int) -> None:
        """Raises `WrongTurn` unless it is this turn that is due (or, at a hinge, whose reason is)."""
        session = self._session(attempt)
        due = reason_for(attempt, session) or session.turn
        if attempt.continued or not _is_whole(turn) or turn != due:
            raise WrongTurn(turn, due)

    # For whoever reviews it.

    def session(self, attempt_id: str) -> tuple[Attempt, Session]:
        """An attempt and its session replayed, for whoever scores it."""
        attempt = self._attempt(attempt_id)
        return attempt, self._session(attempt)

    def hints(self, attempt_id: str) -> tuple[Hint, ...]:
        with self.store.reading() as work:
            return tuple(work.hints(attempt_id))

    def feedback(self, attempt: Attempt) -> Answer:
        """Whether what an attempt of this person showed and cost may be seen by them now."""
        with self.store.reading() as work:
            mine = mine_of(work, self.person)
            assignment = work.assignments.get(attempt.assignment) if attempt.assignment else None
            releases = work.assignments.releases([assignment.id]) if assignment else []
        if attempt.mode is not Mode.EXAM and attempt.scenario in mine.reserved(self.now()):
            return Answer(False, RESERVED)
        return may_see_feedback(assignment, attempt, released=assigning.released(attempt, releases))

    # Reading what is kept.

    def _attempt(self, attempt_id: str) -> Attempt:
        attempt_id = _can_be_kept(attempt_id)
        with self.store.reading() as work:
            person, attempt = admitted(work, self.person), work.attempt(attempt_id)
        if not may_play(person, attempt).allowed:
            raise UnknownAttempt(attempt_id)
        return attempt

    def _not_reserved(self, attempt: Attempt) -> None:
        """Raises `Forbidden` for practice on a scenario of an exam that is not over for this person."""
        if attempt.mode is Mode.EXAM:
            return
        with self.store.reading() as work:
            reserved = mine_of(work, self.person).reserved(self.now())
        if attempt.scenario in reserved:
            raise Forbidden(RESERVED)

    def _session(self, attempt: Attempt) -> Session:
        return Session.resume(self._dialogue(attempt.digest), attempt.seed, [each.option for each in attempt.choices])

    def _read_dialogue(self, digest: str) -> Dialogue:
        """The version an attempt began with, from the library while it is current, else as it was kept."""
        for entry in self.library.entries.values():
            if entry.digest == digest:
                return Dialogue(entry.scenario)
        with self.store.reading() as work:
            kept = work.version(digest)
        if kept is None:
            raise UnknownAttempt(digest[:12])
        return Dialogue(decode(kept, Scenario))

    def _show(self, attempt: Attempt) -> Conversation:
        session = self._session(attempt)
        current = self.library.entries.get(attempt.scenario)
        return conversation(
            attempt,
            session,
            self.hints(attempt.id),
            revised=attempt.assignment is None and current is not None and current.digest != attempt.digest,
            feedback=self.feedback(attempt).allowed if session.ending else False,
            said=self._said,
        )

    def _said(self, session: Session) -> Sequence[Said]:
        from simulator.services.practise.remarks import remarks  # with what it takes to review, and only to explore

        return remarks(session, self.library)


_BRIEF = ("title", "topic", "difficulty", "minutes", "brief", "setting", "care_note")


def _begins(shown: Assigned, scenario: str) -> str:
    return next(task.begins for task in shown.tasks if task.scenario == scenario)


def _can_be_kept(text: str) -> str:
    """The text without halves of characters and NULs, which a page may send and no database takes."""
    return text.encode(errors="replace").decode().replace("\0", "")


def _is_whole(number: object) -> bool:
    return type(number) is int  # a page may send anything, and to Python `True` is 1


def _is_repeat(session: Session, turn: int, position: int) -> bool:
    step = session.steps[turn - 1] if 1 <= turn <= len(session.steps) else None
    return step is not None and 0 <= position < len(step.offered) and step.offered[position] == step.option
