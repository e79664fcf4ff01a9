"""The author's text: a YAML editor with findings beside the lines and completions asked of Python.

It knows neither YAML nor a scenario: it passes on what is typed, shows the findings it is given where they are, and
asks `complete` what could stand at the cursor. Checking, saving and publishing are the desk's business.

Typing never waits for the kernel, so both sides may change the text at once. The browser numbers its changes
(`revision`) and Python says which it has heard last (`heard`). A text that Python assigns is an answer to what it has
heard: a browser in which more was typed meanwhile drops it, and sends its own. Only `begin` always wins: it opens
another document; what was still on its way from the one before is dropped here.

Drawn in the browser by CodeMirror 6 (see vendor/): 411 kB, 134 kB gzipped, sent once per page with an editor.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from traitlets import Bool, Dict, Int, List, Unicode, validate

from simulator.ui.components.oneway import OneWay

LIMIT = 1_048_576
"""Bytes of UTF-8 a text may have."""
TOO_LONG = "This text is longer than 1 MiB and is not taken over. Shorten it to go on."

Complete = Callable[[str, int, int], Sequence[dict[str, str]]]
"""(text, line, column) → what may stand there: `label`, and where wanted `detail` and `apply`, the text put in."""

_HERE = Path(__file__)
_LIBRARY = _HERE.parent / "vendor" / "codemirror.min.js"


def fits(text: str) -> bool:
    """Whether an editor takes this text: within the limit, and no halves of characters."""
    try:
        return len(text) <= LIMIT and len(text.encode("utf-8")) <= LIMIT
    except UnicodeEncodeError:
        return False


class Editor(OneWay):
    """`text` may be observed, and assigned (undone by the author like any change). Its lines end in a line feed.

    findings  [{"line", "column", "severity": "error" | "warning" | "info", "code", "message", "hint"}], counted from 1
    """

    _esm = _HERE.with_suffix(".js")
    _css = _HERE.with_suffix(".css")

    # No echo: the browser has what it sent, and may have more by now.
    text = Unicode("").tag(sync=True, echo_update=False)
    heard = Int(0).tag(sync=True)
    document = Int(0).tag(sync=True)
    findings: List[dict[str, Any]] = List().tag(sync=True)
    revealed = Dict().tag(sync=True)
    read_only = Bool(False).tag(sync=True)
    label = Unicode("Text").tag(sync=True)
    notice = Unicode("").tag(sync=True)
    limit = Int(LIMIT).tag(sync=True)

    def __init__(
        self, *, label: str, text: str = "", complete: Complete | None = None, read_only: bool = False
    ) -> None:
        super().__init__(label=label, text=text, read_only=read_only)
        self._complete = complete
        self.on_msg(self._received)

    def begin(self, text: str) -> bool:
        """Begins another document, with nothing to undo. False, and a notice, if the text does not fit."""
        if not fits(text):
            self.show(notice=TOO_LONG)
            return False
        self.show(text=text, document=self.document + 1, findings=[], notice="")
        return True

    def reveal(self, line: int, column: int = 1, *, focus: bool = False) -> None:
        """Moves the cursor there and scrolls to it; with `focus`, the author goes on typing there."""
        times = self.revealed.get("times", 0) + 1
        self.revealed = {"line": line, "column": column, "focus": focus, "times": times}

    @validate("text")
    def _within_the_limit(self, proposal: dict[str, Any]) -> str:
        text: str = proposal["value"]
        if not fits(text):
            self.notice = TOO_LONG
            return str(self.text)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        """Does what a well-formed message asks for; anything else is not for us."""
        match message:
            case {"do": "library", **rest} if not rest:
                self.send({"library": _LIBRARY.read_text("utf-8")})
            case {"do": "write", "document": int(document), "revision": int(revision), "text": str(text), **rest}:
                if not rest and document == self.document and _count(revision) and not self.read_only:
                    self._hear(revision, text)
            case {"do": "complete", "request": int(request), "text": str(text), **place}:
                match place:
                    case {"line": int(line), "column": int(column), **rest} if not rest and fits(text):
                        if _count(request, line, column):
                            self._answer(request, text, line, column)

    def _hear(self, revision: int, text: str) -> None:
        if revision <= self.heard:
            return
        if not fits(text):
            self.notice = TOO_LONG
            return
        with self.hold_sync():
            self.heard, self.notice = revision, ""
            # Past OneWay, which drops what a browser says: this has been checked, and must not be sent back.
            super(OneWay, self).set_state({"text": text})

    def _answer(self, request: int, text: str, line: int, column: int) -> None:
        found = self._complete(text, line, column) if self._complete else ()
        self.send({"request": request, "options": [dict(each) for each in found]})


def _count(*numbers: int) -> bool:
    """True for numbers one can count with: in Python, true and false are numbers too."""
    return all(not isinstance(number, bool) and 0 < number < 2**53 for number in numbers)
