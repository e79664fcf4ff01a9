"""A list of people as a spreadsheet saves it (CSV), read into rows with every mistake at its row and column.

Knows nothing of the directory: who is in it already is found out in `importing`. Reading a list from anywhere costs
no more than the limits say, whatever stands in it.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import TypeVar

from simulator.errors import CoachsimError
from simulator.model.person import Role
from simulator.services.accounts.directory import read_roles
from simulator.services.accounts.names import Unfit, canonical_account, clean_email, clean_name, shown

T = TypeVar("T")

MAX_BYTES = 32 << 20
MAX_ROWS = 200_000
LONGEST_HEADER = 10_000
COLUMNS = ("account", "name", "email", "roles")
NEEDED = ("account", "name")
SEPARATORS = ",;\t"
HEADER = "The first row names the columns: account,name,email,roles (in any order)."


class UnusableSheet(CoachsimError):
    """Not a list of people at all; nothing of it was read."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; `row` counts as spreadsheets do, the header being row 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """A sound row: somebody who could be entered."""

    row: int
    account: str
    name: str
    email: str | None
    roles: frozenset[Role]


@dataclass(slots=True)
class Sheet:
    """What a list holds. `ignored` are the columns that mean nothing here, `absent` those that were left out."""

    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sheet(raw: bytes) -> Sheet:
    """Raises `UnusableSheet`; mistakes in single rows are in `problems` instead."""
    _refuse_junk(raw)
    header = _header(raw)
    separator = max(SEPARATORS, key=lambda each: len(set(_named(header, each)) & set(COLUMNS)))
    columns = _named(header, separator)
    _refuse_columns(columns)
    absent = tuple(each for each in COLUMNS if each not in columns)
    sheet = Sheet(tuple(each for each in columns if each not in COLUMNS), absent)
    rows_of: dict[str, int] = {}
    for row, cells in _rows(raw, separator, sheet.problems):
        if line := _line(row, columns, cells, sheet.problems):
            first = rows_of.setdefault(line.account, row)
            if first == row:
                sheet.lines.append(line)
            else:
                message = f"{shown(line.account)} stands in row {first} already."
                sheet.problems.append(Problem(row, "account", message))
    return sheet


def _refuse_junk(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        raise UnusableSheet(f"This list is larger than {MAX_BYTES >> 20} MiB. Split it into several and import each.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnusableSheet("This list is not UTF-8 but UTF-16. Save it as 'CSV UTF-8' where it was made.")
    if raw.startswith(b"PK\x03\x04"):
        raise UnusableSheet("This is a spreadsheet or an archive, not a list as text. Save it as 'CSV UTF-8' there.")
    if b"\0" in raw:
        row = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise UnusableSheet(f"This is not text: there is a zero byte in row {row}. Save the list as 'CSV UTF-8'.")
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        hint = "Save it as 'CSV UTF-8' where it was made."
        raise UnusableSheet(f"This list is not UTF-8: a character in row {row} cannot be read. {hint}") from error


def _header(raw: bytes) -> str:
    with _text(raw) as text:
        header = text.readline(LONGEST_HEADER)
    if not header.strip():
        raise UnusableSheet(f"This list is empty or begins with an empty row. {HEADER}")
    return header


def _text(raw: bytes) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(raw), encoding="utf-8-sig", newline="")


def _named(header: str, separator: str) -> list[str]:
    cells = next(csv.reader([header], delimiter=separator), [])
    return [each.strip().casefold() for each in cells]


def _refuse_columns(columns: list[str]) -> None:
    missing = [each for each in NEEDED if each not in columns]
    if missing:
        found = ", ".join(shown(each) for each in columns[:20])
        raise UnusableSheet(f"This list has no column {' and no column '.join(missing)}; it has {found}. {HEADER}")
    twice = next((each for each in COLUMNS if columns.count(each) > 1), None)
    if twice:
        raise UnusableSheet(f"There are two columns {twice}. Leave one of them out.")


def _rows(raw: bytes, separator: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header that are not empty. Raises `UnusableSheet` where cells cannot be told apart."""
    with _text(raw) as text:
        reader, count = csv.reader(text, delimiter=separator, strict=True), 0
        next(reader)
        while True:
            row = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                _endless(row, error)
                problems.append(Problem(row, "row", f"its quotes cannot be made sense of ({error})."))
                continue
            if any(map(str.strip, cells)):
                count += 1
                if count > MAX_ROWS:
                    hint = "Split it into several and import each."
                    raise UnusableSheet(f"This list has more than {MAX_ROWS:,} people. {hint}")
                yield row, cells


def _endless(row: int, error: csv.Error) -> None:
    """Raises `UnusableSheet` for a cell that does not end; what follows it is no rows."""
    if any(words in str(error) for words in ("field larger", "unexpected end")):
        hint = 'Perhaps a quotation mark (") is opened there and never closed.'
        raise UnusableSheet(f"A cell that begins in row {row} has no end, or is far too long. {hint}") from error


def _line(row: int, columns: list[str], cells: list[str], problems: list[Problem]) -> Line | None:
    """Some programs leave out empty cells at the end of a row; a row with cells too many has slipped."""
    if len(cells) > len(columns):
        message = f"it has {len(cells)} cells, and the header has {len(columns)}."
        problems.append(Problem(row, "row", f"{message} Put a cell that holds a separator into quotation marks."))
        return None
    given = dict(zip(columns, cells, strict=False))
    before = len(problems)
    account = _cell(row, "account", given, canonical_account, problems)
    name = _cell(row, "name", given, clean_name, problems)
    email = _cell(row, "email", given, clean_email, problems)
    roles = _cell(row, "roles", given, read_roles, problems)
    if len(problems) > before or account is None or name is None:
        return None
    return Line(row, account, name, email, roles or _TRAINEE)


_TRAINEE = frozenset({Role.TRAINEE})


def _cell(row: int, column: str, given: dict[str, str], read: Callable[[str], T], problems: list[Problem]) -> T | None:
    try:
        return read(given.get(column, ""))
    except Unfit as error:
        problems.append(Problem(row, column, str(error)))
        return None
