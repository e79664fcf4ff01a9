"""The words: every text is looked at, and each fault is shown where it stands."""

import pytest

from simulator.authoring.load import load_scenario
from simulator.verification.rules.text import dotted, text_findings, texts_of
from simulator.verification.surface.shingles import Shingles
from tests import stock
from tests.verification.rules.judging import example


def found_in(*edits, against=None):
    [subject] = example("small", *edits)
    return [*text_findings(subject, Shingles.of(against) if against else None)]


@pytest.mark.parametrize("name", stock.names())
def test_every_text_stands_where_its_path_says(name):
    loaded = load_scenario(stock.SCENARIOS / f"{name}.yaml", stock.rubric())
    for path, text in texts_of(loaded.scenario).items():
        written = loaded.source.value(path)
        written = written["is"] if isinstance(written, dict) else written
        assert " ".join(written.split()) == " ".join(text.split())


KEYS_WITHOUT_TEXT = {
    "format", "id", "topic", "language", "rubric", "targets", "sources", "start", "exit", "name", "style", "focus",
    "facet", "event", "form", "then", "to", "when", "evidence", "result", "mood", "set", "gate", "on_enter", "groups",
}  # fmt: skip


def written_texts(data):
    if isinstance(data, dict):
        told = [
            each
            for name, each in data.items()
            if name not in KEYS_WITHOUT_TEXT or (isinstance(each, dict) and "say" in each)
        ]
        return [text for each in told for text in written_texts(each)]
    if isinstance(data, list):
        return [text for each in data for text in written_texts(each)]
    return [" ".join(data.split())] if isinstance(data, str) else []


@pytest.mark.parametrize("name", stock.names())
def test_no_text_is_left_out(name):
    loaded = load_scenario(stock.SCENARIOS / f"{name}.yaml", stock.rubric())
    listed = {" ".join(text.split()) for text in texts_of(loaded.scenario).values()}
    assert set(written_texts(loaded.source.data)) == listed


def test_a_clean_scenario_is_told_nothing():
    assert found_in() == []


def test_a_hard_text_is_told_its_grade():
    hard = "Considerable organisational transformation necessitates unprecedented interdepartmental collaboration."
    [found] = found_in({"at": "beats.*.options.*.say", "put": hard})
    assert (found.code, found.path) == ("L12", ("beats",))
    assert "at most 8 is fair" in found.values["figures"]


@pytest.mark.parametrize(
    ("at", "path"),
    [
        ("brief", ("brief",)),
        ("beats.middle.hints.1", ("beats", "middle", "hints", 1)),
        ("beats.middle.options.probe.why", ("beats", "middle", "options", "probe", "why")),
        ("beats.middle.options.probe.misconception", ("beats", "middle", "options", "probe", "misconception")),
        ("endings.met.reflection", ("endings", "met", "reflection")),
    ],
)
def test_names_and_gaps_are_found_wherever_they_stand(at, path):
    found = found_in({"at": at, "append": " She left Deloitte [when?]."})
    assert [(each.code, each.path) for each in found] == [("X01", path), ("X02", path)]


def test_words_of_a_source_are_found_in_what_the_client_says_and_in_the_reasons():
    text = {"handbook.txt": "Ask less and listen more than you think you should."}
    copied = " Ask less, and listen more than you think!"
    found = found_in(
        {"at": "beats.middle.client.otherwise", "append": copied},
        {"at": "beats.closing.options.hurry.why", "append": copied},
        against=text,
    )
    assert [(each.code, each.path[-1], each.values["count"]) for each in found] == [
        ("L32", "otherwise", 8),
        ("L32", "why", 8),
    ]


def test_without_texts_to_compare_with_nothing_is_a_copy():
    assert found_in({"at": "brief", "append": " Ask less and listen more than you think."}) == []


def complete(subject, language="de"):
    return {language: {dotted(path): text for path, text in texts_of(subject.scenario).items()}}


def test_a_complete_translation_is_told_nothing():
    [small] = example("small")
    edits = [{"at": "languages", "put": ["de"]}, {"at": "translations", "put": complete(small)}]
    assert found_in(*edits) == []


def test_one_finding_a_language_says_how_much_is_missing():
    [small] = example("small")
    texts = complete(small)
    del texts["de"]["endings.met.text"]
    found = found_in({"at": "languages", "put": ["de", "fr"]}, {"at": "translations", "put": texts})
    assert [(each.code, each.path, each.values["count"]) for each in found] == [
        ("X03", ("languages", 0), 1),
        ("X03", ("languages", 1), len(texts["de"]) + 1),
    ]
    assert found[0].values["first"] == "endings.met.text"


def test_cases_are_translated_one_by_one():
    lines = [{"when": {"trust": "2.."}, "is": "So."}, {"is": "Well."}]
    [subject] = example("small", {"at": "beats.middle.client.otherwise", "put": lines})
    texts = {dotted(path): text for path, text in texts_of(subject.scenario).items()}
    assert texts["beats.middle.client.otherwise.1"] == "Well."


def test_a_translation_that_nobody_asked_for_is_reported():
    [found] = found_in({"at": "translations", "put": {"de": {"title": "Zehn Minuten"}}})
    assert (found.code, found.path) == ("X04", ("translations", "de"))


def test_a_translation_of_nothing_is_reported_with_its_path():
    [small] = example("small")
    texts = complete(small)
    texts["de"]["beats.gone.options.old.say"] = "Weg."
    [found] = found_in({"at": "languages", "put": ["de"]}, {"at": "translations", "put": texts})
    assert (found.code, found.path) == ("X04", ("translations", "de", "beats.gone.options.old.say"))
