"""Scores are added to what is there, never written over, and come back to the last bit."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken, StoreError
from simulator.model.assignment import Mode
from tests.store.filling import EXAM, LATER, a_score, fill
from tests.store.keeping import NOW, do


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def scores(store, ask):
    with store.reading() as work:
        return ask(work.scores)


def test_a_score_comes_back_to_the_last_bit(store):
    assert scores(store, lambda them: them.of("exam")) == [a_score()]
    assert scores(store, lambda them: them.of("going")) == []


def test_a_later_score_stands_beside_the_first_and_the_first_comes_first(store):
    second = replace(a_score(number=2), result="weak", criteria=(), turns=())
    do(store, lambda work: work.scores.add(replace(second, number=10)), lambda work: work.scores.add(second))
    assert [each.number for each in scores(store, lambda them: them.of("exam"))] == [1, 2, 10]
    assert scores(store, lambda them: them.of("exam"))[:2] == [a_score(), second]
    with store.reading() as work:
        latest = work.connection.execute(work.scores.latest()).all()
    assert [tuple(row) for row in latest] == [("exam", 10)]


def test_the_latest_scores_of_many_are_read_at_once(store):
    second, other = replace(a_score(number=2), result="weak"), replace(a_score("going"), criteria=(), turns=())
    do(store, lambda work: work.scores.add(second), lambda work: work.scores.add(other))
    assert scores(store, lambda them: them.last(["exam", "going", "none"])) == {"exam": second, "going": other}
    assert scores(store, lambda them: them.last([])) == {}


def test_a_number_is_given_once_and_what_stands_is_not_touched(store):
    with pytest.raises(Overtaken, match="scored already"):
        do(store, lambda work: work.scores.add(replace(a_score(), kept=1.0)))
    assert scores(store, lambda them: them.of("exam")) == [a_score()]


@pytest.mark.parametrize("wrong", [{"attempt": "nothing"}, {"rubric": "0" * 64}])
def test_a_score_is_of_an_attempt_and_by_a_rubric_that_are_kept(store, wrong):
    with pytest.raises(StoreError):
        do(store, lambda work: work.scores.add(replace(a_score(number=2), **wrong)))
    assert scores(store, lambda them: them.of("exam")) == [a_score()]


def test_what_waits_for_a_score_is_finished_and_not_explored_the_earliest_first(store):
    ends = {"b": LATER, "c": NOW, "d": NOW, "explored": NOW, "open": None}
    for number, (attempt, finished) in enumerate(ends.items(), start=2):
        mode = Mode.EXPLORE if attempt == "explored" else Mode.EXAM
        do(store, lambda work, a=attempt, m=mode, n=number: work.begin(replace(EXAM, id=a, mode=m, number=n)))
        if finished:
            do(store, lambda work, a=attempt, at=finished: work.finish(a, "met", at))
    assert scores(store, lambda them: them.unscored()) == ["c", "d", "b"]
    assert scores(store, lambda them: them.unscored(["week-1"])) == ["c", "d", "b"]
    assert scores(store, lambda them: them.unscored(["week-2"])) == []
    assert scores(store, lambda them: them.unscored([])) == []
