"""Practising: the list, what is assigned, a brief, a conversation turn by turn, for one person.

`practise` is the use case, `values` what it returns; `showing` and `assigned` turn what is kept into these.
"""

from simulator.services.practise.practise import MAX_REASON, Practise
from simulator.services.practise.values import (
    Assigned,
    Brief,
    CatalogueEntry,
    Conversation,
    Ended,
    Finished,
    Said,
    Task,
)

__all__ = [
    "MAX_REASON",
    "Assigned",
    "Brief",
    "CatalogueEntry",
    "Conversation",
    "Ended",
    "Finished",
    "Practise",
    "Said",
    "Task",
]
