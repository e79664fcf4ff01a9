"""What is kept of an attempt."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import Overtaken, StoreError, TurnTaken, UnknownAttempt
from simulator.model.assignment import Mode
from simulator.model.attempt import Attempt, Choice, Hint
from simulator.services.marking import seconds
from simulator.store.audit import Entry
from simulator.store.sql import Store
from tests import strategies  # noqa: F401 - examples as everywhere
from tests.store.filling import EXAM, GOING, fill
from tests.store.keeping import DIGEST, NOW, an_attempt, begin, choices, choose, do, kept, turns

LATER = "2026-03-02T12:00:00+00:00"
NUMBERS = count(1)


def test_an_attempt_is_kept_as_it_was_begun(each_store):
    begin(each_store)
    assert kept(each_store) == an_attempt()


def test_choices_come_back_in_the_order_of_their_turns(each_store):
    begin(each_store)
    for turn, option in ((2, "tell"), (10, "push"), (1, "ask")):
        choose(each_store, turn, option)
    assert turns(each_store) == [(1, "ask"), (2, "tell"), (10, "push")]


def test_everything_is_still_there_when_the_store_is_opened_again(each_store):
    begin(each_store)
    choose(each_store, 1)
    again = Store(each_store.engine.url)
    assert kept(again).choices == choices("ask")
    again.close()


def test_a_turn_is_taken_once_and_stays_as_it_was(each_store):
    begin(each_store)
    choose(each_store, 1, "ask")
    for option in ("tell", "ask"):
        with pytest.raises(TurnTaken, match="Turn 1 of this attempt has been taken already") as refused:
            choose(each_store, 1, option)
        assert (refused.value.attempt_id, refused.value.turn) == ("a", 1)
    assert turns(each_store) == [(1, "ask")]


def test_the_same_turn_of_another_attempt_is_another_turn(each_store):
    begin(each_store, an_attempt("a"), an_attempt("b"))
    choose(each_store, 1, "ask", "a")
    choose(each_store, 1, "tell", "b")
    assert (kept(each_store, "a").choices, kept(each_store, "b").choices) == (choices("ask"), choices("tell"))


def test_a_reason_is_kept_once(each_store):
    begin(each_store)
    choose(each_store, 1)
    with each_store.work() as work:
        assert work.give_reason("a", 1, "Because.")
        assert not work.give_reason("a", 1, "No, because.")
        assert not work.give_reason("a", 2, "Too early.")
        assert not work.give_reason("b", 1, "Not mine.")
        work.commit()
    assert kept(each_store).choices == (Choice(1, "ask", "Because."),)


def test_a_skipped_reason_is_not_one_nobody_asked_for(each_store):
    begin(each_store)
    choose(each_store, 1)
    choose(each_store, 2)
    with each_store.work() as work:
        work.give_reason("a", 1, "")
        work.commit()
    assert [choice.reason for choice in kept(each_store).choices] == ["", None]


def test_the_end_is_kept(each_store):
    begin(each_store)
    with each_store.work() as work:
        work.finish("a", "met", LATER)
        work.commit()
    assert (kept(each_store).ending, kept(each_store).finished) == ("met", LATER)


def test_a_persons_attempts_come_the_latest_first_each_with_its_choices(each_store):
    begin(each_store, an_attempt("old"), an_attempt("new", begun=LATER), an_attempt("theirs", "ben", LATER))
    choose(each_store, 1, "ask", "old")
    choose(each_store, 1, "tell", "new")
    choose(each_store, 1, "push", "theirs")
    with each_store.work() as work:
        mine = work.attempts("ada")
    assert [(each.id, each.choices) for each in mine] == [("new", choices("tell")), ("old", choices("ask"))]


def test_many_attempts_are_read_at_once_by_their_ids(each_store):
    begin(each_store, an_attempt("a"), an_attempt("b", "ben"), an_attempt("c"))
    choose(each_store, 1, "tell", "b")
    with each_store.reading() as work:
        found = work.attempts_named(["b", "a", "none"])
    assert {id_: each.choices for id_, each in found.items()} == {"a": (), "b": choices("tell")}


def test_nobody_has_attempts_before_the_first(each_store):
    with each_store.work() as work:
        assert work.attempts("ada") == []


@pytest.mark.parametrize("attempt_id", ["", "b", "A", "a ", "%", "' OR 1=1 --"])
def test_an_attempt_that_was_never_begun_is_unknown(each_store, attempt_id):
    begin(each_store)
    with pytest.raises(UnknownAttempt) as refused:
        kept(each_store, attempt_id)
    assert refused.value.attempt_id == attempt_id


def test_a_version_is_kept_once_for_good(each_store):
    with each_store.work() as work:
        assert work.version(DIGEST) is None
        work.keep_version(DIGEST, "tiny", "first")
        work.keep_version(DIGEST, "tiny", "second")
        work.commit()
    with each_store.work() as work:
        assert work.version(DIGEST) == "first"


def test_an_attempt_cannot_begin_on_a_version_that_is_not_kept(each_store):
    with pytest.raises(StoreError):
        do(each_store, lambda work: work.begin(an_attempt()))
    with each_store.reading() as work:
        assert work.attempts("ada") == []


def test_an_attempt_cannot_begin_twice(each_store):
    begin(each_store)
    with pytest.raises(StoreError):
        begin(each_store)
    assert kept(each_store) == an_attempt()


def refused(store, *acts, by=StoreError):
    with pytest.raises(by) as refused:
        do(store, *acts)
    return str(refused.value)


def test_what_an_attempt_is_begun_for_comes_back(each_store):
    fill(each_store)
    exam = kept(each_store, "exam")
    assert (exam.mode, exam.assignment, exam.number, exam.going) == (Mode.EXAM, "week-1", 1, False)
    with each_store.reading() as work:
        assert work.attempts_for("week-1") == [exam]
        assert work.attempts_for("week-2") == []


def test_a_number_within_an_assignment_is_given_once_to_each_person_and_scenario(each_store):
    fill(each_store)
    again = replace(EXAM, id="again")
    assert "begun already" in refused(each_store, lambda work: work.begin(again), by=Overtaken)
    do(each_store, lambda work: work.begin(replace(again, number=2)))
    do(each_store, lambda work: work.begin(replace(again, id="theirs", person="p-ben")))
    with each_store.reading() as work:
        assert {each.id for each in work.attempts_for("week-1")} == {"exam", "again", "theirs"}


def test_attempts_of_ones_own_accord_have_no_number_and_are_as_many_as_one_likes(each_store):
    fill(each_store)
    do(each_store, *(lambda work, each=each: work.begin(replace(GOING, id=each)) for each in "bcd"))
    with each_store.reading() as work:
        assert [each.id for each in work.attempts("p-ada")] == ["b", "c", "d", "going", "exam"]


def test_an_attempt_cannot_be_for_an_assignment_that_is_none(each_store):
    begin(each_store)
    refused(each_store, lambda work: work.begin(replace(an_attempt("b"), assignment="nothing", number=1)))
    with pytest.raises(UnknownAttempt):
        kept(each_store, "b")


def test_no_choice_is_added_to_what_is_over_and_it_ends_once(each_store):
    begin(each_store)
    do(each_store, lambda work: work.add_choice("a", 1, "ask", NOW), lambda work: work.finish("a", "met", LATER))
    refused(each_store, lambda work: work.add_choice("a", 2, "ask", NOW), by=TurnTaken)
    assert "come to its end already" in refused(each_store, lambda work: work.finish("a", "missed", NOW), by=Overtaken)
    assert (kept(each_store).ending, kept(each_store).finished, turns(each_store)) == ("met", LATER, [(1, "ask")])


def test_a_choice_of_an_attempt_that_is_none_is_refused(each_store):
    refused(each_store, lambda work: work.add_choice("nothing", 1, "ask", NOW), by=TurnTaken)


def back(*options, attempt="b", parent="a"):
    return replace(an_attempt(attempt), choices=choices(*options), parent=parent)


def test_after_a_take_back_another_attempt_goes_on_with_the_choices_up_to_there(each_store):
    begin(each_store)
    for turn, option in enumerate(("ask", "tell", "push"), start=1):
        choose(each_store, turn, option)
    for turn in (1, 2, 3):
        do(each_store, lambda work, turn=turn: work.give_hint("a", Hint(turn, 1), NOW))
    do(each_store, lambda work: work.give_reason("a", 1, "Because."))
    do(each_store, lambda work: work.carry_on("a", back("ask")))
    assert [each.option for each in kept(each_store).choices] == ["ask", "tell", "push"], "nothing is rewritten"
    assert (kept(each_store).continued, kept(each_store).going) == ("b", False)
    assert (kept(each_store, "b").parent, kept(each_store, "b").going) == ("a", True)
    assert kept(each_store, "b").choices == (Choice(1, "ask", "Because."),)
    with each_store.reading() as work:
        assert work.hints("b") == [Hint(1, 1), Hint(2, 1)], "those of the turn that is open again too"
        assert work.times("b") == [NOW]


def test_what_goes_on_elsewhere_takes_no_more_choices_and_is_not_continued_twice(each_store):
    begin(each_store)
    choose(each_store, 1)
    do(each_store, lambda work: work.carry_on("a", back()))
    refused(each_store, lambda work: work.add_choice("a", 2, "ask", NOW), by=TurnTaken)
    assert "taken back already" in refused(each_store, lambda work: work.carry_on("a", back(attempt="c")), by=Overtaken)
    assert kept(each_store).continued == "b"
    with pytest.raises(UnknownAttempt):
        kept(each_store, "c")


def test_a_hint_is_given_once_and_hints_come_by_turn_and_step(each_store):
    begin(each_store)
    for hint in (Hint(10, 1), Hint(2, 2), Hint(2, 1), Hint(2, 2)):
        do(each_store, lambda work, hint=hint: work.give_hint("a", hint, NOW))
    with each_store.reading() as work:
        assert work.hints("a") == [Hint(2, 1), Hint(2, 2), Hint(10, 1)]


def test_times_come_by_turn_also_where_the_clock_was_set_back(each_store):
    begin(each_store)
    for turn, at in ((1, LATER), (2, NOW), (3, LATER)):
        do(each_store, lambda work, turn=turn, at=at: work.add_choice("a", turn, "ask", at))
    with each_store.reading() as work:
        assert work.times("a") == [LATER, NOW, LATER]
        assert seconds(NOW, work.times("a")) == [86_400, None, 86_400]
    assert [turn for turn, _ in turns(each_store)] == [1, 2, 3]


def test_kept_versions_are_found_by_their_digests(each_store):
    with each_store.work() as work:
        for digest in ("1" * 64, "2" * 64, "3" * 64):
            work.keep_version(digest, "tiny", digest[0])
            work.keep_rubric(digest, "alliance", digest[0])
        work.keep_rubric("1" * 64, "alliance", "another")
        work.commit()
    with each_store.reading() as work:
        assert work.versions(["1" * 64, "3" * 64, "4" * 64]) == {"1" * 64: "1", "3" * 64: "3"}
        assert work.versions([]) == {}
        assert (work.rubric("1" * 64), work.rubric("4" * 64)) == ("1", None)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=4, max_size=4),
    reason=st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
)
def test_any_text_comes_back_as_it_was(each_store, texts, reason):
    person, scenario, seed, option = texts
    attempt = Attempt(f"id-{next(NUMBERS)}", person, scenario, DIGEST, seed, NOW)
    do(
        each_store,
        lambda work: work.keep_version(DIGEST, "tiny", "{}"),
        lambda work: work.begin(attempt),
        lambda work: work.add_choice(attempt.id, 1, option, NOW),
        lambda work: reason is None or work.give_reason(attempt.id, 1, reason),
    )
    again = kept(each_store, attempt.id)
    assert (again.person, again.scenario, again.seed) == (person, scenario, seed)
    assert again.choices == (Choice(1, option, reason),)


@pytest.mark.parametrize(("text", "words"), [("a\0b", r"\(NUL\)"), ("half \ud83d", "half of a character")])
def test_what_no_text_holds_is_refused_in_words_by_both_databases(each_store, text, words):
    begin(each_store)
    with pytest.raises(StoreError, match=f"This could not be kept.*{words}"):
        do(each_store, lambda work: work.add_choice("a", 1, text, NOW))
    with pytest.raises(StoreError, match=words):
        do(each_store, lambda work: work.audit.add_all([Entry(NOW, "ada", "said", each) for each in ("b", text)]))
    assert turns(each_store) == []
    with each_store.reading() as work:
        assert work.audit.of("ada") == []
