"""A store with something in every table, and all that stands in it."""

from typing import Any

from sqlalchemy import select

from simulator.model.assessment import (
    Appeal,
    Consensus,
    CriterionMark,
    Draft,
    Exclusion,
    Final,
    FinalCriterion,
    Flag,
    FlagDecision,
    Mark,
    Moderation,
    Purpose,
    Response,
    Script,
    Seat,
    Why,
)
from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt, Hint
from simulator.model.person import Cohort, Person, Role
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.store.assignments import Release
from simulator.store.audit import Entry
from simulator.store.people import Invitation, SignIn
from simulator.store.sql import Store
from simulator.store.statements import Statement
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
    NOW, ("rapport-safety",), ("autumn",), ("p-ben",), "Take your time.", "last-year", None, True,
)  # fmt: skip
EXAM = Attempt("exam", "p-ada", "tiny", DIGEST, "seed", NOW, mode=Mode.EXAM, assignment="week-1", number=1)
GOING = Attempt("going", "p-ada", "tiny", DIGEST, "seed", LATER)
INVITATION = Invitation("i" * 64, "p-ben", NOW, LATER)
SIGN_IN = SignIn("s" * 64, "p-ada", NOW, LATER)
RELEASE = Release("week-1", "exam", "p-tina", LATER)
ENTRY = Entry(NOW, "p-tina", "made", "autumn", "a cohort")

# Tina and Ben have marked Ada's exam: they differ on one criterion, and it is put before assessors again.
BOTH = ("goal-focus", "rapport-safety")
SCRIPT = Script("script", Purpose.LIVE, RUBRIC, NOW, BOTH, "exam")
AGAIN = Script("again", Purpose.LIVE, RUBRIC, LATER, BOTH, "exam", None, 2, "script")
BENCHMARK = Script("benchmark", Purpose.CALIBRATION, RUBRIC, LATER, ("rapport-safety",), None, "first-meeting")
SEATS = (
    Seat("script", 1, 1, Why.FIRST, NOW, "p-ben", NOW, NOW, LATER, "no time"),
    Seat("script", 2, 1, Why.FIRST, LATER, "p-tina", LATER, LATER),
    Seat("script", 3, 2, Why.GAP, LATER, "p-ben"),
)
FREE = Seat("again", 1, 1, Why.APPEAL, LATER)
TAKEN = Seat("benchmark", 1, 1, Why.BENCHMARK, LATER, "p-ben")
RAPPORT = CriterionMark("rapport-safety", 3, (1, 4), "Warm, and „early“.")
DRAFT = Draft((RAPPORT,), {1: "Well heard."}, "", (("no-harm", 2, "He pushes."),), (CriterionMark("x", None),))
FIRST = Mark("script", 1, "p-tina", NOW, LATER, (CriterionMark("goal-focus", None), RAPPORT), {2: "Too soon.", 11: "Ä"})
SECOND = Mark("script", 2, "p-ben", LATER, LATER, (CriterionMark("goal-focus", 0, (2,)), RAPPORT), {}, "Short.")
RESPONSE = Response("script", 1, "rapport-safety", 3, "It is in turn 4.", LATER)
RAISED = Flag("script", "no-harm", 2, LATER, "p-tina", "He pushes.")
BY_THE_MACHINE = Flag("script", "no-harm", 1, NOW)
CLEARED = FlagDecision("p-ben", False, "She had asked for it.", LATER)
PROPOSAL = Consensus("script", 1, "p-ben", {"goal-focus": None, "rapport-safety": 3}, "Nothing to go on.", LATER)
FINAL = Final(
    "script", LATER, Moderation(within="mean"),
    (FinalCriterion("goal-focus", None, "consensus"), FinalCriterion("rapport-safety", 2.5, "mean")),
)  # fmt: skip
EXCLUSION = Exclusion("p-ben", "p-ada", "They share a flat.", "p-tina", NOW)
APPEAL = Appeal("script", "p-ada", "Turn 4 was not looked at.", LATER)
STATEMENT = Statement("d2f1", '{"id":"d2f1"}', NOW, LATER, "exam", "p-ada")


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
    mark(work)


def mark(work: Work) -> None:
    """Something for every table of what people make of an attempt."""
    work.scripts.set_moderation(1, Moderation(), "p-tina", NOW)
    work.scripts.exclude(EXCLUSION)
    for script in (SCRIPT, AGAIN, BENCHMARK):
        work.scripts.add(script)
    for seat in (*SEATS, FREE, TAKEN):
        work.scripts.add_seat(seat)
    work.marks.save_draft("benchmark", "p-ben", DRAFT, 0, LATER)
    for each in (FIRST, SECOND):
        work.marks.submit(each)
    work.marks.respond(RESPONSE)
    for flag in (RAISED, BY_THE_MACHINE):
        work.marks.raise_flag(flag)
    work.marks.decide("script", RAISED.gate, RAISED.turn, CLEARED)
    work.marks.propose(PROPOSAL)
    work.scripts.settle(FINAL)
    work.scripts.appeal(APPEAL)
    work.statements.add([STATEMENT])


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
