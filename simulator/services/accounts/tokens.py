"""Secrets that open a door once: what is handed out is never kept, what is kept opens nothing."""

import secrets
from hashlib import sha256

INVITATION_PATH = "invitation"
"""Where an invitation is taken up, below the address of the site."""


def new_token() -> str:
    """256 bits, fit for an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain digest cannot be guessed back."""
    return sha256(token.encode(errors="replace")).hexdigest()


def invitation_link(address: str, token: str) -> str:
    """`address` is that of the site, with its base path if it has one."""
    return f"{address.rstrip('/')}/{INVITATION_PATH}?token={token}"
