"""The assessor's desk without widgets: what is shown, what is asked of the services, and what is said of it."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken, StoreAway
from simulator.model.assessment import COMMENT, CriterionMark, Draft
from simulator.services.access import Forbidden
from simulator.services.assessing.refusing import Refused
from simulator.ui.assessor import drafts
from simulator.ui.assessor.desk import UNFORESEEN, Desk
from simulator.ui.assessor.work import ELSEWHERE
from simulator.ui.components.offered import Fields
from tests.ui.assessor.conftest import desk_on
from tests.ui.assessor.fake import FINAL, FakeAssessing, comparison

DRAFT = Draft(
    criteria=(CriterionMark("rupture-repair", 3, (1, 3), "Names it."), CriterionMark("trust-reliability", None)),
    notes={2: "Here it turns."},
    comment="Warm.",
    flags=(("no-deception", 4, "The sheet was not sent."),),
    undecided=(CriterionMark("reflective-practice", None, (5,)),),
)
PLAIN = drafts.plain(DRAFT)


def fields(**given: str) -> Fields:
    return Fields({name: (value,) for name, value in given.items()})


def asked(assessing: FakeAssessing, what: str) -> list[tuple[object, ...]]:
    return [rest for name, *rest in assessing.asked if name == what]


# Going about.


@pytest.mark.parametrize(
    ("place", "kind", "address"),
    [
        ({}, "queue", {}),
        ({"view": "nothing"}, "queue", {}),
        ({"script": "s-1"}, "marking", {"script": "s-1"}),
        ({"script": "s-4"}, "comparison", {"script": "s-4"}),
        ({"view": "calibration"}, "calibration", {"view": "calibration"}),
        ({"view": "results"}, "results", {"view": "results"}),
        ({"view": "results", "assignment": "a-1"}, "results", {"view": "results", "assignment": "a-1"}),
        ({"view": "rules"}, "rules", {"view": "rules"}),
        ({"preview": "r-1"}, "preview", {"preview": "r-1"}),
    ],
    ids=str,
)
def test_an_address_leads_to_its_screen(desk: Desk, place: dict[str, str], kind: str, address: dict[str, str]) -> None:
    desk.go(place)
    assert (desk.screen.kind, dict(desk.screen.place), desk.notice) == (kind, address, "")


@pytest.mark.parametrize("place", [{"script": "of-somebody-else"}, {"view": "results", "assignment": "none"}], ids=str)
def test_what_is_not_theirs_is_said_to_be_nothing(desk: Desk, place: dict[str, str]) -> None:
    desk.go(place)
    assert desk.screen.kind in ("queue", "results")
    assert "nothing here for you" in desk.notice


def test_what_cannot_be_shown_leaves_what_is_shown(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    assessing.refusal = StoreAway("The store does not answer.")
    desk.go({"view": "rules"})
    assert (desk.screen.kind, desk.notice) == ("marking", "The store does not answer.")
    assessing.refusal = ZeroDivisionError()
    desk.go({"view": "rules"})
    assert desk.notice == UNFORESEEN


# The queue.


def test_the_queue_shows_what_is_to_be_done_first(desk: Desk) -> None:
    desk.go({})
    assert [each.code for each in desk.queueing.rows.rows] == [
        "K7Q2", "ZT41", "H2C7", "Q9B6", "P0M8", "3FWD", "M5XA", "V8RE",
    ]  # fmt: skip
    desk.look(lambda on: on.choose("free"))
    assert [each.code for each in desk.queueing.rows.rows] == ["P0M8", "3FWD"]
    desk.look(lambda on: on.find("first hour"))
    assert [each.code for each in desk.queueing.rows.rows] == ["P0M8"]
    desk.look(lambda on: on.choose("everything"))
    assert desk.queueing.only == "free"


def test_what_is_taken_is_opened(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({})
    desk.take("s-2")
    assert dict(desk.screen.place) == {"script": "s-2"}
    desk.go({})
    desk.take_next()
    assert dict(desk.screen.place) == {"script": "s-3"}
    assert asked(assessing, "take") == [["s-2"]]


def test_a_script_that_somebody_else_took_meanwhile_is_not_theirs_and_the_queue_is_read_anew(
    desk: Desk, assessing: FakeAssessing
) -> None:
    desk.go({})
    assessing.entries = assessing.entries[:1]
    taken, assessing.take = assessing.take, lambda _: (_ for _ in ()).throw(Overtaken("Somebody else has it."))  # type: ignore[method-assign]
    desk.take("s-2")
    assert (desk.screen.kind, desk.notice) == ("queue", "Somebody else has it.")
    assert len(desk.queueing.queue.entries) == 1
    assessing.take = taken  # type: ignore[method-assign]
    desk.take("s-2")
    assert asked(assessing, "take") == [], "it is not on the screen any more"


def test_where_there_is_nothing_to_take_it_says_so(desk: Desk, assessing: FakeAssessing) -> None:
    assessing.entries = ()
    desk.go({})
    desk.take_next()
    assert (desk.screen.kind, desk.done) == ("queue", "There is nothing that you could take at the moment.")


def test_only_who_leads_shares_out(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({})
    desk.share_out()
    assert desk.done == "2 scripts shared out."
    assessing.lead = False
    desk.go({})
    desk.share_out()
    assert len(asked(assessing, "share_out")) == 1


def test_a_benchmark_is_begun_or_marked_again(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "calibration"})
    desk.calibrate("b-9")
    desk.calibrate("b-3")
    assert asked(assessing, "calibrate") == [["b-3"]]
    assert desk.screen.kind == "marking"


# Marking.


def test_a_draft_is_kept_as_it_is_typed_and_each_edit_once(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    desk.save(1, drafts.plain(Draft(comment="Warm")))
    desk.save(3, PLAIN)
    desk.save(3, PLAIN)
    desk.save(2, drafts.plain(Draft(comment="late on its way")))
    assert assessing.kept["s-1"] == (DRAFT, 2)
    assert desk.work.saved == {"edit": 3, "version": 2, "at": "2026-03-02T14:02:00+00:00"}


def test_what_is_kept_is_there_again(desk: Desk, assessing: FakeAssessing) -> None:
    assessing.kept["s-1"] = (DRAFT, 4)
    desk.go({"script": "s-1"})
    assert drafts.read(drafts.plain(desk.work.draft)) == DRAFT
    desk.save(1, drafts.plain(Draft()))
    assert assessing.kept["s-1"] == (Draft(), 5)


def test_what_could_not_be_kept_is_said_and_kept_once_it_can_be(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    assessing.refusal = StoreAway("The store does not answer.")
    desk.save(1, PLAIN)
    assert desk.work.problem == {"edit": 1, "words": "The store does not answer.", "again": True}
    assessing.refusal = Refused("You are not an assessor any more.")
    desk.save(1, PLAIN)
    assert desk.work.problem["again"] is False
    assessing.refusal = None
    desk.save(1, PLAIN)
    assert (desk.work.problem, assessing.kept["s-1"]) == (None, (DRAFT, 1))
    assert desk.notice == "", "the marking screen says it, and nobody else"


def test_two_tabs_never_write_over_each_other(desk: Desk, assessing: FakeAssessing) -> None:
    other = desk_on(assessing)
    for each in (desk, other):
        each.go({"script": "s-1"})
    other.save(1, PLAIN)
    mine = drafts.plain(Draft(comment="Mine"))
    desk.save(1, mine)
    assert desk.work.conflict == {"draft": PLAIN, "at": "2026-03-02T14:02:00+00:00"}
    assert assessing.kept["s-1"] == (DRAFT, 1)
    desk.save(2, mine)
    assert assessing.kept["s-1"] == (DRAFT, 1), "nothing is kept before somebody has chosen"
    desk.keep(2, mine)
    assert assessing.kept["s-1"] == (Draft(comment="Mine"), 2)
    assert desk.work.conflict is None


def test_the_other_tab_s_draft_can_be_taken_instead(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    begun = desk.work.begun
    desk.take_other()
    assert desk.work.begun == begun, "there is nothing to take"
    assessing.kept["s-1"] = (DRAFT, 1)
    desk.save(1, drafts.plain(Draft(comment="Mine")))
    desk.take_other()
    assert (desk.work.draft, desk.work.begun, desk.work.conflict) == (DRAFT, begun + 1, None)
    desk.save(2, PLAIN)
    assert assessing.kept["s-1"] == (DRAFT, 2)


def test_two_tabs_that_say_the_same_do_not_differ(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    assessing.kept["s-1"] = (DRAFT, 1)
    desk.save(1, PLAIN)
    assert (desk.work.conflict, desk.work.saved["edit"]) == (None, 1)


def test_a_submitted_mark_leads_to_the_comparison(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    desk.save(1, drafts.plain(Draft(comment="Warm")))
    desk.submit(2, PLAIN)
    assert asked(assessing, "submit") == [["s-1", DRAFT, 1]]
    assert (desk.screen.kind, desk.work, desk.done) == ("comparison", None, "Submitted. Your mark stays as it is.")


def test_a_mark_that_is_refused_stays_a_draft(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    assessing.refusal = Refused("Reflective practice is not decided.")
    desk.submit(1, PLAIN)
    assert (desk.screen.kind, desk.work.problem["words"]) == ("marking", "Reflective practice is not decided.")


def test_a_mark_submitted_in_another_tab_is_shown_and_said(desk: Desk, assessing: FakeAssessing) -> None:
    for act in (lambda: desk.save(1, PLAIN), lambda: desk.submit(1, PLAIN)):
        desk.go({"script": "s-1"})
        assessing.submitted.add("s-1")
        act()
        assert (desk.screen.kind, desk.notice) == ("comparison", ELSEWHERE)
        assessing.submitted.discard("s-1")
    assert "s-1" not in assessing.kept


def test_stepping_back_gives_the_script_to_somebody_else(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-1"})
    desk.step_back(" We worked together. ", knows=True)
    assert asked(assessing, "step_back") == [["s-1", "We worked together.", True]]
    assert desk.screen.kind == "queue"
    assert desk.done.startswith("K7Q2 is given back")
    desk.step_back("again", knows=False)
    desk.save(9, PLAIN)
    assert len(asked(assessing, "step_back")) == 1
    assert asked(assessing, "save") == []


# After the mark.


def test_a_reason_is_needed_to_abide_by_one_s_own_level(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-4"})
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="own", reason="  ")))
    assert "reason" in desk.notice
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="", reason="x")))
    assert "Choose first" in desk.notice
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="own", reason="x" * (COMMENT + 1))))
    assert "1 characters too long" in desk.notice
    assert asked(assessing, "respond") == []
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="own", reason=" Turn 3 shows it. ")))
    assert asked(assessing, "respond") == [["s-4", "rupture-repair", 3, "Turn 3 shows it."]]
    assert (desk.done, desk.settling.difference("rupture-repair").answer) == ("Kept. Your level stands.", "given")
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="machine", reason="")))
    assert len(asked(assessing, "respond")) == 1, "it is answered"


def test_the_machine_s_level_is_taken_without_a_reason(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-4"})
    desk.settle(lambda on: on.respond("reflective-practice", fields(abides="machine", reason="")))
    desk.settle(lambda on: on.respond("rupture-repair", fields(abides="machine", reason="")))
    assert asked(assessing, "respond") == [["s-4", "rupture-repair", 1, ""]]


def test_a_flag_is_decided_with_a_reason_by_who_may(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-4"})
    for flag, given in [
        ("no-playing-therapist@2", fields(decision="clear", reason="x")),
        ("no-deception@5", fields(decision="clear", reason="x")),
        ("no-deception@4", fields(decision="", reason="x")),
        ("no-deception@4", fields(decision="uphold", reason="")),
    ]:
        desk.settle(lambda on, flag=flag, given=given: on.decide(flag, given))
    assert asked(assessing, "decide_flag") == []
    desk.settle(lambda on: on.decide("no-deception@4", fields(decision="uphold", reason="She says it was sent.")))
    assert asked(assessing, "decide_flag") == [["s-4", "no-deception", 4, True, "She says it was sent."]]


def test_levels_are_proposed_and_agreed_to(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"script": "s-4"})
    given = {"level-rupture-repair": "2", "level-trust-reliability": "2", "level-reflective-practice": "no"}
    desk.settle(lambda on: on.propose(fields(**{**given, "level-trust-reliability": ""}, reason="x")))
    assert "Trustworthiness and reliability" in desk.notice
    desk.settle(lambda on: on.propose(fields(**given, reason="Begun and not finished.")))
    levels = {"rupture-repair": 2, "trust-reliability": 2, "reflective-practice": None}
    assert asked(assessing, "propose") == [["s-4", levels, "Begun and not finished."]]
    desk.settle(lambda on: on.agree("7"))
    desk.settle(lambda on: on.agree("1"))
    assert asked(assessing, "agree") == [["s-4", 1]]


def test_what_is_final_is_not_proposed_again(desk: Desk, assessing: FakeAssessing) -> None:
    assessing.compared = comparison(final=FINAL, may_propose=False, proposals=())
    desk.go({"script": "s-8"})
    desk.settle(lambda on: on.propose(fields(reason="x")))
    desk.settle(lambda on: on.ask_third())
    assert assessing.asked == []


# Results.


def test_results_are_released_once_asked_about(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "results", "assignment": "a-1"})
    desk.release(lambda on: on.confirm())
    for nothing in ("r-3", "r-4", "of-another"):
        desk.release(lambda on, what=nothing: on.ask(what))
        assert desk.releasing.asking == ""
    desk.release(lambda on: on.ask("r-1"))
    assert assessing.asked == []
    desk.release(lambda on: on.confirm())
    assert (asked(assessing, "release"), desk.done) == ([["a-1", ("r-1",)]], "Released to Noor Haddad.")
    desk.release(lambda on: on.confirm())
    assert len(asked(assessing, "release")) == 1


def test_all_that_is_ready_is_released_and_nothing_else(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "results", "assignment": "a-1"})
    desk.release(lambda on: on.ask("all"))
    desk.release(lambda on: on.confirm())
    assert (asked(assessing, "release"), desk.done) == ([["a-1", ("r-1", "r-2")]], "2 results released.")


def test_results_are_sifted(desk: Desk) -> None:
    desk.go({"view": "results", "assignment": "a-1"})
    desk.sift(lambda on: on.choose("final"))
    assert [each.script for each in desk.releasing.rows.rows] == ["r-1", "r-2"]
    desk.sift(lambda on: on.find("bo"))
    assert [each.script for each in desk.releasing.rows.rows] == ["r-2"]


def test_an_appeal_is_answered_in_words(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "results"})
    desk.release(lambda on: on.answer("r-4", fields(decision="reopen", answer=" ")))
    desk.release(lambda on: on.answer("r-1", fields(decision="reopen", answer="x")))
    desk.release(lambda on: on.answer("r-4", fields(decision="", answer="x")))
    assert assessing.asked == []
    desk.release(lambda on: on.answer("r-4", fields(decision="reopen", answer="We look again.")))
    assert asked(assessing, "reopen") == [["r-4", "We look again."]]
    desk.release(lambda on: on.answer("r-4", fields(decision="decline", answer="It stands.")))
    assert asked(assessing, "decline") == [], "it is answered"


# Rules.

RULES = {
    "double": "30", "border": "0.05", "gap": "2", "calibration": "6", "calibrated": "75", "seeded": "2", "per": "10",
    "within": "mean", "beyond": "consensus",
}  # fmt: skip


def test_the_rules_are_kept_as_they_are_typed(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "rules"})
    desk.rule(lambda on: on.save(fields(**RULES)))
    assert (assessing.moderation.double, assessing.moderation.calibrated) == (0.3, 0.75)
    assert (assessing.moderation.within, assessing.moderation.beyond) == ("mean", "consensus")
    assert asked(assessing, "set_rules")[0][1] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"double": "101"}, {"double": "-1"}, {"double": ""}, {"double": "nan"}, {"border": "0.3"}, {"gap": "0"},
        {"gap": "2.5"}, {"per": "0"}, {"per": "1e9"}, {"within": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_number_out_of_its_range_is_said_to_be(desk: Desk, assessing: FakeAssessing, wrong: dict[str, str]) -> None:
    desk.go({"view": "rules"})
    desk.rule(lambda on: on.save(fields(**{**RULES, **wrong})))
    assert (list(desk.ruling.mistakes), assessing.asked) == (list(wrong), [])


def test_rules_that_somebody_else_changed_meanwhile_are_shown_instead(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "rules"})
    assessing.moderation, assessing.number = replace(assessing.moderation, double=0.5), 2
    desk.rule(lambda on: on.save(fields(**RULES)))
    assert (desk.ruling.conflict, desk.ruling.rules.moderation.double) == (True, 0.5)


def test_only_who_may_changes_them(desk: Desk, assessing: FakeAssessing) -> None:
    assessing.lead = False
    desk.go({"view": "rules"})
    desk.rule(lambda on: on.save(fields(**RULES)))
    desk.rule(lambda on: on.exclude(fields(assessor="ida", person="bo", reason="x")))
    desk.rule(lambda on: on.unexclude("ida|noor"))
    assert assessing.asked == []


def test_somebody_is_kept_apart_from_somebody(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "rules"})
    desk.rule(lambda on: on.exclude(fields(assessor="ida", person="", reason="x")))
    assert "account of the person" in desk.notice
    desk.rule(lambda on: on.exclude(fields(assessor="ida", person="bo", reason="Neighbours.")))
    desk.rule(lambda on: on.unexclude("ida|nobody"))
    desk.rule(lambda on: on.unexclude("ida|noor"))
    assert asked(assessing, "exclude") == [["ida", "bo", "Neighbours."]]
    assert asked(assessing, "unexclude") == [["ida", "noor"]]


def test_nothing_is_done_on_a_screen_that_is_not_shown(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({"view": "rules"})
    desk.take("s-2")
    desk.take_next()
    desk.share_out()
    desk.calibrate("b-3")
    desk.settle(lambda on: on.ask_third())
    desk.release(lambda on: on.ask("all"))
    desk.save(1, PLAIN)
    desk.submit(1, PLAIN)
    desk.take_other()
    desk.agree("tab", "pairs")
    assert assessing.asked == []
    assert desk.notice == ""


def test_a_role_that_is_taken_away_is_said_wherever_it_is_noticed(desk: Desk, assessing: FakeAssessing) -> None:
    desk.go({})
    assessing.refusal = Forbidden("To assess attempts one needs the role of assessor.")
    desk.take_next()
    assert desk.notice == "To assess attempts one needs the role of assessor."
