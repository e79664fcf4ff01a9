"""Publications: numbered for each scenario, appended and never changed, and the latest of each at hand."""

import pytest

from simulator.errors import StoreError
from simulator.store.publication import Current, NumberTaken
from simulator.store.rows import insert_new
from simulator.store.tables import scenario_versions
from tests.store.keeping import DIGEST, a_publication, an_attempt, begin, choose

OTHER = "e" * 64


def publish(store, *publications):
    with store.work() as work:
        for each in publications:
            work.keep_version(each.digest, each.scenario, f'"{each.digest[0]}"')
            work.publish(each)
        work.commit()


def history(store, scenario="tiny"):
    with store.work() as work:
        return work.publications(scenario)


def test_a_publication_comes_back_as_it_was(each_store):
    publish(each_store, a_publication())
    assert history(each_store) == [a_publication()]


def test_the_latest_comes_first_whatever_the_order_of_storing(each_store):
    publish(each_store, *(a_publication(number) for number in (1, 10, 2)))
    assert [each.number for each in history(each_store)] == [10, 2, 1]


def test_a_number_is_given_once(each_store):
    publish(each_store, a_publication())
    with pytest.raises(NumberTaken, match="'tiny' has a version 1 already"):
        publish(each_store, a_publication(digest=OTHER))
    assert history(each_store) == [a_publication()]
    with each_store.reading() as work:
        assert work.version(OTHER) is None


def test_each_scenario_counts_for_itself(each_store):
    publish(each_store, a_publication(), a_publication(scenario="other", digest=OTHER))
    assert [each.scenario for each in history(each_store, "other")] == ["other"]
    assert history(each_store, "nothing") == []


def test_an_earlier_version_can_be_published_again(each_store):
    publish(each_store, a_publication(1), a_publication(2, digest=OTHER), a_publication(3))
    assert [each.digest for each in history(each_store)] == [DIGEST, OTHER, DIGEST]


def test_what_is_current_is_the_latest_of_each_with_its_version(each_store):
    publish(each_store, a_publication(1), a_publication(2, digest=OTHER), a_publication(1, "another", "f" * 64))
    with each_store.reading() as work:
        assert work.current() == [Current("another", 1, "f" * 64, '"f"'), Current("tiny", 2, OTHER, '"e"')]


def test_a_version_that_is_not_kept_cannot_be_published(each_store):
    with pytest.raises(StoreError), each_store.work() as work:
        work.publish(a_publication())
    assert history(each_store) == []


def test_everybodys_attempts_at_a_scenario_are_found_with_their_choices(each_store):
    begin(each_store, an_attempt("a", "ada"), an_attempt("b", "ben", "2026-03-02T12:00:00+00:00"))
    choose(each_store, 1, "ask", "a")
    choose(each_store, 1, "tell", "b")
    with each_store.reading() as work:
        found = work.attempts_at("tiny")
        assert work.attempts_at("other") == []
    assert [(each.person, each.choices[0].option) for each in found] == [("ben", "tell"), ("ada", "ask")]


def test_what_is_new_is_counted_and_what_stands_is_left_alone(each_store):
    row = {"digest": DIGEST, "scenario": "tiny", "canonical": "{}"}
    with each_store.work() as work:
        counted = [insert_new(work.connection, scenario_versions, rows) for rows in (row, row, [], [row])]
        counted.append(insert_new(work.connection, scenario_versions, [row, {**row, "digest": OTHER}]))
    assert counted == [1, 0, 0, 0, 1]
