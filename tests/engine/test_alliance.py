"""The alliance machine against its table, and the properties that any change of its rules must keep (spec 3d)."""

from itertools import product

import pytest

from simulator.engine.alliance import ALLIANCE_MACHINE, STRAINED, mood_of, react
from simulator.model.alliance import Alliance, BreachType, Event, Facet, Ingredient, Mode, Mood, Persona, Style
from tests.engine.relationships import LEFT, MOVES, PERSONAS, closure, onward, starts
from tests.engine.table import rows

NEEDS_SAFEGUARD = {BreachType.CONFIDENTIALITY, BreachType.INTEGRITY}


@pytest.fixture(params=PERSONAS, ids=lambda p: f"{p.style}-{p.patience}-{p.trust_ceiling}")
def persona(request):
    return request.param


def _strained_states(graph):
    return [state for state in graph if state.mode in STRAINED]


def test_every_row_of_the_published_table_is_what_the_machine_does():
    graphs = {each: onward(each) for each in PERSONAS}
    moves = [(row, graphs[row.persona][row.before][row.event, row.facet, row.breach]) for row in rows()]
    assert [(row, after) for row, after in moves if after != row.after][:3] == []
    assert len(moves) == 177_700


def test_the_table_lists_exactly_the_states_that_can_be_reached():
    table = rows()
    listed = {each: {row.before for row in table if row.persona == each} for each in PERSONAS}
    assert {each: set(onward(each)) - {LEFT} for each in PERSONAS} == listed
    assert sum(map(len, listed.values())) == 8_885
    assert len(set().union(*listed.values())) == 1_998


def test_every_event_is_defined_in_every_mode():
    handled = {(mode, name) for name, event in ALLIANCE_MACHINE.events.items() for mode in event.transitions}
    assert handled == {(mode.name, event.value) for mode, event in product(Mode, Event)}


def test_the_last_rule_for_an_event_in_a_mode_asks_for_nothing():
    for event in ALLIANCE_MACHINE.events.values():
        for rules in event.transitions.values():
            assert rules[-1].conditions == []


def test_the_machine_makes_no_shortcuts_of_its_own():
    assert set(ALLIANCE_MACHINE.events) == {event.value for event in Event}


def test_a_reaction_changes_nothing_but_what_it_returns():
    before = Alliance(Mode.BREACHED, 1, facet=Facet.BOND, breach=BreachType.RESPECT)
    once = react(PERSONAS[0], before, Event.OWN)
    react.cache_clear()
    react(PERSONAS[5], Alliance(Mode.WITHDRAWING, 2, facet=Facet.TASK), Event.PUSH)
    assert react(PERSONAS[0], before, Event.OWN) == once
    assert before == Alliance(Mode.BREACHED, 1, facet=Facet.BOND, breach=BreachType.RESPECT)


@pytest.mark.parametrize(("event", "kind"), [(Event.BREACH, None), (Event.OWN, BreachType.RESPECT)])
def test_a_breach_needs_its_type_and_nothing_else_may_have_one(event, kind):
    with pytest.raises(ValueError, match="exactly the event BREACH"):
        react(PERSONAS[0], Alliance(), event, Facet.BOND, kind)


def test_a_failed_reaction_leaves_the_machine_usable():
    with pytest.raises(ValueError, match="breach type"):
        react(PERSONAS[0], Alliance(), Event.BREACH)
    assert react(PERSONAS[0], Alliance(trust=1), Event.CONNECT).trust == 2


# The properties of spec 3d.4, over every state that can be reached.


def test_every_state_keeps_to_its_ranges(persona):
    for state in onward(persona):
        assert 0 <= state.trust <= persona.trust_ceiling
        assert 0 <= state.strikes < persona.patience
        assert (state.facet is not None) == (state.mode in STRAINED)
        assert state.mode in STRAINED or not state.ingredients
        assert state.mode is not Mode.BREACHED or state.breach is not None


def test_every_state_short_of_exit_can_reach_working_trust_again(persona):
    graph = onward(persona)
    before = {}
    for source, moves in graph.items():
        for after in moves.values():
            before.setdefault(after, set()).add(source)
    working = [state for state in graph if state.mode is Mode.SETTLED and state.trust >= 2]
    able, waiting = set(working), list(working)
    while waiting:
        for source in before.get(waiting.pop(), ()):
            if source not in able:
                able.add(source)
                waiting.append(source)
    assert set(graph) - able == {LEFT}


def test_trust_never_rises_by_more_than_one(persona):
    assert max(after.trust - state.trust for state, moves in onward(persona).items() for after in moves.values()) == 1


def test_exit_is_final(persona):
    assert set(onward(persona)[LEFT].values()) == {LEFT}


def test_a_breach_is_left_only_by_a_joint_agreement_after_owning_and_hearing(persona):
    graph = onward(persona)
    for state in (each for each in graph if each.mode is Mode.BREACHED):
        for (event, _, _), after in graph[state].items():
            if after.mode not in (Mode.BREACHED, Mode.EXIT):
                assert event in (Event.RENEGOTIATE, Event.EMPOWER)
                assert {Ingredient.NAMED, Ingredient.OWNED, Ingredient.HEARD} <= set(state.ingredients)
                assert state.breach not in NEEDS_SAFEGUARD or Ingredient.SAFEGUARDED in state.ingredients
                assert after.mode is Mode.SETTLED
                assert after.watch


