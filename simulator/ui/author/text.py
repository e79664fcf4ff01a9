"""The text of the draft in its editor, with what was found in it beside the lines."""

from collections.abc import Sequence
from typing import Any

from ipywidgets import VBox

from simulator.authoring.complete import complete
from simulator.model.diagnostic import Diagnostic
from simulator.ui.author.desk import Desk
from simulator.ui.components.editor import Editor


class Text:
    """Keeps an editor in step with the desk: its text, the findings, and where the cursor is asked to be."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._beginning = False
        self._editor = Editor(label="Scenario text (YAML)", complete=self._complete)
        self.root = VBox([self._editor])
        self.root.add_class("cs-desk-editor")
        self._editor.observe(lambda change: self._typed(change["new"]), "text")
        desk.writing.observe(lambda _: self._begin(), "opened")
        desk.checking.observe(lambda _: self._mark(), "examined")
        desk.observe(lambda _: self._go(), "cursor")

    def _begin(self) -> None:
        """Another draft. What the editor makes of its line ends is not a change of the author's."""
        self._beginning = True
        try:
            self._editor.begin(self._desk.writing.text)
        finally:
            self._beginning = False

    def _typed(self, text: str) -> None:
        if not self._beginning:
            self._desk.write(text)

    def _mark(self) -> None:
        examined = self._desk.checking.examined
        self._editor.show(findings=[_finding(each) for each in examined.findings] if examined else [])

    def _go(self) -> None:
        line, column, typing, _ = self._desk.cursor
        self._editor.reveal(line, column, focus=typing)

    def _complete(self, text: str, line: int, column: int) -> Sequence[dict[str, str]]:
        return complete(text, line, column, self._desk.author.library.rubric)


def _finding(each: Diagnostic) -> dict[str, Any]:
    return {
        "line": each.location.line,
        "column": each.location.column,
        "severity": each.severity.value,
        "code": each.code,
        "message": each.message,
        "hint": each.hint,
    }
