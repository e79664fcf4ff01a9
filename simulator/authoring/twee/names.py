"""Ids from names: kebab-case, unique, and the name itself wherever it is an id already."""

import re
import unicodedata
from collections.abc import Iterable

_SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MAX = 60


def is_slug(name: str) -> bool:
    return len(name) <= _MAX and bool(_SLUG.fullmatch(name))


def slug(name: str, otherwise: str) -> str:
    """An id made of a name's words; `otherwise` stands in where none of it can be used."""
    plain = unicodedata.normalize("NFKD", name[:400]).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", re.sub("['’`]", "", plain))
    if not words:
        return otherwise
    joined = "-".join(words if words[0][0].isalpha() else [otherwise, *words])
    return joined[: _MAX - 6].rstrip("-")


def first_words(text: str, otherwise: str) -> str:
    """An option's id: the first few words of what is said."""
    return slug(" ".join(text.split()[:4]), otherwise)


class Ids:
    """The ids given so far in one place of the scenario."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)
        self.last: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """The id itself, or with the first free number after it."""
        given, base = wanted, wanted[: _MAX - 8].rstrip("-")
        while given in self.taken:
            self.last[base] = self.last.get(base, 1) + 1
            given = f"{base}-{self.last[base]}"
        self.taken.add(given)
        return given
