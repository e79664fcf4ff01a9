"""A mark being made: drafts kept as they are typed, what may not stand in them, what a mark lacks, and two at once."""

from dataclasses import replace

import pytest

from simulator.errors import Overtaken
from simulator.model.assessment import COMMENT, CriterionMark, Draft
from simulator.model.codec import digest, encode
from simulator.model.rubric import Rubric
from simulator.services.access import Forbidden
from simulator.services.assessing.drafts import Checking
from simulator.services.assessing.refusing import Refused
from tests import stock
from tests.services.assessed import GATE, PLAIN, REPAIR, TRUST, Panel, draft_of
from tests.services.test_assess_taking import at_once


@pytest.fixture
def script(panel: Panel) -> str:
    """Two criteria, taken by Anna and by Ben, opened by neither."""
    panel.set(replace(PLAIN, double=1.0))
    made = panel.sat(targets=(REPAIR, TRUST))
    panel.anna.take(made)
    panel.ben.take(made)
    return made


def of(criterion: str, level: object = 3, turns: tuple[object, ...] = (1,), comment: str = "") -> CriterionMark:
    return CriterionMark(criterion, level, turns, comment)  # type: ignore[arg-type]


def test_a_draft_is_kept_as_it_is_typed_and_comes_back_in_another_tab(panel: Panel, script: str) -> None:
    draft = Draft(
        criteria=(of(REPAIR, 2, (3, 1), " as typed "),),
        notes={2: "A note.\nOn two lines."},
        comment="Emoji 🙂 and NUL\0 and half \ud83d",
        flags=((GATE, 4, "Her boss."),),
        undecided=(of(TRUST, None, (), "Not yet sure."),),
    )
    assert panel.anna.save(script, draft, 0) == 1
    found = panel.blind("anna", script)
    assert (found.version, found.seat) == (1, 1)
    kept = replace(draft, criteria=(of(REPAIR, 2, (1, 3), " as typed "),), comment="Emoji 🙂 and NUL and half ?")
    assert found.draft == kept
    assert panel.anna.save(script, kept, 1) == 2
    again = panel.blind("anna", script)
    assert (again.draft, again.version) == (kept, 2)
    assert again.saved > found.saved


def test_of_two_tabs_the_second_is_told_and_writes_nothing_over(panel: Panel, script: str) -> None:
    panel.anna.save(script, Draft(comment="one"), 0)
    for based_on in (0, 2):
        with pytest.raises(Overtaken, match="another tab"):
            panel.anna.save(script, Draft(comment="other"), based_on)
        with pytest.raises(Overtaken, match="another tab"):
            panel.anna.submit(script, draft_of(panel.blind("anna", script), 4, None), based_on)
    assert panel.blind("anna", script).draft.comment == "one"
    assert panel.anna.save(script, Draft(comment="other"), 1) == 2
    for forged in (-1, True, "1", None):
        with pytest.raises(Refused):
            panel.anna.save(script, Draft(), forged)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (Draft((of("nonsense"),)), "not to be marked here"),
        (Draft((of("ethics-boundaries"),)), "not to be marked here"),
        (Draft((of(REPAIR, 5),)), "number from 0 to 4"),
        (Draft((of(REPAIR, -1),)), "number from 0 to 4"),
        (Draft((of(REPAIR, True),)), "number from 0 to 4"),
        (Draft((of(REPAIR, "3"),)), "number from 0 to 4"),
        (Draft((of(REPAIR, 2.5),)), "number from 0 to 4"),
        (Draft((of(REPAIR), of(REPAIR, 2))), "is there twice"),
        (Draft((of(REPAIR),), undecided=(of(REPAIR),)), "is there twice"),
        (Draft((of(REPAIR, 3, (6,)),)), "turns go from 1 to 5"),
        (Draft((of(REPAIR, 3, (0,)),)), "turns go from 1 to 5"),
        (Draft((of(REPAIR, 3, ("1",)),)), "turns go from 1 to 5"),
        (Draft(notes={9: "note"}), "A note names a turn"),
        (Draft(notes={1: "x" * 4_001}), "The note on turn 1 takes 4,000 characters at most; this one has 4,001"),
        (
            Draft((of(REPAIR, 3, (1,), "x" * 100_000),)),
            "The comment on Noticing strain and repairing trust takes 4,000",
        ),
        (Draft(undecided=(of(TRUST, None, (), "x" * 100_000),)), "this one has 100,000"),
        (Draft(comment="x" * 100_000), "The comment on the whole takes 4,000"),
        (Draft(comment=7), "is no text"),  # type: ignore[arg-type]
        (Draft(flags=(("no-such-gate", 1, ""),)), "gate that the rubric does not have"),
        (Draft(flags=((GATE, 77, ""),)), "A flag names a turn"),
        (Draft(flags=((GATE, 1, "x" * 5000),)), "What was seen at turn 1 takes"),
        (Draft(flags=((GATE, 1, "a"), (GATE, 1, "b"))), "flagged twice"),
        ("draft", "no draft"),
    ],
)
def test_what_may_not_stand_in_a_draft_is_refused_in_words(draft: Draft, says: str) -> None:
    with pytest.raises(Refused, match=says):
        Checking((REPAIR, TRUST), 5, stock.rubric()).clean(draft)


