"""`coachsim start` and `coachsim serve`: the product as pages, for one person or for many."""

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

    serve = commands.add_parser("serve", help="serve the product to people who sign in")
    serve.add_argument("--config", type=Path, required=True, metavar="FILE", help="the settings, a TOML file")
    serve.set_defaults(run=_serve)


def _start(options: argparse.Namespace) -> int:
    from simulator.serve.launcher import start
    from simulator.services.local import data_folder

    data = options.data.expanduser().resolve() if options.data else data_folder()
    start(port=options.port, data=data, open_browser=not options.no_browser)
    return 0


def _serve(options: argparse.Namespace) -> int:
    from simulator.serve.config import read
    from simulator.serve.serving import serve

    serve(read(options.config))
    return 0
