"""The desk: drafts begun from a template or from what is on offer, listed and kept whatever stands in them."""

import pytest

from simulator.authoring.load import parse_scenario
from simulator.errors import ContentError, UnknownScenario
from simulator.services.author.desk import DraftEntry, Model, template, title_of
from simulator.store.draft import Conflict, NameTaken
from tests import stock

BROKEN = "title: 'Half a title\nbeats: [\n\tno"


def published(author, text):
    outcome = author.publishing.publish(author.publishing.preview(text))
    assert outcome.kind == "published"


def test_the_template_is_a_sound_scenario_under_the_drafts_name(author):
    draft = author.desk.new("my-first")
    loaded = parse_scenario(draft.text, stock.rubric())
    assert loaded.diagnostics == ()
    assert loaded.scenario.id == "my-first"
    assert len(loaded.scenario.beats) == 3
    assert author.publishing.preview(draft.text).kind == "new"


def test_the_template_as_it_ships_has_an_id_that_nothing_else_has(author):
    loaded = parse_scenario(template("borrowed-task"), stock.rubric())
    assert loaded.scenario.id not in author.library.entries


def test_the_template_explains_itself_and_leaves_no_gaps():
    text = template("mine")
    assert text.count("#") > 20
    assert not any(word in text for word in ("TODO", "TBD", "XXX", "…", "lorem"))
    assert "id: mine " in text
    assert max(map(len, text.splitlines())) < 180


def test_a_new_draft_can_hold_a_text_of_ones_own(author):
    assert author.desk.new("imported", BROKEN).text == BROKEN
    assert author.desk.open("imported").text == BROKEN


def test_a_copy_of_a_shipped_scenario_is_its_file_word_for_word(author):
    assert author.desk.copy("tiny", "tiny-draft").text == stock.text("tiny")
    assert stock.text("tiny").startswith("# The least"), "its remarks too"


def test_a_copy_of_a_published_scenario_is_what_its_author_wrote_last(author):
    texts = [stock.text("tiny").replace("title: Tiny", f"title: Tiny {number} # remark") for number in (1, 2)]
    for text in texts:
        published(author, text)
    published(author, stock.text("tiny").replace("id: tiny", "id: quite-new"))
    assert author.desk.copy("tiny", "one").text == texts[1]
    assert "id: quite-new" in author.desk.copy("quite-new", "two").text


def test_a_copy_of_nothing_suggests_what_there_is(author):
    with pytest.raises(UnknownScenario, match="Did you mean 'tiny'"):
        author.desk.copy("tinny", "mine")
    assert author.desk.list() == ()


def test_a_copy_takes_nobodys_name(author):
    author.desk.new("mine", "mine")
    with pytest.raises(NameTaken):
        author.desk.copy("tiny", "mine")
    assert author.desk.open("mine").text == "mine"


def test_a_scenario_file_that_has_gone_since_says_so(author, scenarios):
    assert "tiny" in author.library.entries
    (scenarios / "tiny.yaml").unlink()
    with pytest.raises(ContentError, match="cannot be read any more"):
        author.desk.copy("tiny", "mine")


def test_the_models_are_what_is_on_offer_with_their_versions(author):
    published(author, stock.text("tiny").replace("title: Tiny", "title: Small"))
    published(author, stock.text("tiny").replace("id: tiny", "id: quite-new"))
    models = {each.scenario: each for each in author.desk.models()}
    assert models["tiny"] == Model("tiny", "Small", 1)
    assert models["borrowed-hour"] == Model("borrowed-hour", "The borrowed hour", 0)
    assert list(models) == ["borrowed-hour", "right-order", "tiny", "two-turns", "quite-new"]


def test_the_list_shows_titles_where_there_are_any(author, tmp_path):
    author.desk.copy("tiny", "sound")
    author.desk.new("broken", BROKEN)
    author.desk.new("empty", "")
    (tmp_path / "drafts" / "latin.yaml").write_bytes(b"title: caf\xe9")
    found = {each.name: each for each in author.desk.list()}
    assert {name: each.title for name, each in found.items()} == {
        "sound": "Tiny", "broken": None, "empty": None, "latin": None
    }  # fmt: skip
    assert "not UTF-8" in found["latin"].problem
    assert found["sound"] == DraftEntry("sound", "Tiny", author.desk.open("sound").changed)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("title: Late again", "Late again"),
        ('format: 1\ntitle: "Late: again" # a remark\nbeats: [', "Late: again"),
        ("title: >-\n  Late", None),
        ("  title: not the scenario's", None),
        ("title: 12", None),
        ("title: [a, b]", None),
        ("title: *alias", None),
        ("title: 'open", None),
        ("title:", None),
        ("", None),
        ("title: half\ud800", "half?"),
    ],
)
def test_a_title_is_read_however_broken_the_rest_is(text, title):
    assert title_of(text) == title


def test_saving_refuses_no_content_and_tells_of_another_window(author, author_at_work):
    first = author.desk.new("mine", "one")
    second = author.desk.save("mine", BROKEN, first.seen)
    assert second.text == BROKEN
    found = author_at_work("ben").desk.save("mine", "from another window", first.seen)
    assert isinstance(found, Conflict)
    assert (found.theirs.text, found.mine.text, found.mine.name) == (BROKEN, "from another window", "mine-2")


def test_a_draft_is_renamed_removed_and_its_name_free_again(author, tmp_path):
    author.desk.new("mine", "text")
    assert author.desk.free_name("mine") == "mine-2"
    assert author.desk.rename("mine", "yours").name == "yours"
    away = author.desk.remove("yours")
    assert away.read_text(encoding="utf-8") == "text"
    assert author.desk.list() == ()
    assert author.desk.free_name("yours") == "yours"


def test_other_yaml_files_in_the_folder_are_named(author, tmp_path):
    author.desk.new("mine", "text")
    (tmp_path / "drafts" / "My Draft.yaml").write_text("x", encoding="utf-8")
    assert author.desk.passed_over() == ("My Draft.yaml",)
