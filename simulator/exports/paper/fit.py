"""Text as it can stand in a document: what cannot be shown, or would turn the text around it, becomes a sign."""

import re
from unicodedata import category, name

_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\uf900-\ufffd\U00010000-\U000effff]|[\ufdd0-\ufdef]")
"""Control characters, halves of characters, private ones, and what Unicode says is none."""

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings and overrides of direction; marks, which turn nothing else, may stay."""

SIGN = "\ufffd"


def fit(text: str) -> str:
    """The text with one sign for each character that cannot stand in a document; line ends are all alike."""
    return _UNFIT.sub(SIGN, _TURNING.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")))


def spelled(text: str) -> str:
    """Characters that no font here can draw, spelled out: [slightly smiling face], [U+738B]."""
    return "".join(_spelled(each) for each in text)


def _spelled(character: str) -> str:
    """Nothing for what is unseen and only tells how signs beside it are drawn."""
    known = name(character, "")
    if category(character) == "Cf" or "VARIATION SELECTOR" in known:
        return ""
    plain = known and not re.search("IDEOGRAPH|[-0-9]", known)
    return f"[{known.lower()}]" if plain else f"[U+{ord(character):04X}]"
