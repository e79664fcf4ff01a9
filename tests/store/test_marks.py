"""Drafts, marks and what is said after them come back as they were said; what two do at once is kept once."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.errors import Overtaken, StoreError
from simulator.model.assessment import CriterionMark, Draft, Flag, FlagDecision, Mark, Moderation, Seat, Why
from tests.store.filling import (
    AGAIN,
    APPEAL,
    BY_THE_MACHINE,
    CLEARED,
    DRAFT,
    FINAL,
    FIRST,
    FREE,
    LATER,
    PROPOSAL,
    RAISED,
    RAPPORT,
    RESPONSE,
    SECOND,
    fill,
)
from tests.store.keeping import NOW, do

MARK = Mark("benchmark", 1, "p-ben", NOW, LATER, (RAPPORT,), {3: "Ah."}, "On the whole.")


@pytest.fixture
def store(each_store):
    fill(each_store)
    return each_store


def asked(store, ask):
    with store.reading() as work:
        return ask(work.marks)


# Drafts.


def test_a_draft_comes_back_with_its_version_and_each_save_is_another(store):
    assert asked(store, lambda them: them.draft("benchmark", "p-ben")) == (DRAFT, 1, LATER)
    assert asked(store, lambda them: them.draft("benchmark", "p-tina")) is None
    with store.work() as work:
        assert work.marks.save_draft("benchmark", "p-ben", Draft(), 1, NOW) == 2
        assert work.marks.save_draft("benchmark", "p-ben", DRAFT, 2, NOW) == 3
        assert work.marks.save_draft("benchmark", "p-tina", Draft(comment="Mine."), 0, NOW) == 1
        work.commit()
    assert asked(store, lambda them: them.draft("benchmark", "p-ben")) == (DRAFT, 3, NOW)
    do(store, lambda work: work.marks.drop_draft("benchmark", "p-ben"))
    assert asked(store, lambda them: them.draft("benchmark", "p-ben")) is None
    assert asked(store, lambda them: them.draft("benchmark", "p-tina")) == (Draft(comment="Mine."), 1, NOW)


@pytest.mark.parametrize("based_on", [0, 2, -1])
def test_a_draft_that_rests_on_another_version_is_refused_and_what_stands_is_kept(store, based_on):
    with pytest.raises(Overtaken, match="another tab"):
        do(store, lambda work: work.marks.save_draft("benchmark", "p-ben", Draft(), based_on, NOW))
    assert asked(store, lambda them: them.draft("benchmark", "p-ben")) == (DRAFT, 1, LATER)


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40)
criteria = st.lists(
    st.builds(CriterionMark, texts, st.none() | st.integers(0, 4), st.lists(st.integers(1, 30)).map(tuple), texts)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.builds(
        Draft,
        criteria.map(tuple),
        st.dictionaries(st.integers(1, 30), texts),
        texts,
        st.lists(st.tuples(texts, st.integers(1, 30), texts)).map(tuple),
    )
)
def test_whatever_is_typed_comes_back_as_it_was(store, draft):
    with store.work() as work:
        work.marks.save_draft("benchmark", "p-ben", draft, 1, NOW)
        assert work.marks.draft("benchmark", "p-ben") == (draft, 2, NOW)
        by_id = {each.criterion: each for each in draft.criteria}
        mark = replace(MARK, criteria=tuple(by_id[key] for key in sorted(by_id)), notes=draft.notes)
        work.marks.submit(mark)
        assert work.marks.of(["benchmark"]) == {"benchmark": [mark]}


# Marks.


def test_marks_come_back_by_seat_with_evidence_comments_and_notes(store):
    found = {"script": [FIRST, SECOND], "again": [], "none": []}
    assert asked(store, lambda them: them.of(["script", "again", "none"])) == found
    assert list(asked(store, lambda them: them.of(["script"]))["script"][0].notes) == [2, 11], (
        "turns count, not letters"
    )


def test_a_mark_is_submitted_once_by_whoever_has_the_seat_and_stays(store):
    do(store, lambda work: work.marks.submit(MARK))
    for again in (MARK, replace(MARK, criteria=())):
        with pytest.raises(Overtaken, match="submitted already"):
            do(store, lambda work, again=again: work.marks.submit(again))
    with pytest.raises(Overtaken, match="submitted this mark already"):
        do(store, lambda work: work.marks.save_draft("benchmark", "p-ben", DRAFT, 1, LATER))
    assert asked(store, lambda them: them.of(["benchmark"])) == {"benchmark": [MARK]}


@pytest.mark.parametrize(
    "wrong", [{"assessor": "p-tina"}, {"seat": 2}, {"script": "none"}, {"script": "again", "assessor": "p-tina"}]
)
def test_a_mark_on_a_seat_that_one_does_not_have_is_refused(store, wrong):
    with pytest.raises(Overtaken, match="not yours to mark any more"):
        do(store, lambda work: work.marks.submit(replace(MARK, **wrong)))
    assert not asked(store, lambda them: them.of(["benchmark"]))["benchmark"]


def test_a_mark_on_a_seat_that_has_ended_is_refused(store):
    do(store, lambda work: work.scripts.end_seat("benchmark", 1, NOW, "no longer assesses"))
    with pytest.raises(Overtaken, match="kept as a draft"):
        do(store, lambda work: work.marks.submit(MARK))
    assert asked(store, lambda them: them.draft("benchmark", "p-ben")) == (DRAFT, 1, LATER)


def test_one_assessor_has_one_mark_on_a_script_though_they_had_two_seats(store):
    """By an index, whatever the seats say."""
    do(store, lambda work: work.scripts.add_seat(Seat("script", 4, 3, Why.DISPUTE, LATER, "p-ben")))
    with pytest.raises(Overtaken, match="submitted already"):
        do(store, lambda work: work.marks.submit(replace(SECOND, seat=3)))


# What is said after a mark.


def test_what_is_abided_by_is_said_once(store):
    other = replace(RESPONSE, seat=2, criterion="goal-focus", level=None, reason="")
    do(store, lambda work: work.marks.respond(other))
    with pytest.raises(Overtaken, match="answered this already"):
        do(store, lambda work: work.marks.respond(replace(RESPONSE, level=1)))
    assert asked(store, lambda them: them.responses(["script", "again"])) == {"script": [RESPONSE, other], "again": []}


def test_a_flag_is_raised_once_and_decided_once(store):
    decided = replace(RAISED, decision=CLEARED)
    assert asked(store, lambda them: them.flags(["script", "again"])) == {
        "script": [BY_THE_MACHINE, decided],
        "again": [],
    }
    upheld = FlagDecision("p-tina", True, "He pushes.", LATER)
    do(store, lambda work: work.marks.raise_flag(replace(BY_THE_MACHINE, assessor="p-ben", comment="So is it.")))
    do(store, lambda work: work.marks.decide("script", "no-harm", 1, upheld))
    with pytest.raises(Overtaken, match="decided already"):
        do(store, lambda work: work.marks.decide("script", "no-harm", 2, upheld))
    other = Flag("script", "a-gate", 2, LATER, "p-ben")
    do(store, lambda work: work.marks.raise_flag(other))
    expected = [replace(BY_THE_MACHINE, decision=upheld), other, decided]
    assert asked(store, lambda them: them.flags(["script"]))["script"] == expected


def test_of_the_proposals_the_last_can_be_agreed_to_once_and_then_none_follows(store):
    second = replace(PROPOSAL, number=2, assessor="p-tina", levels={"goal-focus": 1})
    do(store, lambda work: work.marks.propose(second))
    for number in (1, 3):
        with pytest.raises(Overtaken, match="does not stand"):
            do(store, lambda work, number=number: work.marks.agree("script", number, "p-tina", LATER))
    with pytest.raises(Overtaken, match="read it first"):
        do(store, lambda work: work.marks.propose(replace(second, levels={})))
    do(store, lambda work: work.marks.agree("script", 2, "p-ben", LATER))
    with pytest.raises(Overtaken, match="does not stand"):
        do(store, lambda work: work.marks.agree("script", 2, "p-tina", LATER))
    with pytest.raises(Overtaken, match="agreed to already"):
        do(store, lambda work: work.marks.propose(replace(PROPOSAL, number=3)))
    agreed = replace(second, agreed_by="p-ben", agreed=LATER)
    assert asked(store, lambda them: them.consensus(["script", "again"])) == {"script": [PROPOSAL, agreed], "again": []}


@pytest.mark.parametrize("name", ["respond", "raise_flag", "propose"])
def test_nothing_is_said_of_a_script_that_is_none(store, name):
    what = {"respond": RESPONSE, "raise_flag": RAISED, "propose": PROPOSAL}[name]
    with pytest.raises(StoreError):
        do(store, lambda work: getattr(work.marks, name)(replace(what, script="none")))


# Two at once.

AT_ONCE = {
    "two assessors take one seat": (
        lambda work: work.scripts.take("again", 1, "p-ben", LATER),
        lambda work: work.scripts.take("again", 1, "p-tina", LATER),
    ),
    "one takes two seats of a script": (
        lambda work: work.scripts.take("again", 2, "p-tina", LATER),
        lambda work: work.scripts.take("again", 3, "p-tina", LATER),
    ),
    "two tabs begin one draft": (
        lambda work: work.marks.save_draft("again", "p-ben", Draft(comment="one"), 0, LATER),
        lambda work: work.marks.save_draft("again", "p-ben", Draft(comment="two"), 0, LATER),
    ),
    "two tabs save one draft": (
        lambda work: work.marks.save_draft("again", "p-ben", Draft(comment="three"), 1, LATER),
        lambda work: work.marks.save_draft("again", "p-ben", Draft(comment="four"), 1, LATER),
    ),
    "a mark is submitted and its draft saved": (
        lambda work: work.marks.submit(replace(FIRST, script="again", assessor="p-ben")),
        lambda work: work.marks.save_draft("again", "p-ben", Draft(comment="five"), 2, LATER),
    ),
    "a mark is submitted and its seat taken away": (
        lambda work: work.marks.submit(replace(MARK, criteria=(CriterionMark("rapport-safety", None),))),
        lambda work: work.scripts.end_seat("benchmark", 1, LATER, "no longer assesses"),
    ),
    "a seat is taken away and its mark submitted": (
        lambda work: work.scripts.end_seat("again", 2, LATER, "no longer assesses"),
        lambda work: work.marks.submit(replace(SECOND, script="again", assessor="p-tina")),
    ),
    "two tabs submit": (
        lambda work: work.marks.submit(replace(MARK, script="again", seat=3, assessor="p-ada")),
        lambda work: work.marks.submit(replace(MARK, script="again", seat=3, assessor="p-ada", comment="two")),
    ),
    "one seat is asked for twice": (
        lambda work: work.scripts.add_seat(replace(FREE, number=4, seat=2)),
        lambda work: work.scripts.add_seat(replace(FREE, number=5, seat=2)),
    ),
    "two tabs answer": (
        lambda work: work.marks.respond(replace(RESPONSE, script="again")),
        lambda work: work.marks.respond(replace(RESPONSE, script="again", level=0)),
    ),
    "two decide on one flag": (
        lambda work: work.marks.decide("script", "no-harm", 1, CLEARED),
        lambda work: work.marks.decide("script", "no-harm", 1, replace(CLEARED, upheld=True)),
    ),
    "one proposes and the other agrees to what was": (
        lambda work: work.marks.propose(replace(PROPOSAL, number=2)),
        lambda work: work.marks.agree("script", 1, "p-tina", LATER),
    ),
    "one agrees and the other proposes something else": (
        lambda work: work.marks.agree("script", 2, "p-tina", LATER),
        lambda work: work.marks.propose(replace(PROPOSAL, number=3)),
    ),
    "two finals": (
        lambda work: work.scripts.settle(replace(FINAL, script="again", criteria=())),
        lambda work: work.scripts.settle(replace(FINAL, script="again")),
    ),
    "two rounds": (
        lambda work: work.scripts.add(replace(AGAIN, id="third", round=3)),
        lambda work: work.scripts.add(replace(AGAIN, id="another", round=3)),
    ),
    "two appeals": (
        lambda work: work.scripts.appeal(replace(APPEAL, script="again")),
        lambda work: work.scripts.appeal(replace(APPEAL, script="again", reason="Once more.")),
    ),
    "two decide on one appeal": (
        lambda work: work.scripts.decide_appeal("script", LATER, "p-tina", "Right.", "again"),
        lambda work: work.scripts.decide_appeal("script", LATER, "p-ben", "No."),
    ),
    "two change the settings": (
        lambda work: work.scripts.set_moderation(2, Moderation(double=1.0), "p-tina", LATER),
        lambda work: work.scripts.set_moderation(2, Moderation(double=0.0), "p-ben", LATER),
    ),
}
"""What the first does is kept, and the second, who began before that was committed, is told. One after another."""


def test_of_two_who_do_at_once_what_can_be_done_once_the_second_is_told_and_nothing_of_it_is_kept(store):
    do(
        store,
        lambda work: work.scripts.add_seat(replace(FREE, number=2, seat=2)),
        lambda work: work.scripts.add_seat(replace(FREE, number=3, seat=3)),
        lambda work: work.scripts.add_seat(replace(FREE, script="benchmark", number=2, seat=3)),
    )
    with ThreadPoolExecutor(1) as other:
        for name, (first, second) in AT_ONCE.items():
            if name == "two tabs submit":
                do(store, lambda work: work.scripts.take("again", 3, "p-ada", LATER))
            with store.work() as work:
                first(work)
                waiting = other.submit(do, store, second)
                assert not wait([waiting], timeout=0.03).done, f"{name}: the second did not wait for the first"
                work.commit()
            assert isinstance(waiting.exception(30), Overtaken), f"{name}: both were kept"
    seats = {each.number: each.assessor for each in asked_scripts(store, lambda them: them.seats(["again"]))["again"]}
    assert seats == {1: "p-ben", 2: "p-tina", 3: "p-ada", 4: None}
    assert asked(store, lambda them: them.draft("again", "p-ben")) == (Draft(comment="three"), 2, LATER)
    assert [each.comment for each in asked(store, lambda them: them.of(["again"]))["again"]] == ["", "On the whole."]
    assert asked_scripts(store, lambda them: them.finals(["again"]))["again"].criteria == ()
    assert asked_scripts(store, lambda them: them.appeals())["script"].reopened == "again"
    assert asked_scripts(store, lambda them: them.moderation())[1] == Moderation(double=1.0)


def asked_scripts(store, ask):
    with store.reading() as work:
        return ask(work.scripts)
