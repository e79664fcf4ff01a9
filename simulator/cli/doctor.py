"""`coachsim doctor`: what this machine has of what the product needs."""

import argparse
from typing import TYPE_CHECKING

from simulator.cli.arguments import takes_json
from simulator.cli.output import print_json
from simulator.cli.place import place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    doctor = commands.add_parser("doctor", help="report whether this machine has what the product needs")
    takes_place(doctor)
    takes_json(doctor)
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from simulator.services.doctor import document, examine

    place = place_of(options)
    checks = examine(place.folder, place.database)
    if options.json:
        print_json(document(checks))
    for each in checks if not options.json else ():
        print(f"{'fine ' if each.ok else 'WRONG'}  {each.check}: {each.says}")
    return int(not all(each.ok for each in checks))
