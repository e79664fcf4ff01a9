"""`coachsim strategies`: what is gained by playing the options and not the client."""

from xml.etree import ElementTree

import pytest

from tests import stock

NAMED = {"random", "first", "last", "longest", "shortest", "most-question-marks", "never-a-question", "parrot"}


@pytest.fixture
def shipped(run):
    return run("strategies", "--json")


def test_the_document_is_that_of_the_contract(shipped):
    document = shipped.document
    assert (shipped.code, shipped.err) == (0, "")
    assert {"bank", "surface_learner_auc", "scenarios"} <= set(document)
    assert set(document["bank"]) >= NAMED
    for figures in (
        *document["bank"].values(),
        *(each for one in document["scenarios"].values() for each in one.values()),
    ):
        assert isinstance(figures["chance_corrected"], float)
        assert isinstance(figures["node_quality"], float)
    assert 0.4 <= document["surface_learner_auc"] <= 0.7


def test_random_play_is_the_zero_and_best_play_the_one(shipped):
    bank = shipped.document["bank"]
    assert bank["random"]["chance_corrected"] == pytest.approx(0, abs=1e-9)
    assert bank["oracle"]["chance_corrected"] == pytest.approx(1, abs=1e-9)


def test_one_scenario_teaches_the_learner_nothing(run):
    document = run("strategies", stock.SCENARIOS / "borrowed-hour.yaml", "--json").document
    assert document["surface_learner_auc"] is None
    assert "surface-learner" not in document["bank"]


def test_the_report_is_a_table_and_a_picture_too(run, tmp_path):
    ran = run("strategies", "--picture", tmp_path / "gaming.svg")
    assert ran.code == 0
    assert all(name in ran.out for name in NAMED)
    picture = ElementTree.parse(tmp_path / "gaming.svg").getroot()
    assert "".join(picture.itertext()).count("longest")


def test_a_picture_that_cannot_be_written_is_unusable(run, tmp_path):
    ran = run("strategies", stock.SCENARIOS / "borrowed-hour.yaml", "--picture", tmp_path / "no" / "such.svg")
    assert ran.code == 2
    assert "cannot be written" in ran.err


def test_a_broken_file_is_unusable_and_says_why(run, tmp_path):
    (tmp_path / "broken.yaml").write_text("format: 1", encoding="utf-8")
    ran = run("strategies", tmp_path / "broken.yaml", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "F02" in ran.err
