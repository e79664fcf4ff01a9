"""The portfolio of one person: their attempts over time, as a value and as the document it makes."""

from simulator.exports.portfolio.document import document
from simulator.exports.portfolio.values import Competency, Entry, Pooled, Portfolio, Reason, Shown

__all__ = ["Competency", "Entry", "Pooled", "Portfolio", "Reason", "Shown", "document"]
