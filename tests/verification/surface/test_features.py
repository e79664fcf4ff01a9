"""Every feature on texts where one can count for oneself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.verification.surface.features import FEATURES, measure, opening_word

PLAIN = "Before we start. I was late twice and the worksheet never reached you."


def test_every_feature_is_measured_for_every_text():
    assert tuple(measure(PLAIN)) == FEATURES
    assert tuple(measure("")) == FEATURES


def test_a_measurement_cannot_be_changed():
    with pytest.raises(TypeError):
        measure(PLAIN)["words"] = 3.0  # type: ignore[index]


def test_a_plain_account_is_plain():
    found = measure(PLAIN)
    assert {name: value for name, value in found.items() if value and name not in {"formality", "grade"}} == {
        "words": 13.0,
        "characters": 70.0,
        "absolutes": 1.0,  # never
        "first_person": 1 / 13,
        "specifics": 1.0,  # twice
    }


@pytest.mark.parametrize(
    ("feature", "say", "count"),
    [
        ("question_marks", "What? And then?", 2),
        ("hedges", "Perhaps, maybe. I wonder if a little rest might help.", 5),
        ("hedges", "A mighty perhapsness.", 0),
        ("absolutes", "You must always rest. Nobody mustered.", 3),
        ("empathic", "Sounds like it hurt. You’re feeling it. I hear you.", 3),
        ("autonomy", "It's up to you, or not at all.", 2),
        ("permission", "May I ask? Would it be all right to write that down?", 2),
        ("apology", "I’m sorry. That was my fault, and I apologise.", 3),
        ("referral", "Shall I ring your doctor?", 1),
        ("supervision", "I take it to my supervisor; supervision is there for that.", 2),
        ("exclamations", "No! Really!", 2),
        ("quotations", "You said “fine” and 'no problem', and it's the boys' turn.", 2),
        ("quotations", "It's Leo's, don't you think?", 0),
        ("dashes", "Well – no — wait -- and then - stop, twenty-one well-knowns.", 4),
        ("agreement", "Yes. You're right, of course.", 3),
        ("agreement", "Is it yes or no? Say if you're right and what we agreed.", 0),
        ("agreement", "I don't agree.", 0),
        ("pleasantness", "Thank you, that was brave.", 2),
        ("pleasantness", "I am glad, and it was terrible and wrong.", -1),
        ("specifics", "Ring Ruth at 9.30 on Monday, twice.", 4),
        ("specifics", "On Tanner Street. He left. (She sits.) “Well”, I said: Now I'm late.", 1),
    ],
)
def test_a_feature_counts_what_it_says(feature, say, count):
    assert measure(say)[feature] == count


@pytest.mark.parametrize(
    "say",
    [
        "Tell me more.",
        "(Take a breath.) Go on.",
        "(Say nothing. Wait.)",
        "(Nod, and let it be quiet.)",
        "Then let's settle it now.",
        "Please don't spend more time on it.",
        "Do it tomorrow.",
        "Have a good break.",
        "Wait.",
    ],
)
def test_a_bare_verb_at_the_start_is_an_imperative(say):
    assert measure(say)["imperative"] == 1


@pytest.mark.parametrize(
    "say",
    [
        "Do you mind?",
        "Have they rung?",
        "Don't you want to?",
        "Change takes time.",
        "(Nod.) You could go on.",
        "Thank you.",
        "You tell me.",
        "",
        "(…)",
        "Then.",
    ],
)
def test_a_question_a_thank_you_or_a_statement_is_no_imperative(say):
    assert measure(say)["imperative"] == 0


def test_the_opening_word_is_the_first_that_is_said():
    assert opening_word("(Nod.) “Don’t” is a big word.") == "don't"
    assert opening_word("(Say nothing.)") == "say"
    assert opening_word("…") == ""


def test_first_person_is_a_share_of_the_words():
    assert measure("I’ve lost my keys.")["first_person"] == 0.5


def test_letters_and_minutes_are_more_formal_than_the_kitchen_table():
    letter = measure("We shall proceed in order to clarify the agreement.")["formality"]
    table = measure("Let's chat about that stuff, it's a bit of a mess.")["formality"]
    assert letter > measure("We go on and then we see what we said.")["formality"] > table


def test_formality_is_letters_a_word_and_ten_times_the_shares():
    assert measure("We shall see")["formality"] == pytest.approx(10 / 3 + 10 / 3)
    assert measure("It's Leo's van")["formality"] == pytest.approx(12 / 3 - 10 / 3)


@given(st.text(max_size=80))
def test_whatever_the_text_the_apostrophes_do_not_matter(text):
    curly = text.replace("'", "’").replace('"', "“")
    assert dict(measure(text)) == dict(measure(curly))


@given(st.text(alphabet="abI'’ .?!()“”-–", max_size=60))
def test_counts_are_never_negative(text):
    assert all(
        value >= 0 for name, value in measure(text).items() if name not in {"pleasantness", "formality", "grade"}
    )
