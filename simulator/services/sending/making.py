"""Statements of whatever has been finished, scored, marked and released, made once and put into the queue.

It goes through attempts in the order in which something of them became known, and a statement is kept with that moment.
So the next time begins where the last one ended, a little before it, wherever that was broken off.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError
from simulator.exports.xapi.record import Record, Round, Site, Statement
from simulator.exports.xapi.statements import statements
from simulator.model.assignment import Assignment
from simulator.model.codec import decode, encode
from simulator.model.rubric import Rubric
from simulator.model.scenario import Scenario
from simulator.services.access import may_see_feedback
from simulator.services.ports import Attempts, Clock, Work
from simulator.services.sending.settings import Naming
from simulator.store.learning import Learning, Learnt, Touched
from simulator.store.statements import Statement as Kept

AT_ONCE = 200
OVERLAP = timedelta(minutes=10)
"""Clocks differ, and what was decided first is not always kept first."""


@dataclass(frozen=True, slots=True)
class Enqueued:
    """How many statements are new in the queue, and attempts of which none could be made."""

    new: int = 0
    unreadable: tuple[str, ...] = ()


class Making:
    """`rubric` is asked for the titles of criteria, once something is made."""

    def __init__(self, store: Attempts, naming: Naming, rubric: Callable[[], Rubric], now: Clock) -> None:
        self._store, self._naming, self._rubric, self._now = store, naming, rubric, now
        self._dialogue = lru_cache(maxsize=32)(_dialogue)
        self._done: set[Touched] = set()

    def enqueue(self) -> Enqueued:
        """Put into the queue what is not known there yet. Raises `StoreError`."""
        with self._store.reading() as work:
            latest = Learning(work.connection).latest()
        since = _before(latest) if latest else ""
        self._done = {each for each in self._done if each.at >= since}
        new = 0
        unreadable: list[str] = []
        for touched in self._batches(since):
            fresh = [each for each in touched if each not in self._done]
            made = list(self._made(fresh, unreadable)) if fresh else []
            new += self._keep(made)
            self._done.update(fresh)
        return Enqueued(new, tuple(unreadable))

    def all(self) -> Iterator[Statement]:
        """Every statement there is to be made now, whatever the queue knows; the earliest attempt first."""
        for touched in self._batches(""):
            yield from (statement for statement, _ in self._made(touched, []))

    def _batches(self, since: str) -> Iterator[list[Touched]]:
        last: Touched | None = None
        while True:
            with self._store.reading() as work:
                touched = Learning(work.connection).touched(since, last, AT_ONCE)
            if touched:
                yield touched
            if len(touched) < AT_ONCE:
                return
            last = touched[-1]

    def _made(self, touched: list[Touched], unreadable: list[str]) -> Iterator[tuple[Statement, Touched]]:
        with self._store.reading() as work:
            records = list(self._records(work, [each.attempt for each in touched], unreadable))
            site = self._site(work, records)
        at = {each.attempt: each for each in touched}
        for record in records:
            for statement in statements(record, site):
                yield statement, at[record.attempt.id]

    def _keep(self, made: list[tuple[Statement, Touched]]) -> int:
        if not made:
            return 0
        with self._store.reading() as work:
            known = work.statements.known(statement.id for statement, _ in made)
        now = self._now()
        new = [
            Kept(each.id, encode(each.document).decode(), touched.at, now, touched.attempt, each.person)
            for each, touched in made
            if each.id not in known
        ]
        if not new:
            return 0
        with self._store.work() as work:
            added = work.statements.add(new)
            work.commit()
        return added

    def _records(self, work: Work, ids: list[str], unreadable: list[str]) -> Iterator[Record]:
        found = Learning(work.connection).of(ids)
        named = {each.attempt.assignment for each in found if each.attempt.assignment}
        assignments = {each.id: each for each in work.assignments.some(named)} if named else {}
        versions = work.versions(sorted({each.attempt.digest for each in found}))
        rounds = _rounds(work, found)
        for each in found:
            attempt = each.attempt
            try:
                dialogue = self._dialogue(versions.get(attempt.digest, ""))
                yield _record(each, dialogue, assignments.get(attempt.assignment or ""), rounds)
            except (CoachsimError, ValueError):
                unreadable.append(attempt.id)

    def _site(self, work: Work, records: Iterable[Record]) -> Site:
        names = {}
        if self._naming.by_account:
            people = {each.attempt.person for each in records}
            marks = (mark for each in records for round_ in each.rounds for mark in round_.marks)
            flags = (flag.decision for each in records for round_ in each.rounds for flag in round_.flags)
            people |= {mark.assessor for mark in marks} | {decision.assessor for decision in flags if decision}
            # An account may be somebody's e-mail address; that is never sent.
            names = {each.id: each.account for each in work.people.some(people) if "@" not in each.account}
        titles = {each.id: each.title for each in self._rubric().competencies}
        return Site(self._naming.home_page, names, titles)


def _dialogue(canonical: str) -> Dialogue:
    return Dialogue(decode(canonical, Scenario))


def _record(
    learnt: Learnt, dialogue: Dialogue, assignment: Assignment | None, rounds: dict[str, list[Round]]
) -> Record:
    attempt, released = learnt.attempt, learnt.released
    session = Session.resume(dialogue, attempt.seed, [each.option for each in attempt.choices])
    return Record(
        attempt=attempt,
        scenario=dialogue.scenario,
        steps=session.steps,
        times=learnt.times,
        scores=learnt.scores,
        waits=not may_see_feedback(assignment, attempt, released=False).allowed,
        released=released,
        rounds=tuple(each for each in rounds.get(attempt.id, ()) if released and each.final.made <= released),
    )


def _rounds(work: Work, found: list[Learnt]) -> dict[str, list[Round]]:
    """The assessments of each attempt that are final, the first one first."""
    ids = [script for each in found for script in each.scripts]
    finals = work.scripts.finals(ids) if ids else {}
    if not finals:
        return {}
    scripts, marks = work.scripts.some(finals), work.marks.of(finals)
    responses, flags = work.marks.responses(finals), work.marks.flags(finals)
    return {
        each.attempt.id: [
            Round(scripts[id_], tuple(marks[id_]), tuple(responses[id_]), tuple(flags[id_]), finals[id_])
            for id_ in each.scripts
            if id_ in finals
        ]
        for each in found
    }


def _before(moment: str) -> str:
    return (datetime.fromisoformat(moment) - OVERLAP).isoformat(timespec="seconds")
