"""The gaming report: what is accepted, what is not, and how it is told."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.verification.strategies import Report, report
from simulator.verification.strategies.play import Chance, Played
from simulator.verification.strategies.policies import REFERENCES, STRATEGIES
from simulator.verification.subject import Subject
from tests import stock
from tests.verification.rules.judging import example, subject_at

SVG = "{http://www.w3.org/2000/svg}"
EVERY_TELL = Path(__file__).parent.parent / "data" / "every-tell.yaml"
TOLD_BY_WORDING = (
    "first", "longest", "most-question-marks", "most-hedged", "most-empathic", "most-apologetic", "most-autonomy",
    "most-referral", "parrot", "most-central", "most-pleasant", "surface-learner",
)  # fmt: skip


def renamed(subject: Subject, name: str) -> Subject:
    scenario = replace(subject.scenario, id=name)
    return Subject(scenario, stock.rubric(), Product(Dialogue(scenario)))


@pytest.fixture(scope="module")
def bad() -> Report:
    subject = subject_at(EVERY_TELL)
    return report([subject, renamed(subject, "<once & more>")])


@pytest.fixture(scope="module")
def clean() -> Report:
    return report(example("ten", scenarios=2))


@pytest.fixture(scope="module")
def alone() -> Report:
    return report(example("ten"))


def row(found, strategy):
    return next(each for each in found.rows if each.strategy == strategy)


def test_strategies_that_look_at_the_wording_win_where_the_wording_tells(bad):
    for strategy in TOLD_BY_WORDING:
        assert row(bad, strategy).chance_corrected > 0.8, strategy
        assert not row(bad, strategy).accepted
    assert row(bad, "shortest").chance_corrected < 0.01
    assert bad.auc > 0.95
    assert not bad.accepted


def test_the_same_strategies_win_little_where_it_does_not(clean):
    for strategy in ("most-hedged", "most-empathic", "most-apologetic", "most-autonomy", "most-referral"):
        assert row(clean, strategy).accepted, strategy


def test_the_expert_and_the_oracle_must_do_well(clean):
    assert row(clean, "expert").accepted
    assert row(clean, "oracle").accepted
    assert row(clean, "oracle").is_reference


def test_an_expert_who_does_badly_is_not_accepted():
    [ten] = example("ten", {"at": "endings.gathered.utility", "put": 0}, {"at": "endings.parted.utility", "put": 1})
    assert not row(report([ten]), "expert").accepted


def test_every_strategy_of_the_specification_is_played(bad, alone):
    wanted = {
        "random", "first", "last", "middle", "longest", "shortest", "most-question-marks", "never-a-question",
        "most-hedged", "most-empathic", "most-apologetic", "most-autonomy", "most-referral", "parrot", "most-central",
        "most-pleasant", "most-formal", "hardest-grade", "agree-with-client", "surface-learner", "expert", "oracle",
    }  # fmt: skip
    assert {each.strategy for each in bad.rows} == wanted
    assert {each.strategy for each in alone.rows} == wanted - {"surface-learner"}
    assert {*STRATEGIES, *REFERENCES} == wanted - {"surface-learner"}


def test_one_scenario_teaches_the_learner_nothing(alone):
    assert alone.auc is None
    assert "no other scenario to learn from" in alone.text()


def test_what_is_learnt_from_one_kind_of_scenario_is_of_no_use_in_another():
    hinted = example("ten", {"at": "beats.*.options.near.say", "prepend": "Perhaps. "})
    against = example("ten", {"at": "beats.*.options.far.say", "prepend": "Perhaps. "}, {"at": "id", "put": "other"})
    assert report([*hinted, *against]).auc < 0.5


def test_who_learnt_nothing_orders_half_of_the_pairs_rightly():
    same = {"at": "beats.*.options.*.say", "put": "Go on."}
    assert report(example("ten", same, scenarios=2)).auc == 0.5


def made_up(strategy, corrected, quality):
    return Report({"one": {strategy: Played(corrected, quality, 0.0, 0.0)}}, {"one": Chance(10, 0.5, 1.0, 0.1)}, None)


@pytest.mark.parametrize(
    ("corrected", "quality", "accepted"),
    [(0.15, 0.54, True), (0.16, 0.5, False), (-0.4, 0.46, True), (0.0, 0.55, False), (0.0, 0.45, False)],
)
def test_both_lines_must_be_kept(corrected, quality, accepted):
    found = made_up("longest", corrected, quality)
    assert [each.accepted for each in found.rows] == [accepted]
    assert found.accepted is accepted


def test_names_are_escaped_in_the_picture():
    drawn = ElementTree.fromstring(made_up('"><script>&', 0.0, 0.5).picture())
    assert not list(drawn.iter(f"{SVG}script"))
    assert drawn.findtext(f"{SVG}circle/{SVG}title") == '"><script>&: chance-corrected 0.00'


def test_a_scenario_in_which_nothing_matters_is_worth_nothing_to_anybody():
    [found] = report(example("ten", {"at": "beats.*.options.*.quality", "put": 4})).played.values()
    assert {each.node_quality for each in found.values()} == {0.0}


def test_the_bank_is_the_mean_over_scenarios_and_beats(bad):
    each = [by["longest"] for by in bad.played.values()]
    found = row(bad, "longest")
    assert found.chance_corrected == pytest.approx(sum(one.chance_corrected for one in each) / 2)
    assert found.node_quality == pytest.approx(sum(one.node_quality for one in each) / 2)


def test_two_scenarios_have_smaller_errors_than_one(alone, clean):
    assert clean.chance_corrected_error == pytest.approx(alone.chance_corrected_error / 2**0.5)
    assert clean.node_quality_error == pytest.approx(alone.node_quality_error / 2**0.5)


def test_the_document_has_what_is_promised_and_is_json(bad, alone):
    found = json.loads(json.dumps(bad.document()))
    assert {*found} == {
        "bank", "surface_learner_auc", "scenarios", "accept", "accepted", "gamed", "random_node_quality",
        "standard_error",
    }  # fmt: skip
    assert found["accept"] == {
        "max_chance_corrected": 0.15, "node_quality_band": 0.04, "surface_learner_auc": 0.6, "expert": 0.85,
    }  # fmt: skip
    assert {*found["bank"]["parrot"]} == {
        "chance_corrected", "node_quality", "value", "exits", "accepted", "beyond_chance", "standard_errors",
    }  # fmt: skip
    assert {*found["scenarios"]} == {"every-tell", "<once & more>"}
    assert {*found["scenarios"]["every-tell"]["parrot"]} == {"chance_corrected", "node_quality", "value", "exits"}
    assert alone.document()["surface_learner_auc"] is None


def test_the_table_is_aligned_and_marks_what_fails(bad):
    lines = bad.text().splitlines()
    head = next(line for line in lines if line.startswith("strategy"))
    rows = [line for line in lines if line.split(" ")[0] in {each.strategy for each in bad.rows}]
    assert {len(line.rstrip("* ")) for line in rows} == {len(head)}
    assert {line.split(" ")[0] for line in rows if line.endswith("*")} == {
        each.strategy for each in bad.rows if not each.accepted
    }
    assert {line.split(" ")[0] for line in rows if line.endswith("**")} == {
        each.strategy for each in bad.rows if each.beyond_chance
    }
    assert bad.gamed
    assert "TOO MUCH" in bad.text()


def test_what_is_off_its_line_by_chance_is_not_called_a_fault():
    by_chance = {row.strategy: row for row in report([stock_subject()]).rows}
    assert any(not row.accepted and not row.beyond_chance for row in by_chance.values())


def stock_subject():
    scenario = stock.scenario("borrowed-hour")
    return Subject(scenario, stock.rubric(), Product(Dialogue(scenario)))


def test_the_table_says_that_few_scenarios_prove_little(alone):
    assert "narrower than chance allows" in alone.text()


def test_no_scenario_is_no_report():
    assert report([]).text() == "no scenario to play"
    assert report([]).document()["bank"] == {}


def test_the_picture_is_sound_xml_with_a_dot_for_each_strategy_and_measure(bad):
    drawn = ElementTree.fromstring(bad.picture())
    assert drawn.get("role") == "img"
    assert drawn.findtext(f"{SVG}title")
    assert "parrot: chance-corrected" in drawn.findtext(f"{SVG}desc")
    circles, diamonds = drawn.findall(f"{SVG}circle"), drawn.findall(f"{SVG}path")
    assert len(circles) + len(diamonds) == 2 * len(bad.rows)
    assert len(diamonds) == 2 * sum(not each.accepted for each in bad.rows)
    assert all(each.findtext(f"{SVG}title") for each in (*circles, *diamonds))


def test_a_picture_of_nothing_is_still_a_picture():
    assert ElementTree.fromstring(report([]).picture()).tag == f"{SVG}svg"
