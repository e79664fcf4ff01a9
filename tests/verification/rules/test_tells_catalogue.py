"""Every code of the tells, of the text and of the bank: its example shows it, its twin does not."""

import pytest

from simulator.model.diagnostic import Location
from simulator.verification.diagnostics.catalogue import catalogue, diagnostic
from simulator.verification.diagnostics.examples import make
from tests.verification.rules.judging import judged, subjects_of

CODES = [code for code, entry in catalogue().items() if entry.family in ("tells", "text", "bank")]


def found_in(example):
    made = make(example)
    return judged(subjects_of(made), made.against)


@pytest.mark.parametrize("code", CODES)
def test_the_example_shows_it_in_words(code):
    found = [each for each in found_in(catalogue()[code].example) if each.code == code]
    assert found
    for each in found:
        assert diagnostic(code, Location("example.yaml"), **each.values).message


@pytest.mark.parametrize("code", CODES)
def test_the_twin_does_not(code):
    assert code not in {each.code for each in found_in(catalogue()[code].twin)}


def test_the_base_of_ten_beats_gives_nothing_away():
    from tests.verification.rules.judging import example

    assert judged(example("ten")) == []
