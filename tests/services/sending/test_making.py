"""Statements: what is made, when, of whom, and what is never in them."""

import json
from collections import Counter

import pytest

from simulator.exports.xapi import naming
from simulator.exports.xapi.words import Ext, Verb
from simulator.model.person import Person, Role
from simulator.services.sending.making import Making
from tests.services.conftest import known, watched
from tests.services.sending.conftest import SITE
from tests.services.sending.examined import BEST, COMMENT, CRITERIA, HOUR, RELEASED

EVER = "9999"


def queued(store):
    with store.reading() as work:
        return [json.loads(each.document) for each in work.statements.due(EVER, 10_000)]


def verbs(documents):
    return Counter(next(verb for verb in Verb if verb.value.id == each["verb"]["id"]) for each in documents)


def of(documents, verb):
    """Those with a verb, by turn, the first one first."""
    found = [each for each in documents if each["verb"]["id"] == verb.value.id]
    return sorted(found, key=lambda each: (each["timestamp"], ext(each, Ext.TURN) or 0))


def ext(document, extension):
    return document[extension.value.place]["extensions"].get(extension.value.id)


def test_a_conversation_that_was_practised_is_told_with_what_it_cost(examined, making, store):
    examined.practised("ada", HOUR, *BEST)
    assert making.enqueue().new == len(queued(store))
    decisions = of(queued(store), Verb.RESPONDED)
    assert [ext(each, Ext.TURN) for each in decisions] == [1, 2, 3, 4, 5]
    first = decisions[0]
    assert first["object"]["definition"]["interactionType"] == "choice"
    assert "correctResponsesPattern" not in first["object"]["definition"]
    assert first["result"]["response"] in ext(first, Ext.ORDER)
    assert sorted(ext(first, Ext.ORDER)) == [each["id"] for each in first["object"]["definition"]["choices"]]
    assert first["result"]["duration"].startswith("PT")
    assert ext(first, Ext.REGRET) == 0
    assert ext(first, Ext.BEFORE)["mode"] == "breached"
    assert ext(first, Ext.AFTER)["ingredients"] == ["named", "owned"]
    assert ext(first, Ext.MODE) == "practice"
    assert "grouping" not in first["context"]["contextActivities"]
    assert {each["context"]["registration"] for each in queued(store)} == {first["context"]["registration"]}


def test_what_the_machine_found_has_a_scaled_level_and_what_it_rests_on(examined, making, store):
    examined.practised("ada", HOUR, *BEST)
    making.enqueue()
    found = {each["object"]["id"].rsplit("/", 1)[1]: each for each in of(queued(store), Verb.SCORED)}
    repair = found["rupture-repair"]
    raw = repair["result"]["score"]["raw"]
    assert repair["result"]["score"] == {"scaled": raw / 4, "raw": raw, "min": 0, "max": 4}
    low, high = ext(repair, Ext.INTERVAL)
    assert low < ext(repair, Ext.MEAN) < high
    assert ext(repair, Ext.OPPORTUNITIES) > 2
    bare = next(each for each in found.values() if ext(each, Ext.OPPORTUNITIES) < 2)
    assert "score" not in bare["result"]


def test_what_was_only_explored_or_is_not_finished_is_nobodys_record(examined, making, practise):
    practise.begin("tiny")
    attempt = practise.begin(HOUR).attempt
    assert attempt
    assert making.enqueue().new == 0


def test_of_an_exam_nothing_but_the_choices_is_told_before_it_is_released(examined, making, store):
    attempt = examined.sit()
    examined.mark(attempt)
    making.enqueue()
    before = queued(store)
    assert verbs(before) == {Verb.RESPONDED: 5}
    told = json.dumps(before)
    assert not any(each.value.id in told for each in Ext if each.value.place == "result")
    assert "score" not in told
    assert not any(option in told for option in BEST)
    examined.release(attempt)
    assert making.enqueue().new > 0
    after = queued(store)
    assert verbs(after)[Verb.REVIEWED] == 5
    review = of(after, Verb.REVIEWED)[0]
    assert review["object"] == {"objectType": "StatementRef", "id": of(before, Verb.RESPONDED)[0]["id"]}
    assert (ext(review, Ext.REGRET), review["timestamp"]) == (0, RELEASED)
    assert [each for each in after if each in before] == before


