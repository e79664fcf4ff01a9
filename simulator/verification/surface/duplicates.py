"""Texts that are nearly the same, among thousands (L14). Which of them may be is not asked here.

Two texts are compared by the cosine of their word counts. Most pairs need not be: whoever is as alike as the threshold
shares one of the *telling* words, the rarest up to where the rest is shorter than the threshold, and shares enough
words altogether. Both are bounds (Cauchy-Schwarz), so no pair is missed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import sqrt

from simulator.verification.surface.overlap import content_words
from simulator.verification.surface.words import words

Vector = Mapping[str, float]
Pair = tuple[int, int, float]

FEWEST_CONTENT_WORDS = 5  # below, only the very same words count: "No, not yet." and "No, not now." are no copies

ROUNDING = 1e-9


def near_duplicates(texts: Sequence[str], threshold: float = 0.85) -> list[Pair]:
    """Pairs of positions and their likeness, in order. Copies are each paired with the first of them only."""
    vectors, pairs = _distinct(texts)
    comparable = {i: vector for i, vector in vectors.items() if len(content_words(texts[i])) >= FEWEST_CONTENT_WORDS}
    pairs += _alike(comparable, threshold)
    return sorted(pairs)


def _distinct(texts: Sequence[str]) -> tuple[dict[int, Vector], list[Pair]]:
    """The first text of each set of words, and the copies of it."""
    first: dict[frozenset[tuple[str, int]], int] = {}
    vectors, copies = {}, []
    for i, text in enumerate(texts):
        counts = Counter(word.lower() for word in words(text))
        if not counts:
            continue
        if (known := first.setdefault(frozenset(counts.items()), i)) != i:
            copies.append((known, i, 1.0))
        else:
            vectors[i] = _unit(counts)
    return vectors, copies


def _unit(counts: Counter[str]) -> Vector:
    length = sqrt(sum(count * count for count in counts.values()))
    return {word: count / length for word, count in counts.items()}


def _alike(vectors: Mapping[int, Vector], threshold: float) -> Iterator[Pair]:
    rarity = Counter(word for vector in vectors.values() for word in vector)
    bit = {word: 1 << place for place, word in enumerate(rarity)}
    masks: dict[int, int] = {}
    with_word: dict[str, list[int]] = defaultdict(list)
    for i, vector in vectors.items():
        masks[i] = mask = sum(map(bit.__getitem__, vector))
        fewest = _fewest(vector, threshold)
        telling = list(_telling(vector, rarity, threshold))
        for other in set().union(*(with_word[word] for word in telling)):
            if (mask & masks[other]).bit_count() < fewest:
                continue
            if (likeness := _cosine(vector, vectors[other])) >= threshold:
                yield other, i, likeness
        for word in telling:
            with_word[word].append(i)


def _telling(vector: Vector, rarity: Mapping[str, int], threshold: float) -> Iterator[str]:
    """The rarest words of a text, until the rest alone could not reach the threshold."""
    left = 1.0
    for word in sorted(vector, key=lambda word: (rarity[word], word)):
        if left < threshold * threshold - ROUNDING:
            return
        yield word
        left -= vector[word] ** 2


def _fewest(vector: Vector, threshold: float) -> int:
    """How many words a text must share, even if they are its most frequent ones, to reach the threshold."""
    held = accumulate(weight * weight for weight in sorted(vector.values(), reverse=True))
    return 1 + sum(each < threshold * threshold - ROUNDING for each in held)


def _cosine(a: Vector, b: Vector) -> float:
    if len(b) < len(a):
        a, b = b, a
    return min(1.0, sum(weight * b.get(word, 0.0) for word, weight in a.items()))
