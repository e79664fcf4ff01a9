"""Comments of an author who has seen a finding and stands by the text: `# allow: CODE reason`.

A comment silences one finding of that code on its own line or, where it stands alone, on the next line that says
something. Only where comments stand and what they say is found out here; `simulator.verification` applies them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

import yaml

from simulator.authoring.source import Source
from simulator.model.diagnostic import Location

_COMMENT = re.compile(r"#\s*allow(?::[ \t]*|[ \t]+(?=[A-Z][0-9]{2}\b))(?P<code>\S*)[ \t]*(?P<reason>.*)")
"""The colon may be forgotten before a code; a comment that merely begins with the word is none of these."""
_HASH = re.compile(r"(?<!\S)#")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line to YAML; the places of findings are counted by the same lines."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[int, int]
"""Line and column, from 0."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """`line` is the line whose finding is silenced; `place` is where the comment stands."""

    code: str
    reason: str
    line: int
    place: Location


def allowances(source: Source) -> list[Allowance]:
    """Every such comment of a file, in its order; none of a file that could not be read to its end."""
    if source.data is None or not _COMMENT.search(source.text):
        return []
    lines = _LINE_END.split(source.text)
    return [
        Allowance(
            found["code"],
            found["reason"].strip(),
            _meant(lines, row, found.start()),
            Location(source.file, row + 1, found.start() + 1),
        )
        for row, start in _comments(source.text, lines)
        if (found := _COMMENT.search(lines[row], start))
    ]


def _comments(text: str, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where comments begin: the first `#` of a line that stands in no scalar and has nothing or a space before it."""
    try:
        spans = _scalars(text, lines)
    except yaml.YAMLError:
        return
    for row, line in enumerate(lines):
        starts = (found.start() for found in _HASH.finditer(line))
        free = (start for start in starts if not any(a <= (row, start) < b for a, b in spans.get(row, ())))
        if (first := next(free, None)) is not None:
            yield row, first


def _scalars(text: str, lines: list[str]) -> dict[int, list[tuple[Place, Place]]]:
    """For each line the scalars that lie on it, from where to where. The line that opens a block text is not in it."""
    spans: dict[int, list[tuple[Place, Place]]] = defaultdict(list)
    for token in yaml.scan(text, Loader=_LOADER):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark, token.end_mark
            first = start.line + 1 if token.style in ("|", ">") else start.line
            begin = (first, 0) if first > start.line else (first, start.column)
            for row in range(first, min(end.line + 1, len(lines))):
                spans[row].append((begin, (end.line, end.column)))
    return spans


def _meant(lines: list[str], row: int, column: int) -> int:
    """The number of the line a comment speaks of."""
    before = lines[row][:column].strip()
    if before and not before.startswith("#"):
        return row + 1
    quiet = takewhile(lambda line: not line.strip() or line.lstrip().startswith("#"), lines[row:])
    return row + 1 + len(list(quiet))
