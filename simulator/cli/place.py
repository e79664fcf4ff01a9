"""Which store a command works on, and under which address its site is found.

What is said on the command line comes before the settings of `coachsim serve`, and these before the environment.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.store.sql import Store


@dataclass(frozen=True, slots=True)
class Place:
    """`database` None is SQLite in the folder. `address` and `invitation_days` are None where no settings say them."""

    folder: Path
    database: str | None
    address: str | None = None
    invitation_days: int | None = None

    @contextmanager
    def store(self) -> Iterator["Store"]:
        """The store, open meanwhile. Raises `StoreError`."""
        from simulator.store.sql import open_store

        store = open_store(self.folder, self.database)
        try:
            yield store
        finally:
            store.close()


def takes_place(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, metavar="DIR", help="the data folder (that of the settings, or yours)")
    command.add_argument("--database", metavar="URL", help="the database, where it is not SQLite in the data folder")
    command.add_argument("--config", type=Path, metavar="FILE", help="the settings file of coachsim serve")


def place_of(options: argparse.Namespace) -> Place:
    """Raises `ServeError` for settings that cannot be used."""
    from simulator.services.local import DATABASE_VARIABLE, data_folder

    data, database, named = options.data, options.database, os.environ.get(DATABASE_VARIABLE) or None
    if options.config is None:
        return Place(_folder(data) or data_folder(), database or named)
    from simulator.serve.config import read

    config = read(options.config)
    folder = _folder(data) or _folder(config.data) or data_folder()
    database = database or (None if data else config.database) or named
    return Place(folder, database, config.address.origin, config.invitation_days)


def _folder(named: Path | None) -> Path | None:
    return named.expanduser().resolve() if named else None
