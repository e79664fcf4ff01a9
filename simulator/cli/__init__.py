"""The command `coachsim`: start the product; play, check, draw and exchange scenarios; try to game them.

A family of commands is a module here. Exit codes: 0 fine, 1 findings of severity error, 2 unusable input. `--json`
prints one document and nothing else. Imports are made where they are needed, so that no command pays for another.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from simulator.cli import content, doctor, keeping, marks, people, playing, reporting, rubric, serving, xapi
from simulator.cli.arguments import INTERRUPTED, UNUSABLE, Run
from simulator.errors import CoachsimError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    run: Run = options.run
    try:
        code = run(options)
        sys.stdout.flush()
    except CoachsimError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # nobody reads any more, or there is no room to write to
        if not isinstance(error, BrokenPipeError):
            print(f"This could not be written: {error.strerror}.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or leaving would complain once more
        return UNUSABLE
    return code


def _speak_utf8() -> None:
    """Whatever the system's encoding: clients speak with dashes and curly quotes, and people type anything.

    A file's name may hold bytes that are no text; they are shown as escapes.
    """
    if sys.stdout is None or sys.stderr is None:  # closed by whoever started us
        nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="coachsim", description="A flight simulator for coaching conversations.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for family in (serving, playing, content, people, reporting, keeping, xapi, rubric, marks, doctor):
        family.add_to(commands)
    return parser
