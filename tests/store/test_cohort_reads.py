"""What the analysis of cohorts is read from: whose it is, what belongs together, and how many queries it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace

import pytest
from sqlalchemy import Engine, event

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt, Choice
from simulator.model.person import Cohort, Person
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.services.library import Library
from simulator.services.local import local_library
from simulator.store.cohort_columns import Coded
from simulator.store.cohort_reads import CohortReads, Whom
from simulator.store.sql import Store
from tests import crowd

DIGEST = "d" * 64
NOW = "2026-03-01T12:00:00+00:00"
AT = "2026-03-0{}T12:00:00+00:00"
WHOM = Whom(("task",), ("cohort",))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return local_library(tmp_path_factory.mktemp("library"))


@pytest.fixture
def school(each_store: Store) -> Store:
    """Ada and Bea in a cohort, Cem assigned by name, Dan and Eve elsewhere; one assignment is for the first three."""
    with each_store.work() as work:
        work.people.add_all([Person(id_, f"{id_}@x", id_.title()) for id_ in ("ada", "bea", "cem", "dan", "eve")], NOW)
        work.keep_version(DIGEST, "tiny", "{}")
        work.keep_rubric(DIGEST, "rubric", "{}")
        work.cohorts.add(Cohort("cohort", "Ours", NOW, ("ada", "bea")))
        work.cohorts.add(Cohort("other", "Theirs", NOW, ("dan",)))
        for id_, by_name in (("task", ("cem",)), ("elsewhere", ("eve",))):
            task = Assignment(
                id_, id_, Mode.PRACTICE, NOW, None, "UTC", None, False, (Exercise("tiny", DIGEST),), "ada", NOW
            )
            work.assignments.add(replace(task, people=by_name))
        work.commit()
    return each_store


def begin(store: Store, id_: str, person: str = "ada", day: int = 1, **more) -> Attempt:
    given = {"mode": Mode.PRACTICE, "assignment": "task", "number": 1, **more}
    attempt = Attempt(id_, person, "tiny", DIGEST, id_, AT.format(day), **given)
    with store.work() as work:
        work.begin(attempt)
        work.commit()
    return attempt


def choose(store: Store, id_: str, *reasons: str | None) -> None:
    with store.work() as work:
        for turn, reason in enumerate(reasons, start=1):
            work.add_choice(id_, turn, "ask", AT.format(turn))
            if reason is not None:
                work.give_reason(id_, turn, reason)
        work.commit()


def score(store: Store, id_: str, number: int = 1, m: float = 0.5, level: int | None = 2) -> None:
    turns = (ScoredTurn(1, "b1", "ask", 1.0, 0.0, 12), ScoredTurn(2, "b2", "tell", 0.25, 8.0, None))
    criteria = (ScoredCriterion("listening", level, m, 3),)
    with store.work() as work:
        work.scores.add(Score(id_, number, NOW, DIGEST, "1", 100 * m, m, "good", criteria, turns, "{}"))
        work.commit()


@contextmanager
def reads(store: Store, whom: Whom = WHOM) -> Iterator[CohortReads]:
    with store.reading() as work:
        yield CohortReads(work.connection, whom)


def rows(read: object) -> list[dict[str, object]]:
    """Columns as rows, with names for codes."""
    columns = {}
    for field in fields(read):
        column = getattr(read, field.name)
        columns[field.name] = [column.names[i] for i in column.codes] if isinstance(column, Coded) else list(column)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def attempts(store: Store, whom: Whom = WHOM) -> dict[str, dict[str, object]]:
    with reads(store, whom) as read:
        return {str(row["id"]): row for row in rows(read.attempts())}


def test_everybody_of_the_cohorts_and_the_names_is_there_whether_begun_or_not(school: Store):
    with reads(school) as read:
        assert list(read.people().name) == ["Ada", "Bea", "Cem"]
    with school.work() as work:
        work.people.update(replace(work.people.get("ada"), name="zoe"))
        work.people.update(replace(work.people.get("bea"), name="Zora"))
        work.commit()
    with reads(school) as read:
        assert list(read.people().name) == ["Cem", "zoe", "Zora"]
    with reads(school, Whom((), ("cohort",))) as read:
        assert list(read.people().id) == ["ada", "bea"]
    with reads(school, Whom((), ())) as read:
        assert list(read.people().id) == []


def test_attempts_are_those_of_these_people_within_these_assignments(school: Store):
    begin(school, "in the cohort")
    begin(school, "by name", "cem")
    begin(school, "of nobody here", "dan")
    begin(school, "for somebody else", "eve", assignment="elsewhere")
    begin(school, "of one's own accord", assignment=None, number=None)
    begin(school, "elsewhere", "bea", assignment="elsewhere")
    assert set(attempts(school)) == {"in the cohort", "by name"}


def test_an_attempt_says_where_it_stands(school: Store):
    begin(school, "a")
    choose(school, "a", None, "", "Because.")
    begin(school, "untouched", "bea", mode=Mode.EXAM)
    found = attempts(school)
    assert (found["a"]["turns"], found["a"]["moved"], found["a"]["reasons"]) == (3, AT.format(3), 1)
    untouched = found["untouched"]
    assert (untouched["turns"], untouched["moved"], untouched["reasons"]) == (0, None, 0)
    assert (untouched["mode"], untouched["number"], untouched["ending"]) == ("exam", 1, None)


def test_what_went_on_after_a_take_back_is_one_attempt_with_what_it_came_from(school: Store):
    first = begin(school, "a", number=3)
    choose(school, "a", None, None)
    with school.work() as work:
        second = replace(first, id="b", parent="a", number=None, choices=(Choice(1, "ask"),))
        work.carry_on("a", second)
        work.carry_on("b", replace(second, id="c", parent="b", choices=()))
        work.finish("c", "well", AT.format(9))
        work.commit()
    score(school, "c", m=0.75)
    with reads(school) as read:
        (found,) = rows(read.attempts())
        kept = rows(read.scores())
    assert (found["id"], found["last"], found["number"], found["begun"]) == ("a", "c", 3, AT.format(1))
    assert (found["ending"], found["finished"], found["taken_back"]) == ("well", AT.format(9), True)
    assert kept == [{"attempt": 0, "kept": 75.0, "chance_corrected": 0.75}]


def test_what_was_scored_before_it_went_on_counts_no_more(school: Store):
    first = begin(school, "a")
    score(school, "a")
    with school.work() as work:
        work.carry_on("a", replace(first, id="b", parent="a", number=None))
        work.commit()
    with reads(school) as read:
        assert [row["last"] for row in rows(read.attempts())] == ["b"]
        assert rows(read.scores()) == rows(read.criteria()) == rows(read.turns()) == []


def test_the_latest_score_counts(school: Store):
    begin(school, "z", "bea", day=1)
    begin(school, "a", day=2)
    score(school, "a", m=0.25)
    score(school, "a", number=2, m=0.5, level=None)
    with reads(school) as read:
        assert list(read.attempts().id) == ["z", "a"]
        assert [(row["attempt"], row["kept"]) for row in rows(read.scores())] == [(1, 50.0)]
        assert rows(read.criteria()) == [{"attempt": 1, "criterion": "listening", "level": -1, "m": 0.5, "items": 3}]
        assert rows(read.turns()) == [
            {"attempt": 1, "beat": "b1", "option": "ask", "quality": 1.0, "loss": 0.0, "seconds": 12},
            {"attempt": 1, "beat": "b2", "option": "tell", "quality": 0.25, "loss": 8.0, "seconds": -1},
        ]


def test_scenarios_are_read_by_their_versions(school: Store):
    with reads(school) as read:
        assert read.versions([DIGEST, DIGEST, "unknown"]) == {DIGEST: "{}"}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile."""
    statements: list[str] = []

    def note(_connection, _cursor, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def asked(store: Store, trainer: str) -> int:
    with store.reading() as work:
        whom = Whom(
            tuple(each.id for each in work.assignments.of_trainer(trainer)),
            tuple(each.id for each in work.cohorts.of_trainer(trainer)),
        )
    with reads(store, whom) as read, counted(store.engine) as sent:
        read.people()
        attempts = read.attempts()
        read.scores(), read.criteria()
        told: list[int] = []
        turns = read.turns(told.append)
        read.versions(attempts.digest)
    assert told[-1] == len(turns.attempt) == sum(attempts.turns)
    return len([each for each in sent if each.startswith("SELECT")])


def test_the_queries_are_as_many_for_ten_attempts_as_for_two_hundred(each_store: Store, shipped: Library):
    for trainer, people in (("small", 5), ("large", 100)):
        assert crowd.fill(each_store, shipped, people, scenarios=2, trainer=trainer).attempts == 2 * people
    assert asked(each_store, "small") == asked(each_store, "large") == 7
