"""Marks read as columns: those of scripts nobody marks any more, the same on both databases."""

import pytest

from simulator.model.assessment import Final, Mark, Moderation, Seat, Why
from simulator.store.mark_reads import MarkReads
from tests.store.filling import AGAIN, LATER, RAPPORT, a_score, fill
from tests.store.keeping import do


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def names(column):
    return [column.names[code] for code in column.codes]


def test_a_script_is_left_out_while_its_attempt_is_looked_at_again_and_counted(store):
    with store.reading() as work:
        reads = MarkReads(work.connection, "anna")
        assert reads.scripts().id == ()
        assert (len(reads.marks().level), len(reads.machine().level)) == (0, 0)
        assert reads.unsettled() == 1


def test_marks_are_read_with_who_gave_them_and_beside_the_latest_score(store):
    do(
        store,
        lambda work: work.scripts.settle(Final(AGAIN.id, LATER, Moderation(), ())),
        lambda work: work.scores.add(a_score(number=2)),
        lambda work: work.scripts.add_seat(Seat("again", 2, 2, Why.RANDOM, LATER, "p-tina")),
        lambda work: work.scripts.end_seat("again", 2, LATER, "no time"),
        lambda work: work.scripts.add_seat(Seat("again", 3, 2, Why.BORDERLINE, LATER)),
        lambda work: work.marks.submit(Mark("benchmark", 1, "p-ben", LATER, LATER, (RAPPORT,))),
    )
    with store.reading() as work:
        reads = MarkReads(work.connection, "anna")
        scripts, marks, machine = reads.scripts(), reads.marks(), reads.machine()
        assert reads.unsettled() == 0
        assert reads.assessors() == {"p-ben": "Ben", "p-tina": "Tina"}
    rows = zip(scripts.id, scripts.purpose, scripts.benchmark, scripts.scenario, scripts.second, strict=True)
    assert len(scripts.id) == 3
    assert set(rows) == {
        ("script", "live", None, "tiny", "gap"),
        ("again", "live", None, "tiny", "borderline"),
        ("benchmark", "calibration", "first-meeting", None, None),
    }
    ids = [scripts.id[place] for place in marks.script]
    assert set(zip(ids, marks.seat, names(marks.assessor), names(marks.criterion), marks.level, strict=True)) == {
        ("script", 1, "p-tina", "goal-focus", -1),
        ("script", 1, "p-tina", "rapport-safety", 3),
        ("script", 2, "p-ben", "goal-focus", 0),
        ("script", 2, "p-ben", "rapport-safety", 3),
        ("benchmark", 1, "p-ben", "rapport-safety", 3),
    }
    by_machine = zip([scripts.id[p] for p in machine.script], names(machine.criterion), machine.level, strict=True)
    levels = (("goal-focus", -1), ("rapport-safety", 3))
    assert set(by_machine) == {(script, *each) for script in ("script", "again") for each in levels}
    assert len(machine.level) == 4
