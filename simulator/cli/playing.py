"""`coachsim play`: a conversation in the terminal."""

import argparse
import sys
from typing import TYPE_CHECKING

from simulator.cli.output import print_json

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    play = commands.add_parser("play", help="play a scenario in the terminal, or replay choices")
    play.add_argument("scenario", help="the id of a scenario, or a scenario file")
    play.add_argument("--choices", help="option ids, separated by commas, to replay")
    play.add_argument("--json", action="store_true", help="print the scored conversation as JSON")
    play.set_defaults(run=_play)


def _play(options: argparse.Namespace) -> int:
    from simulator.services.terminal import open_scenario, play, print_transcript, replay

    opened = open_scenario(options.scenario)
    if options.choices is None and not options.json:
        return play(opened, sys.stdin, sys.stdout)
    results = replay(opened, [each for each in (options.choices or "").split(",") if each.strip()])
    if options.json:
        print_json(results.document(opened.digest))
    else:
        print_transcript(results, sys.stdout)
    return 0
