"""`coachsim people import`: a list of people, from a file or from another program."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.links import address_of, days_of, print_merge
from simulator.cli.output import counted
from simulator.cli.place import place_of

if TYPE_CHECKING:
    from simulator.services.accounts.importing import Imported

SHOWN_PROBLEMS = 1000


def import_list(options: argparse.Namespace) -> int:
    from simulator.services.accounts.acting import COMMAND_LINE
    from simulator.services.accounts.importing import Importing
    from simulator.services.local import new_id, now

    place = place_of(options)
    address = address_of(options, place) if options.invite else ""
    raw = _read(options.file)
    with place.store() as store:
        done = Importing(store, COMMAND_LINE, now, new_id).import_csv(
            raw,
            dry_run=options.dry_run,
            skip_bad=options.skip_bad,
            invite_days=days_of(options, place) if options.invite else None,
        )
    _report(done, options)
    if options.invite and done.kept:
        print_merge(done.invited, address)
    return int(bool(done.problems) and not options.skip_bad)


def _read(file: str) -> bytes:
    """No more than what is refused as too much anyway. Raises `ContentError`."""
    from simulator.errors import ContentError
    from simulator.services.accounts.sheet import MAX_BYTES

    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ContentError(f"{file} cannot be read ({error.strerror}).") from error


def _report(done: "Imported", options: argparse.Namespace) -> None:
    """To standard error what is wrong; how it went to where no CSV goes."""
    for problem in done.problems[:SHOWN_PROBLEMS]:
        print(problem, file=sys.stderr)
    if (more := len(done.problems) - SHOWN_PROBLEMS) > 0:
        print(f"… and {more:,} more", file=sys.stderr)
    if done.ignored:
        print(f"Columns that mean nothing here: {', '.join(map(repr, done.ignored))}.", file=sys.stderr)
    if done.absent:
        print(f"Columns that are not there: {', '.join(done.absent)}.", file=sys.stderr)
    print(_outcome(done, options), file=sys.stderr if options.invite else sys.stdout)


def _outcome(done: "Imported", options: argparse.Namespace) -> str:
    people = counted(len(done.added), "person", "people")
    problems = counted(len(done.problems), "mistake", "mistakes")
    if done.kept:
        return f"{people} added." + (f" {problems}: those rows were left out." if done.problems else "")
    if options.dry_run:
        return f"{people} would be added. {problems}. This was a dry run: nobody was added."
    if done.problems and not options.skip_bad:
        return f"{problems}: nobody was added. Correct them and import the list again, or add --skip-bad."
    return "Nobody was added: there is nobody new in this list."
