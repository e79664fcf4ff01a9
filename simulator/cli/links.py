"""Invitation links on the command line: where they lead, how long they are good, and how they are printed."""

import argparse
import csv
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.cli.arguments import count
from simulator.cli.place import Place

if TYPE_CHECKING:
    from simulator.services.accounts.directory import Invited


def takes_link(act: argparse.ArgumentParser) -> None:
    act.add_argument("--address", help="the address of the site, for the link: https://coach.example.org")
    act.add_argument("--days", type=count, help="how long the link is good (7 days, or as the settings say)")


def takes_invitation(act: argparse.ArgumentParser, words: str) -> None:
    act.add_argument("--invite", action="store_true", help=words)
    takes_link(act)


def address_of(options: argparse.Namespace, place: Place) -> str:
    """Raises `ServeError` where nobody said where the site is: a link must lead somewhere."""
    from simulator.errors import ServeError

    address: str | None = options.address or place.address
    if not address or not address.startswith(("http://", "https://")) or any(map(str.isspace, address)):
        hint = "Say it with --address https://coach.example.org, or name the settings with --config FILE."
        raise ServeError(f"A link needs the address of the site{f', not {address!r}' if address else ''}. {hint}")
    return address


def days_of(options: argparse.Namespace, place: Place) -> int:
    from simulator.services.accounts.directory import INVITED_DAYS

    return int(options.days or place.invitation_days or INVITED_DAYS)


def print_links(invited: "Iterable[Invited]", address: str) -> None:
    from simulator.services.accounts.tokens import invitation_link

    for each in invited:
        print(f"{each.person.account}: {invitation_link(address, each.token)} (until {each.expires}; shown this once)")


def print_merge(invited: "Iterable[Invited]", address: str) -> None:
    from simulator.services.accounts.tokens import invitation_link

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("account", "name", "email", "link", "expires"))
    for each in invited:
        person, link = each.person, invitation_link(address, each.token)
        writer.writerow(map(_harmless, (person.account, person.name, person.email or "", link, each.expires)))


def _harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
