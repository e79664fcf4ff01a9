"""`coachsim people`: who is in the directory, what they may do, and how they come in.

Whoever can run it on the machine owns the system; what they do is in the audit log as done by the command line.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from simulator.cli import personal
from simulator.cli.arguments import takes_json
from simulator.cli.force import force_named, takes_force
from simulator.cli.importing import import_list
from simulator.cli.links import address_of, days_of, print_links, takes_invitation, takes_link
from simulator.cli.output import print_json
from simulator.cli.place import Place, place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands, Run
    from simulator.model.person import Person
    from simulator.services.accounts.directory import Directory


def add_to(commands: "Commands") -> None:
    people = commands.add_parser("people", help="enter people, invite them, and say what each may do")
    acts = people.add_subparsers(required=True, metavar="act")

    add = _act(acts, "add", "enter one person", _add)
    add.add_argument("account", help="what they sign in with: letters, digits and . _ @ + -")
    add.add_argument("name", help="how others see them; in quotation marks where it has spaces")
    add.add_argument("--email", default="", help="for a trainer's letters; nothing here sends any")
    add.add_argument(
        "--roles", default="trainee", help="separated by commas: trainee, trainer, assessor, administrator"
    )
    takes_invitation(add, "print an invitation link at once")

    import_ = _act(acts, "import", "enter a list of people: CSV with account,name,email,roles", import_list)
    import_.add_argument("file", help="the list as 'CSV UTF-8'; - is what comes on standard input")
    import_.add_argument("--dry-run", action="store_true", help="say what would happen, and enter nobody")
    import_.add_argument("--skip-bad", action="store_true", help="leave out rows with mistakes and enter the others")
    takes_invitation(import_, "invite them and print account,name,email,link,expires as CSV for a mail merge")

    list_ = _act(acts, "list", "print everybody with their roles", _list)
    takes_json(list_)

    invite = _act(acts, "invite", "print a link with which somebody chooses a password", _invite)
    invite.add_argument("account", nargs="+", help="who is invited; an earlier link of theirs is void")
    takes_link(invite)

    roles = _act(acts, "roles", "set what somebody may do, in place of what they might before", _roles)
    roles.add_argument("account", help="whose roles they are")
    roles.add_argument("role", nargs="+", help="one or several: trainee, trainer, assessor, administrator")
    takes_force(roles)

    disable = _act(acts, "disable", "shut somebody out at once and sign them out; nothing is deleted", _disable)
    disable.add_argument("account", help="who is shut out")
    takes_force(disable)

    enable = _act(acts, "enable", "let somebody in again who was shut out", _enable)
    enable.add_argument("account", help="who is let in")
    personal.add_to(acts)


def _act(acts: "Commands", name: str, words: str, run: "Run") -> argparse.ArgumentParser:
    act = acts.add_parser(name, help=words, description=f"{words[0].upper()}{words[1:]}.")
    act.set_defaults(run=run)
    takes_place(act)
    return act


@contextmanager
def _directory(place: Place) -> "Iterator[Directory]":
    from simulator.services.accounts.acting import COMMAND_LINE
    from simulator.services.accounts.directory import Directory
    from simulator.services.local import new_id, now

    with place.store() as store:
        yield Directory(store, COMMAND_LINE, now, new_id)


def _add(options: argparse.Namespace) -> int:
    from simulator.services.accounts.directory import read_roles

    place = place_of(options)
    address = address_of(options, place) if options.invite else ""
    with _directory(place) as directory:
        person = directory.add(options.account, options.name, options.email, read_roles(options.roles))
        print(f"Added {_described(person)}.")
        if options.invite:
            print_links(directory.invite([person.account], days_of(options, place)), address)
    return 0


def _list(options: argparse.Namespace) -> int:
    with _directory(place_of(options)) as directory:
        everybody = directory.all()
    if options.json:
        print_json({"people": [_document(each) for each in everybody]})
    elif not everybody:
        print("Nobody is entered yet. Add somebody with: coachsim people add ACCOUNT NAME --roles administrator")
    for each in everybody if not options.json else ():
        print(_described(each))
    return 0


def _document(person: "Person") -> dict[str, Any]:
    roles = sorted(role.value for role in person.roles)
    plain = {name: getattr(person, name) for name in ("id", "account", "name", "email", "disabled")}
    return {**plain, "roles": roles}


def _described(person: "Person") -> str:
    from simulator.services.accounts.directory import words

    email = f" <{person.email}>" if person.email else ""
    shut = f" — shut out since {person.disabled}" if person.disabled else ""
    return f"{person.account}: {person.name}{email} ({words(person.roles)}){shut}"


def _invite(options: argparse.Namespace) -> int:
    place = place_of(options)
    address = address_of(options, place)
    with _directory(place) as directory:
        print_links(directory.invite(options.account, days_of(options, place)), address)
    return 0


def _roles(options: argparse.Namespace) -> int:
    from simulator.services.accounts.directory import read_roles

    roles = read_roles(" ".join(options.role))
    with _directory(place_of(options)) as directory, force_named():
        print(_described(directory.set_roles(options.account, roles, force=options.force)))
    return 0


def _disable(options: argparse.Namespace) -> int:
    with _directory(place_of(options)) as directory, force_named():
        print(_described(directory.disable(options.account, force=options.force)))
    return 0


def _enable(options: argparse.Namespace) -> int:
    with _directory(place_of(options)) as directory:
        print(_described(directory.enable(options.account)))
    return 0
