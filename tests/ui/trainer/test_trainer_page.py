"""The trainer's page without a browser: what its boards pass on, its address, its files, and results beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from ipywidgets import VBox, Widget

from simulator.errors import FolderNotWritable
from simulator.services.cohort import CohortView
from simulator.ui.components.board import Board
from simulator.ui.components.download import Download
from simulator.ui.components.place import Place
from simulator.ui.trainer import page
from simulator.ui.trainer.desk import Desk
from simulator.ui.trainer.results import FAULT, Results
from simulator.ui.ways import Way
from tests.services.school import School

EMPTY: dict[str, Any] = {
    "title": "", "note": "", "opens_on": "", "opens_at": "", "due_on": "", "due_at": "", "zone": "Europe/Helsinki",
    "attempts": "", "mode": "practice", "scenarios": [], "targets": [], "cohorts": [], "held": [],
}  # fmt: skip


@pytest.fixture
def root(desk: Desk) -> VBox:
    return page.build(desk, "")


def the(kind: type, root: VBox) -> Widget:
    return next(each for each in root.children if isinstance(each, kind))


def boards(root: VBox) -> list[Board]:
    return [each for each in root.children if isinstance(each, Board)]


def send(root: VBox, do: str, **given: object) -> None:
    """A message to both boards, as a browser or somebody who forges one sends it."""
    for board in boards(root):
        board._handle_custom_msg({"do": do, **given}, [])


def go(root: VBox, **place: str) -> None:
    the(Place, root)._handle_custom_msg({"do": "go", "place": place}, [])


def test_the_address_and_the_focus_follow_the_screen(school: School, root: VBox) -> None:
    made = school.cohort("trainee-ada")
    place = the(Place, root)
    assert (place.place, place.title, place.focus) == ({}, "Cohorts and assignments · coachsim", "")
    go(root, cohort=made)
    assert (place.place, place.title, place.focus) == ({"cohort": made}, "Autumn · coachsim", "cs-cohort")
    moves = place.moves
    send(root, "menu:rename")
    send(root, "find", value="ad")
    assert place.moves == moves
    go(root, cohort="none")
    assert place.place == {"cohort": made}
    assert "nothing here for you" in place.notice


def test_a_whole_assignment_by_messages_alone(school: School, root: VBox) -> None:
    made = school.cohort("trainee-ada")
    go(root, new="assignment")
    send(root, "find-person", value="bo")
    send(root, "choose:trainee-bo")
    send(
        root, "save", fields={**EMPTY, "title": "Week 1", "scenarios": ["two-turns"], "mode": "exam", "cohorts": [made]}
    )
    (entry,) = school.tina.overview()
    assert (entry.title, entry.counts.people) == ("Week 1", 2)
    assert the(Place, root).place == {"assignment": entry.id}
    assert boards(root)[0].said.startswith("Assigned")


@pytest.mark.parametrize(
    "changes",
    [
        {"scenarios": ["late-again-secret"]},
        {"cohorts": ["of-somebody-else"]},
        {"mode": "duel"},
        {"attempts": "99"},
        {"zone": "Europe/Atlantis"},
        {"title": "x" * 201},
        {"note": "x" * 1_000_000},
        {"person": "trainer-tom"},
        {"title": ["a list"]},
        {"due_on": "soon"},
        {"title": "\ud800"},
    ],
)
def test_a_form_with_what_was_not_offered_is_dropped_whole(school: School, root: VBox, changes: dict[str, Any]) -> None:
    made = school.cohort("trainee-ada")
    go(root, new="assignment")
    send(root, "save", fields={**EMPTY, "title": "Forged", "scenarios": ["two-turns"], "cohorts": [made], **changes})
    assert school.tina.overview() == ()
    assert the(Place, root).place == {"new": "assignment"}


@pytest.mark.parametrize(
    "do",
    [
        "remove:trainee-bo", "add:trainee-bo", "leave:trainer-tina", "confirm", "archive", "release:x", "bring-back",
        "look-again", "ask:release", "csv:letters", "table:people", "unarchive", "make-cohort", "nonsense", "",
    ],
)  # fmt: skip
def test_a_press_of_what_is_not_on_the_screen_does_nothing(school: School, root: VBox, do: str) -> None:
    made = school.cohort("trainee-ada")
    go(root, cohort=made)
    before, html = school.tina.cohorts.open(made), boards(root)[0].html
    send(root, do)
    send(root, do, value="x")
    send(root, do, fields={"x": "y"})
    assert school.tina.cohorts.open(made) == before
    assert boards(root)[0].html == html


def test_files_are_offered_as_they_stand_with_formulas_made_harmless(
    school: School, root: VBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[tuple[str, str, str]] = []
    monkeypatch.setattr(Download, "offer", lambda _, *file: files.append(file))
    go(root, assignment=school.assign(school.cohort("trainee-ada"), title='=HYPERLINK("x")'))
    send(root, "csv:progress")
    send(root, "csv:letters")
    assert [name for name, _, _ in files] == ['progress =HYPERLINK("x").csv', 'letters =HYPERLINK("x").csv']
    assert "\"'=HYPERLINK(" in files[1][2]
    assert files[1][2].startswith("\ufeffname,email,account,title,due,link,state\r\n")


def test_results_stand_below_the_cohort_and_go_with_it(school: School, root: VBox) -> None:
    made = school.cohort("trainee-ada")
    go(root, cohort=made, tab="heat")
    assert "Heat map" in boards(root)[1].html
    send(root, "tab:time")
    assert the(Place, root).place == {"cohort": made, "tab": "time"}
    assert the(Place, root).focus == "", "it stays on the tab"
    go(root, cohort=made)
    assert boards(root)[1].html == ""


class Beside:
    """Work that is done when the test says so, in between telling how far it is."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[], object], Callable[[object], object]]] = []

    def __call__(self, job: Callable[[], object], tell: Callable[[object], object]) -> None:
        self.jobs.append((job, tell))

    def finish(self) -> None:
        job, tell = self.jobs.pop()
        tell(job())


