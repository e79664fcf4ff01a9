"""What is refused for the system's good, and done where its owner insists."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager


def takes_force(act: argparse.ArgumentParser) -> None:
    act.add_argument("--force", action="store_true", help="also where no administrator would be left")


@contextmanager
def force_named() -> Iterator[None]:
    """A refusal that `--force` overrides says so."""
    from simulator.services.access import Forbidden
    from simulator.services.accounts.directory import LastAdministrator

    try:
        yield
    except LastAdministrator as error:
        raise Forbidden(f"{error} If it is meant so, add --force.") from error
