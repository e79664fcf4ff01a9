"""Passwords: what one may be, and the argon2 hash that is kept of it. Nothing here knows whose it is.

argon2 is imported only where a password is at hand: no page needs it.
"""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.errors import CoachsimError
from simulator.services.accounts.tokens import new_token

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 200
FEWEST_DIFFERENT = 5
# What people choose when twelve characters are asked for, by the lists of passwords that have leaked.
COMMON = frozenset(
    """
    123456789012 1234567890123 1234567890abc abcdefghijkl abcd12345678 adminadminadmin administrator administrator1
    changemechangeme changeme1234 correcthorsebatterystaple iloveyou1234 iloveyouiloveyou letmein12345 letmeinletmein
    onetwothreefour password1234 password12345 password123456 passwordpassword passwort1234 passwortpasswort
    q1w2e3r4t5y6 qazwsxedcrfv qwerty123456 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiopas qwertyuiopasdf
    qwertzuiopas trustno1trustno1 welcome12345 welcomewelcome zaq12wsxcde3
    """.split()  # noqa: SIM905
)


class UnfitPassword(CoachsimError):
    """What cannot be a password; the message says why and what can."""


def check(password: str, account: str) -> None:
    """Whether this may be the password of an account. Raises `UnfitPassword`."""
    text = _normal(password)
    simple = "".join(text.split()).casefold()
    if not SHORTEST <= len(text) <= LONGEST:
        raise UnfitPassword(f"A password takes {SHORTEST} to {LONGEST} characters. Several words make a good one.")
    if simple == "".join(account.split()).casefold():
        raise UnfitPassword("The account's own name is too easy to guess. Choose another password.")
    if simple in COMMON or len(set(simple)) < FEWEST_DIFFERENT:
        raise UnfitPassword("This is one of the first passwords that anybody would try. Choose another.")


def hashed(password: str) -> str:
    """What is kept of a password. It takes some 60 ms and 64 MiB, on purpose."""
    return _hasher().hash(_normal(password))


def fits(password: str, hash_: str | None) -> bool:
    """Whether this is the password; without a hash it is none, and finding that out takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    tried = _normal(password)
    tried = tried if len(tried) <= LONGEST else ""
    try:
        return _hasher().verify(hash_ or _of_nobody(), tried) and hash_ is not None and bool(tried)
    except (VerificationError, InvalidHashError):
        return False


def is_dated(hash_: str) -> bool:
    """Whether it was made with other parameters than are used now."""
    return _hasher().check_needs_rehash(hash_)


def prepare() -> None:
    """Ready for the first who signs in: after this the first answer takes no longer than any other."""
    fits("", None)


@lru_cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@lru_cache
def _of_nobody() -> str:
    return hashed(new_token())


def _normal(password: str) -> str:
    """One spelling for what looks alike: keyboards differ in how they compose a letter."""
    return unicodedata.normalize("NFKC", password)
