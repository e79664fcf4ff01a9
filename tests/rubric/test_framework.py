"""What `test_rubric` counts, one by one: each indicator in its competency, core or not, and each gate with its cap.

`framework.json` is a copy from the content specification (1.2).
"""

import json
from pathlib import Path

import pytest

from simulator.model.codec import decode, digest, encode
from simulator.model.rubric import Rubric
from tests import stock

FRAMEWORK: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "framework.json").read_text("utf-8"))
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


@pytest.mark.parametrize("competency", stock.rubric().competencies, ids=lambda each: each.id)
def test_the_indicators_of_a_competency_and_which_are_core_are_those_of_the_framework(competency):
    assert {each.id: "core" if each.core else "other" for each in competency.indicators} == FRAMEWORK[competency.id]


def test_harm_caps_lower_than_risk():
    assert {gate.id: gate.cap for gate in stock.rubric().gates} == GATE_CAPS
    assert {gate.criterion for gate in stock.rubric().gates} == {"ethics-boundaries"}


def test_the_rubric_can_be_kept_and_read_again():
    again = decode(encode(stock.rubric()), Rubric)
    assert again == stock.rubric()
    assert digest(again) == digest(stock.rubric())
