"""A mistake in content, as a value: what, where, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """`code` is stable for ever; `message` says what is wrong, `hint` how to mend it.

    `witness` is a list of option ids that, played from the start, shows the finding; empty where none is needed.
    """

    code: str
    severity: Severity
    location: Location
    message: str
    hint: str
    witness: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.location}: {self.severity.value} {self.code}: {self.message}\n    {self.hint}"
