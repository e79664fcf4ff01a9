"""The rules of moderation: what a script needs, and what counts in the end, by hand and whatever the marks."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.assessment import (
    Consensus,
    CriterionMark,
    FinalCriterion,
    Flag,
    FlagDecision,
    Mark,
    Moderation,
    Purpose,
    Response,
    Script,
    Why,
)
from simulator.scoring.moderation import Assessed, Machine, lot, may_decide, needed, settle, to_agree, waits

AT = "2026-03-01T12:00:00+00:00"
CUTS = (0.20, 0.45, 0.65, 0.85)
RULES = Moderation(double=0.0)
MEAN, TALK = replace(RULES, within="mean"), replace(RULES, beyond="consensus")
CAPS = {"no-lie": ("ethics", 0), "no-tape": ("ethics", 1)}
ANNA, BEN, CAROL = "anna", "ben", "carol"
WHO = (ANNA, BEN, CAROL)
Level = int | None


def script(*criteria: str, id_: str = "s", round_: int = 1) -> Script:
    return Script(id_, Purpose.LIVE, "rubric", AT, criteria or ("trust",), attempt="a", round=round_)


def mark(seat: int, *levels: Level, criteria: tuple[str, ...] = ("trust", "repair", "ethics")) -> Mark:
    told = tuple(CriterionMark(each, level, (1,)) for each, level in zip(criteria, levels, strict=False))
    return Mark("s", seat, WHO[seat - 1], AT, AT, told)


def of(*levels: Level, machine: Level | str = "none", **more: object) -> Assessed:
    """One criterion, marked by so many in turn; the machine has found the same as the first unless told otherwise."""
    found = levels[0] if machine == "none" and levels else machine
    scored = None if machine == "none" else Machine({"trust": found}, cuts=CUTS)
    marks = tuple(mark(seat, each) for seat, each in enumerate(levels, start=1))
    plain = Assessed(script(), scored, CAPS, marks, seats=max(1, len(levels)))
    return replace(plain, **more)


def final(assessed: Assessed, rules: Moderation = RULES) -> tuple[float | None, str] | None:
    """What came of the only criterion; None while something is waited for."""
    found = settle(assessed, rules)
    return (found[0].level, found[0].how) if found else None


# Which marks are needed.


def test_one_mark_is_enough_where_nothing_speaks_for_a_second():
    clear = Assessed(script(), Machine({"trust": 3}, {"trust": 0.75}, CUTS))
    assert needed(clear, RULES) == (Why.FIRST,)
    assert needed(Assessed(script(), None), RULES) == (Why.FIRST,)


def test_a_share_drawn_by_lot_is_marked_twice_and_the_lot_stays():
    drawn = [needed(Assessed(script(id_=f"s{n}"), None), replace(RULES, double=0.2)) for n in range(2000)]
    assert set(drawn) == {(Why.FIRST,), (Why.FIRST, Why.RANDOM)}
    assert 0.17 < drawn.count((Why.FIRST, Why.RANDOM)) / 2000 < 0.23
    assert lot("s1") == lot("s1") != lot("s2")
    assert needed(Assessed(script(), None), replace(RULES, double=1.0)) == (Why.FIRST, Why.RANDOM)


@pytest.mark.parametrize(
    ("mean", "level", "twice"),
    [(0.61, 2, True), (0.69, 3, True), (0.60, 2, False), (0.70, 3, False), (0.75, 3, False), (0.64, None, False)],
)
def test_a_mean_nearer_to_a_cut_than_the_setting_is_marked_twice(mean: float, level: Level, twice: bool):
    found = needed(Assessed(script(), Machine({"trust": level}, {"trust": mean}, CUTS)), RULES)
    assert found == ((Why.FIRST, Why.BORDERLINE) if twice else (Why.FIRST,))


def test_a_criterion_that_is_not_marked_makes_nothing_borderline():
    other = Assessed(script("trust"), Machine({"trust": 3, "repair": 2}, {"trust": 0.75, "repair": 0.64}, CUTS))
    assert needed(other, RULES) == (Why.FIRST,)


@pytest.mark.parametrize(
    ("first", "machine", "twice"),
    [(1, 3, True), (4, 2, True), (2, 3, False), (None, 2, True), (2, None, True), (None, None, False)],
)
def test_a_first_mark_two_levels_from_the_machine_or_at_odds_on_opportunity_asks_for_a_second(
    first: Level, machine: Level, twice: bool
):
    found = needed(of(first, machine=machine), RULES)
    assert found == ((Why.FIRST, Why.GAP) if twice else (Why.FIRST,))


def test_a_gate_raised_by_the_machine_or_by_the_first_asks_for_a_second():
    machines, annas = Flag("s", "no-lie", 2, AT), Flag("s", "no-lie", 2, AT, ANNA)
    assert needed(of(flags=(machines,)), RULES) == (Why.FIRST, Why.GATE)
    assert needed(of(2, flags=(annas,)), RULES) == (Why.FIRST, Why.GATE)


@pytest.mark.parametrize(
    ("first", "second", "thrice"), [(1, 3, True), (3, 1, True), (2, 3, False), (None, 2, True), (None, None, False)]
)
def test_marks_two_levels_apart_or_at_odds_on_opportunity_ask_for_a_third(first: Level, second: Level, thrice: bool):
    assert len(needed(of(first, second), replace(RULES, double=1))) == (3 if thrice else 2)
    assert len(needed(of(first, second), replace(TALK, double=1))) == 2
    assert len(needed(of(first, second, gone=frozenset({BEN})), replace(TALK, double=1))) == (3 if thrice else 2)


def test_assessors_moved_apart_by_what_they_abide_by_need_a_third_too():
    apart = of(2, 1, machine=4)
    assert len(needed(apart, replace(RULES, double=1))) == 2
    took = replace(apart, responses=(Response("s", 1, "trust", 4, "", AT),))
    assert needed(took, replace(RULES, double=1))[2] is Why.DISPUTE


def test_blind_marks_decide_whether_a_third_is_asked_whatever_is_abided_by_later():
    apart = of(1, 3, machine=3)
    took = replace(apart, responses=(Response("s", 1, "trust", 3, "", AT),))
    assert needed(took, replace(RULES, double=1))[2] is Why.DISPUTE
    assert len(needed(took, replace(TALK, double=1))) == 2
    agreed = replace(took, consensus=(Consensus("s", 1, ANNA, {"trust": 3}, "So.", AT, BEN, AT),))
    assert len(needed(agreed, replace(RULES, double=1))) == 2


def test_a_flag_that_the_second_raised_or_cannot_decide_any_more_needs_a_third():
    bens, machines = Flag("s", "no-lie", 2, AT, BEN), Flag("s", "no-lie", 2, AT)
    assert needed(of(2, 2, flags=(bens,)), RULES) == (Why.FIRST, Why.GATE, Why.GATE)
    assert needed(of(2, 2, flags=(machines,)), RULES) == (Why.FIRST, Why.GATE)
    assert needed(of(2, 2, flags=(machines,), gone=frozenset({BEN})), RULES)[2] is Why.GATE


def test_an_appeal_is_first_marked_because_of_it_and_a_benchmark_once():
    assert needed(Assessed(script(round_=2), None), RULES) == (Why.APPEAL,)
    benchmark = Script("b", Purpose.SEEDED, "rubric", AT, ("trust",), benchmark="b1")
    assert needed(Assessed(benchmark, None), replace(RULES, double=1)) == (Why.BENCHMARK,)


# What counts.


@pytest.mark.parametrize(
    ("levels", "counts"),
    [
        ((2,), (2, "first")),
        ((None,), (None, "first")),
        ((3, 3), (3, "agreed")),
        ((None, None), (None, "agreed")),
        ((2, 3), (2, "first")),
        ((1, 3, 4), (3, "closest")),
        ((1, 3, 1), (1, "closest")),
        ((1, 3, 2), (2, "third")),
        ((0, 2, 4), (2, "closest")),
        ((None, 2, 2), (2, "closest")),
        ((None, 2, 3), (2, "closest")),
        ((2, None, 4), (4, "third")),
        ((None, 2, None), (None, "closest")),
        ((2, None, None), (None, "closest")),
        ((2, 3, 0), (2, "first")),
        ((2, 2, 0), (2, "agreed")),
        ((1, 3), None),
        ((1, 3, None), None),
    ],
)
def test_what_counts_of_the_marks(levels: tuple[Level, ...], counts: tuple[Level, str] | None):
    assert final(of(*levels)) == counts


def test_within_a_level_the_mean_counts_where_the_setting_says_so():
    assert final(of(2, 3), MEAN) == (2.5, "mean")
    assert final(of(3, 3), MEAN) == (3, "agreed")
    assert final(of(1, 3, 3), MEAN) == (3, "closest")


def test_nothing_is_final_before_everybody_has_said_what_they_abide_by():
    apart = of(2, 2, machine=3)
    assert waits(apart, RULES) == (
        "The first assessor has still to say which level they abide by on one criterion.",
        "The second assessor has still to say which level they abide by on one criterion.",
    )
    anna, ben = Response("s", 1, "trust", 3, "", AT), Response("s", 2, "trust", 2, "Look at turn 4.", AT)
    assert settle(replace(apart, responses=(anna,)), RULES) == ()
    assert final(replace(apart, responses=(anna, ben))) == (3, "first")
    assert final(replace(apart, responses=(anna, replace(ben, level=3)))) == (3, "agreed")
    assert apart.marks[0].criteria[0].level == 2


def test_whoever_no_longer_assesses_owes_nothing_and_abides_by_their_own():
    assert final(of(2, 2, machine=3, gone=frozenset({ANNA, BEN}))) == (2, "agreed")
    assert final(of(2, machine=3, gone=frozenset({BEN}))) is None


def test_a_second_seat_once_asked_for_is_waited_for_whatever_the_settings_say_later():
    assert waits(of(2, seats=2), RULES) == ("The second mark has not been submitted yet.",)


def test_a_flag_is_decided_by_whoever_marked_after_the_first_and_did_not_raise_it():
    flag, bens = Flag("s", "no-lie", 2, AT), Flag("s", "no-lie", 2, AT, BEN)
    both = of(2, 2, 2, flags=(flag, bens))
    assert [may_decide(both, flag, each) for each in (*WHO, "dora")] == [False, True, True, False]
    assert [may_decide(both, bens, each) for each in WHO] == [False, False, True]
    done = replace(flag, decision=FlagDecision(BEN, False, "Not so.", AT))
    assert not may_decide(both, done, CAROL)
    assert waits(of(2, 2, flags=(flag,)), RULES) == (
        "The flag at turn 2 has to be upheld or cleared by a second assessor.",
    )
    assert final(of(2, 2, flags=(done,))) == (2, "agreed")


def ethics(*levels: Level, upheld: tuple[str, ...], criteria: tuple[str, ...] = ("ethics",)) -> Assessed:
    flags = tuple(Flag("s", each, 2, AT, decision=FlagDecision(BEN, True, "So.", AT)) for each in upheld)
    marks = tuple(mark(seat, level, criteria=criteria) for seat, level in enumerate(levels, start=1))
    return Assessed(script(*criteria), None, CAPS, marks, flags=flags, seats=2)


def test_a_gate_that_was_upheld_limits_its_criterion():
    assert final(ethics(3, 3, upheld=("no-tape",))) == (1, "capped")
    assert final(ethics(3, 3, upheld=("no-tape", "no-lie"))) == (0, "capped")
    assert final(ethics(1, 1, upheld=("no-tape",))) == (1, "agreed")
    assert final(ethics(None, None, upheld=("no-tape",))) == (1, "capped")
    assert settle(ethics(0, 1, upheld=("no-tape",)), MEAN) == (FinalCriterion("ethics", 0.5, "mean"),)


def test_a_gate_of_a_criterion_that_nobody_was_to_mark_is_seen_in_what_counts():
    found = settle(ethics(3, 3, upheld=("no-lie",), criteria=("trust",)), RULES)
    assert found == (FinalCriterion("trust", 3, "agreed"), FinalCriterion("ethics", 0, "capped"))


def test_two_who_are_to_agree_are_waited_for_and_what_they_agree_on_counts():
    apart = of(1, 3, seats=2)
    assert to_agree(apart, TALK) == ("trust",)
    assert waits(apart, TALK) == ("The two assessors have to agree on the level of one criterion.",)
    proposed = Consensus("s", 1, ANNA, {"trust": 2}, "Turn 3 is more than I saw.", AT)
    assert final(replace(apart, consensus=(proposed,)), TALK) is None
    agreed = replace(proposed, agreed_by=BEN, agreed=AT)
    assert final(replace(apart, consensus=(agreed,)), TALK) == (2, "consensus")


def test_a_third_who_sees_no_opportunity_between_two_levels_leaves_it_to_be_agreed_on():
    lost = of(1, 3, None)
    assert to_agree(lost, RULES) == ("trust",)
    assert waits(lost, RULES) == ("Two of those who marked it have to agree on the level of one criterion.",)
    agreed = Consensus("s", 1, ANNA, {"trust": 3}, "So.", AT, CAROL, AT)
    assert final(replace(lost, consensus=(agreed,))) == (3, "consensus")


def test_a_third_that_was_asked_for_decides_though_the_two_were_to_agree():
    assert to_agree(of(1, 3, seats=3), TALK) == ()
    assert final(of(1, 3, 3, seats=3), TALK) == (3, "closest")


# Whatever the marks.

LEVELS = st.sampled_from((None, 0, 1, 2, 3, 4))
CRITERIA = ("trust", "repair", "ethics")


@st.composite
def assessments(draw: st.DrawFn) -> Assessed:
    """Scripts in any state: one to three marks, the machine's levels or none, some responses, flags decided or not."""
    marks = [mark(seat, *(draw(LEVELS) for _ in CRITERIA)) for seat in range(1, draw(st.integers(1, 3)) + 1)]
    machine = draw(st.none() | st.builds(Machine, st.fixed_dictionaries(dict.fromkeys(CRITERIA, LEVELS))))
    responses = [
        Response("s", each.seat, told.criterion, level, "So.", AT)
        for each in marks
        for told in each.criteria
        if machine and draw(st.booleans())
        for level in [draw(st.sampled_from((told.level, machine.level(told.criterion))))]
    ]
    decisions = [None, FlagDecision(BEN, True, "So.", AT), FlagDecision(CAROL, False, "No.", AT)]
    flags = [
        Flag("s", gate, turn, AT, draw(st.sampled_from((None, *WHO))), decision=draw(st.sampled_from(decisions)))
        for gate, turn in draw(st.sets(st.tuples(st.sampled_from(tuple(CAPS)), st.integers(1, 3)), max_size=2))
    ]
    proposed = Consensus(
        "s", 1, ANNA, {each: draw(LEVELS) for each in CRITERIA}, "So.", AT, draw(st.sampled_from((None, BEN)))
    )
    return Assessed(
        script(*CRITERIA), machine, CAPS, tuple(marks), tuple(responses), tuple(flags),
        (proposed,) if draw(st.booleans()) else (), len(marks), draw(st.frozensets(st.sampled_from(WHO), max_size=2)),
    )  # fmt: skip


