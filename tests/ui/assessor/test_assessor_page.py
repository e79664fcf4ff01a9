"""The assessor's page without a browser: its boards, its address, and what somebody who forges messages gets."""

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from ipywidgets import VBox

from simulator.errors import FolderNotWritable, StoreAway
from simulator.model.assessment import COMMENT, Draft
from simulator.ui.assessor import page
from simulator.ui.assessor.agreeing import FAULT, Agreeing
from simulator.ui.assessor.agreement_shown import Shown
from simulator.ui.assessor.desk import Desk
from simulator.ui.author.background import at_once
from simulator.ui.components.board import Board
from simulator.ui.components.marking import Marking
from simulator.ui.components.place import Place
from simulator.ui.html import el
from simulator.ui.ways import Way
from tests.ui.assessor.fake import FINAL, WHOSE, FakeAssessing, comparison


def the(kind: type, root: VBox) -> Any:
    return next(each for each in root.children if isinstance(each, kind))


def send(root: VBox, do: str, **given: object) -> None:
    the(Board, root)._handle_custom_msg({"do": do, **given}, [])


def go(root: VBox, **place: str) -> None:
    the(Place, root)._handle_custom_msg({"do": "go", "place": place}, [])


def states(root: VBox) -> str:
    """Everything that the browser is told of this page; scripts and styles are the same for all."""
    told = [each.get_state(key for key in each.keys if not key.startswith("_")) for each in root.children]
    return json.dumps(told, default=str)


def test_the_address_and_the_focus_follow_the_screen(root: VBox, assessing: FakeAssessing) -> None:
    place = the(Place, root)
    assert (place.place, place.title, place.focus) == ({}, "Marking · coachsim", "")
    go(root, script="s-1")
    assert (place.place, place.title, place.focus) == ({"script": "s-1"}, "K7Q2 · Late again · coachsim", "cs-marking")
    moves = place.moves
    save(root, 1)
    assert place.moves == moves
    marking = the(Marking, root)
    marking._handle_custom_msg({"do": "submit", "edit": 2, "draft": plain()}, [])
    assert (place.place, place.focus, place.moves) == ({"script": "s-1"}, "cs-comparison", moves + 1)
    assert not any(isinstance(each, Marking) for each in root.children)


def plain(**changes: object) -> dict[str, object]:
    return {"criteria": {}, "notes": {}, "comment": "", "flags": [], **changes}


def save(root: VBox, edit: int, **changes: object) -> None:
    the(Marking, root)._handle_custom_msg({"do": "save", "edit": edit, "draft": plain(**changes)}, [])


def test_before_the_mark_nothing_of_the_page_says_whose_it_is_or_what_others_made_of_it(root: VBox) -> None:
    for script in ("s-1", "s-2"):
        go(root, script=script)
        save(root, 1, comment="Warm.")
        told = states(root)
        assert "K7Q2" in told or "3FWD" in told
        for blind in (WHOSE, "Assessor B", "machine", "quality", "benchmark", "Final exam"):
            assert blind not in told, blind


def test_what_was_shown_of_a_comparison_is_not_on_the_page_of_the_next_script(root: VBox) -> None:
    go(root, script="s-4")
    assert WHOSE in states(root)
    go(root, script="s-1")
    assert WHOSE not in states(root)


def test_a_draft_goes_from_the_widget_to_the_store_and_is_acknowledged(root: VBox, assessing: FakeAssessing) -> None:
    go(root, script="s-1")
    marking = the(Marking, root)
    save(root, 1, comment="Warm.")
    save(root, 2, comment="Warm and quick.")
    assert assessing.kept["s-1"] == (Draft(comment="Warm and quick."), 2)
    assert (marking.saved["edit"], marking.saved["version"], marking.answered) == (2, 2, 2)
    go(root)
    assert marking.comm is None, "what is left is closed"


@pytest.mark.parametrize(
    ("place", "do"),
    [
        ({}, "take:s-1"), ({}, "take:s-7"), ({}, "agree:1"), ({}, "third"), ({}, "confirm"), ({}, "ask:all"),
        ({"script": "s-4"}, "agree:2"), ({"script": "s-4"}, "take:s-2"),
        ({"view": "results", "assignment": "a-1"}, "ask:r-3"), ({"view": "results", "assignment": "a-1"}, "confirm"),
        ({"view": "rules"}, "unexclude:ida|bo"), ({"view": "calibration"}, "calibrate:b-9"), ({}, "nonsense"), ({}, ""),
    ],
    ids=str,
)  # fmt: skip
def test_a_press_of_what_is_not_on_the_screen_does_nothing(
    root: VBox, assessing: FakeAssessing, place: dict[str, str], do: str
) -> None:
    go(root, **place)
    for given in ({}, {"value": "x"}, {"fields": {"reason": "x"}}):
        send(root, do, **given)
    assert assessing.asked == []


