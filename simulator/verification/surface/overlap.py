"""How much two texts share: an option with the client's last line, and options with each other (L09, L10).

Words are compared by a light stem; this is not a measure of meaning.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from simulator.verification.surface.lists import STOP_WORDS
from simulator.verification.surface.words import words

_CONTRACTED = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m|t))$")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


@lru_cache(maxsize=20_000)
def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry content."""
    plain = (_CONTRACTED.sub("", word.lower()) for word in words(text))
    return frozenset(stem(word) for word in plain if word and word not in STOP_WORDS)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without plural, -ed, -ing and a silent e: `price`, `prices`, `priced`, `pricing` are one."""
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _could_be_verb(word.removesuffix(ending)):
            word = _DOUBLED.sub(r"\1", word.removesuffix(ending))
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _could_be_verb(rest: str) -> bool:
    return len(rest) > 2 and not rest.endswith("e") and any(letter in "aeiouy" for letter in rest)


def jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of all their words that are in both, 0-1; two empty sets share nothing."""
    return len(a & b) / len(a | b) if a or b else 0.0


def overlap_with_line(say: str, line: str) -> float:
    """How far an option repeats the client's line."""
    return jaccard(content_words(say), content_words(line))


def centrality(says: Sequence[str]) -> list[float]:
    """For each option its mean overlap with the others: the most central one is what convergence would guess."""
    contents = [content_words(say) for say in says]
    others = max(1, len(says) - 1)
    return [
        sum(jaccard(mine, other) for j, other in enumerate(contents) if j != i) / others
        for i, mine in enumerate(contents)
    ]
