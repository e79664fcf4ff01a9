"""Somebody who has done everything that leaves a trace, among others who have too."""

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
from simulator.model.attempt import Attempt, Choice, Hint
from simulator.model.codec import digest, encode
from simulator.model.person import Cohort, Person, Role
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.services.accounts.tokens import digest_of
from simulator.store.assignments import Release
from simulator.store.audit import Entry
from simulator.store.people import Invitation, SignIn
from simulator.store.publication import Publication
from simulator.store.sql import Store
from simulator.store.statements import Statement
from simulator.store.work import Work
from tests import stock

NOW = "2026-03-01T12:00:00+00:00"
LATER = "2026-04-01T12:00:00+00:00"
VERSION = digest(stock.scenario("tiny"))

ADA = Person("ada-id", "ada.account", "Ada Byron", frozenset({Role.TRAINEE, Role.TRAINER}), "ada@byron.example")
BEN = Person("ben-id", "ben.account", "Ben Other", frozenset({Role.TRAINEE, Role.TRAINER}), "ben@other.example")
ROOT = Person("root-id", "root", "Root", frozenset({Role.ADMINISTRATOR}))
REASON = "Because my mother is called Augusta."


def live(store: Store, person: Person = ADA, other: Person = BEN) -> None:
    """Both do and suffer the same; `other` is what must be left as it is when `person` goes."""
    with store.work() as work:
        work.keep_version(VERSION, "tiny", encode(stock.scenario("tiny")).decode())
        work.keep_rubric("r" * 64, "coaching-alliance", "{}")
        for each in (person, other, ROOT):
            work.people.add(each, NOW)
        work.cohorts.add(Cohort("both", "Both of them", NOW, (person.id, other.id), (person.id, other.id)))
        for each in (person, other):
            _comes_in(work, each)
            _teaches(work, each)
        _practises(work, person, f"assignment-{other.id[0]}")
        _practises(work, other, f"assignment-{person.id[0]}")
        for number, (trainee, assessor) in enumerate(((person, other), (other, person)), start=1):
            _is_marked(work, trainee, assessor)
            _is_marked_again(work, trainee, assessor)
            _leads_marking(work, assessor, number)
        work.commit()


def _comes_in(work: Work, person: Person) -> None:
    work.people.set_password(person.id, f"hash of {person.id}", NOW)
    work.people.invite(Invitation(digest_of(f"invitation {person.id}"), person.id, NOW, LATER, NOW))
    work.people.sign_in(SignIn(digest_of(f"sign-in {person.id}"), person.id, NOW, LATER))
    entries = (
        Entry(NOW, "command line", "person added", person.id, "trainee, trainer"),
        Entry(NOW, person.id, "sign-in", person.id),
        Entry(NOW, "root-id", "cohort filled", "both", f"added {person.account}"),
        Entry(NOW, "root-id", "note", "system", f"{person.name}: ask again"),
        Entry(NOW, "root-id", "note", "system", f"mail to {person.email}, please"),
        Entry(NOW, "root-id", "note", "system", f"not{person.account}"),
    )
    work.audit.add_all(entries)


def _teaches(work: Work, person: Person) -> None:
    work.cohorts.add(Cohort(f"cohort-{person.id[0]}", f"Cohort {person.id[0]}", NOW, (), (person.id,)))
    work.assignments.add(
        Assignment(
            f"assignment-{person.id[0]}",
            f"Assignment {person.id[0]}",
            Mode.EXAM,
            NOW,
            None,
            "UTC",
            None,
            held=True,
            exercises=(Exercise("tiny", VERSION),),
            person=person.id,
            made=NOW,
            cohorts=("both",),
            people=("ada-id", "ben-id"),
            assessed=True,
        )
    )
    work.publish(Publication(f"by-{person.id[0]}", 1, VERSION, "Tiny", "id: tiny", person.id, NOW))
    work.assignments.release(Release(f"assignment-{person.id[0]}", None, person.id, NOW))


