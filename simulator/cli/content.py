"""`coachsim check|strategies|graph|export|import`: scenarios are judged, drawn and exchanged."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import UNUSABLE, count, takes_json
from simulator.cli.output import print_json, progress, write

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    check = commands.add_parser("check", help="verify scenario files and report every finding")
    _takes_paths(check)
    check.add_argument("--against", type=Path, help="a folder of texts that no scenario may share eight words with")
    check.add_argument("--max-states", type=count, help="explore no further than this many states of a scenario")
    check.add_argument("--max-seconds", type=count, help="explore a scenario no longer than this")
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
    words = "what to write it as: Twee 3, printable HTML, or a trainer's notes (HTML or PDF)"
    export.add_argument("--to", choices=("twee", "storyboard", "notes", "notes-pdf"), required=True, help=words)
    export.set_defaults(run=_export)

    import_ = commands.add_parser("import", help="turn a story in Twee 3 into a draft scenario")
    import_.add_argument("file", type=Path, help="the story: a .twee or .tw file")
    import_.set_defaults(run=_import)


def _takes_paths(command: argparse.ArgumentParser) -> None:
    command.add_argument("paths", nargs="*", type=Path, help="files or folders (the scenarios that ship)")
    takes_json(command)


def _check(options: argparse.Namespace) -> int:
    from simulator.engine.layers import Limits
    from simulator.services.checking import check
    from simulator.verification.diagnostics.render import wants_colour

    named = {"states": options.max_states, "seconds": options.max_seconds}
    limits = Limits(**{name: value for name, value in named.items() if value})
    report = check(options.paths, against=options.against, limits=limits, progress=progress())
    if options.json:
        print_json(report.document())
    else:
        print(report.text(colour=wants_colour(sys.stdout)))
    return report.exit_code


def _strategies(options: argparse.Namespace) -> int:
    from simulator.services.gaming import strategies

    report = strategies(options.paths, progress=progress())
    if options.picture:
        write(options.picture, report.picture())
    if options.json:
        print_json(report.document())
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

    opened = open_scenario(options.scenario)
    if options.to.startswith("notes"):
        from simulator.services.notes import notes

        sys.stdout.buffer.write(notes(opened.library, opened.scenario, "pdf" if options.to == "notes-pdf" else "html"))
    else:
        print(export(opened, options.to))
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
