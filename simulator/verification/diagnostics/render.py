"""Findings as text for a terminal: by file, each with its line of source and a mark under the place.

Only prints; what the findings are and in which order of importance is not decided here. Whatever comes out of a file
is shown without its control characters, since a terminal would obey them.
"""

import os
import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO
from unicodedata import category, east_asian_width

from simulator.authoring.source import MAX_BYTES
from simulator.model.diagnostic import Diagnostic, Severity

WIDTH = 100
"""How much of a source line is shown, in columns of a terminal."""
_LEFT = 40
_TAB = "    "
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_STYLES = {"error": "1;31", "warning": "1;33", "place": "1", "mark": "1;32", "faint": "2"}

Paint = Callable[[str, str], str]


def render(diagnostics: Iterable[Diagnostic], read: Callable[[str], list[str]], *, colour: bool) -> str:
    """Every finding and a summary, without a line break at the end. `read` gives the lines of a file, or none."""
    by_file: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        by_file.setdefault(each.location.file, []).append(each)
    paint = _coloured if colour else _plain
    blocks = [_file_block(file, found, read(file), paint) for file, found in by_file.items()]
    return "\n\n".join([*blocks, _summary(by_file)])


def wants_colour(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether colours are of use there: a terminal, and nobody has set NO_COLOR (https://no-color.org)."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def lines_of(file: str) -> list[str]:
    """The lines of a file as YAML counts them; none for what cannot be read."""
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        return []
    return lines_in(raw.decode("utf-8-sig", errors="replace")) if len(raw) <= MAX_BYTES else []


def lines_in(text: str) -> list[str]:
    """The lines of a text as YAML counts them."""
    return _LINE_BREAK.split(text)


def excerpt(line: str, column: int) -> tuple[str, int]:
    """What is shown of a line of source, and how many columns stand before character `column`, counted from 1.

    A line wider than `WIDTH` is cut to the part around that character, with … where something was left out.
    """
    at = min(column - 1, len(line))
    first = max(0, at - WIDTH)  # a line can be a whole mebibyte: never look at more than could be shown
    cells = [_cell(each) for each in line[first : at + WIDTH]]
    start, end = _window([width for _, width in cells], at - first)
    before = "…" if first + start else ""
    after = "…" if first + end < len(line) else ""
    shown = "".join(text for text, _ in cells[start:end])
    return before + shown + after, len(before) + sum(width for _, width in cells[start : at - first])


def _window(widths: list[int], at: int) -> tuple[int, int]:
    """The part that fits: the place, up to `_LEFT` columns before it, what follows, and then more before it."""
    start, end, room = at, at, WIDTH
    while start and WIDTH - room + widths[start - 1] <= _LEFT:
        start -= 1
        room -= widths[start]
    while end < len(widths) and widths[end] <= room:
        room -= widths[end]
        end += 1
    while start and widths[start - 1] <= room:
        start -= 1
        room -= widths[start]
    return start, end


def _cell(character: str) -> tuple[str, int]:
    """A character as it is shown, and its width in columns."""
    if character == "\t":
        return _TAB, len(_TAB)
    if category(character) in ("Mn", "Me"):
        return character, 0
    return _visible(character), 2 if east_asian_width(character) in "WF" else 1


def _visible(text: str) -> str:
    """Text in which every character can be seen."""
    return text if text.isprintable() else "".join(map(_stand_in, text))


def _stand_in(character: str) -> str:
    if character.isprintable():
        return character
    if category(character) == "Zs":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else "�"


def _file_block(file: str, found: list[Diagnostic], lines: list[str], paint: Paint) -> str:
    ordered = sorted(found, key=lambda each: (each.location, each.code))
    heading = paint("place", _visible(file)) + paint("faint", f" · {_counts(found)}")
    return "\n\n".join([heading, *(_finding(each, lines, paint) for each in ordered)])


def _finding(found: Diagnostic, lines: list[str], paint: Paint) -> str:
    severity = paint(found.severity.value, f"{found.severity.value} {found.code}")
    parts = [f"{paint('place', _visible(str(found.location)))}: {severity}: {_visible(found.message)}"]
    parts += _source(found, lines, paint)
    parts.append(f"  {_visible(found.hint)}")
    if found.witness:
        command = f"coachsim play {shlex.quote(found.location.file)} --choices {','.join(found.witness)}"
        parts.append(paint("faint", f"  play it: {_visible(command)}"))
    return "\n".join(parts)


def _source(found: Diagnostic, lines: list[str], paint: Paint) -> list[str]:
    """The line and the mark below it; nothing where the file has no such line."""
    number = found.location.line
    if not 1 <= number <= len(lines) or not lines[number - 1].strip():
        return []
    shown, before = excerpt(lines[number - 1], found.location.column)
    margin = " " * len(str(number))
    return [
        f"  {paint('faint', f'{number} |')} {shown}",
        f"  {margin} {paint('faint', '|')} {' ' * before}{paint('mark', '^')}",
    ]


def _summary(by_file: dict[str, list[Diagnostic]]) -> str:
    if not by_file:
        return "no findings"
    found = [each for group in by_file.values() for each in group]
    return f"{_counts(found)} in {_count(len(by_file), 'file')}"


def _counts(found: list[Diagnostic]) -> str:
    numbers = [(sum(each.severity is kind for each in found), kind.value) for kind in Severity]
    return ", ".join(_count(number, kind) for number, kind in numbers if number)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _plain(style: str, text: str) -> str:  # noqa: ARG001 - the same face as `_coloured`
    return text


def _coloured(style: str, text: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