def test_a_whole_assignment_can_be_released_at_once(examined, making, store):
    examined.sit("ada")
    examined.sit("ben")
    making.enqueue()
    examined.release(None)
    making.enqueue()
    assert verbs(queued(store))[Verb.REVIEWED] == 10


def test_assessors_speak_for_themselves_and_of_the_machines_score(examined, making, store):
    attempt = examined.sit()
    examined.mark(attempt)
    examined.release(attempt)
    making.enqueue()
    told = queued(store)
    machine = {each["id"] for each in of(told, Verb.SCORED)}
    marks = of(told, Verb.ASSESSED)
    assert {each["actor"]["account"]["name"] for each in marks} == {"uma", "vic"}
    assert {each["object"]["id"] for each in marks} <= machine
    assert sorted(str(each["result"].get("score", {}).get("raw")) for each in marks) == ["3", "3", "3", "None"]
    assert {ext(each, Ext.OPPORTUNITY): "score" in each["result"] for each in marks} == {True: True, False: False}
    (second,) = of(told, Verb.RECONSIDERED)
    assert second["object"]["id"] in {each["id"] for each in marks}
    (ruling,) = of(told, Verb.RULED)
    assert (ext(ruling, Ext.UPHELD), ruling["actor"]["account"]["name"]) == (False, "vic")
    awards = of(told, Verb.AWARDED)
    assert {each["actor"]["account"]["name"] for each in awards} == {"ada"}
    assert {each["context"]["statement"]["id"] for each in awards} <= machine


def test_an_appeal_adds_statements_that_refer_to_what_they_correct(examined, making, make, store):
    attempt = examined.sit()
    examined.mark(attempt)
    examined.release(attempt)
    making.enqueue()
    before = queued(store)
    examined.mark(attempt, "again", "2026-05-01T12:00:00+00:00", 4, round=2, cites="script")
    assert making.enqueue().new == make().enqueue().new == 0
    examined.release(attempt, "2026-05-02T12:00:00+00:00")
    making.enqueue()
    after = queued(store)
    assert [each for each in after if each in before] == before
    old = {each["object"]["id"]: each["id"] for each in of(before, Verb.AWARDED)}
    new = [each for each in of(after, Verb.AWARDED) if each not in before]
    assert [each["context"]["statement"]["id"] for each in new] == [old[each["object"]["id"]] for each in new]
    assert [ext(each, Ext.ROUND) for each in new] == [2, 2]


def test_making_them_twice_is_nothing_and_gives_the_same_to_the_letter(examined, make, store):
    examined.everything()
    first = make()
    assert first.enqueue().new > 20
    assert first.enqueue().new == make().enqueue().new == 0
    again = [statement.document for statement in make().all()]
    assert sorted(map(json.dumps, again)) == sorted(json.dumps(each) for each in map(_ordered(again), queued(store)))


def _ordered(documents):
    """The queue keeps keys in their canonical order."""
    by_id = {each["id"]: each for each in documents}

    def as_made(document):
        assert document == by_id[document["id"]]
        return by_id[document["id"]]

    return as_made


def test_nothing_written_by_hand_and_no_name_or_address_is_in_them(examined, make, store):
    with store.work() as work:
        work.people.add(
            Person("p-1", "ada@example.org", "Ada Lovelace", frozenset({Role.TRAINEE}), "a@b.org"), RELEASED
        )
        work.commit()
    examined.practised("p-1")
    examined.everything()
    for by_account in (False, True):
        told = json.dumps([each.document for each in make(by_account=by_account).all()])
        for word in (COMMENT, "Lovelace", "ada@", "@", "mbox", "The exam", '"name": "Ada"'):
            assert word not in told, word


