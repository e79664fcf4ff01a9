"""The storyboard: all that was written, escaped, in forward order, and nothing that runs."""

from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest

from simulator.exports.storyboard import storyboard
from tests import stock
from tests.exports import pictures

SCENARIOS = pytest.mark.parametrize("scenario", pictures.everything(), ids=lambda each: each.id)


class Page(HTMLParser):
    """Collects what matters of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.words, self.attributes = [], [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += given
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []

    def handle_data(self, data):
        self.words.append(data)


def page(scenario):
    return Page(storyboard(scenario, stock.rubric(), "the-digest"))


@SCENARIOS
def test_everything_the_author_wrote_for_a_turn_is_in_it_escaped(scenario):
    text = storyboard(scenario, stock.rubric(), "the-digest")
    for beat in scenario.beats:
        assert all(escape(case.value) in text for line in beat.lines for case in line.text)
        for option in beat.options:
            assert escape(option.say) in text
            assert escape(option.why) in text
            assert escape(option.misconception or "") in text


@SCENARIOS
def test_every_link_leads_to_a_place_on_the_page(scenario):
    found = page(scenario)
    assert len(found.ids) == len(set(found.ids))
    assert {link.removeprefix("#") for link in found.links} <= set(found.ids)
    assert len([each for each in found.ids if each.startswith("beat-")]) == len(scenario.beats)


@pytest.mark.browser
def test_its_graph_is_no_wider_than_the_paper(browser, tmp_path):
    file = tmp_path / "storyboard.html"
    file.write_text(storyboard(pictures.shipped()["whose-agenda"], stock.rubric(), "the-digest"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 680, "height": 1000})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    page.close()


@SCENARIOS
def test_nothing_in_it_runs_or_is_fetched(scenario):
    found = page(scenario)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.tags)
    assert not [name for name in found.attributes if name.startswith("on") or name == "src"]
    assert all(link.startswith("#") for link in found.links)


def test_beats_come_in_forward_order_with_the_version_before_them():
    text = storyboard(stock.scenario("borrowed-hour"), stock.rubric(), "the-digest")
    places = [
        text.index(each)
        for each in ("the-digest", 'id="beat-opening"', 'id="beat-amends"', 'id="beat-goodbye"', 'id="ending-repaired"')
    ]
    assert places == sorted(places)


def test_cases_are_told_with_their_conditions():
    words = "".join(page(stock.scenario("right-order")).words)
    assert "second when marked" in words
    assert "lost otherwise" in words
    assert "when openness is 0: No." in words
    assert "otherwise: I doubt it." in words


def test_what_an_author_types_never_becomes_markup():
    scenario = stock.scenario("tiny")
    evil = "<script>alert(1)</script>\"'&"
    beat = scenario.beats[0]
    option = replace(beat.options[0], say=evil, why=evil, misconception=evil)
    hurt = replace(scenario, title=evil, summary=evil, brief=evil, setting=evil, language=evil, care_note=evil,
                   beats=(
                       replace(beat, options=(option, *beat.options[1:]), hints=(evil,)), *scenario.beats[1:],
                   ))  # fmt: skip
    found = page(hurt)
    assert "script" not in found.tags
    assert "".join(found.words).count(evil) >= 8
