"""Ways through every scenario, as somebody would go them: one option id a line, in `playthroughs/<scenario>/`.

`best` is best play, `careful` was chosen from the client's words alone, `novice` is what beginners say, `recovery` goes
wrong and mends it, and `ending-…` come to each ending.
"""

from functools import cache
from pathlib import Path

import pytest

from simulator.engine.session import Session
from simulator.scoring.review import Outcome, Review
from simulator.scoring.solution import Solution, solve
from tests.content.library import IDS, rubric, subject

FOLDER = Path(__file__).parent / "playthroughs"
FILES = sorted(FOLDER.glob("*/*.txt"))
CAREFUL = 0.85
every_one = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
every_scenario = pytest.mark.parametrize("name", IDS)


@cache
def solution(name: str) -> Solution:
    return solve(subject(name).product, rubric().scoring)


def played(file: Path) -> Session:
    head, *options = file.read_text("utf-8").splitlines()
    assert head.startswith("# ")
    return Session.resume(subject(file.parent.name).product.dialogue, "reading", options)


def kept(session: Session, name: str) -> Outcome:
    return Review(session, solution(name), rubric().scoring).outcome()


@every_one
def test_it_can_be_played_to_an_ending(file: Path) -> None:
    session = played(file)
    assert session.ending is not None
    if file.stem.startswith("ending-"):
        assert session.ending.id == file.stem.removeprefix("ending-")


@every_scenario
def test_every_scenario_has_its_ways_and_one_to_each_ending(name: str) -> None:
    there = {file.stem for file in FILES if file.parent.name == name}
    endings = {f"ending-{each.id}" for each in subject(name).scenario.endings}
    assert there == {"best", "careful", "novice", "recovery", *endings}


@every_scenario
def test_the_best_way_keeps_everything_and_a_careful_reader_nearly_all(name: str) -> None:
    best, careful, novice = (
        kept(played(FOLDER / name / f"{each}.txt"), name) for each in ("best", "careful", "novice")
    )
    print(f"{name}: careful {careful.chance_corrected:.2f}, novice {novice.chance_corrected:.2f}")
    assert best.kept == pytest.approx(100)
    assert careful.chance_corrected >= CAREFUL
    assert novice.chance_corrected < careful.chance_corrected


@every_scenario
def test_what_went_wrong_can_be_mended(name: str) -> None:
    session = played(FOLDER / name / "recovery.txt")
    turns = Review(session, solution(name), rubric().scoring).turns
    assert max(turn.loss for turn in turns) >= 5
    assert session.ending is not None
    assert session.ending.result.value in ("strong", "good", "mixed")
