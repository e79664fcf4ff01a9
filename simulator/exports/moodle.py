"""A rubric as the JSON that Moodle's rubric plugin has an importer for: like CASE, in its own spelling of the keys.

It reads these keys and no others (`gradingform_rubric`, `ims_mapper`); which release of Moodle ships that importer
could not be confirmed. Moodle adds up the points of all criteria, so every criterion has the same.
"""

from typing import Any

from simulator.exports.case import NOT_OBSERVED
from simulator.model.rubric import Competency, Rubric


def moodle(rubric: Rubric) -> dict[str, Any]:
    criteria = [_criterion(place, each) for place, each in enumerate(rubric.competencies, start=1)]
    return {"Title": rubric.title, "description": NOT_OBSERVED, "CFRubricCriterion": criteria}


def _criterion(place: int, competency: Competency) -> dict[str, Any]:
    return {
        "Description": f"{competency.title}. {competency.definition}",
        "position": place,
        "CFRubricCriterionLevels": [
            {"Description": anchor, "score": level} for level, anchor in enumerate(competency.anchors)
        ],
    }
