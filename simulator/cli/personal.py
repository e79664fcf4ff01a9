"""`coachsim people export|erase`: what is kept about one person is handed to them, or forgotten."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import UNUSABLE
from simulator.cli.force import force_named, takes_force
from simulator.cli.output import counted
from simulator.cli.place import Place, place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands
    from simulator.services.accounts.privacy import Erased, Privacy


def add_to(acts: "Commands") -> None:
    words = "write everything kept about one person as a zip of readable files"
    export = acts.add_parser("export", help=words, description=f"{words.capitalize()}.")
    export.add_argument("account", help="whose data it is")
    export.add_argument("--to", type=Path, metavar="FILE", help="the zip to write (standard output)")
    takes_place(export)
    export.set_defaults(run=_export)

    words = "forget one person for good: their attempts, scores and name"
    erase = acts.add_parser("erase", help=words, description=f"{words.capitalize()}.")
    erase.add_argument("account", help="who is forgotten")
    erase.add_argument("--yes", action="store_true", help="do it; without this it is only said what would be lost")
    takes_force(erase)
    takes_place(erase)
    erase.set_defaults(run=_erase)


@contextmanager
def _privacy(place: Place) -> "Iterator[Privacy]":
    from simulator.services.accounts.acting import COMMAND_LINE
    from simulator.services.accounts.privacy import Privacy
    from simulator.services.local import new_id, now

    with place.store() as store:
        yield Privacy(store, COMMAND_LINE, now, new_id)


def _export(options: argparse.Namespace) -> int:
    from simulator.errors import ContentError

    if options.to is None and sys.stdout.isatty():
        raise ContentError("A zip cannot be shown in the terminal. Say where it goes with --to FILE.zip")
    with _privacy(place_of(options)) as privacy:
        raw = privacy.export(options.account)
    if options.to is None:
        sys.stdout.buffer.write(raw)
        return 0
    from simulator.store.files import write_whole

    try:
        write_whole(options.to, raw)
    except OSError as error:
        raise ContentError(f"{options.to} cannot be written ({error.strerror}).") from error
    print(f"Everything kept about '{options.account}' is in {options.to}.")
    return 0


def _erase(options: argparse.Namespace) -> int:
    from simulator.services.accounts.privacy import STAYS

    place = place_of(options)
    with _privacy(place) as privacy:
        if not options.yes:
            attempts = counted(privacy.attempts(options.account), "attempt", "attempts")
            print(f"This would delete '{options.account}' with {attempts}, for good.")
            print(STAYS)
            print("Nothing was erased. To do it, add --yes.", file=sys.stderr)
            return UNUSABLE
        with force_named():
            erased = privacy.erase(options.account, force=options.force)
    print(_told(options.account, erased))
    print(STAYS)
    if beside := sorted(place.folder.glob("before-restoring-*")):
        print("\n".join(["Some of them are:", *(f"  {each}" for each in beside)]))
    return 0


def _told(account: str, erased: "Erased") -> str:
    attempts, choices = erased.gone["attempts"], erased.gone["choices"]
    what = f"{counted(attempts, 'attempt', 'attempts')} with {counted(choices, 'choice', 'choices')}"
    lines = [f"'{account}' is erased: {what}, and all that was kept beside them."]
    if erased.orphans:
        lines.append(f"Nobody looks after these cohorts any more: {', '.join(erased.orphans)}.")
    if not erased.scrubbed:
        lines.append("The file of the database could not be tidied up while others write; run coachsim expire later.")
    return "\n".join(lines)