def test_a_comment_of_a_hundred_kilobytes_is_refused_whole_and_what_was_kept_before_stays(
    panel: Panel, script: str
) -> None:
    panel.anna.save(script, Draft(comment="Short."), 0)
    for act in (panel.anna.save, panel.anna.submit):
        with pytest.raises(Refused, match="4,000 characters at most; this one has 102,400"):
            act(script, Draft(comment="x" * 102_400), 1)
    found = panel.blind("anna", script)
    assert (found.draft.comment, found.version) == ("Short.", 1)


def test_a_comment_as_long_as_the_limit_is_kept_whole(panel: Panel, script: str) -> None:
    long = "ß" * COMMENT
    panel.anna.save(script, Draft(comment=long, undecided=(of(REPAIR, None, (), long),)), 0)
    assert panel.blind("anna", script).draft.comment == long


def test_a_mark_lists_all_that_it_lacks_at_once(panel: Panel, script: str) -> None:
    with pytest.raises(Refused) as refused:
        panel.anna.submit(script, Draft(), 0)
    assert len(refused.value.reasons) == 2
    draft = Draft((of(REPAIR, 3, ()),), undecided=(of(TRUST, None, (2,), "Hm."),))
    with pytest.raises(Refused) as refused:
        panel.anna.submit(script, draft, 0)
    lacking = refused.value.reasons
    assert lacking == (
        "Trustworthiness and reliability has no level yet.",
        "Noticing strain and repairing trust has no evidence yet: name at least one turn for its level.",
    )
    assert panel.state("anna", script) == "mine"
    panel.anna.submit(script, Draft((of(REPAIR, 3), of(TRUST, None, ()))), 0)
    assert panel.state("anna", script) != "mine"


def test_a_mark_is_submitted_once_whoever_presses_twice(panel: Panel, script: str) -> None:
    draft = draft_of(panel.blind("anna", script), 4, None)
    came = at_once(*[lambda: panel.anna.submit(script, draft, 0)] * 2)
    assert came.count(None) == 1
    assert [type(each) for each in came if each is not None] == [Overtaken]
    for act in (panel.anna.save, panel.anna.submit):
        with pytest.raises(Overtaken, match="submitted"):
            act(script, draft, 1)
    with pytest.raises(Refused, match="stays as it is"):
        panel.anna.step_back(script, "Please.", knows=True)
    assert panel.audited(script).count(("anna", "submitted a mark")) == 1


def test_two_who_submit_at_once_are_both_kept_and_ask_for_one_third(each_panel: Panel) -> None:
    panel = each_panel
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat()
    drafts = {}
    for person, level in (("anna", 1), ("ben", 4)):
        panel.as_(person).take(script)
        drafts[person] = draft_of(panel.blind(person, script), level)
    came = at_once(*(lambda who=who: panel.as_(who).submit(script, drafts[who], 0) for who in drafts))
    assert came == [None, None]
    assert panel.whys(script) == ["first", "random", "dispute"]


def test_nobody_saves_or_submits_what_is_somebody_elses(panel: Panel, script: str) -> None:
    draft = draft_of(panel.blind("anna", script), 4, None)
    for act in (panel.carol.save, panel.carol.submit):
        with pytest.raises(Refused, match="not yours"):
            act(script, draft, 0)
        with pytest.raises(Forbidden):
            act("no-such-script", draft, 0)
    with pytest.raises(Forbidden):
        panel.carol.respond(script, REPAIR, 4, "So.")
    with pytest.raises(Forbidden):
        panel.carol.propose(script, {REPAIR: 4}, "So.")


