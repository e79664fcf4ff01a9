"""Who somebody is, said by the server and believed by a page's kernel: a person's id, signed with Ed25519.

The server alone holds the private key, and only in memory; a kernel gets the public one in its environment and can
check a name but never make one. What a browser sends is no part of this. Whether the person may do anything is asked
in `access` each time.
"""

import base64
import binascii
import json
import time
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from simulator.errors import CoachsimError

KEY_VARIABLE = "COACHSIM_IDENTITY_KEY"
"""Where kernels find the server's public key, in base64."""

HEADER = "X-Coachsim-Identity"
"""The header that the server alone writes; what a visitor sends under this name is removed."""

IDENTITY_VARIABLE = "HTTP_X_COACHSIM_IDENTITY"
"""Where a kernel finds what stood in that header of the request for its page."""

LASTS_SECONDS = 300
"""How long a signed name may be presented: from the request to the kernel that opens the store."""


class NotSigned(CoachsimError):
    """A kernel was told a name that the server has not signed, or not for now."""

    def __init__(self) -> None:
        super().__init__("This page does not know who you are. Reload it; if that does not help, sign in again.")


@dataclass(frozen=True, slots=True)
class Signer:
    """What the server signs names with; a new one at each start."""

    key: Ed25519PrivateKey

    @classmethod
    def new(cls) -> "Signer":
        return cls(Ed25519PrivateKey.generate())

    @property
    def public(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def sign(self, person: str, now: float | None = None) -> str:
        """A token that names `person` for some minutes."""
        expires = int(time.time() if now is None else now) + LASTS_SECONDS
        payload = json.dumps([person, expires]).encode()
        return f"{_text(payload)}.{_text(self.key.sign(payload))}"


def verified(token: str, public: str, now: float | None = None) -> str:
    """The id of the person a token names. Raises `NotSigned`."""
    try:
        payload, signature = (base64.urlsafe_b64decode(part) for part in token.split("."))
        Ed25519PublicKey.from_public_bytes(base64.b64decode(public)).verify(signature, payload)
        person, expires = json.loads(payload)
    except (ValueError, binascii.Error, InvalidSignature) as error:
        raise NotSigned from error
    if not isinstance(person, str) or (time.time() if now is None else now) > expires:
        raise NotSigned
    return person


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
