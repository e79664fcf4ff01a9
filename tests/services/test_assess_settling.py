"""After the mark: sides beside one another, differences explained by their evidence, answers, proposals."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken
from simulator.model.assessment import CriterionMark, Draft
from simulator.services.access import Forbidden
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import Side
from simulator.services.assessing.sides import explained, gap
from tests.services.assessed import CROSSED, GATE, PLAIN, REPAIR, TRUST, Panel, Shelf, draft_of
from tests.services.test_assess_taking import at_once


def side(kind: str, level: int | None, *turns: int, title: str = "Ben") -> Side:
    return Side(kind, title, "", {REPAIR: level}, {REPAIR: turns}, {})


@pytest.mark.parametrize(
    ("sides", "says"),
    [
        (
            [side("own", 2, 1, 3), side("mark", 4, 1, 5)],
            "Only you rest on turn 3. Only Ben rests on turn 5. Both rest on turn 1 and read it differently.",
        ),
        (
            [side("own", 2, 1, 2), side("mark", 4, 1, 2), side("machine", 3, 1, 2, 4)],
            "Only the machine rests on turn 4. All rest on turns 1 and 2 and read them differently.",
        ),
        ([side("own", None), side("mark", 4, 1, 2, 3)], "You saw no opportunity. Only Ben rests on turns 1, 2 and 3."),
        ([side("own", 2, 1), side("machine", None)], "Only you rest on turn 1. The machine found too little evidence."),
        ([side("own", 2, 1), side("agreed", 4, 2)], "Only you rest on turn 1. Only the agreed level rests on turn 2."),
        ([side("own", 2), side("mark", 4)], "They rest on the same turns in different ways."),
    ],
)
def test_a_difference_is_explained_by_which_turns_each_side_rests_on(sides: list[Side], says: str) -> None:
    assert explained(REPAIR, sides) == says


def test_a_gap_is_in_levels_and_none_where_one_saw_no_opportunity() -> None:
    assert (gap([1, 4, 2]), gap([None, 2]), gap([None, None])) == (3, None, None)


def test_sides_stand_beside_one_another_with_what_each_rests_on(panel: Panel) -> None:
    script = panel.sat(targets=(REPAIR, TRUST))
    panel.anna.take(script)
    marks = (CriterionMark(REPAIR, 2, (1, 4), "Late."), CriterionMark(TRUST, None, (), ""))
    panel.anna.submit(script, Draft(marks, {4: " Look here. "}, "Steady.\n"), 0)
    panel.mark("ben", script, 4, 3)
    panel.anna.respond(script, REPAIR, 2, "Turn 4 falls behind.")
    panel.ben.respond(script, TRUST, None, "")
    own, ben, machine = panel.compared("anna", script).sides
    assert (own.kind, own.title, own.note[:20]) == ("own", "You", "First mark, submitte")
    assert own.levels == {REPAIR: 2, TRUST: None}
    assert own.turns[REPAIR] == (1, 4)
    assert own.words == {REPAIR: "Late.\nKeeps this level: Turn 4 falls behind."}
    assert (ben.kind, ben.title, ben.levels[TRUST]) == ("mark", "Ben Smith", 3)
    assert ben.words[TRUST] == "Level 3 it is.\nTakes the machine’s level (none)."
    assert (machine.kind, machine.levels) == ("machine", {REPAIR: 4, TRUST: None})
    assert machine.turns == {REPAIR: (1, 2, 3, 4), TRUST: (5,)}
    assert machine.words[REPAIR].startswith("Mean 0.94 (0.")
    found = panel.compared("anna", script)
    assert found.person == "Ada Smith"
    assert found.notes == {4: (("You", "Look here."),)}
    assert found.comments == (("You", "Steady."),)
    assert [(d.criterion, d.gap, d.answer, d.reason, d.abides) for d in found.differences] == [
        (REPAIR, 2, "given", "Turn 4 falls behind.", 2), (TRUST, None, "", "", None),
    ]  # fmt: skip
    assert [each.kind for each in panel.compared("ben", script).sides] == ["own", "mark", "machine"]


def test_keeping_ones_level_against_the_machine_needs_a_reason_and_is_said_once(panel: Panel) -> None:
    script = panel.sat(targets=(REPAIR, TRUST))
    panel.mark("anna", script, 3, None)
    (difference,) = panel.compared("anna", script).differences
    assert (difference.criterion, difference.answer) == (REPAIR, "asked")
    assert panel.state("anna", script) == "settle"
    for level, reason, says in (
        (3, "  ", "reason to keep your level is missing"),
        (3, "x" * 5000, "4,000 characters at most"),
        (2, "So.", "no other can be said"),
        (True, "So.", "no other can be said"),
        (4.0, "So.", "no other can be said"),
        (None, "So.", "no other can be said"),
    ):
        with pytest.raises(Refused, match=says):
            panel.anna.respond(script, REPAIR, level, reason)  # type: ignore[arg-type]
    for criterion in (TRUST, "nonsense", ""):
        with pytest.raises(Refused, match="Nothing is asked"):
            panel.anna.respond(script, criterion, 3, "So.")
    came = at_once(*[lambda: panel.anna.respond(script, REPAIR, 3, "Turn 2 is late.")] * 2)
    assert came.count(None) == 1
    assert panel.settled(script) == {REPAIR: (3, "first"), TRUST: (None, "first")}
    with pytest.raises(Refused, match="final"):
        panel.anna.respond(script, REPAIR, 4, "")
    assert panel.compared("anna", script).final[0].how == "first"
    assert panel.compared("ben", script).sides[0].kind == "mark"  # final, so whoever assesses may read it


def test_an_answer_that_was_given_is_not_given_anew(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat()
    panel.mark("anna", script, 3)
    panel.anna.respond(script, REPAIR, 4, "")
    with pytest.raises(Overtaken, match="answered this already"):
        panel.anna.respond(script, REPAIR, 3, "After all.")
    assert panel.compared("anna", script).differences[0].abides == 4


def test_a_proposal_has_a_level_for_all_that_is_in_dispute_and_comes_from_one_of_the_two(panel: Panel) -> None:
    panel.set(replace(PLAIN, beyond="consensus", double=1.0))
    script = panel.sat(targets=(REPAIR, TRUST))
    panel.mark("anna", script, 2, None)
    with pytest.raises(Refused, match="nothing here to agree on"):
        panel.anna.propose(script, {REPAIR: 3}, "So.")
    panel.mark("ben", script, 4, None)
    for levels, reason, says in (
        ({}, "So.", "every criterion in dispute"),
        ({TRUST: 2}, "So.", "every criterion in dispute"),
        ({REPAIR: 3, "nonsense": 1}, "So.", "none for what is not marked"),
        ({REPAIR: 5}, "So.", "0 to 4"),
        ({REPAIR: True}, "So.", "0 to 4"),
        ({REPAIR: 3}, "", "reason"),
        (None, "So.", "every criterion"),
    ):
        with pytest.raises(Refused, match=says):
            panel.anna.propose(script, levels, reason)  # type: ignore[arg-type]
    for number in (1, -1, 99):
        with pytest.raises(Forbidden):
            panel.ben.agree(script, number)
    came = at_once(*(lambda w=w: panel.as_(w).propose(script, {REPAIR: 3}, "So.") for w in ("anna", "ben")))
    assert came == [None, None]
    last = panel.compared("anna", script).proposals[-1]
    proposer, other = ("anna", "ben") if last.mine else ("ben", "anna")
    with pytest.raises(Forbidden):
        panel.carol.agree(script, last.number)
    panel.as_(proposer).propose(script, {REPAIR: 3, TRUST: None}, "For both.")
    assert not panel.compared(other, script).proposals[-2].open
    panel.as_(other).agree(script, last.number + 1)
    assert panel.waits("anna", script)[0].startswith("The first assessor has still to say")
    with pytest.raises(Overtaken, match="nothing here to agree on any more"):
        panel.as_(other).agree(script, last.number + 1)
    panel.anna.respond(script, REPAIR, 2, "So.")
    assert panel.settled(script) == {REPAIR: (3, "consensus"), TRUST: (None, "consensus")}


def test_where_one_of_two_who_are_to_agree_has_gone_a_third_decides(panel: Panel) -> None:
    panel.set(replace(PLAIN, beyond="consensus"))
    script = panel.sat()
    panel.mark("anna", script, 2)
    panel.mark("ben", script, 4)
    panel.roles("anna")
    assert panel.state("carol", script) == "free"
    panel.mark("carol", script, 4)
    assert panel.settled(script) == {REPAIR: (4, "closest")}


def test_of_two_who_decide_one_flag_at_once_one_decides(panel: Panel) -> None:
    script = panel.sat(options=CROSSED)
    panel.mark("anna", script, 1)
    panel.mark("ben", script, 3)
    panel.mark("carol", script, 3)
    came = at_once(*(lambda w=w: panel.as_(w).decide_flag(script, GATE, 4, True, w) for w in ("ben", "carol")))
    assert came.count(None) == 1
    assert [type(each) for each in came if each] == [Overtaken]
    (flag,) = panel.compared("anna", script).flags
    assert (flag.decision, flag.reason) == ("upheld", "ben" if came[0] is None else "carol")
    again = panel.sat(options=CROSSED)
    panel.mark("anna", again, 3)
    panel.mark("ben", again, 3)
    with pytest.raises(Refused, match="upheld or cleared"):
        panel.ben.decide_flag(again, GATE, 4, "yes", "So.")  # type: ignore[arg-type]


def test_on_a_benchmark_nothing_more_is_asked(panel: Panel) -> None:
    panel.shelf = Shelf(1)
    script = panel.anna.calibrate("bench-mark-1")
    panel.anna.submit(script, draft_of(panel.blind("anna", script), 1, None), 0)
    with pytest.raises(Refused, match="nothing more is asked"):
        panel.anna.respond(script, REPAIR, 3, "")
    with pytest.raises(Forbidden):
        panel.lena.ask_third(script)
