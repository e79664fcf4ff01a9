"""What the rules call unreachable is never met, what they do not is met somewhere, and every witness can be played.

Everything here is found with the dialogue alone: by random play, or by walking from state to state.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.authoring.load import Loaded, load_scenario, parse_scenario
from simulator.authoring.source import KeyPath
from simulator.engine.alliance import STRAINED
from simulator.engine.dialogue import Dialogue, State, holds
from simulator.engine.product import Product
from simulator.engine.session import Session
from simulator.model.alliance import Mode
from simulator.model.scenario import Case, Option, Result, Scenario
from simulator.scoring.values import Values
from simulator.verification.rules import scoring, strain, structure
from simulator.verification.subject import Subject
from simulator.verification.verify import Verified, verify
from tests import stock
from tests.engine.test_product import SHIPPED, by_breadth, shipped
from tests.strategies import as_flow, documents, scenarios

PLAYS, PLAYS_OF_SHIPPED = 60, 1_000
"""Of each of 100 random scenarios and of each shipped one: 10,000 in all."""
UNREACHABLE = (structure.unreached_places, structure.cases_that_never_count, structure.lines_never_said)


@cache
def subject_of(scenario: Scenario) -> Subject:
    return Subject(scenario, stock.rubric(), Product(Dialogue(scenario)))


def found_by(rule, scenario: Scenario) -> list:
    return list(rule(subject_of(scenario)))


def called_unreachable(scenario: Scenario) -> set[KeyPath]:
    return {finding.path for rule in UNREACHABLE for finding in found_by(rule, scenario)}


# What is met in a state, by the keys under which it is written.


def met_in(dialogue: Dialogue, state: State) -> Iterator[KeyPath]:
    if ending := dialogue.ending(state):
        yield ("endings", ending.id)
        yield ("endings", ending.id, "utility", which(dialogue, ending.utility, state))
        return
    yield ("beats", state.at)
    yield said(dialogue, state)
    for option in dialogue.scenario.beat_by_id[state.at].options:
        yield ("beats", state.at, "options", option.id, "quality", which(dialogue, option.quality, state))
        after = dialogue.apply(state, option)
        if after.alliance.mode is not Mode.EXIT:
            yield ("beats", state.at, "options", option.id, "then", which(dialogue, option.then, after))


def which(dialogue: Dialogue, cases: tuple[Case, ...], state: State) -> int:
    return next(i for i, case in enumerate(cases) if holds(case.when, dialogue.facts(state)))


def said(dialogue: Dialogue, state: State) -> KeyPath:
    lines = {line.mood: line for line in dialogue.scenario.beat_by_id[state.at].lines}
    mood = dialogue.mood(state).value
    mood = mood if mood in lines else None
    case = (which(dialogue, lines[mood].text, state),) if len(lines[mood].text) > 1 else ()
    return ("beats", state.at, "client", mood or "otherwise", *case)


def written(scenario: Scenario) -> Iterator[KeyPath]:
    """Everything that somebody wrote to be met, but for what the format asks for although it may not be needed."""
    for ending in scenario.endings:
        if ending.id != scenario.exit:
            yield ("endings", ending.id)
        yield from (("endings", ending.id, "utility", i) for i in range(len(ending.utility)))
    for beat in scenario.beats:
        yield ("beats", beat.id)
        for option in beat.options:
            here = ("beats", beat.id, "options", option.id)
            yield from ((*here, "quality", i) for i in range(len(option.quality)))
            yield from ((*here, "then", i) for i in range(len(option.then)) if len(option.then) > 1)
        for line in beat.lines:
            here = ("beats", beat.id, "client", line.mood or "otherwise")
            if len(line.text) > 1:
                yield from ((*here, i) for i in range(len(line.text)))
            elif line.mood:
                yield here


def never_met(scenario: Scenario) -> set[KeyPath]:
    """What no walk meets, but for what stands inside a beat or an ending that no walk comes to."""
    dialogue = Dialogue(scenario)
    met = {path for state in by_breadth(dialogue) for path in met_in(dialogue, state)}
    return {path for path in written(scenario) if path not in met and (len(path) == 2 or path[:2] in met)}


@given(scenarios())
def test_exactly_what_no_walk_meets_is_called_unreachable(scenario):
    assert called_unreachable(scenario) == never_met(scenario)


@pytest.mark.parametrize("name", SHIPPED)
def test_exactly_what_no_walk_of_a_shipped_scenario_meets_is_called_unreachable(name):
    assert called_unreachable(shipped(name)) == never_met(shipped(name))


# Random play.


def plays(dialogue: Dialogue, seed: int, count: int) -> Iterator[list[tuple[State, Option | None]]]:
    random = Random(seed)  # noqa: S311
    for _ in range(count):
        state, play = dialogue.start(), []
        while not dialogue.ending(state):
            option = random.choice(dialogue.scenario.beat_by_id[state.at].options)
            play.append((state, option))
            state = dialogue.step(state, option)
        yield [*play, (state, None)]


def never_contradicted(scenario: Scenario, seed: int, count: int) -> None:
    dialogue, unreachable = Dialogue(scenario), called_unreachable(scenario)
    doomed = {finding.path[1] for finding in found_by(structure.doomed_beats, scenario)}
    no_exit = bool(found_by(structure.exit_never_used, scenario))
    slips = {f.path[1]: f.values["slips"] for f in found_by(structure.endings_beyond_sound_moves, scenario)}
    for play in plays(dialogue, seed, count):
        met = {path for state, _ in play for path in met_in(dialogue, state)}
        end = play[-1][0].at
        assert not met & unreachable
        assert end == scenario.exit or not {state.at for state, _ in play} & doomed
        assert not (no_exit and end == scenario.exit)
        assert below_sound(dialogue, play) >= slips.get(end, 0)


def below_sound(dialogue: Dialogue, play: Iterable[tuple[State, Option | None]]) -> int:
    return sum(dialogue.quality(state, option) < 3 for state, option in play if option)


@given(scenarios(), st.integers(0, 1 << 32))
def test_random_play_never_meets_what_is_called_unreachable(scenario, seed):
    never_contradicted(scenario, seed, PLAYS)


@pytest.mark.parametrize("name", SHIPPED)
def test_random_play_of_a_shipped_scenario_never_meets_what_is_called_unreachable(name):
    never_contradicted(shipped(name), 20_077, PLAYS_OF_SHIPPED)


# Claims about ways and states, found again by recursion.


@given(scenarios())
def test_a_beat_is_doomed_exactly_if_every_walk_from_it_ends_with_the_client_leaving(scenario):
    edges = by_breadth(Dialogue(scenario))

    @cache
    def ends(state: State) -> frozenset[str]:
        return frozenset([state.at]) if not edges[state] else frozenset().union(*(ends(to) for *_, to in edges[state]))

    open_ = {state.at for state in edges if edges[state] and ends(state) != {scenario.exit}}
    visited = {state.at for state in edges if edges[state]}
    assert {finding.path[1] for finding in found_by(structure.doomed_beats, scenario)} == visited - open_


@given(scenarios())
def test_an_ending_is_beyond_sound_moves_exactly_if_every_walk_to_it_slips_too_often(scenario):
    edges = by_breadth(Dialogue(scenario))
    fewest = dict.fromkeys(edges, 99)
    for state in subject_of(scenario).product.states():  # in an order in which every edge leads forward
        fewest[state] = 0 if state == subject_of(scenario).product.start else fewest[state]
        for _, quality, to in edges[state]:
            fewest[to] = min(fewest[to], fewest[state] + (quality < 3))
    allowed = {Result.STRONG: 0, Result.GOOD: 1}
    expected = {}
    for ending in scenario.endings:
        slips = min((n for state, n in fewest.items() if state.at == ending.id), default=0)
        if slips > allowed.get(ending.result, 99):
            expected[ending.id] = slips
    found = found_by(structure.endings_beyond_sound_moves, scenario)
    assert {finding.path[1]: finding.values["slips"] for finding in found} == expected


@given(scenarios())
def test_a_strain_is_past_repair_exactly_if_no_walk_settles_it(scenario):
    edges = by_breadth(Dialogue(scenario))

    @cache
    def settles(state: State) -> bool:
        return state.alliance.mode is Mode.SETTLED or any(settles(to) for *_, to in edges[state])

    goes_on = {
        beat.id
        for beat in scenario.beats
        if any(case.value in scenario.beat_by_id for option in beat.options for case in option.then)
    }

    def is_over(state: State) -> bool:
        """The last turn by what the author wrote for this state, and not because the client leaves over anything."""
        leads_to = {to.at for *_, to in edges[state]}
        return not (leads_to & set(scenario.beat_by_id)) and leads_to != {scenario.exit}

    def is_lost(state: State) -> bool:
        strained = state.alliance.mode in STRAINED and state.at in goes_on
        return strained and not settles(state) and not is_over(state)

    expected = {state.at for state in edges if is_lost(state)}
    assert {finding.path[1] for finding in found_by(strain.repair_stays_possible, scenario)} == expected


@given(scenarios())
def test_a_sound_move_is_a_trap_exactly_if_it_loses_more_than_a_tenth_somewhere(scenario):
    subject = subject_of(scenario)
    values = Values(subject.product, stock.rubric().scoring)
    dialogue, weight = subject.product.dialogue, stock.rubric().scoring.turn_weight
    worth = dict(zip(subject.product.states(), values.best.tolist(), strict=True))  # proved in tests/scoring
    expected = set()
    for state, edges in by_breadth(dialogue).items():
        q = {id_: worth[to] + weight * quality / 4 for id_, quality, to in edges}
        for id_, quality, _ in edges:
            if quality >= 3 and 100 * (max(q.values()) - q[id_]) > (10 + 1e-6) * values.span:
                expected.add((state.at, id_))
    found = found_by(scoring.no_trap_for_sound_moves, scenario)
    assert {(finding.path[1], finding.path[3]) for finding in found} == expected


# Witnesses.


def slips_of(session: Session) -> int:
    dialogue, play = session.dialogue, [session.dialogue.start()]
    taken = []
    for step in session.steps:
        option = dialogue.scenario.beat_by_id[step.beat].option(step.option)
        taken.append((play[-1], option))
        play.append(dialogue.step(play[-1], option))
    return below_sound(dialogue, taken)


def loaded(document) -> Loaded:
    return parse_scenario(as_flow(document), stock.rubric())


def witnesses_play(verified: Verified) -> int:
    dialogue, played = verified.subject.product.dialogue, 0
    for each in verified.diagnostics:
        if each.witness:
            session = Session.resume(dialogue, "any", each.witness)
            assert session.steps
            played += 1
    return played


@settings(max_examples=40)
@given(documents())
def test_every_witness_of_every_finding_can_be_played(document):
    witnesses_play(verify(loaded(document), stock.rubric()))


@pytest.mark.parametrize("name", stock.names())
def test_findings_in_small_scenarios_come_with_ways_to_them(name):
    found = verify(load_scenario(stock.SCENARIOS / f"{name}.yaml", stock.rubric()), stock.rubric())
    assert found.complete
    assert witnesses_play(found)


@given(scenarios())
def test_the_way_to_a_finding_shows_it(scenario):
    dialogue = Dialogue(scenario)

    def reached(finding) -> State:
        return Session.resume(dialogue, "any", finding.witness).state

    for finding in found_by(structure.doomed_beats, scenario):
        assert reached(finding).at == finding.path[1]
    for finding in found_by(structure.endings_beyond_sound_moves, scenario):
        session = Session.resume(dialogue, "any", finding.witness)
        assert session.ending.id == finding.path[1]
        assert slips_of(session) == finding.values["slips"]
    for finding in found_by(structure.exit_never_used, scenario):
        assert reached(finding).alliance.mode in STRAINED
    for finding in found_by(strain.repair_stays_possible, scenario):
        state = reached(finding)
        assert (state.at, state.alliance.mode in STRAINED) == (finding.path[1], True)
        assert str(state.alliance.mode) in finding.values["state"]
    for finding in found_by(scoring.no_trap_for_sound_moves, scenario):
        assert finding.witness[-1] == finding.path[3]
