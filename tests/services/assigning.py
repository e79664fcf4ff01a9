"""Assignments made straight in the store, for tests of what comes of them."""

from dataclasses import replace

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.codec import encode
from simulator.model.person import Role
from simulator.services.practise import Practise
from simulator.store.assignments import Release
from simulator.store.sql import Store
from tests.services.conftest import known

OPENS = "2026-02-01T00:00:00+00:00"
DUE = "2026-06-01T00:00:00+00:00"


def assign(store: Store, practise: Practise, *scenarios: str, **more: object) -> Assignment:
    """Give scenarios to the person of a practice, as they are now: an exam of one attempt unless told otherwise."""
    known(store, "tina", Role.TRAINER)
    entries = [practise.library.get(each) for each in scenarios]
    exercises = tuple(Exercise(each.scenario.id, each.digest) for each in entries)
    plain = Assignment(
        "exam", "The exam", Mode.EXAM, OPENS, DUE, "Europe/Helsinki", 1, True, exercises, "tina", OPENS,
        people=(practise.person,),
    )  # fmt: skip
    assignment = replace(plain, **more)  # type: ignore[arg-type]
    with store.work() as work:
        for each in entries:
            work.keep_version(each.digest, each.scenario.id, encode(each.scenario).decode())
        work.assignments.add(assignment)
        work.commit()
    return assignment


def change(store: Store, assignment: Assignment, **how: object) -> Assignment:
    changed = replace(assignment, **how)  # type: ignore[arg-type]
    with store.work() as work:
        work.assignments.update(changed)
        work.commit()
    return changed


def release(store: Store, assignment: str, attempt: str | None = None) -> None:
    with store.work() as work:
        work.assignments.release(Release(assignment, attempt, "tina", DUE))
        work.commit()
