"""What a new version changes, told by ids, and whether it can move a score."""

import pytest

from simulator.services.author.changes import Change, changes
from tests import stock
from tests.services.author.conftest import judge

HOUR = "borrowed-hour"


def changed(*edits, name=HOUR):
    """The changes that these replacements of text make."""
    text = stock.text(name)
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    scenario = judge(text).scenario
    assert scenario, judge(text).errors
    return changes(stock.scenario(name), scenario)


def test_the_same_changes_nothing():
    assert changed() == ()


READ = [
    (("fine, really. Shall we start?", "fine. Shall we go?"), "beat", "opening"),
    (("That is mine.", "Mine."), "option", "opening/own-it"),
    (("It says what happened and whose it is.", "It says whose."), "option", "opening/own-it"),
    (("title: The borrowed hour", "title: Lent"), "key", "title"),
    (("Keeps things smooth.", "Smooth."), "key", "client"),
]
SCORED = [
    (("patience: 2", "patience: 3"), "key", "client"),
    (("trust: 1, flags", "trust: 2, flags"), "key", "start"),
    (("agency: 1}", "agency: 2}"), "key", "variables"),
    (("        evidence: {rr-own-part: 0}\n", ""), "option", "opening/sorry-sorry"),
    (("event: OVERDO", "event: MISS"), "option", "opening/sorry-sorry"),
    (("focus: [rr-acknowledge-breach, rr-own-part]", "focus: [rr-own-part]"), "beat", "opening"),
]


@pytest.mark.parametrize(("edit", "what", "id_"), READ)
def test_what_is_only_read_is_named_and_moves_no_score(edit, what, id_):
    assert changed(edit) == (Change(what, id_, "changed", scoring=False),)


@pytest.mark.parametrize(("edit", "what", "id_"), SCORED)
def test_what_can_move_a_score_is_named_and_says_so(edit, what, id_):
    assert changed(edit) == (Change(what, id_, "changed", scoring=True),)


TINY_OPTION = """      listen:
        say: "(Wait.)"
        event: CONNECT
        quality: 3
        form: action
        why: It leaves room.
        misconception: Silence is empty.
        then: met
"""


def test_added_and_removed_options_and_endings_are_named_and_can_move_scores():
    added = changed(("      push:\n", f"{TINY_OPTION}      push:\n"), name="tiny")
    assert added == (Change("option", "only/listen", "added", True),)
    text = stock.text("tiny").replace("      push:\n", f"{TINY_OPTION}      push:\n")
    assert changes(judge(text).scenario, stock.scenario("tiny")) == (Change("option", "only/listen", "removed", True),)
    assert changed(("missed: {result", "lost: {result"), ("then: missed", "then: lost"), name="tiny") == (
        Change("option", "only/push", "changed", True),
        Change("ending", "missed", "removed", True),
        Change("ending", "lost", "added", True),
    )


def test_a_renamed_beat_is_one_removed_and_one_added_with_its_options():
    renamed = changed(("start: {beat: only", "start: {beat: first"), ("  only:\n", "  first:\n"), name="tiny")
    assert [(each.what, each.id, each.how) for each in renamed] == [
        ("key", "start", "changed"),
        ("beat", "only", "removed"),
        ("beat", "first", "added"),
        *(("option", f"only/{id_}", "removed") for id_ in ("ask", "tell", "push")),
        *(("option", f"first/{id_}", "added") for id_ in ("ask", "tell", "push")),
    ]


def test_another_order_of_the_same_is_no_change_of_any_part():
    text = stock.text("tiny")
    begin, end = text.index("      ask:\n"), text.index("      tell:\n")
    moved = text[:begin] + text[end : text.index("endings:\n")] + text[begin:end] + text[text.index("endings:\n") :]
    scenario = judge(moved).scenario
    assert scenario != stock.scenario("tiny")
    assert changes(stock.scenario("tiny"), scenario) == ()