def test_how_far_the_loading_is_is_shown_and_what_fails_can_be_tried_again(school: School) -> None:
    view, beside = CohortView(school.library, school.store, "trainer-tina", lambda: school.now), Beside()
    seen: list[str] = []
    fails = [True]

    def load(progress: Callable[[str, int, int], object]) -> object:
        progress("Marking", 40, 200)
        seen.append(boards(root)[1].html)
        if fails.pop() if fails else False:
            raise ZeroDivisionError
        return view.load(progress)

    desk = Desk(school.as_("trainer-tina"), Results(load, beside, lambda act: act()), "UTC")
    root = page.build(desk, f"cohort={school.cohort('trainee-ada')}&tab=heat")
    assert "Loading …" in boards(root)[1].html
    beside.finish()
    assert 'value="40" max="200"' in seen[0]
    assert FAULT in boards(root)[1].html
    send(root, "load")
    beside.finish()
    assert "Heat map" in boards(root)[1].html


def test_other_pages_are_named_where_there_are_some(desk: Desk) -> None:
    root = page.build(desk, "", (Way("Conversations", "/"), Way("<b>", "/account")))
    assert '<a href="/">Conversations</a>' in boards(root)[0].html
    assert "<b></a>" not in boards(root)[0].html
    assert "Other pages" not in boards(page.build(desk, ""))[0].html


def test_where_nothing_can_be_kept_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []

    def refuse() -> object:
        raise FolderNotWritable("/nowhere", "no <such> place")

    monkeypatch.setattr(page, "open_house", refuse)
    monkeypatch.setattr(page, "_put", shown.append)
    page.show()
    assert "no &lt;such&gt; place" in shown[1]["text/html"]