def test_another_at_work_is_seen_by_when_they_looked_last_and_not_by_what_they_did(panel: Panel, script: str) -> None:
    assert panel.entry("anna", script).other == "Another assessor has taken it too and has not opened it yet."
    ben = panel.blind("ben", script)
    assert ben.other == "Another assessor has taken it too and has not opened it yet."
    assert panel.blind("anna", script).other == "Another assessor is at it too, last seen 12:00 UTC."
    with panel.store.work() as work:
        number = next(each.number for each in work.scripts.seats([script])[script] if each.assessor == "ben")
        work.scripts.look(script, number, "2026-02-28T09:30:00+00:00")
        work.commit()
    assert (
        panel.blind("anna", script).other == "Another assessor is at it too, last seen on 28 February 2026, 09:30 UTC."
    )
    panel.mark("ben", script, 4, None)
    assert panel.blind("anna", script).other == ""  # of a mark nothing is said


# A rubric that changes in the middle.


def renewed(panel: Panel) -> Rubric:
    """Today's rubric is another from now on: another version, without a criterion."""
    rubric = panel.library.rubric
    fewer = tuple(each for each in rubric.competencies if each.id != TRUST)
    new = replace(rubric, version="9.9.9", competencies=fewer)
    panel.library.rubric = new
    return new


def test_a_round_keeps_the_rubric_it_began_with_and_the_next_one_is_marked_under_the_new(panel: Panel) -> None:
    script = panel.sat(targets=(REPAIR, TRUST))
    old = panel.library.rubric
    panel.anna.take(script)
    panel.anna.save(script, Draft((of(TRUST, 3),)), 0)
    new = renewed(panel)
    marking = panel.blind("anna", script)
    assert marking.head.rubric == f"{old.title}, version {old.version} (not the present one)"
    assert [each.id for each in marking.head.criteria] == [REPAIR, TRUST]
    panel.anna.submit(script, draft_of(marking, 4, 3), 1)
    panel.anna.respond(script, TRUST, 3, "Turn 1 shows it.")
    panel.set(replace(PLAIN, double=0.0))
    panel.mark("ben", script, 4, 2)
    panel.ben.respond(script, TRUST, 2, "Hardly.")
    panel.released(script)
    attempt = panel.attempt_of(script)
    assert panel.marked(attempt).rubric == old
    panel.appeal(attempt)
    again = panel.lena.reopen(script, "Yes.")
    marking = panel.blind_after_take("carol", again)
    assert marking.head.rubric == f"{new.title}, version 9.9.9"
    assert [each.id for each in marking.head.criteria] == [REPAIR]
    panel.mark("carol", again, 4)
    earlier = [each for each in panel.compared("carol", again).sides if each.kind == "earlier"]
    assert [each.title for each in earlier] == ["Round 1, Anna Smith", "Round 1, Ben Smith"]
    assert all(each.note.endswith(f"under {old.title}, version {old.version}") for each in earlier)
    assert earlier[0].levels == {REPAIR: 4, TRUST: 3}
    with panel.store.reading() as work:
        assert [each.rubric for each in work.scripts.of_attempt(attempt)] == [digest(old), digest(new)]
        assert work.rubric(digest(new)) == encode(new).decode()


def test_a_conversation_that_cannot_be_read_any_more_is_said_and_can_be_given_back(panel: Panel) -> None:
    script = panel.sat()
    panel.anna.take(script)
    with panel.store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = '{}'")
        work.commit()
    with pytest.raises(Refused, match="cannot be read here any more"):
        panel.anna.open(script)
    assert panel.entry("anna", script).scenario == "borrowed-hour"
    panel.anna.step_back(script, "It does not open.", knows=False)
    broken = panel.sit(panel.exam("bo", targets=()), "bo")
    with panel.store.work() as work:
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = '{}'")
        work.commit()
    assert panel.anna.queue().counts["free"] == 2
    with panel.store.reading() as work:
        assert len(work.scripts.get(panel.script(broken)).criteria) == 12
