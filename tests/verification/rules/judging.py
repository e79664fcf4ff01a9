"""What tells, text rules and bank rules say against content: the files of an example, read, explored and judged."""

from pathlib import Path

from simulator.authoring.load import load_scenario, parse_scenario, scenario_or_error
from simulator.engine.dialogue import Dialogue
from simulator.engine.product import Product
from simulator.verification.diagnostics.examples import make, parse_example
from simulator.verification.finding import Finding
from simulator.verification.rules import bank, tells, text
from simulator.verification.subject import Subject
from simulator.verification.surface.shingles import Shingles
from tests import stock


def subjects_of(made) -> list[Subject]:
    loaded = [parse_scenario(raw.decode(), stock.rubric(), name) for name, raw in made.files.items()]
    return [_subject(each) for each in loaded]


def subject_at(path: Path) -> Subject:
    return _subject(load_scenario(path, stock.rubric()))


def _subject(loaded) -> Subject:
    scenario = scenario_or_error(loaded)
    return Subject(scenario, stock.rubric(), Product(Dialogue(scenario)))


def example(base="ten", *edits, **more) -> list[Subject]:
    return subjects_of(make(parse_example({"base": base, "edit": list(edits), **more})))


def judged(subjects: list[Subject], against: dict[str, str] | None = None) -> list[Finding]:
    """Everything said of each scenario, and of all of them as a bank."""
    texts = Shingles.of(against) if against else None
    found = [each for subject in subjects for rule in tells.RULES for each in rule(subject)]
    found += [each for subject in subjects for each in text.text_findings(subject, texts)]
    return [*found, *(each for rule in bank.RULES for _, each in rule(subjects))]


def codes(subjects: list[Subject]) -> set[str]:
    return {each.code for each in judged(subjects)}
