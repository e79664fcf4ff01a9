"""One spelling for accounts and names, and what can be neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.services.accounts.names import Unfit, canonical_account, clean_email, clean_name


@pytest.mark.parametrize("typed", ["ada", "Ada", " ADA ", "ＡＤＡ", "ａｄａ\t"])
def test_an_account_is_one_however_it_is_typed(typed):
    assert canonical_account(typed) == "ada"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Zoë", "zoë"), ("Zoe\u0308", "zoë"), ("Straße", "strasse"), ("a.b_c@d+e-f", "a.b_c@d+e-f"),
     ("Åsa.Öberg", "åsa.öberg"), ("42", "42")],
)  # fmt: skip
def test_letters_of_every_alphabet_make_an_account(typed, kept):
    assert canonical_account(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "2 to 100"), ("a", "2 to 100"), ("a" * 101, "2 to 100"), ("a b", "' ' is none of letters"),
        ("a/b", "'/' is none of"), ("=ab", "'=' is none of"), ("-ab", "begin with"), ("@ab", "begin with"),
        ("..", "begin with"), ("a\0b", r"\x00"), ("a\nb", r"\n"), ("ada\u202e", r"\u202e"), ("a\u200bb", r"\u200b"),
        ("ada😀", "😀"), ("\ud800x", r"\ud800"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_account_is_said_with_the_reason(typed, why):
    with pytest.raises(Unfit) as refused:
        canonical_account(typed)
    assert why in str(refused.value)
    assert str(refused.value).isprintable()


@given(st.text())
def test_an_account_that_was_kept_is_found_by_itself(typed):
    try:
        account = canonical_account(typed)
    except Unfit:
        return
    assert canonical_account(account) == account


def test_a_name_keeps_its_words_and_loses_the_space_around_them():
    assert clean_name("  Ada  King, Countess of Lovelace ") == "Ada  King, Countess of Lovelace"
    assert clean_name("Zoe\u0308") == "Zoë"
    assert clean_name("<b>Bo</b> & 'Co'") == "<b>Bo</b> & 'Co'"


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "a\nb", "a\0b", "a\tb", "a\x1b[2Jb", "abc\u202ecba", "a\u2028b"])
def test_what_cannot_be_a_name_is_refused(name):
    with pytest.raises(Unfit, match="cannot be a name"):
        clean_name(name)


@pytest.mark.parametrize("email", ["ada@example.org", "a.b+c@sub.example.org", "zoë@exämple.org", "a@b"])
def test_an_address_is_only_looked_at(email):
    assert clean_email(f" {email} ") == email


def test_no_address_is_none():
    assert clean_email("  ") is None


@pytest.mark.parametrize(
    "email", ["ada", "@b", "a@", "a b@c.d", "a@b@c", "a@b,c@d", "Ada <a@b>", "a\0@b", "a@" + "b" * 253]
)
def test_what_is_no_address_is_refused(email):
    with pytest.raises(Unfit, match="cannot be an e-mail address"):
        clean_email(email)
