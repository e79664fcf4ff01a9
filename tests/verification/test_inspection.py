"""What the author is told of a beat is what a player would meet there."""

import pytest

from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.scoring.review import Review
from simulator.scoring.solution import solve
from simulator.verification.inspection import (
    beats_that_may_end_it,
    occurrences,
    shares_of_best,
    situation,
    situations,
    unreached,
    worths,
)
from simulator.verification.subject import Subject
from tests import stock

NAME = "borrowed-hour"


@pytest.fixture(scope="module")
def subject() -> Subject:
    return Subject(stock.scenario(NAME), stock.rubric(), Product(Dialogue(stock.scenario(NAME))))


def test_every_situation_of_a_beat_can_be_played_to(subject):
    for beat in subject.scenario.beats:
        found = situations(subject, beat.id)
        assert len(found) == subject.product.layers[beat.id].size
        for each in found:
            session = stock.session(NAME, *each.witness)
            assert session.state == subject.product.state(each.number)
            assert (session.mood, session.dialogue.snapshot(session.state)) == (each.mood, each.snapshot)


def test_the_likeliest_situation_comes_first_and_the_list_can_be_cut(subject):
    beat = max(subject.scenario.beats, key=lambda each: len(situations(subject, each.id))).id
    chances = [each.chance for each in situations(subject, beat)]
    assert chances == sorted(chances, reverse=True)
    assert situations(subject, beat, most=2) == situations(subject, beat)[:2]


def test_a_value_is_said_to_occur_as_often_as_it_does(subject):
    for beat in subject.scenario.beats:
        states = [subject.product.state(each.number) for each in situations(subject, beat.id)]
        trust = {each.value: each.states for each in occurrences(subject, beat.id) if each.fact == "trust"}
        assert trust == {
            str(value): sum(state.alliance.trust == value for state in states)
            for value in {state.alliance.trust for state in states}
        }


def test_the_shares_of_the_moods_of_a_beat_add_up(subject):
    for beat in subject.scenario.beats:
        found = occurrences(subject, beat.id)
        assert sum(each.share for each in found if each.fact == "mood") == pytest.approx(1)
        for each in found:
            assert stock.session(NAME, *each.witness).state == subject.product.state(each.situation)


def test_what_an_option_keeps_is_what_the_review_says(subject):
    solution = solve(subject.product, stock.rubric().scoring)
    for beat in subject.scenario.beats:
        for each in situations(subject, beat.id, most=3):
            for worth in worths(subject, each.number):
                session = Session.resume(subject.product.dialogue, "seed", [*each.witness, worth.option])
                review = Review(session, solution, stock.rubric().scoring)
                assert worth.lost == pytest.approx(review.turns[-1].loss)
                assert worth.leads_to == session.state.at


def test_best_play_goes_somewhere_from_every_beat_that_is_reached(subject):
    shares = shares_of_best(subject)
    for beat, _ in subject.beats:
        assert sum(share for (at, _), share in shares.items() if at == beat.id) == pytest.approx(1)


def test_what_is_not_reached_is_empty(subject):
    assert unreached(subject) == {
        each
        for each in (*subject.scenario.beat_by_id, *subject.scenario.ending_by_id)
        if each not in subject.product.layers
    }
    assert situations(subject, "nowhere") == ()
    assert occurrences(subject, "nowhere") == ()


def test_a_client_may_leave_exactly_where_an_edge_leads_to_the_exit(subject):
    leaving = {
        state.at
        for state, edges in subject.product.edges.items()
        if any(edge.to.at == subject.scenario.exit for edge in edges)
    }
    assert beats_that_may_end_it(subject) == leaving


def test_an_ending_offers_nothing(subject):
    ending = next(layer for layer in subject.product.layers.values() if not layer.options)
    assert worths(subject, ending.first) == ()
    assert situation(subject, ending.first).number == ending.first
