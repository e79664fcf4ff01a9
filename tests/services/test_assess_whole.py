"""The whole way of a script: marked blind, differing, decided, released, read, and looked at again after an appeal."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken
from simulator.services.access import Forbidden
from simulator.services.assessing.refusing import Refused
from simulator.services.assessing.showing import MarkedCriterion
from tests.services.assessed import CROSSED, GATE, PLAIN, REPAIR, TRUST, Panel, draft_of


def test_two_marks_two_levels_apart_are_decided_by_a_third_and_released_to_the_trainee(each_panel: Panel) -> None:
    panel = each_panel
    script = panel.sat()
    attempt = panel.attempt_of(script)
    panel.mark("anna", script, 2)
    assert panel.whys(script) == ["first", "gap"]  # the machine says 4
    panel.mark("ben", script, 4)
    assert panel.whys(script) == ["first", "gap", "dispute"]
    panel.mark("carol", script, 3)
    assert panel.waits("carol", script) == (
        "The first assessor has still to say which level they abide by on one criterion.",
        "The third assessor has still to say which level they abide by on one criterion.",
    )
    panel.anna.respond(script, REPAIR, 2, "Turn 4 falls behind the others.")
    assert panel.settled(script) == {}
    panel.carol.respond(script, REPAIR, 4, "")
    assert panel.settled(script) == {REPAIR: (4, "closest")}
    assert panel.marked(attempt) is None
    assert panel.anna.preview(script).criteria[0].level == 4
    panel.released(script)
    found = panel.marked(attempt)
    assert found.criteria == (MarkedCriterion(REPAIR, 4, "closest", (1, 2, 3, 4), ("Level 4 it is.",)),)
    assert (found.round, found.again, found.appeal) == (1, False, "")
    assert [act for _, act in panel.audited(script)] == [
        "put an attempt before assessors",
        "took a script", "submitted a mark", "took a script", "submitted a mark", "took a script", "submitted a mark",
        "kept a level", "took the machine's level", "made a mark final", "released a result",
    ]  # fmt: skip
    assert panel.audited(script)[-4:-2] == [("anna", "kept a level"), ("carol", "took the machine's level")]


def test_original_marks_stay_as_they_were_whatever_counts_in_the_end(panel: Panel) -> None:
    script = panel.sat()
    for person, level in (("anna", 1), ("ben", 3), ("carol", 4)):
        panel.mark(person, script, level)
    panel.anna.respond(script, REPAIR, 4, "I take it back.")
    panel.ben.respond(script, REPAIR, 3, "Turn 2 is late.")
    assert panel.settled(script) == {REPAIR: (4, "first")}  # what they abide by lies within a level
    with panel.store.reading() as work:
        marks = work.marks.of([script])[script]
    assert [each.of(REPAIR).level for each in marks] == [1, 3, 4]


def test_a_second_mark_within_a_level_leaves_the_first_standing_or_makes_the_mean(panel: Panel) -> None:
    for rules, counts in ((PLAIN, (4, "first")), (replace(PLAIN, within="mean"), (3.5, "mean"))):
        panel.set(replace(rules, double=1.0))
        script = panel.sat()
        panel.mark("anna", script, 4)
        panel.mark("ben", script, 3)
        panel.ben.respond(script, REPAIR, 3, "Turn 2 is late.")
        assert panel.settled(script) == {REPAIR: counts}


def test_two_who_differ_come_to_agree_where_the_rules_ask_for_it(panel: Panel) -> None:
    panel.set(replace(PLAIN, beyond="consensus"))
    script = panel.sat()
    panel.mark("anna", script, 2)
    panel.mark("ben", script, 4)
    panel.anna.respond(script, REPAIR, 2, "Turn 4 falls behind the others.")
    assert panel.whys(script) == ["first", "gap"]
    assert panel.state("anna", script) == panel.state("ben", script) == panel.state("lena", script) == "disputed"
    assert panel.compared("anna", script).may_propose
    panel.anna.propose(script, {REPAIR: 2}, "See turn 4.")
    panel.ben.propose(script, {REPAIR: 3}, "Half of it is there.")
    with pytest.raises(Overtaken, match="read the last one"):
        panel.ben.agree(script, 1)
    assert panel.state("anna", script) == "settle"
    with pytest.raises(Refused, match="somebody else"):
        panel.ben.agree(script, 2)
    assert [(p.mine, p.open) for p in panel.compared("anna", script).proposals] == [(True, False), (False, True)]
    panel.anna.agree(script, 2)
    assert panel.settled(script) == {REPAIR: (3, "consensus")}
    assert panel.audited(script)[-4:] == [
        ("anna", "proposed a consensus"), ("ben", "proposed a consensus"), ("anna", "agreed to a consensus"),
        ("anna", "made a mark final"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="final by now"):
        panel.anna.agree(script, 2)


def test_a_lead_may_have_a_third_decide_where_two_do_not_agree(panel: Panel) -> None:
    panel.set(replace(PLAIN, beyond="consensus"))
    script = panel.sat()
    with pytest.raises(Refused, match="first two are in"):
        panel.lena.ask_third(script)
    panel.mark("anna", script, 2)
    panel.mark("ben", script, 4)
    with pytest.raises(Forbidden, match="administrators"):
        panel.carol.ask_third(script)
    assert {name: panel.entry(name, script).third for name in ("anna", "carol", "lena")} == {
        "anna": False, "carol": False, "lena": True,
    }  # fmt: skip
    panel.lena.ask_third(script)
    assert (panel.state("lena", script), panel.entry("lena", script).third) == ("free", False)
    with pytest.raises(Overtaken):
        panel.lena.ask_third(script)
    assert panel.audited(script)[-1] == ("lena", "asked for a third mark")
    assert panel.waits("anna", script)[0] == "The third mark has not been submitted yet."
    with pytest.raises(Refused, match="nothing here to agree on"):
        panel.anna.propose(script, {REPAIR: 3}, "So?")
    panel.mark("carol", script, 4)
    panel.anna.respond(script, REPAIR, 2, "See turn 4.")
    assert panel.settled(script) == {REPAIR: (4, "closest")}


def test_a_gate_is_cleared_or_upheld_by_a_second_assessor_alone(panel: Panel) -> None:
    script = panel.sat(options=CROSSED)
    assert panel.whys(script) == ["first", "gate"]
    panel.mark("anna", script, 3)
    (flag,) = panel.compared("anna", script).flags
    assert (flag.by, flag.turn, flag.decidable, flag.decision) == ("The machine", 4, False, "")
    with pytest.raises(Refused, match="after the first"):
        panel.anna.decide_flag(script, GATE, 4, False, "It was nothing.")
    assert panel.state("anna", script) == "flagged"
    panel.mark("ben", script, 3)
    assert panel.state("ben", script) == "settle"
    assert panel.waits("ben", script) == ("The flag at turn 4 has to be upheld or cleared by a second assessor.",)
    with pytest.raises(Refused, match="reason"):
        panel.ben.decide_flag(script, GATE, 4, True, "  ")
    for gate, turn in ((GATE, 3), ("no-deception", 4), ("nonsense", 4)):
        with pytest.raises(Forbidden):
            panel.ben.decide_flag(script, gate, turn, True, "So.")
    panel.ben.decide_flag(script, GATE, 4, True, "She tells her boss what was said in confidence.")
    assert panel.audited(script)[-2:] == [("ben", "upheld a flag"), ("ben", "made a mark final")]
    assert panel.settled(script) == {REPAIR: (3, "agreed"), "ethics-boundaries": (0, "capped")}
    assert [card.id for card in panel.compared("ben", script).head.criteria] == [REPAIR, "ethics-boundaries"]
    panel.released(script)
    found = panel.marked(panel.attempt_of(script))
    assert found.gates == ((GATE, 4, "She tells her boss what was said in confidence."),)
    assert (found.criteria[-1].criterion, found.criteria[-1].level, found.criteria[-1].turns) == (
        "ethics-boundaries", 0, (4,),
    )  # fmt: skip


def test_a_flag_that_an_assessor_raises_asks_for_a_second_mark_and_one_of_the_second_for_a_third(panel: Panel) -> None:
    script = panel.sat()
    panel.anna.take(script)
    flagged = draft_of(panel.blind("anna", script), 4, flags=((GATE, 2, "Listen to turn 2."),))
    panel.mark("anna", script, draft=flagged)
    assert panel.whys(script) == ["first", "gate"]
    panel.ben.take(script)
    both = draft_of(panel.blind("ben", script), 4, flags=((GATE, 2, "Here too."), ("no-deception", 3, "A lie.")))
    panel.mark("ben", script, draft=both)
    assert panel.whys(script) == ["first", "gate", "gate"]
    mine, lie = panel.compared("ben", script).flags
    assert (mine.by, mine.comment, mine.decidable) == ("Anna Smith and You", "Listen to turn 2.\nHere too.", True)
    assert (lie.by, lie.decidable) == ("You", False)
    panel.mark("carol", script, 4)
    panel.ben.decide_flag(script, GATE, 2, False, "She asked first.")
    panel.carol.decide_flag(script, "no-deception", 3, False, "No lie.")
    with pytest.raises(Refused, match="final"):
        panel.carol.decide_flag(script, "no-deception", 3, True, "Or is it?")
    assert panel.settled(script) == {REPAIR: (4, "agreed")}


def test_whoever_says_nothing_of_the_machine_is_not_asked_where_there_is_no_score(panel: Panel) -> None:
    exam = panel.exam("ada", targets=(REPAIR, TRUST))
    attempt = panel.sit(exam, "ada")
    panel.lena.queue()
    with panel.store.work() as work:
        for table in ("scored_turns", "scored_criteria", "scores"):
            work.connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        work.commit()
    script = panel.script(attempt)
    panel.mark("anna", script, 1, None)
    assert panel.settled(script) == {REPAIR: (1, "first"), TRUST: (None, "first")}


def test_looked_at_again_it_is_another_script_that_cites_the_first_for_others_to_mark(each_panel: Panel) -> None:
    panel = each_panel
    script = panel.sat()
    attempt = panel.attempt_of(script)
    panel.mark("anna", script, 4)
    with pytest.raises(Refused, match="released"):
        panel.appeal(attempt)
    panel.released(script)
    with pytest.raises(Refused, match="missing"):
        panel.appeal(attempt, reason=" ")
    with pytest.raises(Refused, match="4,000 characters at most"):
        panel.appeal(attempt, reason="x" * 4001)
    with pytest.raises(Forbidden):
        panel.appeal(attempt, person="bo")
    panel.appeal(attempt)
    with pytest.raises(Overtaken):
        panel.appeal(attempt)
    assert panel.marked(attempt).appeal == "open"
    (row,) = panel.lena.appeals()
    assert (row.script, row.person, row.state, row.decidable) == (script, "Ada Smith", "open", True)
    assert [each.decidable for each in panel.anna.appeals()] == [False]  # she has marked it
    assert panel.ben.appeals() == ()
    with pytest.raises(Forbidden, match="administrators"):
        panel.ben.reopen(script, "Yes.")
    again = panel.lena.reopen(script, "We look again.")
    with pytest.raises(Overtaken):
        panel.lena.decline(script, "No.")
    found = panel.marked(attempt)
    assert (found.script, found.again, found.appeal, found.answer) == (script, True, "reopened", "We look again.")
    assert found.criteria[0].level == 4
    assert panel.whys(again) == ["appeal"]
    assert panel.audited(script)[-2:] == [("ada", "appealed"), ("lena", "reopened a script")]
    assert panel.audited(again) == [("lena", "put an attempt before assessors")]
    for person in ("anna", "lena"):  # the one marked it, the other has read it to decide
        assert panel.state(person, again) == "waiting"
        with pytest.raises(Forbidden, match="former round"):
            panel.as_(person).take(again)
    assert panel.entry("ben", script) is None
    with pytest.raises(Refused, match="not yours"):
        panel.ben.open(script)
    assert panel.entry("ben", again).why == "Marked again after an appeal"
    panel.mark("ben", again, 3)
    sides = panel.compared("ben", again).sides
    assert [(each.kind, each.title) for each in sides] == [
        ("own", "You"), ("machine", "The machine"), ("earlier", "Round 1, Anna Smith"),
    ]  # fmt: skip
    panel.ben.respond(again, REPAIR, 3, "Turn 2 is late.")
    assert panel.settled(again) == {REPAIR: (3, "first")}
    assert panel.marked(attempt).criteria[0].level == 4  # until it is released
    panel.released(again)
    found = panel.marked(attempt)
    assert (found.round, found.again, found.criteria[0].level, found.appeal) == (2, False, 3, "")
    with panel.store.reading() as work:
        assert work.scripts.get(again).cites == script


def test_a_declined_appeal_leaves_the_result_and_is_answered(panel: Panel) -> None:
    script = panel.sat()
    panel.mark("anna", script, 4)
    panel.released(script)
    panel.appeal(panel.attempt_of(script))
    with pytest.raises(Refused, match="answer"):
        panel.lena.decline(script, "")
    panel.lena.decline(script, "Two of us have read it.")
    found = panel.marked(panel.attempt_of(script))
    assert (found.appeal, found.answer, found.again) == ("declined", "Two of us have read it.", False)
    assert panel.audited(script)[-2:] == [("ada", "appealed"), ("lena", "declined an appeal")]


def test_with_too_few_left_who_marked_before_may_mark_again_and_it_is_said(panel: Panel) -> None:
    for person in ("ben", "carol", "dan"):
        panel.roles(person)
    script = panel.sat()
    panel.mark("anna", script, 4)
    panel.released(script)
    panel.appeal(panel.attempt_of(script))
    panel.set(replace(PLAIN, double=1.0))
    again = panel.lena.reopen(script, "We look again.")
    panel.mark("anna", again, 4)
    assert panel.waits("anna", again) == (
        "The second mark has not been submitted yet.",
        "Too few assessors are left who do not know this attempt from a former round, so whoever marked it then may "
        "mark it again.",
    )
    panel.mark("lena", again, 4)
    assert panel.settled(again) == {REPAIR: (4, "agreed")}


def test_where_nobody_is_left_for_a_second_mark_it_says_so(panel: Panel) -> None:
    for person in ("ben", "carol", "dan", "lena"):
        panel.roles(person)
    panel.set(replace(PLAIN, double=1.0))
    attempt = panel.sit(panel.exam("ada"), "ada")
    panel.anna.queue()
    script = panel.script(attempt)
    panel.mark("anna", script, 4)
    assert panel.waits("anna", script)[-1] == (
        "It needs 2 marks, and only one assessor here may mark it. More assessors are needed."
    )
