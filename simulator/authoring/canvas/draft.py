"""Rubrics to the YAML of a draft: criteria with an anchor for each level, as a rubric of ours has its competencies."""

from typing import Any

from simulator.authoring.canvas.criteria import Criterion, Rubric
from simulator.authoring.twee.names import Ids, slug
from simulator.authoring.yaml_text import to_yaml

_HEAD = """\
# A draft from {file}. Levels and anchors go from the lowest to the highest and count from 0; points are not kept.
# A rubric of ours still needs indicators with sources for each criterion, gates, and the parameters of scoring.
"""


def draft(rubrics: list[Rubric], file: str) -> str:
    ids = Ids()
    document = {"rubrics": [_rubric(each, ids) for each in rubrics]}
    return _HEAD.format(file=" ".join(file.split())) + to_yaml(document)


def _rubric(rubric: Rubric, ids: Ids) -> dict[str, Any]:
    theirs = Ids()
    return {
        "id": ids.give(slug(rubric.title, "rubric")),
        "title": rubric.title,
        "levels": [each.name for each in rubric.criteria[0].ratings],
        "criteria": [_criterion(number, each, theirs) for number, each in enumerate(rubric.criteria, start=1)],
    }


def _criterion(number: int, criterion: Criterion, ids: Ids) -> dict[str, Any]:
    return {
        "id": ids.give(slug(criterion.title, "criterion")),
        "code": f"C{number:02}",
        "title": criterion.title,
        "definition": criterion.definition,
        "anchors": [each.anchor for each in criterion.ratings],
    }
