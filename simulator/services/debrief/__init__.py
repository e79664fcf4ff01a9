"""The debrief: what a conversation showed and what it cost.

Built from a session's results; every number can be followed to the turns it comes from.
"""

from simulator.services.debrief.reading import debrief, read
from simulator.services.debrief.values import (
    CriterionReview,
    Debrief,
    Exchange,
    NotReached,
    RubricEntry,
    SourceLink,
    Suggestion,
    TracePoint,
    TurningPoint,
    TurnReview,
)

__all__ = [
    "CriterionReview", "Debrief", "Exchange", "NotReached", "RubricEntry", "SourceLink", "Suggestion", "TracePoint",
    "TurnReview", "TurningPoint", "debrief", "read",
]  # fmt: skip