def test_people_are_named_by_their_accounts_where_that_is_asked_for(examined, make, store):
    known(store, "cem")
    with store.work() as work:
        work.people.add(Person("p-2", "ada.b", "Ada", frozenset({Role.TRAINEE})), RELEASED)
        work.commit()
    examined.practised("p-2")
    names = {each.document["actor"]["account"]["name"] for each in make(by_account=True).all()}
    assert names == {"ada.b"}
    assert {each.document["actor"]["account"]["name"] for each in make().all()} == {"p-2"}
    assert {each.document["actor"]["account"]["homePage"] for each in make().all()} == {SITE}


def test_an_attempt_whose_version_is_lost_is_named_and_holds_up_no_other(examined, making, store):
    lost = examined.practised("ada", "tiny", "ask")
    examined.practised("ben", HOUR, *BEST)
    with store.work() as work:
        digest = work.attempt(lost).digest
        work.connection.exec_driver_sql("UPDATE scenario_versions SET canonical = '{}' WHERE digest = ?", (digest,))
        work.commit()
    enqueued = making.enqueue()
    assert enqueued.unreadable == (lost,)
    assert verbs(queued(store))[Verb.RESPONDED] == 5


def test_the_number_of_questions_does_not_grow_with_the_attempts(examined, make, store):
    def asked():
        seen = watched(store)
        make().enqueue()
        return len(seen)

    examined.everything("ada")
    one = asked()
    for person in ("cem", "dan", "eva", "fay"):
        examined.practised(person)
    examined.sit("ben")
    assert asked() <= one


def test_batches_end_where_they_should(examined, make, store, monkeypatch):
    monkeypatch.setattr("simulator.services.sending.making.AT_ONCE", 2)
    people = ("ada", "ben", "cem", "dan", "eva")
    for person in people:
        examined.practised(person)
    made = make()
    assert made.enqueue().new == len(queued(store))
    assert {each["actor"]["account"]["name"] for each in queued(store)} == set(people)


def test_what_a_crash_left_out_is_made_the_next_time(examined, make, store, monkeypatch):
    monkeypatch.setattr("simulator.services.sending.making.AT_ONCE", 2)
    for person in ("ada", "ben", "cem", "dan"):
        examined.practised(person)
    keep, calls = Making._keep, []

    def die(self, made):
        calls.append(1)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return keep(self, made)

    monkeypatch.setattr(Making, "_keep", die)
    with pytest.raises(KeyboardInterrupt):
        make().enqueue()
    monkeypatch.setattr(Making, "_keep", keep)
    make().enqueue()
    assert {each["actor"]["account"]["name"] for each in queued(store)} == {"ada", "ben", "cem", "dan"}


def test_what_was_kept_late_by_a_slow_clock_is_not_passed_over(examined, making, make, store):
    examined.practised("ada")
    assert making.enqueue().new == 2
    late = examined.practised("ben")
    with store.work() as work:
        statement = "UPDATE scores SET made = '2026-02-28T23:55:00+00:00' WHERE attempt = ?"
        work.connection.exec_driver_sql(statement, (late,))
        work.commit()
    assert making.enqueue().new == 2


def test_a_second_scoring_is_a_second_statement_that_refers_to_the_first(examined, making, store):
    from dataclasses import replace

    attempt = examined.practised()
    making.enqueue()
    with store.work() as work:
        score = work.scores.of(attempt)[0]
        work.scores.add(replace(score, number=2, made="2026-06-01T00:00:00+00:00"))
        work.commit()
    making.enqueue()
    first, second = (of(queued(store), Verb.SCORED)[each] for each in (0, -1))
    assert second["context"]["statement"]["id"] == first["id"] == naming.score_id(attempt, 1, "rapport-safety")
    assert ext(second, Ext.SCORING) == 2
    assert CRITERIA[0] in second["object"]["id"]
