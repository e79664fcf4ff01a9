"""A long list looked at a page at a time, and by what one types. Values alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`number` counts from 0; `found` rows are left of `all` there are, `rows` are those of this page."""

    rows: Sequence[T]
    number: int
    pages: int
    found: int
    all: int

    @property
    def first(self) -> int:
        return self.number * SIZE + 1


def page(rows: Sequence[T], number: int, keep: Callable[[T], bool] = lambda _: True) -> Page[T]:
    """A page of what is kept; a number beyond the last is the last."""
    found = [each for each in rows if keep(each)]
    pages = max(1, -(-len(found) // SIZE))
    number = min(max(number, 0), pages - 1)
    return Page(found[number * SIZE : (number + 1) * SIZE], number, pages, len(found), len(rows))


def turned(shown: Page[T], to: str) -> int:
    """The number of the next page or the one before."""
    return shown.number + {"on": 1, "back": -1}.get(to, 0)


def words(text: str) -> tuple[str, ...]:
    """What is looked for: every one of these must be there."""
    return tuple(text.casefold().split())