RESPOND = {"abides": "own", "reason": "Turn 3 shows it."}


@pytest.mark.parametrize(
    ("do", "given"),
    [
        ("respond:trust-reliability", RESPOND), ("respond:reflective-practice", RESPOND), ("respond:", RESPOND),
        ("respond:rupture-repair", {**RESPOND, "abides": "agreed"}),
        ("respond:rupture-repair", {**RESPOND, "level": "4"}),
        ("respond:rupture-repair", {**RESPOND, "reason": ["x"]}),
        ("respond:rupture-repair", {**RESPOND, "reason": "\0"}),
        ("respond:rupture-repair", {**RESPOND, "reason": "x" * 200_001}),
        ("decide:no-playing-therapist@2", {"decision": "clear", "reason": "x"}),
        ("decide:no-deception@4", {"decision": "perhaps", "reason": "x"}),
        ("propose", {"reason": "x", "level-rupture-repair": "5", "level-trust-reliability": "2",
                     "level-reflective-practice": "no"}),
        ("rules", {"double": "20"}), ("answer:r-4", {"decision": "reopen", "answer": "x"}),
    ],
    ids=lambda each: str(each)[:60],
)  # fmt: skip
def test_a_forged_form_is_dropped_whole(root: VBox, assessing: FakeAssessing, do: str, given: dict[str, Any]) -> None:
    go(root, script="s-4")
    send(root, do, fields=given)
    assert assessing.asked == []


def test_a_reason_of_a_hundred_thousand_characters_is_refused_in_words_and_nothing_is_cut(
    root: VBox, assessing: FakeAssessing
) -> None:
    go(root, script="s-4")
    assert f"At most {COMMENT:,} characters." in the(Board, root).html, "said beforehand"
    send(root, "respond:rupture-repair", fields={**RESPOND, "reason": "x" * 30_000})
    assert assessing.asked == []
    assert "26,000 characters too long" in the(Place, root).notice
    send(root, "respond:rupture-repair", fields={**RESPOND, "reason": "é" * COMMENT})
    assert [what for what, *_ in assessing.asked] == ["respond"]
    assert the(Place, root).notice == ""


def test_what_is_on_the_screens_can_be_pressed(root: VBox, assessing: FakeAssessing) -> None:
    send(root, "only:free")
    send(root, "take:s-2")
    go(root, view="calibration")
    send(root, "calibrate:b-3")
    go(root, view="results", assignment="a-1")
    send(root, "ask:r-1")
    send(root, "confirm")
    go(root, view="results")
    send(root, "answer:r-4", fields={"decision": "decline", "answer": "It stands."})
    go(root, view="rules")
    send(root, "unexclude:ida|noor")
    send(root, "exclude", fields={"assessor": "ida", "person": "bo", "reason": ""})
    go(root, script="s-4")
    send(root, "agree:1")
    send(root, "third")
    assert [what for what, *_ in assessing.asked] == [
        "take", "calibrate", "release", "decline", "unexclude", "exclude", "agree", "ask_third",
    ]  # fmt: skip


def test_differences_are_told_in_words_and_signs(root: VBox) -> None:
    go(root, script="s-4")
    html = the(Board, root).html
    assert "Differs by 2 levels" in html
    assert "Differs on opportunity" in html
    assert "−2" in html
    assert "(2 lower than yours)" in html
    assert 'href="#turn-4"' in html
    assert 'id="turn-4"' in html


def test_what_is_final_says_why(root: VBox, assessing: FakeAssessing) -> None:
    assessing.compared = comparison(final=FINAL, may_propose=False, waits=())
    go(root, script="s-8")
    html = the(Board, root).html
    assert "The mark closest to the third." in html
    assert "between emerging and proficient" in html
    assert "Ask for a third mark" not in html


