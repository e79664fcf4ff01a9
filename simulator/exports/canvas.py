"""A rubric as the CSV that Canvas imports: one row for each criterion, its levels from the highest to the lowest.

After Canvas's own importer: columns by their names in English, commas, decimals with a point, UTF-8; without a mark of
byte order, which it would take for a part of the first name. `simulator.authoring.canvas` reads it back.
"""

import csv
from io import StringIO

from simulator.exports.table import written
from simulator.model.rubric import Competency, Rubric

HEAD = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
RATING = ("Rating Name", "Rating Description", "Rating Points")


def canvas(rubric: Rubric) -> str:
    """The whole file as text; encode it as UTF-8. A level is worth its number in points."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([*HEAD, *(RATING * len(rubric.levels))])
    for competency in rubric.competencies:
        writer.writerow([written(cell) for cell in _row(rubric, competency)])
    return file.getvalue()


def _row(rubric: Rubric, competency: Competency) -> list[str | int]:
    row: list[str | int] = [rubric.title, competency.title, competency.definition, "false"]
    for level in reversed(range(len(rubric.levels))):
        row += [rubric.levels[level], competency.anchors[level], level]
    return row
