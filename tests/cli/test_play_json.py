"""`coachsim play SCENARIO --choices … --json`: the document that other people's checks rely on."""

from itertools import pairwise

import pytest

from tests import stock

HOUR = "borrowed-hour"
BEST = "own-it,stay-with-it,agree-together,show-it-kept,remember"
WORST = "explain,own-late,own-again,lecture"
GATED = "own-it,stay-with-it,agree-together,tell-her-boss,remember"

NUMBER = (int, float)
STATE = {
    "mode": str,
    "trust": int,
    "ingredients": list,
    "strikes": int,
    "facet": (str, type(None)),
    "breach": (str, type(None)),
    "watch": bool,
    "variables": dict,
    "flags": list,
}
STEP = {
    "turn": int,
    "beat": str,
    "mood": str,
    "client": str,
    "offered": list,
    "option": str,
    "event": str,
    "before": dict,
    "after": dict,
    "then": str,
}
CRITERION = {
    "level": (int, type(None)),
    "m": NUMBER,
    "items": int,
    "baseline": NUMBER,
    "interval": list,
    "confidence": str,
    "gates": list,
    "turns": list,
}
OUTCOME = dict.fromkeys(("kept", "chance_corrected", "best", "random", "worst"), NUMBER)
REVIEW = {"turn": int, "loss": NUMBER, "label": str, "values": dict, "badges": list}
DOCUMENT = {
    "scenario": str,
    "digest": str,
    "ending": (str, type(None)),
    "steps": list,
    "criteria": dict,
    "outcome": dict,
    "review": list,
}


@pytest.fixture
def played(run):
    def played(choices, scenario=HOUR):
        ran = run("play", scenario, "--choices", choices, "--json")
        assert (ran.code, ran.err) == (0, "")
        return ran.document

    return played


def has_shape(value, shape):
    assert set(value) == set(shape)
    for key, kind in shape.items():
        assert isinstance(value[key], kind), key
        assert kind is bool or not isinstance(value[key], bool), key


@pytest.mark.parametrize("choices", ["", "own-it", BEST, WORST, GATED])
def test_every_key_is_there_with_its_type_and_no_other(played, choices):
    document = played(choices)
    has_shape(document, DOCUMENT)
    for step in document["steps"]:
        has_shape(step, STEP)
        has_shape(step["before"], STATE)
        has_shape(step["after"], STATE)
    for criterion in document["criteria"].values():
        has_shape(criterion, CRITERION)
    has_shape(document["outcome"], OUTCOME)
    for turn in document["review"]:
        has_shape(turn, REVIEW)


def test_the_best_conversation_keeps_everything(played):
    document = played(BEST)
    assert (document["scenario"], document["ending"]) == (HOUR, "repaired")
    outcome = document["outcome"]
    assert (outcome["kept"], outcome["chance_corrected"], outcome["best"]) == (100.0, 1.0, 1.0)
    assert outcome["worst"] < outcome["random"] < outcome["best"]
    assert [turn["label"] for turn in document["review"]] == ["best"] * 5
    assert document["criteria"]["rupture-repair"]["level"] == 4


def test_a_step_says_what_was_shown_chosen_and_done(played):
    step = played(BEST)["steps"][1]
    assert (step["turn"], step["beat"], step["mood"], step["option"]) == (2, "effect", "testing", "stay-with-it")
    assert (step["event"], step["then"]) == ("HEAR", "amends")
    assert step["client"] == "(Puts the pen down.) Thank you. I did notice."
    assert sorted(step["offered"]) == ["fix-it", "own-late", "stay-with-it"]
    assert step["before"] == {
        "mode": "breached",
        "trust": 1,
        "ingredients": ["named", "owned"],
        "strikes": 0,
        "facet": "bond",
        "breach": "reliability",
        "watch": False,
        "variables": {"candour": 0, "agency": 1},
        "flags": ["knows-her", "told-plainly"],
    }
    assert sorted(step["after"]["ingredients"]) == ["heard", "named", "owned"]
    assert step["after"]["variables"] == {"candour": 1, "agency": 1}


def test_after_is_the_state_before_the_next_beat_is_entered(played):
    """`second` begins with a breach; the step that led there has not seen it, the next one has."""
    first, second = played("flag-then-route,own", "right-order")["steps"]
    assert (first["after"]["mode"], first["then"]) == ("confronting", "second")
    assert (second["before"]["mode"], second["before"]["breach"]) == ("breached", "integrity")


def test_before_follows_after_where_nothing_happens_on_the_way(played):
    steps = played(WORST)["steps"]
    assert [a["after"] == b["before"] for a, b in pairwise(steps)] == [True, True, True]
    assert steps[-1]["after"]["mode"] == "exit"


