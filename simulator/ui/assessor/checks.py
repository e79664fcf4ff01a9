"""What is checked of a form before anything is asked of a service. Nothing is ever cut: what is too long is refused."""

from simulator.errors import CoachsimError
from simulator.model.assessment import COMMENT


class Unfit(CoachsimError):
    """A form that cannot be taken as it is; the message says what to change."""


def within(text: str, what: str) -> str:
    """Raises `Unfit` where a text is longer than it may be."""
    over = len(text.strip()) - COMMENT
    if over > 0:
        most = f"at most {COMMENT:,} fit. Nothing was cut; shorten it and send it again."
        raise Unfit(f"{what} is {over:,} characters too long: {most}")
    return text.strip()


def needed(text: str, what: str) -> str:
    """Raises `Unfit` where there is no text either."""
    given = within(text, what)
    if not given:
        raise Unfit(f"{what} is missing. Write a sentence.")
    return given
