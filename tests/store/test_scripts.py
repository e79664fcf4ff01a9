"""Scripts and seats, the rules they are marked by, and what came of them, on each database."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken, StoreError
from simulator.model.assessment import FinalCriterion, Moderation, Purpose, Script, Seat, Why
from tests.store.filling import (
    AGAIN,
    APPEAL,
    ASSIGNMENT,
    BENCHMARK,
    BOTH,
    EXAM,
    EXCLUSION,
    FINAL,
    FREE,
    LATER,
    RUBRIC,
    SCRIPT,
    SEATS,
    TAKEN,
    fill,
)
from tests.store.keeping import NOW, do

LATEST = "2026-03-03T12:00:00+00:00"


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def asked(store, ask):
    with store.reading() as work:
        return ask(work.scripts)


# Scripts.


def test_scripts_come_back_as_they_were_put_before_assessors(store):
    assert asked(store, lambda them: [them.get(each.id) for each in (SCRIPT, AGAIN, BENCHMARK)]) == [
        SCRIPT, AGAIN, BENCHMARK
    ]  # fmt: skip
    assert asked(store, lambda them: them.get("none")) is None
    assert asked(store, lambda them: them.some(["again", "none", "script"])) == {"again": AGAIN, "script": SCRIPT}
    assert asked(store, lambda them: them.some([])) == {}


def test_scripts_are_found_by_what_they_are_of_the_earliest_first(store):
    assert asked(store, lambda them: them.of_attempt("exam")) == [SCRIPT, AGAIN]
    assert asked(store, lambda them: them.of_assignments(["week-1"])) == [SCRIPT, AGAIN]
    assert asked(store, lambda them: them.of_assignments(["week-2"])) == []
    assert asked(store, lambda them: them.all()) == [SCRIPT, BENCHMARK, AGAIN]
    assert asked(store, lambda them: them.all(Purpose.CALIBRATION)) == [BENCHMARK]
    assert asked(store, lambda them: them.open()) == [AGAIN], "the first is final, and no result hangs on a benchmark"


def test_more_scripts_than_a_database_takes_in_one_question_are_found(store):
    none = [f"none-{number}" for number in range(35_000)]
    assert asked(store, lambda them: them.some([*none, "script"])) == {"script": SCRIPT}


def test_a_round_of_an_attempt_is_put_before_assessors_once(store):
    for same in ({"id": "script"}, {"id": "other"}):
        with pytest.raises(Overtaken, match="already"):
            do(store, lambda work, same=same: work.scripts.add(replace(SCRIPT, **same)))
    do(store, *(lambda work, id_=id_: work.scripts.add(replace(BENCHMARK, id=id_)) for id_ in ("once", "more")))
    assert len(asked(store, lambda them: them.all())) == 5


@pytest.mark.parametrize("wrong", [{"attempt": "none"}, {"rubric": "0" * 64}, {"cites": "none"}])
def test_a_script_is_of_what_is_kept(store, wrong):
    with pytest.raises(StoreError, match=r"(?i)foreign key"):
        do(store, lambda work: work.scripts.add(replace(AGAIN, id="other", round=3, **wrong)))


def test_what_misses_a_script_is_finished_and_to_be_marked_the_earliest_first(store):
    do(store, lambda work: work.assignments.add(replace(ASSIGNMENT, id="unmarked", assessed=False)))
    ends = {"b": LATEST, "c": LATER, "d": LATER, "unmarked": NOW, "open": None}
    for number, (attempt, finished) in enumerate(ends.items(), start=2):
        assignment = "unmarked" if attempt == "unmarked" else "week-1"
        begun = replace(EXAM, id=attempt, assignment=assignment, number=number)
        do(store, lambda work, begun=begun: work.begin(begun))
        if finished:
            do(store, lambda work, a=attempt, at=finished: work.finish(a, "met", at))
    assert asked(store, lambda them: them.missing()) == [("c", "week-1"), ("d", "week-1"), ("b", "week-1")]
    assert asked(store, lambda them: them.missing(1)) == [("c", "week-1")]
    do(store, lambda work: work.scripts.add(Script("of-c", Purpose.LIVE, RUBRIC, LATEST, BOTH, "c")))
    assert asked(store, lambda them: them.missing()) == [("d", "week-1"), ("b", "week-1")]


def test_a_script_held_is_the_script(store):
    with store.work() as work:
        assert work.scripts.hold("script") == SCRIPT
        assert work.scripts.hold("none") is None


# Seats.


def test_seats_come_back_by_script_and_number_and_by_who_took_them(store):
    asked_for = ("again", "script", "none")
    assert asked(store, lambda them: them.seats(asked_for)) == {"again": [FREE], "script": list(SEATS), "none": []}
    assert asked(store, lambda them: them.seats_of("p-ben")) == [SEATS[0], TAKEN, SEATS[2]]
    assert asked(store, lambda them: them.seats_of("p-ada")) == []


def test_a_seat_is_taken_looked_at_and_given_back_and_another_one_follows(store):
    do(store, lambda work: work.scripts.take("again", 1, "p-ben", LATEST))
    taken = replace(FREE, assessor="p-ben", seen=LATEST)
    assert asked(store, lambda them: them.seats(["again"])["again"]) == [taken]
    for at in ("2026-03-04", "2026-03-05"):
        do(store, lambda work, at=at: work.scripts.look("again", 1, at))
    seen = replace(taken, opened="2026-03-04", seen="2026-03-05")
    assert asked(store, lambda them: them.seats(["again"])["again"]) == [seen]
    do(store, lambda work: work.scripts.end_seat("again", 1, "2026-03-06", "He knows her."))
    do(store, lambda work: work.scripts.look("again", 1, "2026-03-07"))
    ended = replace(seen, ended="2026-03-06", ended_why="He knows her.")
    next_one = replace(FREE, number=2)
    do(store, lambda work: work.scripts.add_seat(next_one))
    assert asked(store, lambda them: them.seats(["again"])["again"]) == [ended, next_one]


def test_a_seat_is_asked_for_once_while_it_lasts(store):
    for same in (FREE, replace(FREE, seat=2), replace(FREE, number=2)):
        with pytest.raises(Overtaken, match="asked for already"):
            do(store, lambda work, same=same: work.scripts.add_seat(same))
    do(store, lambda work: work.scripts.add_seat(replace(FREE, number=2, seat=2, why=Why.RANDOM)))
    assert len(asked(store, lambda them: them.seats(["again"])["again"])) == 2


def test_a_place_has_one_seat_that_lasts_whatever_writes_it(store):
    """By an index over those that have not ended, on each database."""
    row = "INSERT INTO seats VALUES ('again', {}, 1, 'first', '', NULL, NULL, NULL, {}, '')"
    do(store, lambda work: work.connection.exec_driver_sql(row.format(2, "'2026'")))
    with pytest.raises(StoreError, match=r"(?i)unique"):
        do(store, lambda work: work.connection.exec_driver_sql(row.format(3, "NULL")))


@pytest.mark.parametrize(("script", "number"), [("benchmark", 1), ("script", 1), ("again", 2), ("none", 1)])
def test_only_a_free_seat_can_be_taken(store, script, number):
    with pytest.raises(Overtaken, match="take another"):
        do(store, lambda work: work.scripts.take(script, number, "p-ada", LATEST))


def test_nobody_sits_twice_on_one_script_unless_they_gave_it_back(store):
    do(store, lambda work: work.scripts.add_seat(Seat("script", 4, 3, Why.DISPUTE, LATER)))
    for assessor in ("p-ben", "p-tina"):
        with pytest.raises(Overtaken):
            do(store, lambda work, assessor=assessor: work.scripts.take("script", 4, assessor, LATEST))
    do(
        store,
        lambda work: work.scripts.take("again", 1, "p-ben", LATEST),
        lambda work: work.scripts.end_seat("again", 1, LATEST, ""),
        lambda work: work.scripts.add_seat(replace(FREE, number=2)),
        lambda work: work.scripts.take("again", 2, "p-ben", LATEST),
    )


def test_a_seat_whose_mark_is_submitted_does_not_end_and_none_ends_twice(store):
    for number in (1, 2, 3, 4):
        with pytest.raises(Overtaken, match="given back or marked"):
            do(store, lambda work, number=number: work.scripts.end_seat("script", number, LATEST, ""))
    assert asked(store, lambda them: them.seats(["script"])["script"]) == list(SEATS)


# The rules.


def test_the_settings_that_stand_are_the_latest_and_a_number_is_given_once(store):
    assert asked(store, lambda them: them.moderation()) == (1, Moderation(), NOW, "p-tina")
    changed = Moderation(0.5, 0.1, 1, "mean", "consensus", 8, 0.9, 1, 20)
    do(store, lambda work: work.scripts.set_moderation(2, changed, "p-ada", LATER))
    assert asked(store, lambda them: them.moderation()) == (2, changed, LATER, "p-ada")
    with pytest.raises(Overtaken, match="changed by somebody else"):
        do(store, lambda work: work.scripts.set_moderation(2, Moderation(), "p-tina", LATER))


def test_before_anybody_has_set_anything_there_are_no_settings(each_store):
    assert asked(each_store, lambda them: them.moderation()) is None


def test_an_exclusion_is_entered_once_and_taken_back(store):
    other = replace(EXCLUSION, assessor="p-tina", made=LATER)
    do(store, lambda work: work.scripts.exclude(other))
    do(store, lambda work: work.scripts.exclude(replace(other, reason="Another.")))
    assert asked(store, lambda them: them.exclusions()) == [EXCLUSION, other]
    do(store, lambda work: work.scripts.unexclude("p-tina", "p-ada"))
    do(store, lambda work: work.scripts.unexclude("p-ada", "p-ben"))
    assert asked(store, lambda them: them.exclusions()) == [EXCLUSION]


# What came of it.


def test_a_final_comes_back_with_halves_and_the_policy_it_was_made_by_and_stays(store):
    assert asked(store, lambda them: them.finals(["script", "again", "none"])) == {"script": FINAL}
    with pytest.raises(Overtaken, match="final already"):
        do(store, lambda work: work.scripts.settle(replace(FINAL, criteria=(FinalCriterion("other", 0, "first"),))))
    do(store, lambda work: work.scripts.settle(replace(FINAL, script="again", criteria=())))
    assert asked(store, lambda them: them.finals(["script", "again"])) == {
        "script": FINAL,
        "again": replace(FINAL, script="again", criteria=()),
    }
    assert asked(store, lambda them: them.open()) == []


def test_an_appeal_is_made_once_and_decided_once(store):
    assert asked(store, lambda them: them.appeals()) == {"script": APPEAL}
    with pytest.raises(Overtaken, match="sent already"):
        do(store, lambda work: work.scripts.appeal(replace(APPEAL, reason="Again!")))
    do(store, lambda work: work.scripts.decide_appeal("script", LATEST, "p-tina", "Right.", "again"))
    decided = replace(APPEAL, decided=LATEST, decided_by="p-tina", answer="Right.", reopened="again")
    for script in ("script", "again"):
        with pytest.raises(Overtaken, match="decided already"):
            do(store, lambda work, script=script: work.scripts.decide_appeal(script, LATEST, "p-ben", "No."))
    assert asked(store, lambda them: them.appeals(["script", "none"])) == {"script": decided}
    other = replace(APPEAL, script="again", made=NOW)
    do(store, lambda work: work.scripts.appeal(other))
    assert list(asked(store, lambda them: them.appeals()).values()) == [other, decided], "the earliest first"
