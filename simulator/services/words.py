"""Authored text for the page and the terminal: stage directions apart from speech.

Parentheses in a line are directions: what can be seen or heard besides the words.
"""

import re
from dataclasses import dataclass

_DIRECTION = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line: `kind` is speech or cue; a cue comes without its parentheses."""

    kind: str
    text: str


def parts(line: str) -> tuple[Part, ...]:
    """A line in its pieces, in order, without empty ones."""
    pieces = _DIRECTION.split(line)
    kinds = ("speech", "cue")
    return tuple(Part(kinds[i % 2], piece.strip()) for i, piece in enumerate(pieces) if piece.strip())
