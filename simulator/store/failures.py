"""What a database says when it fails, in our words; and what is not said to any database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, OperationalError

from simulator.errors import StoreAway, StoreError, StoreFull

_KEPT = "Nothing was lost up to here."


def refuse_what_no_database_keeps(_1: object, _2: object, _3: object, parameters: Any, *_: object) -> None:
    """SQLite takes NUL and PostgreSQL does not; text that cannot go on to the other is not taken by either."""
    for row in parameters if isinstance(parameters, list) else [parameters]:
        for each in row.values() if isinstance(row, dict) else row:
            if isinstance(each, str) and "\0" in each:
                raise StoreError(f"This could not be kept: it holds a character that is none (NUL). {_KEPT}")


@contextmanager
def told() -> Iterator[None]:
    """What the database says when it fails, in our words."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise StoreError(f"This could not be kept: it holds half of a character. {_KEPT}") from error
    except DBAPIError as error:
        raise _failure(error) from error


_REFUSED = ("authentication failed", "does not exist", "no pg_hba.conf entry", "fe_sendauth")
"""What PostgreSQL says to an address that trying again will not help; its driver gives no code for these."""


def _failure(error: DBAPIError) -> StoreError:
    name = getattr(error.orig, "sqlite_errorname", "")
    state: Any = getattr(error.orig, "sqlstate", None)
    words = str(error.orig)
    if not name and isinstance(error, OperationalError) and any(each in words for each in _REFUSED):
        hint = "Correct the address of the database, or make there what it names."
        return StoreError(f"PostgreSQL could not be opened ({_last_line(words)}). {hint}")
    if name.startswith("SQLITE_FULL") or state == "53100":
        return StoreFull(f"This could not be kept: the disk is full. Free some space, then go on. {_KEPT}")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreAway(f"This could not be kept yet: the database is locked by another program. {_KEPT}")
    if "failed to resolve host" in words:  # which may be for now: a server's name can go with the server
        return StoreAway(f"This could not be kept yet: the database does not answer ({_last_line(words)}). {_KEPT}")
    if not name and _is_away(error, state):
        return StoreAway(f"This could not be kept yet: the database does not answer. {_KEPT}")
    return StoreError(f"This could not be kept: {error.orig}. {_KEPT}")


def _last_line(words: str) -> str:
    return words.strip().splitlines()[-1].strip()


def _is_away(error: DBAPIError, state: str | None) -> bool:
    """PostgreSQL gone, starting or stopping, out of connections, or it took back a transaction that met another."""
    if error.connection_invalidated:
        return True
    no_answer = state is None and type(error.orig).__name__ in (
        "OperationalError",
        "InterfaceError",
        "ConnectionTimeout",
    )
    return no_answer or (state or "").startswith(("08", "57P", "53300", "40"))