RULESETS = st.builds(
    Moderation,
    double=st.sampled_from((0.0, 1.0)),
    gap=st.integers(1, 3),
    within=st.sampled_from(("first", "mean")),
    beyond=st.sampled_from(("third", "consensus")),
)


@given(assessments(), RULESETS)
@settings(max_examples=60)
def test_in_whatever_order_things_arrive_the_same_is_needed_and_the_same_counts(assessed: Assessed, rules: Moderation):
    found = needed(assessed, rules), waits(assessed, rules), settle(assessed, rules)
    for order in permutations(assessed.marks):
        other = replace(assessed, marks=order, responses=assessed.responses[::-1], flags=assessed.flags[::-1])
        assert (needed(other, rules), waits(other, rules), settle(other, rules)) == found


@given(assessments(), RULESETS)
@settings(max_examples=120)
def test_either_something_is_waited_for_or_there_is_a_level_that_somebody_gave_or_a_mean_or_a_cap(
    assessed: Assessed, rules: Moderation
):
    found = settle(assessed, rules)
    assert bool(found) != bool(waits(assessed, rules))
    for each in found:
        given_levels = {told.level for m in assessed.marks for told in m.criteria if told.criterion == each.criterion}
        taken = {r.level for r in assessed.responses if r.criterion == each.criterion}
        if each.how == "mean":
            levels = given_levels | taken
            assert each.level in {(a + b) / 2 for a in levels for b in levels if None not in (a, b)}
            assert rules.within == "mean"
        elif each.how == "capped":
            assert each.level in {cap for _, cap in CAPS.values()}
        elif each.how == "consensus":
            assert each.level == assessed.agreed[each.criterion]
        else:
            assert each.level in given_levels | taken
    assert {each.criterion for each in found} == (set(CRITERIA) if found else set())


@given(assessments(), RULESETS)
@settings(max_examples=60)
def test_more_marks_never_take_back_what_was_needed(assessed: Assessed, rules: Moderation):
    plain = replace(assessed, flags=(), consensus=(), responses=(), gone=frozenset(), seats=1)
    lengths = [len(needed(replace(plain, marks=plain.marks[:n]), rules)) for n in range(len(plain.marks) + 1)]
    assert lengths == sorted(lengths)
    assert all(1 <= each <= 3 for each in lengths)
