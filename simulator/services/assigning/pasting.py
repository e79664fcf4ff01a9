"""A pasted list of people: one account or e-mail address a line, or CSV with such a column. Nothing is looked up here.

Every line that cannot be read is said at its number; the rest goes on.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINES = 5_000
MAX_CHARACTERS = 200_000
COLUMNS = ("account", "email")
_OTHER_SPELLINGS = {"e-mail": "email", "mail": "email", "e-mail address": "email", "username": "account"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody who is asked for at a line: by account, by e-mail, or by either (`kind` empty)."""

    line: int
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line was left out; `line` counts from 1, 0 is the whole list."""

    line: int
    text: str
    message: str


def read(text: str) -> tuple[list[Wanted], list[Problem]]:
    """Who is asked for, in order, and what could not be read."""
    lines = text.removeprefix("\ufeff").splitlines()
    if len(text) >= MAX_CHARACTERS:
        words = f"The list is longer than {MAX_CHARACTERS:,} characters. Paste it in parts; nothing has been read."
        return [], [Problem(0, "", words)]
    if len(lines) > MAX_LINES:
        words = f"The list has {len(lines):,} lines; {MAX_LINES:,} fit. Paste it in parts; nothing has been read."
        return [], [Problem(0, "", words)]
    first = next((number for number, each in enumerate(lines) if each.strip()), None)
    if first is None:
        return [], [Problem(0, "", "The list is empty. Put one account or e-mail address on each line.")]
    mark = next((each for each in "\t;," if each in lines[first]), None)
    if mark is None and _column(lines[first]) is None:
        return [Wanted(number, each.strip()) for number, each in enumerate(lines, 1) if each.strip()], []
    return _table(lines, first, mark or ",")


def _table(lines: list[str], first: int, mark: str) -> tuple[list[Wanted], list[Problem]]:
    heads = next(csv.reader([lines[first]], delimiter=mark), [])
    found = [(place, kind) for place, head in enumerate(heads) if (kind := _column(head))]
    if not found:
        words = "A list with several columns begins with their names, and one of them must be account or email."
        return [], [Problem(first + 1, lines[first][:80], words)]
    found.sort(key=lambda each: COLUMNS.index(each[1]))
    wanted, problems = [], []
    for number, row in _rows(lines, first + 1, mark):
        if isinstance(row, str):
            problems.append(Problem(number, lines[number - 1][:80], f"This line cannot be read: {row}."))
        elif len(row) != len(heads):
            words = f"The first line has {len(heads)} columns and this one {len(row)}."
            problems.append(Problem(number, lines[number - 1][:80], words))
        else:
            given = [Wanted(number, row[place].strip(), kind) for place, kind in found if row[place].strip()]
            wanted += given[:1]
            if not given:
                problems.append(Problem(number, lines[number - 1][:80], "Neither account nor email is given here."))
    return wanted, problems


def _rows(lines: list[str], start: int, mark: str) -> Iterator[tuple[int, list[str] | str]]:
    """Line by line, so that a stray quote spoils one line and not the rest."""
    for number in range(start, len(lines)):
        if not lines[number].strip(f" {mark}"):
            continue
        try:
            yield number + 1, next(csv.reader([lines[number]], delimiter=mark, strict=True))
        except (csv.Error, StopIteration) as error:
            yield number + 1, str(error)


def _column(head: str) -> str | None:
    name = head.strip().strip('"').casefold()
    name = _OTHER_SPELLINGS.get(name, name)
    return name if name in COLUMNS else None
