"""The rubric for other systems, and rubrics from them: CASE, Canvas, Moodle."""

import json
from datetime import UTC, datetime
from pathlib import Path

from simulator.authoring.canvas import Imported, read_canvas
from simulator.authoring.canvas.recognise import MAX_BYTES
from simulator.errors import ContentError
from simulator.exports.canvas import canvas
from simulator.exports.case import case
from simulator.exports.moodle import moodle
from simulator.services.library import Library

FORMATS = ("case", "canvas", "moodle")


def export_rubric(library: Library, to: str, address: str | None = None) -> str:
    """The rubric of a library as one of `FORMATS`; `address` is where its identifiers can be looked up, for CASE.

    Raises `ContentError` where the rubric cannot be read.
    """
    rubric = library.rubric
    if to == "canvas":
        return canvas(rubric)
    document = moodle(rubric) if to == "moodle" else case(rubric, _changed(library.rubric_folder), address)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def import_rubric(path: Path) -> Imported:
    """The draft that a CSV of Canvas gives. Raises `ContentError` for a path to nothing."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # what is longer is refused for its length
    except OSError as error:
        raise ContentError(f"{path} cannot be read ({error.strerror}). Nothing was imported.") from error
    return read_canvas(raw, str(path))


def _changed(folder: Path) -> str:
    """When a file of the rubric was changed last."""
    last = max(path.stat().st_mtime for path in folder.rglob("*.yaml"))
    return datetime.fromtimestamp(last, UTC).isoformat(timespec="seconds")
