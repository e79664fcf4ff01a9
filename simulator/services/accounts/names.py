"""What an account, a name and an e-mail address may look like, and the one spelling under which each is kept."""

import re
import unicodedata

from simulator.errors import CoachsimError

ACCOUNT = (2, 100)
NAME = (1, 200)
EMAIL_LONGEST = 254


class Unfit(CoachsimError):
    """What was given cannot be an account, a name or an e-mail address; the message says why and what can."""


def canonical_account(text: str) -> str:
    """The spelling under which an account is kept and looked up, whatever the case and width it was typed in.

    Raises `Unfit`.
    """
    compatible = unicodedata.normalize("NFKC", text.strip())
    account = unicodedata.normalize("NFKC", compatible.casefold())
    least, most = ACCOUNT
    if not least <= len(account) <= most:
        raise Unfit(f"{shown(text)} cannot be an account: it takes {least} to {most} characters.")
    odd = next((each for each in account if not _is_plain(each)), None)
    if odd is not None:
        raise Unfit(f"{shown(text)} cannot be an account: {shown(odd)} is none of letters, digits and . _ @ + -")
    if not account[0].isalnum():
        raise Unfit(f"{shown(text)} cannot be an account: it must begin with a letter or a digit.")
    return account


def clean_name(text: str) -> str:
    """A person's name, in one composed spelling and without spaces around it. Raises `Unfit`."""
    name = unicodedata.normalize("NFC", text.strip())
    least, most = NAME
    if not least <= len(name) <= most:
        raise Unfit(f"{shown(text)} cannot be a name: it takes {least} to {most} characters.")
    if any(_is_control(each) for each in name):
        raise Unfit(f"{shown(text)} cannot be a name: there are line breaks or other control characters in it.")
    return name


def clean_email(text: str) -> str | None:
    """An e-mail address, None for an empty one. Only looked at: whether it receives anything nobody asks.

    Raises `Unfit`.
    """
    email = text.strip()
    if not email:
        return None
    if len(email) > EMAIL_LONGEST or not _EMAIL.fullmatch(email) or any(_is_control(each) for each in email):
        raise Unfit(f"{shown(text)} cannot be an e-mail address; one looks like ada@example.org.")
    return email


def shown(text: str) -> str:
    """What was given, quoted and cut, with whatever cannot be seen as escapes."""
    cut = text if len(text) <= 40 else f"{text[:40]}…"
    seen = "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in cut)
    return f"'{seen}'"


_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They turn the direction of everything that follows, beyond the name itself."""


def _is_plain(character: str) -> bool:
    return character in "._@+-" or unicodedata.category(character) in _LETTERS


_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})


def _is_control(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
