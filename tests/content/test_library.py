"""The library as a whole: what it covers, exam forms, learning paths, and what clients do of their own accord."""

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from simulator.exports.notes import document
from simulator.exports.paper import to_html
from simulator.services.notes import EPOCH, notes_of
from simulator.verification import blueprint, coverage
from tests.content.library import IDS, programme, rubric, scenarios, subject

MAPPING: dict[str, list[str]] = json.loads(
    (Path(__file__).parent.parent / "rubric" / "mapping.json").read_text("utf-8")
)
EVERYTHING = {
    "first-hour", "two-minds", "under-the-words", "goal-with-a-date", "the-leak", "late-again", "helpful-advice",
    "whose-agenda", "limits-of-silence", "two-hats", "beyond-our-room", "hard-mirror", "tell-me-straight", "wrong-plan",
    "like-my-father", "off-hours", "different-maps", "what-now", "half-done", "frozen-screen", "last-session",
}  # fmt: skip
HINGES = 3
NOTHING_OF_ITS_OWN = ["000 Conclusion"]
"""It sums up what stands before it; the specification turns it into no indicator."""


def test_all_of_the_library_is_here() -> None:
    assert set(IDS) == EVERYTHING


# What is covered.


def test_every_indicator_is_scored_in_two_scenarios_or_more() -> None:
    found = coverage.covered(rubric(), scenarios())
    assert {each.indicator: each.scenarios for each in found if each.scenarios < coverage.LEAST_SCENARIOS} == {}


def test_every_part_of_the_sources_leads_to_a_beat() -> None:
    assert [each.reference for each in coverage.parts(rubric(), scenarios()) if not each.focus] == NOTHING_OF_ITS_OWN


def test_every_item_of_the_sources_leads_to_a_beat_through_the_indicators_it_became() -> None:
    asked = {indicator for each in scenarios() for beat in each.beats for indicator in beat.focus}
    assert [item for item, indicators in MAPPING.items() if not asked & set(indicators)] == NOTHING_OF_ITS_OWN


def test_the_page_of_what_is_covered_is_up_to_date() -> None:
    assert coverage.FILE.read_text("utf-8") == coverage.markdown(rubric(), scenarios()), "run `make docs`"


@pytest.mark.parametrize("variable", ["agency", "clarity", "collab", "openness", "prep", "disclosure", "candour"])
def test_what_a_client_is_responsible_for_moves_and_shows_in_two_scenarios_or_more(variable: str) -> None:
    moved = [each.id for each in scenarios() if _moves(each, variable) and _shows(each, variable)]
    assert len(moved) >= 2, moved


def _moves(scenario, variable: str) -> bool:
    return any(change.variable == variable for beat in scenario.beats for o in beat.options for change in o.changes)


def _shows(scenario, variable: str) -> bool:
    cases = [case for beat in scenario.beats for line in beat.lines for case in line.text]
    return any(condition.fact == variable for case in cases for condition in case.when)


# Exam forms.


@cache
def counts() -> dict[str, blueprint.Counts]:
    return {each: blueprint.opportunities(subject(each)) for each in IDS}


def test_forms_share_nothing_and_the_pool_is_what_they_leave() -> None:
    taken = Counter([each for form in programme().forms for each in form.scenarios] + list(programme().pool))
    assert [each for each, times in taken.items() if times > 1] == []
    assert set(taken) == set(IDS)


@pytest.mark.parametrize("form", programme().forms, ids=lambda form: form.id)
def test_a_form_asks_for_every_competency_often_enough_on_every_path(form) -> None:
    print(f"{form.title}\n{blueprint.table(rubric(), form.scenarios, counts())}")
    assert len(form.scenarios) == blueprint.SIZE
    assert blueprint.short_of(rubric(), form.scenarios, counts()) == {}


# Learning paths.


@pytest.mark.parametrize("path", programme().paths, ids=lambda path: path.id)
def test_a_path_leads_from_easier_to_harder_and_says_why(path) -> None:
    known = {each.id: each for each in scenarios()}
    steps = [each.scenario for each in path.steps]
    assert set(steps) <= set(known)
    assert len(set(steps)) == len(steps)
    assert len({each.why for each in path.steps}) == len(steps)
    hard = [known[each].difficulty for each in steps]
    assert hard == sorted(hard), dict(zip(steps, hard, strict=True))


def test_the_four_paths_together_are_the_library_and_so_is_the_full_programme() -> None:
    *themes, full = programme().paths
    assert sorted(each.scenario for path in themes for each in path.steps) == sorted(IDS)
    assert {each.scenario for each in full.steps} == set(IDS)


# What a trainer reads.


@pytest.mark.parametrize("name", IDS)
def test_a_trainers_notes_have_something_to_say_of_every_scenario(name: str) -> None:
    notes = notes_of(subject(name), programme())
    assert len(notes.hinges) == HINGES
    assert len(notes.errors) >= 5
    assert all(each.belief for each in notes.errors)
    assert notes.path
    assert notes.title in to_html(document(notes, EPOCH))


# Reading any of them after any other.


def test_no_sentence_stands_in_two_scenarios() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for each in scenarios():
        for text in _texts(each):
            for sentence in re.split(r"(?<=[.!?])\s+", re.sub(r"[()“”\"]", " ", text)):
                words = re.findall(r"[a-z’']+", sentence.lower())
                if len(words) >= 7:
                    places[" ".join(words)].add(each.id)
    assert {sentence: sorted(where) for sentence, where in places.items() if len(where) > 1} == {}


def _texts(scenario) -> list[str]:
    endings = [words for each in scenario.endings for words in (each.text, each.reflection)]
    texts = [scenario.brief, scenario.summary, *endings]
    for beat in scenario.beats:
        texts += [*beat.hints, *(case.value for line in beat.lines for case in line.text)]
        texts += [words for o in beat.options for words in (o.say, o.why, o.misconception or "")]
    return texts
