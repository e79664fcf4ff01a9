"""The command `coachsim`: start the product; play, check, draw and exchange scenarios; try to game them.

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
INTERRUPTED = 130


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

    check = commands.add_parser("check", help="verify scenario files and report every finding")
    _takes_paths(check)
    check.add_argument("--against", type=Path, help="a folder of texts that no scenario may share eight words with")
    check.add_argument("--max-states", type=_count, help="explore no further than this many states of a scenario")
    check.add_argument("--max-seconds", type=_count, help="explore a scenario no longer than this")
    check.set_defaults(run=_check)

    strategies = commands.add_parser("strategies", help="play every gaming strategy and report what it gains")
    _takes_paths(strategies)
    strategies.add_argument("--picture", type=Path, help="write the report as a picture (SVG) to this file too")
    strategies.set_defaults(run=_strategies)

    graph = commands.add_parser("graph", help="draw the dialogue graph of a scenario")
    graph.add_argument("scenario", help="the id of a scenario, or a scenario file")
    graph.add_argument("--to", choices=("svg", "mermaid"), required=True, help="what to draw it as")
    graph.set_defaults(run=_graph)

    export = commands.add_parser("export", help="write a scenario for people and for other tools")
    export.add_argument("scenario", help="the id of a scenario, or a scenario file")
    words = "what to write it as: Twee 3, or printable HTML"
    export.add_argument("--to", choices=("twee", "storyboard"), required=True, help=words)
    export.set_defaults(run=_export)

    import_ = commands.add_parser("import", help="turn a story in Twee 3 into a draft scenario")
    import_.add_argument("file", type=Path, help="the story: a .twee or .tw file")
    import_.set_defaults(run=_import)
    return parser


def _takes_paths(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="*", type=Path, help="files or folders (the scenarios that ship)")
    command.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= len(text) <= 9 or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 on")
    return int(text)


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
    from simulator.engine.layers import Limits
    from simulator.services.checking import check
    from simulator.verification.diagnostics.render import wants_colour

    named = {"states": options.max_states, "seconds": options.max_seconds}
    limits = Limits(**{name: value for name, value in named.items() if value})
    report = check(options.paths, against=options.against, limits=limits, progress=_progress())
    if options.json:
        _print_json(report.document())
    else:
        print(report.text(colour=wants_colour(sys.stdout)))
    return report.exit_code


def _progress() -> Callable[[str], None]:
    """Tells a person at the terminal which file is being worked on; tells a program nothing."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda file: print(f"\r\033[K{file}" if file else "\r\033[K", end="", file=sys.stderr, flush=True)


def _strategies(options: argparse.Namespace) -> int:
    from simulator.services.gaming import strategies

    report = strategies(options.paths, progress=_progress())
    if options.picture:
        _write(options.picture, report.picture())
    if options.json:
        _print_json(report.document())
    else:
        print(report.text())
    return 0


def _graph(options: argparse.Namespace) -> int:
    from simulator.services.pictures import graph
    from simulator.services.terminal import open_scenario

    print(graph(open_scenario(options.scenario), options.to))
    return 0


def _export(options: argparse.Namespace) -> int:
    from simulator.services.pictures import export
    from simulator.services.terminal import open_scenario

    print(export(open_scenario(options.scenario), options.to))
    return 0


def _import(options: argparse.Namespace) -> int:
    from simulator.model.diagnostic import Severity
    from simulator.services.pictures import import_twee
    from simulator.verification.diagnostics.render import lines_of, render, wants_colour

    text, found = import_twee(options.file)
    if found:
        print(render(found, lines_of, colour=wants_colour(sys.stderr)), file=sys.stderr)
    if text is not None:
        print(text, end="")
    return int(any(each.severity is Severity.ERROR for each in found)) if text is not None else UNUSABLE


def _write(path: Path, text: str) -> None:
    from simulator.errors import ContentError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{path} cannot be written ({error.strerror}).") from error


def _print_json(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


if __name__ == "__main__":
    sys.exit(main())
