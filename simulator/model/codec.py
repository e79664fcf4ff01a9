"""Values to canonical bytes and back; the one door to msgspec.

The digest of a scenario is that of its canonical bytes, so it does not depend on how the author laid out the YAML.
"""

from hashlib import sha256
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_LATER = (b',"groups":[]', b',"languages":[]', b',"translations":[]')
"""Keys of a scenario that joined after the first ones were published: left out while empty, so that digests stand.

A quote within a text is escaped, so these bytes are never part of one.
"""


def encode(value: object) -> bytes:
    """Canonical JSON of any of our values: keys in a fixed order, no blanks."""
    data = msgspec.json.encode(value, order="deterministic")
    for key in _LATER:
        data = data.replace(key, b"")
    return data


def decode(data: bytes | str, kind: type[T]) -> T:
    """The value that `encode` wrote. Raises `ValueError` when the bytes are not such a value."""
    return msgspec.json.decode(data, type=kind)


def plain(value: object) -> Any:
    """The value as lists, dictionaries and scalars, for JSON documents made for people."""
    return msgspec.json.decode(msgspec.json.encode(value))


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return sha256(encode(value)).hexdigest()
