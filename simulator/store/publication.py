"""One publication of a scenario: a number that only grows, the text its author wrote, and the version it gave.

Not the scenario itself: that is kept once under its digest, also for versions that were played and never published.
"""

from dataclasses import dataclass

from simulator.errors import StoreError


class NumberTaken(StoreError):
    def __init__(self, scenario: str, number: int) -> None:
        super().__init__(f"'{scenario}' has a version {number} already, perhaps from another window.")
        self.scenario, self.number = scenario, number


@dataclass(frozen=True, slots=True)
class Publication:
    """`number` counts from 1 for each scenario; `published` is UTC, ISO 8601; `person` published it."""

    scenario: str
    number: int
    digest: str
    title: str
    source: str
    person: str
    published: str


@dataclass(frozen=True, slots=True)
class Current:
    """What a catalogue needs of a scenario's latest publication. `canonical` is encoded JSON."""

    scenario: str
    number: int
    digest: str
    canonical: str
