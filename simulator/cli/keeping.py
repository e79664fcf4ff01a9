"""`coachsim backup|restore|expire`: what is stored is saved, put back, and let go of after some days."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import UNUSABLE, count
from simulator.cli.output import counted
from simulator.cli.place import place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    backup = commands.add_parser("backup", help="write everything in the data folder to one file, also while in use")
    backup.add_argument("file", type=Path, help="the back-up to write, such as coachsim-monday.zip")
    backup.add_argument("--force", action="store_true", help="write over a file that is there already")
    takes_place(backup)
    backup.set_defaults(run=_backup)

    restore = commands.add_parser("restore", help="put a back-up into the data folder, also while in use")
    restore.add_argument("file", type=Path, help="the back-up, as coachsim backup wrote it")
    words = "also where there is data already, which is backed up beside it first"
    restore.add_argument("--replace", action="store_true", help=words)
    takes_place(restore)
    restore.set_defaults(run=_restore)

    expire = commands.add_parser("expire", help="delete attempts that nobody has touched for some days")
    expire.add_argument("--days", type=count, required=True, help="how many days after their end, or their last choice")
    expire.add_argument("--yes", action="store_true", help="do it; without this it is only said what would be lost")
    takes_place(expire)
    expire.set_defaults(run=_expire)


def _backup(options: argparse.Namespace) -> int:
    from simulator.services.keeping import backup
    from simulator.services.local import now

    place = place_of(options)
    made = backup(place.folder, options.file, now, database=place.database, force=options.force)
    drafts = counted(len(made.drafts), "draft", "drafts")
    print(f"Backed up the database (revision {made.revision}) and {drafts} from {place.folder} to {options.file}.")
    print("Keep it safe: there are people and their conversations in it.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from simulator.services.keeping import restore
    from simulator.services.local import now

    place = place_of(options)
    restored = restore(place.folder, options.file, now, database=place.database, replace=options.replace)
    print(f"{place.folder} is as it was at {restored.manifest.made} (UTC). Everybody signs in again.")
    if restored.moved:
        print(f"The database that stood there is damaged; it lies in {restored.saved}. Restart coachsim if it runs.")
    elif restored.saved:
        print(f"What stood there before is backed up in {restored.saved}.")
    print("Whoever was erased since then is back: erase them again.")
    return 0


def _expire(options: argparse.Namespace) -> int:
    from simulator.services.keeping import count_expired, expire
    from simulator.services.local import now
    from simulator.store.erasing import scrub

    with place_of(options).store() as store:
        if not options.yes:
            number = count_expired(store, options.days, now)
            print(f"This would delete {_attempts(number)}, with reasons and scores, for good.")
            print("Nothing was deleted. To do it, add --yes.", file=sys.stderr)
            return UNUSABLE
        gone = expire(store, options.days, now, "command line")
        print(f"Deleted {_attempts(gone)} that nobody has touched for {counted(options.days, 'day', 'days')}.")
        if not scrub(store):
            print("The file of the database could not be tidied up while others write. Run it again when they do not.")
    return 0


def _attempts(number: int) -> str:
    return counted(number, "attempt", "attempts")
