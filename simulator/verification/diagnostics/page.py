"""The page that explains every code, docs/diagnostics.md, made from the catalogue.

`python -m simulator.verification.diagnostics.page` writes it. Each example is shown as what must change in it: the
difference between the example and its twin, as files.
"""

import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from textwrap import fill

from simulator.verification.diagnostics.catalogue import Entry, catalogue
from simulator.verification.diagnostics.examples import Made, make

FILE = Path("docs") / "diagnostics.md"
_AROUND = 2
_LONGEST = 110
_MOST = 24
_WIDTH = 120

Opcode = tuple[str, int, int, int, int]

_HEAD = """\
# What the checks say

For authors: every finding that `coachsim check` and the author's desk can report, by its code. Codes stay what they
are for ever. An **error** keeps a scenario from being published; a **warning** asks for a second look. A comment in the
YAML, `# allow: CODE reason`, silences one finding, and is reported itself when it silences nothing.

Each entry ends with a small example. Lines that begin with `-` give the finding, lines that begin with `+`
stand there once it is mended, and the others say where.

This page is made from the catalogue in `simulator/verification/diagnostics`; do not edit it here.
"""

_FAMILIES = {
    "reading": "Reading the file",
    "format": "The format",
    "references": "What refers to what",
    "structure": "The shape of the conversation",
    "scoring": "Scores",
    "tells": "Options that give themselves away",
    "text": "The wording",
    "bank": "All scenarios together",
    "benchmarks": "Benchmarks for assessors",
    "twee": "Stories from Twine",
    "canvas": "Rubrics from Canvas",
}


def markdown() -> str:
    """The whole page."""
    entries = sorted(catalogue().values(), key=lambda entry: (_rank(entry.family), entry.code))
    parts = (_family(*group) for group in groupby(entries, _family_of))
    return "\n".join([_HEAD, *_contents(entries), *parts]) + "\n"


def _family_of(entry: Entry) -> str:
    return entry.family


def _rank(family: str) -> int:
    return [*_FAMILIES, family].index(family)


def _heading(family: str) -> str:
    return _FAMILIES.get(family, family.replace("-", " ").capitalize())


def _contents(entries: list[Entry]) -> Iterator[str]:
    for family, group in groupby(entries, _family_of):
        links = " · ".join(f"[{entry.code}](#{entry.code.lower()})" for entry in group)
        yield f"- {_heading(family)}: {links}"


def _family(family: str, entries: Iterator[Entry]) -> str:
    return f"\n## {_heading(family)}\n\n" + "\n".join(map(_entry, entries)).rstrip("\n")


def _entry(entry: Entry) -> str:
    wordings = "  \n".join(f"> {entry.code}: {_shown(template)}" for template in entry.message)
    return "\n".join(
        [
            f'<a id="{entry.code.lower()}"></a>\n',
            f"### {entry.code} {entry.title} ({entry.severity.value})\n",
            f"{wordings}\n",
            f"{_wrapped(entry.explanation)}\n",
            f"*{_shown(entry.hint)}*\n",
            *_example(make(entry.example), make(entry.twin)),
        ]
    )


def _wrapped(text: str) -> str:
    return fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False)


def _shown(template: str) -> str:
    """A template with its names in the place of values, in letters that Markdown leaves alone."""
    text = template.replace("{{", "\0").replace("}}", "\1").replace("{", "‹").replace("}", "›")
    return text.replace("\0", "{").replace("\1", "}").replace("*", "\\*").replace("<", "&lt;")


def _example(example: Made, twin: Made) -> Iterator[str]:
    yield from (f"{line}\n" for line in _terms(example))
    pairs = [(raw, _counterpart(twin, name)) for name, raw in example.files.items()]
    different = [(raw, other) for raw, other in pairs if raw != other]
    if different:
        before, after = map(_lines, different[0])
        yield "\n".join(["```diff", *_difference(before, after), "```\n"])
    if len(different) > 1:
        yield f"The same kind of change in {len(different) - 1} more of {len(pairs)} scenarios.\n"


def _terms(example: Made) -> Iterator[str]:
    """What an example asks for besides its files."""
    for name in example.missing:
        yield f"Example: there is no file `{name}`."
    for name, text in example.against.items():
        yield _wrapped(f"Compared with the text `{name}`: “{' '.join(text.split())[:300]}”")
    for indicator, values in example.rubric.items():
        yield f"With a rubric in which `{indicator}` has {', '.join(f'`{key}: {values[key]}`' for key in values)}."
    for name, value in example.limits.items():
        yield f"With a limit of {value} {name}."


def _counterpart(twin: Made, name: str) -> bytes:
    """The file of the twin that stands beside this one; the head of it where it is something else altogether."""
    if name in twin.files or len(twin.files) != 1:
        return twin.files.get(name, b"")
    [other] = twin.files.values()
    return b"".join(other.splitlines(keepends=True)[:3]) + b"...\n"


def _lines(raw: bytes) -> list[str]:
    lines = raw.decode(errors="backslashreplace").split("\n")
    return [line if len(line) <= _LONGEST else line[:_LONGEST] + "…" for line in lines if line]


def _difference(before: list[str], after: list[str]) -> Iterator[str]:
    """The lines that differ with their neighbours, each part below the keys in which it stands."""
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND):
        shown = list(_marked(group, before, after))
        changed = [i for i, (mark, _) in enumerate(shown) if mark != " "]
        depth = min(_depth(shown[i][1]) for i in changed)
        first, last = _within(shown, changed[0], -1, depth), _within(shown, changed[-1], 1, depth)
        while (
            first < changed[0] and _depth(shown[first][1]) > depth
        ):  # the tail of a neighbour says nothing without its head
            first += 1
        yield from (f"  {key}" for key in _keys_above(before[: group[0][1] + first], depth))
        yield from _shortened([f"{mark} {line}" for mark, line in shown[first : last + 1]])


def _marked(group: list[Opcode], before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for tag, i, j, k, m in group:
        yield from ((" " if tag == "equal" else "-", line) for line in before[i:j])
        yield from (("+", line) for line in after[k:m] if tag != "equal")


def _within(shown: list[tuple[str, str]], index: int, step: int, depth: int) -> int:
    """How far one can go from `index` without leaving the mapping or list in which the change stands."""
    while 0 <= index + step < len(shown) and _depth(shown[index + step][1]) >= depth:
        index += step
    return index


def _shortened(lines: list[str]) -> list[str]:
    """Lines of which the middle says nothing new."""
    return lines if len(lines) <= _MOST else [*lines[:3], f"{lines[3][0]} … {len(lines) - 4} more lines", lines[-1]]


def _keys_above(lines: list[str], depth: int) -> list[str]:
    """The keys of a YAML text that enclose what follows `lines` at that depth, from the outermost."""
    found: list[str] = []
    for line in reversed(lines):
        if _depth(line) < depth and line.rstrip().endswith(":"):
            depth = _depth(line)
            found.insert(0, line)
    return found


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


if __name__ == "__main__":
    FILE.write_text(markdown(), encoding="utf-8")
    sys.stdout.write(f"{FILE}: {len(catalogue())} codes\n")
