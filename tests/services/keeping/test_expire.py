"""Attempts are let go of after some days, with all that hangs on them, and nothing else is."""

from datetime import datetime, timedelta

import pytest

from simulator.model.attempt import Attempt, Choice, Hint
from simulator.services import keeping
from simulator.services.keeping import count_expired, expire
from simulator.store.erasing import HANG_ON_ATTEMPTS, HANG_ON_SCRIPTS
from tests.services.accounts.life import live, rows

NOW = "2026-06-01T12:00:00+00:00"
DIGEST = "d" * 64


def now():
    return NOW


def ago(days, seconds=0):
    return (datetime.fromisoformat(NOW) - timedelta(days=days, seconds=seconds)).isoformat()


@pytest.fixture
def store(each_store):
    with each_store.work() as work:
        work.keep_version(DIGEST, "tiny", "{}")
        work.commit()
    return each_store


def begun(store, name, begun, last=None, finished=None, **more):
    """An attempt with a choice made at `last`."""
    with store.work() as work:
        work.begin(Attempt(name, "ada", "tiny", DIGEST, "seed", begun, **more))
        if last:
            work.add_choice(name, 1, "ask", last)
        if finished:
            work.finish(name, "met", finished)
        work.commit()


def left(store):
    with store.work() as work:
        return {each.id for each in work.attempts("ada")}


def test_what_counts_is_the_end_or_the_last_choice_or_the_beginning(store):
    begun(store, "ended-long-ago", ago(50), ago(50), ago(31))
    begun(store, "ended-lately", ago(50), ago(50), ago(29))
    begun(store, "left-long-ago", ago(50), ago(31))
    begun(store, "left-lately", ago(50), ago(29))
    begun(store, "only-begun", ago(31))
    begun(store, "just-begun", ago(29))
    begun(store, "to-the-second", ago(30))
    begun(store, "a-second-more", ago(30, 1))
    assert count_expired(store, 30, now) == 4
    assert expire(store, 30, now) == 4
    assert left(store) == {"ended-lately", "left-lately", "just-begun", "to-the-second"}
    assert expire(store, 30, now) == 0


def test_all_that_hangs_on_an_attempt_goes_with_it_and_nothing_else(each_store):
    live(each_store)
    before = rows(each_store)
    assert expire(each_store, 30, now) == 6
    after = rows(each_store)
    marked = {table.name for table in HANG_ON_SCRIPTS} | {"scripts"}
    gone = {table.name for table in HANG_ON_ATTEMPTS} | {"attempts"} | marked
    benchmarks = {"a-benchmark", "b-benchmark"}
    for name in gone - {"releases"}:
        assert {row[0] for row in after[name]} <= (benchmarks if name in marked else set()), name
    assert {row[0] for row in after["scripts"]} == {row[0] for row in after["seats"]} == benchmarks
    assert [row[2] for row in after["releases"]] == [None, None]
    unchanged = set(before) - gone - {"audit"}
    assert {name: after[name] for name in unchanged} == {name: before[name] for name in unchanged}
    assert after["audit"][:-1] == before["audit"]
    assert after["audit"][-1][2:] == ("retention", "attempts expired", "system", "6 attempts, not touched for 30 days")


def test_an_attempt_and_those_it_was_continued_in_go_together(store):
    for name, last in (("old", 40), ("recent", 10)):
        begun(store, f"{name}-1", ago(50), ago(45))
        with store.work() as work:
            first = Attempt(
                f"{name}-2", "ada", "tiny", DIGEST, "seed", ago(44), (Choice(1, "ask"),), parent=f"{name}-1"
            )
            work.carry_on(f"{name}-1", first)
            work.give_hint(f"{name}-2", Hint(2, 1), ago(44))
            second = Attempt(f"{name}-3", "ada", "tiny", DIGEST, "seed", ago(last), (), parent=f"{name}-2")
            work.carry_on(f"{name}-2", second)
            work.commit()
    assert expire(store, 30, now) == 3
    assert left(store) == {"recent-1", "recent-2", "recent-3"}


def test_many_are_deleted_in_batches_that_keep_nobody_waiting(store, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 4)
    for number in range(10):
        begun(store, f"a-{number}", ago(50), ago(50))
    units = []
    work = type(store).work
    monkeypatch.setattr(type(store), "work", lambda self: units.append(1) or work(self))
    assert expire(store, 30, now) == 10
    assert len(units) == 3
    with store.work() as unit:
        said = [each.detail for each in unit.audit.about("system")]
    assert said == [f"{number} attempts, not touched for 30 days" for number in (4, 4, 2)]


def test_what_is_gone_on_with_meanwhile_stays(store, monkeypatch):
    """Between looking for old attempts and deleting them somebody chooses."""
    for name in ("resumed", "left"):
        begun(store, name, ago(50), ago(50))
    batches = keeping._batches

    def choose_meanwhile(chains):
        with store.work() as work:
            work.add_choice("resumed", 2, "tell", NOW)
            work.commit()
        return batches(chains)

    monkeypatch.setattr(keeping, "_batches", choose_meanwhile)
    assert expire(store, 30, now) == 1
    assert left(store) == {"resumed"}


@pytest.mark.parametrize("days", [0, -1])
def test_no_days_keep_everything(store, days):
    begun(store, "old", ago(5000))
    assert expire(store, days, now) == 0
    assert left(store) == {"old"}


def test_an_assignment_stays_when_its_attempts_go(each_store):
    live(each_store)
    with each_store.work() as work:
        given = work.assignments.get("assignment-a")
        assert work.attempts_for("assignment-a")
    expire(each_store, 30, now)
    with each_store.work() as work:
        assert work.assignments.get("assignment-a") == given
        assert work.attempts_for("assignment-a") == []
