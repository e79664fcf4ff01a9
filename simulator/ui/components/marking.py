"""The marking screen: the transcript beside the rubric, a mark being made, in one widget.

It shows the script it is told and passes on what is made of it. What is typed is kept as it is typed: the browser
numbers its edits, and Python answers each with the edit that is now safe (`saved`), with what stands in the way
(`problem`), or with what another tab has kept meanwhile (`conflict`). It knows neither the store nor whose turn it is,
and it is given nothing that an assessor must not see before the mark is submitted.

Shapes of the traits (all plain JSON):
    script    {"id", "code", "title", "client", "brief", "setting", "seat", "calibrating",
               "lines": [{"turn", "client": [Part], "said": [Part], "hinge": bool, "reason": str}],
               "criteria": [{"id", "code", "title", "definition", "anchors": [Anchor], "indicators": [Indicator]}],
               "gates": [{"id", "rule", "why"}]}; Part = {"kind": "speech" | "cue", "text"},
              Anchor = {"level": 0-4, "name", "words"}, Indicator = {"id", "title", "behaviour", "anchors": [Anchor]}
    draft     {"criteria": {id: {"level", "turns": [int], "comment"}}, "notes": {turn: str}, "comment": str,
               "flags": [{"gate", "turn", "seen"}]}; a level is 0-4, "no" for no opportunity, None for not decided;
              turns are written as text where they are keys. A new one is shown only when `begun` has changed
    saved     {"edit", "version", "at"}: what is safe; `at` is ISO 8601, empty where nothing was kept yet
    problem   None, or {"edit", "words", "again": bool}: why it is not safe, and whether trying again may help
    conflict  None, or {"draft", "at"}: what another tab has kept instead
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from traitlets import Dict, Int, Unicode

from simulator.model.assessment import COMMENT
from simulator.ui.components.oneway import OneWay

NO_OPPORTUNITY = "no"
LEVELS = (None, NO_OPPORTUNITY, 0, 1, 2, 3, 4)

_HERE = Path(__file__)
_SCRIPTS = ("marking_draft.js", "marking_parts.js", "marking.js")
"""One after the other, since a component is one module in the browser."""
_UNSOUND = re.compile("[\0\ud800-\udfff]")

Json = Mapping[str, Any]


class Marking(OneWay):
    """Calls `on_save(edit, draft)`, `on_keep(edit, draft)`, `on_take()`, `on_submit(edit, draft)` and
    `on_step_back(reason, knows)`.

    Drafts have the shape above and hold only criteria, turns and gates of `script` and texts within `limit`; edits are
    whatever the browser said. What does not fit is not passed on.
    """

    _esm = "\n".join(_HERE.with_name(name).read_text("utf-8") for name in _SCRIPTS)
    _css = _HERE.with_suffix(".css")

    script = Dict().tag(sync=True)
    draft = Dict().tag(sync=True)
    begun = Int(0).tag(sync=True)
    saved = Dict().tag(sync=True)
    problem = Dict(default_value=None, allow_none=True).tag(sync=True)
    conflict = Dict(default_value=None, allow_none=True).tag(sync=True)
    other = Unicode("").tag(sync=True)
    limit = Int(COMMENT).tag(sync=True)
    answered = Int(0).tag(sync=True)
    """How many messages have been dealt with, well-formed or not."""

    def __init__(
        self,
        *,
        on_save: Callable[[int, Json], object],
        on_keep: Callable[[int, Json], object],
        on_take: Callable[[], object],
        on_submit: Callable[[int, Json], object],
        on_step_back: Callable[[str, bool], object],
        **shown: Any,
    ) -> None:
        super().__init__(**shown)
        self._drafts = {"save": on_save, "keep": on_keep, "submit": on_submit}
        self._on_take, self._on_step_back = on_take, on_step_back
        self.on_msg(self._received)

    def _received(self, _widget: object, message: object, _buffers: object) -> None:
        """Whatever a message changes goes back as one update, together with the news that it was dealt with."""
        with self.hold_sync():
            try:
                self._pass_on(message)
            finally:
                self.answered += 1

    def _pass_on(self, message: object) -> None:
        match message:
            case {"do": str(what), "edit": int(edit), "draft": dict(draft), **rest} if (
                not rest and what in self._drafts
            ):
                if _counts(edit) and self._fits(draft):
                    self._drafts[what](edit, draft)
            case {"do": "take", **rest} if not rest:
                self._on_take()
            case {"do": "step-back", "reason": reason, "knows": bool(knows), **rest} if not rest:
                if self._text(reason):
                    self._on_step_back(reason, knows)

    # What may stand in a draft.

    def _fits(self, draft: Mapping[str, Any]) -> bool:
        match draft:
            case {"criteria": dict(criteria), "notes": dict(notes), "comment": comment, "flags": list(flags), **rest}:
                return (
                    not rest
                    and self._text(comment)
                    and all(name in self._ids("criteria") and self._decided(each) for name, each in criteria.items())
                    and all(turn in self._noted() and self._text(note) for turn, note in notes.items())
                    and all(self._flag(each) for each in flags)
                    and _once([(each["gate"], each["turn"]) for each in flags])
                )
        return False

    def _decided(self, mark: object) -> bool:
        match mark:
            case {"level": level, "turns": list(turns), "comment": comment, **rest}:
                return (
                    not rest
                    and _level(level)
                    and all(self._turn(turn) for turn in turns)
                    and _once(turns)
                    and self._text(comment)
                )
        return False

    def _flag(self, flag: object) -> bool:
        match flag:
            case {"gate": str(gate), "turn": turn, "seen": seen, **rest}:
                return not rest and gate in self._ids("gates") and self._turn(turn) and self._text(seen)
        return False

    def _ids(self, of: str) -> set[str]:
        return {each["id"] for each in self.script.get(of, ())}

    def _turns(self) -> set[int]:
        return {each["turn"] for each in self.script.get("lines", ())}

    def _noted(self) -> set[str]:
        return {str(turn) for turn in self._turns()}

    def _turn(self, turn: object) -> bool:
        return isinstance(turn, int) and not isinstance(turn, bool) and turn in self._turns()

    def _text(self, text: object) -> bool:
        return isinstance(text, str) and len(text) <= self.limit and not _UNSOUND.search(text)


def _level(level: object) -> bool:
    return level in LEVELS and not isinstance(level, bool | float)


def _once(values: list[Any]) -> bool:
    return len(set(values)) == len(values)


def _counts(number: int) -> bool:
    """True for numbers that are numbers: in Python, true and false are numbers too. 0: a page that has changed nothing,
    and may submit what was kept before it was opened.
    """
    return not isinstance(number, bool) and 0 <= number < 2**53
