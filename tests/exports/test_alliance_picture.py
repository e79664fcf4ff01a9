"""The picture of the alliance is that of the machine."""

from simulator.engine.alliance import RULES
from simulator.engine.picture import alliance_rules
from simulator.exports.alliance_picture import alliance_drawing
from simulator.exports.svg import svg
from simulator.model.alliance import Event, Mode
from tests.exports.pictures import Taken


def test_the_rows_are_the_rules_of_the_machine():
    declared = set()
    for rule in RULES:
        sources = rule["source"] if isinstance(rule["source"], tuple) else (rule["source"],)
        effects = rule["after"] if isinstance(rule["after"], list) else [rule["after"]] if rule["after"] else []
        guards = (rule["conditions"],) if rule["conditions"] else ()
        declared |= {(rule["trigger"], each, rule["dest"] or each, guards, tuple(effects)) for each in sources}
    read = alliance_rules()
    assert {(r.event.value, r.source, r.dest, r.guards, r.effects) for r in read} == declared
    assert len(read) == len(declared)


def test_every_event_is_defined_in_every_mode():
    assert {(rule.event, rule.source) for rule in alliance_rules()} == {
        (event, mode) for event in Event for mode in Mode
    }


def test_a_rule_that_is_asked_after_another_is_a_fallback():
    push = [rule for rule in alliance_rules() if rule.event is Event.PUSH and rule.source is Mode.SETTLED]
    assert [(rule.dest, rule.fallback) for rule in push] == [
        (Mode.SETTLED, False), (Mode.WITHDRAWING, True), (Mode.CONFRONTING, True),
    ]  # fmt: skip


def test_the_picture_has_the_five_modes_and_an_edge_for_each_pair_that_a_rule_joins():
    taken = Taken(svg(alliance_drawing()))
    assert taken.nodes() == [mode.value for mode in Mode]
    pairs = {(rule.source.value, rule.dest.value) for rule in alliance_rules() if rule.source is not rule.dest}
    assert taken.edges() == sorted(pairs)


def test_what_stays_in_a_mode_is_listed_in_it_and_what_leads_on_is_on_the_edge():
    drawing = alliance_drawing()
    settled = next(node for node in drawing.nodes if node.id == "settled")
    assert "• PUSH [push is absorbed]: strike" in settled.note.split("\n")
    away = next(edge for edge in drawing.edges if (edge.source, edge.target) == ("settled", "withdrawing"))
    assert away.label.split("\n") == ["MISS, OVERDO, DEFEND [strike is last]", "PUSH [client defers]"]
    assert "PUSH [client defers]: lose trust, strain here" in away.title.split("\n")
