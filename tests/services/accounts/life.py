"""Somebody who has done everything that leaves a trace, among others who have too."""

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


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything in every table, as text where it is any."""
    from sqlalchemy import inspect

    with store.work() as work:
        names = inspect(work.connection).get_table_names()
        return {
            name: [tuple(row) for row in work.connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608
            for name in names
        }
