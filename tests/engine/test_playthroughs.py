"""Whole conversations as text files, each played straight through and once more through save and resume."""

from pathlib import Path

import pytest

from simulator.engine.dialogue import Dialogue
from simulator.engine.session import Session
from simulator.model.codec import decode, encode
from simulator.model.scenario import Scenario
from tests import stock

FOLDER = Path(__file__).parent / "playthroughs"
FILES = sorted(FOLDER.glob("*.txt"))


def read(path):
    """The scenario's name, the turns as rows of words, and the words of the last line."""
    _, name, *turns, last = path.read_text(encoding="utf-8").splitlines()
    return name, [turn.split() for turn in turns], last.split()


def as_rows(steps):
    return [
        [
            step.beat,
            step.mood,
            step.option,
            step.event,
            step.after.mode,
            str(step.after.trust),
            "+".join(step.after.ingredients) or "-",
        ]
        for step in steps
    ]


def last_words(session):
    if session.ending:
        return ["ending", session.ending.id, session.ending.result]
    return ["open", session.beat.id, session.mood]


def straight_through(name, options):
    return stock.session(name, *options)


def through_save_and_resume(name, options):
    """Before every turn the session is thrown away; the scenario and the choices come back from bytes."""
    session = stock.session(name)
    for turn, option in enumerate(options, start=1):
        scenario = decode(encode(stock.scenario(name)), Scenario)
        taken = decode(encode(tuple(step.option for step in session.steps)), tuple[str, ...])
        session = Session.resume(Dialogue(scenario), "seed", taken)
        session.choose(turn, option)
    return session


@pytest.mark.parametrize("play", [straight_through, through_save_and_resume])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path, play):
    name, turns, last = read(path)
    session = play(name, [turn[2] for turn in turns])
    assert as_rows(session.steps) == turns
    assert last_words(session) == last


def test_every_small_scenario_is_played_and_every_ending_reached():
    played = [read(path) for path in FILES]
    reached = {(name, last[1]) for name, _, last in played if last[0] == "ending"}
    unreached = {
        (name, ending)
        for name in stock.names()
        for ending in stock.scenario(name).ending_by_id
        if (name, ending) not in reached
    }
    assert unreached == {("right-order", "lost"), ("right-order", "found"), ("tiny", "gone")}, "each says why below"


def test_the_unreached_endings_cannot_be_reached():
    """`lost` is where a wrong order would lead; `tiny` is over before anybody can leave; nobody survives `third`."""
    from simulator.engine.product import Product

    for name, endings in {"right-order": {"lost", "found"}, "tiny": {"gone"}}.items():
        places = {state.at for state in Product(Dialogue(stock.scenario(name))).edges}
        assert not places & endings


def test_every_file_says_what_it_shows():
    for path in FILES:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.endswith("."), path.name
        assert first[0].isupper(), path.name
