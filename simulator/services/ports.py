"""What the use cases need from the outside world; `simulator.store` fits these shapes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from simulator.model.diagnostic import Diagnostic
from simulator.model.scenario import Scenario
from simulator.store.work import Work

__all__ = ["Attempts", "Clock", "Entropy", "Judge", "Judged", "Work"]


class Attempts(Protocol):
    """Where everything is kept; see `simulator.store.sql.Store`."""

    def work(self) -> AbstractContextManager[Work]: ...
    def reading(self) -> AbstractContextManager[Work]: ...


class Clock(Protocol):
    """The time now, UTC, ISO 8601 to the second."""

    def __call__(self) -> str: ...


class Entropy(Protocol):
    """A new unguessable text: attempt ids and seeds."""

    def __call__(self) -> str: ...


class Judged(Protocol):
    """A text judged: the scenario in it, None where there is none, and every error; warnings do not count here."""

    @property
    def scenario(self) -> Scenario | None: ...
    @property
    def errors(self) -> Sequence[Diagnostic]: ...


class Judge(Protocol):
    """Judges a scenario's YAML text; only what comes out without errors is published."""

    def __call__(self, text: str) -> Judged: ...
