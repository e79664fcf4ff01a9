"""Evidence that travels as documents: a report of an attempt, a portfolio of a person, as HTML or PDF."""

from simulator.services.reporting.files import File, NoReport
from simulator.services.reporting.reporting import Reporting

__all__ = ["File", "NoReport", "Reporting"]
