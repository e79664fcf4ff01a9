"""A text as words: the ground on which all measuring stands. Not about what the words mean; see `lists` for that."""

import re
from functools import lru_cache

_CURLY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " "})
_WORD = re.compile(r"\w(?:[\w']*\w)?")
_LEADING_DIRECTIONS = re.compile(r"(?:\s*\([^()]*\))+\s*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s)\"]|$)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxz]es$")


def straight(text: str) -> str:
    """The text with straight apostrophes and quotation marks, so that spelling does not matter."""
    return text if text.isascii() else text.translate(_CURLY)


@lru_cache(maxsize=20_000)
def words(text: str) -> tuple[str, ...]:
    """Every word, stage directions included; `don't` is one word, `well-known` two."""
    return tuple(_WORD.findall(straight(text)))


@lru_cache(maxsize=20_000)
def spoken(text: str) -> str:
    """What is said after the stage direction it begins with; when nothing is said, the direction itself."""
    start = _LEADING_DIRECTIONS.match(text)
    said = text[start.end() :] if start else text
    return said if _WORD.search(said) else text.strip("( \n")


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Groups of vowels, less a silent ending: near enough for a grade over many words."""
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    return max(1, groups - bool(groups > 1 and _SILENT_END.search(word)))


@lru_cache(maxsize=20_000)
def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade: the years of school it takes to read the text. Numbers are not counted as words."""
    found = [word for word in words(text) if not word[0].isdigit()]
    if not found:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(straight(text))))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
