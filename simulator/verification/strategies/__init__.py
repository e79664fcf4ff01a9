"""The gaming report: what players get who look at anything but the client (content specification, 3c.3)."""

from simulator.verification.strategies.report import Report, report

__all__ = ["Report", "report"]
