"""`coachsim start`: the product as pages."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import port

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    start = commands.add_parser("start", help="start the product on this machine and print its address")
    start.add_argument("--port", type=port, help="the port to listen on (8765, or the next free one)")
    start.add_argument("--no-browser", action="store_true", help="do not open a browser")
    start.add_argument("--data", type=Path, help="where attempts are kept (your data folder)")
    start.set_defaults(run=_start)


def _start(options: argparse.Namespace) -> int:
    from simulator.serve.launcher import start
    from simulator.services.local import data_folder

    data = options.data.expanduser().resolve() if options.data else data_folder()
    start(port=options.port, data=data, open_browser=not options.no_browser)
    return 0
