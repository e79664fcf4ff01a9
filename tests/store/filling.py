"""A store with something in every table, and all that stands in it."""

from typing import Any

from sqlalchemy import select

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt, Hint
from simulator.model.person import Cohort, Person, Role
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.store.assignments import Release
from simulator.store.audit import Entry
from simulator.store.people import Invitation, SignIn
from simulator.store.sql import Store
from simulator.store.tables import metadata
from simulator.store.work import Work
from tests.store.keeping import DIGEST, NOW, a_publication

LATER = "2026-03-02T12:00:00+00:00"
RUBRIC = "e" * 64

ADA = Person("p-ada", "ada", "Ada Ångström", frozenset({Role.TRAINEE}), "ada@example.org")
BEN = Person("p-ben", "ben", "Ben", frozenset({Role.TRAINEE, Role.ASSESSOR}), disabled=LATER)
TINA = Person("p-tina", "tina", "Tina", frozenset({Role.TRAINER}))
PEOPLE = (ADA, BEN, TINA)

COHORT = Cohort("autumn", "Autumn", NOW, ("p-ada", "p-ben"), ("p-tina",))
ASSIGNMENT = Assignment(
    "week-1", "First week", Mode.EXAM, NOW, LATER, "Europe/Helsinki", 2, True, (Exercise("tiny", DIGEST),), "p-tina",
    NOW, ("rapport-safety",), ("autumn",), ("p-ben",), "Take your time.", "last-year", None,
)  # fmt: skip
EXAM = Attempt("exam", "p-ada", "tiny", DIGEST, "seed", NOW, mode=Mode.EXAM, assignment="week-1", number=1)
GOING = Attempt("going", "p-ada", "tiny", DIGEST, "seed", LATER)
INVITATION = Invitation("i" * 64, "p-ben", NOW, LATER)
SIGN_IN = SignIn("s" * 64, "p-ada", NOW, LATER)
RELEASE = Release("week-1", "exam", "p-tina", LATER)
ENTRY = Entry(NOW, "p-tina", "made", "autumn", "a cohort")


def a_score(attempt: str = "exam", number: int = 1) -> Score:
    criteria = (ScoredCriterion("goal-focus", None, 0.1, 1), ScoredCriterion("rapport-safety", 3, 2 / 3, 4))
    turns = (ScoredTurn(1, "only", "ask", 1.0, 0.1 + 0.2, 61), ScoredTurn(2, "then", "tell", 0.25, 0.0, None))
    return Score(attempt, number, LATER, RUBRIC, "0.1.0", 99.9, -0.25, "good", criteria, turns, '{"a": "ä"}')


def write(work: Work) -> None:
    """Something for every table."""
    for person in PEOPLE:
        work.people.add(person, NOW)
    work.people.set_password("p-ada", "$argon2id$…", NOW)
    work.people.invite(INVITATION)
    work.people.sign_in(SIGN_IN)
    work.keep_version(DIGEST, "tiny", "{}")
    work.keep_rubric(RUBRIC, "coaching-alliance", "{}")
    work.publish(a_publication())
    work.cohorts.add(COHORT)
    work.assignments.add(ASSIGNMENT)
    work.begin(EXAM)
    work.begin(GOING)
    for attempt in (EXAM, GOING):
        work.add_choice(attempt.id, 1, "ask", NOW)
    work.give_hint("going", Hint(2, 1), LATER)
    work.finish("exam", "met", LATER)
    work.scores.add(a_score())
    work.assignments.release(RELEASE)
    work.audit.add(ENTRY)


def fill(store: Store) -> None:
    with store.work() as work:
        write(work)
        work.commit()


def standing(work: Work) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as this unit of work sees them."""
    return {
        table.name: sorted((tuple(row) for row in work.connection.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as work:
        return standing(work)
