"""Every scenario that ships is proved fair and complete, alone and as a bank, and is fit to read.

The rules are `simulator.verification`'s; what follows them here are a few things a rule cannot ask.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from simulator import authoring
from simulator.authoring.load import load_scenario
from simulator.engine.dialogue import Dialogue
from simulator.model.scenario import Scenario
from simulator.verification.diagnostics.render import lines_of, render
from simulator.verification.strategies import Report, report
from simulator.verification.subject import Subject
from simulator.verification.surface.words import reading_grade
from simulator.verification.verify import verify
from tests.content import library
from tests.content.library import FILES, IDS, bank, rubric

every_scenario = pytest.mark.parametrize("path", FILES, ids=IDS)


def subject(path: Path) -> Subject:
    return library.subject(path.stem)


def scenario(path: Path) -> Scenario:
    return subject(path).scenario


@cache
def gaming() -> Report:
    return report([subject(path) for path in FILES])


@every_scenario
def test_the_file_is_named_after_the_scenario(path: Path) -> None:
    assert scenario(path).id == path.stem


@every_scenario
def test_nothing_in_it_breaks_a_rule(path: Path) -> None:
    verified = bank()[path.stem]
    assert verified.complete
    assert not verified.diagnostics, render(verified.diagnostics, lines_of, colour=False)


@every_scenario
def test_every_target_can_be_missed_and_can_be_shown_well(path: Path) -> None:
    reached = bank()[path.stem].extremes
    assert set(reached) == set(scenario(path).targets)
    for each in reached.values():
        assert (each.least.level, each.most.level) == (0, 4)


@every_scenario
def test_best_play_reaches_a_strong_ending_with_everything_kept(path: Path) -> None:
    found = subject(path)
    last = found.best_path[-1]
    layer = found.product.layer_of(last.state)
    column = layer.options.index(last.option)
    ending = found.product.layer_of(int(layer.targets[last.state - layer.first, column])).place
    assert found.scenario.ending_by_id[ending].result.value == "strong"
    assert found.values.best[0] == pytest.approx(1.0)


def test_whoever_reads_the_client_beats_whoever_reads_the_options() -> None:
    """The bank gate: every line of the specification (3c.3) is kept, and none only by luck."""
    found = gaming().document()
    for name, each in found["bank"].items():
        print(f"{name:20} {each['chance_corrected']:+.2f} {each['node_quality']:.2f}")
    print(f"surface learner orders {found['surface_learner_auc']:.2f} of the pairs")
    assert found["accepted"]
    assert not found["gamed"]
    assert found["bank"]["expert"]["chance_corrected"] >= 0.85
    assert found["bank"]["oracle"]["chance_corrected"] == pytest.approx(1)
    assert found["surface_learner_auc"] <= 0.60


@pytest.mark.parametrize("taste", [len, lambda text: -len(text)], ids=["longest", "shortest"])
def test_a_coach_who_only_looks_at_length_does_not_do_well(taste: Callable[[str], int]) -> None:
    """Now and then it turns out well, as chance would have it; over the library far less than best play."""
    found = []
    for path in FILES:
        dialogue = Dialogue(scenario(path))
        state = dialogue.start()
        while dialogue.ending(state) is None:
            options = dialogue.scenario.beat_by_id[state.at].options
            state = dialogue.step(state, max(options, key=lambda option: taste(option.say)))
        found.append(dialogue.utility(state, 0.1))
    assert sum(found) / len(found) < 0.5, dict(zip(IDS, found, strict=True))


@every_scenario
def test_each_line_of_the_client_carries_a_cue_in_most_beats(path: Path) -> None:
    lines = [case.value for beat in scenario(path).beats for line in beat.lines for case in line.text]
    assert sum("(" in line for line in lines) >= 0.6 * len(lines)


@every_scenario
def test_parentheses_are_balanced_and_not_nested(path: Path) -> None:
    said = [option.say for beat in scenario(path).beats for option in beat.options]
    heard = [case.value for beat in scenario(path).beats for line in beat.lines for case in line.text]
    for text in [*said, *heard]:
        depth = 0
        for character in text:
            depth += (character == "(") - (character == ")")
            assert depth in (0, 1), text
        assert depth == 0, text


@every_scenario
def test_no_mood_is_named_in_what_the_client_says(path: Path) -> None:
    labels = {"guarded", "candid", "pushing back", "pushing-back", "testing you", "withdrawing", "confronting"}
    for beat in scenario(path).beats:
        for line in beat.lines:
            for case in line.text:
                assert not [label for label in labels if label in case.value.lower()], case.value


@every_scenario
def test_words_a_trainee_reads_are_plain(path: Path) -> None:
    for beat in scenario(path).beats:
        for option in beat.options:
            assert len(option.why.split()) <= 60, f"{beat.id}.{option.id}: {option.why}"
    whys = " ".join(option.why for beat in scenario(path).beats for option in beat.options)
    assert reading_grade(whys) <= 8.5


@every_scenario
def test_no_two_options_and_no_two_lines_of_a_scenario_are_the_same(path: Path) -> None:
    said = sorted(option.say.lower() for beat in scenario(path).beats for option in beat.options)
    assert not [a for a, b in pairwise(said) if a == b]


@every_scenario
def test_spelling_is_british(path: Path) -> None:
    american = ("behavior", "color ", "honor", "center", "organiz", "realiz", "apologiz", "recogniz", "favor", "gray ")
    text = path.read_text(encoding="utf-8").lower()
    assert not [word for word in american if word in text]


@every_scenario
def test_hints_point_without_telling(path: Path) -> None:
    for beat in scenario(path).beats:
        assert len(beat.hints) >= 2, beat.id


def test_the_template_lacks_nothing_but_length() -> None:
    path = Path(authoring.__file__).with_name("template.yaml")
    assert {each.code for each in verify(load_scenario(path, rubric()), rubric()).diagnostics} == {"C06", "L26"}
