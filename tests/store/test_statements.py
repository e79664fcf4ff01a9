"""Statements wait until they have arrived, however often that fails, and none is sent twice for being known twice."""

from dataclasses import replace

import pytest

from simulator.errors import StoreError
from simulator.store.statements import Counts
from tests.store.filling import LATER, STATEMENT, fill
from tests.store.keeping import NOW, do

LATEST = "2026-03-03T12:00:00+00:00"
OTHER = replace(STATEMENT, id="e3", attempt=None, person=None, due=NOW)
THIRD = replace(STATEMENT, id="f4")


@pytest.fixture
def store(each_store):
    fill(each_store)
    do(each_store, lambda work: work.statements.add([OTHER, THIRD]))
    return each_store


def asked(store, ask):
    with store.reading() as work:
        return ask(work.statements)


def test_what_is_due_comes_the_longest_due_first_and_no_more_than_asked_for(store):
    assert asked(store, lambda them: them.due(LATEST, 10)) == [OTHER, STATEMENT, THIRD]
    assert asked(store, lambda them: them.due(LATEST, 2)) == [OTHER, STATEMENT]
    assert asked(store, lambda them: them.due(NOW, 10)) == [OTHER]
    assert asked(store, lambda them: them.due("2026", 10)) == []


def test_what_is_known_is_not_added_again(store):
    changed = replace(STATEMENT, document="{}", due=NOW)
    with store.work() as work:
        assert work.statements.add([changed, replace(OTHER, id="a5"), THIRD]) == 1
        assert work.statements.add([]) == 0
        work.commit()
    assert asked(store, lambda them: them.known(["d2f1", "a5", "none"])) == {"d2f1", "a5"}
    assert STATEMENT in asked(store, lambda them: them.due(LATEST, 10))


def test_what_has_arrived_is_due_no_more_and_what_has_not_is_due_again(store):
    do(store, lambda work: work.statements.sent(["e3"], LATER))
    do(store, lambda work: work.statements.failed(["d2f1", "e3"], "It refused: no.", LATEST))
    do(store, lambda work: work.statements.failed(["d2f1"], "It does not answer.", LATEST))
    failed = replace(STATEMENT, due=LATEST, tries=2, error="It does not answer.")
    assert asked(store, lambda them: them.due(LATEST, 10)) == [THIRD, failed]
    assert asked(store, lambda them: them.counts()) == Counts(1, 2, 1, LATER, "It does not answer.")
    do(store, lambda work: work.statements.sent(["d2f1", "e3", "f4", "none"], LATEST))
    assert asked(store, lambda them: them.counts()) == Counts(3, 0, 0, None, "")
    assert asked(store, lambda them: them.due(LATEST, 10)) == []


def test_a_statement_is_about_an_attempt_that_there_is(store):
    with pytest.raises(StoreError):
        do(store, lambda work: work.statements.add([replace(STATEMENT, id="x", attempt="none")]))
