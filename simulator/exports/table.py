"""Tables as CSV that spreadsheets open as they are: RFC 4180, UTF-8 with a byte order mark, values in, text out.

A cell of text that a spreadsheet would run as a formula gets an apostrophe before it, which shows it as text; numbers
stay numbers, negative ones too. What cannot stand in such a file (control characters, halves of characters) is
replaced, so that every name comes through.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from math import isfinite

BOM = "\ufeff"

Cell = str | int | float | bool | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is fit for a file's name; every row has a cell for each column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def to_csv(table: Table) -> str:
    """The whole file as text; encode it as UTF-8. Raises `ValueError` where a row has not a cell for each column."""
    return csv_text((table.columns, *_checked(table)))


def csv_text(rows: Iterable[Iterable[Cell]]) -> str:
    """Rows, the first of which are the columns' names."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([written(cell) for cell in row] for row in rows)
    return BOM + file.getvalue()


def written(cell: Cell) -> str:
    """A cell as it stands in the file, before it is quoted. None, and what is no finite number, is empty."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case int():
            return str(cell)
        case float():
            return repr(cell) if isfinite(cell) else ""
        case _:
            text = _UNFIT.sub("\ufffd", cell)
            return f"'{text}" if text.startswith(_FORMULA) else text


def _checked(table: Table) -> Iterable[tuple[Cell, ...]]:
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            raise ValueError(f"Row {number} of '{table.name}' has {len(row)} cells for {len(table.columns)} columns.")
        yield row
