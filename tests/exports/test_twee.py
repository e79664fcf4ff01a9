"""A scenario goes out to Twee and comes back the same, whatever stands in it; and Twine can show what went out."""

import json
import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import content
from simulator.authoring.load import load_scenario, parse_scenario, scenario_or_error
from simulator.authoring.twee import Imported, read_twee
from simulator.authoring.twee.escapes import link_text, paragraph, prose, unescape
from simulator.authoring.twee.recognise import is_text
from simulator.exports.twee import twee
from simulator.model.scenario import Scenario
from tests import stock
from tests.strategies import scenarios

SHIPPED = sorted(content.folder("scenarios").glob("*.yaml"))

texts = (
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
    | st.text("a \n\t:[]{}<>|-&;#93$(\\\x85\u2028", min_size=1, max_size=12)
    | st.sampled_from(
        [
            ":: header", "a\n:: header", "\\:: x", "[[a->b]]", "a]]b", "]] [[", "x -> y", "x <- y", "x|y", "-->",
            "<!-- x", "&amp;", "&#91;", "$x", "(set: $x to 1)", "<<if>>", "{embed}", "<b>", "When polite: no",
            "a\nWhen hurt: x",
            "--", "a\n\n\n\nb", "a\n\nb\nc", "a \n b", "say: no", "* a", "[mod]", "![a](b)", "|a>", "\ufeff",
        ]
    )
).map(str.strip).filter(lambda text: text and is_text(text))  # fmt: skip


def back(twee_text: str) -> tuple[Imported, Scenario]:
    imported = read_twee(twee_text.encode(), "back.twee")
    assert imported.text is not None
    return imported, scenario_or_error(parse_scenario(imported.text, stock.rubric()))


def with_texts(scenario: Scenario, said: str) -> Scenario:
    """The scenario with the same text in every place that a passage shows."""
    beat, ending = scenario.beats[0], scenario.endings[0]
    lines = tuple(replace(line, text=tuple(replace(each, value=said) for each in line.text)) for line in beat.lines)
    options = tuple(replace(option, say=said, why=said) for option in beat.options)
    return replace(
        scenario,
        title=said,
        brief=said,
        beats=(replace(beat, lines=lines, options=options), *scenario.beats[1:]),
        endings=(replace(ending, text=said, reflection=said), *scenario.endings[1:]),
    )


def passages(text: str) -> list[str]:
    return re.findall(r"^:: (.*?)(?: \[| \{|$)", text, re.M)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_scenario_that_ships_comes_back_the_same_and_nothing_is_said_about_it(path):
    scenario = scenario_or_error(load_scenario(path, stock.rubric()))
    imported, again = back(twee(scenario))
    assert again == scenario
    assert imported.diagnostics == ()


@given(scenarios())
def test_any_scenario_comes_back_the_same(scenario):
    imported, again = back(twee(scenario))
    assert again == scenario
    assert {each.code for each in imported.diagnostics} <= {"T21"}  # random scenarios have beats nothing leads to


@given(scenarios(), texts)
def test_whatever_is_said_comes_back_as_it_was_said(scenario, said):
    scenario = with_texts(scenario, said)
    imported, again = back(twee(scenario))
    assert again == scenario
    assert {each.code for each in imported.diagnostics} <= {"T21"}


@given(texts)
def test_nothing_in_a_text_can_begin_a_passage_or_end_a_link_or_a_comment(said):
    for escaped in (prose(said), paragraph(said), "[" + link_text(said)):
        assert not re.search(r"^::|(?!^)\[|[\]<{}|]|^When polite:", escaped, re.M)
    assert {unescape(each(said)) for each in (prose, paragraph, link_text)} == {said}
    assert not re.search(r"->|<-|[|\n\[\]]", link_text(said))


def test_each_beat_and_ending_is_a_passage_and_each_option_a_link():
    scenario = stock.scenario("borrowed-hour")
    text = twee(scenario)
    ids = [*scenario.beat_by_id, *scenario.ending_by_id]
    assert passages(text) == ["StoryTitle", "StoryData", "Scenario", *ids]
    assert len(re.findall(r"\[\[.+->.+\]\]", text)) == sum(len(beat.options) for beat in scenario.beats)


def test_the_story_data_names_the_start_and_an_ifid_that_stays():
    scenario = stock.scenario("borrowed-hour")

    def data(scenario: Scenario) -> dict[str, str]:
        return json.loads(re.search(r":: StoryData\n(\{.*?\n\})", twee(scenario), re.S)[1])

    ifid = data(scenario)["ifid"]
    assert data(scenario)["start"] == scenario.start.beat
    assert str(UUID(ifid)).upper() == ifid
    assert data(replace(scenario, title="Another"))["ifid"] == ifid
    assert data(replace(scenario, id="another"))["ifid"] != ifid


def test_no_two_passages_stand_on_the_same_spot_of_the_map():
    positions = re.findall(r'"position": "(.*?)"', twee(stock.scenario("borrowed-hour")))
    assert len(positions) == len(set(positions)) > 3


def test_without_the_comments_the_conversation_comes_back_and_the_rest_is_a_gap():
    scenario = stock.scenario("borrowed-hour")
    imported, again = back(re.sub(r"<!--.*?-->\n?", "", twee(scenario), flags=re.S))
    said = [[option.say for option in beat.options] for beat in scenario.beats]
    assert [[option.say for option in beat.options] for beat in again.beats] == said
    assert [ending.result for ending in again.endings][: len(scenario.endings)] == [e.result for e in scenario.endings]
    assert all(option.why.startswith("TODO:") for beat in again.beats for option in beat.options)
    assert "T23" not in {each.code for each in imported.diagnostics}


def test_what_needs_no_escape_gets_none():
    said = "(She nods.) “Fine”: a price of $5 & no more - is it, then; yes? (Quietly: no.)\n\nAnd then? C'est ça."
    assert prose(said) == said
