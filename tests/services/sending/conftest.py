"""A site where people have practised and been examined, with an exam that assessors mark."""

from collections.abc import Callable

import pytest

from simulator.services.practise import Practise
from simulator.services.sending.making import Making
from simulator.services.sending.settings import Naming
from simulator.store.sql import Store
from tests.services.sending.examined import Examined

SITE = "https://coach.example.org"


@pytest.fixture
def examined(store: Store, practice: Callable[..., Practise]) -> Examined:
    return Examined(store, practice)


@pytest.fixture
def making(store: Store, practise: Practise) -> Making:
    return making_of(store, practise)


def making_of(store: Store, practise: Practise, **naming: object) -> Making:
    named = Naming(SITE, **naming)  # type: ignore[arg-type]
    return Making(store, named, lambda: practise.library.rubric, lambda: "2026-06-01T12:00:00+00:00")


@pytest.fixture
def make(store: Store, practise: Practise) -> Callable[..., Making]:
    return lambda **naming: making_of(store, practise, **naming)
