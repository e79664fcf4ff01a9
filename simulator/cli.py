"""The command `coachsim`: start the product, play a scenario in the terminal, check scenario files.

Exit codes: 0 fine, 1 findings of severity error, 2 unusable input. `--json` prints one document and nothing else.
Imports are made where they are needed, so that no command pays for another.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from simulator.errors import CoachsimError

UNUSABLE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
    except CoachsimError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or leaving would complain once more
        return UNUSABLE
    return code


def _speak_utf8() -> None:
    """Whatever the system's encoding: clients speak with dashes and curly quotes, and people type anything."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="coachsim", description="A flight simulator for coaching conversations.")
    commands = parser.add_subparsers(required=True, metavar="command")

    start = commands.add_parser("start", help="start the product on this machine and print its address")
    start.add_argument("--port", type=_port, help="the port to listen on (8765, or the next free one)")
    start.add_argument("--no-browser", action="store_true", help="do not open a browser")
    start.add_argument("--data", type=Path, help="where attempts are kept (your data folder)")
    start.set_defaults(run=_start)

    play = commands.add_parser("play", help="play a scenario in the terminal, or replay choices")
    play.add_argument("scenario", help="the id of a scenario, or a scenario file")
    play.add_argument("--choices", help="option ids, separated by commas, to replay")
    play.add_argument("--json", action="store_true", help="print the scored conversation as JSON")
    play.set_defaults(run=_play)

    check = commands.add_parser("check", help="read scenario files and report every mistake")
    check.add_argument("paths", nargs="*", type=Path, help="files or folders (the scenarios that ship)")
    check.add_argument("--json", action="store_true", help="print the findings as JSON")
    check.set_defaults(run=_check)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; use a number up to 65535 (0 takes any free one)")
    return int(text)


def _start(options: argparse.Namespace) -> int:
    from simulator.serve.launcher import start
    from simulator.services.local import data_folder

    data = options.data.expanduser().resolve() if options.data else data_folder()
    start(port=options.port, data=data, open_browser=not options.no_browser)
    return 0


def _play(options: argparse.Namespace) -> int:
    from simulator.services.terminal import open_scenario, play, replay

    opened = open_scenario(options.scenario)
    if options.choices is None and not options.json:
        return play(opened, sys.stdin, sys.stdout)
    results = replay(opened, [each for each in (options.choices or "").split(",") if each.strip()])
    if options.json:
        _print_json(results.document(opened.digest))
    else:
        from simulator.services.terminal import print_transcript

        print_transcript(results, sys.stdout)
    return 0


def _check(options: argparse.Namespace) -> int:
    from simulator.services.checking import check

    report = check(options.paths)
    if options.json:
        _print_json(report.document())
    else:
        print(report.text())
    return report.exit_code


def _print_json(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
