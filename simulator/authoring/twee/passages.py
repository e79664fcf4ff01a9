"""The passages of a Twee text: headers taken apart, contents as they stand. What a content means is not judged here.

Twee 3 as its specification has it (version 3.0.2 of the Interactive Fiction Technology Foundation). Headers of Twee 1
and 2 that mean the same are read too: no blank after the colons, and a position in angle brackets.
"""

import re
from dataclasses import dataclass, field

from simulator.authoring.twee.details import read_json
from simulator.authoring.twee.findings import Places

_HEADER = re.compile(r"^::(.*)$", re.M)
_NAME = re.compile(r"(?:\\.|[^\\\[{])*+")
_TAGS = re.compile(r"\[((?:\\.|[^\\\[\]])*+)\]")
_TWEE_2_POSITION = re.compile(r"<[0-9.]+,[0-9.]+>$")
_LOOSE = re.compile(r"(?<!\\)(?:\\\\)*[\]}]")
_KNOWN_METADATA = {"position", "size"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage; `offset` is where its header begins, `start` where its content does."""

    name: str
    tags: tuple[str, ...]
    content: str
    offset: int = field(compare=False)
    start: int = field(compare=False)


def passages_of(text: str, places: Places) -> list[Passage]:
    """All passages in the order of the file."""
    headers = list(_HEADER.finditer(text))
    if not headers:
        return []
    before = text[: headers[0].start()]
    if before.strip():
        places.report("T10", len(before) - len(before.lstrip()))
    ends = [*(header.start() for header in headers[1:]), len(text)]
    return [_passage(text, header, end, places) for header, end in zip(headers, ends, strict=True)]


def _passage(text: str, header: re.Match[str], end: int, places: Places) -> Passage:
    name, tags = _header(header[1], header.start(1), places)
    if not name:
        places.report("T11", header.start(), what="the passage has no name")
    start = min(header.end() + 1, end)
    return Passage(name or "Unnamed", tags, text[start:end].rstrip(), header.start(), start)


def _header(line: str, offset: int, places: Places) -> tuple[str, tuple[str, ...]]:
    """Name and tags; reports what of the line is not understood."""
    found = _NAME.match(line)
    name = _TWEE_2_POSITION.sub("", (found[0] if found else "").strip())
    if loose := _LOOSE.search(name):
        places.report("T11", offset + line.index(name) + loose.end() - 1, what="a loose bracket in the name")
    rest = found.end() if found else 0
    tags: tuple[str, ...] = ()
    if block := _TAGS.match(line, rest):
        tags, rest = tuple(map(_plain, block[1].split())), block.end()
    _rest(line[rest:], offset + rest, places)
    return _plain(name).strip(), tags


def _rest(rest: str, offset: int, places: Places) -> None:
    """What follows name and tags: metadata, or a mistake."""
    offset += len(rest) - len(rest.lstrip())
    rest = _TWEE_2_POSITION.sub("", rest.strip())
    if rest.startswith("{"):
        for key in read_json(rest, offset, "metadata", places) or {}:
            if key not in _KNOWN_METADATA:
                places.report("T15", offset, key=key)
    elif rest:
        what = "the tags are not closed" if rest.startswith("[") else f"'{rest[:40]}' after the tags"
        places.report("T11", offset, what=what)


def _plain(text: str) -> str:
    """A name without its escapes."""
    return re.sub(r"\\(.)", r"\1", text)
