"""How rules put numbers and names into a sentence. The sentences themselves stand in the catalogue."""

from collections.abc import Iterable


def counted(number: float, noun: str) -> str:
    """'1 move', '3 moves'."""
    return f"{number:g} {noun}" if number == 1 else f"{number:g} {noun}s"


def quoted(names: Iterable[str]) -> str:
    """'a', 'b' and 'c'."""
    *first, last = [f"'{name}'" for name in names]
    return f"{', '.join(first)} and {last}" if first else last
