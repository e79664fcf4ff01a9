"""The audit log: entries come back in the order they were made in, and only a name can be taken out of it."""

import pytest

from simulator.store.audit import Entry
from tests.store.keeping import NOW, do

ENTRIES = [
    Entry("2026-03-02T00:00:00+00:00", "tina", "made", "autumn", "a cohort"),
    Entry(NOW, "tina", "invited", "ada"),
    Entry(NOW, "ada", "came in", "ada", "Ada's first time"),
    Entry(NOW, "ada", "began", "attempt-1"),
]


@pytest.fixture
def store(each_store):
    do(
        each_store,
        lambda work: work.audit.add(ENTRIES[0]),
        lambda work: work.audit.add_all(ENTRIES[1:]),
        lambda work: work.audit.add_all([]),
    )
    return each_store


def audit(store, ask):
    with store.reading() as work:
        return ask(work.audit)


def test_entries_come_in_the_order_they_were_made_in_whatever_their_times(store):
    assert audit(store, lambda log: log.about("autumn", "ada", "attempt-1")) == ENTRIES
    assert audit(store, lambda log: log.about("autumn")) == ENTRIES[:1]
    assert audit(store, lambda log: log.about()) == []


def test_what_somebody_did_and_what_was_done_to_them_is_found(store):
    assert audit(store, lambda log: log.of("ada")) == ENTRIES[1:]
    assert audit(store, lambda log: log.of("tina")) == ENTRIES[:2]
    assert audit(store, lambda log: log.of("nobody")) == []


def test_a_name_taken_out_leaves_that_something_was_done_and_nothing_about_whom(store):
    do(store, lambda work: work.audit.rename("ada", "erased-1"))
    assert audit(store, lambda log: log.of("ada")) == []
    assert audit(store, lambda log: log.of("erased-1")) == [
        Entry(NOW, "tina", "invited", "erased-1"),
        Entry(NOW, "erased-1", "came in", "erased-1"),
        Entry(NOW, "erased-1", "began", "attempt-1"),
    ]
    assert audit(store, lambda log: log.about("autumn")) == ENTRIES[:1]