@pytest.mark.parametrize("choices", [BEST, WORST, GATED])
def test_losses_add_up_to_what_was_not_kept(played, choices):
    document = played(choices)
    assert sum(turn["loss"] for turn in document["review"]) == pytest.approx(
        100 - document["outcome"]["kept"], abs=1e-3
    )
    for step, turn in zip(document["steps"], document["review"], strict=True):
        assert turn["turn"] == step["turn"]
        assert set(turn["values"]) == set(step["offered"])
        assert max(turn["values"].values()) - turn["values"][step["option"]] == pytest.approx(turn["loss"], abs=1e-3)
        assert all(-1e-3 <= value <= 100.001 for value in turn["values"].values())
    assert turn["values"][step["option"]] == pytest.approx(document["outcome"]["kept"], abs=1e-3), "the last turn"


def test_an_unfinished_conversation_has_no_ending_and_is_worth_what_can_still_be_kept(played):
    document = played("own-it,fix-it")
    assert document["ending"] is None
    assert len(document["steps"]) == len(document["review"]) == 2
    assert document["outcome"]["kept"] == document["review"][-1]["values"]["fix-it"]


@pytest.mark.parametrize("arguments", [(), ("--choices", ""), ("--choices", " , ")])
def test_without_choices_the_document_is_of_a_conversation_not_begun(run, arguments):
    document = run("play", HOUR, "--json", *arguments).document
    assert (document["ending"], document["steps"], document["review"], document["criteria"]) == (None, [], [], {})
    assert document["outcome"]["kept"] == 100.0


def test_a_level_is_null_with_too_little_evidence(played):
    criterion = played("ask", "tiny")["criteria"]["rapport-safety"]
    assert (criterion["level"], criterion["items"]) == (None, 1)


def test_a_crossed_gate_stands_at_its_criterion(played):
    criteria = played(GATED)["criteria"]
    assert criteria["ethics-boundaries"]["gates"] == ["no-secret-disclosure"]
    assert criteria["rupture-repair"]["gates"] == []


def test_the_same_choices_give_the_same_bytes(run):
    first = run("play", HOUR, "--choices", BEST, "--json").out
    again = run("play", HOUR, "--choices", BEST.replace(",", " , "), "--json").out
    assert first == again
    assert first.endswith("}\n")


def test_numbers_are_rounded_to_four_places(played):
    document = played(WORST)
    values = [value for turn in document["review"] for value in (turn["loss"], *turn["values"].values())]
    values += [*document["outcome"].values(), *(each["m"] for each in document["criteria"].values())]
    assert all(value == round(value, 4) for value in values)


def test_a_file_is_played_like_the_scenario_it_holds(run):
    by_id = run("play", HOUR, "--choices", BEST, "--json")
    by_file = run("play", stock.SCENARIOS / f"{HOUR}.yaml", "--choices", BEST, "--json")
    assert by_file == by_id


# Refusals


@pytest.mark.parametrize(
    ("scenario", "choices", "message"),
    [
        ("borowed-hour", "own-it", "There is no scenario 'borowed-hour'. Did you mean 'borrowed-hour'?"),
        (HOUR, "own-it,nonsense", "'nonsense' is not offered at 'effect'. Offered: "),
        (HOUR, "0", "'0' is not offered at 'opening'. Offered: "),
        (HOUR, "OWN-IT", "'OWN-IT' is not offered at 'opening'. Offered: "),
        ("tiny", "ask,ask", "The conversation has ended ('met'); nothing more can be said in it."),
        ("nowhere.yaml", "ask", "nowhere.yaml:1:1: error Y01: the file cannot be read (No such file or directory)"),
    ],
)
@pytest.mark.parametrize("style", [["--json"], []], ids=["json", "text"])
def test_unusable_input_is_refused_with_words_and_nothing_on_standard_output(run, scenario, choices, message, style):
    ran = run("play", scenario, "--choices", choices, *style)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_broken_file_is_refused_with_every_mistake_in_it(run, tmp_path):
    path = tmp_path / "broken.yaml"
    text = stock.text("tiny").replace("quality: 4", "quality: 9").replace("facet: bond", "facet: bound")
    path.write_text(text.replace("exit: gone", "exit: goon"), encoding="utf-8")
    ran = run("play", path, "--choices", "ask", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "has 3 mistakes" in ran.err
    for word in ("'9'", "'bound'", "'goon'"):
        assert word in ran.err


def test_a_scenario_is_required(run):
    ran = run("play")
    assert (ran.code, ran.out) == (2, "")
    assert "scenario" in ran.err
