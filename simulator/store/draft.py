"""One draft, the conflict of two windows over it, and what can be wrong with keeping one."""

from dataclasses import dataclass

from simulator.errors import StoreError

MAX_BYTES = 1 << 20
MAX_NAME = 60


class DraftError(StoreError):
    """A draft could not be opened, kept or named as asked; nothing was changed."""


class BadName(DraftError):
    def __init__(self, name: str) -> None:
        shown = name if len(name) <= MAX_NAME else f"{name[:MAX_NAME]}…"
        hint = f"Use small letters, digits and single hyphens, at most {MAX_NAME} characters: late-again."
        super().__init__(f"{shown!r} cannot be the name of a draft. {hint}")
        self.name = name


class NoDraft(DraftError):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no draft '{name}' here. It may have been renamed or removed in another window.")
        self.name = name


class NameTaken(DraftError):
    def __init__(self, name: str, free: str) -> None:
        super().__init__(f"There is a draft '{name}' already. A free name is '{free}'.")
        self.name, self.free = name, free


class TooLarge(DraftError):
    def __init__(self, name: str, size: int) -> None:
        hint = "It was not kept: shorten it, or make two scenarios of it."
        super().__init__(f"The draft '{name}' has {size:,} bytes, more than 1 MiB ({MAX_BYTES:,}). {hint}")
        self.name, self.size = name, size


class Unreadable(DraftError):
    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The draft '{name}' cannot be opened here: {reason}.")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read or kept. `seen` names this text, for whoever writes next; `changed` is UTC, ISO 8601."""

    name: str
    text: str
    seen: str
    changed: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another window wrote meanwhile. `theirs` stands as it did, None where it is gone or cannot be read; `mine` was
    kept under a free name, beside it.
    """

    theirs: Draft | None
    mine: Draft
