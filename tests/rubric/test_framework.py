"""The rubric that ships says what the framework says, rests on the sources it names, and scores by the agreed numbers.

`framework.json` lists competencies with their indicators, `mapping.json` every item of the five sources with the
indicators it was turned into; both are copies from the content specification (1.2 and 1.3).
"""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from simulator.model.alliance import Event
from simulator.model.codec import decode, digest, encode
from simulator.model.rubric import Rubric
from tests import stock

HERE = Path(__file__).parent
FRAMEWORK: dict[str, dict[str, str]] = json.loads((HERE / "framework.json").read_text(encoding="utf-8"))
MAPPING: dict[str, list[str]] = json.loads((HERE / "mapping.json").read_text(encoding="utf-8"))

RUBRIC = stock.rubric()
COMPETENCIES = RUBRIC.competencies
INDICATORS = [indicator for competency in COMPETENCIES for indicator in competency.indicators]
SCORING = RUBRIC.scoring
GATE_CAPS = {
    "no-secret-disclosure": 0,
    "no-false-secrecy": 1,
    "no-ignored-risk": 0,
    "no-deception": 0,
    "no-playing-therapist": 1,
    "no-undeclared-interest": 1,
    "no-exploitation": 0,
    "no-recording-without-consent": 1,
}


def by_id(each):
    return each.id


def test_the_competencies_are_the_twelve_of_the_framework_in_its_order():
    assert [each.id for each in COMPETENCIES] == [*FRAMEWORK]
    assert [each.code for each in COMPETENCIES] == [f"C{i:02}" for i in range(1, 13)]


@pytest.mark.parametrize("competency", COMPETENCIES, ids=by_id)
def test_the_indicators_of_a_competency_and_which_are_core_are_those_of_the_framework(competency):
    assert {each.id: "core" if each.core else "other" for each in competency.indicators} == FRAMEWORK[competency.id]
    assert {each.competency for each in competency.indicators} == {competency.id}


def test_there_are_ninety_three_indicators_and_no_two_say_the_same():
    assert len(INDICATORS) == 93
    for said in ("id", "title", "behaviour"):
        assert len({getattr(each, said) for each in INDICATORS}) == 93


@pytest.mark.parametrize("described", [*COMPETENCIES, *INDICATORS], ids=by_id)
def test_each_of_the_five_levels_has_an_anchor_of_its_own(described):
    assert len(described.anchors) == len(RUBRIC.levels) == 5
    assert len(set(described.anchors)) == 5


@pytest.mark.parametrize("indicator", INDICATORS, ids=by_id)
def test_an_indicator_completes_its_sentence_says_what_is_done_instead_and_names_its_sources(indicator):
    """The sentence is: This moment offered a chance to …"""
    assert indicator.title[0].islower()
    assert not indicator.title.endswith(".")
    assert indicator.counter
    assert indicator.sources
    assert len(set(indicator.sources)) == len(indicator.sources)


def test_the_words_of_the_alliance_machine_never_stand_in_the_rubric():
    shouted = {event.value for event in Event}
    for each in INDICATORS:
        assert not shouted & {
            word.strip(".,;:“”()") for text in (each.behaviour, *each.anchors) for word in text.split()
        }


# The mapping of every item of the sources


def test_the_mapping_has_the_published_size():
    assert len(MAPPING) == 107
    assert [item for item, indicators in MAPPING.items() if not indicators] == ["000 Conclusion"]
    assert {each for indicators in MAPPING.values() for each in indicators} == {each.id for each in INDICATORS}


@pytest.mark.parametrize(("item", "expected"), MAPPING.items(), ids=[*MAPPING])
def test_every_item_of_the_sources_became_the_indicators_of_the_mapping(item, expected):
    assert {each.id for each in INDICATORS if item in each.sources} == set(expected)


def test_sources_yaml_describes_the_items_of_the_mapping_and_no_others():
    assert set(RUBRIC.section_by_reference) == set(MAPPING)
    assert all(section.topic.strip() for section in RUBRIC.section_by_reference.values())


def test_the_five_documents_are_named():
    assert [each.number for each in RUBRIC.documents] == ["000", "001", "002", "003", "004"]
    assert [each.author for each in RUBRIC.documents] == [None, None, "Tom Watkins", "Shane Borza", None]
    for each in RUBRIC.documents:
        assert each.title
        assert each.about
        assert each.file.startswith(f"{each.number}_")


# The numbers of the scoring model


def test_the_scoring_parameters_are_those_of_the_specification():
    assert dict(SCORING.evidence) == {-2: 0.0, -1: 0.1, 0: 0.3, 1: 0.7, 2: 1.0}
    assert SCORING.absent == 0.3
    assert SCORING.cuts == (0.20, 0.45, 0.65, 0.85)
    assert (SCORING.shrinkage, SCORING.minimum_items) == (1.0, 2)
    assert (SCORING.exemplary_items, SCORING.exemplary_beats) == (3, 2)
    assert (SCORING.hinge_weight, SCORING.repeats) == (2, 3)
    assert (SCORING.interval, SCORING.coverage) == (0.80, 0.70)
    assert (SCORING.turn_weight, SCORING.gate_utility) == (0.06, 0.1)
    assert SCORING.labels == (("best", 1), ("sound", 5), ("missed chance", 12), ("misstep", 30))
    assert SCORING.last_label == "setback"
    assert SCORING.confidence == (("slight", 1), ("some", 3), ("good", 6))
    assert SCORING.good_width == 0.35


def test_the_levels_go_from_harm_to_example():
    assert RUBRIC.levels == ("harmful", "not yet", "emerging", "proficient", "exemplary")
    assert all(low < high for low, high in pairwise(SCORING.cuts))


def test_harm_caps_lower_than_risk():
    assert {gate.id: gate.cap for gate in RUBRIC.gates} == GATE_CAPS
    assert {gate.criterion for gate in RUBRIC.gates} == {"ethics-boundaries"}


def test_the_rubric_can_be_kept_and_read_again():
    again = decode(encode(RUBRIC), Rubric)
    assert again == RUBRIC
    assert digest(again) == digest(RUBRIC)
