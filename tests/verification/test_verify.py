"""The one entry: everything is asked that can be, and nothing is called proved that is not."""

from copy import deepcopy

import yaml

from simulator import content
from simulator.authoring.load import Loaded, parse_scenario
from simulator.authoring.yaml_text import to_yaml
from simulator.engine.layers import Limits
from simulator.model.diagnostic import Severity
from simulator.verification.verify import BY_ENGLISH, verify, verify_all
from tests import stock

NAME = "borrowed-hour"
DATA = yaml.safe_load(stock.text(NAME))


def loaded(text: str | None = None, file: str = "draft.yaml") -> Loaded:
    return parse_scenario(text or stock.text(NAME), stock.rubric(), file)


def codes(verified) -> set[str]:
    return {each.code for each in verified.diagnostics}


def left_at_once() -> str:
    """The client is gone before the first line: the breach still on watch happens again on arriving."""
    data = deepcopy(DATA)
    data["start"] |= {"mode": "breached", "breach": "reliability", "trust": 0}
    data["beats"][data["start"]["beat"]]["on_enter"] = "DEFEND"
    data["start"].pop("facet", None)
    return to_yaml(data)


def test_a_client_who_leaves_before_the_first_line_is_one_plain_finding():
    verified = verify(loaded(left_at_once()), stock.rubric())
    assert verified.complete
    assert verified.subject is not None
    assert verified.subject.beats == ()
    assert "S05" in codes(verified)
    assert Severity.ERROR in {each.severity for each in verified.diagnostics}


def test_such_a_scenario_is_left_out_of_the_bank():
    found = verify_all([loaded(left_at_once()), loaded()], stock.rubric())
    assert [each.complete for each in found] == [True, True]


def test_what_was_not_explored_to_its_end_is_an_error_and_says_so():
    verified = verify(loaded(), stock.rubric(), limits=Limits(states=3))
    (stopped,) = [each for each in verified.diagnostics if each.code == "S08"]
    assert not verified.complete
    assert stopped.severity is Severity.ERROR
    assert "3 states" in stopped.message
    assert verified.extremes == {}


def test_levels_that_are_too_much_work_are_given_up_and_named():
    verified = verify(loaded(), stock.rubric(), limits=Limits(ways=2))
    assert set(verified.given_up) | set(verified.extremes) == set(verified.subject.scenario.targets)
    assert {each.code for each in verified.diagnostics if "levels" in each.message or each.code == "C11"} >= {"C11"}
    assert "C01" not in codes(verified)


def test_an_allowance_for_what_was_not_asked_is_not_called_unused():
    sound = (content.folder("scenarios") / "two-minds.yaml").read_text(encoding="utf-8")
    text = sound.replace("\ntargets:", "\n# allow: C01 the second half of this talk is played elsewhere\ntargets:")
    assert "A01" in codes(verify(loaded(text), stock.rubric()))
    assert "A01" not in codes(verify(loaded(text), stock.rubric(), limits=Limits(ways=2)))


def test_progress_is_told_every_file_in_its_turn():
    told: list[str] = []
    verify_all([loaded(file="a.yaml"), loaded(file="b.yaml")], stock.rubric(), progress=told.append)
    assert told == ["a.yaml", "b.yaml"]


def test_findings_stand_in_the_order_of_the_lines():
    places = [each.location for each in verify(loaded(), stock.rubric()).diagnostics]
    assert places == sorted(places)


def in_dutch(text: str) -> str:
    return text.replace("language: en", "language: nl", 1)


def test_english_word_lists_do_not_judge_another_language():
    english, dutch = (
        codes(verify(loaded(text), stock.rubric())) for text in (stock.text(NAME), in_dutch(stock.text(NAME)))
    )
    assert english & BY_ENGLISH
    assert dutch == english - BY_ENGLISH


def test_scenarios_in_different_languages_are_no_bank():
    together = [loaded(), loaded(in_dutch(stock.text(NAME)), "dutch.yaml")]
    assert [codes(each) for each in verify_all(together, stock.rubric())] == [
        codes(verify(each, stock.rubric())) for each in together
    ]
    twice = [loaded(), loaded(file="again.yaml")]
    assert "L14" in {code for each in verify_all(twice, stock.rubric()) for code in codes(each)}
