"""Everything that can be said about a Twee file, by code: how grave it is, what it is, how to mend it.

Only the words are here; where something is found is the business of whoever reads that part. After `T01`-`T09` and
`T28` there is no draft; after all others there is, and what is not understood stays in it as text wherever it can.
"""

from bisect import bisect_right
from typing import NamedTuple

from simulator.model.diagnostic import Diagnostic, Location, Severity

E, W = Severity.ERROR, Severity.WARNING


class Finding(NamedTuple):
    severity: Severity
    message: str
    hint: str


FINDINGS: dict[str, Finding] = {
    "T01": Finding(E, "the file is empty", "Choose the Twee file that you exported from Twine."),
    "T02": Finding(E, "the file is larger than 1 MiB", "Split the story, or take out what is not text."),
    "T03": Finding(E, "the file is not UTF-8 text", "Save it as UTF-8 in your editor, or export it again."),
    "T04": Finding(
        E,
        "this is a Twine 1 story (.tws), a stored Python object that is never opened here",
        "Open it in Twine 1 and choose File, Export Twee Source; then import that file.",
    ),
    "T05": Finding(
        E,
        "this is {what}, not Twee source",
        "Open it in Twine 2 and choose Build, Export As Twee; then import that file.",
    ),
    "T06": Finding(E, "this is {what}, not text", "Unpack it where it is packed, and choose the .twee file itself."),
    "T07": Finding(E, "the character {what} is not text", "Take it out; it may be invisible."),
    "T08": Finding(E, "there is no passage in the file", "A passage begins with a line such as `:: Opening`."),
    "T09": Finding(
        E,
        "no passage has a link, so there is nothing to choose",
        "Give at least one passage links such as `[[What the coach says->Next passage]]`.",
    ),
    "T10": Finding(W, "text before the first passage was left out", "Put it under a line that begins with `::`."),
    "T11": Finding(
        E,
        "the header is not well formed: {what}",
        "Write `:: Name [tags]`, with a backslash before brackets or braces that belong to the name.",
    ),
    "T12": Finding(
        E,
        "a second passage is called '{name}'; the first is at line {line}",
        "Rename one. Links lead to the first; the second is in the draft as '{id}'.",
    ),
    "T13": Finding(
        E, "the {what} cannot be read: {problem}", "Mend the JSON, or take it out and fill in the draft by hand."
    ),
    "T14": Finding(
        W, "'{key}' in StoryData was left out", "Only ifid, start and what the Twine map needs belong there."
    ),
    "T15": Finding(W, "'{key}' in the metadata was left out", "Only position and size belong there."),
    "T16": Finding(
        W,
        "the tag '{tag}' was left out",
        "Known tags: beat, hinge, ending, scenario, and result-strong to result-fail.",
    ),
    "T17": Finding(
        E,
        "there is no passage called '{name}'",
        "Mend the link or write the passage. Until then the draft has an unfinished ending '{id}' in its place.",
    ),
    "T18": Finding(
        W,
        "'{name}' has too few links: {count}, and a beat needs at least three options",
        "Write more links; the draft is filled up with unfinished options.",
    ),
    "T19": Finding(
        E, "'{name}' has too many links: {count}, and a beat has at most five options", "Take some out, or split it."
    ),
    "T20": Finding(E, "the links lead in a circle: {circle}", "A conversation only moves forward; break the circle."),
    "T21": Finding(W, "no link leads to '{name}'", "Link to it from somewhere, or take it out."),
    "T22": Finding(W, "'{name}' was left out: {what}", "Nothing here can run it; take it out once you have checked."),
    "T23": Finding(
        W,
        "'{text}' looks like {what}; it stays in the draft as plain text",
        "Take it out, or write what it stands for in words.",
    ),
    "T24": Finding(
        E,
        "the link is not understood: {what}",
        "Write `[[What the coach says->Name of the passage]]` on one line.",
    ),
    "T25": Finding(
        W,
        "{what} left out: {reason}",
        "Put each comment where the export had it: before its link, or at the top of its passage.",
    ),
    "T26": Finding(W, "a comment was left out: '{text}'", "Copy it into the YAML as a `#` comment if you need it."),
    "T27": Finding(
        E, "the story cannot start at '{name}': {what}", "Name a passage with links; the draft starts at '{id}'."
    ),
    "T28": Finding(E, "there are {count} {what}, more than the {most} that a scenario can hold", "Split the story."),
}


class Places:
    """Offsets in a text to lines and columns, and the findings made so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
        self.diagnostics: list[Diagnostic] = []

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def report(self, code: str, offset: int, **values: object) -> None:
        line = self.line(offset)
        place = Location(self.file, line, offset - self.starts[line - 1] + 1)
        self.diagnostics.append(finding(code, place, **values))


def finding(code: str, place: Location, **values: object) -> Diagnostic:
    severity, message, hint = FINDINGS[code]
    return Diagnostic(code, severity, place, message.format_map(values), hint.format_map(values))


def shortened(text: str) -> str:
    """A piece of the file for a message: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
