"""What a password may be, and what is kept of it."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from simulator.services.accounts.passwords import LONGEST, UnfitPassword, check, fits, hashed, is_dated

GOOD = "an evening by the lake"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "12 to 200 characters"),
        ("eleven chrs", "12 to 200 characters"),
        ("long " * 41, "12 to 200 characters"),
        ("Tina@Example.org", "too easy to guess"),
        (" tina@example.org ", "too easy to guess"),
        ("Password1234", "first passwords"),
        ("correct horse battery staple", "first passwords"),
        ("aaaaaaaaaaaa", "first passwords"),
        ("abababababababab", "first passwords"),
    ],
)
def test_what_anybody_would_guess_is_no_password(password: str, reason: str) -> None:
    with pytest.raises(UnfitPassword, match=reason):
        check(password, "tina@example.org")


@pytest.mark.parametrize("password", [GOOD, "ein Abend am See", "夕暮れの湖のほとりで二人きりで", "x7!Kq9#mPw2$"])
def test_what_is_long_and_not_common_is_a_password(password: str) -> None:
    check(password, "tina")


def test_a_hash_says_nothing_and_fits_its_password_alone() -> None:
    kept = hashed(GOOD)
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert kept != hashed(GOOD)
    assert fits(GOOD, kept)
    assert not fits(GOOD + " ", kept)
    assert not fits("", kept)
    assert not fits("x" * 10_000, kept)


def test_a_letter_may_be_composed_differently_by_another_keyboard() -> None:
    assert fits("ein Abend am Sée", hashed("ein Abend am Sée"))


def test_the_longest_password_is_accepted_when_it_is_tried() -> None:
    longest = "é" * (LONGEST - 12) + "abcdefghijkl"  # twice as long before it is composed
    check(longest, "tina")
    assert fits(longest, hashed(longest))


@pytest.mark.parametrize("kept", [None, "", "x", "$argon2id$v=19$broken", "plain text"])
def test_without_a_hash_nothing_fits(kept: str | None) -> None:
    assert not fits(GOOD, kept)


def test_without_a_hash_it_takes_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured in work, for time depends on what else the machine does."""
    verify, done = PasswordHasher.verify, []

    def noted(hasher: PasswordHasher, hash_: str, password: str) -> bool:
        done.append(extract_parameters(hash_))
        return verify(hasher, hash_, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    kept = hashed(GOOD)
    for hash_, tried in ((kept, "wrong"), (None, "wrong"), (None, GOOD), (kept, "x" * 10_000), (None, "")):
        assert not fits(tried, hash_)
    assert done == [extract_parameters(kept)] * 5


def test_a_hash_with_other_parameters_is_dated() -> None:
    assert not is_dated(hashed(GOOD))
    assert is_dated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$pQEkPyz0qMwMBQe0eJnyS9PEjJtiNjkPQO6W9W/WMpE")
