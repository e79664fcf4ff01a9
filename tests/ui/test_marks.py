"""What assessors found, on the trainee's page: levels that count, their evidence, and asking for another look."""

import json
import re
from dataclasses import replace

import pytest
from ipywidgets import HTML

from simulator.model.assessment import COMMENT
from simulator.services.assessing.showing import Marked, MarkedCriterion
from simulator.services.debrief import Debrief, debrief
from simulator.services.practise import Practise
from simulator.ui.components.board import Board
from simulator.ui.trainee.debrief import view
from tests.services.playing import play

SAID = "You owned it at once, and <b>then</b> you asked her to understand."


@pytest.fixture
def found(practise: Practise) -> Debrief:
    """A debrief of a conversation that assessors have marked."""
    shown = debrief(practise, play(practise, "two-turns", "tell", "joke").attempt)
    criteria = (
        MarkedCriterion("rupture-repair", 2, "closest", (1, 2), (SAID,)),
        MarkedCriterion("trust-reliability", 2.5, "mean", (2,), ()),
        MarkedCriterion("reflective-practice", None, "agreed", (), ()),
        MarkedCriterion("ethics-boundaries", 0, "capped", (2,), ()),
    )
    marked = Marked(
        "script", 1, "2026-05-01T00:00:00+00:00", practise.library.rubric, criteria, {2: ("Late, but hers.",)},
        ("An honest try.",), (("no-deception", 2, "It was not so."),), again=False,
    )  # fmt: skip
    return replace(shown, marked=marked)


def words(shown: Debrief) -> str:
    parts = view.build(shown, lambda: None)
    return "".join(
        each.value if isinstance(each, HTML) else each.html if isinstance(each, Board) else "" for each in parts
    )


def test_levels_come_with_their_anchor_their_evidence_and_how_they_came_about(found: Debrief) -> None:
    html = words(found)
    rubric = found.marked.rubric
    assert "Level 2 of 4: emerging" in html
    assert "Level 2.5 of 4: between emerging and proficient" in html
    assert "No opportunity to show it" in html
    assert rubric.competency_by_id["rupture-repair"].anchors[2].split("’")[0] in html
    assert "a third assessor decided, and this is the one closest to it" in html
    assert re.search(r'Seen at turns <a href="#turn-1"[^>]*>1</a>, <a href="#turn-2"', html)
    assert "Late, but hers." in html
    assert "An honest try." in html
    assert rubric.gate_by_id["no-deception"].rule in html


def test_what_assessors_wrote_is_text_whatever_it_holds(found: Debrief) -> None:
    html = words(found)
    assert "<b>then</b>" not in html
    assert "&lt;b&gt;then&lt;/b&gt;" in html


def test_another_look_is_asked_for_once_with_its_limit_said_beforehand(found: Debrief) -> None:
    asked: list[str] = []
    board = next(each for each in view.build(found, lambda: None, asked.append) if isinstance(each, Board))
    assert f"{COMMENT:,} characters at most" in board.html
    board._handle_custom_msg({"do": "appeal", "fields": {"reason": "x" * (COMMENT + 1)}}, [])
    board._handle_custom_msg({"do": "appeal", "fields": {"reason": "Turn 3", "script": "other"}}, [])
    assert asked == []
    board._handle_custom_msg({"do": "appeal", "fields": {"reason": "Turn 3\nsays more."}}, [])
    assert asked == ["Turn 3\nsays more."]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("open", "You have asked for another look"),
        ("declined", "The result stands as it is."),
        ("reopened", "is being looked at again"),
    ],
)
def test_it_is_said_what_came_of_asking(found: Debrief, state: str, says: str) -> None:
    marked = replace(found.marked, appeal=state, answer="Turn 3 was weighed.", again=state == "reopened")
    html = words(replace(found, marked=marked))
    assert says in html
    assert 'data-do="appeal"' not in html
    assert ("Turn 3 was weighed." in html) == (state == "declined")


def test_a_debrief_that_nobody_marked_says_nothing_of_assessors(found: Debrief) -> None:
    html = words(replace(found, marked=None))
    assert "assessor" not in html
    assert 'data-do="appeal"' not in html


def test_no_widget_names_an_option_or_a_script(found: Debrief) -> None:
    states = [each.get_state() for each in view.build(found, lambda: None)]
    text = json.dumps(states, default=str)
    assert "go-on" not in text
    assert '"script"' not in text
