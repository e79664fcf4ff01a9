"""What statements of learning are made from: in the order in which it became known, whole, on both databases."""

from dataclasses import replace

import pytest

from simulator.model.assignment import Assignment, Exercise, Mode
from simulator.model.attempt import Attempt, Choice
from simulator.model.score import Score, ScoredCriterion, ScoredTurn
from simulator.store.assignments import Release
from simulator.store.learning import Learning, Touched
from simulator.store.sql import Store
from simulator.store.statements import Statement
from tests.store.filling import EXAM, SCRIPT, fill

DIGEST = "d" * 64


def at(day: int) -> str:
    return f"2026-05-{day:02}T12:00:00+00:00"


@pytest.fixture
def site(each_store: Store) -> Store:
    """Beside what fills every table: an assignment with attempts `a` to `c`, scored on the days 1 to 3."""
    fill(each_store)
    exercises = (Exercise("tiny", DIGEST),)
    task = Assignment("task", "Task", Mode.EXAM, at(1), None, "UTC", None, True, exercises, "p-tina", at(1))
    with each_store.work() as work:
        work.assignments.add(task)
        for day, name in enumerate("abc", start=1):
            work.begin(
                Attempt(name, "p-ada", "tiny", DIGEST, "seed", at(day), mode=Mode.EXAM, assignment="task", number=day)
            )
            work.add_choice(name, 1, "ask", at(day))
            work.finish(name, "met", at(day))
            work.scores.add(score(name, at(day)))
        work.commit()
    return each_store


def score(attempt: str, made: str, number: int = 1) -> Score:
    criteria = (ScoredCriterion("rapport-safety", number, 0.5, number),)
    turns = (ScoredTurn(1, "only", "ask", 1.0, float(number), 7),)
    return Score(attempt, number, made, "e" * 64, "1", 50.0, 0.5, "good", criteria, turns, "{}")


def touched(store: Store, since: str = at(1), after: Touched | None = None, limit: int = 100) -> list[tuple[str, str]]:
    with store.reading() as work:
        return [(each.attempt, each.at) for each in Learning(work.connection).touched(since, after, limit)]


def release(store: Store, attempt: str | None, day: int) -> None:
    with store.work() as work:
        work.assignments.release(Release("task", attempt, "p-tina", at(day)))
        work.commit()


def test_attempts_come_in_the_order_in_which_something_became_known(site):
    assert touched(site) == [("a", at(1)), ("b", at(2)), ("c", at(3))]
    release(site, "a", 4)
    assert touched(site) == [("b", at(2)), ("c", at(3)), ("a", at(4))]
    assert touched(site, since=at(3)) == [("c", at(3)), ("a", at(4))]
    with site.work() as work:
        work.scores.add(score("b", at(5), 2))
        work.commit()
    assert touched(site, since=at(4)) == [("a", at(4)), ("b", at(5))]
    release(site, None, 6)
    assert touched(site) == [("a", at(6)), ("b", at(6)), ("c", at(6))]


def test_they_can_be_gone_through_in_parts(site):
    release(site, None, 6)
    seen: list[tuple[str, str]] = []
    while more := touched(site, after=Touched(*seen[-1]) if seen else None, limit=2):
        seen += more
    assert seen == touched(site)


def test_what_is_only_explored_unfinished_or_not_scored_is_not_among_them(site):
    with site.work() as work:
        for name, mode in (("explored", Mode.EXPLORE), ("unscored", Mode.PRACTICE)):
            work.begin(Attempt(name, "p-ada", "tiny", DIGEST, "seed", at(1), mode=mode))
            work.finish(name, "met", at(1))
        work.scores.add(score("explored", at(1)))
        work.commit()
    assert {attempt for attempt, _ in touched(site)} == {"a", "b", "c"}


def test_everything_there_is_of_an_attempt_is_read_as_it_was_kept(site):
    with site.work() as work:
        work.scores.add(score("b", at(5), 2))
        work.commit()
    release(site, "b", 7)
    release(site, None, 6)
    with site.reading() as work:
        found = Learning(work.connection).of(["exam", "b", "going", "nowhere", "a"])
        kept = [work.attempt(each) for each in ("exam", "b", "a")]
        scores = [tuple(work.scores.of(each.id)) for each in kept]
    assert [each.attempt for each in found] == kept
    assert [each.scores for each in found] == scores
    assert [each.times for each in found] == [(EXAM.begun,), (at(2),), (at(1),)]
    assert [each.released for each in found] == ["2026-03-02T12:00:00+00:00", at(7), at(6)]
    assert [each.scripts for each in found] == [(SCRIPT.id, "again"), (), ()]
    assert found[0].attempt.choices == (Choice(1, "ask"),)


def test_the_latest_statement_says_how_far_one_has_come(site):
    with site.reading() as work:
        assert Learning(work.connection).latest() == "2026-03-01T12:00:00+00:00"
    with site.work() as work:
        work.statements.add([Statement("x", "{}", at(9), at(1))])
        work.commit()
    with site.reading() as work:
        assert Learning(work.connection).latest() == at(9)


def test_what_could_not_be_sent_is_shown_with_what_waits_longest_first(site):
    new = [Statement(f"s{number}", "{}", at(1), at(number), tries=number % 3) for number in range(1, 7)]
    with site.work() as work:
        work.statements.add([*new, replace(new[0], id="sent", tries=1, sent=at(2))])
        work.commit()
    with site.reading() as work:
        found = Learning(work.connection).failing(3)
    assert [each.id for each in found] == ["s5", "s4", "s2"]
