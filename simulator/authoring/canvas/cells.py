"""The rows of a table as text and their cells, each with the place at which it begins (RFC 4180).

Separated by commas, or as some spreadsheets do it by semicolons or tabs. Reading costs no more than the length of the
file, whatever stands in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.authoring.canvas.findings import Places

MAX_CELLS = 1000
MAX_CHARACTERS = 20_000
MAX_ROWS = 20_000
"""Spreadsheets leave empty ones behind, but not that many."""
SEPARATORS = ",;\t"
_EMPTY_LINES = re.compile(r"\n++")
_QUOTED = re.compile(r'"((?:[^"]++|"")*+)"')
_NOT_TEXT = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_FORMULA = re.compile(r"'(?=[=+\-@])")


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts as spreadsheets do, from 1. `broken`: cells cannot be told apart in it."""

    number: int
    offset: int
    cells: tuple[Cell, ...]
    broken: bool = False


def rows_of(text: str, places: Places) -> Iterator[Row]:
    """The rows that hold anything. A quotation mark that is never closed ends them, and so does far too much in one."""
    scanner = _Scanner(text, places, _separator(text))
    while (row := scanner.row()) is not None:
        if row.broken or any(cell.text for cell in row.cells):
            yield row


def _separator(text: str) -> str:
    head = text.lstrip("\n").partition("\n")[0]
    return max(SEPARATORS, key=head.count)


class _Scanner:
    def __init__(self, text: str, places: Places, separator: str) -> None:
        self.text, self.places, self.separator = text, places, separator
        self.plain = re.compile(f"[^{re.escape(separator)}\n]*+")
        self.at, self.number = 0, 0

    def row(self) -> Row | None:
        """The next row, None at the end."""
        if empty := _EMPTY_LINES.match(self.text, self.at):
            self.at, self.number = empty.end(), self.number + len(empty[0])
        if self.at >= len(self.text):
            return None
        self.number += 1
        if self.number > MAX_ROWS:
            self.places.report("K05", self.at, row=self.number, most=f"{MAX_ROWS:,}", what="rows")
            return None
        start, cells, broken = self.at, list[Cell](), False
        while True:
            cell, sound = self._cell()
            if cell is None or self._too_much(cell, cells):
                return None
            broken |= not sound
            cells.append(cell)
            if self.at >= len(self.text) or self.text[self.at] == "\n":
                break
            self.at += 1
        self.at += 1
        return Row(self.number, start, tuple(cells), broken)

    def _too_much(self, cell: Cell, before: list[Cell]) -> bool:
        """A table for people has no such rows; whatever it is, nothing good comes of reading on."""
        if len(before) == MAX_CELLS:
            self.places.report("K05", cell.offset, row=self.number, most=f"{MAX_CELLS:,}", what="cells")
        elif self.at - cell.offset > MAX_CHARACTERS:
            most = f"{MAX_CHARACTERS:,}"
            self.places.report("K05", cell.offset, row=self.number, most=most, what="characters in one cell")
        else:
            return False
        return True

    def _cell(self) -> tuple[Cell | None, bool]:
        """The cell at which reading stands, and whether it is sound; None where its quotation mark is never closed."""
        start, sound = self.at, True
        if self.text.startswith('"', start):
            quoted = _QUOTED.match(self.text, start)
            if quoted is None:
                self.places.report("K04", start, row=self.number)
                return None, False
            self.at, text = quoted.end(), quoted[1].replace('""', '"')
            rest = self.plain.match(self.text, self.at)
            if rest and rest[0].strip():
                self.places.report("K24", self.at, row=self.number)
                sound = False
            self.at = rest.end() if rest else self.at
        else:
            plain = self.plain.match(self.text, start)
            self.at, text = (plain.end(), plain[0]) if plain else (start, "")
        return Cell(self._clean(text, start), start), sound

    def _clean(self, text: str, start: int) -> str:
        """Without what is no text, blanks around it, and the apostrophe that keeps a spreadsheet from calculating."""
        if strange := _NOT_TEXT.search(text):
            self.places.report("K25", start, row=self.number, what=f"U+{ord(strange[0]):04X}")
            text = _NOT_TEXT.sub("", text)
        text = text.strip()
        return text[1:] if _FORMULA.match(text) else text
