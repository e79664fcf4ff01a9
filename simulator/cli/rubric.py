"""`coachsim rubric export|import`: the rubric for other systems, and a draft from a rubric of Canvas."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import UNUSABLE

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands

SHOWN = 1000


def add_to(commands: "Commands") -> None:
    rubric = commands.add_parser("rubric", help="exchange rubrics with other systems")
    acts = rubric.add_subparsers(required=True, metavar="act")

    words = "write the rubric for another system: 1EdTech CASE 1.1, the CSV of Canvas, or the JSON of Moodle"
    export = acts.add_parser("export", help=words, description=f"{words[0].upper()}{words[1:]}.")
    export.add_argument("--to", choices=("case", "canvas", "moodle"), required=True, help="for which system")
    export.add_argument("--output", type=Path, metavar="FILE", help="the file to write (standard output)")
    export.add_argument("--force", action="store_true", help="write over a file that is there already")
    export.add_argument("--address", metavar="URL", help="for CASE: where its identifiers can be looked up")
    export.set_defaults(run=_export)

    words = "turn the rubrics of a CSV of Canvas into a draft in YAML"
    import_ = acts.add_parser("import", help=words, description=f"{words[0].upper()}{words[1:]}.")
    import_.add_argument("file", type=Path, help="the rubrics: a .csv file as Canvas imports it")
    import_.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    from simulator.services.exchanging import export_rubric
    from simulator.services.local import local_library

    text = export_rubric(local_library(), options.to, options.address)
    if options.output is None:
        sys.stdout.write(text)
        return 0
    from simulator.cli.output import put

    put(options.output, text.encode(), force=options.force)
    print(f"The rubric is in {options.output}.")
    return 0


def _import(options: argparse.Namespace) -> int:
    from simulator.model.diagnostic import Severity
    from simulator.services.exchanging import import_rubric
    from simulator.verification.diagnostics.render import lines_of, render, wants_colour

    imported = import_rubric(options.file)
    if found := imported.diagnostics:
        print(render(found[:SHOWN], lines_of, colour=wants_colour(sys.stderr)), file=sys.stderr)
        if (more := len(found) - SHOWN) > 0:
            print(f"… and {more:,} more", file=sys.stderr)
    if imported.text is None:
        return UNUSABLE
    print(imported.text, end="")
    return int(any(each.severity is Severity.ERROR for each in found))
