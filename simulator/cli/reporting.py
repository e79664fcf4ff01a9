"""`coachsim report|portfolio`: what somebody showed in an attempt, or in all of them, as a document to hand on."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.output import put
from simulator.cli.place import Place, place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands
    from simulator.services.reporting import File, Reporting
    from simulator.store.sql import Store


def add_to(commands: "Commands") -> None:
    words = "write the report of an attempt: levels with their evidence, the conversation, the review, versions"
    report = commands.add_parser("report", help=words, description=f"{words.capitalize()}.")
    report.add_argument("attempt", help="the id of a finished attempt whose feedback may be seen")
    _takes_output(report)
    report.set_defaults(run=_report)

    words = "write the portfolio of a person over their attempts: levels over time, moments, written reasons"
    portfolio = commands.add_parser("portfolio", help=words, description=f"{words.capitalize()}.")
    portfolio.add_argument("account", help="whose attempts")
    _takes_output(portfolio)
    portfolio.set_defaults(run=_portfolio)


def _takes_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--to", choices=("html", "pdf"), required=True, help="one HTML file, or a tagged PDF")
    command.add_argument("--output", type=Path, metavar="FILE", help="the file to write (standard output)")
    command.add_argument("--force", action="store_true", help="write over a file that is there already")
    takes_place(command)


def _report(options: argparse.Namespace) -> int:
    with _reporting(place_of(options), options) as (reporting, _):
        return _written(reporting.report(options.attempt, options.to), options)


def _portfolio(options: argparse.Namespace) -> int:
    from simulator.services.accounts.directory import find

    with _reporting(place_of(options), options) as (reporting, store):
        with store.reading() as work:
            person = find(work, options.account)
        return _written(reporting.portfolio(person.id, options.to), options)


@contextmanager
def _reporting(place: Place, options: argparse.Namespace) -> "Iterator[tuple[Reporting, Store]]":
    """As whoever runs the command: the machine and its files are theirs."""
    from simulator.errors import ContentError
    from simulator.services.local import local_library, now
    from simulator.services.reporting import Reporting

    if options.output is None and options.to == "pdf" and sys.stdout.isatty():
        raise ContentError("A PDF cannot be shown in the terminal. Say where it goes with --output FILE.pdf")
    with place.store() as store:
        yield Reporting(local_library(place.folder), store, None, now), store


def _written(file: "File", options: argparse.Namespace) -> int:
    _, _, raw = file
    if options.output is None:
        sys.stdout.buffer.write(raw)
        return 0
    put(options.output, raw, force=options.force)
    print(f"{options.output} is written. Keep it safe: there is a person in it.")
    return 0
