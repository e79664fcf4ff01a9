"""Cohorts: their members and trainers come back, in one order on both databases."""

from dataclasses import replace

import pytest

from simulator.errors import StoreError
from simulator.model.person import Cohort
from tests.store.filling import COHORT, LATER, fill
from tests.store.keeping import NOW, do

WINTER = Cohort("winter", "Winter", LATER, ("p-ada",), ("p-ben", "p-tina"), LATER)


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def cohorts(store, ask):
    with store.reading() as work:
        return ask(work.cohorts)


def test_a_cohort_comes_back_and_the_latest_first(store):
    do(store, lambda work: work.cohorts.add(WINTER))
    assert cohorts(store, lambda them: them.get("autumn")) == COHORT
    assert cohorts(store, lambda them: them.get("spring")) is None
    assert cohorts(store, lambda them: them.all()) == [WINTER, COHORT]
    assert cohorts(store, lambda them: them.of_trainer("p-ben")) == [WINTER]
    assert cohorts(store, lambda them: sorted(them.of_member("p-ada"))) == ["autumn", "winter"]


def test_members_named_twice_are_in_it_once_and_come_in_one_order(store):
    do(store, lambda work: work.cohorts.add(replace(WINTER, members=("p-tina", "p-ada", "p-tina"), trainers=())))
    assert cohorts(store, lambda them: them.get("winter")).members == ("p-ada", "p-tina")


def test_a_change_replaces_members_and_trainers_and_keeps_when_it_was_made(store):
    changed = replace(COHORT, name="Fall", members=("p-tina",), trainers=("p-ben",), archived=LATER)
    do(store, lambda work: work.cohorts.update(replace(changed, made="never")))
    assert cohorts(store, lambda them: them.get("autumn")) == replace(changed, made=NOW)


def test_a_cohort_held_is_the_cohort(store):
    with store.work() as work:
        assert work.cohorts.hold("autumn") == COHORT
        assert work.cohorts.hold("spring") is None


def test_whoever_is_dropped_is_in_no_cohort_and_looks_after_none(store):
    do(store, lambda work: work.cohorts.drop_person("p-ada"), lambda work: work.cohorts.drop_person("p-tina"))
    assert cohorts(store, lambda them: them.get("autumn")) == replace(COHORT, members=("p-ben",), trainers=())


@pytest.mark.parametrize("wrong", [{"members": ("nobody",)}, {"trainers": ("nobody",)}, {"id": "autumn"}])
def test_people_who_are_not_there_and_an_id_that_is_taken_are_refused_and_nothing_is_kept(store, wrong):
    with pytest.raises(StoreError):
        do(store, lambda work: work.cohorts.add(replace(WINTER, **wrong)))
    assert cohorts(store, lambda them: them.all()) == [COHORT]
