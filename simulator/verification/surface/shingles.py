"""Runs of words that a text shares with texts it must not copy (L32: nothing from the sources, word for word).

A source is cut into overlapping shingles of eight words. Case, punctuation and quotation marks are not looked at.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.verification.surface.words import words


@dataclass(frozen=True, slots=True)
class Shingles:
    """All runs of `size` words of some texts, and in which of them each occurs."""

    size: int
    sources: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, texts: Mapping[str, str], size: int = 8) -> "Shingles":
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for name, text in texts.items():
            for run in _runs(_plain(text), size):
                found[run][name] = None
        return cls(size, {run: tuple(names) for run, names in found.items()})

    def shared(self, text: str) -> list[tuple[str, str]]:
        """(source, shared words) for each longest run, in the order of the text."""
        plain = _plain(text)
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, run in enumerate(_runs(plain, self.size)):
            for name in self.sources.get(run, ()):
                _add(spans[name], start, start + self.size)
        ordered = sorted((start, name, end) for name, each in spans.items() for start, end in each)
        return [(name, " ".join(plain[start:end])) for start, name, end in ordered]


def _plain(text: str) -> list[str]:
    return [word.lower().replace("'", "") for word in words(text)]


def _runs(plain: list[str], size: int) -> Iterator[str]:
    return (" ".join(plain[i : i + size]) for i in range(len(plain) - size + 1))


def _add(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Add a span after the others; one that overlaps the last makes it longer."""
    if spans and start <= spans[-1][1]:
        start, _ = spans.pop()
    spans.append((start, end))
