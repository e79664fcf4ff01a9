"""Everything that can be said about a rubric from Canvas, by code; only the words are here.

After `K01`-`K05` there is no draft. Any other error leaves out the rubric in which it stands.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

from simulator.model.diagnostic import Diagnostic, Location, Severity

E, W = Severity.ERROR, Severity.WARNING


class Finding(NamedTuple):
    severity: Severity
    message: str
    hint: str


HOPELESS = {"K01", "K02", "K03", "K04", "K05"}

FINDINGS: dict[str, Finding] = {
    "K01": Finding(E, "the file is empty", "Choose the CSV that you exported or filled in."),
    "K02": Finding(E, "the file is larger than 10 MiB", "Split it; a rubric is a few pages of text."),
    "K03": Finding(E, "this is {what}, not a table as text", "Save it as 'CSV UTF-8' where it was made."),
    "K04": Finding(
        E, "row {row}: the quotation mark that opens here is never closed", 'Close it, or write "" for one.'
    ),
    "K05": Finding(
        E,
        "row {row}: there are more than {most} {what}",
        "Split the file, or look for a quotation mark that is missing.",
    ),
    "K06": Finding(
        W,
        "this is not UTF-8; it was read as Windows-1252",
        "Look at its accents and quotation marks in the draft, or save it as 'CSV UTF-8'.",
    ),
    "K07": Finding(E, "row {row}: there is no column '{name}'", "The first row names the columns as Canvas does."),
    "K08": Finding(
        W, "row {row}: the column '{name}' means nothing here", "Take it out; nothing of it is in the draft."
    ),
    "K09": Finding(E, "row {row}: a second column is called '{name}'", "Take one of them out."),
    "K10": Finding(
        E,
        "row {row}: the columns of ratings are not complete: {what}",
        "Each rating has the three columns Rating Name, Rating Description and Rating Points.",
    ),
    "K11": Finding(E, "there is no criterion in the file", "Each row below the first is a criterion."),
    "K12": Finding(
        E,
        "row {row} has {count} cells, and the first row has {columns}",
        "Put a cell that holds a comma into quotation marks.",
    ),
    "K13": Finding(E, "row {row}: {column} is empty", "Fill it in; Canvas refuses such a rubric too."),
    "K14": Finding(E, "row {row}: '{name}' has no ratings", "Give it a rating for each level."),
    "K15": Finding(E, "row {row}: '{name}' stands in row {first} already", "Rename one of them, or take it out."),
    "K16": Finding(E, "row {row}, {column}: '{text}' is no number of points", "Write a number such as 3 or 2.5."),
    "K17": Finding(
        W, "row {row}, {column}: '{text}' was read as {number}", "Write decimals with a point, so that nobody wonders."
    ),
    "K18": Finding(
        W,
        "row {row}: the ratings of '{name}' do not go from high to low",
        "They are ordered by their points in the draft; check that it is what you meant.",
    ),
    "K19": Finding(
        W,
        "row {row}, {column}: two ratings of '{name}' are worth {text} points",
        "Give each level its own points; in the draft they stand as they did here.",
    ),
    "K20": Finding(
        W, "row {row}, {column}: there is no description", "The rating's name stands in the draft in its place."
    ),
    "K21": Finding(
        W,
        "row {row}: '{name}' has {count} ratings, and our rubric has five levels",
        "Add or merge levels in the draft before you use it.",
    ),
    "K22": Finding(
        W,
        "row {row}: the levels of '{name}' are called otherwise than those of the first criterion",
        "The names of the first one stand in the draft; levels mean the same for every criterion.",
    ),
    "K23": Finding(
        W, "row {row}, Criteria Enable Range: '{text}' was left out", "Here a level has one value and no range."
    ),
    "K24": Finding(
        E, "row {row}: there is text after the closing quotation mark", 'Write "" for a quotation mark within a cell.'
    ),
    "K25": Finding(W, "row {row}: the character {what} is not text and was left out", "Check the place in the draft."),
}


class Places:
    """Offsets in a text to lines and columns, and the findings made so far."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.diagnostics: list[Diagnostic] = []

    def report(self, code: str, offset: int, **values: object) -> None:
        line = bisect_right(self.starts, offset)
        place = Location(self.file, line, offset - self.starts[line - 1] + 1)
        self.diagnostics.append(finding(code, place, **values))


def finding(code: str, place: Location, **values: object) -> Diagnostic:
    severity, message, hint = FINDINGS[code]
    return Diagnostic(code, severity, place, message.format_map(values), hint)


def shortened(text: str) -> str:
    """A piece of the file for a message: one line, not long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
