"""Put together for one person on this machine: where things lie, and what is said where they do not."""

import pytest

from simulator.errors import ContentError
from simulator.services.local import local_author, local_library, local_practise
from tests import stock
from tests.services.author.conftest import judge


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("COACHSIM_SCENARIOS", str(stock.SCENARIOS))
    return tmp_path / "data"


def test_an_author_publishes_and_the_same_persons_practice_offers_it(data):
    author = local_author(data, judge)
    draft = author.desk.new("quite-new")
    assert (data / "drafts" / "quite-new.yaml").read_text(encoding="utf-8") == draft.text
    outcome = author.publishing.publish(author.publishing.preview(draft.text))
    assert outcome.kind == "published"
    practise = local_practise(data)
    assert [each.scenario for each in practise.catalogue()] == [*stock.names(), "quite-new"]
    assert outcome.publication.person == practise.person


def test_an_author_who_keeps_nothing_leaves_no_draft_behind(data):
    author = local_author(data, judge)
    assert author.desk.list() == ()
    assert not (data / "drafts").exists()


def test_what_ships_is_checked_and_played_as_it_ships_whatever_was_published(data):
    author = local_author(data, judge)
    text = stock.text("tiny").replace("title: Tiny", "title: Small")
    author.publishing.publish(author.publishing.preview(text))
    assert local_library(data).get("tiny").scenario.title == "Tiny"
    assert local_practise(data).library.get("tiny").scenario.title == "Small"


@pytest.mark.parametrize("named", ["nowhere", "a-file"])
def test_a_mistyped_folder_of_scenarios_is_named_with_its_variable(tmp_path, monkeypatch, named):
    (tmp_path / "a-file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("COACHSIM_SCENARIOS", str(tmp_path / named))
    for make in (local_library, local_practise, lambda data: local_author(data, judge)):
        with pytest.raises(ContentError, match=r"no folder of scenarios .*COACHSIM_SCENARIOS") as refused:
            make(tmp_path / "data")
        assert str(tmp_path / named) in str(refused.value)
