"""`coachsim xapi write|send|status`: statements of learning, written to a file or sent to a learning record store."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from simulator.cli.arguments import takes_json
from simulator.cli.output import counted, print_json
from simulator.cli.place import place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    xapi = commands.add_parser("xapi", help="write statements of learning (xAPI), or send them to an LRS")
    acts = xapi.add_subparsers(required=True, metavar="act")

    words = "write every statement there is to be made, one a line, whatever has been sent"
    write = acts.add_parser("write", help=words, description=f"{words.capitalize()}.")
    write.add_argument("file", help="the file to write, such as statements.jsonl; - is standard output")
    write.add_argument("--force", action="store_true", help="write over a file that is there already")
    write.set_defaults(run=_write)

    words = "send what waits to the LRS of the settings, or of the environment (COACHSIM_LRS_ADDRESS and others)"
    send = acts.add_parser("send", help=words, description=f"{words.capitalize()}.")
    send.add_argument("--now", action="store_true", help="also what is to be tried again only later")
    send.set_defaults(run=_send)

    words = "say what waits, what could not be sent and why"
    status = acts.add_parser("status", help=words, description=f"{words.capitalize()}.")
    takes_json(status)
    status.set_defaults(run=_status)
    for act in (write, send, status):
        takes_place(act)


def _table(options: argparse.Namespace) -> tuple[dict[str, Any], str | None]:
    """The settings of the LRS as they stand, those of the file before those of the environment; and the site's address.

    Raises `ConfigError`.
    """
    from simulator.services.sending.settings import from_environment

    table = from_environment(os.environ)
    if options.config is None:
        return table, None
    from simulator.serve.config import read

    config = read(options.config)
    return {**table, **(config.lrs or {})}, config.address.origin


def _write(options: argparse.Namespace) -> int:
    from simulator.model.codec import encode
    from simulator.services.local import local_library, now
    from simulator.services.sending.making import Making
    from simulator.services.sending.settings import naming_of

    place, naming = place_of(options), naming_of(*_table(options))
    library, number = local_library(place.folder), 0
    with place.store() as store, _opened(options) as file:
        for number, statement in enumerate(Making(store, naming, lambda: library.rubric, now).all(), start=1):  # noqa: B007
            file.write(encode(statement.document).decode() + "\n")
    if options.file != "-":
        print(f"Wrote {counted(number, 'statement', 'statements')} to {options.file}.")
    return 0


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[IO[str]]:
    from simulator.cli.whole import whole_file

    if options.file == "-":
        yield sys.stdout
    else:
        with whole_file(Path(options.file), force=options.force) as opened:
            yield opened


def _send(options: argparse.Namespace) -> int:
    from simulator.services.local import local_library, now
    from simulator.services.sending.settings import lrs_of
    from simulator.services.sending.together import Learning

    place, lrs = place_of(options), lrs_of(*_table(options))
    library = local_library(place.folder)
    with place.store() as store:
        made, sent = Learning(store, lrs, lambda: library.rubric, now).run(everything=options.now)
    arrived = counted(sent.arrived, "statement", "statements")
    print(f"{arrived} arrived." + (f" {sent.there:,} were there already." if sent.there else ""))
    if made.unreadable:
        print(f"No statements could be made of attempts {', '.join(made.unreadable)}.", file=sys.stderr)
    if sent.refused:
        refused = counted(len(sent.refused), "statement was", "statements were")
        print(f"{refused} refused; coachsim xapi status says why.", file=sys.stderr)
    if sent.stopped:
        print(f"The rest waits: {sent.stopped}.", file=sys.stderr)
    return int(bool(sent.refused or sent.stopped or made.unreadable))


def _status(options: argparse.Namespace) -> int:
    from simulator.services.sending.status import status

    with place_of(options).store() as store:
        found = status(store)
    if options.json:
        print_json(found.document())
    else:
        print(found.text())
    return int(found.counts.failing > 0)
