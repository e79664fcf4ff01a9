"""Evidence that travels as documents: a report of an attempt, a portfolio of a person, as HTML or PDF."""

from simulator.services.reporting.reporting import File, NoReport, Reporting, report

__all__ = ["File", "NoReport", "Reporting", "report"]
