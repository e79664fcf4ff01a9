"""What is kept about one person, as documents for themselves to read: conversations in words, times, scores.

Not how to get at it or who may (`privacy`). Nothing of other people is in it, and nothing that opens a door.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.errors import CoachsimError
from simulator.model.assignment import Assignment
from simulator.model.attempt import Attempt, Hint
from simulator.model.codec import decode, plain
from simulator.model.person import Person
from simulator.model.scenario import Scenario
from simulator.model.score import Score
from simulator.services.access import may_see_feedback
from simulator.services.accounts.assessment import assessing, results, statements
from simulator.services.ports import Work
from simulator.store.personal import Personal

Documents = dict[str, Any]
"""File names with the JSON that goes into each."""


def record(work: Work, person: Person) -> Documents:
    """Everything about somebody, read within one unit of work."""
    kept = Personal(work.connection)
    mine = work.assignments.of_trainer(person.id)
    return {
        "person.json": _person(kept, person),
        "cohorts.json": {
            "in": kept.cohorts(person.id, trainer=False),
            "looked_after": kept.cohorts(person.id, trainer=True),
        },
        "assignments.json": {
            "for_them": [_assignment(each) for each in work.assignments.of_person(person.id)],
            "made_by_them": [_assignment(each) for each in mine if each.person == person.id],
        },
        **_attempts(work, person),
        "assessing.json": assessing(work, person.id),
        "exclusions.json": {
            "from_marking": kept.exclusions(person.id, assessor=True),
            "from_being_marked": kept.exclusions(person.id, assessor=False),
        },
        "statements.json": statements(work, person.id),
        "releases.json": kept.releases(person.id),
        "publications.json": kept.publications(person.id),
        "audit.json": [plain(each) for each in work.audit.of(person.id)],
    }


def _person(kept: Personal, person: Person) -> Documents:
    names = ("id", "account", "name", "email", "disabled")
    return {
        **{name: getattr(person, name) for name in names},
        "roles": sorted(role.value for role in person.roles),
        "made": kept.made(person.id),
        "password_changed": kept.password_changed(person.id),
        "invitations": kept.invitations(person.id),
        "sign_ins": kept.sign_ins(person.id),
    }


def _assignment(assignment: Assignment) -> Documents:
    names = ("title", "mode", "opens", "due", "zone", "attempts", "held", "note", "made", "withdrawn")
    document = {name: getattr(assignment, name) for name in names}
    return {"id": assignment.id, **document, "scenarios": [each.scenario for each in assignment.exercises]}


def _attempts(work: Work, person: Person) -> Documents:
    attempts = sorted(work.attempts(person.id), key=lambda each: (each.begun, each.id))
    for_what = {each.id: each for each in work.assignments.some({a.assignment for a in attempts if a.assignment})}
    releases = work.assignments.releases(for_what)
    released = {(each.assignment, each.attempt) for each in releases}
    versions = work.versions(sorted({each.digest for each in attempts}))

    @lru_cache(maxsize=16)
    def dialogue(digest: str) -> Dialogue:
        return Dialogue(decode(versions[digest], Scenario))

    documents = {}
    for number, attempt in enumerate(attempts, start=1):
        assignment = for_what.get(attempt.assignment or "")
        is_released = bool({(attempt.assignment, None), (attempt.assignment, attempt.id)} & released)
        may = may_see_feedback(assignment, attempt, released=is_released)
        documents[f"attempts/{number:04}-{_slug(attempt.scenario)}.json"] = {
            **_attempt(attempt, assignment),
            **_conversation(attempt, dialogue, work.times(attempt.id), work.hints(attempt.id)),
            "feedback_released": may.allowed,
            "scores": [_score(each) for each in work.scores.of(attempt.id)],
            "results": results(work, attempt, releases),
        }
    return documents


def _attempt(attempt: Attempt, assignment: Assignment | None) -> Documents:
    names = ("id", "scenario", "digest", "mode", "number", "begun", "finished", "parent", "continued")
    document = {name: getattr(attempt, name) for name in names}
    return {**document, "assignment": assignment.title if assignment else None}


def _conversation(
    attempt: Attempt, dialogue: Callable[[str], Dialogue], times: Iterable[str], hints: Iterable[Hint]
) -> Documents:
    """The turns in words. Where the text is lost or does not fit any more, the choices stand as they are kept."""
    given: dict[int, list[int]] = {}
    for each in hints:
        given.setdefault(each.turn, []).append(each.level)
    at = dict(zip((each.turn for each in attempt.choices), times, strict=False))
    turns: list[Documents] = [
        {"turn": each.turn, "at": at.get(each.turn), "reason": each.reason, "hints": given.get(each.turn, [])}
        for each in attempt.choices
    ]
    try:
        session = Session.resume(dialogue(attempt.digest), attempt.seed, [each.option for each in attempt.choices])
    except (CoachsimError, ValueError, KeyError):
        for turn, choice in zip(turns, attempt.choices, strict=True):
            turn["option"] = choice.option
        return {"ending": attempt.ending, "turns": turns}
    scenario = session.dialogue.scenario
    for turn, step in zip(turns, session.steps, strict=True):
        option = scenario.beat_by_id[step.beat].option(step.option)
        turn |= {"client": step.client, "you": option.say if option else step.option}
    ending = session.ending
    return {
        "title": scenario.title,
        "client": scenario.client.name,
        "ending": {"text": ending.text, "result": ending.result.value} if ending else None,
        "turns": turns,
    }


def _score(score: Score) -> Documents:
    names = ("number", "made", "rubric", "engine", "kept", "chance_corrected", "result")
    return {**{name: getattr(score, name) for name in names}, **json.loads(score.document)}


def _slug(scenario: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", scenario)[:60] or "scenario"