def test_whoever_leads_and_has_not_marked_it_asks_for_a_third_mark_from_the_queue(
    root: VBox, assessing: FakeAssessing
) -> None:
    assessing.entries = tuple(replace(each, third=each.script == "s-5") for each in assessing.entries)
    go(root)
    assert 'href="?script=s-5"' not in the(Board, root).html, "it would not open"
    for forged in ("s-6", "s-9", ""):
        send(root, f"third-of:{forged}")
    send(root, "third-of:s-5")
    assert assessing.asked == [("ask_third", "s-5")]
    assert "A third mark of Q9B6 is asked for." in the(Board, root).html


def test_a_result_whose_script_is_not_told_has_no_link_to_it(root: VBox, assessing: FakeAssessing) -> None:
    assessing.rows = [replace(each, script="", person="") for each in assessing.rows if each.state == "marking"]
    go(root, view="results", assignment="a-1")
    assert "Being marked" in the(Board, root).html
    assert 'href="?script="' not in the(Board, root).html


def test_who_does_not_lead_sees_no_button_for_it(root: VBox, assessing: FakeAssessing) -> None:
    assessing.lead = False
    go(root)
    assert "Share out" not in the(Board, root).html
    go(root, script="s-4")
    assert "Ask for a third mark" not in the(Board, root).html
    go(root, view="rules")
    assert "Keep these rules" not in the(Board, root).html
    assert "Keep apart" not in the(Board, root).html


def test_who_is_not_calibrated_is_told_what_is_missing(root: VBox, assessing: FakeAssessing) -> None:
    assessing.calibrated = False
    go(root)
    assert "Mark 4 more benchmarks before live marking opens for you." in the(Board, root).html
    assert "Take" not in the(Board, root).html
    send(root, "next")
    send(root, "take:s-2")
    assert assessing.asked == []


def test_texts_of_people_do_not_become_markup(root: VBox, assessing: FakeAssessing) -> None:
    assessing.compared = comparison(person="<b>Noor</b>", comments=(("<i>B</i>", "<script>x</script>"),))
    go(root, script="s-4")
    html = the(Board, root).html
    assert "&lt;b&gt;Noor" in html
    assert "<script>" not in html
    assert "<i>" not in html


def test_other_pages_are_named_where_there_are_some(desk: Desk) -> None:
    root = page.build(desk, "script=s-1", (Way("Conversations", "/"),))
    assert '<a href="/">Conversations</a>' in the(Board, root).html
    assert "Other pages" not in the(Board, page.build(desk, "")).html


def test_where_nothing_can_be_kept_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []

    def refuse() -> object:
        raise FolderNotWritable("/nowhere", "no <such> place")

    monkeypatch.setattr(page, "open_house", refuse)
    monkeypatch.setattr(page, "_put", shown.append)
    page.show()
    assert "no &lt;such&gt; place" in shown[1]["text/html"]


def test_the_page_begins_without_numpy_and_without_the_agreement() -> None:
    told = "import sys, simulator.ui.assessor.page; print([m for m in sys.modules if m == 'numpy' or 'agreement' in m])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_figures_are_worked_out_for_their_tab_alone_and_what_fails_can_be_tried_again(
    assessing: FakeAssessing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from simulator.ui.assessor import agreement

    results: list[object] = [StoreAway("The store does not answer."), ZeroDivisionError(), object()]

    def load() -> object:
        found = results.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    looks: list[Shown] = []
    offered = el("button", "Pairs", data_do="tab:pairs")
    monkeypatch.setattr(agreement, "html", lambda _, shown: (looks.append(shown), offered)[1])
    monkeypatch.setattr(agreement, "said", lambda _, shown: shown.tab)
    desk = Desk(assessing, Agreeing(load, at_once), lambda _: None, lambda: "", "UTC")
    root = page.build(desk, "view=agreement")
    figures = [each for each in root.children if isinstance(each, Board)][1]
    assert "The store does not answer." in figures.html
    figures._handle_custom_msg({"do": "load"}, [])
    assert FAULT in figures.html
    figures._handle_custom_msg({"do": "load"}, [])
    figures._handle_custom_msg({"do": "tab:pairs"}, [])
    figures._handle_custom_msg({"do": "tab:secret"}, [])
    assert [each.tab for each in looks] == ["criteria", "pairs"]
    assert figures.said == "pairs"
    go(root)
    assert [each for each in root.children if isinstance(each, Board)] == [the(Board, root)]
