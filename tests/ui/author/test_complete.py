"""What is offered at the author's cursor, in texts that are broken as texts being written are."""

import pytest

from simulator.authoring.complete import complete
from simulator.services.author.desk import template
from tests import stock

TEXT = template("mine")


def offered(text: str) -> list[str]:
    """The labels at the sign `^` in a text."""
    before = text[: text.index("^")]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return [each["label"] for each in complete(text.replace("^", "", 1), line, column, stock.rubric())]


def after(marker: str, typed: str = "") -> list[str]:
    """The labels after a place in the template, with more typed there."""
    return offered(TEXT.replace(marker, f"{marker}{typed}^", 1))


def test_keys_of_the_file_stand_at_its_margin() -> None:
    assert offered("format: 1\nti^")[:2] == ["id", "title"]


def test_keys_that_stand_already_are_not_offered_again() -> None:
    assert "format" not in offered("format: 1\nfo^")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("client:\n  ^", ["name", "about", "style", "patience", "trust_ceiling", "groups"]),
        ("endings:\n  good-end:\n    re^", ["result", "utility", "text", "reflection"]),
        ("start: {beat: a, ^", ["mode", "trust", "breach", "facet", "flags"]),
        ("beats:\n  a:\n    options:\n      x:\n        then:\n          - {^", ["when", "to"]),
        ("beats:\n  a:\n    options:\n      x:\n        then:\n          - ^", ["when", "to"]),
        ("beats:\n  a:\n    options:\n      x:\n        quality:\n          - {when: {named: true}, ^", ["is"]),
        ("beats:\n  a:\n    options:\n      x:\n        event: {^", ["BREACH"]),
    ],
)
def test_the_keys_are_those_of_the_place(text: str, expected: list[str]) -> None:
    assert offered(text) == expected


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("beats:\n  a:\n    options:\n      x:\n        form: ^", "reflection"),
        ("beats:\n  a:\n    options:\n      x:\n        event: N^", "RENEGOTIATE"),
        ("beats:\n  a:\n    options:\n      x:\n        event: {BREACH: ^", "integrity"),
        ("beats:\n  a:\n    facet: ^", "task"),
        ("beats:\n  a:\n    hinge: ^", "true"),
        ("beats:\n  a:\n    client:\n      ^", "pushing-back"),
        ("beats:\n  a:\n    focus: [^", "rr-own-part"),
        ("beats:\n  a:\n    options:\n      x:\n        evidence: {rr-own-part: 2, ^", "rr-hear-impact"),
        ("beats:\n  a:\n    options:\n      x:\n        then:\n          - {when: {^", "mood"),
        ("beats:\n  a:\n    options:\n      x:\n        then:\n          - {when: {mode: ^", "breached"),
        ("beats:\n  a:\n    options:\n      x:\n        then:\n          - when: {heard: ^", "false"),
        (
            "beats:\n  a:\n    options:\n      x:\n        set: [told]\n        then:\n          - {when: {^",
            "flag.told",
        ),
        ("client:\n  style: ^", "contests"),
        ("start: {beat: a, mode: ^", "withdrawing"),
        ("targets:\n  - ^", "rupture-repair"),
        ("targets: [^", "rupture-repair"),
        ("variables: {^", "agency"),
        ('sources: ["000 §2.3", ^', "004 Setbacks"),
        ("rubric: ^", "coaching-alliance"),
        ("endings:\n  a:\n    result: ^", "mixed"),
        ("beats:\n  a:\n    options:\n      x:\n        gate: ^", "no-secret-disclosure"),
    ],
)
def test_the_values_are_those_of_the_key(text: str, some: str) -> None:
    assert some in offered(text)


def test_then_offers_the_beats_and_endings_of_the_text() -> None:
    ids = ["opening", "his-answer", "from-now-on", "own-way", "polite-goodbye", "he-leaves"]
    assert after("        then: ") == ids
    assert after("exit: ", "") == ids[3:]


def test_a_value_that_yaml_would_misread_is_put_in_with_quotes() -> None:
    found = complete("sources: [", 1, 11, stock.rubric())
    assert found[0]["apply"] == f'"{found[0]["label"]}"'


@pytest.mark.parametrize(
    "text",
    [
        "brief: |\n  It is Monday^",
        'beats:\n  a:\n    options:\n      x:\n        say: "Before we st^',
        "beats:\n  ^",
        "# a remark ^",
        "^",
        "minutes: ^",
        "beats:\n  a:\n    options:\n      x:\n        then:\n          - {when: {nonsense: ^",
    ],
)
def test_where_anything_may_stand_nothing_is_offered(text: str) -> None:
    if text == "^":
        assert offered(text)[0] == "format"
    else:
        assert offered(text) == []


def test_the_text_below_may_be_broken() -> None:
    assert "question" in offered(TEXT.replace("form: statement", "form: ^", 1) + "\n}{[ : 'half\n\t")


@pytest.mark.parametrize("place", [(0, 0), (1, 0), (10_000, 1), (1, 10_000)])
def test_a_place_outside_of_the_text_is_no_fault(place: tuple[int, int]) -> None:
    assert isinstance(complete(TEXT, *place, stock.rubric()), tuple)


def test_every_place_of_the_template_gives_an_answer() -> None:
    for number, line in enumerate(TEXT.split("\n"), start=1):
        for column in range(1, len(line) + 2, 3):
            complete(TEXT, number, column, stock.rubric())
