"""Tells: what a bad scenario gives away, what a clean one does not, and what only a bank can show."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.model.scenario import Scenario
from simulator.verification.nodes import Table
from simulator.verification.rules import bank, tells
from simulator.verification.subject import Subject
from tests import stock
from tests.verification.rules.judging import codes, example, judged, subject_at

EVERY_TELL = Path(__file__).parent.parent / "data" / "every-tell.yaml"
TELLS = {
    "L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L10", "L11", "L12", "L13", "L14", "L15", "L16",
    "L18", "L19",
}  # fmt: skip

NEAR = "beats.*.options.near.say"


def told(found, code):
    return [each.values["tell"] for each in found if each.code == code]


def rewritten(scenario: Scenario, rewrite) -> Subject:
    """A scenario whose options are said otherwise: `rewrite(subject, beat, option)` gives the new words."""
    before = Subject(scenario, stock.rubric(), Product(Dialogue(scenario)))
    beats = tuple(
        replace(beat, options=tuple(replace(each, say=rewrite(before, beat, each)) for each in beat.options))
        for beat in scenario.beats
    )
    after = replace(scenario, beats=beats)
    return Subject(after, stock.rubric(), Product(Dialogue(after)))


def of_one(subject: Subject) -> set[str]:
    return {each.code for rule in tells.RULES for each in rule(subject)}


# One scenario.


def test_a_scenario_with_every_tell_is_told_each_of_them():
    assert codes([subject_at(EVERY_TELL)]) == TELLS


def test_each_list_of_words_and_each_habit_is_named_by_itself():
    found = judged([subject_at(EVERY_TELL)])
    assert {each.split(" stand ")[0] for each in told(found, "L07")} == {
        "words of autonomy",
        "requests for permission",
        "apologies",
        "words of referral",
        "words of supervision",
    }
    assert {each.split(" go ")[0] for each in told(found, "L08")} >= {
        "words of the first person",
        "exclamation marks",
        "quotation marks",
        "dashes",
        "openings with 'yes'",
    }


def test_a_scenario_of_the_same_shape_without_tells_is_told_nothing():
    assert judged(example("ten")) == []


def test_the_figures_stand_in_the_finding():
    [found] = [each for each in judged(example("ten", {"at": NEAR, "prepend": "Perhaps. "})) if each.code == "L04"]
    assert found.path == ("beats",)
    assert found.values["scope"] == "in this scenario"
    assert found.values["figures"].startswith("T = +0.87, z = +3.9, p < .001, 10 beats; most at '")


def test_the_three_beats_that_tell_most_are_named():
    hinted = [{"at": f"beats.{beat}.options.near.say", "prepend": "Perhaps. "} for beat in ("frost", "five", "silly")]
    subjects = example("ten", each=[hinted, hinted, hinted])
    [found] = [each for each in judged(subjects) if each.code == "L04"]
    told = found.values["figures"].split("most at ")[1]
    assert re.fullmatch(r"'(frost|five|silly)' of '(ten(-\d)?)'(, '(frost|five|silly)' of '(ten(-\d)?)'){2}", told)
    [single] = [each for each in judged(example("ten", {"at": NEAR, "prepend": "Perhaps. "})) if each.code == "L04"]
    assert len(re.findall(r"'[a-z]+'", single.values["figures"])) == 3


def test_beats_that_add_nothing_to_a_share_are_not_named():
    asking = {"at": NEAR, "put": "What does this open for you as you say it?"}
    shares = [each for each in judged(example("ten", asking)) if each.code == "L03"]
    assert all(" most at '" in each.values["figures"] for each in shares)


def test_a_word_that_marks_the_wrong_options_is_a_tell_as_well():
    found = judged(example("ten", {"at": "beats.*.options.far.say", "append": " Perhaps."}))
    assert told(found, "L04") == ["hedges and softeners go with the worse options"]


def test_too_few_beats_prove_nothing():
    assert "L04" not in codes(example("small", {"at": "beats.opening.options.wonder.say", "prepend": "Perhaps. "}))


def test_the_lone_question_and_questions_at_large_are_looked_at_apart():
    asking = {"at": NEAR, "put": "What does this open for you as you say it?"}
    found = [each.values["figures"] for each in judged(example("ten", asking)) if each.code == "L03"]
    assert [each.split(",")[0] for each in found] == ["100% of 6 beats", "+71% over 10 beats with both"]


def test_a_best_option_that_is_always_the_shortest_is_a_tell():
    found = [each for each in judged(example("ten", {"at": NEAR, "put": "(You wait.)"})) if each.code == "L02"]
    shares = {each.values["tell"]: each.values["figures"].split(" ")[0] for each in found[2:]}
    assert shares == {"the best option is the longest": "0%", "the best option is the shortest": "100%"}


def test_a_habit_that_all_options_share_is_no_tell():
    assert "L08" not in codes(example("ten", {"at": "beats.*.options.*.say", "append": " Yes!"}))


def test_imperatives_are_a_habit_too():
    edits = [{"at": f"beats.*.options.{each}.say", "put": text} for each, text in (
        ("near", "Tell me what the quiet hour by the water was."),
        ("aside", "There was a quiet hour, and it was good."),
        ("far", "Quiet hours are good, and the water is far."),
    )]  # fmt: skip
    assert "imperatives as a start go with the better options" in told(judged(example("ten", *edits)), "L08")


def test_the_longest_and_the_best_option_are_shown_where_they_stand():
    edit = {"at": "beats.knees.options.near.say", "append": " And so they may, the two of you, for good."}
    found = [each for each in judged(example("ten", edit)) if each.code == "L01"]
    assert {each.path for each in found} == {("beats", "knees", "options", "near", "say")}
    assert [each.values["figures"][:4] for each in found] == ["2.00", "+50%"]


def test_an_opposite_id_is_no_tell():
    praised = {"at": "beats.opening.options.good-job", "put": {
        "say": "Let him sell it, and look for work that is lighter.", "event": "NEUTRAL", "quality": 0,
        "form": "statement", "why": "It decides for her.", "misconception": "less is less", "then": "middle",
    }}  # fmt: skip
    assert "L16" not in codes(example("small", praised))


def with_id(option_id, quality):
    return example("small", {"at": f"beats.opening.options.{option_id}", "put": {
        "say": "Let him sell it, and look for work that is lighter.", "event": "NEUTRAL", "quality": quality,
        "evidence": {"ld-searching-question": 2 if quality == 4 else -2}, "form": "statement", "why": "It decides.",
        "misconception": "less is less", "then": "middle",
    }}, {"at": "beats.opening.options.wonder.quality", "put": 4 - quality},
        {"at": "beats.opening.options.wonder.misconception", "put": "asking is best"})  # fmt: skip


@pytest.mark.parametrize("option_id", ["best", "the-best", "correct", "right-answer", "optimal", "best-2"])
def test_an_id_that_praises_the_best_option_is_caught(option_id):
    assert "L16" in codes(with_id(option_id, 4))


@pytest.mark.parametrize("option_id", ["worst", "incorrect", "a-wrong-answer", "distractor-3", "decoy", "first-trap"])
def test_an_id_that_damns_a_wrong_option_is_caught(option_id):
    assert "L16" in codes(with_id(option_id, 0))


@pytest.mark.parametrize(
    ("option_id", "quality"),
    [
        *(("put-it-right", 4), ("best-friend", 4), ("good-news", 4), ("second-best-man", 4), ("do-better", 4)),
        *(("bad-news-first", 0), ("poor-sleep", 0), ("trap-door", 0), ("what-went-wrong", 0), ("entrap", 0)),
    ],
)
def test_an_id_that_only_says_what_an_option_does_is_no_tell(option_id, quality):
    assert "L16" not in codes(with_id(option_id, quality))


@pytest.mark.parametrize(
    "line",
    [
        "Good question.",
        "(She laughs.) Oh, good question. I do not know.",
        "Hm. That’s a really good question.",
        "What a good question.",
        "You ask good questions.",
        "Nice way to put it.",
        "That is a lovely way to put that.",
        "Well put.",
        "That was nicely said.",
        "I like how you asked that.",
        "I don’t like the way you put it.",
        "You put that so well.",
        "That’s a very coach-y thing to say.",
        "You sound like a leaflet.",
        "Odd choice of words.",
        "You're good at this.",
        "That's a leading question.",
        "Nicely put. I could not say it so.",
        "What a stupid question!",
        "That’s the right thing to say, isn’t it?",
    ],
)
def test_a_client_who_marks_the_coach_is_caught(line):
    assert "L19" in codes(example("small", {"at": "beats.middle.client.otherwise", "put": line}))


@pytest.mark.parametrize(
    "line",
    [
        "A good hour, that.",
        "You asked, so I will tell you.",
        "It is the right house.",
        "I never had a good answer for my father.",
        "I told him, and that was the right thing to say to my boy.",
        "That is the right thing to say to my boy.",
        "There must be a better way to put it to her.",
        "I like that you asked her and not me.",
        "I like how you asked her and not me.",
        "You could have asked me before you rang Mark.",
        "You should have said that he was coming.",
        "Mark asked a good question, for once.",
        "The better question is whether I stay.",
        "Silly question, I know, but who pays?",
        "She put it well, and I did not.",
        "He is good at asking.",
    ],
)
def test_a_client_who_only_answers_is_not(line):
    assert "L19" not in codes(example("small", {"at": "beats.middle.client.otherwise", "put": line}))


def test_one_near_copy_in_one_mood_of_the_client_is_judged_with_all_its_lines():
    lines = [{"when": {"trust": "1.."}, "is": "So."}, {"is": "Good question, I must say."}]
    [found] = [each for each in judged(example("small", {"at": "beats.middle.client.otherwise", "put": lines}))
               if each.code == "L19"]  # fmt: skip
    assert found.path == ("beats", "middle", "client", "otherwise", 1)


# Mutants of what ships.


@pytest.mark.parametrize("name", stock.names())
def test_best_options_that_are_lengthened_by_a_third_are_caught(name):
    def longer(subject, beat, option):
        words = option.say.split()
        is_best = beat.id in subject.node_quality and option is subject.best_at(beat)
        return " ".join(words + words[: -(-len(words) // 3)]) if is_best else option.say

    assert "L01" in of_one(rewritten(stock.scenario(name), longer))


def test_a_lone_question_that_is_always_best_is_caught():
    def asking(subject, beat, option):
        plain = option.say.replace("?", ".")
        return plain[:-1] + "?" if beat.id in subject.node_quality and option is subject.best_at(beat) else plain

    [ten] = example("ten")
    assert "L03" in of_one(rewritten(ten.scenario, asking))


# A bank.

HINTED = [{"at": f"beats.{beat}.options.near.say", "prepend": "Perhaps. "} for beat in ("frost", "five", "silly")]


def bank_of(*each):
    return example("ten", each=[list(edits) for edits in each])


def codes_of_bank(subjects):
    return {found.code for _, found in bank.tells_of_the_bank(subjects)}


def test_a_weak_tell_shows_over_a_bank_and_nowhere_else():
    subjects = bank_of(*[HINTED] * 5)
    assert all("L04" not in of_one(subject) for subject in subjects)
    assert "L04" in codes_of_bank(subjects)
    assert "L04" not in codes_of_bank(bank_of(*[[]] * 5))


def test_of_many_things_asked_at_once_one_may_stand_out_by_chance():
    assert "L04" not in codes_of_bank(bank_of(HINTED, HINTED[:2]))  # z = 2.7, but one of some twenty traits
    assert "L04" in codes_of_bank(bank_of(HINTED, HINTED))


def test_a_tell_of_the_bank_stands_in_the_scenario_that_shows_it_most():
    everywhere = [{"at": NEAR, "prepend": "Perhaps. "}]
    found = [(subject, each) for subject, each in bank.tells_of_the_bank(bank_of(HINTED, everywhere, HINTED))
             if each.code == "L04"]  # fmt: skip
    assert [subject.scenario.id for subject, _ in found] == ["ten-2"]
    assert found[0][1].values["scope"] == "over the 3 scenarios"


def test_absolutes_that_only_mark_the_worst_option_are_a_tell_of_a_bank():
    bad = subject_at(EVERY_TELL)
    hardly = "absolutes and obligations hardly stand in options that are not the worst"
    assert hardly in told([each for _, each in bank.tells_of_the_bank([bad, bad])], "L05")
    assert hardly not in told(judged([bad]), "L05")


def test_a_bank_of_one_scenario_is_told_nothing():
    assert [each for rule in bank.RULES for each in rule([subject_at(EVERY_TELL)])] == []


def test_every_code_of_the_bank_is_announced():
    bad = subject_at(EVERY_TELL)
    assert codes_of_bank([bad, bad]) <= bank.CODES


def test_the_same_content_always_gets_the_same_findings():
    assert judged([subject_at(EVERY_TELL)]) == judged([subject_at(EVERY_TELL)])


def test_a_table_shares_the_beats_out_to_their_scenarios():
    subjects = bank_of([], [])
    table = Table.of(subjects)
    assert table.per_subject(table.real.sum(axis=1).astype(float)).tolist() == [30.0, 30.0]
