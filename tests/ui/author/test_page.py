"""The page without a browser: which widgets there are, and that they follow the desk."""

import pytest
from ipywidgets import VBox, Widget

from simulator.errors import FolderNotWritable
from simulator.services.author.author import Author
from simulator.services.author.judging import Judging
from simulator.ui.author import page
from simulator.ui.author.background import at_once
from simulator.ui.components.board import Board
from simulator.ui.components.diagram import Diagram
from simulator.ui.components.editor import Editor
from simulator.ui.components.place import Place


@pytest.fixture
def root(author: Author, judging: Judging) -> VBox:
    return page.build(author, judging, "", at_once)


def every(widget: Widget) -> list[Widget]:
    return [widget, *(each for child in getattr(widget, "children", ()) for each in every(child))]


def boards(root: VBox) -> list[Board]:
    return [each for each in every(root) if isinstance(each, Board)]


def the(kind: type, root: VBox) -> Widget:
    return next(each for each in every(root) if isinstance(each, kind))


def press(root: VBox, do: str, **given: str) -> None:
    board = next(each for each in boards(root) if f'data-do="{do}"' in each.html)
    board._handle_custom_msg({"do": do, **given}, [])


def write(editor: Editor, text: str) -> None:
    message = {"do": "write", "document": editor.document, "revision": editor.heard + 1, "text": text}
    editor._handle_custom_msg(message, [])


@pytest.fixture
def begun(root: VBox) -> VBox:
    press(root, "menu:new")
    press(root, "new", value="my-first")
    return root


def test_without_a_draft_there_is_no_text_to_work_on(root: VBox) -> None:
    assert "cs-away" in root.children[-1]._dom_classes
    assert the(Place, root).title == "Author's desk · coachsim"


def test_a_new_draft_stands_in_the_editor_and_in_the_address(begun: VBox) -> None:
    assert "id: my-first" in the(Editor, begun).text
    assert the(Place, begun).place == {"draft": "my-first"}
    assert "cs-away" not in begun.children[-1]._dom_classes


def test_what_is_typed_comes_back_as_findings_and_as_a_picture(begun: VBox) -> None:
    editor, diagram = the(Editor, begun), the(Diagram, begun)
    write(editor, editor.text.replace("then: his-answer", "then: from-now-on"))
    assert "S01" in [each["code"] for each in editor.findings]
    assert "never reached" in diagram.svg
    assert any("S01" in each.html for each in boards(begun))


def test_pressing_a_finding_moves_the_cursor(begun: VBox) -> None:
    editor = the(Editor, begun)
    write(editor, "id: nothing else\n")
    press(begun, "reveal:0")
    assert editor.revealed["line"] == editor.findings[0]["line"]
    assert editor.revealed["focus"]


def test_picking_a_beat_of_the_picture_moves_the_cursor_without_taking_the_focus(begun: VBox) -> None:
    the(Diagram, begun)._handle_custom_msg({"do": "pick", "id": "from-now-on"}, [])
    assert the(Diagram, begun).selected == "from-now-on"
    assert not the(Editor, begun).revealed["focus"]


def test_how_many_findings_there_are_is_said_aloud(begun: VBox) -> None:
    write(the(Editor, begun), "id: nothing else\n")
    assert "2 errors." in [each.said for each in boards(begun)]


def test_a_draft_with_other_line_ends_is_not_rewritten_by_opening_it(
    author: Author, judging: Judging, tmp_path: object
) -> None:
    author.desk.new("from-elsewhere", "id: a\r\ntitle: b\r\n")
    root = page.build(author, judging, "draft=from-elsewhere", at_once)
    assert the(Editor, root).text == "id: a\ntitle: b\n"
    assert author.desk.open("from-elsewhere").text == "id: a\r\ntitle: b\r\n"


def test_opening_another_draft_begins_another_document(begun: VBox) -> None:
    editor = the(Editor, begun)
    before = editor.document
    press(begun, "menu:open")
    press(begun, "copy:late-again")
    assert editor.document == before + 1
    assert "id: late-again" in editor.text


def test_a_panel_is_worked_out_when_it_is_looked_at(begun: VBox) -> None:
    assert not any("What each option is worth" in each.html for each in boards(begun))
    press(begun, "tab:beat")
    assert any("What each option is worth" in each.html for each in boards(begun))
    press(begun, "beat", value="from-now-on")
    assert any("his-pen" in each.html for each in boards(begun))
    press(begun, "tab:alliance")
    assert "withdrawing" in [each for each in every(begun) if isinstance(each, Diagram)][1].svg


def test_where_nothing_can_be_kept_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, str]] = []

    def refuse(*_: object) -> Author:
        raise FolderNotWritable("/nowhere", "no <such> place")

    monkeypatch.setattr(page, "local_author", refuse)
    monkeypatch.setattr(page, "_put", shown.append)
    page.show()
    assert "<style>" in shown[0]["text/html"]
    assert "no &lt;such&gt; place" in shown[1]["text/html"]


def test_in_a_notebook_there_is_no_way_back_to_other_pages(author: Author, judging: Judging) -> None:
    assert any('href="/"' in each.html for each in boards(page.build(author, judging, "", at_once)))
    assert not any('href="/"' in each.html for each in boards(page.build(author, judging, None, at_once)))
