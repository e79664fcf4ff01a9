"""The surface of one option as numbers: what a player who does not think about the client could go by (spec 3c.2).

Not a judgement of wording, and no statistics: whether a trait goes with quality is asked elsewhere, over many options.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from simulator.verification.surface import lists
from simulator.verification.surface.words import reading_grade, spoken, straight, words

_QUOTED = re.compile(r"\"[^\"]+\"|(?<!\w)'(?=\w)[^\"]*?(?<=[\w.,!?…])'(?!\w)")
_DASH = re.compile(r"[–—]|(?<=\s)--?(?=\s)|(?<=\w)--(?=\w)")
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'-]*(?: [^\W\d_a-zß-ÿ][\w'-]*)*")
_FRESH_START = re.compile(r"(?:^|[.!?…:][)\"']*\s+|[(\"]|(?<!\w)')$")
_SELF = frozenset(("I", "I'm", "I've", "I'd", "I'll", "OK"))

Measure = Callable[[str], float]


def _count(pattern: re.Pattern[str]) -> Measure:
    """How often the list occurs, whatever the case."""
    return lambda say: float(len(pattern.findall(say.lower())))


def _marks(mark: str) -> Measure:
    return lambda say: float(say.count(mark))


def _matches(pattern: re.Pattern[str]) -> Measure:
    return lambda say: float(len(pattern.findall(say)))


def _share(pattern: re.Pattern[str], say: str) -> float:
    return len(pattern.findall(say.lower())) / max(1, len(words(say)))


def _first_person(say: str) -> float:
    return _share(lists.FIRST_PERSON, say)


def _pleasantness(say: str) -> float:
    lower = say.lower()
    return float(len(lists.PLEASANT.findall(lower)) - len(lists.UNPLEASANT.findall(lower)))


def _agreement(say: str) -> float:
    lower = say.lower()
    return float(len(lists.AGREEMENT.findall(lower)) + len(lists.AGREEING_OPENERS.findall(lower)))


def _formality(say: str) -> float:
    """Letters a word, plus ten times the share of formal words, less that of casual words and contractions."""
    found = words(say)
    length = sum(map(len, found)) / max(1, len(found))
    casual = _share(lists.CASUAL, say) + _share(lists.CONTRACTIONS, say)
    return length + 10 * (_share(lists.FORMAL, say) - casual)


def _specifics(say: str) -> float:
    lower = say.lower()
    return float(len(lists.DIGITS.findall(lower)) + len(lists.NUMBERS.findall(lower)) + _names(say))


def _names(say: str) -> int:
    """Capitalised words where none is due; words that follow each other are one name."""
    return sum(_is_name(match, say) for match in _NAME.finditer(say))


def _is_name(match: re.Match[str], say: str) -> bool:
    """A run at the start of a sentence counts only if more than its first word is capitalised."""
    run = match[0].split(" ")
    if _FRESH_START.search(say[max(0, match.start() - 6) : match.start()]) or _inside_word(match.start(), say):
        run = run[1:]
    return any(word not in _SELF for word in run)


def _inside_word(start: int, say: str) -> bool:
    return start > 0 and say[start - 1].isalnum()


def _imperative(say: str) -> float:
    """1 if what is said, or else what is done, opens with a bare verb."""
    opening = [word.lower() for word in words(spoken(say))[:4]]
    while opening and opening[0] in lists.SOFT_STARTS:
        del opening[0]
    if not opening or opening[0] not in lists.BARE_VERBS:
        return 0.0
    return float(len(opening) == 1 or opening[1] not in lists.NOT_AFTER_BARE_VERB)


# What each number is. Counts, unless it says otherwise; stage directions belong to the text.
MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "words": lambda say: float(len(words(say))),
        "characters": lambda say: float(len(say)),
        "question_marks": _marks("?"),
        "hedges": _count(lists.HEDGES),
        "absolutes": _count(lists.ABSOLUTES),
        "empathic": _count(lists.EMPATHIC),
        "autonomy": _count(lists.AUTONOMY),
        "permission": _count(lists.PERMISSION),
        "apology": _count(lists.APOLOGY),
        "referral": _count(lists.REFERRAL),
        "supervision": _count(lists.SUPERVISION),
        "first_person": _first_person,  # share of the words
        "exclamations": _marks("!"),
        "quotations": _matches(_QUOTED),  # quoted pieces, single or double marks
        "dashes": _matches(_DASH),  # not hyphens
        "imperative": _imperative,  # 0 or 1
        "pleasantness": _pleasantness,  # pleasant words less unpleasant ones
        "formality": _formality,  # see there
        "grade": reading_grade,  # Flesch-Kincaid
        "specifics": _specifics,  # numbers, in digits or words, and names
        "agreement": _agreement,
    }
)
FEATURES: tuple[str, ...] = tuple(MEASURES)


@lru_cache(maxsize=20_000)
def measure(say: str) -> Mapping[str, float]:
    """Every feature of an option's text. The mapping is shared between callers and cannot be changed."""
    text = straight(say)
    return MappingProxyType({name: of(text) for name, of in MEASURES.items()})


@lru_cache(maxsize=20_000)
def opening_word(say: str) -> str:
    """The first word that is said, or done when nothing is said; in lower case, empty for a text without words."""
    found = words(spoken(say))
    return found[0].lower() if found else ""
