"""Whose a kernel is. One that waits for a page is nobody's, and so is any that nothing is known about."""

from contextvars import ContextVar
from dataclasses import dataclass

from simulator.serve.site import Page
from simulator.services.accounts.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Claim:
    """The page that a kernel was started for, and who opened it."""

    page: Page
    visitor: Visitor


opening: ContextVar[Claim | None] = ContextVar("opening", default=None)
"""What is being opened, for the kernel that is started meanwhile. Voilà starts it and hands nothing of ours on."""
