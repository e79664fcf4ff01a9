"""How much room text takes, without a font at hand: careful estimates, so that text stays inside its box.

Widths are in em, on the large side for the usual sans-serif faces.
"""

import unicodedata

_NARROW = frozenset("ijl.,:;'’‘|!()[]ftrI-")
_WIDE = frozenset("mwMW@%…—")


def measure(text: str, size: float) -> float:
    """The width of a line in px at a type size in px."""
    return size * sum(map(_em, text))


def wrap(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text in lines no wider than `room` px, broken at blanks, else after hyphens, else anywhere."""
    return tuple(line for part in text.split("\n") for line in _lines(part, size, room))


def _lines(text: str, size: float, room: float) -> list[str]:
    lines = [""]
    for word in text.split():
        gap = " " if lines[-1] else ""
        if measure(lines[-1] + gap + word, size) <= room:
            lines[-1] += gap + word
        else:
            pieces = _pieces(word, size, room)
            lines = [*lines, *pieces] if lines[-1] else pieces
    return [line for line in lines if line]


def _pieces(word: str, size: float, room: float) -> list[str]:
    """One long word in as few pieces as fit."""
    pieces = [""]
    for syllable in word.replace("-", "-\0").split("\0"):
        for part in [syllable] if measure(syllable, size) <= room else syllable:
            if pieces[-1] and measure(pieces[-1] + part, size) > room:
                pieces.append("")
            pieces[-1] += part
    return pieces


def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.95
    if letter == " ":
        return 0.3
    if unicodedata.combining(letter):
        return 0.0
    if ord(letter) > 0x2000 and letter not in "–“”→":
        return 1.3 if ord(letter) > 0xFFFF else 1.05
    return 0.74 if letter.isupper() else 0.6
