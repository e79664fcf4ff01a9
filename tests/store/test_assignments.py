"""Assignments come back as they were made, are found by whom they are for, and releases only grow."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken, StoreError
from simulator.model.assignment import Exercise, Mode
from simulator.store.assignments import Release
from simulator.store.standings import Standing, Tally
from tests.store.filling import ASSIGNMENT, EXAM, LATER, RELEASE, fill
from tests.store.keeping import DIGEST, NOW, do

OTHER = "f" * 64
WEEK_2 = replace(
    ASSIGNMENT, id="week-2", mode=Mode.PRACTICE, made=LATER, due=None, attempts=None, held=False, targets=(), note="",
    exercises=(Exercise("zebra", OTHER), Exercise("tiny", DIGEST)), cohorts=(), people=("p-ada",), copied="week-1",
)  # fmt: skip


@pytest.fixture
def store(each_store):
    fill(each_store)
    do(each_store, lambda work: work.keep_version(OTHER, "zebra", "{}"), lambda work: work.assignments.add(WEEK_2))
    return each_store


def assignments(store, ask):
    with store.reading() as work:
        return ask(work.assignments)


def test_an_assignment_comes_back_and_the_latest_first(store):
    assert assignments(store, lambda them: them.get("week-1")) == ASSIGNMENT
    assert assignments(store, lambda them: them.get("week-2")) == WEEK_2, "exercises in the order they were given in"
    assert assignments(store, lambda them: them.get("week-3")) is None
    assert assignments(store, lambda them: them.all()) == [WEEK_2, ASSIGNMENT]
    assert assignments(store, lambda them: them.some(["week-1", "week-3"])) == [ASSIGNMENT]
    assert assignments(store, lambda them: them.some([])) == []


def test_what_is_assigned_is_found_by_name_and_through_cohorts_each_once(store):
    assert [each.id for each in assignments(store, lambda them: them.of_person("p-ada"))] == ["week-2", "week-1"]
    assert [each.id for each in assignments(store, lambda them: them.of_person("p-ben"))] == ["week-1"]
    assert assignments(store, lambda them: them.of_person("p-tina")) == []


def test_what_somebody_runs_is_what_they_made_and_what_their_cohorts_have(store):
    assert [each.id for each in assignments(store, lambda them: them.of_trainer("p-tina"))] == ["week-2", "week-1"]
    do(store, lambda work: work.cohorts.update(replace(work.cohorts.get("autumn"), trainers=("p-ben",))))
    assert [each.id for each in assignments(store, lambda them: them.of_trainer("p-ben"))] == ["week-1"]
    assert assignments(store, lambda them: them.of_trainer("p-ada")) == []


def test_a_change_is_written_over_what_stood(store):
    changed = replace(
        ASSIGNMENT, title="Second week", opens=LATER, due=None, zone="UTC", attempts=None, held=False, targets=(),
        exercises=(Exercise("zebra", OTHER),), cohorts=(), people=("p-ada", "p-ben"), note="", withdrawn=LATER,
    )  # fmt: skip
    do(store, lambda work: work.assignments.update(changed))
    assert assignments(store, lambda them: them.get("week-1")) == changed


def test_an_assignment_is_made_once_of_what_is_there(store):
    with pytest.raises(Overtaken, match="made already"):
        do(store, lambda work: work.assignments.add(ASSIGNMENT))
    new = replace(WEEK_2, id="week-3")
    for wrong in (
        {"exercises": (Exercise("tiny", "0" * 64),)},
        {"cohorts": ("spring",)},
        {"people": ("nobody",)},
        {"person": "nobody"},
    ):
        with pytest.raises(StoreError):
            do(store, lambda work, wrong=wrong: work.assignments.add(replace(new, **wrong)))
    assert len(assignments(store, lambda them: them.all())) == 2


def test_an_assignment_held_is_the_assignment(store):
    with store.work() as work:
        assert work.assignments.hold("week-1") == ASSIGNMENT
        assert work.assignments.hold("week-3") is None


def test_whoever_is_dropped_is_named_in_none(store):
    do(store, lambda work: work.assignments.drop_person("p-ben"))
    assert assignments(store, lambda them: them.get("week-1")) == replace(ASSIGNMENT, people=())


def test_releases_come_in_the_order_they_were_given_in(store):
    whole, again = Release("week-2", None, "p-tina", NOW), replace(RELEASE, released=NOW)
    do(store, lambda work: work.assignments.release(whole), lambda work: work.assignments.release(again))
    assert assignments(store, lambda them: them.releases(["week-1", "week-2"])) == [RELEASE, whole, again]
    assert assignments(store, lambda them: them.releases(["week-2"])) == [whole]
    with pytest.raises(StoreError):
        do(store, lambda work: work.assignments.release(replace(RELEASE, attempt="none")))


def test_where_attempts_stand_is_counted(store):
    late = replace(EXAM, id="second", person="p-ben", begun=LATER)
    do(
        store,
        lambda work: work.begin(late),
        *(lambda work, turn=turn: work.add_choice("second", turn, "ask", NOW) for turn in (1, 2)),
        lambda work: work.finish("second", "met", "2027-01-01T00:00:00+00:00"),
    )
    first, second = assignments(store, lambda them: them.standings("week-1"))
    assert first == Standing("exam", "p-ada", "tiny", 1, NOW, LATER, None, 1)
    assert (second.attempt, second.turns) == ("second", 2)
    tallies = assignments(store, lambda them: them.tallies(["week-1", "week-2"]))
    assert sorted(tallies, key=lambda each: each.person) == [
        Tally("week-1", "p-ada", 1, 1, 0),
        Tally("week-1", "p-ben", 1, 1, 1),
    ]
    assert assignments(store, lambda them: (them.begun("week-1"), them.begun("week-2"))) == (True, False)
