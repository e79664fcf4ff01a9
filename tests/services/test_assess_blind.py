"""What is blind is not in what is handed out: searched for, and compared with the same script without it."""

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

from simulator.model.assessment import CriterionMark, Draft
from simulator.model.person import Role
from simulator.services.access import Forbidden
from simulator.services.assessing.showing import Marking
from tests.services.assessed import CROSSED, GATE, PLAIN, REPAIR, TRUST, Panel, Shelf, draft_of

OPTIONS = [each for each in (*CROSSED, "ask-first", "fix-it", "small-talk") if "-" in each]
PEOPLE = ["ada", "ada smith", "bo", "ben", "ben smith", "anna smith", "tina", "exam of ada"]
INNER = ["quality", "misconception", "second-try", "knows-her", "told-plainly", "OWN", "machine", "benchmark", "seeded"]


def words_in(text: str, words: Iterable[str]) -> list[str]:
    return [each for each in words if re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", text, re.IGNORECASE)]


def plain(marking: Marking) -> Marking:
    """Without the name of the script and the times, which are anew each time."""
    return replace(marking, head=replace(marking.head, script="", code=""), other="", saved=None)


def test_a_script_to_be_marked_holds_nothing_of_identity_machine_marks_or_tags(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat(options=CROSSED, targets=(REPAIR, TRUST))
    attempt = panel.attempt_of(script)
    panel.anna.take(script)
    draft = draft_of(panel.blind("anna", script), 1, None, flags=((GATE, 4, "Her boss!"),), notes={2: "Anna was here"})
    panel.mark("anna", script, draft=draft)
    panel.ben.take(script)
    for shown in (repr(panel.blind("ben", script)), repr(panel.entry("ben", script))):
        assert words_in(shown, [*PEOPLE, *OPTIONS, attempt, "Anna was here", "Her boss!", "Level 1 it is."]) == []
    marking = repr(panel.blind("ben", script))
    assert words_in(marking, ["rr-acknowledge-breach"]) == ["rr-acknowledge-breach"]  # the rubric's, not the option's
    assert words_in(re.sub("indicators=.*?gates=", "", marking), INNER) == []
    core = [each.id for each in panel.library.rubric.competency_by_id[REPAIR].indicators if each.core]
    assert [each.id for each in panel.blind("ben", script).head.criteria[0].indicators] == core


def test_neither_flags_nor_scores_nor_marks_of_others_make_any_difference_to_what_is_handed_out(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat(options=CROSSED)
    panel.ben.take(script)
    before, entry = panel.blind("ben", script), panel.entry("ben", script)
    panel.anna.take(script)
    panel.mark("anna", script, draft=draft_of(panel.blind("anna", script), 0, flags=(("no-deception", 1, "Lies."),)))
    panel.anna.respond(script, REPAIR, 0, "No.")
    after = panel.entry("ben", script)
    assert plain(panel.blind("ben", script)) == plain(before)
    assert replace(after, other="", begun=True) == replace(entry, other="", begun=True)
    with panel.store.work() as work:
        for table in ("scored_turns", "scored_criteria", "scores"):
            work.connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
        work.commit()
    assert plain(panel.blind("ben", script)) == plain(before)


def test_how_it_ended_is_told_after_the_mark_because_it_tells_how_well_it_went(panel: Panel) -> None:
    script = panel.sat()
    panel.anna.take(script)
    assert panel.blind("anna", script).head.ending == ""
    panel.mark("anna", script, 2)
    assert panel.anna.open(script).head.ending


def test_a_third_marks_as_blind_as_a_second(panel: Panel) -> None:
    script = panel.sat()
    panel.mark("anna", script, 2)
    assert panel.entry("ben", script).why == "Marked twice"
    panel.ben.take(script)
    second = panel.blind("ben", script)
    panel.mark("ben", script, 4)
    assert panel.entry("carol", script).why == "Marked twice"
    panel.carol.take(script)
    assert plain(panel.blind("carol", script)) == plain(second)
    assert "differ" in panel.entry("ben", script).why  # who has marked it may know


def test_a_seeded_benchmark_looks_like_any_other_script(panel: Panel) -> None:
    panel.shelf = Shelf(2)
    panel.set(replace(PLAIN, seeded=1, per=1))
    exam = panel.exam("ada", "bo", targets=(REPAIR, TRUST))
    for person in ("ada", "bo"):
        panel.sit(exam, person, CROSSED)
    first = panel.anna.next()
    live, seeded = (panel.entry("anna", script) for script in (first, panel.anna.next()))
    assert live.state == seeded.state == "mine"
    assert words_in(repr(panel.anna.queue()), ["bench-mark-1", "bench-mark-2", *INNER]) == []
    blank = {"script": "", "code": "", "made": "", "other": "", "begun": True}
    assert replace(live, **blank) == replace(seeded, **blank)
    one, other = plain(panel.blind("anna", live.script)), plain(panel.blind("anna", seeded.script))
    lines = [replace(each, reason="") for each in one.head.lines]
    assert lines == [replace(each, reason="") for each in other.head.lines]
    assert replace(one.head, lines=()) == replace(other.head, lines=())
    with panel.store.reading() as work:
        assert {each.purpose.value for each in work.scripts.some([live.script, seeded.script]).values()} == {
            "live", "seeded",
        }  # fmt: skip


def test_a_benchmark_that_is_due_hides_among_the_free_ones_until_it_is_taken(panel: Panel) -> None:
    panel.shelf = Shelf(2)
    panel.set(replace(PLAIN, seeded=1, per=1))
    scripts = [panel.sat(person) for person in ("ada", "bo")]
    panel.anna.take(scripts[0])
    entries = panel.anna.queue().entries
    (seeded,) = [each for each in entries if each.script not in scripts]
    assert [panel.state("anna", each) for each in scripts] == ["mine", "free"]
    assert seeded.state == "free"
    panel.anna.take(seeded.script)
    assert panel.state("anna", seeded.script) == "mine"
    assert seeded.script not in {each.script for each in panel.ben.queue().entries}
    for act in (panel.ben.take, panel.ben.open):
        with pytest.raises(Forbidden, match="nothing here for you"):
            act(seeded.script)


def test_a_marked_benchmark_is_compared_with_the_agreed_levels_at_once(panel: Panel) -> None:
    panel.shelf = Shelf(1)
    panel.set(replace(PLAIN, calibration=1))
    script = panel.anna.calibrate("bench-mark-1")
    assert panel.anna.calibrate("bench-mark-1") == script
    marking = panel.blind("anna", script)
    assert marking.calibrating
    assert words_in(repr(marking), ["bench-mark-1", "Benchmark 1", "About a repair.", "She owns it at once."]) == []
    assert [each.title for each in panel.anna.benchmarks()] == ["bench-mark-1"]
    panel.anna.submit(script, draft_of(marking, 1, None, flags=((GATE, 4, "Her boss."), (GATE, 2, "Hm."))), 0)
    assert [each.title for each in panel.anna.benchmarks()] == ["Benchmark 1"]
    found = panel.compared("anna", script)
    assert [(each.kind, each.levels) for each in found.sides] == [
        ("own", {REPAIR: 1, TRUST: None}), ("agreed", {REPAIR: 3, TRUST: None}),
    ]  # fmt: skip
    assert [(each.criterion, each.gap, each.answer) for each in found.differences] == [(REPAIR, 2, "")]
    assert [(each.turn, each.decision, each.by) for each in found.flags] == [
        (2, "cleared", "You"), (4, "upheld", "You and Agreed on"),
    ]  # fmt: skip
    assert found.agreed_reasons[REPAIR] == "She owns it at once."
    assert (found.person, found.waits, found.calibrating) == ("", (), True)
    with pytest.raises(Forbidden):
        panel.ben.open(script)
    again = panel.anna.calibrate("bench-mark-1")
    panel.mark("anna", again, 3, None)
    assert panel.compared("anna", again).differences == ()
    assert [each.by for each in panel.compared("anna", again).flags] == ["Agreed on"]


def test_results_tell_an_assessor_nothing_of_what_is_still_being_marked(panel: Panel) -> None:
    panel.roles("ada", Role.TRAINEE, Role.ASSESSOR)
    panel.roles("tina", Role.TRAINER)
    exam = panel.exam("ada", "bo")
    attempts = [panel.sit(exam, person) for person in ("ada", "bo")]
    panel.lena.queue()
    mine, bos = map(panel.script, attempts)
    blind = panel.anna.results()[0]
    assert words_in(repr(blind.rows), ["ada smith", "bo smith", mine, bos, *attempts]) == []
    assert blind.marking == 2
    assert len(panel.as_("ada").results()[0].rows) == 1
    assert {each.person for each in panel.as_("tina").results()[0].rows} == {"Ada Smith", "Bo Smith"}
    panel.mark("anna", mine, 4)
    assert {each.script for each in panel.as_("ada").results()[0].rows} == {""}
    assert mine not in {each.script for each in panel.as_("ada").queue().entries}
    assert [each.person for each in panel.anna.results()[0].rows] == ["", "Ada Smith"]


def test_what_was_written_in_a_draft_is_nobody_elses(panel: Panel) -> None:
    panel.set(replace(PLAIN, double=1.0))
    script = panel.sat()
    for person in ("anna", "ben"):
        panel.as_(person).take(script)
    panel.blind("anna", script)
    panel.anna.save(script, Draft(undecided=(CriterionMark(REPAIR, None, (2,), "Secret so far."),)), 0)
    assert panel.blind("anna", script).draft.undecided[0].comment == "Secret so far."
    assert panel.blind("ben", script).draft == Draft()
    panel.mark("ben", script, 4)
    assert "Secret so far." not in repr(panel.compared("ben", script))
