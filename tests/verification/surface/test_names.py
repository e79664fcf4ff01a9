"""Real names and places left to be filled, and that what ships has neither."""

import pytest

from simulator import content
from simulator.authoring.load import load_scenario, scenario_or_error
from simulator.model.scenario import Scenario
from simulator.services.library import scenario_files
from simulator.verification.surface.names import organisations, placeholders
from tests import stock

FILES = scenario_files(content.folder("scenarios"))


def texts(scenario: Scenario) -> list[str]:
    found = [scenario.title, scenario.summary, scenario.brief, scenario.setting, scenario.client.about]
    found += [case.value for beat in scenario.beats for line in beat.lines for case in line.text]
    found += [hint for beat in scenario.beats for hint in beat.hints]
    found += [text for beat in scenario.beats for option in beat.options for text in (option.say, option.why)]
    return found + [text for ending in scenario.endings for text in (ending.text, ending.reflection)]


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_what_ships_names_nobody_real_and_leaves_nothing_open(path):
    scenario = scenario_or_error(load_scenario(path, stock.rubric()))
    assert len(texts(scenario)) > 100
    assert {text: found for text in texts(scenario) if (found := organisations(text) + placeholders(text))} == {}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Google’s fine, said Sainsbury’s.", ["Google", "Sainsbury's"]),
        ("M&S and the International\nCoaching Federation", ["M&S", "International Coaching Federation"]),
        ("As Carl Rogers said to Barack Obama.", ["Carl Rogers", "Barack Obama"]),
        ("The ICF, the NHS. The ICF again.", ["ICF", "NHS"]),
        ("He worked for Shell, she is at Apple.", ["Shell", "Apple"]),
        ("She read Sigmund Freud at Stanford University.", ["Sigmund Freud", "Stanford University"]),
        ("He worked for Nike and is at Lloyds now.", ["Nike", "Lloyds"]),
        ("She rang the Samaritans.", ["the Samaritans"]),
        ("We spoke on Zoom, then on a Teams call with Meta Inc.", ["Zoom", "Teams", "Meta"]),
    ],
)  # fmt: skip
def test_a_real_name_is_found_once_and_in_order(text, names):
    assert organisations(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "An apple a day. Apple, pear or plum?",
        "Shell the peas. Target the next step. Next call on Monday. Mind the gap.",
        "Teams work. Relate that to me. Boots off at the door.",
        "The intel was poor; the nhsx is no word, nor is a Red Crossing.",
        "Carl and Michelle at the bakery on Tanner Street.",
        "Stanford and Oprah came to tea. A Freud of the village, that Einstein.",
        "We camped at Gap and walked the dog, Nike, to Guinness the cat.",
        "They live at Orange Street and work at Apple Tree Farm.",
        "The Lloyds are good Samaritans, and so are the Morrisons. Gandhi is my uncle's nickname.",
        "Zoom in on that. What are your objectives and key results?",
    ],
)
def test_ordinary_words_are_no_organisations(text):
    assert organisations(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TODO: her answer", ["TODO"]),
        ("Well, TBD or XXX.", ["TBD", "XXX"]),
        ("FIXME", ["FIXME"]),
        ("Lorem ipsum dolor", ["Lorem ipsum"]),
        ("Hello [client’s name], <role> and {{goal}}", ["[client’s name]", "<role>", "{{goal}}"]),
        ("Say <...> here.", ["<...>"]),
        ("Insert the client’s words here, please.", ["Insert the client’s words here"]),
        ("What???", ["???"]),
        ("Dear ____,", ["____"]),
        ("...", ["..."]),
        (" “…” ", ["“…”"]),
    ],
)
def test_a_place_left_open_is_found_as_it_stands(text, found):
    assert placeholders(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "(Say nothing. Wait.)",
        "I don’t know ...",
        "…and then he left…",
        "(She looks up...) Well.",
        "What?! Really??",
        "The key goes in here. Insert coins.",
        "a < b, and c > d",
        "He is on my to-do list, xx",
        "",
    ],
)
def test_directions_and_speech_that_trails_off_leave_nothing_open(text):
    assert placeholders(text) == []
