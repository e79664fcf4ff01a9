"""What cannot be done as it was asked for, said in words."""

from simulator.errors import CoachsimError
from simulator.model.assessment import COMMENT
from simulator.services.assigning.acting import printable


class Refused(CoachsimError):
    """What was asked for cannot be done as it stands; `reasons` say why, a sentence each, and so does the message."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def words(text: object, what: str, *, needed: bool = True) -> str:
    """A text as it can be kept. Raises `Refused` for one that is missing or too long; nothing is cut."""
    clean = printable(text).strip() if isinstance(text, str) else ""
    if needed and not clean:
        raise Refused(f"{what} is missing.")
    if len(clean) > COMMENT:
        raise Refused(f"{what} takes {COMMENT:,} characters at most; this one has {len(clean):,}.")
    return clean
