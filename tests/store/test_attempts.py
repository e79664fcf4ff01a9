"""What is kept of an attempt, and that a unit of work does all of what it was asked or nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from simulator.errors import StoreError, TurnTaken, UnknownAttempt
from simulator.model.attempt import Attempt, Choice
from simulator.store.sql import Work, open_store
from tests import strategies  # noqa: F401 - examples as everywhere
from tests.store.keeping import DIGEST, NOW, a_publication, an_attempt, begin, choices, choose, kept, turns

LATER = "2026-03-02T12:00:00+00:00"


def test_an_attempt_is_kept_as_it_was_begun(store):
    begin(store)
    assert kept(store) == an_attempt()


def test_choices_come_back_in_the_order_of_their_turns(store):
    begin(store)
    for turn, option in ((2, "tell"), (10, "push"), (1, "ask")):
        choose(store, turn, option)
    assert turns(store) == [(1, "ask"), (2, "tell"), (10, "push")]


def test_everything_is_still_there_when_the_store_is_opened_again(folder, store):
    begin(store)
    choose(store, 1)
    store.close()
    again = open_store(folder)
    assert kept(again).choices == choices("ask")
    again.close()


def test_a_turn_is_taken_once_and_stays_as_it_was(store):
    begin(store)
    choose(store, 1, "ask")
    for option in ("tell", "ask"):
        with pytest.raises(TurnTaken, match="Turn 1 of this attempt has been taken already") as refused:
            choose(store, 1, option)
        assert (refused.value.attempt_id, refused.value.turn) == ("a", 1)
    assert turns(store) == [(1, "ask")]


def test_the_same_turn_of_another_attempt_is_another_turn(store):
    begin(store, an_attempt("a"), an_attempt("b"))
    choose(store, 1, "ask", "a")
    choose(store, 1, "tell", "b")
    assert (kept(store, "a").choices, kept(store, "b").choices) == (choices("ask"), choices("tell"))


def test_a_reason_is_kept_once(store):
    begin(store)
    choose(store, 1)
    with store.work() as work:
        assert work.give_reason("a", 1, "Because.")
        assert not work.give_reason("a", 1, "No, because.")
        assert not work.give_reason("a", 2, "Too early.")
        assert not work.give_reason("b", 1, "Not mine.")
        work.commit()
    assert kept(store).choices == (Choice(1, "ask", "Because."),)


def test_a_skipped_reason_is_not_one_nobody_asked_for(store):
    begin(store)
    choose(store, 1)
    choose(store, 2)
    with store.work() as work:
        work.give_reason("a", 1, "")
        work.commit()
    assert [choice.reason for choice in kept(store).choices] == ["", None]


def test_the_end_is_kept(store):
    begin(store)
    with store.work() as work:
        work.finish("a", "met", LATER)
        work.commit()
    assert (kept(store).ending, kept(store).finished) == ("met", LATER)


def test_a_persons_attempts_come_the_latest_first_each_with_its_choices(store):
    begin(store, an_attempt("old"), an_attempt("new", begun=LATER), an_attempt("theirs", "ben", LATER))
    choose(store, 1, "ask", "old")
    choose(store, 1, "tell", "new")
    choose(store, 1, "push", "theirs")
    with store.work() as work:
        mine = work.attempts("ada")
    assert [(each.id, each.choices) for each in mine] == [("new", choices("tell")), ("old", choices("ask"))]


def test_nobody_has_attempts_before_the_first(store):
    with store.work() as work:
        assert work.attempts("ada") == []


@pytest.mark.parametrize("attempt_id", ["", "b", "A", "a ", "%", "' OR 1=1 --"])
def test_an_attempt_that_was_never_begun_is_unknown(store, attempt_id):
    begin(store)
    with pytest.raises(UnknownAttempt) as refused:
        kept(store, attempt_id)
    assert refused.value.attempt_id == attempt_id


def test_a_version_is_kept_once_for_good(store):
    with store.work() as work:
        assert work.version(DIGEST) is None
        work.keep_version(DIGEST, "tiny", "first")
        work.keep_version(DIGEST, "tiny", "second")
        work.commit()
    with store.work() as work:
        assert work.version(DIGEST) == "first"


def test_an_attempt_cannot_begin_on_a_version_that_is_not_kept(store):
    with pytest.raises(StoreError):
        do(store, lambda work: work.begin(an_attempt()))
    assert everything(store)["attempts"] == []


def test_an_attempt_cannot_begin_twice(store):
    begin(store)
    with pytest.raises(StoreError):
        begin(store)
    assert kept(store) == an_attempt()


ACTS = {
    "keep_version": lambda work: work.keep_version("e" * 64, "tiny", "{}"),
    "begin": lambda work: work.begin(an_attempt("b")),
    "add_choice": lambda work: work.add_choice("a", 2, "tell", NOW),
    "give_reason": lambda work: work.give_reason("a", 1, "Because."),
    "finish": lambda work: work.finish("a", "met", NOW),
    "publish": lambda work: work.publish(a_publication()),
}
READS = {"version", "attempt", "attempts", "attempts_at", "publications", "current"}


def do(store, *acts):
    """All of these in one unit of work."""
    with store.work() as work:
        for act in acts:
            act(work)
        work.commit()


def everything(store):
    with store.work() as work:
        tables = ("scenario_versions", "attempts", "choices", "publications")
        return {each: sorted(work.connection.exec_driver_sql(f"SELECT * FROM {each}").all()) for each in tables}  # noqa: S608


@pytest.mark.parametrize("act", ACTS)
def test_a_unit_of_work_left_without_commit_changes_nothing(store, act):
    begin(store)
    choose(store, 1)
    before = everything(store)
    with store.work() as work:
        ACTS[act](work)
    assert everything(store) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_unit_of_work_that_fails_changes_nothing(store, act):
    begin(store)
    choose(store, 1)
    before = everything(store)
    with pytest.raises(TurnTaken):
        do(store, ACTS[act], lambda work: work.add_choice("a", 1, "ask", NOW))
    assert everything(store) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_committed_act_changes_something(store, act):
    """Or the two tests above would prove nothing."""
    begin(store)
    choose(store, 1)
    before = everything(store)
    do(store, ACTS[act])
    assert everything(store) != before


def test_an_error_of_the_callers_own_passes_through_and_nothing_is_kept(store):
    begin(store)
    with pytest.raises(ZeroDivisionError):
        do(store, lambda work: work.add_choice("a", 1, "ask", NOW), lambda _: 1 / 0)
    assert turns(store) == []


def test_there_is_no_way_to_take_back_or_rewrite_a_choice(store):
    """The logs only grow: no deleting, and no rewriting but of a reason not yet given and of an end not yet reached."""
    said = []
    event.listen(store.engine, "before_cursor_execute", lambda *arguments: said.append(arguments[2]))
    begin(store)
    choose(store, 1)
    acts = {name for name in vars(Work) if not name.startswith("_")} - {"commit"} - READS
    assert acts == set(ACTS), "a new act of a unit of work belongs in these tests"
    do(store, *ACTS.values())
    changes = [" ".join(each.split()) for each in said if each.split()[0] not in ("SELECT", "INSERT", "BEGIN")]
    assert [each.split(" WHERE ")[0] for each in changes] == [
        "UPDATE choices SET reason=?",
        "UPDATE attempts SET ending=?, finished=?",
    ]
    assert "choices.reason IS NULL" in changes[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=4, max_size=4),
    reason=st.none() | st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_text_comes_back_as_it_was(store, texts, reason):
    person, scenario, seed, option = texts
    number = len(everything(store)["attempts"])
    attempt = Attempt(f"id-{number}", person, scenario, DIGEST, seed, NOW)
    begin(store, attempt)
    choose(store, 1, option, attempt.id)
    with store.work() as work:
        if reason is not None:
            work.give_reason(attempt.id, 1, reason)
        work.commit()
    again = kept(store, attempt.id)
    assert (again.person, again.scenario, again.seed) == (person, scenario, seed)
    assert again.choices == (Choice(1, option, reason),)


def test_a_database_that_is_locked_for_too_long_is_a_store_error(folder, store):
    begin(store)
    other = open_store(folder)
    event.listen(other.engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=10"))
    other.close()
    with store.work() as busy:
        busy.add_choice("a", 1, "ask", NOW)
        with pytest.raises(StoreError, match=r"database is locked.* Nothing was lost up to here"):
            choose(other, 1)
        busy.commit()
    assert turns(other) == [(1, "ask")]
    other.close()
