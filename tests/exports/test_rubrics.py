"""The rubric for other systems: what each of them asks for is there, and refers to what it should."""

import csv
from dataclasses import replace
from io import StringIO
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from simulator.exports.canvas import canvas
from simulator.exports.case import NOT_OBSERVED, case
from simulator.exports.moodle import moodle
from tests import stock

CHANGED = "2026-11-01T12:00:00+00:00"


def strings(*names):
    return {name: {"type": "string", "minLength": 1} for name in names}


def record(required, optional=None, **more):
    """An object with these keys and no others, as the JSON binding of CASE 1.1 has it."""
    properties = {**strings(*required, *(optional or ())), **more}
    return {
        "type": "object",
        "properties": properties,
        "required": [*required, *more],
        "additionalProperties": False,
    }


HEAD = ("identifier", "uri", "lastChangeDateTime")
LINK = record(("title", "identifier", "uri"))
NODE = record(("title", "identifier", "uri", "targetType"))
COUNT = {"type": "integer", "minimum": 1}
PACKAGE = record(
    (),
    CFDocument=record((*HEAD, "creator", "title", "caseVersion"), ("version", "language", "notes")),
    CFItems={
        "items": record(
            (*HEAD, "fullStatement"),
            ("abbreviatedStatement", "humanCodingScheme", "CFItemType", "language", "notes"),
            CFItemTypeURI=LINK,
        )
    },
    CFAssociations={
        "items": record((*HEAD, "associationType"), sequenceNumber=COUNT, originNodeURI=NODE, destinationNodeURI=NODE)
    },
    CFDefinitions=record((), CFItemTypes={"items": record((*HEAD, "title", "description", "hierarchyCode"))}),
    CFRubrics={
        "items": record(
            (*HEAD, "title", "description"),
            CFRubricCriteria={
                "items": record(
                    (*HEAD, "category", "description", "rubricId"),
                    CFItemURI=LINK,
                    weight={"const": 1.0},
                    position=COUNT,
                    CFRubricCriterionLevels={
                        "minItems": 5,
                        "items": record(
                            (*HEAD, "quality", "description", "rubricCriterionId"),
                            score={"type": "number", "minimum": 0, "maximum": 4},
                            position=COUNT,
                        ),
                    },
                )
            },
        )
    },
)


def identifiers(value):
    """Of everything that is not a mere link."""
    if isinstance(value, dict):
        if "lastChangeDateTime" in value:
            yield value["identifier"]
        for each in value.values():
            yield from identifiers(each)
    elif isinstance(value, list):
        for each in value:
            yield from identifiers(each)


def test_a_case_package_has_what_the_standard_asks_for_and_nothing_else():
    package = case(stock.rubric(), CHANGED)
    Draft202012Validator(PACKAGE).validate(package)
    ids = list(identifiers(package))
    assert len(ids) == len(set(ids))
    assert {UUID(each).version for each in ids} == {5}


def test_everything_in_a_case_package_refers_to_what_is_in_it():
    rubric = stock.rubric()
    package = case(rubric, CHANGED)
    items = {each["identifier"]: each for each in package["CFItems"]}
    kinds = {each["identifier"] for each in package["CFDefinitions"]["CFItemTypes"]}
    assert {each["CFItemTypeURI"]["identifier"] for each in items.values()} == kinds
    parents = {each["originNodeURI"]["identifier"]: each["destinationNodeURI"] for each in package["CFAssociations"]}
    assert set(parents) == set(items)
    top = package["CFDocument"]["identifier"]
    assert {each["identifier"] for each in parents.values()} <= {*items, top}
    assert sum(each["identifier"] == top for each in parents.values()) == len(rubric.competencies)
    first, *details = package["CFRubrics"]
    assert len(details) == len(rubric.competencies)
    for row, competency in zip(first["CFRubricCriteria"], rubric.competencies, strict=True):
        assert items[row["CFItemURI"]["identifier"]]["humanCodingScheme"] == competency.code
        assert tuple(each["description"] for each in row["CFRubricCriterionLevels"]) == competency.anchors
        assert [each["score"] for each in row["CFRubricCriterionLevels"]] == [0, 1, 2, 3, 4]
    assert NOT_OBSERVED in (package["CFDocument"]["notes"], first["description"])


def test_identifiers_stay_the_same_from_version_to_version():
    rubric = stock.rubric()
    later = replace(rubric, version="9", title="Another title")
    assert list(identifiers(case(rubric, CHANGED))) == list(identifiers(case(later, CHANGED)))


def test_identifiers_can_be_looked_up_where_an_address_is_given():
    document = case(stock.rubric(), CHANGED, "https://coach.example.org/")["CFDocument"]
    assert document["uri"] == f"https://coach.example.org/uri/{document['identifier']}"
    assert case(stock.rubric(), CHANGED)["CFDocument"]["uri"] == f"urn:uuid:{document['identifier']}"


def test_a_time_without_a_zone_is_no_time():
    with pytest.raises(ValueError, match="no time zone"):
        case(stock.rubric(), "2026-11-01T12:00:00")


def test_canvas_gets_a_row_for_each_criterion_with_its_levels_from_high_to_low():
    text = canvas(stock.rubric())
    assert not text.startswith("\ufeff")
    head, *rows = csv.reader(StringIO(text, newline=""))
    assert head == ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range"] + [
        "Rating Name", "Rating Description", "Rating Points",
    ] * 5  # fmt: skip
    assert len(rows) == 12
    for row, competency in zip(rows, stock.rubric().competencies, strict=True):
        assert row[:2] == ["The coaching alliance", competency.title]
        assert row[6::3] == ["4", "3", "2", "1", "0"]
        assert row[5::3] == [*reversed(competency.anchors)]


def test_canvas_gets_no_formula():
    rubric = stock.rubric()
    first = replace(rubric.competencies[0], title='=HYPERLINK("x")')
    text = canvas(replace(rubric, competencies=(first,)))
    assert next(csv.reader(StringIO(text.splitlines()[1])))[1] == '\'=HYPERLINK("x")'


def test_moodle_gets_the_keys_that_its_importer_reads():
    document = moodle(stock.rubric())
    assert set(document) == {"Title", "description", "CFRubricCriterion"}
    for criterion, competency in zip(document["CFRubricCriterion"], stock.rubric().competencies, strict=True):
        assert set(criterion) == {"Description", "position", "CFRubricCriterionLevels"}
        assert criterion["Description"].startswith(competency.title)
        assert criterion["CFRubricCriterionLevels"] == [
            {"Description": anchor, "score": level} for level, anchor in enumerate(competency.anchors)
        ]
