"""The marking component without a browser: which drafts it passes on, and what it makes of everything else."""

from typing import Any

import pytest

from simulator.model.assessment import COMMENT, Draft
from simulator.services.assessing.showing import Marking as Shown
from simulator.ui.assessor import drafts
from simulator.ui.components.marking import Marking
from tests.ui.assessor.fake import head

Calls = list[tuple[object, ...]]


@pytest.fixture
def calls() -> Calls:
    return []


@pytest.fixture
def marking(calls: Calls) -> Marking:
    return Marking(
        on_save=lambda *given: calls.append(("save", *given)),
        on_keep=lambda *given: calls.append(("keep", *given)),
        on_take=lambda: calls.append(("take",)),
        on_submit=lambda *given: calls.append(("submit", *given)),
        on_step_back=lambda *given: calls.append(("step-back", *given)),
        script=drafts.script(Shown(head(), 1, Draft(), 0, None, "", False)),
    )


def plain(**changes: object) -> dict[str, Any]:
    return {"criteria": {}, "notes": {}, "comment": "", "flags": [], **changes}


def mark(**changes: object) -> dict[str, Any]:
    return plain(criteria={"rupture-repair": {"level": 3, "turns": [1, 3], "comment": "", **changes}})


FLAG = {"gate": "no-deception", "turn": 4, "seen": "She says it was sent."}
WELL = [
    plain(), mark(), mark(level=0), mark(level=None), mark(level="no"), mark(turns=[]), mark(comment="é" * COMMENT),
    plain(notes={"1": "Here.", "12": ""}), plain(comment="Warm\nand quick."), plain(flags=[FLAG, {**FLAG, "turn": 5}]),
]  # fmt: skip
ILL: list[Any] = [
    None, [], "draft", {}, plain(more=1), {"criteria": {}}, plain(criteria=[]), plain(criteria={"listening": {}}),
    plain(criteria={"contracting-transparency": mark()["criteria"]["rupture-repair"]}),
    mark(level=5), mark(level=-1), mark(level=3.0), mark(level=True), mark(level="3"), mark(level=[3]), mark(more=1),
    mark(turns=[0]), mark(turns=[13]), mark(turns=[1, 1]), mark(turns=["1"]), mark(turns=[True]), mark(turns=[1.0]),
    mark(turns=1), mark(comment=None), mark(comment="x" * (COMMENT + 1)), mark(comment="\0"), mark(comment="\ud800"),
    plain(notes=[]), plain(notes={"13": "x"}), plain(notes={"01": "x"}), plain(notes={"1": "x" * (COMMENT + 1)}),
    plain(notes={"1": 7}), plain(comment="x" * 100_000), plain(comment=["x"]), plain(flags={}),
    plain(flags=[FLAG, FLAG]),
    plain(flags=[{**FLAG, "gate": "no-fun"}]), plain(flags=[{**FLAG, "turn": 0}]), plain(flags=[{**FLAG, "seen": 1}]),
    plain(flags=[{**FLAG, "more": 1}]), plain(flags=["x"]), plain(flags=[{**FLAG, "gate": ["no-deception"]}]),
]  # fmt: skip


def hear(marking: Marking, message: object) -> None:
    """As ipywidgets does when a custom message comes in, but that an error is not swallowed."""
    marking._received(marking, message, [])


@pytest.mark.parametrize("draft", WELL, ids=lambda each: ascii(each)[:70])
@pytest.mark.parametrize("do", ["save", "keep", "submit"])
def test_a_draft_of_what_is_shown_is_passed_on_and_read(
    marking: Marking, calls: Calls, do: str, draft: dict[str, Any]
) -> None:
    hear(marking, {"do": do, "edit": 7, "draft": draft})
    assert calls == [(do, 7, draft)]
    assert drafts.read(drafts.plain(drafts.read(draft))) == drafts.read(draft)


@pytest.mark.parametrize("draft", ILL, ids=lambda each: ascii(each)[:70])
def test_any_other_draft_is_not_for_us(marking: Marking, calls: Calls, draft: object) -> None:
    for do in ("save", "keep", "submit"):
        hear(marking, {"do": do, "edit": 7, "draft": draft})
    assert (calls, marking.answered) == ([], 3)


@pytest.mark.parametrize(
    "message",
    [
        None, "save", [], {"do": "save"}, {"do": "save", "draft": plain()},
        {"do": "save", "edit": -1, "draft": plain()},
        {"do": "save", "edit": True, "draft": plain()}, {"do": "save", "edit": "1", "draft": plain()},
        {"do": "save", "edit": 2**60, "draft": plain()}, {"do": "save", "edit": 1, "draft": plain(), "version": 3},
        {"do": "take", "edit": 1}, {"do": "on_take"}, {"do": ["save"], "edit": 1, "draft": plain()},
        {"do": "step-back"}, {"do": "step-back", "reason": "x"}, {"do": "step-back", "reason": "x", "knows": 1},
        {"do": "step-back", "reason": None, "knows": True}, {"do": "step-back", "reason": "\0", "knows": True},
        {"do": "step-back", "reason": "x" * (COMMENT + 1), "knows": True},
        {"do": "step-back", "reason": "x", "knows": True, "script": "s-2"},
    ],
    ids=lambda each: ascii(each)[:70],
)  # fmt: skip
def test_anything_else_is_not_for_us(marking: Marking, calls: Calls, message: object) -> None:
    hear(marking, message)
    assert calls == []


def test_a_page_that_changed_nothing_may_submit_what_was_kept_before(marking: Marking, calls: Calls) -> None:
    hear(marking, {"do": "submit", "edit": 0, "draft": plain()})
    assert calls == [("submit", 0, plain())]


def test_taking_and_stepping_back_are_passed_on(marking: Marking, calls: Calls) -> None:
    hear(marking, {"do": "take"})
    hear(marking, {"do": "step-back", "reason": "", "knows": True})
    assert calls == [("take",), ("step-back", "", True)]


@pytest.mark.parametrize("state", [{"script": {}}, {"limit": 10**9}, {"draft": plain()}, {"_esm": "alert(1)"}], ids=str)
def test_a_browser_changes_no_trait(marking: Marking, state: dict[str, Any]) -> None:
    before = marking.get_state()
    marking.set_state(state)
    assert marking.get_state() == before


def test_what_is_empty_is_no_part_of_a_draft() -> None:
    given = plain(
        criteria={
            "rupture-repair": {"level": None, "turns": [], "comment": "  "},
            "trust-reliability": {"level": None, "turns": [2, 1], "comment": ""},
            "reflective-practice": {"level": "no", "turns": [], "comment": ""},
        },
        notes={"1": " ", "2": "Here."},
    )
    read = drafts.read(given)
    assert [each.criterion for each in read.criteria] == ["reflective-practice"]
    assert [(each.criterion, each.turns) for each in read.undecided] == [("trust-reliability", (1, 2))]
    assert read.notes == {2: "Here."}
