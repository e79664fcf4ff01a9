"""The report of one attempt: a value of everything that its reader may know, and the document it makes."""

from simulator.exports.report.document import document
from simulator.exports.report.values import (
    Assessed,
    Basis,
    Criterion,
    Human,
    Level,
    Machine,
    Numbers,
    Report,
    Review,
    Scored,
    TracePoint,
    Turn,
    TurningPoint,
    TurnReview,
    Whose,
)

__all__ = [
    "Assessed", "Basis", "Criterion", "Human", "Level", "Machine", "Numbers", "Report", "Review", "Scored",
    "TracePoint", "Turn", "TurnReview", "TurningPoint", "Whose", "document",
]  # fmt: skip
