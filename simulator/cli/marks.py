"""`coachsim marks`: everything about marking as tables, in a folder that is there whole or not at all."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.output import counted
from simulator.cli.place import place_of, takes_place

if TYPE_CHECKING:
    from simulator.cli.arguments import Commands


def add_to(commands: "Commands") -> None:
    words = "write everything about marking as tables: scripts, marks, flags, finals, releases, appeals"
    marks = commands.add_parser("marks", help=words, description=f"{words.capitalize()}.")
    marks.add_argument("--to", choices=("csv",), required=True, help="what the tables are written as")
    marks.add_argument("folder", type=Path, help="the folder to write, which is new or empty")
    takes_place(marks)
    marks.set_defaults(run=_marks)


def _marks(options: argparse.Namespace) -> int:
    from simulator.cli.whole import whole_folder
    from simulator.exports.table import to_csv
    from simulator.services.assessing.tables import readme, tables

    with place_of(options).store() as store, whole_folder(options.folder) as folder:
        made = tables(store)
        for table in made:
            (folder / f"{table.name}.csv").write_bytes(to_csv(table).encode())
        (folder / "README.md").write_text(readme(), encoding="utf-8")
    scripts = next(len(table.rows) for table in made if table.name == "scripts")
    print(f"Wrote {len(made)} tables about {counted(scripts, 'script', 'scripts')} to {options.folder}.")
    print("Keep them safe: there are people in them.")
    return 0
