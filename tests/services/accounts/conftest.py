"""The use cases of accounts as the command line has them, on each database."""

from collections.abc import Callable
from itertools import count

import pytest

from simulator.model.person import Role
from simulator.services.accounts.acting import COMMAND_LINE, Actor
from simulator.services.accounts.directory import Directory
from simulator.services.accounts.importing import Importing
from simulator.services.accounts.privacy import Privacy
from simulator.store.audit import Entry
from simulator.store.sql import Store

NOW = "2026-03-01T12:00:00+00:00"


@pytest.fixture
def directory(each_store: Store) -> Directory:
    return directory_of(each_store)


def directory_of(store: Store, actor: Actor = COMMAND_LINE) -> Directory:
    ids = count(1)
    return Directory(store, actor, lambda: NOW, lambda: f"id-{next(ids)}")


@pytest.fixture
def importing(each_store: Store) -> Importing:
    ids = count(1)
    return Importing(each_store, COMMAND_LINE, lambda: NOW, lambda: f"new-{next(ids)}")


@pytest.fixture
def privacy(each_store: Store) -> Privacy:
    return Privacy(each_store, COMMAND_LINE, lambda: NOW, lambda: "tombstone")


@pytest.fixture
def administrator(directory: Directory) -> None:
    """One who is never the one a test is about."""
    directory.add("root", "Root", roles={Role.ADMINISTRATOR})


@pytest.fixture
def log(each_store: Store) -> Callable[..., list[tuple[str, str, str]]]:
    """What the audit log says of a person: who, what, and the rest."""

    def log(person: str) -> list[tuple[str, str, str]]:
        with each_store.work() as work:
            entries: list[Entry] = work.audit.about(person)
        return [(each.person, each.act, each.detail) for each in entries]

    return log