def _practises(work: Work, person: Person, assignment: str) -> None:
    """A free attempt that was taken back and gone on with, and one within an assignment of the other's."""
    first, second, exam = (f"{person.id[0]}-{name}" for name in ("first", "second", "exam"))
    work.begin(Attempt(first, person.id, "tiny", VERSION, "seed", NOW))
    work.give_hint(first, Hint(1, 1), NOW)
    work.add_choice(first, 1, "push", NOW)
    continued = Attempt(second, person.id, "tiny", VERSION, "seed", NOW, (Choice(1, "push"),), parent=first)
    work.carry_on(first, continued)
    work.give_reason(second, 1, f"{REASON} {person.name}" if person is not BEN else "Because.")
    work.finish(second, "missed", NOW)
    work.begin(Attempt(exam, person.id, "tiny", VERSION, "seed", NOW, mode=Mode.EXAM, assignment=assignment, number=1))
    work.add_choice(exam, 1, "ask", NOW)
    work.finish(exam, "met", NOW)
    for attempt in (second, exam):
        criteria = (ScoredCriterion("rapport-safety", 3, 0.5, 2),)
        turns = (ScoredTurn(1, "only", "ask", 1.0, 0.0, 5),)
        work.scores.add(Score(attempt, 1, NOW, "r" * 64, "0.1", 100.0, 1.0, "good", criteria, turns, '{"review": []}'))
    work.assignments.release(Release(assignment, exam, person.id, NOW))
    work.audit.add(Entry(NOW, person.id, "attempt finished", exam, "met"))


def _is_marked(work: Work, trainee: Person, assessor: Person) -> None:
    """By an assessor and the administrator, who differ at first; both do everything that is done with a script."""
    script, rapport = f"{trainee.id[0]}-script", "rapport-safety"
    whom = trainee.name if trainee is not BEN else "He"
    work.scripts.add(Script(script, Purpose.LIVE, "r" * 64, NOW, (rapport,), f"{trainee.id[0]}-exam"))
    for seat, who in ((1, assessor.id), (2, "root-id")):
        work.scripts.add_seat(Seat(script, seat, seat, Why.FIRST, NOW, who, NOW, NOW))
        level = (CriterionMark(rapport, seat, (1,), "Heard." if seat == 1 else f"{whom} hears."),)
        work.marks.submit(Mark(script, seat, who, NOW, NOW, level, {1: f"Note {seat}."}, f"All in all {seat}."))
        work.marks.respond(Response(script, seat, rapport, seat, f"Reason {seat}.", NOW))
        work.marks.raise_flag(Flag(script, "no-harm", seat, NOW, who, f"Seen at {seat}."))
        decision = FlagDecision("root-id" if seat == 1 else assessor.id, seat == 1, f"Decided on {seat}.", NOW)
        work.marks.decide(script, "no-harm", seat, decision)
        work.marks.propose(Consensus(script, seat, who, {rapport: seat}, f"Proposal {seat}.", NOW))
    work.marks.agree(script, 2, assessor.id, NOW)
    work.scripts.settle(Final(script, NOW, Moderation(), (FinalCriterion(rapport, 1.5, "consensus"),)))
    work.scripts.appeal(Appeal(script, trainee.id, f"Look again. {whom}", NOW))


def _is_marked_again(work: Work, trainee: Person, assessor: Person) -> None:
    """After the appeal: one has given it back and somebody holds it now; nothing of it is known to the trainee."""
    x, whom = trainee.id[0], trainee.name if trainee is not BEN else "He"
    again = Script(f"{x}-again", Purpose.LIVE, "r" * 64, NOW, ("rapport-safety",), f"{x}-exam", None, 2, f"{x}-script")
    work.scripts.add(again)
    work.scripts.decide_appeal(f"{x}-script", NOW, assessor.id, f"Right. {whom}", again.id)
    work.scripts.add_seat(Seat(again.id, 1, 1, Why.APPEAL, NOW, "root-id", NOW, NOW, NOW, "no time"))
    work.scripts.add_seat(Seat(again.id, 2, 1, Why.APPEAL, NOW, assessor.id, NOW, NOW))
    work.marks.save_draft(again.id, assessor.id, Draft(comment="Unreleased so far."), 0, NOW)
    for who, what in ((trainee, "choice"), (assessor, "mark")):
        document = f'{{"actor": "{who.account}"}}'
        work.statements.add([Statement(f"{x}-{what}", document, NOW, NOW, f"{x}-exam", who.id)])


def _leads_marking(work: Work, person: Person, number: int) -> None:
    """Marks a benchmark, makes settings, and is excluded, excludes and is protected."""
    benchmark = f"{person.id[0]}-benchmark"
    work.scripts.add(Script(benchmark, Purpose.CALIBRATION, "r" * 64, NOW, ("rapport-safety",), None, "first-meeting"))
    work.scripts.add_seat(Seat(benchmark, 1, 1, Why.BENCHMARK, NOW, person.id))
    work.scripts.set_moderation(number, Moderation(), person.id, NOW)
    work.scripts.exclude(Exclusion(person.id, "root-id", "They are friends.", "root-id", NOW))
    work.scripts.exclude(Exclusion("root-id", person.id, "They were friends.", person.id, NOW))


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in every table, as text where it is any."""
    from sqlalchemy import inspect

    with store.work() as work:
        names = inspect(work.connection).get_table_names()
        return {
            name: [tuple(row) for row in work.connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608
            for name in names
        }