@pytest.mark.parametrize("ignoring", [[Event.MISS], [Event.OVERDO], [Event.MISS, Event.OVERDO, Event.NEUTRAL]])
def test_ignoring_or_placating_a_strain_never_settles_it_and_leads_out(persona, ignoring):
    """Within eight beats for the usual patience of 2; a forgiving client (3) bears half as much again."""
    graph = onward(persona)
    states = set(_strained_states(graph))
    for _ in range(4 * persona.patience):
        states = {after for state in states for (event, _, _), after in graph[state].items() if event in ignoring}
        assert Mode.SETTLED not in {state.mode for state in states}
    assert states == {LEFT}


def test_warmth_alone_never_settles_a_strain(persona):
    graph = onward(persona)
    for state in _strained_states(graph):
        assert {after.mode for after in closure(graph, state, [Event.CONNECT])} == {state.mode}


def test_a_breach_followed_through_can_end_above_where_it_began_but_only_after_proof():
    patient = Persona(Style.DEFERS, 2, 3)
    state = react(patient, Alliance(trust=2), Event.BREACH, Facet.BOND, BreachType.RELIABILITY)
    assert state.trust == 0
    for event in (Event.OWN, Event.HEAR, Event.RENEGOTIATE):
        state = react(patient, state, event)
    assert (state.mode, state.trust, state.watch) == (Mode.SETTLED, 1, True)
    proved = react(patient, state, Event.FOLLOW)
    assert (proved.trust, proved.watch) == (2, False)
    assert react(patient, proved, Event.CONNECT).trust == 3


def test_a_repaired_breach_stops_at_working_trust_until_it_is_proved(persona):
    graph = onward(persona)
    repaired = [
        after
        for state, moves in graph.items()
        if state.mode is Mode.BREACHED
        for after in moves.values()
        if after.mode is Mode.SETTLED
    ]
    assert repaired
    assert all(state.watch and state.trust <= 2 for state in repaired)


def test_the_same_breach_again_while_on_watch_is_the_end_and_another_is_not(persona):
    for state, moves in onward(persona).items():
        if state.watch:
            for (event, _, kind), after in moves.items():
                if event is Event.BREACH:
                    assert after.mode is (Mode.EXIT if kind is state.breach else Mode.BREACHED)


def test_only_a_push_reads_the_facet_of_the_beat():
    graph = onward(PERSONAS[-4])
    for state, moves in graph.items():
        for event, facet, kind in MOVES:
            if event is not Event.PUSH:
                assert moves[event, facet, kind] == react(PERSONAS[-4], state, event, Facet.TASK, kind)


def test_the_client_reacts_to_pressure_in_their_own_style(persona):
    strained = react(persona, Alliance(trust=1), Event.PUSH, Facet.TASK)
    assert strained.mode is (Mode.WITHDRAWING if persona.style is Style.DEFERS else Mode.CONFRONTING)
    assert strained.facet is Facet.TASK


def test_patience_is_the_number_of_lapses_that_strain_a_settled_relationship(persona):
    state = Alliance(trust=1)
    for lapse in range(1, persona.patience + 1):
        state = react(persona, state, Event.MISS)
        assert (state.mode is Mode.WITHDRAWING) == (lapse == persona.patience)


def test_every_start_is_a_state_of_its_own(persona):
    assert len(set(starts(persona))) == len(starts(persona))


# The table of display moods (design, section 4).

_STRAINS = [Mode.WITHDRAWING, Mode.CONFRONTING, Mode.BREACHED]


@pytest.mark.parametrize(("trust", "mood"), [(0, Mood.CLOSED), (1, Mood.GUARDED), (2, Mood.OPEN), (3, Mood.CANDID)])
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("overdone", [False, True])
def test_a_settled_client_shows_their_trust(trust, mood, style, overdone):
    assert mood_of(Alliance(trust=trust, strikes=1), style, overdone=overdone) is mood


@pytest.mark.parametrize("mode", _STRAINS)
@pytest.mark.parametrize("ingredient", Ingredient)
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("overdone", [False, True])
def test_a_strained_client_who_was_met_half_way_is_testing(mode, ingredient, style, overdone):
    assert mood_of(Alliance(mode, 1, (ingredient,)), style, overdone=overdone) is Mood.TESTING


@pytest.mark.parametrize(
    ("mode", "style", "overdone", "mood"),
    [
        (Mode.WITHDRAWING, Style.DEFERS, False, Mood.CLOSED),
        (Mode.WITHDRAWING, Style.CONTESTS, False, Mood.CLOSED),
        (Mode.WITHDRAWING, Style.DEFERS, True, Mood.POLITE),
        (Mode.WITHDRAWING, Style.CONTESTS, True, Mood.POLITE),
        (Mode.CONFRONTING, Style.DEFERS, False, Mood.PUSHING_BACK),
        (Mode.CONFRONTING, Style.CONTESTS, True, Mood.PUSHING_BACK),
        (Mode.BREACHED, Style.DEFERS, False, Mood.POLITE),
        (Mode.BREACHED, Style.DEFERS, True, Mood.POLITE),
        (Mode.BREACHED, Style.CONTESTS, False, Mood.HURT),
        (Mode.BREACHED, Style.CONTESTS, True, Mood.HURT),
    ],
)
@pytest.mark.parametrize("trust", range(4))
def test_a_strained_client_shows_it_in_their_own_way(mode, style, overdone, mood, trust):
    assert mood_of(Alliance(mode, trust), style, overdone=overdone) is mood


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("overdone", [False, True])
def test_a_client_who_has_left_is_gone(style, overdone):
    assert mood_of(LEFT, style, overdone=overdone) is Mood.GONE


def test_every_mood_is_shown_by_some_state():
    shown = {
        mood_of(state, persona.style, overdone=overdone)
        for persona in PERSONAS
        for state in onward(persona)
        for overdone in (False, True)
    }
    assert shown == set(Mood)
