"""What the desk is told by the services behind it: judging, examining and rehearsing."""

import pytest

from simulator.engine.session import Session
from simulator.errors import NotOffered
from simulator.scoring.solution import solve
from simulator.services.author.desk import template
from simulator.services.author.judging import Judging
from simulator.services.author.rehearsing import Rehearsal
from simulator.services.author.workbench import Examined, Workbench, alliance
from simulator.services.results import Results
from tests import stock

TEXT = stock.text("tiny")


@pytest.fixture(scope="module")
def examined() -> Examined:
    return Workbench(Judging(stock.rubric)).examine(template("mine"))


def test_a_judgement_holds_the_scenario_and_the_errors_alone() -> None:
    judged = Judging(stock.rubric)(template("mine"))
    assert judged.scenario.id == "mine"
    assert all(each.severity == "error" for each in judged.errors)
    broken = Judging(stock.rubric)("id: [")
    assert broken.scenario is None
    assert broken.errors


def test_what_was_just_judged_is_not_worked_out_again_and_old_texts_are_forgotten() -> None:
    asked: list[None] = []

    def rubric() -> object:
        asked.append(None)
        return stock.rubric()

    judging = Judging(rubric)
    for text in (TEXT, TEXT, f"{TEXT}\n", TEXT, f"{TEXT}\n\n", f"{TEXT}\n"):
        judging(text)
    assert len(asked) == 4


def test_every_line_belongs_to_its_beat_or_to_none(examined: Examined) -> None:
    lines = examined.text.split("\n")
    beat = lines.index("  his-answer:") + 1
    ending = lines.index("  polite-goodbye:") + 1
    assert examined.place_at(beat) == examined.place_at(beat + 5) == "his-answer"
    assert examined.place_at(beat - 2) == "opening"
    assert examined.place_at(ending + 1) == "polite-goodbye"
    assert examined.place_at(1) == examined.place_at(lines.index("beats:") + 1) == ""
    assert examined.place_at(10**6) == "he-leaves"


def test_beats_with_findings_carry_their_number(examined: Examined) -> None:
    spoilt = Workbench(Judging(stock.rubric)).examine(examined.text.replace("form: statement", "form: question", 1))
    for each in spoilt.findings:
        if place := spoilt.place_at(each.location.line):
            assert place in spoilt.subject.scenario.beat_by_id or place in spoilt.subject.scenario.ending_by_id
    assert ("finding" in spoilt.picture) == any(spoilt.place_at(each.location.line) for each in spoilt.findings)


def test_the_alliance_is_drawn_from_the_machine() -> None:
    assert all(mode in alliance() for mode in ("settled", "withdrawing", "confronting", "breached", "exit"))


def test_a_rehearsal_is_its_choices(examined: Examined) -> None:
    start = Rehearsal(examined.subject)
    later = start.choose("name-it")
    assert (start.beat, later.beat) == ("opening", "his-answer")
    assert later.back() == start
    assert later.choose("ask-him").again() == start
    assert [each.option.id for each in later.taken] == ["name-it"]
    assert later.taken[0].client == start.line


def test_a_rehearsal_refuses_what_is_not_on_offer(examined: Examined) -> None:
    with pytest.raises(NotOffered):
        _ = Rehearsal(examined.subject, ("nonsense",)).beat


def test_the_losses_of_a_rehearsal_are_what_the_debrief_misses_at_the_end(examined: Examined) -> None:
    subject = examined.subject
    now = Rehearsal(subject, ("well-done",))
    while not now.ending:
        now = now.choose(max(now.offers, key=lambda each: each.worth.kept).option.id)
    session = Session.resume(subject.product.dialogue, "any", now.choices)
    results = Results(session, solve(subject.product, stock.rubric().scoring), stock.rubric())
    assert sum(each.worth.lost for each in now.taken) == pytest.approx(100 - results.outcome.kept)
