"""A store with one person in it, once on each database, and a clock that tests set forward."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from simulator.model.person import Person, Role
from simulator.services.accounts import passwords
from simulator.services.accounts.sign_in import SignIns
from simulator.store.sql import Store
from tests.serve.product import PASSWORD


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> str:
        return self.time.isoformat(timespec="seconds")

    def forward(self, **how: float) -> str:
        self.time += timedelta(**how)
        return self()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time; how long a real one takes is no matter here."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)


@pytest.fixture
def store(each_store: Store, quick: None, clock: Clock) -> Store:
    with each_store.work() as work:
        work.people.add(Person("tina", "tina", "Tina", frozenset({Role.TRAINER})), clock())
        work.people.set_password("tina", passwords.hashed(PASSWORD), clock())
        work.commit()
    return each_store


@pytest.fixture
def sign_ins(store: Store, clock: Clock) -> SignIns:
    return SignIns(store, clock)
