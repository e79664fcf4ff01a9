"""Every finding about Twee is in the catalogue in the same words, and its example and twin do what they say."""

import pytest

from simulator.authoring.twee import read_twee
from simulator.authoring.twee.findings import FINDINGS
from simulator.verification.diagnostics.catalogue import catalogue
from simulator.verification.diagnostics.examples import Example, make

CODES = sorted(FINDINGS)


def _found(example: Example) -> list[str]:
    return [each.code for name, raw in make(example).files.items() for each in read_twee(raw, name).diagnostics]


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_says_the_same_as_the_code(code):
    entry, finding = catalogue()[code], FINDINGS[code]
    assert (entry.severity, entry.message, entry.hint) == (finding.severity, (finding.message,), finding.hint)


@pytest.mark.parametrize("code", CODES)
def test_the_example_triggers_its_code_and_nothing_else(code):
    assert set(_found(catalogue()[code].example)) == {code}


@pytest.mark.parametrize("code", CODES)
def test_the_twin_is_read_without_a_word(code):
    assert _found(catalogue()[code].twin) == []


def test_the_catalogue_knows_no_other_code_of_twee():
    assert sorted(code for code in catalogue() if code.startswith("T")) == CODES
